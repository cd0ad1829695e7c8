"""Parts packed one by one are a file whose checksum is right, without any of them unpacked."""

import zipfile
from pathlib import Path
from random import Random
from zlib import crc32

from build_scripts.downloads.packed_part import join_crc, pack_part, parse_part, unpack_part
from build_scripts.downloads.packed_zip import PackedZip
from tests.every import every


@every("size", [0, 1, 2, 3, 255, 256, 4097, 65_537, 1_000_003])
def test_checksums_are_joined(size: int) -> None:
    dice = Random(size)  # noqa: S311 - no secret
    one, other = dice.randbytes(dice.randrange(99)), dice.randbytes(size)
    part = parse_part(pack_part(other, 7))
    assert (part.size, part.rows, part.crc) == (size, 7, crc32(other))
    assert join_crc(crc32(one), part) == crc32(one + other)
    assert unpack_part(pack_part(other)) == other


def test_a_zip_file_of_parts_is_whole(tmp_path: Path) -> None:
    entries = {"甲.xml": ["一、", "", "二、" * 9_999], "empty": [], "b": ["c"]}
    packed = PackedZip(tmp_path / "a.zip")
    for name, parts in entries.items():
        packed.begin(name)
        rows = [packed.write(pack_part(part.encode(), len(part))) for part in parts]
        assert rows == [len(part) for part in parts]
        packed.end()
    packed.close()
    with zipfile.ZipFile(tmp_path / "a.zip") as found:
        assert found.testzip() is None
        read = {info.orig_filename: found.read(info).decode() for info in found.infolist()}
    assert list(read.values()) == ["".join(parts) for parts in entries.values()]
