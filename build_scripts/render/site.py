"""All generated files of the site, made from what the pipeline found. Nothing is read or written here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from build_scripts.errors import ReportError, SourceError, in_stage
from build_scripts.models import Address, Entry, Failure, Result, Searchable
from build_scripts.render.address import address_of, address_of_path
from build_scripts.render.browsing import render_browse
from build_scripts.render.comparing import comparison_object
from build_scripts.render.datasets import (
    COLUMNS,
    REPORT_FIELDS,
    Cell,
    metric_row,
    render_csv,
    render_json,
    report_row,
)
from build_scripts.render.indicator_pages import indicator_files, indicator_ways, told_indicators
from build_scripts.render.listings import (
    department_shelves,
    entry_of,
    region_shelves,
    render_departments,
    render_home,
    render_regions,
    render_shelf,
    render_years,
    year_shelves,
)
from build_scripts.render.neighbours import Neighbours, neighbours_of
from build_scripts.render.original import published_name
from build_scripts.render.page_pairs import MARKDOWN_COPY, PagePair, report_pages
from build_scripts.render.quality import render_quality
from build_scripts.render.report_json import report_object
from build_scripts.render.searching import searchable_of
from build_scripts.render.templates import render_template
from build_scripts.render.theme_pages import theme_files, theme_shelves, theme_ways

Outcome = Result | Failure
Page = bytes | Path  # a path stands for a file that is copied as it is
Addressed = tuple[Address, Result]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Outcomes by what becomes of them, each in the order of addresses."""

    published: tuple[Addressed, ...]
    held: tuple[Addressed, ...]
    failed: tuple[Failure, ...]


def render_site(outcomes: Iterable[Outcome]) -> dict[PurePosixPath, Page]:
    """Return every generated file by its path below the docs folder; the same outcomes give the same bytes.

    A report with a finding of severity error gets no page and is in no file of data. One whose address nobody can
    give, or which another file has already taken, counts as failed. Raises an ``ExceptionGroup`` of what failed on
    single reports: make their outcomes failures and ask again.
    """
    sorted_ = _sort(outcomes)
    entries = _of_each(sorted_.published, entry_of)
    pages: dict[PurePosixPath, Page] = {}
    for made in _around_each(sorted_.published, entries, _report_files):
        pages.update(made)
    pages.update(_listing_files(entries))
    pages.update(_subject_files(entries, sorted_.published))
    pages.update(_data_files(sorted_.published))
    pages[PurePosixPath("quality.md")] = render_quality(sorted_.published, sorted_.held, sorted_.failed)
    return dict(sorted(pages.items()))


def rich_pages(outcomes: Iterable[Outcome]) -> list[PagePair]:
    """Return the pages of every report that has some, plain and rich. Raises as ``render_site`` does."""
    published = _sort(outcomes).published
    return [
        page for made in _around_each(published, _of_each(published, entry_of), report_pages) for page in made
    ]


def _around_each(
    published: Sequence[Addressed],
    entries: Sequence[Entry],
    make: Callable[[Address, Result, Neighbours], Iterator[Made]],
) -> list[list[Made]]:
    """Return for every report all that ``make`` yields of it and of those around it."""
    known = dict(zip((address for address, _ in published), entries, strict=True))
    return _of_each(published, lambda a, result: list(make(a, result, neighbours_of(known[a], entries))))


def searchables(outcomes: Iterable[Outcome]) -> list[Searchable]:
    """Return what the search needs of every report that has a page. Raises as ``render_site`` does."""
    return _of_each(_sort(outcomes).published, searchable_of)


def _of_each(published: Iterable[Addressed], make: Callable[[Address, Result], Made]) -> list[Made]:
    """Return what ``make`` makes of every report; after the last, an ``ExceptionGroup`` names those it failed on."""
    found: list[Made] = []
    faults: list[ReportError] = []
    for address, result in published:
        try:
            with in_stage("render", result.report.clean.raw.source.path):
                found.append(make(address, result))
        except ReportError as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("render", faults)
    return found


def kept_paths(outcomes: Iterable[Outcome]) -> frozenset[PurePosixPath]:
    """Return the paths to leave alone when clearing up: the earlier good pages of reports that failed this time."""
    keep: set[PurePosixPath] = set()
    for failure in _sort(outcomes).failed:
        address = address_of_path(failure.path)
        if address:
            keep |= {address.folder, _object_path(address)}
    return frozenset(keep)


