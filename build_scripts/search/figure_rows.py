"""Figures as rows that a query such as 罚没金额 > 50万元 picks from.

Figures are sorted by name: what is counted, its indicator, theme and unit. Names have an index of substrings as
reports have, so that a query fetches the blocks of those names alone, and all of them. Names and rows are JSON from
the start and only put together here; what is sorted lies in a file, not in memory.
"""

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from json.encoder import encode_basestring
from operator import itemgetter
from typing import BinaryIO

from build_scripts.models import SearchFigure
from build_scripts.search.fold import fold
from build_scripts.search.substrings import Document, document_of

ROWS = 300  # of a block
_TOGETHER = 30_000  # rows that are sorted in memory, 15 MB
_READ = 1 << 16  # bytes of a sorted run that are read at once
_NEXT = b"\x1e"  # between rows; JSON has no control character in it

NamedRows = tuple[bytes, bytes]  # a name and its rows


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows in the order of names; ``first`` and ``last`` are the places of its names among all."""

    first: int
    last: int
    content: bytes


def figure_lines(figures: Iterable[SearchFigure]) -> bytes:
    """Return the figures of a report, one a line: the name as items of a list, a tab, the row but for its number."""
    return b"".join(map(_line, figures))


def _line(figure: SearchFigure) -> bytes:
    name = _items(figure.subject, figure.indicator, figure.theme, figure.unit)
    row, sentence = figure.anchor.removeprefix("m-"), figure.passage.removeprefix("s-")
    return f"{name}\t{_items(f'{figure.value:f}', figure.written, row, sentence)}\n".encode(
        errors="surrogatepass"
    )


def _items(*items: str) -> str:
    return ",".join(map(encode_basestring, items))  # as json.dumps has them, in a fifth of the time


class FigureSorter:
    """Takes the figures of reports one by one and gives them by name; the number of a report is its turn.

    ``rows`` are how many figures there are.
    """

    def __init__(self, scratch: BinaryIO) -> None:
        self._scratch = scratch
        self._rows: list[NamedRows] = []
        self._reports = 0
        self.rows = 0
        self._runs: list[tuple[int, int]] = []

    def add(self, lines: bytes) -> None:
        """Take the figures of the next report."""
        number = b"[%d," % self._reports
        for line in lines.splitlines():
            name, _, row = line.partition(b"\t")
            self._rows.append((name, number + row + b"]"))
            self.rows += 1
        self._reports += 1
        if len(self._rows) >= _TOGETHER:
            self._spill()

    def names(self) -> Iterator[NamedRows]:
        """Yield each name with its rows in the order of the reports, names in order."""
        runs = [_read_lines(self._scratch, *run) for run in self._runs]
        runs.append(iter(sorted(self._rows, key=itemgetter(0))))
        for name, told in groupby(heapq.merge(*runs, key=itemgetter(0)), key=itemgetter(0)):
            yield name, _NEXT.join(rows for _, rows in told)

    def _spill(self) -> None:
        self._scratch.seek(0, 2)
        start = self._scratch.tell()
        rows = sorted(self._rows, key=itemgetter(0))
        for name, told in groupby(rows, key=itemgetter(0)):
            self._scratch.write(b"%b\t%b\n" % (name, _NEXT.join(row for _, row in told)))
        self._runs.append((start, self._scratch.tell()))
        self._rows = []


def _read_lines(scratch: BinaryIO, start: int, end: int) -> Iterator[NamedRows]:
    rest = b""
    for at in range(start, end, _READ):
        scratch.seek(at)
        *lines, rest = (rest + scratch.read(min(_READ, end - at))).split(b"\n")
        for line in lines:
            name, _, rows = line.partition(b"\t")
            yield name, rows


def name_document(name: bytes) -> Document:
    """Return what a query can meet of a name: what is counted, the indicator, the theme."""
    subject, indicator, theme, _ = json.loads(f"[{name.decode(errors='surrogatepass')}]")
    return document_of((), (fold(subject), _folded(indicator), _folded(theme)))


_folded = lru_cache(1024)(fold)  # indicators and themes are few


def figure_blocks(figures: Iterable[NamedRows], most: int = ROWS) -> Iterator[Block]:
    """Yield the rows in blocks of at least ``most``: name, then number, value, words, two anchors of each."""
    content: list[bytes] = []
    first = rows = place = 0
    for place, (name, told) in enumerate(figures):
        for part, count in _parts(told, most):
            content.append(b"[%b,[%b]]" % (name, part))
            rows += count
            if rows >= most:
                yield Block(first, place, b"[%b]" % b",".join(content))
                content, rows, first = [], 0, place
        if not rows:
            first = place + 1
    if content:
        yield Block(first, place, b"[%b]" % b",".join(content))


def _parts(rows: bytes, most: int) -> Iterator[tuple[bytes, int]]:
    """Yield the rows of a name, not more at once than go into a block, and how many they are."""
    told = rows.split(_NEXT)
    for start in range(0, len(told), most):
        part = told[start : start + most]
        yield b",".join(part), len(part)
