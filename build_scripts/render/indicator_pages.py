"""The page of each indicator: what it means, what every report says of it, a chart, and the figures as CSV."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from build_scripts.models import Address, Entry, Metric, Qualifier, Result
from build_scripts.render.chart import Dot, draw_chart
from build_scripts.render.datasets import Cell, metric_row, render_csv
from build_scripts.render.escape import decode
from build_scripts.render.figures import as_written, told_doubts, told_period, told_value
from build_scripts.render.listings import Way, comparison_query, entry_of
from build_scripts.render.places import raw_start
from build_scripts.render.templates import render_template
from build_scripts.rules.indicators import Indicator, load_indicators

Addressed = tuple[Address, Result]
_MOST = 10
_YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What one report says of an indicator. ``written`` keeps the report's words, ``canonical`` is 145,000元.

    ``quote`` is the whole sentence. A report that says it twice is picked for comparison at the first.
    """

    entry: Entry
    metric: Metric
    period: str
    written: str
    canonical: str
    subject: str
    sentence: str
    quote: str
    doubts: tuple[str, ...] = ()
    pick: bool = False

    @property
    def is_zero(self) -> bool:
        """Say whether the report states that there was none: 未发生行政诉讼案件."""
        return self.metric.quantity.value == 0


@dataclass(frozen=True, slots=True)
class Told:
    """An indicator and what the reports say of it; ``silent`` are the reports that say nothing."""

    indicator: Indicator
    values: tuple[Value, ...]
    silent: tuple[Entry, ...]

    @property
    def reports(self) -> int:
        """Return how many reports tell it: a report that says it twice counts once."""
        return len({value.entry.address for value in self.values})


def told_indicators(published: Sequence[Addressed]) -> tuple[Told, ...]:
    """Return all indicators in order of slug with their values, newest year first, then by region code."""
    entries = [entry_of(*item) for item in published]
    found = _by_slug(published)
    return tuple(_told(indicator, found.get(indicator.slug, ()), entries) for indicator in load_indicators())


def indicator_ways(told: Sequence[Told]) -> tuple[Way, ...]:
    """Return the ways to the indicators that most reports tell, at most ten."""
    most = sorted((one for one in told if one.values), key=lambda one: (-one.reports, one.indicator.slug))
    return tuple(
        Way(one.indicator.name, f"indicators/{one.indicator.slug}/", one.reports) for one in most[:_MOST]
    )


def indicator_files(
    told: Sequence[Told], published: Sequence[Addressed]
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the list of indicators, and page and CSV of those that have a value: ``indicators/penalty-cases/``."""
    folder = PurePosixPath("indicators")
    yield folder / "index.md", render_template("indicators.md.j2", told=tuple(told))
    for one in told:
        if one.values:
            slug = one.indicator.slug
            yield folder / slug / "index.md", render_indicator(one)
            yield folder / slug / f"{slug}.csv", render_csv(_rows(slug, published))


def render_indicator(told: Told) -> bytes:
    """Return the page of one indicator that has values."""
    indicator = told.indicator
    dots = [_dot(value) for value in sorted(told.values, key=lambda value: value.entry.address)]
    desc = f"{told.reports} 份报告的 {len(dots)} 个数值，与下面的表相同；空心点不是准确数。"
    return render_template(
        "indicator.md.j2",
        indicator=indicator,
        values=told.values,
        silent=told.silent,
        reports=told.reports,
        compared=comparison_query([value.entry for value in told.values]),
        chart=draw_chart(f"{indicator.name}（{indicator.unit}）", desc, dots),
    )


def _told(indicator: Indicator, values: Sequence[Value], entries: Sequence[Entry]) -> Told:
    tell = {value.entry.address for value in values}
    silent = [entry for entry in entries if entry.address not in tell]
    ordered = sorted(values, key=lambda v: (-v.entry.address.year, v.entry.address, v.metric.span))
    first = {value.entry.address: value.metric.id for value in reversed(ordered)}
    picked = (replace(value, pick=first[value.entry.address] == value.metric.id) for value in ordered)
    return Told(indicator, tuple(picked), tuple(silent))


def _by_slug(published: Sequence[Addressed]) -> Mapping[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for address, result in published:
        entry = entry_of(address, result)
        for metric in result.metrics:
            if metric.indicator:
                found.setdefault(metric.indicator, []).append(_value(entry, result, metric))
    return found


def _value(entry: Entry, result: Result, metric: Metric) -> Value:
    clean, quantity = result.report.clean, metric.quantity
    return Value(
        entry=entry,
        metric=metric,
        period=told_period(metric.period or f"{entry.address.year}"),
        written=decode(as_written(clean.text, metric)),
        canonical=told_value(quantity.value, quantity.value_max) + quantity.unit,
        subject=decode(metric.subject),
        sentence=f"s-{raw_start(clean, metric.sentence)}",
        quote=decode(" ".join(metric.sentence.of(clean.text).split())),
        doubts=told_doubts(metric),
    )


def _dot(value: Value) -> Dot:
    quantity = value.metric.quantity
    said = _YEAR.match(value.metric.period or "")
    return Dot(
        who=value.entry.agency,
        body=f"{value.entry.address.region}-{value.entry.address.department}",
        province=value.entry.province,
        year=int(said.group()) if said else value.entry.address.year,
        value=quantity.value,
        told=value.written,
        exact=quantity.qualifier is Qualifier.EXACT and quantity.value_max is None,
    )


def _rows(slug: str, published: Sequence[Addressed]) -> Iterator[Mapping[str, Cell]]:
    for address, result in published:
        yield from (metric_row(address, result, m) for m in result.metrics if m.indicator == slug)
