"""The data files say the same, cell by cell; the same reports give the same bytes; other programs read them."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from build_scripts.convert import convert
from build_scripts.demo.reports import demo_reports
from build_scripts.downloads import database_file, spreadsheet, workbook
from build_scripts.job import Job
from build_scripts.models import Conversion
from build_scripts.record_files import render_record
from build_scripts.render import data_layout
from build_scripts.rules.data_columns import FIGURES, REPORTS, CellType, load_columns
from build_scripts.sources import SourceFile
from tests.downloads.filled import HOSTILE, READERS, cells, demos, fill_folder, hostile
from tests.test_step_by_step import converted, files

pytestmark = pytest.mark.heavy

MADE = ("metrics.xlsx", "metrics.parquet", "reports.parquet", "reports.sqlite")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of some reports, one of them with names that formats stumble over."""
    return fill_folder(tmp_path_factory.mktemp("data"), [*demos(), hostile()])[0]


@pytest.mark.parametrize("table", [FIGURES, REPORTS])
@pytest.mark.parametrize("format_", [name for name in READERS if name != "json"])
def test_every_format_says_the_same_cell_by_cell(data: Path, format_: str, table: str) -> None:
    rows = list(cells(data, table, format_))
    assert len(rows) > len(HOSTILE) if table == FIGURES else rows
    assert rows == list(cells(data, table, "json"))


def test_names_stay_text_and_hold_no_control_signs(data: Path) -> None:
    subjects = [
        row["subject"] for row in READERS["json"](data, FIGURES) if row["report_id"] == "440704-health-2023"
    ]
    told = [*HOSTILE[:5], "甲乙", "一行 二行", *HOSTILE[7:]]
    assert subjects == told
    assert {row["raw"] for row in READERS["xlsx"](data, FIGURES) if row["subject"] in HOSTILE[:2]} == {
        "97.30"
    }
    with zipfile.ZipFile(data / "metrics.xlsx") as package:
        assert b"<f" not in package.read("xl/worksheets/sheet1.xml")


def test_the_same_reports_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    again, _ = fill_folder(tmp_path, [hostile(), *reversed(demos())])
    for name in MADE:
        assert (data / name).read_bytes() == (again / name).read_bytes(), name


def test_only_a_year_that_changed_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_layout, "LIMIT", 1)
    made = demos()
    folder, _ = fill_folder(tmp_path / "a", made)
    changed = converted(0, "\n另外，检查企业37家，罚款2.5万元。\n")
    assert changed.address
    _, writer = fill_folder(tmp_path / "a", [changed])
    written = {Path(file).name for file in writer.written}
    year = changed.address.year
    assert {name for name in written if name.endswith((".sqlite", ".parquet", ".xlsx"))} == {
        f"metrics-{year}.parquet",
        f"metrics-{year}.xlsx",
        f"reports-{year}.parquet",
        f"reports-{year}.sqlite",
        f"{changed.address.region[:2]}0000-{year}.xlsx",
    }
    fresh, _ = fill_folder(tmp_path / "b", [changed, *made[1:]])
    assert files(folder) == files(fresh)
    _, writer = fill_folder(tmp_path / "b", [])
    assert writer.written == []


SAID = "\n本机关对全部行政规范性文件作了合法性审核和公平竞争审查，无一遗漏。\n"


def told(path: str, text: str = "") -> Conversion:
    """Return what becomes of the demo report at ``path`` with ``text`` at its end."""
    (demo,) = (one for one in demo_reports(7, 1) if one.path == path)
    data, record = f"{demo.page.text}{text}".encode(), render_record(demo.record).encode()
    return convert(Job(SourceFile(Path("source_reports", path), data, record, is_placed=True), preview=True))


# Two agencies of a county.
FIRE, CULTURE = "630102/2022-fire-rescue.txt", "630102/2024-culture-tourism.txt"


def shared(folder: Path, format_: str) -> list[int | None]:
    """Return how many sentences of each report stand in those of other agencies of its county."""
    cells = [row["sentences_shared"] for row in READERS[format_](folder, REPORTS)]
    return [None if cell in (None, "") else int(str(cell)) for cell in cells]


