"""A table as Parquet: columns with their types, nulls as nulls, lists as lists."""

from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from build_scripts.downloads.data_report import DataReport
from build_scripts.rules.data_columns import FIGURES, CellType, load_columns

_TOGETHER = 20_000  # rows of a group: some 60 MB while it is put together
_BETWEEN = b"},\n{"  # rows of JSON; inside of one there is no line break


class ParquetFile:
    """A Parquet file of a table that takes reports."""

    def __init__(self, file: Path, table: str) -> None:
        """Begin the file."""
        # Asked for by name, and only here: to import it takes longer than all the rest of a small site's data.
        self._arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
        self._json: Any = import_module("pyarrow.json")
        self._is_of_figures = table == FIGURES
        kept = {CellType.INTEGER: self._arrow.int64(), CellType.LIST: self._arrow.list_(self._arrow.string())}
        read = {CellType.DECIMAL: self._arrow.float64(), CellType.DATE: self._arrow.date32()}
        self._told = self._schema_of(table, kept)
        self._schema = self._schema_of(table, kept | read)
        self._out = parquet.ParquetWriter(file, self._schema, compression="zstd", version="2.6")
        self._rows: list[bytes] = []
        self._count = 0

    def take(self, report: DataReport) -> None:
        """Add a report's rows."""
        told = report.figures_told if self._is_of_figures else report.about
        if told:
            self._rows.append(told)
            self._count += int(str(report.report["metrics"])) if self._is_of_figures else 1
        if self._count >= _TOGETHER:
            self._write()

    def close(self) -> None:
        """Write what is left, and finish the file."""
        self._write()
        self._out.close()

    def _schema_of(self, table: str, types: Mapping[CellType, Any]) -> Any:  # noqa: ANN401 - pyarrow has no types
        text = self._arrow.string()
        return self._arrow.schema(
            self._arrow.field(
                column.name,
                types.get(column.type, text),
                nullable=column.nullable,
                metadata={"description": column.meaning},
            )
            for column in load_columns(table)
        )

    def _write(self) -> None:
        """Write the rows as a group. Read from their JSON by Arrow itself: half the time of cells one by one."""
        if not self._rows:
            return
        lines = b"\n".join(row.replace(_BETWEEN, b"}\n{") for row in self._rows)
        found = self._json.read_json(
            BytesIO(lines),
            read_options=self._json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
            parse_options=self._json.ParseOptions(explicit_schema=self._told),
        )
        cells = [found.column(field.name).combine_chunks().cast(field.type) for field in self._schema]
        self._out.write_table(self._arrow.table(cells, schema=self._schema))
        self._rows, self._count = [], 0
