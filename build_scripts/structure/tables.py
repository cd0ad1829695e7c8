"""Find tables: neighbouring lines whose cells are parted by tabs, with the caption and the unit above them."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from build_scripts.models import Cell, CleanText, Span, Table, new_span
from build_scripts.rules.captions import find_unit, is_caption, is_unit_line, without_unit
from build_scripts.rules.cells import is_none, is_number
from build_scripts.rules.marks import find_mark
from build_scripts.structure.heads import Row, find_heads, split_tables

LINE_RE = re.compile(r"[^\n]+")
# A lone row is a table where it has so many numbers; a line of prose with a tab has not.
_FEWEST_ROWS, _FEWEST_NUMBERS = 2, 3
# A short line without any stop right above a table is its caption, whatever it says.
_LONGEST_CAPTION = 30


def lines_of(text: str) -> list[Span]:
    """Return the spans of the lines that are not empty."""
    return [new_span(*m.span()) for m in LINE_RE.finditer(text)]


def find_tables(clean: CleanText) -> tuple[Table, ...]:
    """Return the tables of a clean text, in order: two rows at least, or one of three numbers."""
    return tuple(_table(clean, part) for rows in _groups(clean.text) for part in split_tables(rows))


def _groups(text: str) -> Iterator[list[Row]]:
    lines = lines_of(text) if "\t" in text else []
    for tabbed, group in groupby(lines, key=lambda line: "\t" in line.of(text)):
        rows = [_cells(text, line) for line in group] if tabbed else []
        if len(rows) >= _FEWEST_ROWS or (rows and _numbers(rows[0]) >= _FEWEST_NUMBERS):
            yield rows


def _numbers(row: Row) -> int:
    """Return how many numbers, or marks for none beside them, a row holds."""
    numbers = sum(is_number(cell.text) for cell in row)
    return numbers and numbers + sum(bool(cell.text.strip()) and is_none(cell.text) for cell in row)


def caption_lines(text: str, first: Span) -> list[Span]:
    """Return the lines right above a table that starts at ``first`` and are its caption or say its unit."""
    found: list[Span] = []
    for line in _lines_above(text, first.start):
        words = line.of(text)
        titled = (
            not found
            and len(words) <= _LONGEST_CAPTION
            and not find_mark(words)
            and not re.search("[，。；：\t]", words)
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


def _table(clean: CleanText, rows: Sequence[Row]) -> Table:
    heads = find_heads(rows)
    span = Span(rows[0][0].span.start, rows[-1][-1].span.end)
    above = [line.of(clean.text) for line in caption_lines(clean.text, span)]
    captions = [without_unit(line) for line in above if not is_unit_line(line)]
    named = [*above, heads.caption or ""]
    return Table(
        caption=captions[0] if captions else heads.caption,
        unit=next((unit for unit in map(find_unit, named) if unit), None),
        header=heads.header or (),
        rows=heads.body if heads.header is not None else tuple(rows),
        span=span,
        above=heads.above,
        read=heads.header is not None,
        rebuilt=_is_rebuilt(clean, rows),
    )


def _is_rebuilt(clean: CleanText, rows: Sequence[Row]) -> bool:
    """Say whether line breaks stood between the cells of a row."""
    raw = clean.raw.text
    for row in rows:
        for a, b in pairwise(row):
            if a.text and b.text:
                between = raw[clean.origins[a.span.end - 1] : clean.origins[b.span.start]]
                return "\n" in between or "\r" in between
    return False


def _cells(text: str, line: Span) -> Row:
    cells = []
    at = line.start
    for words in line.of(text).split("\t"):
        cells.append(Cell(words, Span(at, at + len(words))))
        at += len(words) + 1
    return tuple(cells)
