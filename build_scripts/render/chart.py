"""A chart as SVG: whole governments apart from departments, by year, in colours and fonts of the page's style sheet.

Few bodies have rows or lines with their names; of more each year has its median and quartiles with the values as dots
behind. Nothing is measured: places follow from numbers alone, and the bytes are the same everywhere.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from markupsafe import Markup

from build_scripts.render.chart_marks import (
    AnyAxis,
    axis_for,
    axis_of,
    render_dot,
    render_group,
    render_line,
    render_path,
    render_text,
)
from build_scripts.render.chart_years import LEFT, TALL, WIDTH, draw_years, render_frame, years_of
from build_scripts.render.escape import escape, ready

_ROW = 44
_LABEL = 20  # a row of the names of lines
_HEAD = 26  # the line that names a panel
_ROWS = 16  # bodies that have a row each
_NAMED = 5  # lines with a name; more would hide them
_KNOWN = 400  # values of which body and words are kept; of more the numbers alone
_LONG, _LONGEST = 18, 22  # characters of a name over a row, and beside a dot
_HUGE = Decimal("1e30")
_LOG = "有的数值比其余大得多，所以用对数刻度：每一格是上一格的十倍，0 画在底线上。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A value to draw: who (于田县), when (2023), how much, and how it is told; ``exact`` dots are filled.

    ``body`` tells apart bodies of one name; ``government`` is true of a whole one: a county's, not a bureau.
    """

    who: str
    year: int
    value: Decimal
    told: str
    exact: bool = True
    body: str = ""
    government: bool = False

    @property
    def number(self) -> float:
        """Return the value as it is drawn; one beyond all measure stands at the edge."""
        return float(max(-_HUGE, min(self.value, _HUGE)))


@dataclass(frozen=True, slots=True)
class Chart:
    """Drawings side by side, what readers must know to read them, and whether a body may be picked out in them."""

    svg: Markup
    caption: str
    can_pick: bool


@dataclass(slots=True)
class _Values:
    """The values of one panel: the first with all that is known of them, all by year as numbers."""

    first: list[Dot] = field(default_factory=list)
    years: dict[int, "array[float]"] = field(default_factory=dict)

    def add(self, dot: Dot) -> None:
        if len(self.first) <= _KNOWN:
            self.first.append(dot)
        self.years.setdefault(dot.year, array("d")).append(dot.number)

    @property
    def count(self) -> int:
        return sum(map(len, self.years.values()))

    @property
    def bodies(self) -> dict[str, list[Dot]]:
        """Return the dots by body in the order they came, each body's by year."""
        found: dict[str, list[Dot]] = {}
        for dot in self.first:
            found.setdefault(dot.body or dot.who, []).append(dot)
        return {name: sorted(of, key=lambda dot: dot.year) for name, of in found.items()}


@dataclass(frozen=True, slots=True)
class _Panel:
    """Marks around their origin, the height of the whole, where the origin lies, and what has to be said."""

    marks: Iterable[str]
    height: float
    origin: tuple[float, float]
    told: tuple[str, ...]
    data: str = ""


def draw_chart(title: str, dots: Iterable[Dot]) -> Chart:
    """Return the chart of ``dots``; at most 60 kB however many they are. There must be one at least.

    于田县 and 新县 for one year are rows, with 2022 and 2023 lines over the years; a hundred of them are dots by year.
    """
    kinds: dict[bool, _Values] = {True: _Values(), False: _Values()}
    for dot in dots:
        kinds[dot.government].add(dot)
    panels = [
        (_name(kind, values.count), _panel(values, kind)) for kind, values in kinds.items() if values.count
    ]
    svg = "".join(_render(f"{title}：{name}", name, panel) for name, panel in panels)
    told = dict.fromkeys(words for _, panel in panels for words in panel.told)
    return Chart(ready(svg), "".join(told), any(panel.data for _, panel in panels))


def _name(government: object, count: int) -> str:
    return f"{_kind(government)}，{count:,} 个数值"


def _kind(government: object) -> str:
    return "一级政府" if government else "部门"


def _render(title: str, name: str, panel: _Panel) -> str:
    x, y = panel.origin
    box = f'viewBox="0 0 {WIDTH} {panel.height + _HEAD:g}"'
    head = f'<svg {box} role="img" aria-label="{escape(title)}"{panel.data}><title>{escape(title)}</title>'
    heading = f'<g class="heading">{render_text((0, 14), name)}</g>'
    return f'{head}{heading}<g transform="translate({x:g},{y + _HEAD:g})">{"".join(panel.marks)}</g></svg>'


def _panel(values: _Values, kind: object) -> _Panel:
    is_known = values.count <= _KNOWN
    bodies = values.bodies if is_known else {}
    if is_known and len(values.years) == 1 and len(bodies) <= _ROWS:
        return _rows(bodies)
    if is_known and len(values.years) > 1 and len(bodies) <= _NAMED:
        return _lines(values, bodies)
    drawn = draw_years(values.years)
    told = (*drawn.told, *((f"{_kind(kind)}中{_LOG}",) if drawn.is_log else ()))
    data = f' data-kind="{"government" if kind else "department"}"{drawn.data}'
    return _Panel(drawn.marks, TALL + 40, (LEFT, 14), told, data)