def settle_addresses(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes, each result whose address is refused or already taken turned into a failure that says so."""
    sorted_ = _sort(outcomes)
    settled: list[Outcome] = [*(result for _, result in (*sorted_.published, *sorted_.held)), *sorted_.failed]
    return sorted(settled, key=_path)


def _sort(outcomes: Iterable[Outcome]) -> _Sorted:
    found: dict[Address, Result] = {}
    failed: list[Failure] = []
    for outcome in sorted(outcomes, key=_path):
        try:
            if isinstance(outcome, Failure):
                failed.append(outcome)
            else:
                _place(outcome, found)
        except SourceError as error:
            failed.append(Failure(error.path, str(error)))
    ordered = sorted(found.items())
    return _Sorted(
        published=tuple(item for item in ordered if item[1].publishable),
        held=tuple(item for item in ordered if not item[1].publishable),
        failed=tuple(failed),
    )


def _path(outcome: Outcome) -> str:
    path = outcome.path if isinstance(outcome, Failure) else outcome.report.clean.raw.source.path
    return path.as_posix()


def _place(result: Result, found: dict[Address, Result]) -> None:
    source = result.report.clean.raw.source
    address = address_of(source)
    if address in found:
        other = found[address].report.clean.raw.source.path.name
        raise SourceError(
            source.path, f"与 {other} 是同一地址", "一份报告只留一个文件，或在部门后另加一词区分"
        )
    found[address] = result


def _report_files(
    address: Address, result: Result, around: Neighbours
) -> Iterator[tuple[PurePosixPath, Page]]:
    source = result.report.clean.raw.source
    for page in report_pages(address, result, around):
        yield page.path, page.plain
        if page.path.parent == address.folder:
            # For readers to take along: a name that no site tool renders.
            yield address.folder / f"{address.id}{MARKDOWN_COPY}", page.plain
    yield address.folder / "original" / published_name(source.path), source.path
    yield _object_path(address), render_json(report_object(result))


def _object_path(address: Address) -> PurePosixPath:
    return PurePosixPath("data", "reports", f"{address.id}.json")


def _listing_files(entries: Sequence[Entry]) -> Iterator[tuple[PurePosixPath, Page]]:
    yield PurePosixPath("browse.md"), render_browse(entries)
    yield PurePosixPath("regions/index.md"), render_regions(entries)
    yield PurePosixPath("years/index.md"), render_years(entries)
    for shelf in region_shelves(entries):
        yield PurePosixPath("regions", shelf.key, "index.md"), render_shelf(shelf, "region")
    for shelf in year_shelves(entries):
        yield PurePosixPath("years", shelf.key, "index.md"), render_shelf(shelf, "year")
    yield PurePosixPath("departments/index.md"), render_departments(entries)
    for shelf in department_shelves(entries):
        yield PurePosixPath("departments", shelf.key, "index.md"), render_shelf(shelf, "department")


def _subject_files(
    entries: Sequence[Entry], published: Sequence[Addressed]
) -> Iterator[tuple[PurePosixPath, Page]]:
    """Yield what is sorted by what the figures say, and the home page, which leads to it."""
    told = told_indicators(published)
    themes = theme_shelves(published, told)
    yield PurePosixPath("index.md"), render_home(entries, theme_ways(themes), indicator_ways(told))
    yield from indicator_files(told, published)
    yield from theme_files(themes)
    yield PurePosixPath("data/compare.json"), render_json(comparison_object(told))


def _data_files(published: Sequence[Addressed]) -> Iterator[tuple[PurePosixPath, Page]]:
    def rows_of(address: Address, result: Result) -> list[dict[str, Cell]]:
        return [metric_row(address, result, metric) for metric in result.metrics]

    rows = [row for made in _of_each(published, rows_of) for row in made]
    yield PurePosixPath("data/metrics.csv"), render_csv(rows)
    yield PurePosixPath("data/metrics.json"), render_json(rows)
    yield PurePosixPath("data/reports.json"), render_json(_of_each(published, report_row))
    page = render_template(
        "data.md.j2", columns=COLUMNS, fields=REPORT_FIELDS, figures=len(rows), reports=len(published)
    )
    yield PurePosixPath("data/index.md"), page
