"""A chart as SVG: dots by region, lines over the years where bodies tell of several, a spread of very many values.

Colours and fonts come from the page's style sheet, so that the chart is right on dark pages and on paper. Nothing is
measured: places follow from numbers alone, and the bytes are the same everywhere.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from markupsafe import Markup

from build_scripts.render.chart_marks import (
    Axis,
    axis_of,
    format_number,
    quantile,
    render_dot,
    render_group,
    render_line,
    render_path,
    render_text,
)
from build_scripts.render.escape import escape, ready

MOST_DOTS = 250  # 60 kB with the longest names; of more values the spread is drawn
_WIDTH, _ROW, _TALL = 360, 44, 220
_LABEL = 20  # a row of the names of lines
_ROWS = 16  # bodies that have a row each; more share the row of their province
_NAMED = 5  # lines with a name over the chart; more would hide them
_YEARS = 8  # with a label
_LONG, _LONGEST = 18, 24  # characters of a name over a row, and beside a dot
_HUGE = Decimal("1e30")
_DOTS = "实心点是准确数，空心点带“约”“余”“超过”等字样。指着一个点，可以看到是哪个机关。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A value to draw: who (于田县), when (2023), how much, and how it is told; ``exact`` dots are filled.

    ``body`` tells apart bodies of one name, ``province`` is where it is.
    """

    who: str
    year: int
    value: Decimal
    told: str
    exact: bool = True
    body: str = ""
    province: str = ""

    @property
    def number(self) -> float:
        """Return the value as it is drawn; one beyond all measure stands at the edge."""
        return float(max(-_HUGE, min(self.value, _HUGE)))


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and what readers must know to read it."""

    svg: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Marks around their origin, the size of the whole, where the origin lies, and the caption."""

    marks: Iterable[str]
    size: tuple[float, float]
    origin: tuple[float, float]
    caption: str


Rows = Mapping[str, Sequence[Dot]]


def draw_chart(title: str, desc: str, dots: Iterable[Dot]) -> Chart:
    """Return the chart of ``dots``, which come by address; at most 60 kB however many they are.

    于田县 and 新县 for one year are rows, with 2022 and 2023 lines over the years.
    """
    left = iter(dots)
    first = list(islice(left, MOST_DOTS + 1))
    if len(first) > MOST_DOTS:
        drawing = _spread(chain(first, left))
    else:
        rows = _by(first)
        lines = any(len({dot.year for dot in of}) > 1 for of in rows.values())
        drawing = _lines(rows) if lines else _rows(rows)
    x, y = drawing.origin
    width, height = drawing.size
    head = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}">'
    told = f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>"
    body = f'<g transform="translate({x:g},{y:g})">{"".join(drawing.marks)}</g>'
    return Chart(ready(f"{head}{told}{body}</svg>"), drawing.caption)


def _by(dots: Iterable[Dot], *, by_province: bool = False) -> dict[str, list[Dot]]:
    """Return the dots by body or province in the order they came, which is that of regions, each by year."""
    found: dict[str, list[Dot]] = {}
    for dot in dots:
        found.setdefault(dot.province if by_province else dot.body or dot.who, []).append(dot)
    return {name: sorted(of, key=lambda dot: dot.year) for name, of in found.items()}


def _rows(rows: Rows) -> _Drawing:
    """Draw a row for each body, or for each province where there are too many bodies."""
    if crowded := len(rows) > _ROWS:
        rows = _by((dot for of in rows.values() for dot in of), by_province=True)
        words = [(name, f"{len(of)} 个数值") for name, of in rows.items()]
    else:
        words = [
            (of[0].who, _short("、".join(dict.fromkeys(dot.told for dot in of)))) for of in rows.values()
        ]
    axis = axis_of((dot.number for of in rows.values() for dot in of), _WIDTH - 24)
    placed = [
        (dot, (axis.at(dot.number), float(row * _ROW)), "")
        for row, of in enumerate(rows.values())
        for dot in of
    ]
    order = "每行一个省份" if crowded else "按地区代码排列"
    return _row_drawing(axis, words, _dots(placed), f"与表里相同的数值，从 0 起画，{order}。{_DOTS}")


def _row_drawing(
    axis: Axis, words: Sequence[tuple[str, str]], marks: Iterable[str], caption: str
) -> _Drawing:
    """Return rows along one axis, each with a name at the left and words at the right."""
    height = len(words) * _ROW - 26
    frame = chain(_grid_down(axis, height), _row_names(words, axis.length))
    return _Drawing(chain(frame, marks), (_WIDTH, height + 54), (12, 30), caption)


def _row_names(words: Sequence[tuple[str, str]], width: float) -> Iterator[str]:
    places = [(row * _ROW, *told) for row, told in enumerate(words)]
    yield render_group("base", (render_line((0, y), (width, y)) for y, _, _ in places))
    for y, name, value in places:
        yield render_text((0, y - 10), _short(name))
        yield render_text((width, y - 10), value, "end")


