"""A ZIP file of entries whose parts are packed already. Format: PKWARE's APPNOTE, 4.3.

Python's own writer packs all that it is given, and a workbook's rows are packed when their report is converted.
"""

from os import SEEK_END
from pathlib import Path
from struct import Struct

from build_scripts.downloads.packed_part import join_crc, parse_part

# Signature; version needed, flags, method; time, day; checksum, bytes packed and not; lengths of name and extra field.
_LOCAL = Struct("<4s3H2H3I2H")
# The same after the version that made it, then: comment, disk, internal and external attributes, place of the entry.
_CENTRAL = Struct("<4s4H2H3I2H3HII")
_END = Struct("<4s4H2IH")
_VERSION, _DEFLATED = 20, 8
_DAY = 0x21  # 1 January 1980, the first that the format has: no file tells when it was made
_LAST = b"\x03\x00"  # an empty last block: RFC 1951, 3.2.6


class PackedZip:
    """A ZIP file that is written entry by entry, part by part."""

    def __init__(self, file: Path) -> None:
        """Begin the file."""
        self._out = file.open("wb")
        self._entries: list[bytes] = []
        self._at, self._name = 0, b""
        self._crc = self._packed = self._size = 0

    def begin(self, name: str) -> None:
        """Begin an entry; the one before has ended."""
        self._at, self._name = self._out.tell(), name.encode()
        self._crc = self._packed = self._size = 0
        self._out.write(self._head() + self._name)

    def write(self, part: bytes) -> int:
        """Add a part, as ``pack_part`` gives it, to the entry; return how many rows are in it."""
        added = parse_part(part)
        self._crc, self._packed, self._size = (
            join_crc(self._crc, added),
            self._packed + len(added.packed),
            self._size + added.size,
        )
        self._out.write(added.packed)
        return added.rows

    def end(self) -> None:
        """Finish the entry."""
        self._out.write(_LAST)
        self._packed += len(_LAST)
        self._out.seek(self._at)
        self._out.write(self._head())
        self._out.seek(0, SEEK_END)
        self._entries.append(
            _CENTRAL.pack(b"PK\1\2", _VERSION, *self._told(), 0, 0, 0, 0, self._at) + self._name
        )

    def close(self) -> None:
        """Finish the file."""
        at, listed, count = self._out.tell(), b"".join(self._entries), len(self._entries)
        self._out.write(listed + _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), at, 0))
        self._out.close()

    def _head(self) -> bytes:
        return _LOCAL.pack(b"PK\3\4", *self._told())

    def _told(self) -> tuple[int, ...]:
        sums = (self._crc, self._packed, self._size)
        return _VERSION, 0, _DEFLATED, 0, _DAY, *sums, len(self._name), 0
