"""An Excel workbook: figures, reports, and what each column means; typed cells, no formula in any of them.

Written here and by no package: XlsxWriter takes nine times as long (11.3 s for 57,486 figures; this 1.2), a fifth of
what the whole site of these reports costs. Format: ECMA-376, SpreadsheetML.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from string import ascii_uppercase
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from build_scripts.downloads.data_report import Cell, DataReport, Row
from build_scripts.rules.data_columns import FIGURES, REPORTS, CellType, Column, load_columns

MOST_ROWS = 1_000_000  # of a sheet; Excel has 1,048,576. What is more goes on in a further one
_MOST_CHARACTERS = 32_767  # of a cell, in Excel
_LEVEL = 3  # of packing: 6 takes twice as long for a tenth fewer bytes
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel's calendar, as it counts from March 1900 on
_TRUE_FROM = 61  # 1 March 1900: before it, Excel counts a day that never was
_NAME = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # stands for a character in this format
_DATED, _HEAD = 1, 2  # numbers of cell formats in _STYLES
_WIDTHS = {CellType.INTEGER: 10, CellType.DECIMAL: 14, CellType.DATE: 12}
_WIDE = {"subject": 30, "sentence": 60, "region_name": 24, "agency": 28, "title": 40, "report_id": 30}
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Every part is a sheet but for those named.
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_STYLES = (
    f'<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
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


class Workbook:
    """A workbook that takes reports; ``dictionary`` are rows that tell of each column, with ``heads`` above them."""

    def __init__(self, file: Path, heads: Sequence[str], dictionary: Iterable[Sequence[str]]) -> None:
        """Begin the file."""
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        self._told = (heads, list(dictionary))
        self._names: list[str] = []
        self._write("[Content_Types].xml", _TYPES)
        self._write("_rels/.rels", _links(("officeDocument", "xl/workbook.xml")))
        self._write("xl/styles.xml", _STYLES)
        self._reports_buffer = BytesIO()
        self._reports = _Sheet(self._reports_buffer, load_columns(REPORTS))
        self._out, self._figures = self._begin()

    def take(self, report: DataReport) -> None:
        """Add a report and its figures."""
        if self._figures.rows + len(report.figures) > MOST_ROWS:
            self._end()
            self._out, self._figures = self._begin()
        self._figures.add(report.figures)
        self._reports.add([report.report])

    def close(self) -> None:
        """Finish the sheets and the file."""
        self._end()
        self._reports.close()
        self._part("报告", self._reports_buffer.getvalue())
        heads, rows = self._told
        buffer = BytesIO()
        sheet = _Sheet(buffer, [Column(head, CellType.TEXT, "", "") for head in heads])
        sheet.add([dict(zip(heads, row, strict=True)) for row in rows])
        sheet.close()
        self._part("列的含义", buffer.getvalue())
        sheets = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(self._names, 1)
        )
        self._write(
            "xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>'
        )
        parts = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(self._names) + 1)]
        self._write("xl/_rels/workbook.xml.rels", _links(*parts, ("styles", "styles.xml")))
        self._zip.close()

    def _begin(self) -> tuple[IO[bytes], "_Sheet"]:
        out = self._zip.open(self._next(f"数字{f' {len(self._names) + 1}' if self._names else ''}"), "w")
        return out, _Sheet(out, load_columns(FIGURES))

    def _end(self) -> None:
        self._figures.close()
        self._out.close()

    def _next(self, name: str) -> ZipInfo:
        self._names.append(name)
        return _entry(f"xl/worksheets/sheet{len(self._names)}.xml")

    def _part(self, name: str, data: bytes) -> None:
        self._zip.writestr(self._next(name), data, compresslevel=_LEVEL)

    def _write(self, name: str, text: str) -> None:
        self._zip.writestr(_entry(name), _XML + text.encode(), compresslevel=_LEVEL)


class _Sheet:
    """A sheet with a row of heads that stays in sight; ``rows`` are those below it."""

    def __init__(self, out: IO[bytes], columns: Sequence[Column]) -> None:
        self._out, self._columns = out, columns
        self.rows = 0
        self._cells_of: Callable[[Row], Sequence[Cell]] = itemgetter(*(column.name for column in columns))
        self._letters = [letters(n) for n in range(len(columns))]
        self._ways = [_TOLD[column.type] for column in columns]
        heads = "".join(_text(letters(n), 1, column.name, _HEAD) for n, column in enumerate(columns))
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(map(_width, columns), 1)
        )
        out.write(
            _XML
            + f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
            f' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
            f'<sheetData><row r="1">{heads}</row>'.encode()
        )

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows; ``None`` and an empty list leave a cell out."""
        told: list[str] = []
        for at, cells in enumerate(map(self._cells_of, rows), self.rows + 2):
            told.append(f'<row r="{at}">')
            for cell, letter, tell in zip(cells, self._letters, self._ways, strict=True):
                if tell is _text and isinstance(cell, str):  # seven of ten; a call less for each
                    told.append(f'<c r="{letter}{at}" t="inlineStr"><is>{_escaped(cell)}</is></c>')
                elif cell is not None and cell != []:
                    told.append(tell(letter, at, cell if isinstance(cell, str | int) else " ".join(cell)))
            told.append("</row>")
        self.rows += len(rows)
        self._out.write("".join(told).encode())

    def close(self) -> None:
        """Write what stands below the rows: the filter, and that numbers kept as text are meant so."""
        whole = f"A1:{letters(len(self._columns) - 1)}{self.rows + 1}"
        self._out.write(
            f'</sheetData><autoFilter ref="{whole}"/><ignoredErrors><ignoredError sqref="{whole}"'
            ' numberStoredAsText="1"/></ignoredErrors></worksheet>'.encode()
        )


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> letters(0), letters(26), letters(701), letters(702)
    ('A', 'AA', 'ZZ', 'AAA')
    """
    before, last = divmod(column, len(ascii_uppercase))
    return (letters(before - 1) if before else "") + ascii_uppercase[last]


def _number(letter: str, row: int, cell: str | int) -> str:
    return f'<c r="{letter}{row}"><v>{cell}</v></c>'


def _text(letter: str, row: int, cell: str | int, style: int = 0) -> str:
    styled = f' s="{style}"' if style else ""
    return f'<c r="{letter}{row}"{styled} t="inlineStr"><is>{_escaped(str(cell))}</is></c>'


def _day(letter: str, row: int, cell: str | int) -> str:
    number = _number_of_day(str(cell))
    if number < _TRUE_FROM:
        return _text(letter, row, cell)
    return f'<c r="{letter}{row}" s="{_DATED}"><v>{number}</v></c>'


_TOLD: dict[CellType, Callable[[str, int, str | int], str]] = {
    CellType.TEXT: _text,
    CellType.LIST: _text,
    CellType.INTEGER: _number,
    CellType.DECIMAL: _number,
    CellType.DATE: _day,
}


@lru_cache(1024)  # of a report nearly all are the same
def _number_of_day(day: str) -> int:
    return (date.fromisoformat(day) - _FIRST_DAY).days


@lru_cache(2048)  # most texts stand in many rows of a report
def _escaped(text: str) -> str:
    """Return a text as an element; one too long for a cell is cut."""
    told = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in told:
        told = _NAME.sub("_x005F_", told)
    if len(text) > _MOST_CHARACTERS:
        return _escaped(text[: _MOST_CHARACTERS - 1] + "…")
    kept = ' xml:space="preserve"' if text != text.strip() or "  " in text else ""
    return f"<t{kept}>{told}</t>"


def _width(column: Column) -> int:
    return _WIDE.get(column.name) or _WIDTHS.get(column.type, 16)


def _links(*parts: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _entry(name: str) -> ZipInfo:
    """Return an entry of the package with the one time that this format can give to all."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0  # whatever system writes it
    return entry