def _grid_down(axis: Axis, height: float) -> Iterator[str]:
    """Yield the divisions of an axis that lies at the foot; the words at its ends stay inside."""
    yield render_group("grid", (render_line((x, 0), (x, height)) for x, _ in axis.ticks))
    last = len(axis.ticks) - 1
    for n, (x, words) in enumerate(axis.ticks):
        yield render_text((x, height + 18), words, {0: "start", last: "end"}.get(n, "middle"))


def _lines(rows: Rows) -> _Drawing:
    """Draw a line for each body over the years; few have their names over the chart."""
    years = sorted({dot.year for of in rows.values() for dot in of})
    width = _WIDTH - 72
    axis = axis_of((dot.number for of in rows.values() for dot in of), _TALL)

    def place(dot: Dot) -> tuple[float, float]:
        return (dot.year - years[0]) / (years[-1] - years[0]) * width, _TALL - axis.at(dot.number)

    named = len(rows) <= _NAMED
    styles = [f"l{row}" if named else "" for row in range(len(rows))]
    styled = list(zip(rows.values(), styles, strict=True))
    paths = (render_path(map(place, of), style) for of, style in styled if len(of) > 1)
    dots = _dots([(dot, place(dot), style) for of, style in styled for dot in of])
    legend = _legend(styled) if named else ()
    top = 14 + _LABEL * len(rows) * named
    marks = chain(_grid_beside(axis, width, years), (render_group("lines", paths),), dots, legend)
    told = "每条线是一个机关，中间的年度可能没有。"
    return _Drawing(
        marks, (_WIDTH, _TALL + top + 26), (54, top), f"与表里相同的数值，从 0 起画。{told}{_DOTS}"
    )


def _grid_beside(axis: Axis, width: float, years: Sequence[int]) -> Iterator[str]:
    """Yield the divisions of an axis that stands at the left, and the years at the foot."""
    yield render_group("grid", (render_line((0, _TALL - y), (width, _TALL - y)) for y, _ in axis.ticks))
    for year in years[:: -(-len(years) // _YEARS)]:
        x = (year - years[0]) / (years[-1] - years[0]) * width
        yield render_text((x, _TALL + 17), str(year), "middle")
    for y, words in axis.ticks:
        yield render_text((-10, _TALL - y + 4), words, "end")


def _legend(styled: Sequence[tuple[Sequence[Dot], str]]) -> Iterator[str]:
    """Yield a row over the chart for each line, the one that ends highest first: a stroke, a name, the last value."""
    ordered = sorted(styled, key=lambda line: -line[0][-1].number)
    places = [(_LABEL * (row - len(ordered)), *line) for row, line in enumerate(ordered)]
    yield render_group("legend", (render_line((-44, y), (-18, y), style) for y, _, style in places))
    for y, of, _ in places:
        yield render_text((-10, y + 4), _short(f"{of[0].who} {of[-1].told}", _LONGEST))


def _dots(placed: Sequence[tuple[Dot, tuple[float, float], str]]) -> Iterator[str]:
    for name, exact in (("exact", True), ("open", False)):
        marks = (render_dot(at, _told(dot), style) for dot, at, style in placed if dot.exact is exact)
        yield render_group(name, marks)


def _told(dot: Dot) -> str:
    return f"{_short(dot.who, _LONGEST)} {dot.year} 年度：{_short(dot.told)}"


def _spread(dots: Iterable[Dot]) -> _Drawing:
    """Draw for each province how its values spread, by quantiles; a single huge one must not flatten all others."""
    found: dict[str, array[float]] = {}
    for dot in dots:
        found.setdefault(dot.province, array("d")).append(dot.number)
    rows = {name: sorted(values) for name, values in found.items()}
    axis = axis_of((quantile(values, part) for values in rows.values() for part in (0.1, 0.9)), _WIDTH - 24)
    words = [
        (name, f"{len(of):,} 个，中位 {format_number(quantile(of, 0.5))}，最高 {format_number(of[-1])}")
        for name, of in rows.items()
    ]
    marks = (
        mark
        for row, (name, values) in enumerate(rows.items())
        for mark in _quantiles(axis, row * _ROW, name, values)
    )
    told = "数值多，每个省份画一行：细线是中间八成的数值，粗线是中间一半，点是中位数，各年度合在一起。"
    caption = f"{told}从 0 起画；每个数值见各页的表。"
    return _row_drawing(axis, words, (render_group("spread", marks),), caption)


def _quantiles(axis: Axis, y: float, name: str, values: Sequence[float]) -> Iterator[str]:
    tenth, quarter, half, three, nine = (quantile(values, part) for part in (0.1, 0.25, 0.5, 0.75, 0.9))
    yield render_line((axis.at(tenth), y), (axis.at(nine), y))
    yield render_line((axis.at(quarter), y), (axis.at(three), y), "half")
    told = (
        f"{name}：{len(values)} 个数值，最低 {format_number(values[0])}，四分之一 {format_number(quarter)}，"
        f"中位 {format_number(half)}，四分之三 {format_number(three)}，最高 {format_number(values[-1])}"
    )
    yield render_dot((axis.at(half), y), told)


def _short(words: str, most: int = _LONG) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
