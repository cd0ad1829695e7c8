"""Sites of outcomes that a test has at hand: through the store, as a build makes them, but without files of reports."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from build_scripts.convert import conversion_of
from build_scripts.data_folder import lay_data
from build_scripts.docs_folder import lay_docs, lay_index, lay_release, lists_of, resolve_neighbours
from build_scripts.errors import ReportError
from build_scripts.job import failed
from build_scripts.models import Conversion, Failure, Fate, Places, Result, Source
from build_scripts.models.publication import UNNAMED
from build_scripts.publish import DocsWriter
from build_scripts.render.address_rules import address_of_path
from build_scripts.render.front_matter import strip_front_matter
from build_scripts.sources import SourceFile
from build_scripts.store import (
    FileState,
    MadeFrom,
    OpenLists,
    connect,
    read_page,
    resolve_addresses,
    save,
    transaction,
)

Outcome = Result | Failure


def conversion(outcome: Outcome) -> Conversion:
    """Return what a build keeps of an outcome."""
    if isinstance(outcome, Failure):
        told, address, known = outcome.message, address_of_path(outcome.path), outcome.path.as_posix()
        return Conversion(path=known, fate=Fate.FAILED, address=address, message=told, reason=told)
    raw = outcome.report.clean.raw
    path = _place_of(raw.source)
    record = b"" if raw.source.record else None
    try:
        return conversion_of(outcome, SourceFile(path, raw.text.encode(), record, is_placed=True))
    except ReportError as error:
        return failed(path, error)


def _place_of(source: Source) -> Path:
    """Return a place for its file that no other has: made-up reports of several regions and years may name one file."""
    name, own = source.path.name, f"{source.year}-{source.department}"
    folder = Path("source_reports", source.region_code or "")
    return folder / name if name.startswith(f"{own}.") else folder / own / name


def write_site(outcomes: Iterable[Outcome], here: Path) -> Places:
    """Fill the store and docs/ of the folder ``here``, search index, data files and all."""
    return _write(outcomes, here, partial(lay_index, code=b""), lay_data)


_Lay = Callable[[OpenLists, DocsWriter], None]


def _write(outcomes: Iterable[Outcome], here: Path, *further: _Lay) -> Places:
    places = Places(here)
    connection, _ = connect(places.store)
    with closing(connection), transaction(connection):
        writer = DocsWriter(FileState(connection, "docs", places.docs))
        lists = _lay(connection, outcomes, writer)
        for lay in further:
            lay(lists, writer)
        lay_release(lists, writer, UNNAMED)
        writer.finish()
    return places


def _lay(connection: Connection, outcomes: Iterable[Outcome], writer: DocsWriter) -> OpenLists:
    for outcome in outcomes:
        made = conversion(outcome)
        save(connection, made, MadeFrom(made.path, made.path))
    resolve_addresses(connection)
    resolve_neighbours(connection)
    lists = lists_of(connection)
    lay_docs(lists, writer)
    return lists


@contextmanager
def _site(outcomes: Iterable[Outcome], *further: _Lay) -> Iterator[Places]:
    with TemporaryDirectory() as here:
        yield _write(outcomes, Path(here), *further)


def render_site(outcomes: Iterable[Outcome]) -> dict[PurePosixPath, bytes]:
    """Return every generated file but the search index by its path below docs/."""
    with _site(outcomes, lay_data) as places:
        return _files(places.docs)


def shown_site(outcomes: Iterable[Outcome]) -> dict[PurePosixPath, bytes]:
    """Return the files of a site, reports' pages as they are shown: the rich ones in the place of the plain.

    Data files that are no text are not among them, for they take most of the time.
    """
    with _site(outcomes) as places:
        return {path: _shown(places, path, data) for path, data in _files(places.docs).items()}


@dataclass(frozen=True, slots=True)
class TwinPage:
    """A page of a report below docs/: its Markdown, and what the site shows in its place."""

    path: PurePosixPath
    plain: bytes
    rich: bytes


def twin_pages(outcomes: Iterable[Outcome]) -> list[TwinPage]:
    """Return the pages of every report that is published."""
    with _site(outcomes) as places:
        plain = {path: data for path, data in _files(places.docs).items() if path.parts[0] == "reports"}
        pages = {path: data for path, data in plain.items() if path.suffix == ".md"}
        return [TwinPage(path, data, _shown(places, path, data)) for path, data in pages.items()]


def _shown(places: Places, path: PurePosixPath, data: bytes) -> bytes:
    rich = read_page(places.store, strip_front_matter(data.decode())) if path.suffix == ".md" else None
    return data if rich is None else rich.encode()


def _files(docs: Path) -> dict[PurePosixPath, bytes]:
    files = sorted(file for file in docs.rglob("*") if file.is_file())
    named = ((PurePosixPath(file.relative_to(docs).as_posix()), file) for file in files)
    return {path: file.read_bytes() for path, file in named if path.parts[:2] != ("assets", "search")}
