"""A table as Parquet: columns with their types, nulls as nulls, lists as lists."""

from importlib import import_module
from operator import itemgetter
from pathlib import Path
from typing import Any

from build_scripts.downloads.data_report import DataReport, Row
from build_scripts.rules.data_columns import FIGURES, CellType, Column, load_columns

_TOGETHER = 20_000  # rows of a group: some 60 MB while it is put together


class ParquetFile:
    """A Parquet file of a table that takes reports."""

    def __init__(self, file: Path, table: str) -> None:
        """Begin the file."""
        # Asked for by name, and only here: to import it takes longer than all the rest of a small site's data.
        self._arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
        self._columns = load_columns(table)
        self._is_of_figures = table == FIGURES
        self._schema = self._arrow.schema([self._field(column) for column in self._columns])
        self._out = parquet.ParquetWriter(file, self._schema, compression="zstd", version="2.6")
        self._rows: list[Row] = []

    def take(self, report: DataReport) -> None:
        """Add a report's rows."""
        self._rows += report.figures if self._is_of_figures else [report.report]
        if len(self._rows) >= _TOGETHER:
            self._write()

    def close(self) -> None:
        """Write what is left, and finish the file."""
        self._write()
        self._out.close()

    def _field(self, column: Column) -> Any:  # noqa: ANN401 - pyarrow has no types
        types = {
            CellType.TEXT: self._arrow.string(),
            CellType.INTEGER: self._arrow.int64(),
            CellType.DECIMAL: self._arrow.float64(),
            CellType.DATE: self._arrow.date32(),
            CellType.LIST: self._arrow.list_(self._arrow.string()),
        }
        told = {"description": column.meaning}
        return self._arrow.field(column.name, types[column.type], nullable=column.nullable, metadata=told)

    def _write(self) -> None:
        rows = map(itemgetter(*(column.name for column in self._columns)), self._rows)
        cells = [
            self._cells(column, of)
            for column, of in zip(self._columns, zip(*rows, strict=True), strict=False)
        ]
        if cells:
            self._out.write_table(self._arrow.table(cells, schema=self._schema))
        self._rows = []

    def _cells(self, column: Column, cells: tuple[Any, ...]) -> Any:  # noqa: ANN401 - pyarrow has no types
        type_ = self._schema.field(column.name).type
        if column.type in (CellType.DECIMAL, CellType.DATE):  # as text in the rows
            return self._arrow.array(cells, self._arrow.string()).cast(type_)
        return self._arrow.array(cells, type_)
