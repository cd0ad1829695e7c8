"""The chart of an indicator or a family: of the values of one unit, and what has to be said of the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from build_scripts.models import Count, Entry, ListedFigure
from build_scripts.render.chart import Chart, Dot, draw_chart, one_value
from build_scripts.render.list_source import FigureRow

_GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class ValueChart:
    """A chart, or the sentence in its place where there is but one value, and what it leaves out."""

    unit: str
    chart: Chart | None
    sentence: str
    left_out: str


def chart_of(name: str, units: Sequence[Count], rows: Iterable[FigureRow]) -> ValueChart:
    """Return the chart of ``rows`` in their commonest unit, the first of ``units``."""
    unit = units[0].key
    dots = _dots(unit, rows)
    if units[0].figures == 1:
        chart, sentence = None, "".join(map(one_value, islice(dots, 1)))
    else:
        chart, sentence = draw_chart(f"{name}（{unit}）", dots), ""
    return ValueChart(unit, chart, sentence, _left_out(units[1:]))


def told_units(units: Sequence[Count]) -> str:
    """Return units in words, the commonest first: 件；也有 宗 3 个、起 1 个.

    >>> told_units((Count("件", 3, 4), Count("宗", 1, 1)))
    '件；也有 宗 1 个'
    """
    others = "、".join(f"{one.key or '不写单位'} {one.figures:,} 个" for one in units[1:])
    return f"{units[0].key or '不写单位'}；也有 {others}" if others else units[0].key or "不写单位"


def _left_out(units: Sequence[Count]) -> str:
    count = sum(one.figures for one in units)
    return f"另有 {count:,} 个数值单位不同，不画在一起。" if count else ""


def _dots(unit: str, rows: Iterable[FigureRow]) -> Iterator[Dot]:
    return (_dot(entry, figure) for entry, figure in rows if figure.unit == unit)


def _dot(entry: Entry, figure: ListedFigure) -> Dot:
    return Dot(
        who=entry.agency,
        body=f"{entry.address.region}-{entry.address.department}",
        year=figure.year,
        value=figure.value,
        told=told_value(figure),
        exact=figure.is_exact,
        government=entry.address.department == _GOVERNMENT,
    )


def told_value(figure: ListedFigure) -> str:
    """Return a value as the report writes it; a bare number of a table's cell has its unit added: 19元."""
    bare = figure.written.replace(",", "").replace(".", "").isdecimal()
    return figure.canonical if bare else figure.written
