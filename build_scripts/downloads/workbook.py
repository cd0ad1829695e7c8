"""An Excel workbook: figures, reports, and what each column means. What its sheets say: ``spreadsheet``."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from build_scripts.downloads.data_report import DataReport
from build_scripts.downloads.packed_part import pack_part
from build_scripts.downloads.packed_zip import PackedZip
from build_scripts.downloads.spreadsheet import (
    MAIN,
    SHEET,
    STYLES,
    XML,
    sheet_end,
    sheet_head,
    sheet_rows,
)
from build_scripts.rules.data_columns import FIGURES, REPORTS, CellType, Column, load_columns

MOST_ROWS = 1_000_000  # of a sheet; Excel has 1,048,576. What is more goes on in a further one
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


class Workbook:
    """A workbook that takes reports; ``dictionary`` are rows that tell of each column, with ``heads`` above them."""

    def __init__(self, file: Path, heads: Sequence[str], dictionary: Iterable[Sequence[str]]) -> None:
        """Begin the file."""
        self._zip = PackedZip(file)
        self._heads, self._dictionary = heads, list(dictionary)
        self._names: list[str] = []
        self._reports: list[bytes] = []
        self._rows = 0
        self._write("[Content_Types].xml", _TYPES)
        self._write("_rels/.rels", _links(("officeDocument", "xl/workbook.xml")))
        self._write("xl/styles.xml", STYLES)
        self._begin()

    def take(self, report: DataReport) -> None:
        """Add a report and its figures."""
        self._reports.append(sheet_rows([report.report], load_columns(REPORTS)))
        sheet = report.ask(SHEET)
        if not sheet:
            return
        if self._rows + int(str(report.report["metrics"])) > MOST_ROWS:
            self._end(load_columns(FIGURES))
            self._begin()
        self._rows += self._zip.write(sheet)

    def close(self) -> None:
        """Finish the sheets and the file."""
        self._end(load_columns(FIGURES))
        self._sheet("报告", load_columns(REPORTS), self._reports)
        columns = [Column(head, CellType.TEXT, "", "") for head in self._heads]
        rows = [dict(zip(self._heads, row, strict=True)) for row in self._dictionary]
        self._sheet("列的含义", columns, [sheet_rows([row], columns) for row in rows])
        sheets = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(self._names, 1)
        )
        self._write(
            "xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>'
        )
        parts = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(self._names) + 1)]
        self._write("xl/_rels/workbook.xml.rels", _links(*parts, ("styles", "styles.xml")))
        self._zip.close()

    def _begin(self) -> None:
        """Begin a sheet of figures."""
        self._named(f"数字{f' {len(self._names) + 1}' if self._names else ''}")
        self._zip.write(pack_part(sheet_head(load_columns(FIGURES))))
        self._rows = 0

    def _end(self, columns: Sequence[Column]) -> None:
        self._zip.write(pack_part(sheet_end(columns, self._rows)))
        self._zip.end()

    def _sheet(self, name: str, columns: Sequence[Column], rows: Sequence[bytes]) -> None:
        self._named(name)
        self._zip.write(pack_part(sheet_head(columns) + b"".join(rows)))
        self._rows = len(rows)
        self._end(columns)

    def _named(self, name: str) -> None:
        self._names.append(name)
        self._zip.begin(f"xl/worksheets/sheet{len(self._names)}.xml")

    def _write(self, name: str, text: str) -> None:
        self._zip.begin(name)
        self._zip.write(pack_part((XML + text).encode()))
        self._zip.end()


def _links(*parts: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'
