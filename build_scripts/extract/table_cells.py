"""Read the numbers of a table: one row a cell, its subject from the heads, its total from a 合计 row or column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from build_scripts.extract.found import Found
from build_scripts.extract.set_aside import SetAside
from build_scripts.extract.table_totals import find_totals
from build_scripts.models import Cell, Change, Doubt, Qualifier, Quantity, Span, Table
from build_scripts.rules.cells import (
    NumberCell,
    contains,
    counts_nothing,
    find_number,
    find_year,
    is_none,
    is_part,
    kind_of_head,
    says,
    split_head,
    split_unit,
    split_year,
)
from build_scripts.rules.numerals import parse_digits
from build_scripts.rules.units import kind_of, units_agree

_SCALES = {"": 1, "十万": 100_000, "百万": 10**6, "千万": 10**7, "万": 10_000, "亿": 10**8}
_LONGEST = 40
# A label and a number.
_NARROWEST = 2
_UNREAD = "table-unread"

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A number of a table and its subject; ``found.total`` is the place of the 合计 that adds it up.

    ``line`` is the table's row; ``period`` the year that a head gives, ``None`` where none does; ``change`` says that
    it is a difference; ``doubts`` are the codes of what is unsure of it.
    """

    found: Found
    subject: str
    line: Span
    period: str | None = None
    change: Change | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """A table with what was found out about it: its numbers by row and column, the heads of both, and their totals."""

    table: Table
    numbers: Mapping[Place, NumberCell]
    rows: Sequence[str]
    columns: Sequence[str]
    row_totals: Mapping[int, int]
    column_totals: Mapping[int, int]
    units: Sequence[str]
    years: Sequence[str | None]

    def cell(self, place: Place) -> Cell:
        """The cell at a place."""
        return self.table.rows[place[0]][place[1]]


def find_cells(table: Table) -> list[TableRow]:
    """Return the numbers of ``table`` in reading order, none of a table that is not read."""
    if not table.read or not any(find_number(c.text) for row in table.rows for c in row):
        return []
    grids = [_grid(part) for part in _side_by_side(table)]
    rows = [_row(grid, place) for grid in grids for place in grid.numbers]
    return sorted(rows, key=lambda row: row.found.span.start) if len(grids) > 1 else rows


def _side_by_side(table: Table) -> list[Table]:
    """Part a table whose heads are said over again, label and all: 事项 件数 事项 件数."""
    heads = [re.sub(r"\s", "", c.text) for c in table.header]
    step = heads.index(heads[0], 1) if heads and heads[0] in heads[1:] else 0
    if step < _NARROWEST or heads != (heads[:step] * len(heads))[: len(heads)] or len(heads) % step:
        return [table]
    return [
        replace(
            table, header=table.header[at : at + step], rows=tuple(row[at : at + step] for row in table.rows)
        )
        for at in range(0, len(heads), step)
    ]


def find_cells_aside(table: Table) -> list[SetAside]:
    """Return the numbers of ``table`` that are no figures: all of an unread table, numbers of rows, years alone."""
    if not table.read:
        rows = (*table.above, *table.rows)
        return [SetAside(c.span, _UNREAD) for row in rows for c in row if re.search("[0-9０-９]", c.text)]
    aside = [SetAside(c.span, "year") for c in table.header if find_year(c.text, bare=True)]
    for c, head in enumerate(table.header):
        rule = (
            "list-mark"
            if says(head.text, "row_numbers")
            else "year"
            if says(head.text, "year_columns")
            else ""
        )
        if rule:
            aside += [SetAside(row[c].span, rule) for row in table.rows if find_number(row[c].text)]
    return aside


def _grid(table: Table) -> _Grid:
    width = max(len(row) for row in table.rows)
    columns = [cell.text for cell in table.header] or [""] * width
    numbered = [c for c in range(width) if any(find_number(row[c].text) for row in table.rows)]
    figures = _figure_columns(table, columns, numbered)
    units = _row_units(table, columns)
    idle = {c for c in range(width) if counts_nothing(columns[c])}
    idle |= {c for c in range(width) if any(units) and says(columns[c], "unit_columns")}
    before = [c for c in range(min(figures, default=width)) if c not in idle and c not in numbered]
    labels = before[:1] + [c for c in before[1:] if all(_is_short(row[c].text) for row in table.rows)]
    rows = _row_heads(table, labels)
    numbers = {
        (r, c): number
        for r, row in enumerate(table.rows)
        for c in figures
        if not counts_nothing(rows[r]) and (number := find_number(row[c].text))
    }
    return _Grid(
        table=table,
        numbers=numbers,
        rows=rows,
        columns=columns,
        row_totals=find_totals(rows, sorted({r for r, _ in numbers})),
        column_totals=find_totals(columns, figures),
        units=units,
        years=_row_years(table, columns, rows),
    )


def _figure_columns(table: Table, columns: Sequence[str], numbered: Sequence[int]) -> list[int]:
    """Return the columns whose numbers are figures; a blank head names none unless the label alone does."""
    counting = [c for c in numbered if not counts_nothing(columns[c])]
    named = [c for c in counting if columns[c].strip()]
    return counting if len(counting) == 1 and counting[0] else named if table.header else counting


def _is_short(text: str) -> bool:
    """Say whether a cell may be a row's second label: words, not what was done or by which law."""
    return len(text) <= _LONGEST // 2 and not re.search("[，。；《]", text)


