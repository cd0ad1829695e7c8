"""The page that lists every report, to be narrowed by year, region, department and theme at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview
from build_scripts.render.datasets import render_compact
from build_scripts.render.escape import ready
from build_scripts.render.list_parts import parts_of
from build_scripts.render.list_rows import render_choice
from build_scripts.render.listings import (
    MANY_REGIONS,
    Page,
    department_collections,
    year_collections,
)
from build_scripts.render.region_tree import Region, region_tree
from build_scripts.render.templates import render_template
from build_scripts.rules.themes import load_themes

_FIRST = PurePosixPath("browse/index.md")
_DATA = PurePosixPath("data/browse")
_SLICE = 2_000  # reports in a file of the data that the filters read: some 300 kB, a fifth of it when packed


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: the value that stands in the address, its name, how many reports it leaves."""

    value: str
    name: str
    count: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """One of the filters: ``key`` is its name in the address (``?year=2023``)."""

    key: str
    label: str
    choices: tuple[Choice, ...]


def browse_files(overview: Overview, rows: Iterable[Entry]) -> Iterator[Page]:
    """Yield the pages of all reports, newest first; without scripts they are a plain list of them all."""
    for part in parts_of(rows, overview.reports):
        is_first = part.number == 1
        page = render_template(
            "browse.md.j2",
            part=part,
            reports=overview.reports,
            lines=ready("".join(render_choice(entry, f"{part.up}../") for entry in part.rows)),
            filters=filters_of(overview) if is_first else (),
            several=overview.reports > 1,
        )
        yield part.path(_FIRST), page


def browse_slices(rows: Iterable[Entry]) -> Iterator[Page]:
    """Yield what the filters read: all reports, newest first, in files of one year and at most 2,000, and their list.

    A row is region, department, title, agency, date in words, figures, doubts, themes: bit n stands for the nth of the
    list's ``themes``.
    """
    themes = [theme.slug for theme in load_themes()]
    names: list[str] = []
    reports = 0
    for year, of in groupby(rows, key=lambda entry: entry.address.year):
        number = 0
        while entries := tuple(islice(of, _SLICE)):
            number += 1
            reports += len(entries)
            names.append(f"{year:04d}-{number}")
            yield _DATA / f"{names[-1]}.json", render_compact(_slice(year, entries, themes))
    yield _DATA / "index.json", render_compact({"reports": reports, "slices": names, "themes": themes})


def _slice(year: int, entries: Iterable[Entry], themes: list[str]) -> dict[str, object]:
    regions: dict[str, list[str]] = {}
    rows: list[list[object]] = []
    for entry in entries:
        regions.setdefault(entry.address.region, [entry.place, entry.county_alone])
        bits = sum(1 << n for n, slug in enumerate(themes) if slug in entry.themes)
        rows.append(
            [
                entry.address.region,
                entry.address.department,
                entry.title,
                entry.agency,
                entry.dated,
                entry.figures,
                entry.doubtful,
                bits,
            ]
        )
    return {"year": year, "regions": regions, "rows": rows}


def filters_of(overview: Overview) -> tuple[Filter, ...]:
    """Return the four filters with what the reports have to offer; a choice that would leave none is not there.

    Of many regions they name provinces and prefectures; the page's script adds the counties of the one chosen.
    """
    years = (
        Choice(collection.key, collection.name, collection.count) for collection in year_collections(overview)
    )
    departments = (
        Choice(collection.key, collection.name, collection.count)
        for collection in department_collections(overview)
    )
    many = len(overview.regions) > MANY_REGIONS
    regions = (c for province in region_tree(overview.regions) for c in _choices(province, 0, many=many))
    return (
        Filter("year", "年度", tuple(years)),
        Filter("region", "地区", tuple(regions)),
        Filter("department", "部门", tuple(departments)),
        Filter("theme", "主题", tuple(_themes(overview))),
    )


def _choices(region: Region, depth: int, *, many: bool) -> Iterator[Choice]:
    """Yield 44 广东省, 4407 江门市, 440704 江海区: a value is the start of the codes that it covers."""
    yield Choice(region.prefix, region.name, region.reports, depth)
    for below in region.inside:
        if not many or depth == 0:
            yield from _choices(below, depth + 1, many=many)


def _themes(overview: Overview) -> Iterator[Choice]:
    counts = {one.key: one.reports for one in overview.themes}
    for theme in load_themes():
        if theme.slug in counts:
            yield Choice(theme.slug, theme.name, counts[theme.slug])
