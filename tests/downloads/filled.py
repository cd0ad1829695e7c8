"""Data files of a few reports, made as a build makes them, and their rows read back by other programs."""

import csv
import dataclasses
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq

from build_scripts.data_folder import lay_data
from build_scripts.docs_folder import lay_docs, lists_of, resolve_neighbours
from build_scripts.models import Conversion
from build_scripts.publish import DocsWriter
from build_scripts.rules.data_columns import FIGURES, CellType, Column, load_columns
from build_scripts.store import FileState, resolve_addresses, transaction
from tests.render.sample import sample_result
from tests.sites import conversion
from tests.test_step_by_step import DEMOS, converted, fill, store_at

Rows = list[dict[str, object]]
_GUARDED = re.compile(r"'(?=[\s']*[=+\-@＝＋－＠])")
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-甲",
    "@SUM(A1)",
    "'=1",
    "甲\x00\x1b乙",
    "一行\r\n二行",
    "<b>&amp;",
    " 留白 ",
)


def hostile() -> Conversion:
    """Return a report whose figures have names that formats may stumble over."""
    result = sample_result()
    metrics = [
        dataclasses.replace(
            metric, subject=subject, quantity=dataclasses.replace(metric.quantity, raw="97.30")
        )
        for metric, subject in zip(result.metrics, HOSTILE, strict=False)
    ]
    return conversion(dataclasses.replace(result, metrics=tuple(metrics)))


def demos() -> list[Conversion]:
    return [converted(number) for number in range(len(DEMOS))]


def fill_folder(here: Path, made: Iterable[Conversion]) -> tuple[Path, DocsWriter]:
    """Bring store and docs/ below ``here`` up to date with these reports; return the data folder, and what was done."""
    here.mkdir(exist_ok=True)
    with closing(store_at(here)) as connection:
        fill(connection, made)
        writer = DocsWriter(FileState(connection, "docs", here / "docs"))
        with transaction(connection):
            resolve_addresses(connection)
            resolve_neighbours(connection)
            lists = lists_of(connection)
            lay_docs(lists, writer)
            lay_data(lists, writer)
            writer.finish()
    return here / "docs/data", writer


def _from_csv(folder: Path, table: str) -> Rows:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: _GUARDED.sub("", cell, count=1) for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def _from_json(folder: Path, table: str) -> Rows:
    return list(json.loads((folder / f"{table}.json").read_text(encoding="utf-8")))


def _from_workbook(folder: Path, table: str) -> Rows:
    book = openpyxl.load_workbook(folder / "metrics.xlsx")
    rows = book["数字" if table == FIGURES else "报告"].iter_rows()
    head = [str(cell.value) for cell in next(rows)]
    told = []
    for row in rows:
        assert not [cell.value for cell in row if cell.data_type == "f"]
        told.append(dict(zip(head, [cell.value for cell in row], strict=True)))
    book.close()
    return told


def _from_parquet(folder: Path, table: str) -> Rows:
    return list(pq.read_table(folder / f"{table}.parquet").to_pylist())


def _from_database(folder: Path, table: str) -> Rows:
    with closing(sqlite3.connect(folder / "reports.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid")]  # noqa: S608


READERS: dict[str, Callable[[Path, str], Rows]] = {
    "csv": _from_csv,
    "json": _from_json,
    "xlsx": _from_workbook,
    "parquet": _from_parquet,
    "sqlite": _from_database,
}


def cells(folder: Path, table: str, format_: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table as values that are the same from every format."""
    columns = load_columns(table)
    for row in READERS[format_](folder, table):
        assert list(row)[: len(columns)] == [column.name for column in columns]
        yield tuple(_value(column, row[column.name]) for column in columns)


def _value(column: Column, cell: object) -> object:
    if cell is None or cell in ("", []):
        return None
    match column.type:
        case CellType.INTEGER:
            return int(str(cell))
        case CellType.DECIMAL:
            return Decimal(str(cell))
        case CellType.DATE:
            return str(cell)[: len("2023-12-31")]
        case CellType.LIST:
            return tuple(cell.split(" ") if isinstance(cell, str) else list(cell))  # type: ignore[call-overload]
        case _:
            return str(cell)
