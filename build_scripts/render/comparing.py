"""What the comparison page lays side by side: each report's values by indicator, in a file for each prefecture."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from build_scripts.models import Entry, ListedFigure
from build_scripts.render.datasets import render_compact, told_decimal
from build_scripts.render.figures import told_period
from build_scripts.render.indicator_pages import Told
from build_scripts.render.list_source import ReportRow
from build_scripts.render.listings import Page

_FOLDER = PurePosixPath("data/compare")
_PREFECTURE = 4  # digits of a region code that name it


def comparison_files(told: Iterable[Told], rows: Iterable[ReportRow]) -> Iterator[Page]:
    """Yield a file of the reports of each prefecture (``4407.json``), and the list of files and indicators.

    An indicator that a report lacks is unsaid.
    """
    names: list[str] = []
    for name, of in groupby(rows, key=lambda row: row[0].address.region[:_PREFECTURE]):
        names.append(name)
        reports = {entry.address.id: _report(entry, figures) for entry, figures in of}
        yield _FOLDER / f"{name}.json", render_compact(reports)
    indicators = [
        {"slug": one.indicator.slug, "name": one.indicator.name, "unit": one.indicator.unit}
        for one in told
        if one.values
    ]
    yield _FOLDER / "index.json", render_compact({"indicators": indicators, "files": names})


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
    own_year = figure.period == told_period(f"{entry.address.year}")
    return {
        "id": figure.id,
        "written": figure.written,
        "value": told_decimal(figure.value),
        "unit": figure.unit,
        "period": None if own_year else figure.period,
        "exact": figure.is_exact,
    }
