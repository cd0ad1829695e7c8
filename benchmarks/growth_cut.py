"""What jieba's cut of all texts of a folder costs: the unit of the other costs.

`python -m benchmarks.growth_cut FOLDER` prints one JSON object. While jieba's dictionary is loaded, and each text read,
the clock stands.
"""

import json
import sys
import time
from pathlib import Path

import jieba


def main(folder: Path) -> None:
    """Cut every text below ``folder`` and print seconds of CPU, number and length of the texts."""
    jieba.setLogLevel(60)
    jieba.initialize()
    seconds, characters, files = 0.0, 0, sorted(folder.rglob("*.txt"))
    for file in files:
        text = _decode(file.read_bytes())
        start = time.process_time()
        for _ in jieba.cut(text):
            pass
        seconds += time.process_time() - start
        characters += len(text)
    print(json.dumps({"cpu": seconds, "texts": len(files), "characters": characters}))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
