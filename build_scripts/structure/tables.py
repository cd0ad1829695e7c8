"""Find tables: neighbouring lines whose cells are parted by tabs, with the caption and the unit above them."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from build_scripts.models import Cell, Span, Table
from build_scripts.rules.captions import UNIT_RE, is_caption, is_unit_line
from build_scripts.rules.marks import find_mark

LINE_RE = re.compile(r"[^\n]+")
_FEWEST_ROWS = 2
_UNIT_ASIDE_RE = re.compile(rf"[（(]?{UNIT_RE.pattern}[）)]?$")
# A short line without any stop right above a table is its caption, whatever it says.
_LONGEST_CAPTION = 30


def lines_of(text: str) -> list[Span]:
    """Return the spans of the lines that are not empty."""
    return [Span(*m.span()) for m in LINE_RE.finditer(text)]


def find_tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a clean text, in order. Two rows at least; a row short of cells is padded."""
    lines = lines_of(text)
    tables = []
    for tabbed, group in groupby(range(len(lines)), key=lambda i: "\t" in lines[i].of(text)):
        rows = list(group)
        if tabbed and len(rows) >= _FEWEST_ROWS:
            tables.append(_table(text, lines, rows))
    return tuple(tables)


def caption_lines(text: str, first: Span) -> list[Span]:
    """Return the lines right above a table that starts at ``first`` and are its caption or say its unit."""
    found: list[Span] = []
    for line in _lines_above(text, first.start):
        words = line.of(text)
        titled = (
            not found
            and len(words) <= _LONGEST_CAPTION
            and not find_mark(words)
            and not re.search("[，。；：]", words)
        )
        if not (is_caption(words) or titled):
            break
        found.append(line)
    return found[::-1]


def _lines_above(text: str, start: int) -> Iterator[Span]:
    """Yield the two lines above ``start``, the nearer first."""
    for _ in range(2):
        end = start - 1
        if end <= 0:
            return
        start = text.rfind("\n", 0, end) + 1
        yield Span(start, end)


def _table(text: str, lines: Sequence[Span], rows: Sequence[int]) -> Table:
    cells = [_cells(text, lines[i]) for i in rows]
    columns = max(len(row) for row in cells)
    header, *body = cells
    above = caption_lines(text, lines[rows[0]])
    words = " ".join(line.of(text) for line in above)
    captions = [
        _UNIT_ASIDE_RE.sub("", line.of(text)).strip() for line in above if not is_unit_line(line.of(text))
    ]
    unit = UNIT_RE.search(words)
    return Table(
        caption=captions[0] if captions else None,
        unit=unit["unit"] if unit else None,
        header=_pad(header, columns, at_start=len(header) < columns),
        rows=tuple(_pad(row, columns, at_start=False) for row in body),
        span=Span(lines[rows[0]].start, lines[rows[-1]].end),
    )


def _cells(text: str, line: Span) -> tuple[Cell, ...]:
    cells = []
    at = line.start
    for words in line.of(text).split("\t"):
        cells.append(Cell(words, Span(at, at + len(words))))
        at += len(words) + 1
    return tuple(cells)


def _pad(row: tuple[Cell, ...], columns: int, *, at_start: bool) -> tuple[Cell, ...]:
    edge = row[0].span.start if at_start else row[-1].span.end
    empty = (Cell("", Span(edge, edge)),) * (columns - len(row))
    return (*empty, *row) if at_start else (*row, *empty)
