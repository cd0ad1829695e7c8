"""From the store to docs/: the files of each report, the pages about many, the data files, all of them streamed."""

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile

from build_scripts.building import code_key
from build_scripts.downloads import COLUMNS, SHEET
from build_scripts.models import Entry, Places, Scope, ScopeKind
from build_scripts.models.digest import SAID
from build_scripts.models.publication import UNNAMED, Correction, Publication, ReleasedFile
from build_scripts.publish import DocsWriter, Piece, keep_derived_files
from build_scripts.render.address_rules import address_of_path
from build_scripts.render.asking import answer_files, name_files
from build_scripts.render.comparing import compared_path
from build_scripts.render.data_layout import SIZED, DataFile, data_files
from build_scripts.render.data_rows import reuse_cells
from build_scripts.render.datasets import csv_file, indicator_csv, json_file, more_csv, more_json
from build_scripts.render.indicator_pages import csv_path
from build_scripts.render.list_files import page_lists
from build_scripts.render.neighbours import neighbours_of
from build_scripts.render.quality import name_of
from build_scripts.render.release_json import NAME as RELEASE
from build_scripts.render.release_json import render_release
from build_scripts.render.release_pages import newest_day
from build_scripts.render.report_files import LINE, files_of
from build_scripts.render.report_page import render_around
from build_scripts.render.templates import keep_compiled
from build_scripts.rules.data_columns import REPORTS
from build_scripts.search import FOLDER as SEARCH
from build_scripts.search import Known, Place, update_index
from build_scripts.store import (
    ListKeys,
    ListQueries,
    OpenLists,
    Reports,
    counts_at,
    keep,
    kept,
    measure_reuse,
    surround,
)

_INDEX = "search-index"
_ANSWERS = "answers/"  # before a family: under this name is kept which of its files tells of the others
# Texts of a report that are parts of files about all reports, and no files of its own.
_OF_ALL = frozenset({*SIZED, COLUMNS, SHEET, "search-head", "search-body", "digest", SAID, LINE})
_PIECED = ("csv", "json")  # formats in which a file is the reports' pieces one after the other
_NOT_DATA = (".md", f"/{RELEASE}")  # what lies beside the data files and is none
_LIST = "list:"  # before the name of a list: the owner of its files
_SUMS = "sums"  # under this name: the checksums of the data files, each with its stamp
_AROUND = "around"  # under this name: what the reports' links to each other were made from


def keep_made(places: Places) -> Path:
    """Let what is derived and compiled be kept from one run to the next, and return where."""
    # Templates too: words that stand in one are escaped as it is compiled, by the code that the folder is of.
    derived = keep_derived_files(places.cache, code_key())
    keep_compiled(os.fspath(derived))
    return derived


def lists_of(connection: sqlite3.Connection) -> OpenLists:
    """Return the lists of the store, for all that is laid down from it in one go."""
    return OpenLists(connection, ListKeys(connection), ListQueries(connection, name_of))


def lay_docs(lists: OpenLists, writer: DocsWriter, site: Publication = UNNAMED) -> None:
    """Let ``writer`` lay down all that is generated of the reports in the store, but for the search index."""
    lay_reports(Reports(lists.connection), writer)
    measure_reuse(lists.connection)
    lay_lists(lists, writer, site)
    lay_texts(lists, writer)


def lay_lists(lists: OpenLists, writer: DocsWriter, site: Publication) -> None:
    """Let ``writer`` lay the pages about many reports; what of each stands in others is counted before."""
    reports = Reports(lists.connection)
    for one in page_lists(lists.rows, site):
        owner, key = f"{_LIST}{one.name}", lists.keys.of(one.scope, code_key(), *one.told)
        if not writer.keeps(owner, key):
            for page, data in one.files():
                writer.put(page.as_posix(), data, owner=owner, made_from=key)
            for page, told in one.streams():
                writer.stream(page.as_posix(), told, owner=owner, made_from=key)
            if one.scope.kind is ScopeKind.INDICATOR:
                lines = (line.encode() for line in reports.lines(one.scope.key))
                writer.stream(
                    csv_path(one.scope.key).as_posix(), indicator_csv(lines), owner=owner, made_from=key
                )


