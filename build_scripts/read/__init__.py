"""Raw bytes to raw text, by the file's ending. A reader changes nothing in what it reads."""

from collections.abc import Callable

from build_scripts.errors import UnreadableError
from build_scripts.models import RawText, Source
from build_scripts.read.text_file import read_text_file

Reader = Callable[[Source, bytes], RawText]

READERS: dict[str, Reader] = {".txt": read_text_file, ".md": read_text_file}


def read_raw(source: Source, data: bytes) -> RawText:
    """Return the decoded text of ``data``. Raises ``UnreadableError`` where it is none, with what to do about it."""
    suffix = source.path.suffix
    reader = READERS.get(suffix.lower())
    if reader is None:
        raise UnreadableError(
            source.path, f"不支持的文件类型 {suffix or '（无扩展名）'}", "请另存为 .txt 或 .md"
        )
    return reader(source, data)
