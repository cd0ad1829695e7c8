"""The lists of documents behind every substring of one to four characters, in files found by a checksum.

A list has no positions: the commonest word costs a document about one byte. Each entry says how strongly the document
has the substring: in its heads (of a report: title and agency), four times and more, less often.
Characters are counted in UTF-16 code units, as browsers do; a substring is four of them as one number, zeros behind.

Work is done on whole arrays. Some hundred documents at a time become one sorted run, and the runs are merged part by
part, each part of the runs let go when it is done. Time grows with the length of the texts; in memory stand the runs,
two bytes an entry and ten a substring, and what becomes of them.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
IN_HEADS = 2  # the weight of what stands in the heads; 1 four times and more, 0 less often
MIX = 0x9E3779B97F4A7C15  # odd: no two substrings become one by it, and the top bits are well spread
_UNMIX = pow(MIX, -1, 1 << 64)
_MANY = 4  # times from which on a document has a substring often
_UNIT_BITS, _KEY_BITS = 16, 64
_TOGETHER = 500  # documents of a run
_PART_BITS = 6  # of a substring tell its part, where one run does not hold all documents
_RAW_BYTES = 12_000  # of a file before compression at most; about 9 kB after it
_VARINT_BITS = 7

Numbers = NDArray[np.uint64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Document:
    """Folded texts; no substring reaches from one to the next. ``parts`` holds the ``heads`` too."""

    heads: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The files, a power of two of them, and in how many documents each of the words asked for stands."""

    files: tuple[bytes, ...]
    documents_with: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a run: its substrings, mixed and ascending, how many documents of the run have each, and which.

    An entry is the place of the document in the run << 2 | weight; ``first`` is the number of the run's first.
    """

    first: int
    grams: Numbers
    counts: NDArray[np.uint16]
    entries: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class _Lists:
    """Merged lists: ``sizes`` are the bytes of each in ``body``, ``counts`` its documents."""

    grams: Numbers
    counts: Counts
    sizes: Counts
    body: NDArray[np.uint8]


def make_index(documents: Iterable[Document], words: Sequence[str] = ()) -> Index:
    """Return the files of the index; the number of a document is its place in ``documents``.

    ``words`` are folded, of at most four code units each; ``ValueError`` where one has more.

    >>> index = make_index([Document((), ("普法宣传",)), Document((), ("普法",))], ["普法", "宣传", "执法"])
    >>> dict(index.documents_with)
    {'普法': 2, '宣传': 1, '执法': 0}
    """
    runs = list(_runs(documents))
    bits = (len(runs[0]).bit_length() - 1) if runs else 0
    asked = _keys(words) * np.uint64(MIX)
    found = np.zeros(len(words), np.int64)
    files: list[bytes] = []
    shards = 0
    for part in range(1 << bits):
        lists = _merge([run.pop(0) for run in runs])
        shards = shards or _shards_for(lists)
        files += _files(lists, part, bits, shards)
        found += _counts_of(lists, asked)
    return Index(tuple(files), dict(zip(words, found.tolist(), strict=True)))


def grams_of(document: Document) -> tuple[Numbers, NDArray[np.uint16]]:
    """Return every substring of ``document``, mixed and ascending, and its weight."""
    mix = np.uint64(MIX)
    found, times = np.unique(_substrings(document.parts) * mix, return_counts=True)
    weights = (times >= _MANY).astype(np.uint16)
    weights[np.searchsorted(found, _substrings(document.heads) * mix)] = IN_HEADS
    return found, weights


def _substrings(texts: Sequence[str]) -> Numbers:
    # A folded text holds no U+0000: it parts the texts, and what reaches over it is dropped.
    data = "\0".join(texts).encode("utf-16-le", "surrogatepass")
    units = np.frombuffer(data, "<u2").astype(np.uint64)
    inside = units > 0
    keys, whole = units << np.uint64(_KEY_BITS - _UNIT_BITS), inside
    found = [keys[whole]]
    for n in range(1, LONGEST):
        keys = keys[:-1] | units[n:] << np.uint64(_KEY_BITS - _UNIT_BITS * (n + 1))
        whole = whole[:-1] & inside[n:]
        found.append(keys[whole])
    return np.concatenate(found)


def _keys(words: Sequence[str]) -> Numbers:
    data = "".join(word.ljust(LONGEST, "\0") for word in words).encode("utf-16-le", "surrogatepass")
    units = np.frombuffer(data, "<u2").reshape(len(words), LONGEST).astype(np.uint64)
    shifts = np.arange(_KEY_BITS - _UNIT_BITS, -1, -_UNIT_BITS, dtype=np.uint64)
    keys: Numbers = np.bitwise_or.reduce(units << shifts, axis=1)
    return keys


def _runs(documents: Iterable[Document]) -> Iterator[list[_Piece]]:
    """Yield the runs in pieces: one where a single run holds all documents, else those of all parts."""
    first = 0
    found: list[tuple[Numbers, NDArray[np.uint16]]] = []
    for document in documents:
        found.append(grams_of(document))
        if len(found) == _TOGETHER:
            yield _run(found, first, _PART_BITS)
            first, found = first + len(found), []
    if found:
        yield _run(found, first, _PART_BITS if first else 0)


def _run(found: Sequence[tuple[Numbers, NDArray[np.uint16]]], first: int, bits: int) -> list[_Piece]:
    grams = np.concatenate([one for one, _ in found])
    entries = np.concatenate([weights | np.uint16(n << 2) for n, (_, weights) in enumerate(found)])
    order = np.argsort(grams, kind="stable")
    grams, entries = grams[order], entries[order]
    starts = _starts(grams)
    edges = np.append(starts, len(grams))
    grams = grams[starts]
    tops = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(_KEY_BITS - (bits or 1))
    cuts = [0, *np.searchsorted(grams, tops).tolist(), len(grams)]
    return [
        _Piece(
            first,
            grams[low:high].copy(),
            np.diff(edges[low : high + 1]).astype(np.uint16),
            entries[edges[low] : edges[high]].copy(),
        )
        for low, high in pairwise(cuts)
    ]


def _starts(grams: Numbers) -> Counts:
    """Return where each new number begins in a sorted array."""
    fresh = np.ones(len(grams), np.bool_)
    fresh[1:] = grams[1:] != grams[:-1]
    return np.flatnonzero(fresh)


def _merge(pieces: Sequence[_Piece]) -> _Lists:
    """Return the lists of one part of all runs."""
    grams = np.concatenate([np.zeros(0, np.uint64), *(np.repeat(one.grams, one.counts) for one in pieces)])
    numbered = (one.entries.astype(np.int64) + (one.first << 2) for one in pieces)
    entries = np.concatenate([np.zeros(0, np.int64), *numbered])
    order = np.argsort(grams, kind="stable")
    grams, entries = grams[order], entries[order]
    starts = _starts(grams)
    numbers = entries >> 2
    gaps = np.diff(numbers, prepend=0)
    gaps[starts] = numbers[starts]
    sizes, body = _varints(gaps << 2 | entries & 3)
    ends = np.append(0, np.cumsum(sizes))
    edges = np.append(starts, len(grams))
    return _Lists(grams[starts], np.diff(edges), np.diff(ends[edges]), body)


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
    raw = len(lists.body) + len(lists.grams) * 12
    shards = 1
    while raw > shards * _RAW_BYTES:
        shards *= 2
    return shards


def _files(lists: _Lists, part: int, bits: int, shards: int) -> Iterator[bytes]:
    """Yield the files of a part: count, the four units of each substring in columns, sizes of lists, lists.

    In a file the substrings are in order: columns that rise pack best.
    """
    shift = np.uint64(_KEY_BITS - bits - (shards.bit_length() - 1))
    whole = _KEY_BITS - int(shift)
    files = lists.grams >> shift if whole else np.zeros(len(lists.grams), np.uint64)
    keys = lists.grams * np.uint64(_UNMIX)
    order = np.lexsort((keys, files))
    body = _reordered(lists, order)
    keys, sizes = keys[order], lists.sizes[order]
    ends = np.append(0, np.cumsum(sizes))
    edges = np.searchsorted(files, np.arange(part * shards, (part + 1) * shards + 1, dtype=np.uint64))
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        units = [(keys[low:high] >> np.uint64(s)).astype("<u2").tobytes() for s in (48, 32, 16, 0)]
        head = struct.pack("<I", high - low) + b"".join(units) + sizes[low:high].astype("<u4").tobytes()
        yield compress(head + body[ends[low] : ends[high]].tobytes())


def _reordered(lists: _Lists, order: Counts) -> NDArray[np.uint8]:
    sizes = lists.sizes[order]
    starts = (np.cumsum(lists.sizes) - lists.sizes)[order]
    fresh = np.cumsum(sizes) - sizes
    return lists.body[np.repeat(starts - fresh, sizes) + np.arange(len(lists.body))]


def _counts_of(lists: _Lists, asked: Numbers) -> Counts:
    """Return for each mixed substring asked for how many documents have it."""
    if not len(lists.grams):
        return np.zeros(len(asked), np.int64)
    places = np.minimum(np.searchsorted(lists.grams, asked), len(lists.grams) - 1)
    return np.where(lists.grams[places] == asked, lists.counts[places], 0)


def compress(data: bytes) -> bytes:
    """Return ``data`` in gzip, without a time in it: the same data give the same bytes."""
    packer = zlib.compressobj(6, wbits=31)
    return packer.compress(data) + packer.flush()
