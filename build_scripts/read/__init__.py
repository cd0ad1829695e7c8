"""Raw file to raw text, by the file's ending. A reader opens the file and changes nothing in it."""

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


def read_raw(source: Source, path: Path) -> RawText:
    """Return the decoded text of ``path``. Raises ``UnreadableError`` where it is none, with what to do about it."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableError(
            source.path, f"不支持的文件类型 {path.suffix or '（无扩展名）'}", "请另存为 .txt 或 .md"
        )
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            limit = LARGEST_BYTES // 1_000_000
            raise UnreadableError(
                source.path, f"文件有 {size / 1e6:.0f} MB，超过 {limit} MB", "请确认这是一份报告的文本"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(source.path, f"无法打开：{error.strerror}", "请检查路径和权限") from error
    return reader(source, data)