def _rows(bodies: dict[str, list[Dot]]) -> _Panel:
    """Draw a row for each body."""
    numbers = [dot.number for of in bodies.values() for dot in of]
    axis = axis_for(numbers, WIDTH - 24)
    height = len(bodies) * _ROW - 26
    told = [(of[0].who, _short("、".join(dict.fromkeys(dot.told for dot in of)))) for of in bodies.values()]
    placed = [
        (dot, (axis.at(dot.number), float(row * _ROW)), "")
        for row, of in enumerate(bodies.values())
        for dot in of
    ]
    marks = (*_grid_down(axis, height), *_row_names(told, axis.length), *_dots(placed))
    return _Panel(marks, height + 54, (12, 30), ("每行一个机关。", *_exactness(numbers, axis)))


def _exactness(numbers: Sequence[float], axis: AnyAxis) -> tuple[str, ...]:
    log = (_LOG,) if axis != axis_of(numbers, axis.length) else ()
    return (*log, "实心点是准确数，空心点带“约”“余”“超过”等字样。")


def _row_names(words: Sequence[tuple[str, str]], width: float) -> Iterator[str]:
    places = [(row * _ROW, *told) for row, told in enumerate(words)]
    yield render_group("base", (render_line((0, y), (width, y)) for y, _, _ in places))
    for y, name, value in places:
        yield render_text((0, y - 10), _short(name))
        yield render_text((width, y - 10), value, "end")


def _grid_down(axis: AnyAxis, height: float) -> Iterator[str]:
    """Yield the divisions of an axis that lies at the foot; the words at its ends stay inside."""
    yield render_group("grid", (render_line((x, 0), (x, height)) for x, _ in axis.ticks))
    last = len(axis.ticks) - 1
    for n, (x, words) in enumerate(axis.ticks):
        yield render_text((x, height + 18), words, {0: "start", last: "end"}.get(n, "middle"))


def _lines(values: _Values, bodies: dict[str, list[Dot]]) -> _Panel:
    """Draw a line for each body over the years that follow one another; their names stand over the chart."""
    numbers = [dot.number for dot in values.first]
    axis, columns = axis_for(numbers, TALL), years_of(values.years)

    def place(dot: Dot) -> tuple[float, float]:
        return columns.at(dot.year), TALL - axis.at(dot.number)

    styled = [(of, f"l{row}") for row, of in enumerate(bodies.values())]
    paths = (render_path(map(place, run), style) for of, style in styled for run in runs_of(of))
    placed = [(dot, place(dot), style) for of, style in styled for dot in of]
    top = 14 + _LABEL * len(bodies)
    marks = (*render_frame(axis, columns), render_group("lines", paths), *_dots(placed), *_legend(styled))
    told = "每条线是一个机关，线只连相邻两年各有一个数值的；缺的年度断开。"
    return _Panel(marks, TALL + top + 26, (LEFT, top), (told, *_exactness(numbers, axis)))


def runs_of(dots: Sequence[Dot]) -> Iterator[list[Dot]]:
    """Yield what a line may join: the dots of years that follow one another, each with one value.

    Two values of one year are never joined, and no line runs over a year that is missing.
    """
    years = [dot.year for dot in dots]
    run: list[Dot] = []
    for dot in dots:
        is_alone = years.count(dot.year) == 1
        if run and not (is_alone and dot.year == run[-1].year + 1):
            if len(run) > 1:
                yield run
            run = []
        if is_alone:
            run.append(dot)
    if len(run) > 1:
        yield run


def _legend(styled: Sequence[tuple[Sequence[Dot], str]]) -> Iterator[str]:
    """Yield a row over the chart for each line, the one that ends highest first: a stroke, a name, the last value."""
    ordered = sorted(styled, key=lambda line: -line[0][-1].number)
    places = [(_LABEL * (row - len(ordered)), *line) for row, line in enumerate(ordered)]
    yield render_group("legend", (render_line((-44, y), (-18, y), style) for y, _, style in places))
    for y, of, _ in places:
        last = f"{of[-1].year} 年度 {of[-1].told}"
        yield render_text((-10, y + 4), f"{_short(of[0].who, _LONGEST)} {_short(last)}")


def _dots(placed: Sequence[tuple[Dot, tuple[float, float], str]]) -> Iterator[str]:
    for name, exact in (("exact", True), ("open", False)):
        marks = (render_dot(at, _told(dot), style) for dot, at, style in placed if dot.exact is exact)
        yield render_group(name, marks)


def _told(dot: Dot) -> str:
    return f"{_short(dot.who, _LONGEST)} {dot.year} 年度：{_short(dot.told)}"


def _short(words: str, most: int = _LONG) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def one_value(dot: Dot) -> str:
    """Return a single value as a sentence, which says more than a chart of it.

    >>> one_value(Dot(who="于田县", year=2023, value=Decimal(21), told="21件"))
    '只有一个数值：于田县 2023 年度 21件。'
    """
    return f"只有一个数值：{dot.who} {dot.year} 年度 {dot.told}。"
