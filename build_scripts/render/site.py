"""All generated files of the site, made from what the pipeline found. Nothing is read or written here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from build_scripts.errors import ReportError, SourceError, in_stage
from build_scripts.models import Address, Entry, Failure, Held, Result, Searchable
from build_scripts.render.address import address_of, address_of_path
from build_scripts.render.datasets import (
    Cell,
    csv_by_indicator,
    csv_file,
    csv_rows,
    json_file,
    json_rows,
    metric_row,
    render_json,
    report_row,
)
from build_scripts.render.figure_pages import figure_files
from build_scripts.render.indicator_pages import csv_path
from build_scripts.render.list_files import list_files
from build_scripts.render.list_memory import ListMemory
from build_scripts.render.listed import listed_of
from build_scripts.render.neighbours import Neighbours, neighbours_of
from build_scripts.render.original import published_name
from build_scripts.render.quality import failed_of, held_of
from build_scripts.render.report_json import report_object
from build_scripts.render.report_page import render_original, render_report
from build_scripts.render.searching import searchable_of

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
    listed = _of_each(sorted_.published, listed_of)
    around = _Around([one.entry for one in listed])
    known = {one.entry.address: one.entry for one in listed}

    def files(address: Address, result: Result) -> dict[PurePosixPath, Page]:
        return dict(_report_files(address, result, around.of(known[address])))

    pages: dict[PurePosixPath, Page] = {}
    for made in _of_each(sorted_.published, files):
        pages.update(made)
    pages.update(list_files(ListMemory(listed, _held(sorted_))))
    pages.update(_data_files(sorted_.published))
    return dict(sorted(pages.items()))


def _held(sorted_: _Sorted) -> tuple[Held, ...]:
    return (
        *(held_of(address, result) for address, result in sorted_.held),
        *(failed_of(failure) for failure in sorted_.failed),
    )


class _Around:
    """Who is around whom, from all entries in memory."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._by: dict[tuple[object, ...], list[Entry]] = {}
        for entry in entries:
            for key in self._keys(entry):
                self._by.setdefault(key, []).append(entry)

    @staticmethod
    def _keys(entry: Entry) -> tuple[tuple[object, ...], ...]:
        at = entry.address
        kin = (at.department, at.year)
        return (
            ("body", at.region, at.department),
            ("prefecture", *kin, entry.province, entry.prefecture),
            ("province", *kin, entry.province),
            ("all", *kin),
            ("region", at.region, at.year),
        )

    def of(self, entry: Entry) -> Neighbours:
        own, *near, beside = (self._by[key] for key in self._keys(entry))
        return neighbours_of(entry, own, near, beside)


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
    yield address.folder / "index.md", render_report(result, around)
    yield from figure_files(address.folder, result)
    yield address.folder / "original" / "index.md", render_original(result)
    yield address.folder / "original" / published_name(source.path), source.path
    yield _object_path(address), render_json(report_object(result))


def _object_path(address: Address) -> PurePosixPath:
    return PurePosixPath("data", "reports", f"{address.id}.json")


def _data_files(published: Sequence[Addressed]) -> Iterator[tuple[PurePosixPath, Page]]:
    def rows_of(address: Address, result: Result) -> list[dict[str, Cell]]:
        return [metric_row(address, result, metric) for metric in result.metrics]

    rows = [row for made in _of_each(published, rows_of) for row in made]
    reports = _of_each(published, report_row)
    yield PurePosixPath("data/metrics.csv"), b"".join(csv_file([csv_rows(rows)]))
    yield PurePosixPath("data/metrics.json"), b"".join(json_file([json_rows(rows)]))
    yield PurePosixPath("data/reports.json"), b"".join(json_file([json_rows(reports)]))
    for slug, of in csv_by_indicator(rows).items():
        yield csv_path(slug), b"".join(csv_file([of]))
