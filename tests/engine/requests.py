"""A process that answers requests, for the test of it: each leaves a file that names the process it ran in."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from build_scripts.engine import serve_requests


def do(names: Sequence[str]) -> int:
    """Name this process in a file, or do what a name asks for."""
    print("a stray word")
    for name in names:
        if name == "raise":
            raise KeyError(name)
        Path(name).with_suffix(".part").write_text(f"{os.getppid()} {os.getpid()}", encoding="ascii")
        Path(name).with_suffix(".part").rename(name)
        if name.endswith("wait"):
            time.sleep(600)
    return len(names)


def warm() -> None:
    """Fail as a broken rule does: that is for the requests to tell."""
    raise ValueError


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    serve_requests(do, warm)
