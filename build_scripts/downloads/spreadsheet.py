"""Tables as sheets of an Excel workbook: typed cells, no formula in any of them. Format: ECMA-376, SpreadsheetML.

Written here and by no package: XlsxWriter takes nine times as long (11.3 s for 57,486 figures), a fifth of what the
whole site of these reports costs. Rows tell no place of their own, which the format lets them leave out: so those of a
report are the same wherever it stands among others, and are made and packed once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from string import ascii_uppercase

from build_scripts.downloads.data_report import Cell, Row
from build_scripts.downloads.packed_part import pack_part
from build_scripts.rules.data_columns import FIGURES, CellType, Column, load_columns

SHEET = "packed-sheet"  # under this name a report's figures are kept as they stand in a workbook
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_DATED, _HEAD = 1, 2  # numbers of cell formats in STYLES
_MOST_CHARACTERS = 32_767  # of a cell, in Excel
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel's calendar, as it counts from March 1900 on
_TRUE_FROM = 61  # 1 March 1900: before it, Excel counts a day that never was
_NAME = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # stands for a character in this format
_WIDTHS = {CellType.INTEGER: 10, CellType.DECIMAL: 14, CellType.DATE: 12}
_WIDE = {"subject": 30, "sentence": 60, "region_name": 24, "agency": 28, "title": 40, "report_id": 30}
_ROW = b"<row>"
_NO_CELL = b"<c/>"


def sheet_head(columns: Sequence[Column]) -> bytes:
    """Return what a sheet begins with: a row of names that stays in sight, and how wide the columns are."""
    heads = "".join(_told(column.name, _HEAD) for column in columns)
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(map(_width, columns), 1)
    )
    return (
        f'{XML}<worksheet {MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        f' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
        f"<sheetData>{_ROW.decode()}{heads}</row>"
    ).encode()


def sheet_rows(rows: Iterable[Row], columns: Sequence[Column]) -> bytes:
    """Return rows of a sheet; a cell of ``None`` or of an empty list is empty."""
    cells_of: Callable[[Row], Sequence[Cell]] = itemgetter(*(column.name for column in columns))
    ways = [_WAYS[column.type] for column in columns]
    before: Sequence[Cell] = [None] * len(ways)
    told = [_NO_CELL] * len(ways)
    lines: list[bytes] = []
    for row in rows:
        cells = cells_of(row)
        # Two thirds of a report's cells are those of the row above: they were told there.
        told = [
            above if cell is same else way(cell)
            for way, cell, same, above in zip(ways, cells, before, told, strict=True)
        ]
        before = cells
        lines += (_ROW, *told, b"</row>")
    return b"".join(lines)


def sheet_end(columns: Sequence[Column], rows: int) -> bytes:
    """Return what stands below ``rows`` rows: the filter, and that numbers kept as text are meant so."""
    whole = f"A1:{letters(len(columns) - 1)}{rows + 1}"
    return (
        f'</sheetData><autoFilter ref="{whole}"/><ignoredErrors><ignoredError sqref="{whole}"'
        ' numberStoredAsText="1"/></ignoredErrors></worksheet>'
    ).encode()


def figures_sheet(rows: Iterable[Row]) -> bytes:
    """Return a report's figures as they stand in a workbook, packed."""
    known = list(rows)
    return pack_part(sheet_rows(known, load_columns(FIGURES)), len(known))


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> letters(0), letters(26), letters(701), letters(702)
    ('A', 'AA', 'ZZ', 'AAA')
    """
    before, last = divmod(column, len(ascii_uppercase))
    return (letters(before - 1) if before else "") + ascii_uppercase[last]


def _number(cell: Cell) -> bytes:
    return _NO_CELL if cell is None else f"<c><v>{cell}</v></c>".encode()


@lru_cache(4096)  # most texts stand in many rows of a report
def _text(cell: str | None) -> bytes:
    return _NO_CELL if cell is None else _told(cell).encode()


def _list(cell: Cell) -> bytes:
    return _text(" ".join(cell)) if cell and isinstance(cell, Sequence) else _NO_CELL


@lru_cache(1024)  # of a report nearly all are the same
def _day(cell: str | None) -> bytes:
    if cell is None:
        return _NO_CELL
    number = (date.fromisoformat(cell) - _FIRST_DAY).days
    told = _told(cell) if number < _TRUE_FROM else f'<c s="{_DATED}"><v>{number}</v></c>'
    return told.encode()


_WAYS: dict[CellType, Callable[[Cell], bytes]] = {
    CellType.TEXT: _text,
    CellType.LIST: _list,
    CellType.INTEGER: _number,
    CellType.DECIMAL: _number,
    CellType.DATE: _day,
}


def _told(text: str, style: int = 0) -> str:
    styled = f' s="{style}"' if style else ""
    return f'<c{styled} t="inlineStr"><is>{_escaped(text)}</is></c>'


def _escaped(text: str) -> str:
    """Return a text as an element; one too long for a cell is cut."""
    if len(text) > _MOST_CHARACTERS:
        return _escaped(text[: _MOST_CHARACTERS - 1] + "…")
    told = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in told:
        told = _NAME.sub("_x005F_", told)
    kept = ' xml:space="preserve"' if text != text.strip() or "  " in text else ""
    return f"<t{kept}>{told}</t>"


def _width(column: Column) -> int:
    return _WIDE.get(column.name) or _WIDTHS.get(column.type, 16)
