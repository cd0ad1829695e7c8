"""Columns on a page: two columns of prose are read one after the other, the columns of a table side by side."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from build_scripts.read.characters import Character, group_lines, size_of
from build_scripts.read.placed import Piece, Row, cut_cells, piece_of, row_of

Line = Sequence[Character]
Span = tuple[float, float]

# Two columns of prose: lines on both sides of a gap that few lines cross, filled to most of the column. The gap is
# one character wide or more, but for a mark that hangs into it.
_FEWEST_LINES, _FEWEST_BESIDE, _MOSTLY, _FILLED, _FEWEST_CHARACTERS = 6, 3, 0.6, 0.7, 8
_GUTTER, _MOST_LINES, _MOST_EDGES = 0.8, 400, 4
_HANGING = frozenset("，。、；：！？）”’》,.;:!?)")
# Columns of a table: so many lines after one another with cells, or two of which one has three.
_FEWEST_ROWS, _FEWEST_CELLS = 3, 3


def settled_edge(places: Iterable[float], size: float) -> float:
    """Return the first edge at which two lines begin, within half a ``size``; a line by itself may hang out."""
    edges = sorted(places)
    return next((a for a, b in pairwise(edges) if b - a <= size / 2), edges[0])


def read_columns(lines: Sequence[list[Character]]) -> list[Row]:
    """Return the rows of a page's lines, from the top; of two columns of prose the left one first."""
    gutter = _find_gutter([cut_cells(line, _GUTTER) for line in lines])
    if gutter is None:
        return _with_tabs([(line, cut_cells(line)) for line in lines])
    rows: list[Row] = []
    for crosses, part in groupby(lines, key=lambda line: _crosses(line, gutter)):
        own = list(part)
        if crosses:
            rows += _with_tabs([(line, cut_cells(line)) for line in own])
            continue
        for side in (0, 1):
            column = [
                (line, cut_cells(line))
                for line in group_lines(_on_side(own, gutter.middle, right=bool(side)))
            ]
            edge = settled_edge([line[0].left for line, _ in column], size_of(own[0])) if column else None
            rows += [row._replace(edge=edge) for row in _with_tabs(column)]
    return rows


def _on_side(lines: Iterable[Line], gutter: float, *, right: bool) -> list[Character]:
    return [c for line in lines for c in line if (c.left >= gutter) == right and not c.text.isspace()]


class _Gutter(NamedTuple):
    """The gap between two columns: its middle and how wide it is."""

    middle: float
    width: float


def _crosses(line: Line, gutter: _Gutter) -> bool:
    """Say whether a line stands on both sides of the gutter without that gap; a mark may hang into it.

    So does a page number in the middle, also one that is spaced out: — 1 —.
    """
    before = max((c.right for c in line if c.left < gutter.middle and c.text not in _HANGING), default=None)
    after = min((c.left for c in line if c.left >= gutter.middle), default=None)
    return before is not None and after is not None and after - before < gutter.width / 2


def _find_gutter(lines: Sequence[Sequence[Line]]) -> _Gutter | None:
    """Return the gap between two columns of prose, or ``None`` where a page has one column.

    The lines of the two need not stand at one height: beside a title in one of them they do not. On a last page one
    of them is short.
    """
    cells = [cell for line in lines for cell in line]
    if not _FEWEST_LINES <= len(cells) <= _MOST_LINES:
        return None
    # Of the text: the first line may be a title of twice that.
    size = median(size_of(cell) for cell in cells)
    places = (_between(cells, edge, size) for edge in _edges(cells, size))
    return next((at for at in places if at is not None and _parts(lines, at)), None)


def _edges(cells: Sequence[Line], size: float) -> list[float]:
    """Return the edges at which most cells begin: of two columns the text and the first lines of each."""
    found: list[list[float]] = []
    for start in sorted(cell[0].left for cell in cells):
        if found and start - found[-1][0] <= size / 2:
            found[-1].append(start)
        else:
            found.append([start])
    most = sorted((own for own in found if len(own) > 1), key=len, reverse=True)
    return [own[0] for own in most[:_MOST_EDGES]]


