"""A database is made with the rows of the one before: the same bytes, and what is the same is not read again."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Never

import pytest

from build_scripts import data_folder
from build_scripts.downloads import DatabaseFile, DataReport, Earlier
from build_scripts.rules.data_columns import FIGURES
from build_scripts.store import FileState, Reports
from tests.downloads.filled import demos, fill_folder, hostile
from tests.test_step_by_step import converted, store_at

pytestmark = pytest.mark.heavy

PAGE = 4096
MORE = "\n另外，检查企业37家，罚款2.5万元。\n"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Sequence[DataReport]:
    """Return reports by address, all that is asked of them known."""
    here = tmp_path_factory.mktemp("reports")
    fill_folder(here, [*demos(), hostile()])
    with closing(store_at(here)) as connection:
        return [known(report) for *_, report in data_folder._reports(connection, 0)]


def known(report: DataReport) -> DataReport:
    figures, text, findings = report.figures_told, report.ask_text(), report.findings
    return replace(
        report,
        ask=lambda name: {f"{FIGURES}.json": figures}[name],
        ask_text=lambda: text,
        ask_findings=lambda _: findings,
    )


def changed(report: DataReport) -> DataReport:
    """Return the report as it may come to be: with another figure less, another text, and a finding twice."""
    figures = b"},\n{".join(report.figures_told.split(b"},\n{")[:-1]) + b"}"
    findings = [*report.findings, *report.findings[:1]]
    return replace(
        report,
        made_from=f"{report.made_from} 2",
        ask=lambda name: {f"{FIGURES}.json": figures}[name],
        ask_text="另一版的全文。".encode,
        ask_findings=lambda _: findings,
    )


def unread(report: DataReport) -> DataReport:
    """Return the report, of which nothing may be asked."""

    def fail(*_: object) -> Never:
        raise AssertionError(f"{report.made_from} is read again")

    return replace(report, ask=fail, ask_text=fail, ask_findings=fail)


def made(file: Path, reports: Sequence[DataReport], earlier: Earlier | None = None) -> Earlier:
    database = DatabaseFile(file, earlier)
    for report in reports:
        database.take(report)
    database.close()
    return Earlier(file, database.reports)


def drawn(random: Random, reports: Sequence[DataReport]) -> list[DataReport]:
    """Return some of the reports, some of these changed."""
    return [changed(one) if random.random() < 0.2 else one for one in reports if random.random() < 0.8]


@pytest.mark.parametrize("seed", range(30))
def test_it_comes_to_the_bytes_of_one_made_anew(
    reports: Sequence[DataReport], tmp_path: Path, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    before, after = drawn(random, reports), drawn(random, reports)
    earlier = made(tmp_path / "before.sqlite", before)
    same = {one.made_from for one in before}
    made(tmp_path / "after.sqlite", [unread(one) if one.made_from in same else one for one in after], earlier)
    made(tmp_path / "anew.sqlite", after)
    assert (tmp_path / "after.sqlite").read_bytes() == (tmp_path / "anew.sqlite").read_bytes()


def test_reports_that_changed_places_have_their_own_rows(
    reports: Sequence[DataReport], tmp_path: Path
) -> None:
    earlier = made(tmp_path / "before.sqlite", reports)
    made(tmp_path / "after.sqlite", [unread(one) for one in reversed(reports)], earlier)
    made(tmp_path / "anew.sqlite", [*reversed(reports)])
    assert (tmp_path / "after.sqlite").read_bytes() == (tmp_path / "anew.sqlite").read_bytes()


@pytest.mark.parametrize("lost", ["DELETE FROM metrics WHERE rowid = (SELECT max(rowid) FROM metrics)", ""])
def test_one_that_lacks_rows_gives_none(reports: Sequence[DataReport], tmp_path: Path, lost: str) -> None:
    earlier = made(tmp_path / "before.sqlite", reports)
    with closing(sqlite3.connect(earlier.file)) as connection, connection:
        connection.execute(lost or "DELETE FROM reports WHERE rowid = (SELECT max(rowid) FROM reports)")
    made(tmp_path / "after.sqlite", reports, earlier)
    made(tmp_path / "anew.sqlite", reports)
    assert (tmp_path / "after.sqlite").read_bytes() == (tmp_path / "anew.sqlite").read_bytes()


def read_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Change a report of the folder, and return of which the text was read for the database."""
    asked: set[str] = set()
    text_at = Reports.text_at

    def noted(self: Reports, path: str, name: str) -> bytes:
        if name == "clean.txt":
            asked.add(path)
        return text_at(self, path, name)

    with monkeypatch.context() as patched:
        patched.setattr(Reports, "text_at", noted)
        fill_folder(here, [converted(0, MORE)])
    return asked


