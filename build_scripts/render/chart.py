"""A chart as SVG: dots by region, or lines over the years where bodies tell of several. Vega-Lite draws it at build.

Words never reach the library: a token stands for each and is replaced in what is drawn. So no font of this machine is
measured, and the bytes are the same everywhere. Colours and fonts come from the page's style sheet, so that the chart
is right on dark pages and on paper.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from xml.etree import ElementTree as ET

import vl_convert
from markupsafe import Markup

from build_scripts.render.chart_marks import Spec, dot_spec, line_spec
from build_scripts.render.escape import escape, ready

_SVG = "{http://www.w3.org/2000/svg}"
_PLACE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?")
_NAMED_GROUPS = ("exact_marks", "open_marks", "base_marks", "lines_marks", "legend_marks", "role-axis-grid")
_STYLED = ("lines_marks", "legend_marks")
_KEPT = {"transform", "d", "x1", "x2", "y1", "y2", "text-anchor"}
_ROWS = 16  # bodies that have a row each; more share the row of their province
_NAMED = 5  # lines with a name at their end; of more, names would hide lines
_LONG = 18  # characters of a name that fit over a row
_HUGE = Decimal("1e30")


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


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What to draw, the words that its tokens stand for, and what is told of each dot, by exact and open.

    ``lines`` are the names of style of lines, strokes and dots where each body has its own: l0, l1.
    """

    spec: Spec
    words: Mapping[str, str]
    told: Mapping[str, Sequence[tuple[str, str]]]
    lines: Sequence[str] = ()


def draw_chart(title: str, desc: str, dots: Sequence[Dot]) -> Markup:
    """Return the SVG of ``dots``: 于田县 and 新县 for one year as rows, with 2022 and 2023 as lines over the years."""
    lines = any(len({dot.year for dot in of}) > 1 for of in _by(dots).values())
    drawing = _lines(dots) if lines else _rows(dots)
    svg = ET.fromstring(_drawn(json.dumps(drawing.spec)))  # noqa: S314 - made here, of numbers and tokens alone
    body = "".join(_Writer(drawing).html(svg))
    head = f'<svg viewBox="{svg.get("viewBox")}" role="img" aria-label="{escape(title)}">'
    return ready(f"{head}<title>{escape(title)}</title><desc>{escape(desc)}</desc>{body}</svg>")


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    return vl_convert.vegalite_to_svg(spec)


def _rows(dots: Sequence[Dot]) -> _Drawing:
    """Draw a row for each body, or for each province where there are too many bodies."""
    rows = _by(dots)
    if crowded := len(rows) > _ROWS:
        rows = _by(dots, by_province=True)
    words: dict[str, str] = {}
    values = []
    for row, of in enumerate(rows.values()):
        words[f"n{row}"] = _short(of[0].province if crowded else of[0].who)
        words[f"v{row}"] = (
            f"{len(of)} 个数值" if crowded else _short("、".join(dict.fromkeys(dot.told for dot in of)))
        )
        values += [{"row": row, "value": _number(dot.value), "exact": dot.exact} for dot in of]
    return _Drawing(dot_spec(values, len(rows), [_number(dot.value) for dot in dots]), words, _told(rows))


def _lines(dots: Sequence[Dot]) -> _Drawing:
    """Draw a line for each body over the years; few have their names at the end."""
    rows = _by(dots)
    values = [
        {"who": row, "year": dot.year, "value": _number(dot.value), "exact": dot.exact}
        for row, of in enumerate(rows.values())
        for dot in of
    ]
    if len(rows) > _NAMED:
        return _Drawing(line_spec(values, ()), {}, _told(rows))
    # The line that ends highest is named first.
    ends = [_number(of[-1].value) for of in rows.values()]
    order = sorted(range(len(rows)), key=lambda row: -ends[row])
    words = {f"n{row}": _short(f"{of[0].who} {of[-1].told}") for row, of in enumerate(rows.values())}
    names = [f"l{row}" for row in range(len(rows))]
    spec = line_spec(values, [f"n{row}" for row in order])
    return _Drawing(spec, words, _told(rows, names), [*names, *(names[row] for row in order)])


