"""A report's figures on one line: what a release keeps of it, and the next one is compared with."""

from build_scripts.models import Metric, Result
from build_scripts.render.data_rows import format_decimal

_DIGITS = 12  # of the original's hash: enough to tell one file of a report from another
_PARTS = str.maketrans("|=\n\r", "／＝  ")


def figure_line(result: Result) -> bytes:
    """Return the beginning of the original's hash and the figures, value and unit by place, in the order of the text.

    ``0f3a…|1583=264 件|1600=5~6 户次``
    """
    digest = result.report.clean.raw.source.sha256[:_DIGITS]
    return "|".join([digest, *map(_figure, result.metrics)]).encode()


def _figure(metric: Metric) -> str:
    quantity = metric.quantity
    most = f"~{format_decimal(quantity.value_max)}" if quantity.value_max is not None else ""
    value = f"{format_decimal(quantity.value)}{most} {quantity.unit}".strip()
    return f"{metric.id.removeprefix('m-')}={value.translate(_PARTS)}"
