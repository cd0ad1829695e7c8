"""The pages of each family: what kind of figures it is, what every report says of it, a chart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from markupsafe import Markup

from build_scripts.models import Count, ListedFigure, Overview
from build_scripts.render.escape import escape, ready
from build_scripts.render.list_parts import parts_of
from build_scripts.render.list_source import FigureRow
from build_scripts.render.listings import Link, Page
from build_scripts.render.templates import render_template
from build_scripts.render.value_charts import chart_of, told_units, told_value
from build_scripts.render.value_rankings import ValueRankings
from build_scripts.render.value_slices import slices_count, value_slices
from build_scripts.rules.families import Family, load_families
from build_scripts.rules.indicators import load_indicators

_WAYS = 10
_SHORT = 10  # characters of a value that stay on one line, here and in docs/assets/values-table.js


@dataclass(frozen=True, slots=True)
class FamilyCount:
    """A family, how much is told of it, and its indicators with a value as ways from its page."""

    family: Family
    reports: int
    values: int
    indicators: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FamilyRows:
    """The rows of a family's pages, which ``values`` gives anew at each call, and their units."""

    values: Callable[[], Iterable[FigureRow]]
    units: Sequence[Count]


def told_families(overview: Overview) -> tuple[FamilyCount, ...]:
    """Return all families in the order of the rule file, those without a value too."""
    counts = {one.key: one for one in overview.families}
    told = {one.key: one.reports for one in overview.indicators}
    return tuple(_count(one, counts.get(one.slug, Count(one.slug, 0)), told) for one in load_families())


def _count(family: Family, count: Count, told: dict[str, int]) -> FamilyCount:
    ways = (
        Link(one.name, f"../../indicators/{one.slug}/", told[one.slug])
        for one in load_indicators()
        if one.slug in told and one.family == family.slug
    )
    return FamilyCount(family, count.reports, count.figures, tuple(ways))


def family_links(told: Iterable[FamilyCount]) -> tuple[Link, ...]:
    """Return the ways from the home page to the families that most reports tell, at most ten."""
    most = sorted((one for one in told if one.values), key=lambda one: (-one.reports, one.family.slug))
    return tuple(Link(one.family.name, f"families/{one.family.slug}/", one.reports) for one in most[:_WAYS])


def render_families(told: Iterable[FamilyCount]) -> bytes:
    """Return the list of all families, by theme."""
    groups = [(theme, tuple(of)) for theme, of in groupby(told, key=lambda one: one.family.theme)]
    return render_template("families.md.j2", groups=groups)


def family_files(told: FamilyCount, rows: FamilyRows) -> Iterator[Page]:
    """Yield the pages of a family that has values, ``families/penalty-money/``, and what its script reads."""
    slug = told.family.slug
    first = PurePosixPath("families", slug, "index.md")
    for part in parts_of(rows.values(), told.values):
        seen = ValueRankings(rows.units[0].key)
        drawn = (
            chart_of(told.family.name, rows.units, seen.watch(rows.values())) if part.number == 1 else None
        )
        page = render_template(
            "family.md.j2",
            told=told,
            family=told.family,
            part=part,
            lines=_lines(part.rows, f"{part.up}../../"),
            chart=drawn,
            newest_day=seen.newest_day,
            units=told_units(rows.units),
            slices=slices_count(told.values),
        )
        yield part.path(first), page
    yield from value_slices(f"family-{slug}", rows.values())


def _lines(rows: Iterable[FigureRow], root: str) -> Markup:
    """Return values as rows, those of one report under one head, which takes the fewest bytes."""
    found = groupby(rows, key=lambda row: row[0])
    return ready("".join(_group(root, [*of]) for _, of in found))


def _group(root: str, rows: Sequence[FigureRow]) -> str:
    entry = rows[0][0]
    page = escape(root + entry.url)
    head = f"{escape(entry.agency)} {entry.address.year} 年度"
    span = f" rowspan={len(rows)}" if len(rows) > 1 else ""
    cells = (_cells(page, figure) for _, figure in rows)
    first = f'<tr><th scope=rowgroup{span}><a href="{page}">{head}</a><small>{escape(entry.place)}</small>'
    return f"<tbody>{first}{'<tr>'.join(cells)}\n"


def _cells(page: str, figure: ListedFigure) -> str:
    told = told_value(figure)
    long = " class=long" if len(told) > _SHORT else ""
    way = f'<a href="{page}#{escape(figure.sentence)}">{escape(told)}</a>'
    return f"<td>{escape(figure.subject)}<td{long}>{way}"