def _by(dots: Sequence[Dot], *, by_province: bool = False) -> dict[str, list[Dot]]:
    """Return the dots by body or province in the order they came, which is that of regions, each by year."""
    found: dict[str, list[Dot]] = {}
    for dot in dots:
        found.setdefault(dot.province if by_province else dot.body or dot.who, []).append(dot)
    return {name: sorted(of, key=lambda dot: dot.year) for name, of in found.items()}


def _told(rows: Mapping[str, Sequence[Dot]], styles: Sequence[str] = ()) -> dict[str, list[tuple[str, str]]]:
    """Return what is told of each dot and its name of style, in the order in which dots are drawn."""
    found: dict[str, list[tuple[str, str]]] = {"exact_marks": [], "open_marks": []}
    for row, of in enumerate(rows.values()):
        for dot in of:
            told = f"{dot.who} {dot.year} 年度：{dot.told}"
            found["exact_marks" if dot.exact else "open_marks"].append((told, styles[row] if styles else ""))
    return found


def _number(value: Decimal) -> float:
    """Return a value as the library takes it; one beyond all measure is drawn at the edge."""
    return float(max(-_HUGE, min(value, _HUGE)))


class _Writer:
    """Writes a drawing as HTML: marks, rules and words, without the frames round them."""

    def __init__(self, drawing: _Drawing) -> None:
        """Take the words and what is told of each dot, to be handed out in the order of the drawing."""
        self._words = drawing.words
        self._told = {kind: iter(told) for kind, told in drawing.told.items()}
        self._lines = iter(drawing.lines)

    def html(self, element: ET.Element, of: str = "") -> Iterator[str]:
        """Yield what stands in ``element``; ``of`` is the group of marks it belongs to."""
        for child in element:
            tag, names = child.tag.removeprefix(_SVG), child.get("class", "").split()
            if tag == "g":
                yield self._group(child, next((name for name in _NAMED_GROUPS if name in names), of), of)
            elif tag == "path" and of in self._told:
                yield self._dot(child, of)
            elif tag == "text":
                yield f"<text{_attributes(child)}>{escape(_words(child.text or '', self._words))}</text>"
            elif tag == "line" or (tag == "path" and not {"background", "foreground"} & set(names)):
                style = next(self._lines, "") if of in _STYLED else ""
                yield f"<{tag}{_class(style)}{_attributes(child)}/>"

    def _group(self, group: ET.Element, kind: str, of: str) -> str:
        inside = "".join(self.html(group, kind))
        kept = _attributes(group) + (_class(kind) if kind != of else "")
        return (f"<g{kept}>{inside}</g>" if kept else inside) if inside else ""

    def _dot(self, path: ET.Element, kind: str) -> str:
        x, y = _PLACE.findall(path.get("transform", ""))
        told, style = next(self._told[kind])
        at = f'cx="{_rounded(x)}" cy="{_rounded(y)}" r="4.5"'
        return f"<circle{_class(style)} {at}><title>{escape(told)}</title></circle>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _attributes(element: ET.Element) -> str:
    """Return the attributes that place an element, to a tenth of a unit."""
    kept = {name: _rounded(value) for name, value in element.items() if name in _KEPT}
    return "".join(
        f' {name}="{html.escape(value)}"' for name, value in kept.items() if value != "translate(0,0)"
    )


def _rounded(value: str) -> str:
    return _PLACE.sub(lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), value)


def _words(token: str, words: Mapping[str, str]) -> str:
    """Return what a token stands for; of an axis 5w is 5万, 2y is 2亿."""
    return words.get(token, token.replace("w", "万").replace("y", "亿"))


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"
