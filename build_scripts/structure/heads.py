"""Which rows of a table are its heads, and whether each number stands under one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from build_scripts.models import Cell, Span
from build_scripts.rules.captions import is_caption
from build_scripts.rules.cells import find_year, is_none, is_number, says, total_level

Row = tuple[Cell, ...]
_FEWEST_HEADS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The rows of a table told apart. ``header`` is ``None`` where the heads are not known, empty where none is needed.

    ``caption`` are the words of a first row that only names the table.
    """

    header: Row | None
    above: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: str | None = None


def find_heads(rows: Sequence[Row]) -> Heads:
    """Tell heads from rows. A number that stands under no known head makes the whole table unread.

    Rows of words before the first number are heads. Without any, a label names its number if it has only one.
    """
    count = _count_heads(rows)
    if count == len(rows):
        return _words_only(rows)
    caption = _caption(rows[0]) if count > 1 else None
    heads, body = rows[:count], rows[count:]
    columns = max(len(row) for row in body)
    if not heads:
        named = _labelled_once(body)
        return Heads(header=() if named else None, above=(), body=_padded(body, columns))
    columns = max(columns, len(heads[-1]))
    short = any(len(row) < columns and any(_is_figure(c) for c in row) for row in body)
    header = None if short else _header(heads[bool(caption) :], body, columns)
    if header is None or _ambiguous(header, body):
        return Heads(header=None, above=(), body=tuple(rows))
    return Heads(header=header, above=tuple(heads[:-1]), body=_padded(body, columns), caption=caption)


def split_tables(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Part rows that follow one another where a new head begins. A head that is only said again goes on."""
    starts = [0]
    for i in range(1, len(rows) - 1):
        numbers = [c for c, cell in enumerate(rows[i - 1]) if is_number(cell.text)]
        above = rows[starts[-1]]
        if not numbers or not (_is_head(rows[i], numbers) or _is_other_head(rows[i - 1 : i + 2])):
            continue
        if _same(rows[i], above) and not is_number(rows[i - 1][0].text):
            continue
        starts.append(i)
    return [rows[a:b] for a, b in pairwise([*starts, len(rows)])]


def _is_head(row: Row, numbers: Sequence[int]) -> bool:
    """Say whether a row below numbers begins another table: words wherever these stood, in two columns or more."""
    words = [c for c, cell in enumerate(row) if not is_none(cell.text) and not _is_figure(cell)]
    filled = [c for c, cell in enumerate(row) if cell.text.strip()]
    return (
        words == filled
        and len(words) >= _FEWEST_HEADS
        and len(set(numbers) - set(words)) == 0
        and (len(numbers) >= _FEWEST_HEADS or says(row[0].text, "corners"))
    )


def _is_other_head(rows: Sequence[Row]) -> bool:
    """Say whether the second of three rows heads the third in columns that the first, of numbers, does not have.

    All its cells are words, each over a cell, a number among these.
    """
    above, row, below = rows
    words = all(cell.text.strip() and not is_none(cell.text) and not _is_figure(cell) for cell in row)
    fits = len(above) != len(row) == len(below) and all(cell.text.strip() for cell in below)
    return words and fits and len(row) >= _FEWEST_HEADS and any(map(_is_figure, below))


def _ambiguous(header: Row, body: Sequence[Row]) -> bool:
    """Say whether two columns of numbers have one name, so that what stood over them is lost; totals may."""
    figures = [c for c in range(len(header)) if any(c < len(r) and _is_figure(r[c]) for r in body)]
    names = [re.sub(r"\s", "", header[c].text) for c in figures if not total_level(header[c].text)]
    repeated = len(names) != len(set(filter(None, names))) + names.count("")
    labels = [re.sub(r"\s", "", cell.text) for cell in header]
    return repeated and not (0 not in figures and labels[0] and labels.count(labels[0]) > 1)


def _same(one: Row, other: Row) -> bool:
    return [re.sub(r"\s", "", c.text) for c in one] == [re.sub(r"\s", "", c.text) for c in other]


def _is_figure(cell: Cell) -> bool:
    return is_number(cell.text)


def _count_heads(rows: Sequence[Row]) -> int:
    """Return how many rows of heads stand before the first number; a first row of years is one: 类别 2022 2023."""
    for i, row in enumerate(rows):
        marked = any(is_none(c.text) and c.text.strip() for c in row[bool(not i) :])
        if marked or (any(_is_figure(c) for c in row) and not _is_years(row)):
            return i
    return len(rows)


def _is_years(row: Row) -> bool:
    """Say whether a row holds years that follow each other behind the corner, and nothing else: 类别 2022 2023."""
    years = [find_year(c.text, bare=True) for c in row[1:]]
    if len(years) < _FEWEST_HEADS or None in years or _is_figure(row[0]):
        return False
    return len({int(b or 0) - int(a or 0) for a, b in pairwise(years)} - {1, -1}) == 0


def _words_only(rows: Sequence[Row]) -> Heads:
    columns = max(len(row) for row in rows)
    header, *body = rows
    start = len(header) < columns
    return Heads(header=_pad(header, columns, at_start=start), above=(), body=_padded(body, columns))


def _caption(row: Row) -> str | None:
    """Return the words of a row of which only the first cell is filled and that reads like a caption."""
    first, *rest = (cell.text.strip() for cell in row)
    return first if first and not any(rest) and (rest or is_caption(first)) else None


def _labelled_once(body: Sequence[Row]) -> bool:
    """Say whether every row is a label with one number: then the label names it, and no head is needed."""
    return all(
        sum(_is_figure(c) for c in row) == 1
        and any(not _is_figure(c) and not is_none(c.text) for c in row[: _at(row)])
        for row in body
        if any(_is_figure(c) for c in row)
    )


def _at(row: Row) -> int:
    return next(i for i, cell in enumerate(row) if _is_figure(cell))


def _header(heads: Sequence[Row], body: Sequence[Row], columns: int) -> Row | None:
    """Return a head for each column, ``None`` where heads and columns do not go together."""
    last = heads[-1]
    if len(last) == columns - 1 and all(not _is_figure(row[0]) for row in body):
        last = _pad(last, columns, at_start=True)
    if len(last) < columns:
        return None
    over = [row for row in heads[:-1] if len(row) == columns]
    return tuple(_head(over, last, c) for c in range(columns))


def _head(over: Sequence[Row], last: Row, column: int) -> Cell:
    """Return the head of a column with what stands over it; a blank cell over words belongs to the one on its left."""
    words: list[str] = []
    for row, under in pairwise([*over, last]):
        at = column
        while at and not row[at].text.strip() and under[column].text.strip() and _may_span(row, under, at):
            at -= 1
        words.append(row[at].text.strip())
    words.append(last[column].text.strip())
    told = [w for i, w in enumerate(words) if w and w not in words[:i]]
    return Cell("".join(told), last[column].span)


def _may_span(row: Row, under: Row, at: int) -> bool:
    """Say whether the cell left of ``at`` may reach over it: it has words under it as well, or is blank itself."""
    return not row[at - 1].text.strip() or bool(under[at - 1].text.strip())


def _padded(rows: Sequence[Row], columns: int) -> tuple[Row, ...]:
    return tuple(_pad(row, columns, at_start=False) for row in rows)


def _pad(row: Row, columns: int, *, at_start: bool) -> Row:
    edge = row[0].span.start if at_start else row[-1].span.end
    empty = (Cell("", Span(edge, edge)),) * (columns - len(row))
    return (*empty, *row) if at_start else (*row, *empty)