def anew(here: Path) -> bytes:
    folder, _ = fill_folder(here, [converted(0, MORE), *demos()[1:]])
    return (folder / "reports.sqlite").read_bytes()


def test_of_many_reports_one_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = fill_folder(tmp_path / "a", demos())
    assert read_again(tmp_path / "a", monkeypatch) == {demos()[0].path}
    assert (folder / "reports.sqlite").read_bytes() == anew(tmp_path / "b")


def test_one_that_somebody_touched_gives_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = fill_folder(tmp_path / "a", demos())
    with closing(sqlite3.connect(folder / "reports.sqlite")) as connection, connection:
        connection.execute("UPDATE metrics SET value = 1")
    assert len(read_again(tmp_path / "a", monkeypatch)) == len(demos())
    assert (folder / "reports.sqlite").read_bytes() == anew(tmp_path / "b")


def test_one_that_was_touched_as_it_was_noted_gives_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FileState, "stamp", lambda *_: None)
        fill_folder(tmp_path, demos())
    assert len(read_again(tmp_path, monkeypatch)) == len(demos())


def test_one_of_other_code_gives_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = fill_folder(tmp_path / "a", demos())
    with monkeypatch.context() as patched:
        patched.setattr(data_folder, "code_key", lambda: b"other code")
        assert len(read_again(tmp_path / "a", monkeypatch)) == len(demos())
    assert (folder / "reports.sqlite").read_bytes() == anew(tmp_path / "b")


def damage(file: Path, page: int, pages: int) -> None:
    """Spoil some pages of a database, which looks as it was left."""
    stamp, data = file.stat(), bytearray(file.read_bytes())
    data[page * PAGE : (page + pages) * PAGE] = b"\xff" * (pages * PAGE)
    file.write_bytes(data)
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


@pytest.mark.parametrize("page", [0, 1])
def test_one_that_cannot_be_opened_gives_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    folder, _ = fill_folder(tmp_path / "a", demos())
    damage(folder / "reports.sqlite", page, 9)
    assert len(read_again(tmp_path / "a", monkeypatch)) == len(demos())
    assert (folder / "reports.sqlite").read_bytes() == anew(tmp_path / "b")


def test_rows_that_cannot_be_read_are_told_as_damage(reports: Sequence[DataReport], tmp_path: Path) -> None:
    """As of the store, which is then made anew, and with it the database."""
    earlier = made(tmp_path / "before.sqlite", reports)
    with closing(sqlite3.connect(earlier.file)) as connection:
        sql = "SELECT pageno FROM dbstat WHERE name = 'metrics' AND pagetype = 'leaf' LIMIT 1 OFFSET 9"
        try:
            (page,) = connection.execute(sql).fetchone()
        except sqlite3.OperationalError:  # an SQLite without this table
            page = 40
    damage(earlier.file, page - 1, 1)
    with pytest.raises(sqlite3.DatabaseError, match="malformed") as told:
        made(tmp_path / "after.sqlite", reports, earlier)
    assert not isinstance(told.value, sqlite3.OperationalError)
