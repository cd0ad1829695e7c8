"""A report's figures are kept as columns: where another report changes they are not read from JSON again."""

import json
import zlib
from contextlib import closing, nullcontext
from pathlib import Path

import pyarrow as pa
import pytest

from build_scripts.downloads import COLUMNS, DataReport, ParquetFile
from build_scripts.rules.data_columns import FIGURES
from build_scripts.store import Reports
from tests.downloads.filled import cells, demos, fill_folder
from tests.test_step_by_step import converted, files, store_at

pytestmark = pytest.mark.heavy

MORE = "\n另外，检查企业37家，罚款2.5万元。\n"


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = demos()
    fill_folder(tmp_path / "a", made)
    # Of the database all figures are read anyway.
    monkeypatch.setattr("build_scripts.data_folder._MADE", ("xlsx", "parquet"))
    asked: list[tuple[str, str]] = []
    text_at = Reports.text_at

    def noted(self: Reports, path: str, name: str) -> bytes:
        asked.append((path, name))
        return text_at(self, path, name)

    monkeypatch.setattr(Reports, "text_at", noted)
    changed = converted(0, MORE)
    folder, _ = fill_folder(tmp_path / "a", [changed])
    told = {path for path, name in asked if name == COLUMNS}
    assert len(told) == len(made)
    read = [path for path, name in asked if name == f"{FIGURES}.json"]
    assert set(read) == {changed.path}
    fresh, _ = fill_folder(tmp_path / "b", [changed, *made[1:]])
    assert (folder / "metrics.parquet").read_bytes() == (fresh / "metrics.parquet").read_bytes()
    assert list(cells(folder, FIGURES, "parquet")) == list(cells(folder, FIGURES, "json"))


def test_columns_that_are_damaged_are_told_as_such(tmp_path: Path) -> None:
    folder, _ = fill_folder(tmp_path, demos())
    about = json.dumps(json.loads((folder / "reports.json").read_bytes())[0]).encode()
    with closing(store_at(tmp_path)) as store:
        sql = "SELECT packed FROM texts WHERE name = ? ORDER BY path LIMIT 1"
        (kept,) = store.execute(sql, (COLUMNS,)).fetchone()
    for told, wrong in ((kept, False), (kept[:-1], True), (kept[:99] + b"\xff" + kept[100:], True)):
        report = DataReport("", about, bytes, lambda _, told=told: told, lambda *_: None, lambda _: ())  # type: ignore[misc]
        file = ParquetFile(tmp_path / "metrics.parquet", FIGURES)
        file.take(report)
        with pytest.raises(zlib.error) if wrong else nullcontext():
            file.close()


def test_they_are_no_file_of_the_report(tmp_path: Path) -> None:
    made = demos()
    folder, _ = fill_folder(tmp_path / "a", made)
    (tmp_path / "a/docs/reports").rename(tmp_path / "gone")
    fill_folder(tmp_path / "a", [])
    fresh, _ = fill_folder(tmp_path / "b", made)
    assert files(folder.parent) == files(fresh.parent)


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 9, 64])
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (pa.float64(), ("12.5", "0", "-3", "1234567890123", "0.1")),
        (pa.date32(), ("2023-12-31", "1970-01-01", "1969-12-31", "2024-02-29")),
        (pa.string(), ("2023-12-31", "余")),
    ],
)
@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_column_is_what_arrow_makes_of_its_texts(
    tmp_path: Path, rows: int, kind: pa.DataType, told: tuple[str, ...], every: int
) -> None:
    """Each ``every``-th row has no value; of all rows with 1."""
    texts = pa.array([None if i % every == 0 else told[i % len(told)] for i in range(rows)], pa.string())
    column = ParquetFile(tmp_path / "a.parquet", FIGURES)._typed(texts, kind)
    column.validate(full=True)
    assert column.equals(texts.cast(kind))
    assert (column.type, column.null_count) == (kind, texts.null_count)
