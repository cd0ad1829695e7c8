"""The bytes of files, within bounds: what is larger than any report, and what is no file, is refused."""

from pathlib import Path
from stat import S_ISREG

from build_scripts.errors import UnreadableError
from build_scripts.file_kinds import FileKind, kind_of

# A report is some 12 kB; a whole yearbook of them is under this.
LARGEST_BYTES = 4_000_000
# Files of other kinds hold pictures and fonts: a web page some megabytes of them, a scan of twenty pages 20 MB.
LARGEST_BY_KIND = {FileKind.TEXT: LARGEST_BYTES, FileKind.HTML: 16_000_000}
LARGEST_OTHER = 64_000_000
# A record has some 500 bytes, one that lists a hundred redactions 20 kB.
LARGEST_RECORD = 200_000


def largest_of(data: bytes, name: str) -> int:
    """Return how many bytes a file of this kind may have."""
    return LARGEST_BY_KIND.get(kind_of(data, name), LARGEST_OTHER)


def read_report(path: Path, shown: Path) -> bytes:
    """Return the bytes of a file that is no larger than files of its kind are. Raises ``UnreadableError``."""
    data = _read_whole(path, shown, LARGEST_OTHER)
    limit = largest_of(data, path.name)
    if len(data) > limit:
        raise _too_large(shown, path.name, len(data), limit)
    return data


def read_record(path: Path, shown: Path) -> bytes:
    """Return the bytes of the record of the file that is shown as ``shown``. Raises ``UnreadableError``."""
    return _read_whole(path, shown, LARGEST_RECORD)


def _read_whole(path: Path, shown: Path, limit: int) -> bytes:
    """Return the bytes of a file. Raises ``UnreadableError`` where it is larger, or no file: a pipe has no end."""
    known = path.stat()
    if not S_ISREG(known.st_mode):
        raise UnreadableError(shown, f"{path.name} 不是普通文件（管道、设备或文件夹）", "请换上文件本身")
    with path.open("rb") as file:
        data = file.read(limit + 1) if known.st_size <= limit else b""
    if max(known.st_size, len(data)) > limit:
        raise _too_large(shown, path.name, known.st_size, limit)
    return data


def _too_large(shown: Path, name: str, size: int, limit: int) -> UnreadableError:
    told = f"{name} 有 {size / 1e6:.1f} MB，超过 {limit / 1e6:g} MB"
    return UnreadableError(shown, told, "请确认这是一份报告")
