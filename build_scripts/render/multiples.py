"""Small multiples: of each family a row of bars by year, drawn as a small SVG; a year without a value stays empty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from build_scripts.models import Digest, DigestFigure, Entry
from build_scripts.render.escape import escape
from build_scripts.render.year_changes import is_same_kind
from build_scripts.rules.families import load_families

_HEIGHT, _SLOT, _BAR = 40, 24, 16  # of the drawing, in its own units
_YEARS = 12  # drawn; older ones are told in the list alone
_OPEN = (
    12  # cards, and twice as many sentences, seen at once: 210 px of a phone each, of 8,000 in twelve screens
)
_TOLD = 8  # values by name: eight of each of seventy families leave a page within its size
YearFigure = tuple[Entry, DigestFigure]


@dataclass(frozen=True, slots=True)
class Multiple:
    """A family of one agency: its values newest first, and the drawing, "" where it would show nothing."""

    name: str
    slug: str
    values: tuple[YearFigure, ...]
    drawing: str


def multiples_of(rows: Sequence[tuple[Entry, Digest]]) -> tuple[Multiple, ...]:
    """Return the families of an agency's reports, in the order of the rule file; ``rows`` are newest first."""
    found: dict[str, list[YearFigure]] = {}
    for entry, digest in rows:
        for figure in digest.figures:
            found.setdefault(figure.family, []).append((entry, figure))
    return tuple(
        Multiple(family.name, family.slug, tuple(found[family.slug]), draw(found[family.slug]))
        for family in load_families()
        if family.slug in found
    )


def draw(values: Sequence[YearFigure]) -> str:
    """Return bars of those values that are of the newest comparable one's kind; "" of fewer than two, or of zeros."""
    first = next((figure for _, figure in values if figure.is_comparable), None)
    if first is None:
        return ""
    newest = values[0][0].address.year
    shown = [(e.address.year, f) for e, f in values if newest - e.address.year < _YEARS]
    bars = sorted((year, figure.number) for year, figure in shown if is_same_kind(first, figure))
    top = max((value for _, value in bars), default=0)
    if len(bars) < len(("one", "two")) or top <= 0:
        return ""
    start = min(year for year, _ in shown)
    width = (newest - start + 1) * _SLOT
    # One path for all bars: a third of the bytes of as many rectangles.
    drawn = "".join(
        f"M{(year - start) * _SLOT + (_SLOT - _BAR) // 2} {_HEIGHT}v-{height}h{_BAR}v{height}z"
        for year, value in bars
        if (height := max(1, round(value * (_HEIGHT - 1) / top)))
    )
    line = f'<line y1="{_HEIGHT}.5" x2="{width}" y2="{_HEIGHT}.5"/>'
    size = f'viewBox="0 0 {width} {_HEIGHT + 1}" width="{width}" height="{_HEIGHT + 1}"'
    return f'<svg class="bars" {size} aria-hidden="true"><path d="{drawn}"/>{line}</svg>'


def render_multiples(multiples: Iterable[Multiple], root: str) -> str:
    """Return the families as cards; of one that has a single value a sentence, after the cards.

    What is more than a dozen cards, or two dozen sentences, is folded.
    """
    known = tuple(multiples)
    cards = [_card(one, root) for one in known if len(one.values) > 1]
    lines = [_sentence(one, root) for one in known if len(one.values) == 1]
    return "\n".join(filter(None, (_folded("multiples", cards, _OPEN), _folded("told", lines, 2 * _OPEN))))


def _folded(kind: str, items: Sequence[str], most: int) -> str:
    """Return a list of which the first ``most`` items are seen at once."""
    seen, rest = "".join(items[:most]), "".join(items[most:])
    more = f"<details><summary>其余 {len(items) - most} 类</summary>\n<ul class={kind}>\n{rest}</ul>\n</details>\n"
    return (f'<ul class="{kind}">\n{seen}</ul>\n' if seen else "") + (more if rest else "")


def _card(one: Multiple, root: str) -> str:
    values = "".join(f"<li>{value_of(value, root)}</li>" for value in one.values[:_TOLD])
    more = len(one.values) - _TOLD
    values += f"<li><small>更早 {more} 个年度见各份报告</small></li>" if more > 0 else ""
    return f"<li>{_way(one, root)}{one.drawing}<ul>{values}</ul></li>\n"


def _sentence(one: Multiple, root: str) -> str:
    return f"<li>{_way(one, root)} {value_of(one.values[0], root)}</li>\n"


def _way(one: Multiple, root: str) -> str:
    """Return the family's name as the way to what all reports say of it; the style sheet makes it bold."""
    return f"<a href={root}families/{one.slug}/>{escape(one.name)}</a>"


def value_of(value: YearFigure, root: str, agency: str = "") -> str:
    """Return a value with its year and what is counted; it leads to its sentence in the report."""
    entry, figure = value
    told = [escape(figure.subject)]
    told += [f"另有 {figure.others} 个同类数字"] if figure.others else []
    told += ["存疑"] if figure.is_unsure else []
    told += ["明说没有"] if figure.number == 0 else []
    link = f'<a href="{escape(root + entry.url)}#{escape(figure.id)}">{escape(figure.written)}</a>'
    return f"<small>{agency}{entry.address.year} 年</small> {link} <small>{'，'.join(told)}</small>"
