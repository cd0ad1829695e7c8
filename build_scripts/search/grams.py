"""The lists of reports behind every substring of one to four characters, in files found by a checksum.

A list has no positions: the commonest word costs a report about one byte. Each entry says how strongly the report
has the substring: in its title or agency, four times and more, two or three times, once. Characters are counted in
UTF-16 code units, as browsers do.
"""

import gzip
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from build_scripts.models import Searchable
from build_scripts.search.fold import fold

LONGEST = 4
IN_TITLE, OFTEN, SOME, ONCE = 3, 2, 1, 0
_MANY = 4  # times from which on a report has a substring often
_UNIT = 2  # bytes of a UTF-16 code unit
_FINEST = 4096  # files that the checksum can tell apart; fewer are made by putting neighbours together
_CHUNK = 250  # reports whose lists are held open at a time
_RAW_BYTES = 50_000  # of one file before compression, at most about 25 kB after
_HEAD_BYTES = 12  # of a substring in a file: eight and where its list ends

Entry = tuple[bytes, bytes]  # a substring in eight bytes, its list


def grams_of(report: Searchable) -> dict[bytes, int]:
    """Return every substring of the folded report, none across two lines, with its weight."""
    heads = Counter(_substrings((report.title, report.agency)))
    counts = Counter(_substrings((*report.fields, *report.lines)))
    return {
        gram: IN_TITLE if gram in heads else OFTEN if n >= _MANY else SOME if n > 1 else ONCE
        for gram, n in counts.items()
    }


def _substrings(texts: Iterable[str]) -> Iterator[bytes]:
    for text in texts:
        data = fold(text).encode("utf-16-le", "surrogatepass")
        for size in range(_UNIT, LONGEST * _UNIT + 1, _UNIT):
            for start in range(0, len(data) - size + 1, _UNIT):
                yield data[start : start + size]


def shard_of(gram: bytes, shards: int) -> int:
    """Return which of ``shards`` files, a power of two up to 4096, holds ``gram``."""
    return (zlib.crc32(gram) & (_FINEST - 1)) * shards // _FINEST


def make_shards(reports: Sequence[Searchable]) -> list[bytes]:
    """Return the files in order; the number of a report is its place in ``reports``.

    Time grows with the length of the texts; at a time only the lists of some reports are open, the others are packed.
    """
    buckets = [bytearray() for _ in range(_FINEST)]
    raw = 0
    for first in range(0, len(reports), _CHUNK):
        raw += _pack(reports[first : first + _CHUNK], first, buckets)
    shards = 1
    while shards < _FINEST and raw > shards * _RAW_BYTES:
        shards *= 2
    width = _FINEST // shards
    return [_shard(buckets[at : at + width]) for at in range(0, _FINEST, width)]


def _pack(reports: Sequence[Searchable], first: int, buckets: list[bytearray]) -> int:
    """Append to each bucket its substrings with the numbers of the reports that have them, weight in the low bits.

    Return about how many bytes that will be in the files.
    """
    lists: dict[bytes, list[int]] = {}
    for number, report in enumerate(reports, start=first):
        for gram, weight in grams_of(report).items():
            lists.setdefault(gram, []).append(number << 2 | weight)
    for gram, entries in lists.items():
        packed = array("I", entries).tobytes()
        head = struct.pack("<8sI", gram, len(packed))
        buckets[shard_of(gram, _FINEST)] += head + packed
    return _HEAD_BYTES * len(lists) + sum(map(len, lists.values()))


def _shard(buckets: Iterable[bytearray]) -> bytes:
    lists: dict[bytes, list[int]] = {}
    for bucket in buckets:
        for gram, entries in _unpack(bucket):
            lists.setdefault(gram, []).extend(entries)
    grams = sorted(lists, key=lambda gram: struct.unpack("<4H", gram))
    posts = [_varints(lists[gram]) for gram in grams]
    ends = array("I", [0])
    for post in posts:
        ends.append(ends[-1] + len(post))
    table = struct.pack(f"<{len(ends)}I", *ends)
    return compress(struct.pack("<I", len(grams)) + b"".join(grams) + table + b"".join(posts))


def _unpack(bucket: bytearray) -> Iterator[tuple[bytes, Sequence[int]]]:
    at = 0
    while at < len(bucket):
        gram, size = struct.unpack_from("<8sI", bucket, at)
        at += _HEAD_BYTES
        entries = array("I")
        entries.frombytes(bytes(bucket[at : at + size]))
        yield gram, entries
        at += size


def _varints(entries: Iterable[int]) -> bytes:
    """Return the list as differences of report numbers with their weights, seven bits a byte, lowest first."""
    out = bytearray()
    last = 0
    for entry in entries:
        number = entry >> 2
        value = (number - last) << 2 | entry & 3
        last = number
        while value > 127:  # noqa: PLR2004 - what seven bits hold
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
    return bytes(out)


def compress(data: bytes) -> bytes:
    """Return ``data`` in gzip, without a time in it: the same data give the same bytes."""
    return gzip.compress(data, compresslevel=9, mtime=0)
