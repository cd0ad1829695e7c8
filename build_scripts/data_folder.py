"""From the store to the data files that are no text: workbook, Parquet, database; those that a change concerns."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from build_scripts.building import code_key
from build_scripts.downloads import DatabaseFile, DataReport, Download, Earlier, ParquetFile, Row, Workbook
from build_scripts.publish import DocsWriter
from build_scripts.render.data_dictionary import HEADS, dictionary_rows
from build_scripts.render.data_layout import CLEAN, DataFile, data_files, province_files
from build_scripts.render.data_rows import plain, reuse_cells
from build_scripts.render.datasets import more_json
from build_scripts.render.labels import FINDINGS, word
from build_scripts.rules.data_columns import REPORTS
from build_scripts.store import FileState, OpenLists, Reports, counts_at, save_text

_MADE = ("xlsx", "parquet", "sqlite")
_ABOUT = f"{REPORTS}.json"
_OWNER = "data:"  # before a file's name


def lay_data(lists: OpenLists, writer: DocsWriter) -> None:
    """Let ``writer`` lay down the data files that are no text; one whose reports did not change stays."""
    source = lists.rows
    provinces = dict.fromkeys(
        file for region, _ in source.agencies() for file in province_files(region, source.text_sizes)
    )
    wanted: list[tuple[DataFile, str]] = []
    for file in (*data_files(source.text_sizes), *provinces):
        key = lists.keys.of(file.scope, code_key())
        if file.format in _MADE and not writer.keeps(f"{_OWNER}{file.name}", key):
            wanted.append((file, key))
    if wanted:
        _fill(lists.connection, writer, wanted)


def _fill(connection: sqlite3.Connection, writer: DocsWriter, wanted: list[tuple[DataFile, str]]) -> None:
    """Read each report once for all files that are wanted."""
    with ExitStack() as places:
        open_files: list[tuple[DataFile, Download]] = []
        for file, key in wanted:
            owner = f"{_OWNER}{file.name}"
            place = places.enter_context(writer.filling(file.path, owner=owner, made_from=key))
            open_files.append((file, _begin(file, place, writer.state)))
        years = {file.year for file, _ in wanted}
        for year in [0] if 0 in years else sorted(years):
            for of, region, report in _reports(connection, year):
                for file, download in open_files:
                    if file.holds(of, region):
                        download.take(report)
        for _, download in open_files:
            download.close()
    for file, download in open_files:
        if isinstance(download, DatabaseFile):
            _note_rows(writer.state, file, download)


def _begin(file: DataFile, place: Path, state: FileState) -> Download:
    if file.format == "xlsx":
        return Workbook(place, HEADS, dictionary_rows())
    if file.format == "parquet":
        return ParquetFile(place, file.table)
    return DatabaseFile(place, _earlier(state, file))


def _earlier(state: FileState, file: DataFile) -> Earlier | None:
    """Return what stands in the database that lies there, ``None`` where it is not as this code has left it."""
    told = state.about(file.path)
    is_ours = told.get("code") == code_key().hex()
    return Earlier(state.folder / file.path, told["reports"]) if is_ours else None


def _note_rows(state: FileState, file: DataFile, database: DatabaseFile) -> None:
    """Keep what stands in the database, for the one that is made when a report of it changes."""
    state.keep_about(file.path, {"code": code_key().hex(), "reports": database.reports})


def _reports(connection: sqlite3.Connection, year: int) -> Iterator[tuple[int, str, DataReport]]:
    """Yield the reports of a year, or all, by address, each with its year and region code."""
    reports = Reports(connection)
    for path, made_from, of, region in reports.with_places(year):
        cells = reuse_cells(counts_at(connection, path))
        report = DataReport(
            f"{path} {made_from} {cells}",
            more_json(reports.text_at(path, _ABOUT), cells),
            ask_text=partial(reports.text_at, path, CLEAN),
            ask=partial(reports.text_at, path),
            keep=partial(save_text, connection, path),
            ask_findings=partial(_findings, reports, path),
        )
        yield of, region, report


def _findings(reports: Reports, path: str, report: Row) -> list[Row]:
    return [
        {
            "report_id": report["id"],
            "code": code,
            "name": word(FINDINGS, code),
            "severity": severity,
            "message": plain(message),
            "sentence": plain(sentence) or None,
            "page": f"{report['page']}{link}",
        }
        for code, severity, message, sentence, link in reports.findings_of(path)
    ]