def _row_heads(table: Table, labels: Sequence[int]) -> list[str]:
    """Return what heads each row: its labels, a blank one over more rows than its own taken from above."""
    heads: list[str] = []
    above = [""] * len(labels)
    for row in table.rows:
        words = ["".join(row[c].text.split()) for c in labels]
        words = ["" if is_none(w) else w for w in words]
        filled = [w or a if words[-1] else w for w, a in zip(words, above, strict=True)]
        above = filled
        heads.append("".join(w for i, w in enumerate(filled) if w not in filled[:i]))
    return heads


def _row_units(table: Table, columns: Sequence[str]) -> list[str]:
    """Return the unit that a column of units gives each row, as written, empty where it gives none."""
    at = [c for c, head in enumerate(columns) if says(head, "unit_columns")]
    return [
        next((row[c].text.strip() for c in at if split_unit(row[c].text.strip())), "") for row in table.rows
    ]


def _row_years(table: Table, columns: Sequence[str], heads: Sequence[str]) -> list[str | None]:
    """Return the year that dates each row: its label, or its cell in a column of years."""
    at = [c for c, head in enumerate(columns) if says(head, "year_columns")]
    return [
        next((find_year(row[c].text, bare=True) for c in at), None) or split_year(head)[0]
        for row, head in zip(table.rows, heads, strict=True)
    ]


def _row(grid: _Grid, place: Place) -> TableRow:
    number, change = grid.numbers[place], _change(grid, place)
    scale, unit = _unit(grid, place)
    value = parse_digits(number.digits) * _SCALES[scale]
    qualifier = Qualifier.APPROX if number.about else Qualifier.AT_LEAST if number.more else Qualifier.EXACT
    span = _span(grid, place)
    total = None if change or kind_of(unit) == "rate" else _total(grid, place, unit)
    line = grid.table.rows[place[0]]
    return TableRow(
        found=Found(
            quantity=Quantity(raw=number.raw, value=value, unit=unit, qualifier=qualifier),
            span=span,
            lead=span.start,
            rule="table-cell",
            total=total and _span(grid, total),
        ),
        subject=_subject(grid, place),
        line=Span(line[0].span.start, line[-1].span.end),
        period=split_year(grid.columns[place[1]])[0] or grid.years[place[0]],
        change=change,
        doubts=(Doubt.TABLE_REBUILT,) if grid.table.rebuilt else (),
    )


def _span(grid: _Grid, place: Place) -> Span:
    number, start = grid.numbers[place], grid.cell(place).span.start
    return Span(start + number.start, start + number.end)


def _total(grid: _Grid, place: Place, unit: str) -> Place | None:
    """Return the 合计 of the cell's column; of a cell in the 合计 row itself, or a part (其中), the one of its row."""
    r, c = place
    by_row = (grid.row_totals[r], c) if r in grid.row_totals else None
    by_column = (r, grid.column_totals[c]) if c in grid.column_totals else None
    ways = (by_column, by_row) if is_part(grid.columns[c]) else (by_row, by_column)
    for total in ways:
        if total in grid.numbers and total is not None and _agree(_unit(grid, total)[1], unit):
            return total
    return None


def _agree(total: str, part: str) -> bool:
    return units_agree(total, part) or not (total and part)


def _unit(grid: _Grid, place: Place) -> tuple[str, str]:
    """Return the scale and unit: the cell's own, its column head's, its row head's, the whole table's, its total's."""
    own = grid.numbers[place]
    if own.unit or own.scale:
        return own.scale, own.unit or _told(grid, place)[1]
    return _told(grid, place)


def _told(grid: _Grid, place: Place) -> tuple[str, str]:
    r, c = place
    column, row = grid.columns[c], grid.rows[r]
    for words in (column, row):
        _, scale, unit = split_head(words)
        if unit:
            return scale, unit
    if grid.units[r]:
        return split_unit(grid.units[r]) or ("", "")
    kind = "money" if "money" in (kind_of_head(column), kind_of_head(row)) else "count"
    table = _table_unit(grid.table.unit, kind)
    if table:
        return table
    if c in grid.column_totals:
        return _told(grid, (r, grid.column_totals[c]))
    return _told(grid, (grid.row_totals[r], c)) if r in grid.row_totals else ("", "")


def _table_unit(written: str | None, kind: str) -> tuple[str, str] | None:
    """Return the unit of the whole table that fits the kind of figure; of one unit, money fits no count of things."""
    units = [u for w in re.split("[、/／和]", written or "") if (u := split_unit(w))]
    fitting = [u for u in units if (kind_of(u[1]) == "money") == (kind == "money")]
    if fitting:
        return fitting[0]
    return units[0] if len(units) == 1 and kind == "count" else None


def _change(grid: _Grid, place: Place) -> Change | None:
    head = grid.rows[place[0]] + grid.columns[place[1]]
    if contains(head, "decreases"):
        return Change.DECREASE if not contains(head, "increases") else None
    return Change.INCREASE if contains(head, "increases") else None


def _subject(grid: _Grid, place: Place) -> str:
    """Return the heads of row and column without units, years and blanks, 40 characters at most."""
    heads = [h for h in (grid.rows[place[0]], grid.columns[place[1]]) if h]
    undated = [rest for h in heads if (rest := split_year(h)[1])] or heads
    words = [split_head(h)[0].replace("：", "").replace(":", "") for h in undated]
    words = words[:1] if len(set(words)) == 1 else words
    last = words[-1] if words else ""
    return ("".join(words[:-1])[: max(_LONGEST - len(last), 0)] + last)[:_LONGEST]
