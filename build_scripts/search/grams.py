"""The lists of documents behind every substring of one to four characters, in files found by a checksum.

A list has no positions: the commonest word costs a document about one byte. Each entry says how strongly the document
has the substring: in its heads (of a report: title and agency), four times and more, less often.

Work is done on whole arrays. Some hundred documents at a time become one sorted run, which goes to a file; the runs are
merged part by part. Time grows with the length of the texts, memory does not.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from build_scripts.search.substrings import (
    KEY_BITS,
    UNMIX,
    Counts,
    Document,
    Numbers,
    Small,
    differs,
    grams_of,
    grams_of_each,
)

_PACKING = 5  # zlib's level: 0.6 % more bytes than by its usual one, in four fifths of the time
_TOGETHER = 2_000_000  # entries of a run: some 220 reports, 80 MB while it is sorted
_MOST = 1 << 14  # documents of a run: the place of one and its weight are 16 bits
_PART_BITS = 8  # of a substring tell its part, where one run does not hold all documents
_RAW_BYTES = 12_000  # of a file before compression at most; about 9 kB after it
_VARINT_BITS = 7
_HEAD_BYTES = 12  # of a substring in a file beside its list
# Short documents, the names of figures, are sorted together: one alone takes five times as long.
_SHORT, _SHORTS_AT_ONCE = 256, 1_000  # bytes of one; documents


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a run: its substrings, mixed and ascending, how many documents of the run have each, and which.

    An entry is the place of the document in the run << 2 | weight; ``first`` is the number of the run's first.
    """

    first: int
    grams: Numbers
    counts: Small
    entries: Small


@dataclass(frozen=True, slots=True)
class _Run:
    """Where a run lies in the scratch file, and where in its columns each part begins."""

    first: int
    offsets: tuple[int, int, int]
    grams: Sequence[int]
    entries: Sequence[int]

    def read(self, scratch: BinaryIO, part: int) -> _Piece:
        low, high = self.grams[part], self.grams[part + 1]
        ranges = ((low, high), (low, high), (self.entries[part], self.entries[part + 1]))
        columns = []
        for offset, size, (start, end) in zip(self.offsets, (8, 2, 2), ranges, strict=True):
            scratch.seek(offset + start * size)
            columns.append(scratch.read((end - start) * size))
        return _Piece(
            self.first,
            np.frombuffer(columns[0], "<u8"),
            np.frombuffer(columns[1], "<u2"),
            np.frombuffer(columns[2], "<u2"),
        )


@dataclass(frozen=True, slots=True)
class _Lists:
    """Merged lists: ``sizes`` are the bytes of each in ``body``."""

    grams: Numbers
    sizes: Counts
    body: NDArray[np.uint8]


class IndexBuilder:
    """Takes documents one by one and gives the files of their index; the number of a document is its turn.

    ``scratch`` is an empty file to write and read, which holds what memory need not.

    >>> import io
    >>> from build_scripts.search.substrings import document_of
    >>> builder = IndexBuilder(io.BytesIO())
    >>> builder.add(document_of([], ["普法宣传"]))
    >>> len(list(builder.files(most=16)))
    1
    """

    def __init__(self, scratch: BinaryIO) -> None:
        self._scratch = scratch
        self._found: list[tuple[Numbers, Small]] = []
        self._shorts: list[bytes] = []
        self._entries = self._first = 0
        self._runs: list[_Run] = []

    def add(self, document: Document) -> None:
        """Take the next document."""
        if not document.heads and len(document.units) <= _SHORT:
            self._shorts.append(document.units)
            if len(self._shorts) == _SHORTS_AT_ONCE:
                self._take_shorts()
            return
        self._take_shorts()
        self._hold(grams_of(document))

    def files(self, most: int) -> Iterator[bytes]:
        """Yield the files, a power of two of them: at most ``most``, unless a single run cannot hold all documents."""
        self._take_shorts()
        if not self._runs:
            lists = _merge([_sorted_run(self._found, 0)])
            yield from _files(lists, 0, 0, min(most, _shards_for(lists)))
            return
        if self._found:
            self._spill()
        shards = 0
        for part in range(1 << _PART_BITS):
            lists = _merge([run.read(self._scratch, part) for run in self._runs])
            shards = shards or _shards_for(lists)
            yield from _files(lists, part, _PART_BITS, shards)

    def _take_shorts(self) -> None:
        for found in grams_of_each(self._shorts):
            self._hold(found)
        self._shorts = []

    def _hold(self, found: tuple[Numbers, Small]) -> None:
        self._found.append(found)
        self._entries += len(found[0])
        if self._entries >= _TOGETHER or len(self._found) == _MOST:
            self._spill()

    def _spill(self) -> None:
        piece = _sorted_run(self._found, self._first)
        tops = np.arange(1, 1 << _PART_BITS, dtype=np.uint64) << np.uint64(KEY_BITS - _PART_BITS)
        cuts = [0, *np.searchsorted(piece.grams, tops).tolist(), len(piece.grams)]
        ends = np.append(0, np.cumsum(piece.counts, dtype=np.int64))
        offsets = []
        self._scratch.seek(0, 2)
        for column in (piece.grams, piece.counts, piece.entries):
            offsets.append(self._scratch.tell())
            self._scratch.write(column.tobytes())
        self._runs.append(_Run(self._first, (offsets[0], offsets[1], offsets[2]), cuts, ends[cuts].tolist()))
        self._first += len(self._found)
        self._found, self._entries = [], 0


