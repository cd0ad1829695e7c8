"""What the comparison page lays side by side: each report's values by indicator, in a file for each prefecture."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from build_scripts.models import Entry, ListedFigure, Overview
from build_scripts.render.datasets import format_decimal, render_compact
from build_scripts.render.figure_entries import format_period
from build_scripts.render.indicator_pages import IndicatorCount
from build_scripts.render.list_source import ReportRow
from build_scripts.render.listings import Page

_FOLDER = PurePosixPath("data/compare")
_PREFECTURE = 4  # digits of a region code that name it


def prefectures_of(overview: Overview) -> tuple[str, ...]:
    """Return what the region codes of each prefecture with reports begin with: 4407."""
    return tuple(dict.fromkeys(one.newest.address.region[:_PREFECTURE] for one in overview.regions))


def comparison_file(name: str, rows: Iterable[ReportRow]) -> Page:
    """Return the file of the reports of a prefecture (``4407.json``). An indicator that a report lacks is unsaid."""
    reports = {entry.address.id: _report(entry, figures) for entry, figures in rows}
    return _FOLDER / f"{name}.json", render_compact(reports)


def comparison_index(told: Iterable[IndicatorCount], names: Sequence[str]) -> Page:
    """Return the list of files and indicators."""
    indicators = [
        {"slug": one.indicator.slug, "name": one.indicator.name, "unit": one.indicator.unit}
        for one in told
        if one.values
    ]
    return _FOLDER / "index.json", render_compact({"indicators": indicators, "files": names})


def _report(entry: Entry, figures: Sequence[ListedFigure]) -> dict[str, object]:
    values: dict[str, list[dict[str, object]]] = {}
    for figure in figures:
        values.setdefault(figure.indicator, []).append(_value(entry, figure))
    return {
        "page": entry.url,
        "agency": entry.agency,
        "place": entry.place,
        "body": f"{entry.address.region}-{entry.address.department}",
        "year": entry.address.year,
        "dated": entry.dated,
        "figures": entry.figures,
        "values": values,
    }


def _value(entry: Entry, figure: ListedFigure) -> dict[str, object]:
    own_year = figure.period == format_period(f"{entry.address.year}")
    return {
        "id": figure.id,
        "written": figure.written,
        "value": format_decimal(figure.value),
        "unit": figure.unit,
        "period": None if own_year else figure.period,
        "exact": figure.is_exact,
    }