def _between(cells: Sequence[Line], edge: float, size: float) -> _Gutter | None:
    """Return the gap before ``edge``, ``None`` where it is no gap between columns."""
    before = [cell[-1].right for cell in cells if cell[-1].right <= edge]
    # Some lines hang a mark into the gap.
    reached = median(before) if before else edge
    return _Gutter((reached + edge) / 2, edge - reached) if edge - reached >= _GUTTER * size else None


def _parts(lines: Sequence[Sequence[Line]], gutter: _Gutter) -> bool:
    """Say whether prose stands side by side on both sides of a gap, and few lines cross it."""
    free = sum(not _crosses([c for cell in cells for c in cell], gutter) for cells in lines)
    left = [cell for cells in lines for cell in cells if cell[-1].left < gutter.middle]
    right = [cell for cells in lines for cell in cells if cell[0].left >= gutter.middle]
    longer, shorter = sorted((left, right), key=len, reverse=True)
    if free < _MOSTLY * len(lines) or len(longer) < _FEWEST_LINES or len(shorter) < _FEWEST_BESIDE:
        return False
    top, bottom = longer[0][0].base, longer[-1][0].base
    beside = sum(top <= cell[0].base <= bottom for cell in shorter)
    return beside >= _FEWEST_BESIDE and _is_prose(left) and _is_prose(right)


def _is_prose(cells: Sequence[Line]) -> bool:
    """Say whether most lines of a column reach from its left edge to its right one, and are sentences by length."""
    width = max(c[-1].right for c in cells) - min(c[0].left for c in cells)
    filled = [c for c in cells if c[-1].right - c[0].left >= _FILLED * width and len(c) >= _FEWEST_CHARACTERS]
    return len(filled) >= _MOSTLY * len(cells)


def _with_tabs(lines: Sequence[tuple[Line, list[list[Character]]]]) -> list[Row]:
    """Return lines as rows, tabs between the cells of those that stand below each other in columns."""
    rows: list[Row] = []
    for parted, group in groupby(lines, key=lambda pair: len(pair[1]) > 1):
        own = list(group)
        columns = _columns([cells for _, cells in own]) if parted else []
        for line, cells in own:
            places = [_column_of(columns, cell) for cell in cells] if columns else []
            apart = places and all(a < b for a, b in pairwise(places))
            rows.append(_tabbed(cells, places, len(columns)) if apart else row_of(line))
    return rows


def _columns(lines: Sequence[Sequence[Line]]) -> list[Span]:
    """Return the columns that the fullest of some lines have, none where they are no table."""
    most = max(len(cells) for cells in lines)
    if len(lines) < _FEWEST_ROWS and (most < _FEWEST_CELLS or len(lines) < _FEWEST_ROWS - 1):
        return []
    full = [[(cell[0].left, cell[-1].right) for cell in cells] for cells in lines if len(cells) == most]
    columns = [(min(s for s, _ in spans), max(e for _, e in spans)) for spans in zip(*full, strict=True)]
    return columns if all(a[1] < b[0] for a, b in pairwise(columns)) else []


def _column_of(columns: Sequence[Span], cell: Line) -> int:
    """Return the column under which a cell stands: the first that it overlaps, else the nearest."""
    start, end = cell[0].left, cell[-1].right
    under = [n for n, (left, right) in enumerate(columns) if start < right and left < end]
    middle = start + end
    return under[0] if under else min(range(len(columns)), key=lambda n: abs(sum(columns[n]) - middle))


def _tabbed(cells: Sequence[Line], places: Sequence[int], count: int) -> Row:
    """Return a row with one tab before each column, also before those that are blank."""
    pieces: list[tuple[str, Piece]] = []
    at = 0
    for cell, place in zip(cells, places, strict=True):
        pieces.append(("\t" * (place - at), piece_of(cell)))
        at = place
    return Row(tuple(pieces), "\t" * (count - 1 - at))
