"""Read the numbers of a table: one row a cell, its subject from the heads, its total from a 合计 row or column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from build_scripts.extract.found import Found
from build_scripts.models import Cell, Quantity, Span, Table
from build_scripts.rules.numerals import fold_width, parse_digits
from build_scripts.rules.units import canonical_unit, kind_of, unit_at_start, unit_pattern

_NUMBER_RE = re.compile(
    r"(?P<num>[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?)\s*(?P<unit>[^0-9０-９]{0,6})"
)
_HEAD_UNIT_RE = re.compile(rf"[（(/／]\s*(?P<scale>[十百千]?万|亿)?(?P<unit>{unit_pattern()})\s*[）)]?$")
_TABLE_UNIT_RE = re.compile(r"(?P<scale>[十百千]?万|亿)?(?P<unit>.+)")
_TOTAL_RE = re.compile("^(?:合计|总计|总数|共计|小计|总量|累计|全部|总 计|合 计)")
_NO_FIGURE_RE = re.compile("^(?:序号|编号|排名|名次|年份|年度|电话|联系电话|备注)$")
_SCALES = {"": 1, "十万": 100_000, "百万": 10**6, "千万": 10**7, "万": 10_000, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A number of a table and its subject; ``found.total`` is the place of the 合计 that adds it up."""

    found: Found
    subject: str


@dataclass(frozen=True, slots=True)
class _Place:
    row: int
    column: int
    cell: Cell


def find_cells(table: Table) -> list[TableRow]:
    """Return the numbers of ``table`` in reading order."""
    places = list(_numbers(table))
    by_place = {(p.row, p.column): p for p in places}
    sum_row = _total_line([_row_head(row) for row in table.rows])
    sum_column = _total_line([c.text for c in table.header])
    rows = []
    for place in places:
        total = _total(by_place, place, sum_row, sum_column)
        found = _found(table, place, total)
        if found:
            rows.append(TableRow(found, _subject(table, place)))
    return rows


def _numbers(table: Table) -> Iterator[_Place]:
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            head = re.sub(r"\s", "", table.header[c].text)
            if c and _NUMBER_RE.fullmatch(cell.text) and not _NO_FIGURE_RE.match(head):
                yield _Place(r, c, cell)


def _row_head(row: Sequence[Cell]) -> str:
    heads = [cell.text for cell in row if cell.text and not _NUMBER_RE.fullmatch(cell.text)]
    return heads[0] if heads else ""


def _total_line(heads: Sequence[str]) -> int | None:
    return next((i for i, head in enumerate(heads) if _TOTAL_RE.match(head)), None)


def _total(
    places: dict[tuple[int, int], _Place], place: _Place, row: int | None, column: int | None
) -> Span | None:
    """Return the 合计 of the cell's column; of a cell in the 合计 row itself, the one of that row."""
    if row is not None and place.row != row:
        total = places.get((row, place.column))
    elif column is not None and place.column != column:
        total = places.get((place.row, column))
    else:
        return None
    return _digits_span(total.cell) if total else None


def _digits_span(cell: Cell) -> Span:
    match = _NUMBER_RE.fullmatch(cell.text)
    start, end = match.span("num") if match else (0, len(cell.text))
    return Span(cell.span.start + start, cell.span.start + end)


def _found(table: Table, place: _Place, total: Span | None) -> Found | None:
    match = _NUMBER_RE.fullmatch(place.cell.text)
    if match is None:
        return None
    scale, unit = _unit(table, place, match["unit"].strip())
    added_up = total if kind_of(unit) != "rate" else None
    quantity = Quantity(raw=match["num"], value=parse_digits(match["num"]) * _SCALES[scale], unit=unit)
    span = _digits_span(place.cell)
    return Found(quantity=quantity, span=span, lead=span.start, rule="table-cell", total=added_up)


def _unit(table: Table, place: _Place, own: str) -> tuple[str, str]:
    """Return the scale and unit: the cell's own, else its column head's, its row head's, the whole table's."""
    row_head = _row_head(table.rows[place.row])
    for words, pattern in (
        (own, _TABLE_UNIT_RE),
        (table.header[place.column].text, _HEAD_UNIT_RE),
        (row_head, _HEAD_UNIT_RE),
    ):
        match = pattern.search(words) if words else None
        if match and unit_at_start(match["unit"]):
            return match["scale"] or "", canonical_unit(match["unit"])
    head = fold_width(table.header[place.column].text)
    if head.endswith(("率", "占比", "比例", "率%")):
        return "", "%"
    match = _TABLE_UNIT_RE.fullmatch(table.unit or "")
    return (match["scale"] or "", canonical_unit(match["unit"])) if match else ("", "")


def _subject(table: Table, place: _Place) -> str:
    heads = (_row_head(table.rows[place.row]), table.header[place.column].text)
    return "".join(_HEAD_UNIT_RE.sub("", head).strip() for head in heads)[:40]
