"""A table as Parquet: columns with their types, nulls as nulls, lists as lists."""

import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from io import BytesIO
from pathlib import Path
from struct import Struct
from typing import Any
from zlib import crc32

from build_scripts.downloads.data_report import DataReport
from build_scripts.rules.data_columns import FIGURES, CellType, load_columns

COLUMNS = (
    "packed-columns"  # under this name a report's figures are kept as columns, once a file was made of them
)
_TOGETHER = 20_000  # rows of a group: some 60 MB while it is put together
_BETWEEN = b"},\n{"  # rows of JSON; inside of one there is no line break
_FIRST_DAY = date(1970, 1, 1).toordinal()
_HEAD = Struct("<2I")  # before packed columns: their checksum, and how many bytes they are unpacked


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
        self._codec = self._arrow.Codec("lz4_raw")
        self._out = parquet.ParquetWriter(file, self._schema, compression="zstd", version="2.6")
        self._waiting: list[tuple[DataReport, int]] = []
        self._count = 0

    def take(self, report: DataReport) -> None:
        """Add a report's rows."""
        rows = int(str(report.report["metrics"])) if self._is_of_figures else 1
        if rows:
            self._waiting.append((replace(report), rows))  # one that does not hold its row as it was read
            self._count += rows
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
        """Write the rows as a group."""
        if self._waiting:
            # As one: to write report by report takes twice the time, for the same bytes.
            self._out.write_batch(self._arrow.concat_batches(self._batches()))
        self._waiting, self._count = [], 0

    def _batches(self) -> list[Any]:
        """Return the rows as columns, report by report: those kept as they are, which takes a tenth of reading JSON."""
        kept = [report.ask(COLUMNS) if self._is_of_figures else b"" for report, _ in self._waiting]
        fresh = self._read([one for one, packed in zip(self._waiting, kept, strict=True) if not packed])
        return [self._unpacked(packed) if packed else next(fresh) for packed in kept]

    def _read(self, reports: Sequence[tuple[DataReport, int]]) -> Iterator[Any]:
        """Yield the rows of reports as columns. Read from JSON by Arrow itself: half the time of cells one by one."""
        told = [one.figures_told if self._is_of_figures else one.about for one, _ in reports]
        lines = b"\n".join(rows.replace(_BETWEEN, b"}\n{") for rows in told)
        found = self._json.read_json(
            BytesIO(lines),
            read_options=self._json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
            parse_options=self._json.ParseOptions(explicit_schema=self._told),
        )
        cells = [self._typed(found.column(field.name).combine_chunks(), field.type) for field in self._schema]
        at, whole = 0, self._arrow.RecordBatch.from_arrays(cells, schema=self._schema)
        for report, count in reports:
            rows = whole.slice(at, count)
            at += count
            if self._is_of_figures:
                report.keep(COLUMNS, self._packed(rows))
            yield rows

    def _typed(self, told: Any, wanted: Any) -> Any:  # noqa: ANN401
        """Return a column of texts as numbers or days where it is one of them, any other as it is.

        Arrow's own ``cast`` loads all its functions first, 0.1 s of each build, and a report has sixty figures.
        """
        if told.type == wanted:
            return told
        cells = told.to_pylist()
        is_number = wanted == self._arrow.float64()
        known = [(float(one) if is_number else _day(one)) if one is not None else 0 for one in cells]
        # As Arrow lays a column out: a bit of each row, whether there is a value, and then the values.
        there = int("0" + "".join("01"[one is not None] for one in reversed(cells)), 2)
        buffers = (there.to_bytes(len(cells) // 8 + 1, "little"), array("d" if is_number else "i", known))
        return self._arrow.Array.from_buffers(wanted, len(cells), [*map(self._arrow.py_buffer, buffers)])

    def _packed(self, rows: Any) -> bytes:  # noqa: ANN401
        told = rows.serialize()
        packed = bytes(self._codec.compress(told, asbytes=True))
        return _HEAD.pack(crc32(packed), len(told)) + packed

    def _unpacked(self, packed: bytes) -> Any:  # noqa: ANN401
        crc, size = _HEAD.unpack_from(packed)
        if crc32(packed[_HEAD.size :]) != crc:
            raise zlib.error("columns of a report are damaged")  # as of all else that is kept packed
        told = self._codec.decompress(packed[_HEAD.size :], decompressed_size=size)
        return self._arrow.ipc.read_record_batch(told, self._schema)


def _day(told: str) -> int:
    """Return a day as Arrow counts it, from the first of 1970."""
    return date.fromisoformat(told).toordinal() - _FIRST_DAY
