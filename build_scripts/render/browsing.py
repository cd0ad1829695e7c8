"""The page that lists every report, to be narrowed by year, region, department and theme at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from build_scripts.models import Entry
from build_scripts.render.listings import (
    comparison_query,
    department_shelves,
    provinces_of,
    region_shelves,
    year_shelves,
)
from build_scripts.render.templates import render_template
from build_scripts.rules.themes import load_themes

_PROVINCE, _PREFECTURE = 2, 4  # digits of a region code that name them


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


def render_browse(entries: Sequence[Entry]) -> bytes:
    """Return the page of all reports, newest year first; without scripts it is a plain list of them all."""
    ordered = sorted(entries, key=lambda entry: (-entry.address.year, entry.address))
    return render_template(
        "browse.md.j2", entries=ordered, filters=filters_of(entries), compared=comparison_query(ordered)
    )


def filters_of(entries: Sequence[Entry]) -> tuple[Filter, ...]:
    """Return the four filters with what the reports have to offer; a choice that would leave none is not there."""
    years = (Choice(shelf.key, shelf.name, len(shelf.entries)) for shelf in year_shelves(entries))
    departments = (Choice(shelf.key, shelf.name, len(shelf.entries)) for shelf in department_shelves(entries))
    return (
        Filter("year", "年度", tuple(years)),
        Filter("region", "地区", tuple(_regions(entries))),
        Filter("department", "部门", tuple(departments)),
        Filter("theme", "主题", tuple(_themes(entries))),
    )


def _regions(entries: Iterable[Entry]) -> Iterator[Choice]:
    """Yield 44 广东省, 4407 江门市, 440704 江海区: a value is the start of the codes that it covers."""
    for province in provinces_of(region_shelves(entries)):
        yield Choice(province.regions[0].key[:_PROVINCE], province.name, province.count)
        for prefecture in province.prefectures:
            below = 1
            if prefecture.name:
                below = 2
                yield Choice(prefecture.regions[0].key[:_PREFECTURE], prefecture.name, prefecture.count, 1)
            for shelf in prefecture.regions:
                yield Choice(shelf.key, shelf.entries[0].county_alone, len(shelf.entries), below)


def _themes(entries: Sequence[Entry]) -> Iterator[Choice]:
    for theme in load_themes():
        count = sum(theme.slug in entry.themes for entry in entries)
        if count:
            yield Choice(theme.slug, theme.name, count)