def _sorted_run(found: Sequence[tuple[Numbers, Small]], first: int) -> _Piece:
    none = np.zeros(0, np.uint64)
    grams = np.concatenate([none, *(one for one, _ in found)])
    marked = (weights | np.uint16(n << 2) for n, (_, weights) in enumerate(found))
    entries = np.concatenate([np.zeros(0, np.uint16), *marked])
    order = np.argsort(grams, kind="stable")
    grams, entries = grams[order], entries[order]
    starts = _starts(grams)
    counts = np.diff(np.append(starts, len(grams))).astype(np.uint16)
    return _Piece(first, grams[starts], counts, entries)


def _starts(grams: Numbers) -> Counts:
    """Return where each new number begins in a sorted array."""
    return np.flatnonzero(differs(grams))


def _merge(pieces: Sequence[_Piece]) -> _Lists:
    """Return the lists of one part of all runs, which come in the order of their documents."""
    grams = np.concatenate([one.grams for one in pieces])
    counts = np.concatenate([one.counts for one in pieces]).astype(np.int64)
    entries = np.concatenate([one.entries.astype(np.int64) + (one.first << 2) for one in pieces])
    order = np.argsort(grams, kind="stable")
    grams = grams[order]
    entries = entries[_gathered(counts, order)]
    ends = np.append(0, np.cumsum(counts[order]))
    fresh = _starts(grams)
    starts = ends[fresh]
    numbers = entries >> 2
    gaps = np.diff(numbers, prepend=0)
    gaps[starts] = numbers[starts]
    sizes, body = _varints(gaps << 2 | entries & 3)
    bytes_before = np.append(0, np.cumsum(sizes))
    return _Lists(grams[fresh], np.diff(bytes_before[np.append(starts, len(entries))]), body)


def _gathered(sizes: Counts, order: Counts) -> Counts:
    """Return the places of the items of lists of these sizes, lists in another order."""
    starts = (np.cumsum(sizes) - sizes)[order]
    fresh = sizes[order]
    before = np.cumsum(fresh) - fresh
    return np.repeat(starts - before, fresh) + np.arange(int(fresh.sum()))


def _varints(values: Counts) -> tuple[Counts, NDArray[np.uint8]]:
    """Return the values with seven bits a byte, lowest first, the top bit where more follow; and the bytes of each."""
    sizes = np.ones(len(values), np.int64)
    while (more := values >> _VARINT_BITS * sizes > 0).any():
        sizes += more
    starts = np.cumsum(sizes) - sizes
    out = np.zeros(int(sizes.sum()), np.uint8)
    for n in range(int(sizes.max(initial=0))):
        here = sizes > n
        flags = (sizes[here] > n + 1).astype(np.int64) << _VARINT_BITS
        out[starts[here] + n] = values[here] >> _VARINT_BITS * n & 127 | flags
    return sizes, out


def _shards_for(lists: _Lists) -> int:
    """Return into how many files a part goes, a power of two."""
    raw = len(lists.body) + len(lists.grams) * _HEAD_BYTES
    shards = 1
    while raw > shards * _RAW_BYTES:
        shards *= 2
    return shards


def _files(lists: _Lists, part: int, bits: int, shards: int) -> Iterator[bytes]:
    """Yield the files of a part: count, the four units of each substring in columns, sizes of lists, lists.

    In a file the substrings are in order: columns that rise pack best.
    """
    keys = lists.grams * np.uint64(UNMIX)
    tops = np.arange(part * shards, (part + 1) * shards, dtype=np.uint64)
    shift = np.uint64(KEY_BITS - bits - (shards.bit_length() - 1))
    starts = np.searchsorted(lists.grams, tops << shift) if bits or shards > 1 else np.zeros(1, np.int64)
    edges = np.append(starts, len(keys))
    ends = np.append(0, np.cumsum(lists.sizes))
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        order = np.argsort(keys[low:high])
        body = lists.body[ends[low] : ends[high]][_gathered(lists.sizes[low:high], order)]
        yield compress(_head(keys[low:high][order], lists.sizes[low:high][order]) + body.tobytes())


def _head(keys: Numbers, sizes: Counts) -> bytes:
    units = b"".join((keys >> np.uint64(s)).astype("<u2").tobytes() for s in (48, 32, 16, 0))
    return struct.pack("<I", len(keys)) + units + sizes.astype("<u4").tobytes()


def compress(data: bytes) -> bytes:
    """Return ``data`` in gzip, without a time in it: the same data give the same bytes."""
    packer = zlib.compressobj(_PACKING, wbits=31)
    return packer.compress(data) + packer.flush()
