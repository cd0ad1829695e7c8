"""The rows of a page in the order in which they are read: tables, columns, and what stands in the margins last."""

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from build_scripts.models import Box
from build_scripts.read.characters import Character, group_lines, size_of
from build_scripts.read.placed import Piece, Row, cell_pieces, cut_cells, rows_of
from build_scripts.read.rulings import Cell, Grid, Ruling, find_grids
from build_scripts.read.text_columns import read_columns, settled_edge

# A line that is set over this part of the widest one tells where the text begins and ends.
_WIDE = 0.6
_FEWEST_WIDE = 4
# What stands half a character away from the text, at its side, is no part of it.
_OUTSIDE = 0.5
# Sizes between neighbours of a run of text that is set aslant.
_NEAR = 2.5


class Margins(NamedTuple):
    """Where the text of a page begins, and how far it reaches to both sides, in points from the page's left edge."""

    left: float
    first: float
    last: float


def find_margins(characters: Sequence[Character]) -> Margins | None:
    """Return where the text of a page begins and ends, ``None`` where too few of its lines are long."""
    cells = [cell for line in group_lines(characters) for cell in cut_cells(line)]
    widths = [cell[-1].right - cell[0].left for cell in cells]
    wide = [c for c, w in zip(cells, widths, strict=True) if w >= _WIDE * max(widths)] if widths else []
    if len(wide) < _FEWEST_WIDE:
        return None
    size = median(size_of(cell) for cell in wide)
    lefts = [c[0].left for c in wide]
    return Margins(settled_edge(lefts, size), min(lefts), max(c[-1].right for c in wide))


def read_rows(
    characters: Sequence[Character], aslant: Sequence[Character], rulings: Sequence[Ruling]
) -> tuple[list[Row], Margins | None]:
    """Return the rows of a page in reading order, and where its text outside of tables begins and ends.

    What stands in its margins comes behind the text, and what runs another way, ``aslant``, last.
    """
    grids = find_grids(rulings) if rulings else []
    in_cells: list[dict[Cell, list[Character]]] = [{} for _ in grids]
    free: list[Character] = []
    for char in characters:
        place = _cell_of(grids, char)
        (in_cells[place[0]].setdefault(place[1], []) if place else free).append(char)
    margins = find_margins(free)
    inner, outer = _parted(group_lines(free), margins)
    rows = read_columns(inner)
    for grid, words in zip(grids, in_cells, strict=True):
        rows = _with_table(rows, table_rows(grid, words))
    return [*rows, *margin_rows(outer), *aslant_rows(aslant)], margins


def _cell_of(grids: Sequence[Grid], char: Character) -> tuple[int, Cell] | None:
    for n, grid in enumerate(grids):
        cell = grid.cell_at((char.left + char.right) / 2, char.base - char.size / 3)
        if cell is not None:
            return n, cell
    return None


def _parted(
    lines: list[list[Character]], margins: Margins | None
) -> tuple[list[list[Character]], list[Character]]:
    """Part the lines of the text from what stands beside it, in the margins at its left and right."""
    if margins is None:
        return lines, []
    beside = [[_is_beside(cell, margins) for cell in cut_cells(line)] for line in lines]
    text = [i for i, line in enumerate(beside) if not all(line)]
    inner: list[list[Character]] = []
    outer: list[Character] = []
    for i, line in enumerate(lines):
        # Above and below the text a running head may be wider than it.
        if not text or not text[0] < i < text[-1] or not any(beside[i]):
            inner.append(line)
            continue
        cells = list(zip(cut_cells(line), beside[i], strict=True))
        outer += [char for cell, out in cells if out for char in cell]
        kept = [char for cell, out in cells if not out for char in cell]
        inner += [kept] if kept else []
    return inner, outer


def _is_beside(cell: Sequence[Character], margins: Margins) -> bool:
    reach = _OUTSIDE * size_of(cell)
    return cell[-1].right < margins.first - reach or cell[0].left > margins.last + reach


def table_rows(grid: Grid, words: Mapping[Cell, list[Character]]) -> list[Row]:
    """Return the rows of a ruled table, a tab between cells; the words of a merged cell stand in its first place.

    A column without any word is none: a line of the frame drawn twice.
    """
    rows: list[Row] = []
    columns = sorted({column for _, column in words})
    for r in range(len(grid.rows) - 1):
        pieces: list[tuple[str, Piece]] = []
        tabs = 0
        for c in columns:
            tabs += c > columns[0]
            lines = cell_pieces(words.get((r, c), ()))
            if lines:
                pieces += [("\t" * tabs, lines[0][1]), *lines[1:]]
                tabs = 0
        if pieces:
            rows.append(Row(tuple(pieces), "\t" * tabs))
    return rows


def _with_table(rows: list[Row], table: list[Row]) -> list[Row]:
    """Return rows with those of a table before the first that stands lower in the same column."""
    if not table:
        return rows
    left, right = min(row.left for row in table), max(row.right for row in table)
    below = (i for i, r in enumerate(rows) if r.top >= table[0].top and r.left < right and r.right > left)
    at = next(below, len(rows))
    return [*rows[:at], *table, *rows[at:]]


def margin_rows(characters: Sequence[Character]) -> list[Row]:
    """Return what stands beside the text: characters one below another are one row, read downwards."""
    rows: list[Row] = []
    free = list(characters)
    while free:
        middle = (free[0].left + free[0].right) / 2
        column = [c for c in free if c.left <= middle <= c.right]
        level = [c for c in free if abs(c.base - free[0].base) < c.size]
        if len(column) > max(len(level), 1):
            rows.append(Row((("", _run(sorted(column, key=lambda c: c.base))),)))
            free = [c for c in free if c not in column]
        else:
            rows += rows_of(level)
            free = [c for c in free if c not in level]
    return rows


def aslant_rows(characters: Sequence[Character]) -> list[Row]:
    """Return what runs another way than the page, as a water mark does: a row for each run of neighbours."""
    runs: list[list[Character]] = []
    for char in characters:
        last = runs[-1][-1] if runs else None
        near = last and math.hypot(char.left - last.left, char.base - last.base) <= _NEAR * max(
            char.size, last.size
        )
        if near:
            runs[-1].append(char)
        else:
            runs.append([char])
    return [Row((("", _run(run)),)) for run in runs if any(not c.text.isspace() for c in run)]


def _run(run: Sequence[Character]) -> Piece:
    left, right = min(c.left for c in run), max(c.right for c in run)
    box = Box(left, min(c.base - c.size for c in run), right, max(c.base for c in run))
    text = "".join(c.text for c in run)
    return Piece(text, box, (*(c.left for c in run), right), size_of(run))
