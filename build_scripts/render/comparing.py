"""The values that the comparison page lays side by side: each report's, by indicator, in a compact file."""

from collections.abc import Sequence

from build_scripts.models import Qualifier
from build_scripts.render.datasets import told_decimal
from build_scripts.render.indicator_pages import Told, Value


def comparison_object(told: Sequence[Told]) -> dict[str, object]:
    """Return the indicators that have values, and the values by report id and slug: what is not there is unsaid."""
    values: dict[str, dict[str, list[dict[str, object]]]] = {}
    for one in told:
        for value in one.values:
            of = values.setdefault(value.entry.address.id, {})
            of.setdefault(one.indicator.slug, []).append(_value(value))
    named = [
        {"slug": one.indicator.slug, "name": one.indicator.name, "unit": one.indicator.unit}
        for one in told
        if one.values
    ]
    return {"indicators": named, "values": dict(sorted(values.items()))}


def _value(value: Value) -> dict[str, object]:
    quantity = value.metric.quantity
    return {
        "id": value.metric.id,
        "written": value.written,
        "value": told_decimal(quantity.value),
        "unit": quantity.unit,
        "period": value.period if value.metric.period else None,
        "exact": quantity.qualifier is Qualifier.EXACT and quantity.value_max is None,
    }
