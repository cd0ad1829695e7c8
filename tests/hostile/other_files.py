"""Files that are no reports at all, under names of reports."""

from collections.abc import Callable, Mapping

from tests.hostile.wanted import PROSE, Hostile, Wanted, files

BAD: Mapping[str, Callable[[], bytes]] = {
    "picture under another name": lambda: b"\x89PNG\r\n\x1a\n" + bytes(2000),
    "picture of nothing": lambda: b"\xff\xd8\xff",
    "packed with gzip": lambda: b"\x1f\x8b\x08" + bytes(2000),
    "packed with 7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(2000),
    "packed with rar": lambda: b"Rar!\x1a\x07\x01" + bytes(2000),
    "program": lambda: b"MZ" + bytes(range(256)) * 20,
    "database": lambda: b"SQLite format 3\0" + bytes(4000),
    "python object": lambda: b"\x80\x04cposix\nsystem\n(S'touch /tmp/escaped'\ntR.",
    "70 MB of zeros": lambda: bytes(70_000_000),
}
OTHER: dict[str, Hostile] = {
    **files(".txt", Wanted.REFUSED, BAD),
    **files(".exe", Wanted.REFUSED, {"text called a program": PROSE}),
    **files("", Wanted.REFUSED, {"text without an ending": PROSE}),
}
