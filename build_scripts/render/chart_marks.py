"""What charts are put together of: an axis that begins at 0, and marks as SVG at places to a tenth of a unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from build_scripts.render.escape import escape

RADIUS = 4.5
_STEPS = (1, 2, 2.5, 5, 10)
_PARTS = 5  # that an axis is divided into, or a few more
_UNITS = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
FOOT = 0.06  # of a logarithmic axis, between 0 and the lowest power
_FLAT = 20
_TELLING = 3  # values from which on one can flatten the rest
_DECADES = 12
_POWERS = 7  # of ten that are told
_HUGE = 1e16  # from here on numbers are told as powers of ten


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from ``low`` to ``high`` over ``length`` units, divided by ``step``."""

    low: float
    high: float
    step: float
    length: float

    def at(self, value: float) -> float:
        """Return the place of ``value``; what lies beyond an end is drawn there."""
        inside = max(self.low, min(value, self.high))
        return (inside - self.low) / (self.high - self.low) * self.length

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Return the places of the divisions and the words at them."""
        count = round((self.high - self.low) / self.step)
        values = [self.low + n * self.step for n in range(count + 1)]
        return tuple((self.at(value), format_number(value)) for value in values)


@dataclass(frozen=True, slots=True)
class LogAxis:
    """A scale of powers of ten from ``low`` to ``high`` (2 is 100); 0 lies at the foot, a little below the lowest."""

    low: int
    high: int
    length: float

    def at(self, value: float) -> float:
        """Return the place of ``value``; what lies beyond an end is drawn there."""
        if value <= 0:
            return 0.0
        part = (log10(value) - self.low) / (self.high - self.low)
        return self.length * (FOOT + (1 - FOOT) * max(0.0, min(part, 1.0)))

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Return the places of the powers, of many every other, and the words at them."""
        powers = range(self.low, self.high + 1, -(-(self.high - self.low) // _POWERS))
        return (0.0, "0"), *((self.at(10.0**power), format_number(10.0**power)) for power in powers)


AnyAxis = Axis | LogAxis


def axis_for(numbers: Sequence[float], length: float) -> AnyAxis:
    """Return an axis on which all ``numbers`` can be told apart: a logarithmic one where a few flatten the rest.

    That is where the middle one of those above 0 would lie in the lowest twentieth.

    >>> axis_for([3.0, 5.0, 8.0, 86520000.0], 100)
    LogAxis(low=0, high=8, length=100)
    """
    above = sorted(number for number in numbers if number > 0)
    if len(above) < _TELLING or min(numbers) < 0 or quantile(above, 0.5) * _FLAT > above[-1]:
        return axis_of(numbers, length)
    high = ceil(log10(above[-1]))
    return LogAxis(max(floor(log10(above[0])), high - _DECADES), high, length)


def axis_of(numbers: Iterable[float], length: float) -> Axis:
    """Return the axis that holds 0 and all ``numbers`` and ends at round numbers.

    >>> axis_of([21.0, 4821.0], 100), axis_of([0.0], 100)
    (Axis(low=0.0, high=5000.0, step=1000.0, length=100), Axis(low=0.0, high=1.0, step=0.2, length=100))
    """
    known = [0.0, *numbers]
    low, high = min(known), max(known)
    if low == high:
        high = 1.0
    rough = (high - low) / _PARTS
    power = 10.0 ** floor(log10(rough))
    step = power * next(step for step in _STEPS if step * power >= rough * (1 - 1e-9))
    return Axis(floor(low / step) * step, ceil(high / step) * step, step, length)


def format_number(value: float) -> str:
    """Return a number as readers here say it, to five digits.

    >>> format_number(42000000.0), format_number(-0.5), format_number(1e20)
    ('4,200万', '−0.5', '1e+20')
    """
    size = abs(value)
    if size >= _HUGE:
        return f"{value:.3g}".replace("-", "−")
    part, unit = next(((part, unit) for part, unit in _UNITS if size >= part), (1, ""))
    return f"{value / part:,.5g}{unit}".replace("-", "−")


def quantile(ordered: Sequence[float], part: float) -> float:
    """Return the value below which ``part`` of the ordered values lie, between two of them where it falls there.

    >>> quantile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.5
    """
    place = part * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def render_group(name: str, marks: Iterable[str]) -> str:
    """Return marks as a group for the style sheet, "" where there are none."""
    inside = "".join(marks)
    return f'<g class="{name}">{inside}</g>' if inside else ""


def render_line(start: tuple[float, float], end: tuple[float, float], name: str = "") -> str:
    """Return a straight line; ``name`` is for the style sheet."""
    (x1, y1), (x2, y2) = start, end
    return f'<line{_class(name)} x1="{_place(x1)}" y1="{_place(y1)}" x2="{_place(x2)}" y2="{_place(y2)}"/>'


def render_path(points: Iterable[tuple[float, float]], name: str = "") -> str:
    """Return a line through ``points``."""
    return f'<path{_class(name)} d="M{"L".join(f"{_place(x)},{_place(y)}" for x, y in points)}"/>'


def render_points(name: str, points: Iterable[tuple[float, float]]) -> str:
    """Return very many dots as one mark, which takes a tenth of the bytes: the style sheet's round ends of lines."""
    return f'<path class="{name}" d="{"".join(f"M{_place(x)},{_place(y)}h0" for x, y in points)}"/>'


def render_dot(at: tuple[float, float], told: str, name: str = "") -> str:
    """Return a dot that tells what it stands for."""
    place = f'cx="{_place(at[0])}" cy="{_place(at[1])}" r="{RADIUS}"'
    return f"<circle{_class(name)} {place}><title>{escape(told)}</title></circle>"


def render_text(at: tuple[float, float], words: str, anchor: str = "start") -> str:
    """Return ``words`` that begin, have their middle or end at a place (``anchor``: start, middle, end)."""
    x, y = at
    turned = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{_place(x)}" y="{_place(y)}"{turned}>{escape(words)}</text>'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _place(value: float) -> str:
    # Adding 0 makes of -0.0 a plain zero.
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")