def lay_texts(lists: OpenLists, writer: DocsWriter) -> None:
    """Let ``writer`` lay the data files that are the reports' pieces one after the other."""
    for file in data_files(lists.rows.text_sizes):
        key = lists.keys.of(file.scope, code_key())
        if file.format in _PIECED and not writer.keeps(f"{_LIST}{file.path}", key):
            pieces = _pieces(lists.connection, file)
            whole = csv_file(file.table, pieces) if file.format == "csv" else json_file(pieces)
            writer.stream(file.path, whole, owner=f"{_LIST}{file.path}", made_from=key)


def lay_release(lists: OpenLists, writer: DocsWriter, site: Publication) -> None:
    """Let ``writer`` tell what the data files hold, after all of them: with checksums of what lies there."""
    if writer.is_dry:
        return
    names = writer.top_files("data", _NOT_DATA)
    # Hashed again only where one was written since.
    stamps = [(name, writer.state.stamp(name)) for name in names]
    day = newest_day(lists.rows)
    key = sha256(repr((stamps, site, day, code_key())).encode()).hexdigest()
    if not writer.keeps(f"{_LIST}release", key):
        sums = _sums(lists.connection, writer, stamps)
        folder = writer.state.folder
        files = tuple(
            ReleasedFile(Path(name).name, (folder / name).stat().st_size, sums[name]) for name in names
        )
        told = render_release(site, lists.rows.overview(), day, files)
        writer.put(f"data/{RELEASE}", told, owner=f"{_LIST}release", made_from=key)


def _sums(
    connection: sqlite3.Connection, writer: DocsWriter, stamps: Sequence[tuple[str, tuple[int, int] | None]]
) -> dict[str, str]:
    """Return the checksums of files; only those that were written since they were last asked for are read."""
    known = json.loads(kept(connection, _SUMS) or b"{}")
    sums: dict[str, str] = {}
    for name, stamp in stamps:
        told, before = known.get(name, ("", None))
        is_same = stamp is not None and before == list(stamp)
        sums[name] = told if is_same else _sum(writer.state.folder / name)
    keep(connection, _SUMS, json.dumps({name: (sums[name], stamp) for name, stamp in stamps}).encode())
    return sums


def _sum(file: Path) -> str:
    with file.open("rb") as data:
        return file_digest(data, "sha256").hexdigest()


def _pieces(connection: sqlite3.Connection, file: DataFile) -> Iterator[Piece]:
    reports, name = Reports(connection), f"{file.table}.{file.format}"
    for path, made_from in reports.with_text(name, file.year):
        load = partial(reports.text_at, path, name)
        if file.table == REPORTS:
            cells = reuse_cells(counts_at(connection, path))
            yield Piece(f"{path} {made_from} {cells}", partial(_with_cells, load, file.format, cells))
        else:
            yield Piece(f"{path} {made_from}", load)


def _with_cells(load: Callable[[], bytes], format_: str, cells: Mapping[str, int | None]) -> bytes:
    return more_csv(load(), cells) if format_ == "csv" else more_json(load(), cells)


def lay_index(lists: OpenLists, writer: DocsWriter, code: bytes) -> None:
    """Let ``writer`` bring the search index up to date. What other code than ``code`` left of it is not built upon."""
    connection = lists.connection
    manifest = writer.bytes_at(f"{SEARCH}/manifest.json")
    state = kept(connection, _INDEX) or b""
    known = Known(state[len(code) :] if state.startswith(code) else None, manifest)
    with ExitStack() as scratch:
        place = Place(
            lambda path, data: writer.put(path.as_posix(), data),
            lambda: scratch.enter_context(TemporaryFile()),
        )
        updated = update_index(_Parts(Reports(connection)), known, place)
    for name in updated.names:
        writer.keep_below(f"{SEARCH}/{name}")
    keep(connection, _INDEX, code + updated.state)
    _lay_answers(lists, writer, code)