def test_a_sentence_of_another_report_is_counted_in_every_format(tmp_path: Path) -> None:
    made = [told(FIRE, SAID), told(CULTURE)]
    folder, _ = fill_folder(tmp_path / "a", made)
    before = shared(folder, "json")
    folder, writer = fill_folder(tmp_path / "a", [told(CULTURE, SAID)])
    assert {"data/reports.csv", "data/reports.json", "data/reports.parquet"} <= set(writer.written)
    for format_ in READERS:
        assert shared(folder, format_) == [number + 1 for number in before if number is not None], format_
    fresh, _ = fill_folder(tmp_path / "b", [told(CULTURE, SAID), made[0]])
    assert files(folder) == files(fresh)


def test_what_others_say_changes_the_files_of_reports_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report of 2024 changes; the one of 2022 shares a sentence more, and its figures are the same."""
    monkeypatch.setattr(data_layout, "LIMIT", 1)
    fill_folder(tmp_path, [told(FIRE, SAID), told("630102/2021-fire-rescue.txt"), told(CULTURE)])
    _, writer = fill_folder(tmp_path, [told(CULTURE, SAID)])
    written = {Path(name).name for name in writer.written if name.startswith("data/")}
    assert {name for name in written if name.partition(".")[0].endswith(("-2021", "-2022"))} == {
        *("reports-2022.csv", "reports-2022.json", "reports-2022.parquet", "reports-2022.sqlite"),
        "metrics-2022.xlsx",
    }
    _, writer = fill_folder(tmp_path, [])
    assert writer.written == []


def test_each_province_has_its_part_of_the_workbook(data: Path) -> None:
    whole = READERS["xlsx"](data, FIGURES)
    found = {file.stem: file for file in (data.parent / "regions").glob("*/*.xlsx")}
    assert found.keys() == {f"{str(row['region_code'])[:2]}0000" for row in whole}
    assert len(found) > 1
    for code, file in found.items():
        assert file.parent.name == code
        book = openpyxl.load_workbook(file, read_only=True)
        rows = list(book["数字"].values)
        assert [row[1] for row in rows[1:]] == [
            row["region_code"] for row in whole if str(row["region_code"])[:2] == code[:2]
        ]
        assert {row[0] for row in list(book["报告"].values)[1:]} == {row[0] for row in rows[1:]}
        book.close()


def test_a_province_past_the_limit_has_a_workbook_of_each_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_layout, "LIMIT", 1)
    data, writer = fill_folder(
        tmp_path, [told(FIRE, SAID), told("630102/2021-fire-rescue.txt"), told(CULTURE)]
    )
    found = {file.stem: file for file in (data.parent / "regions").glob("*/*.xlsx")}
    assert set(writer.written) >= {file.relative_to(data.parent).as_posix() for file in found.values()}
    for stem, file in found.items():
        code, year = stem.split("-")
        book = openpyxl.load_workbook(file, read_only=True)
        about = list(book["报告"].values)
        ids = {str(row[0]) for row in about[1:]}
        book.close()
        assert ids
        assert all(one.startswith(code[:2]) and one.endswith(year) for one in ids)
    _, writer = fill_folder(tmp_path, [told(CULTURE, SAID)])
    changed = {name for name in writer.written if name.endswith(".xlsx") and name.startswith("regions/")}
    assert changed
    assert changed < {f"regions/{stem[:6]}/{stem}.xlsx" for stem in found}


def test_files_of_another_layout_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(data_layout, "LIMIT", 1)
        fill_folder(tmp_path, demos())
    folder, _ = fill_folder(tmp_path, [])
    assert {file.name for file in folder.glob("*.*")} >= set(MADE)
    assert list(folder.glob("*-20*.*")) == []


def test_pandas_reads_the_types_without_being_told(data: Path) -> None:
    with closing(sqlite3.connect(data / "reports.sqlite")) as connection:
        read = {
            "parquet": pd.read_parquet(data / "metrics.parquet"),
            "xlsx": pd.read_excel(data / "metrics.xlsx"),
            "sqlite": pd.read_sql("SELECT * FROM metrics", connection),
        }
    for name, frame in read.items():
        kinds = frame.dtypes
        assert pd.api.types.is_integer_dtype(kinds["report_year"]), name
        assert pd.api.types.is_numeric_dtype(kinds["value"]), name
        assert pd.api.types.is_numeric_dtype(kinds["start"]), name
        assert isinstance(frame["sentence"][0], str), name
        assert frame["parent"].isna().any(), name
        assert set(frame["raw"]) >= {"97.30"}, name
    for name in ("parquet", "sqlite"):
        assert {len(code) for code in read[name]["region_code"]} <= {6, 9}
    assert str(read["parquet"]["period_start"][0]) == str(read["xlsx"]["period_start"][0])[:10]
    # pandas takes a column of text for numbers where all of it is digits, by whatever program it reads a workbook.
    assert pd.api.types.is_integer_dtype(read["xlsx"]["region_code"])


def test_pandas_reads_the_workbook_as_the_page_says(data: Path) -> None:
    page = (data / "index.md").read_text(encoding="utf-8")
    (named,) = re.findall(r"`pd\.read_excel\(\"…\", dtype=\{(.*?)\}\)`", page)
    types = dict.fromkeys(re.findall(r'"(\w+)": str', named), str)
    for sheet, table in (("数字", FIGURES), ("报告", REPORTS)):
        columns = load_columns(table)
        of = {name: kind for name, kind in types.items() if name in {column.name for column in columns}}
        told = pd.read_excel(data / "metrics.xlsx", sheet_name=sheet, dtype=of)
        plain = pd.read_parquet(data / f"{table}.parquet")
        for column in columns:
            if column.type is CellType.TEXT and not plain[column.name].isna().all():
                assert told[column.name].equals(plain[column.name]), column.name


def test_the_workbook_explains_its_columns(data: Path) -> None:
    book = openpyxl.load_workbook(data / "metrics.xlsx", read_only=True)
    rows = list(book["列的含义"].values)
    named = [row[1] for row in rows[1:]]
    assert named == [column.name for table in (FIGURES, REPORTS) for column in load_columns(table)]
    assert all(row[5] and row[6] for row in rows)
    book.close()


def test_what_is_too_much_for_a_sheet_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 100)
    folder, _ = fill_folder(tmp_path, demos())
    book = openpyxl.load_workbook(folder / "metrics.xlsx", read_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.title.startswith("数字")]
    assert len(sheets) > 1
    rows = [row for sheet in sheets for row in list(sheet.values)[1:]]
    assert [row[10] for row in rows] == [row["metric_id"] for row in READERS["json"](folder, FIGURES)]
    book.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲&<乙>", "<t>甲&amp;&lt;乙&gt;</t>"),
        (" 甲", '<t xml:space="preserve"> 甲</t>'),
        ("_x0041_", "<t>_x005F_x0041_</t>"),  # by itself Excel shows an A
        ("字" * 40_000, f"<t>{'字' * 32_766}…</t>"),  # more makes the file one that Excel must repair
    ],
)
def test_a_text_fits_a_cell(text: str, told: str) -> None:
    assert spreadsheet._escaped(text) == told


def test_the_database_is_whole(data: Path) -> None:
    with closing(sqlite3.connect(data / "reports.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (found,) = connection.execute(
            "SELECT count(*) FROM reports WHERE rowid IN (SELECT rowid FROM reports_fts WHERE reports_fts MATCH ?)",
            ('"法治政府"',),
        ).fetchone()
        told = connection.execute("SELECT count(*) FROM reports WHERE text LIKE '%法治政府%'").fetchone()
        assert found == told[0] > 0
        for view in ("indicator_values", "indicator_years", "required_parts"):
            assert connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0  # noqa: S608


@pytest.mark.parametrize("held", [64_000_000, 10_000])
def test_an_index_is_one_part_however_little_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(database_file, "_HELD", held)
    folder, _ = fill_folder(tmp_path, demos())
    with closing(sqlite3.connect(folder / "reports.sqlite")) as connection:
        for table in ("metrics", "reports"):
            sql = f"SELECT count(DISTINCT segid) FROM {table}_fts_idx"  # noqa: S608
            assert connection.execute(sql).fetchone() == (1,)
            sql = f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            connection.execute(sql)  # raises where the index and what it is of differ


def test_the_descriptor_is_valid_without_a_warning(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=tmp_path / "data", capture_output=True, check=False)
    told = json.loads(done.stdout)
    assert (done.returncode, told["valid"], told["warnings"]) == (0, True, [])
    assert [task["name"] for task in told["tasks"] if task["warnings"] or task["errors"]] == []
    assert {task["place"] for task in told["tasks"]} >= {*MADE, "metrics.csv", "reports.csv"}
