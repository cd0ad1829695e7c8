"""The values that the comparison page lays side by side: each report's, by indicator, in a compact file."""

from collections.abc import Iterable

from build_scripts.models import Entry, ListedFigure
from build_scripts.render.datasets import told_decimal
from build_scripts.render.figures import told_period
from build_scripts.render.indicator_pages import Told
from build_scripts.render.list_source import FigureRow


def comparison_object(told: Iterable[Told], rows: Iterable[FigureRow]) -> dict[str, object]:
    """Return the indicators that have values, and the values by report id and slug: what is not there is unsaid."""
    values: dict[str, dict[str, list[dict[str, object]]]] = {}
    for entry, figure in rows:
        of = values.setdefault(entry.address.id, {})
        of.setdefault(figure.indicator, []).append(_value(entry, figure))
    named = [
        {"slug": one.indicator.slug, "name": one.indicator.name, "unit": one.indicator.unit}
        for one in told
        if one.values
    ]
    return {
        "indicators": named,
        "values": {id_: dict(sorted(of.items())) for id_, of in sorted(values.items())},
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