def _lay_answers(lists: OpenLists, writer: DocsWriter, code: bytes) -> None:
    """Let ``writer`` lay down the figures that answer a question, beside the index: those of each family, and names."""
    connection, overview = lists.connection, lists.rows.overview()
    last: dict[str, str] = {}
    for slug in (one.key for one in overview.families):
        place = f"{_ANSWERS}{slug}"
        owner, key = f"{_LIST}{place}", lists.keys.of(Scope(ScopeKind.FAMILY, slug), code)
        name = (kept(connection, place) or b"").decode()
        if not (name and writer.keeps(owner, key)):
            for page, data in answer_files(slug, lists.rows.of_family(slug)):
                writer.put(page.as_posix(), data, owner=owner, made_from=key)
                name = page.name
            keep(connection, place, name.encode())
        last[slug] = name
    for page, data in name_files(overview, last):
        writer.put(page.as_posix(), data)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The search index's parts of all reports, out of the store."""

    reports: Reports

    def heads(self) -> Iterator[bytes]:
        return (head for _, head in self.reports.texts("search-head"))

    def bodies(self, ids: Sequence[str]) -> Iterator[bytes]:
        return (self.reports.text(id_, "search-body") for id_ in ids)

    def shown(self) -> Iterator[str]:
        addresses = (address_of_path(Path(path)) for path in self.reports.failed())
        return (address.id for address in addresses if address)


def lay_reports(reports: Reports, writer: DocsWriter) -> None:
    """Let ``writer`` lay down the files of each report; of those that failed the earlier ones stay."""
    for path, made_from, entry in reports.published():
        _lay_report(reports, writer, (path, made_from, entry))
    for path in reports.failed():
        writer.keep(path)
        address = address_of_path(Path(path))
        if address:
            writer.keep_below(address.folder.as_posix())
            writer.keep_below(f"data/reports/{address.id}.json")
            writer.keep_below(compared_path(address))


def lay_some(
    connection: sqlite3.Connection,
    writer: DocsWriter,
    paths: Iterable[str],
    corrections: Sequence[Correction] = (),
) -> list[str]:
    """Let ``writer`` lay down the files of these reports alone, and return them: paths below docs/.

    ``corrections`` are those of all reports.
    """
    reports = Reports(connection)
    files: list[str] = []
    for known in filter(None, map(reports.published_at, paths)):
        entry = known[2]
        _settle(connection, reports, entry, [one for one in corrections if one.report == entry.address.id])
        _lay_report(reports, writer, known)
        files += (file for file, _ in writer.state.of(known[0]))
    return files


def _lay_report(reports: Reports, writer: DocsWriter, known: tuple[str, str, Entry]) -> None:
    path, made_from, entry = known
    if not writer.keeps(path, made_from):
        texts = reports.texts_of(path, _OF_ALL)
        for file, data in files_of(entry.address, PurePosixPath(path).name, texts):
            writer.put(file, data, owner=path, made_from=made_from)


def resolve_neighbours(connection: sqlite3.Connection, corrections: Sequence[Correction] = ()) -> None:
    """Let each report's page lead to those around it: all of them where what is there changed, else the new ones.

    And let it tell of ``corrections`` of its own.
    """
    reports = Reports(connection)
    of: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        of[one.report].append(one)
    state = sha256(repr(corrections).encode())
    for _, _, entry in reports.published():
        state.update(f"{entry.address.id} {entry.agency} {entry.province} {entry.prefecture}\n".encode())
    is_same = kept(connection, _AROUND) == state.digest()
    for _, _, entry in list(reports.unsettled() if is_same else reports.published()):
        _settle(connection, reports, entry, of[entry.address.id])
    keep(connection, _AROUND, state.digest())


def _settle(
    connection: sqlite3.Connection, reports: Reports, entry: Entry, corrected: Sequence[Correction] = ()
) -> None:
    around = neighbours_of(entry, reports.own(entry), reports.near(entry), reports.beside(entry))
    surround(connection, f"{entry.address.folder}/index.md", render_around(entry, around, corrected))
