"""Ruled tables: the grid that level and upright lines make, and the cells between them, merged ones too."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

# Points. Lines nearer to each other are one; ends that miss a line by no more meet it.
_SAME, _MEET = 2.5, 3.0
# A line goes on beyond its last crossing by a character at least where another column is there; less is bad drawing.
_OVERHANG = 12.0
# A cell holds a character of 5 points at least.
_NARROWEST = 5.0
# A seal is 42 mm wide, by 国发〔1999〕25号; the strokes of large type and of a seal's star cross as lines do.
_NARROWEST_TABLE = 120.0
# What a page of any table has at most; beyond, a drawing is looked at no further.
_MOST_LINES, _MOST_CELLS = 1_500, 10_000


Cell = tuple[int, int]


class Ruling(NamedTuple):
    """A drawn line: ``at`` is its height on the page where it is level, else its distance from the left edge."""

    level: bool
    at: float
    start: float
    end: float


class Grid(NamedTuple):
    """The lines of one table: the edges of its columns and rows, and for each cell the first cell it is merged with."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    owners: tuple[tuple[Cell, ...], ...]

    def cell_at(self, x: float, y: float) -> Cell | None:
        """Return row and column of the cell that holds a place, of a merged one its first; ``None`` outside."""
        if not (self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]):
            return None
        column = min(bisect_right(self.columns, x), len(self.columns) - 1) - 1
        row = min(bisect_right(self.rows, y), len(self.rows) - 1) - 1
        return self.owners[row][column]


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """Return the tables that ruled lines make, from the top; two cells side by side at least."""
    levels = _merged(r for r in rulings if r.level)
    uprights = _merged(r for r in rulings if not r.level)
    if len(levels) + len(uprights) > _MOST_LINES:
        return []
    grids = filter(None, (_grid(*part) for part in _parts(levels, uprights)))
    return sorted(grids, key=lambda grid: grid.rows[0])


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return lines with those that continue or repeat each other made one."""
    merged: list[Ruling] = []
    for ruling in sorted(rulings, key=lambda r: (round(r.at / _SAME), r.start)):
        last = merged[-1] if merged else None
        if last and _repeats(last, ruling):
            merged[-1] = last._replace(start=min(last.start, ruling.start), end=max(last.end, ruling.end))
        else:
            merged.append(ruling)
    return [r for r in merged if r.end - r.start >= _NARROWEST]


def _repeats(one: Ruling, other: Ruling) -> bool:
    apart = max(one.start, other.start) - min(one.end, other.end)
    return abs(one.at - other.at) <= _SAME and apart <= _MEET


def _parts(
    levels: Sequence[Ruling], uprights: Sequence[Ruling]
) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Yield the lines that meet each other, directly or by others: those of one table each."""
    left = set(range(len(uprights)))
    waiting = set(range(len(levels)))
    while waiting:
        own_levels, own_uprights, queue = set(), set(), [waiting.pop()]
        while queue:
            at = queue.pop()
            own_levels.add(at)
            met = {u for u in left if _meet(levels[at], uprights[u])}
            left -= met
            own_uprights |= met
            more = {n for n in waiting if any(_meet(levels[n], uprights[u]) for u in met)}
            waiting -= more
            queue += more
        yield [levels[i] for i in own_levels], [uprights[i] for i in own_uprights]


def _meet(level: Ruling, upright: Ruling) -> bool:
    across = level.start - _MEET <= upright.at <= level.end + _MEET
    return across and upright.start - _MEET <= level.at <= upright.end + _MEET


def _grid(levels: Sequence[Ruling], uprights: Sequence[Ruling]) -> Grid | None:
    if not uprights:
        return None
    columns, rows = _edges(uprights, levels), _edges(levels, uprights)
    cells = (len(columns) - 1) * (len(rows) - 1)
    if len(columns) <= 2 or len(rows) < 2 or cells > _MOST_CELLS:  # noqa: PLR2004 - two cells side by side
        return None
    if columns[-1] - columns[0] < _NARROWEST_TABLE:
        return None
    return Grid(columns, rows, _owners(columns, rows, levels, uprights))


def _edges(lines: Sequence[Ruling], across: Sequence[Ruling]) -> tuple[float, ...]:
    """Return where the columns or rows part: at ``lines``, and at the ends of those ``across`` where these go on.

    Many tables have no line at their sides, some none above or below.
    """
    places = sorted(r.at for r in lines)
    first, last = min(r.start for r in across), max(r.end for r in across)
    places = [*([first] if places[0] - first > _OVERHANG else []), *places]
    places += [last] if last - places[-1] > _OVERHANG else []
    edges: list[float] = []
    for place in places:
        if not edges or place - edges[-1] > _NARROWEST:
            edges.append(place)
    return tuple(edges)


def _owners(
    columns: Sequence[float], rows: Sequence[float], levels: Sequence[Ruling], uprights: Sequence[Ruling]
) -> tuple[tuple[Cell, ...], ...]:
    """Return for each cell the first of those that no line parts from it."""
    wide, high = len(columns) - 1, len(rows) - 1
    right_of = [[r for r in uprights if abs(r.at - edge) <= _NARROWEST] for edge in columns[1:]]
    below = [[r for r in levels if abs(r.at - edge) <= _NARROWEST] for edge in rows[1:]]
    owner = {cell: cell for cell in product(range(high), range(wide))}
    for r, c in product(range(high), range(wide)):
        middle = (rows[r] + rows[r + 1]) / 2, (columns[c] + columns[c + 1]) / 2
        if c + 1 < wide and not _drawn(right_of[c], middle[0]):
            _unite(owner, (r, c), (r, c + 1))
        if r + 1 < high and not _drawn(below[r], middle[1]):
            _unite(owner, (r, c), (r + 1, c))
    return tuple(tuple(_first(owner, (r, c)) for c in range(wide)) for r in range(high))


def _drawn(rulings: Iterable[Ruling], middle: float) -> bool:
    return any(r.start <= middle <= r.end for r in rulings)


def _unite(owner: dict[Cell, Cell], one: Cell, other: Cell) -> None:
    a, b = sorted((_first(owner, one), _first(owner, other)))
    owner[b] = a


def _first(owner: Mapping[Cell, Cell], cell: Cell) -> Cell:
    while owner[cell] != cell:
        cell = owner[cell]
    return cell
