"""The pages of each indicator: what it means, what every report says of it, a chart, who says nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from markupsafe import Markup

from build_scripts.models import Count, Entry, ListedFigure, Overview
from build_scripts.render.escape import ready
from build_scripts.render.list_parts import MOST, Part, parts_of
from build_scripts.render.list_rows import render_silent, render_value
from build_scripts.render.list_source import FigureRow
from build_scripts.render.listings import Link, Page, comparison_query
from build_scripts.render.rankings import render_ranking
from build_scripts.render.templates import render_template
from build_scripts.render.value_charts import chart_of, told_units
from build_scripts.render.value_rankings import ValueRankings
from build_scripts.render.value_slices import slices_count, value_slices
from build_scripts.rules.indicators import Indicator, load_indicators

SILENT = MOST  # reports without a value that the page names; of more it gives the number
_WAYS = 10
_VALUES = 25  # of a page: with its sentence a value takes 190 px of a phone, and twelve screens have 8,000

_Value = tuple[Entry, ListedFigure, bool]


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """An indicator and how much is told of it: in how many reports, and in how many all in all."""

    indicator: Indicator
    reports: int
    values: int
    of: int

    @property
    def silent(self) -> int:
        """Return how many reports say nothing of it."""
        return self.of - self.reports


@dataclass(frozen=True, slots=True)
class IndicatorRows:
    """The rows of an indicator's pages, as ``ListSource`` gives them; ``silent`` may be the first of more.

    ``values`` gives the figures anew at each call: for the pages, the chart, and the file that sorts and filters.
    """

    values: Callable[[], Iterable[FigureRow]]
    units: Sequence[Count]
    silent: Iterable[Entry]


def told_indicators(overview: Overview) -> tuple[IndicatorCount, ...]:
    """Return all indicators in order of slug, those without a value too."""
    counts = {one.key: one for one in overview.indicators}
    found = ((one, counts.get(one.slug, Count(one.slug, 0))) for one in load_indicators())
    return tuple(IndicatorCount(one, count.reports, count.figures, overview.reports) for one, count in found)


def indicator_links(told: Iterable[IndicatorCount]) -> tuple[Link, ...]:
    """Return the ways from the home page to the indicators that most reports tell, at most ten."""
    most = sorted((one for one in told if one.values), key=lambda one: (-one.reports, one.indicator.slug))
    return tuple(
        Link(one.indicator.name, f"indicators/{one.indicator.slug}/", one.reports) for one in most[:_WAYS]
    )


def render_indicators(told: Iterable[IndicatorCount]) -> bytes:
    """Return the list of all indicators."""
    return render_template("indicators.md.j2", told=tuple(told))


def indicator_files(told: IndicatorCount, rows: IndicatorRows) -> Iterator[Page]:
    """Yield the pages of an indicator that has values: ``indicators/penalty-cases/``. Its CSV lies beside them."""
    slug = told.indicator.slug
    first = PurePosixPath("indicators", slug, "index.md")
    for part in parts_of(_values(rows.values()), told.values, most=_VALUES):
        is_first = part.number == 1
        silent = tuple(rows.silent) if is_first else ()
        top = ValueRankings(rows.units[0].key)
        chart = chart_of(told.indicator.name, rows.units, top.watch(rows.values())) if is_first else None
        page = render_template(
            "indicator.md.j2",
            told=told,
            indicator=told.indicator,
            part=part,
            lines=_lines(part, can_compare=told.reports > 1),
            compared=comparison_query(entry for entry, _, _ in part.rows) if is_first else "",
            chart=chart,
            rankings=tuple((one, ready(render_ranking(one, "../../"))) for one in top.newest()),
            newest_day=top.newest_day,
            units=told_units(rows.units),
            slices=slices_count(told.values),
            silent=ready("".join(render_silent(entry, "../../") for entry in silent)),
            named=len(silent),
        )
        yield part.path(first), page
    yield from value_slices(f"indicator-{slug}", rows.values())


def csv_path(slug: str) -> PurePosixPath:
    """Return where the figures of an indicator lie as CSV."""
    return PurePosixPath("indicators", slug, f"{slug}.csv")


def _values(rows: Iterable[FigureRow]) -> Iterator[_Value]:
    """Yield each value and whether it is its report's first, at which the report is picked for comparison."""
    last = None
    for entry, figure in rows:
        yield entry, figure, entry.address != last
        last = entry.address


def _lines(part: Part[_Value], *, can_compare: bool) -> Markup:
    root = f"{part.up}../../"
    return ready(
        "".join(render_value(e, f, root, pick=can_compare and is_first) for e, f, is_first in part.rows)
    )
