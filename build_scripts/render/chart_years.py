"""Very many values by year: of each year median and quartiles, and behind them the values as dots."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.render.chart_marks import (
    AnyAxis,
    LogAxis,
    axis_for,
    format_number,
    quantile,
    render_group,
    render_line,
    render_points,
    render_text,
)

WIDTH, TALL, LEFT = 360, 220, 54
MOST_DOTS = 800  # in a panel, some 10 kB; of more every nth in order of size is drawn, largest and smallest among them
_LABELED = 8  # years with a label
_SPREAD = 5  # values of a year from which on it has median and quartiles
_WORDS = 60  # a column as wide as its median in words
_GOLDEN = 0.618034  # steps of this part of a column's width never fall together


@dataclass(frozen=True, slots=True)
class Columns:
    """Years side by side; those without a value keep their place."""

    first: int
    last: int

    @property
    def step(self) -> float:
        """Return the width of a year."""
        return (WIDTH - LEFT - 18) / (self.last - self.first + 1)

    def at(self, year: int) -> float:
        """Return the middle of a year's place."""
        return (year - self.first + 0.5) * self.step


@dataclass(frozen=True, slots=True)
class YearsDrawn:
    """Marks around the origin, what has to be said, and the scale as attributes, by which a script picks a body out."""

    marks: tuple[str, ...]
    told: tuple[str, ...]
    is_log: bool
    data: str


def years_of(years: Collection[int]) -> Columns:
    """Return the columns from the first to the last year."""
    return Columns(min(years), max(years))


def draw_years(years: Mapping[int, Sequence[float]]) -> YearsDrawn:
    """Draw the values of each year, at most 800 dots in all."""
    ordered = {year: sorted(values) for year, values in sorted(years.items())}
    numbers = [value for values in ordered.values() for value in values]
    axis, columns = axis_for(numbers, TALL), years_of(years)
    share = min(1.0, MOST_DOTS / len(numbers))
    points: list[tuple[float, float]] = []
    for year, values in ordered.items():
        points += _points(columns, year, [TALL - axis.at(v) for v in _thinned(values, share)])
    boxes = [mark for year, values in ordered.items() for mark in _box(axis, columns, year, values)]
    marks = (*render_frame(axis, columns), render_points("dots", points), *boxes)
    is_log = isinstance(axis, LogAxis)
    return YearsDrawn(marks, _caption(len(points), len(numbers)), is_log, _data(axis, columns))


def _caption(drawn: int, count: int) -> tuple[str, ...]:
    dots = "每个点是一个数值。"
    if drawn < count:
        dots = f"数值太多，每幅图只画约 {MOST_DOTS} 个点，按大小均匀抽取，每年最大和最小的都在。"
    return dots, "有五个以上数值的年度，横线是中位数，方框是中间一半。没有数值的年度空着。"


def _data(axis: AnyAxis, columns: Columns) -> str:
    kind = "log" if isinstance(axis, LogAxis) else "linear"
    return (
        f' data-axis="{kind}" data-low="{axis.low:g}" data-high="{axis.high:g}" data-tall="{TALL}"'
        f' data-first="{columns.first}" data-step="{columns.step:.2f}"'
    )


def _thinned(values: Sequence[float], share: float) -> Sequence[float]:
    """Return every nth value in order of size, the first and the last among them."""
    wanted = max(2, int(len(values) * share))
    if wanted >= len(values):
        return values
    return [values[n * (len(values) - 1) // (wanted - 1)] for n in range(wanted)]


def _points(columns: Columns, year: int, heights: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield the places of dots, beside one another where there are several."""
    wide = columns.step * 0.7 if len(heights) > 1 else 0
    for n, y in enumerate(heights):
        yield columns.at(year) + ((n * _GOLDEN) % 1 - 0.5) * wide, y


def _box(axis: AnyAxis, columns: Columns, year: int, values: Sequence[float]) -> Iterator[str]:
    if len(values) < _SPREAD:
        return
    quarter, half, three = (TALL - axis.at(quantile(values, part)) for part in (0.25, 0.5, 0.75))
    x, wide = columns.at(year), min(columns.step * 0.36, 40)
    told = f"中位 {format_number(quantile(values, 0.5))}"
    sides = [render_line((x + wide * side, quarter), (x + wide * side, three)) for side in (-1, 1)]
    ends = [render_line((x - wide, y), (x + wide, y)) for y in (quarter, three)]
    yield render_group("box", (*sides, *ends, render_line((x - wide, half), (x + wide, half), "half")))
    yield render_group(
        "median", (render_text((x, three - 6), told, "middle"),) if columns.step >= _WORDS else ()
    )


def render_frame(axis: AnyAxis, columns: Columns) -> Iterator[str]:
    """Yield the divisions of an axis that stands at the left, and the years at the foot."""
    width = columns.step * (columns.last - columns.first + 1)
    yield render_group("grid", (render_line((0, TALL - y), (width, TALL - y)) for y, _ in axis.ticks))
    years = range(columns.first, columns.last + 1)
    for year in years[:: -(-len(years) // _LABELED)]:
        yield render_text((columns.at(year), TALL + 17), str(year), "middle")
    for y, words in axis.ticks:
        yield render_text((-8, TALL - y + 4), words, "end")
