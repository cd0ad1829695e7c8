"""A chart as SVG: a row of dots for each body, or a line over the years where bodies tell of several.

Colours come from the page's style sheet, so that the chart is right on dark pages and on paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from build_scripts.render.escape import escape, ready

WIDTH, LEFT, RIGHT, ROW, TALL = 360, 12, 348, 40, 200
_LONG = 18  # characters of a name that fit beside the value


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A value to draw: who and when (于田县, 2023), how much, how it is told; ``exact`` dots are filled."""

    who: str
    year: int
    value: Decimal
    told: str
    exact: bool = True


def draw_chart(title: str, desc: str, dots: Sequence[Dot]) -> Markup:
    """Return the SVG of ``dots``: 于田县 and 新县 for one year as rows, with 2022 and 2023 as lines over the years."""
    top = max((dot.value for dot in dots), default=Decimal(0)) or Decimal(1)
    lines = _returns(dots)
    body = list(_lines(dots, top) if lines else _rows(dots, top))
    height = TALL + 40 if lines else ROW * len(_by_body(dots)) + 24
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
    told = f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>"
    return ready(head + told + "".join(body) + "</svg>")


def _returns(dots: Sequence[Dot]) -> bool:
    """Say whether any body has values of two years."""
    return any(len({dot.year for dot in of}) > 1 for of in _by_body(dots).values())


def _by_body(dots: Sequence[Dot]) -> dict[str, list[Dot]]:
    found: dict[str, list[Dot]] = {}
    for dot in sorted(dots, key=lambda dot: dot.year):
        found.setdefault(dot.who, []).append(dot)
    return dict(sorted(found.items(), key=lambda item: (-item[1][-1].value, item[0])))


def _rows(dots: Sequence[Dot], top: Decimal) -> Iterator[str]:
    for number, (who, of) in enumerate(_by_body(dots).items()):
        y = ROW * number + 30
        told = _short("、".join(dict.fromkeys(dot.told for dot in of)))
        yield _text(LEFT, y - 14, "start", _short(who))
        yield _text(RIGHT, y - 14, "end", told)
        yield f'<line class="axis" x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}"/>'
        for dot in of:
            yield _circle(_across(dot.value / top), y, dot)
    bottom = ROW * len(_by_body(dots)) + 16
    yield _text(LEFT, bottom, "start", "0") + _text(RIGHT, bottom, "end", f"{top.normalize():,f}")


def _lines(dots: Sequence[Dot], top: Decimal) -> Iterator[str]:
    first, last = min(dot.year for dot in dots), max(dot.year for dot in dots)
    span = Decimal(max(last - first, 1))

    def place(dot: Dot) -> tuple[int, int]:
        return _across((dot.year - first) / span), 20 + int(TALL * (1 - dot.value / top))

    yield f'<line class="axis" x1="{LEFT}" x2="{RIGHT}" y1="{TALL + 20}" y2="{TALL + 20}"/>'
    for who, of in _by_body(dots).items():
        points = " ".join(f"{x},{y}" for x, y in map(place, of))
        yield f'<polyline points="{points}"/>'
        yield from (_circle(*place(dot), dot) for dot in of)
        x, y = place(of[-1])
        yield _text(x, y - 8, "end" if x > WIDTH // 2 else "start", f"{_short(who)} {of[-1].told}")
    yield _text(LEFT, TALL + 36, "start", f"{first}") + _text(RIGHT, TALL + 36, "end", f"{last}")


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"


def _across(share: Decimal) -> int:
    return LEFT + int((RIGHT - LEFT) * max(Decimal(0), min(share, Decimal(1))))


def _circle(x: int, y: int, dot: Dot) -> str:
    kind = "dot" if dot.exact else "dot open"
    told = f"<title>{escape(f'{dot.who} {dot.year} 年度：{dot.told}')}</title>"
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="5">{told}</circle>'


def _text(x: int, y: int, anchor: str, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
