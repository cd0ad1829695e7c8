"""The reports as an SQLite database that Datasette opens: tables, views, full-text search that finds Chinese.

The index is of threes of characters, so that any three or more in a row are found, whether they are a word or not:
https://www.sqlite.org/fts5.html#the_trigram_tokenizer.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import cast

from build_scripts.downloads.data_report import Cell, DataReport, Row
from build_scripts.downloads.earlier_rows import Earlier, EarlierRows
from build_scripts.rules.data_columns import FIGURES, FINDINGS, REPORTS, CellType, Column, load_columns

TEXT = "text"  # the column of the reports that holds their clean text: in no other format, for it is most of the bytes
SEARCHED = {FIGURES: ("subject", "sentence"), REPORTS: ("title", "agency", "region_name", TEXT)}
_TYPES = {CellType.INTEGER: "INTEGER", CellType.DECIMAL: "NUMERIC", CellType.DATE: "DATE"}
_KEYS = {
    FIGURES: "PRIMARY KEY (report_id, metric_id), FOREIGN KEY (report_id) REFERENCES reports (id)",
    REPORTS: "PRIMARY KEY (id)",
    FINDINGS: "FOREIGN KEY (report_id) REFERENCES reports (id)",
}
_TABLES = (REPORTS, FIGURES, FINDINGS)
_KEY = 16  # digits of a hash, 64 bits: no two reports have one by chance
# Where the file says which SQLite wrote it, the first that can read it: the same bytes from any.
_VERSION_AT, _VERSION = 96, 3_034_000
_HELD = 64_000_000  # bytes of an index; the text of a thousand reports takes less
_VIEWS = """
CREATE VIEW indicator_values AS
  SELECT indicator, indicator_name, report_year, province, prefecture, county, agency, value, value_max, unit,
    qualifier, raw, sentence, report_id, metric_id, page
  FROM metrics WHERE indicator IS NOT NULL AND kind = 'result' AND change IS NULL;
CREATE VIEW indicator_years AS
  SELECT indicator, indicator_name, report_year, unit, count(*) AS figures, count(DISTINCT report_id) AS reports,
    min(value) AS lowest, max(value) AS highest
  FROM indicator_values GROUP BY indicator, report_year, unit ORDER BY indicator, report_year, figures DESC;
CREATE VIEW required_parts AS
  SELECT report_year, province, department_name, count(*) AS reports, sum(part_results = 'section') AS results,
    sum(part_problems = 'section') AS problems, sum(part_first_responsible = 'section') AS first_responsible,
    sum(part_next_year = 'section') AS next_year
  FROM reports GROUP BY report_year, province, department_name ORDER BY report_year, province, department_name;
"""


class DatabaseFile:
    """A database that takes reports.

    ``reports`` has the key of each that was taken, with the number of its rows: what there is to know of this database
    where it is the ``earlier`` of another, which takes from it the rows of reports that are the same.
    """

    def __init__(self, file: Path, earlier: Earlier | None = None) -> None:
        """Begin the file."""
        self.reports: list[tuple[str, Sequence[int]]] = []
        self._file = file
        self._connection = sqlite3.connect(file, isolation_level=None)
        for setting in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF"):
            self._connection.execute(f"PRAGMA {setting}")
        self._earlier = EarlierRows(self._connection, _TABLES, earlier)
        self._connection.execute("BEGIN")
        for table in _TABLES:
            columns = ", ".join(_defined(column) for column in columns_of(table))
            self._connection.execute(f"CREATE TABLE {table} ({columns}, {_KEYS[table]})")
        for view in _VIEWS.strip().split(";\n"):
            self._connection.execute(view)

    def take(self, report: DataReport) -> None:
        """Add a report with its figures and findings."""
        key = sha256(report.made_from.encode()).hexdigest()[:_KEY]
        rows = self._earlier.copy(key)
        if rows is None:
            about = [{**report.report, TEXT: report.ask_text().decode()}]
            told = (about, report.figures, report.findings)
            rows = tuple(self._insert(table, these) for table, these in zip(_TABLES, told, strict=True))
        self.reports.append((key, rows))

    def close(self) -> None:
        """Make the index, and finish the file."""
        for table, columns in SEARCHED.items():
            made = f"{', '.join(columns)}, content=\"{table}\", tokenize='trigram'"
            self._connection.execute(f"CREATE VIRTUAL TABLE {table}_fts USING fts5 ({made})")
            # Held in memory until then, an index is written once and needs no merging: half the time, no empty pages.
            held = f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('hashsize', ?)"
            self._connection.execute(held, (_HELD,))
            self._connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
            # What is held is one part when it is written. It was more than can be held where parts were written before.
            (written,) = self._connection.execute(f"SELECT count(*) FROM {table}_fts_idx").fetchone()
            if written:
                self._connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
        self._connection.execute("COMMIT")
        self._connection.close()
        with self._file.open("r+b") as out:
            out.seek(_VERSION_AT)
            out.write(_VERSION.to_bytes(4, "big"))

    def _insert(self, table: str, rows: Sequence[Row]) -> int:
        """Add rows, and return how many."""
        columns = columns_of(table)
        sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"
        lists = [at for at, column in enumerate(columns) if column.type is CellType.LIST]
        cells_of: Callable[[Row], Sequence[Cell]] = itemgetter(*(column.name for column in columns))
        self._connection.executemany(sql, (_plain(cells_of(row), lists) for row in rows))
        return len(rows)


def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns that a table has in the database."""
    text = Column(TEXT, CellType.TEXT, "整理后的全文", "The whole clean text")
    return (*load_columns(table), *((text,) if table == REPORTS else ()))


def _plain(cells: Sequence[Cell], lists: Iterable[int]) -> Sequence[Cell]:
    """Return a row whose lists, by their places, are words parted by blanks; an empty one is none."""
    told = [*cells]
    for at in lists:
        told[at] = " ".join(cast("Sequence[str]", told[at])) or None
    return told


def _defined(column: Column) -> str:
    """Return a column as it is defined."""
    must = "" if column.nullable or column.type is CellType.LIST else " NOT NULL"
    return f'"{column.name}" {_TYPES.get(column.type, "TEXT")}{must}'
