"""The pages that lead to reports: home, regions, years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from build_scripts.models import Address, Entry, Result, Severity
from build_scripts.render.escape import decode
from build_scripts.render.names import body_of, department_name, place_names, region_of, title_of
from build_scripts.render.templates import render_template
from build_scripts.render.words import dated_of
from build_scripts.rules.themes import load_themes

_NEWEST = 8
_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reports that belong together under one name; ``key`` is the last part of the shelf's address."""

    key: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way in from the home page: the name, the address below the root, how many reports lie there."""

    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Province:
    """The counties of one province that have reports."""

    name: str
    regions: tuple[Shelf, ...]

    @property
    def count(self) -> int:
        """Return how many reports the province has."""
        return sum(len(shelf.entries) for shelf in self.regions)

    @property
    def anchor(self) -> str:
        """Return its place on the page of all regions: ``p44``."""
        return f"p{self.regions[0].key[:2]}"

    @property
    def prefectures(self) -> tuple["Province", ...]:
        """Return its counties under their prefectures: 江门市 has 江海区; "" where none stands between."""
        by_name: dict[str, list[Shelf]] = {}
        for shelf in self.regions:
            by_name.setdefault(shelf.entries[0].prefecture, []).append(shelf)
        return tuple(Province(name, tuple(inside)) for name, inside in by_name.items())


def entry_of(address: Address, result: Result) -> Entry:
    """Return what listings tell of a report."""
    meta, source = result.report.meta, result.report.clean.raw.source
    province, prefecture, name = place_names(meta, address.region, address.year)
    return Entry(
        address=address,
        url=address.url,
        title=title_of(meta, source),
        agency=body_of(meta, source),
        place=decode("".join(dict.fromkeys((province, prefecture, name)))) or region_of(meta, source),
        province=decode(province or "其他地区"),
        prefecture=decode(prefecture),
        county=decode(prefecture + name) or address.region,
        day=meta.issued_on or meta.published_on or "",
        dated=dated_of(meta),
        figures=len(result.metrics),
        doubtful=sum(finding.severity is Severity.WARNING for finding in result.findings),
        themes=_themes(result),
    )


def region_shelves(entries: Iterable[Entry]) -> tuple[Shelf, ...]:
    """Return the reports by region code, newest year first."""
    by_code: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (-e.address.year, e.address)):
        by_code.setdefault(entry.address.region, []).append(entry)
    return tuple(Shelf(code, _name(by_code[code]), tuple(by_code[code])) for code in sorted(by_code))


def year_shelves(entries: Iterable[Entry]) -> tuple[Shelf, ...]:
    """Return the reports by year, newest first, each in the order of region codes."""
    by_year: dict[int, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: e.address):
        by_year.setdefault(entry.address.year, []).append(entry)
    return tuple(Shelf(str(y), f"{y} 年度", tuple(by_year[y])) for y in sorted(by_year, reverse=True))


def department_shelves(entries: Iterable[Entry]) -> tuple[Shelf, ...]:
    """Return the reports by department slug, newest year first: health-cdc stands apart from health."""
    by_slug: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (-e.address.year, e.address)):
        by_slug.setdefault(entry.address.department, []).append(entry)
    return tuple(Shelf(slug, department_name(slug), tuple(by_slug[slug])) for slug in sorted(by_slug))


def provinces_of(shelves: Sequence[Shelf]) -> tuple[Province, ...]:
    """Return the shelves of regions under their provinces, in the order of codes."""
    by_name: dict[str, list[Shelf]] = {}
    for shelf in shelves:
        by_name.setdefault(shelf.entries[0].province, []).append(shelf)
    return tuple(Province(name, tuple(inside)) for name, inside in by_name.items())


def comparison_query(entries: Sequence[Entry]) -> str:
    """Return the query for the first four reports: ``?r=440704-health-2023&r=…``; "" where there are not two."""
    ids = list(dict.fromkeys(entry.address.id for entry in entries))[:_COMPARED]
    return "?" + "&".join(f"r={id_}" for id_ in ids) if len(ids) > 1 else ""


def render_home(
    entries: Sequence[Entry], themes: Sequence[Way] = (), indicators: Sequence[Way] = ()
) -> bytes:
    """Return the home page: what this is, the newest reports, ways in."""
    regions = region_shelves(entries)
    newest = sorted(entries, key=lambda e: (e.day or f"{e.address.year + 1}", e.address), reverse=True)
    return render_template(
        "home.md.j2",
        newest=tuple(newest[:_NEWEST]),
        total=len(entries),
        figures=sum(entry.figures for entry in entries),
        regions=regions,
        provinces=provinces_of(regions),
        years=year_shelves(entries),
        departments=department_shelves(entries),
        themes=tuple(themes),
        indicators=tuple(indicators),
    )


def render_regions(entries: Sequence[Entry]) -> bytes:
    """Return the list of all regions."""
    return render_template("regions.md.j2", provinces=provinces_of(region_shelves(entries)))


def render_years(entries: Sequence[Entry]) -> bytes:
    """Return the list of all years."""
    return render_template("years.md.j2", years=year_shelves(entries))


def render_departments(entries: Sequence[Entry]) -> bytes:
    """Return the list of all departments that have reports."""
    return render_template("departments.md.j2", departments=department_shelves(entries))


def render_shelf(shelf: Shelf, kind: str) -> bytes:
    """Return the page of one region, year or department (``kind`` says which)."""
    return render_template("shelf.md.j2", shelf=shelf, kind=kind, compared=comparison_query(shelf.entries))


def _themes(result: Result) -> tuple[str, ...]:
    told = {metric.theme for metric in result.metrics}
    return tuple(theme.slug for theme in load_themes() if theme.name in told)


def _name(entries: Sequence[Entry]) -> str:
    return entries[0].place
