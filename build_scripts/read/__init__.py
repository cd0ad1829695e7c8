"""Raw file to bytes, and bytes to raw text by the file's ending. A reader changes nothing in them."""

from collections.abc import Callable
from pathlib import Path

from build_scripts.errors import UnreadableError
from build_scripts.models import RawText, Source
from build_scripts.read.text_file import read_text_file

Reader = Callable[[Source, bytes], RawText]

READERS: dict[str, Reader] = {".txt": read_text_file, ".md": read_text_file}
MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown"}
# A report is some 12 kB; a whole yearbook of them is under this.
LARGEST_BYTES = 4_000_000


def read_file(source: Source, path: Path) -> bytes:
    """Return the bytes of ``path``. Raises ``UnreadableError`` where it cannot be opened or its name is no report's."""
    _reader(source)
    try:
        _refuse_huge(source, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(source.path, f"无法打开：{error.strerror}", "请检查路径和权限") from error


def read_raw(source: Source, data: bytes) -> RawText:
    """Return the text that ``data``, the bytes of ``source``, hold, by the ending of its name.

    Raises ``UnreadableError`` where they hold none, with what to do about it.
    """
    reader = _reader(source)
    _refuse_huge(source, len(data))
    return reader(source, data)


def _reader(source: Source) -> Reader:
    reader = READERS.get(source.path.suffix.lower())
    if reader is None:
        kind = source.path.suffix or "（无扩展名）"
        raise UnreadableError(source.path, f"不支持的文件类型 {kind}", "请另存为 .txt 或 .md")
    return reader


def _refuse_huge(source: Source, size: int) -> None:
    if size > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        raise UnreadableError(
            source.path, f"文件有 {size / 1e6:.0f} MB，超过 {limit} MB", "请确认这是一份报告的文本"
        )
