"""The rows of a report's table of figures: grouped by theme, parts under their totals, each with its verdict."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from build_scripts.models import Kind, Metric, Qualifier, Relation, Result, SumCheck
from build_scripts.models.records import quick
from build_scripts.render.escape import decode
from build_scripts.render.labels import CHANGES, DOUBTS, KINDS, RELATIONS, THEMES, word
from build_scripts.rules.families import families_by_slug
from build_scripts.rules.indicators import Indicator, load_indicators
from build_scripts.rules.themes import load_themes

_BEFORE = re.compile(
    r"(?:不少于|不低于|不超过|不高于|超过|突破|至少|至多|大约|不足|不到|将近|接近|超|逾|近|约)+$"
)
_AFTER = re.compile(r"(?:以上|以下|以内|左右|上下|余|多|内)")
_VAGUE_MARKS = re.compile(r"[\s余多,]")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PERIOD = re.compile(r"([0-9]{4})(?:-0?([0-9]{1,2}))?")
_VAGUE = re.compile("[余多几数]|^[上近过]")
# The ways to figures' marks where no page has a picture.
UNMARKED: Mapping[str, str] = MappingProxyType({})
_MISSING: Mapping[Qualifier, str] = {
    Qualifier.APPROX: "约",
    Qualifier.AT_LEAST: "至少",
    Qualifier.AT_MOST: "至多",
    Qualifier.EXACT: "",
}


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure as a reader sees it. ``meant`` is "" where it would only repeat what is written.

    ``doubts`` are words, none where nothing is unsure of it. ``original`` is the way to its
    place below the folder of the original: in the picture of its page where there is one, else in the text.
    """

    id: str
    subject: str
    written: str
    meant: str
    notes: tuple[str, ...]
    depth: int
    sentence: str
    verdict: str
    holds: bool | None
    indicator: Indicator | None = None
    family: str = ""
    doubts: tuple[str, ...] = ()
    original: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one theme. A part stands with its total, also where its own theme is another."""

    theme: str
    rows: tuple[Row, ...]

    @property
    def slug(self) -> str:
        """Return the slug of the theme's page, "" where no such theme is known."""
        return next((theme.slug for theme in load_themes() if theme.name == self.theme), "")


def figure_groups(result: Result, marked: Mapping[str, str] = UNMARKED) -> tuple[Group, ...]:
    """Return the figures of ``result`` by theme, in the order of the theme list, parts after their total.

    ``marked`` are the ways to those that are marked in the picture of a page.
    """
    known = {metric.id: metric for metric in result.metrics}
    tops: dict[str, list[Metric]] = defaultdict(list)
    parts: dict[str, list[Metric]] = defaultdict(list)
    for metric in result.metrics:
        if metric.parent in known and not _in_circle(metric, known):
            parts[metric.parent].append(metric)
        else:
            tops[metric.theme].append(metric)
    themes = [*THEMES, *sorted(tops.keys() - set(THEMES))]
    figures = _Figures(result, parts, {check.total: check for check in result.sums}, known, marked)
    return tuple(Group(theme, tuple(_rows(figures, tops[theme]))) for theme in themes if theme in tops)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of a report by id: the parts of each, the sum under it, the figure itself; those that are marked."""

    result: Result
    parts: Mapping[str, list[Metric]]
    sums: Mapping[str, SumCheck]
    known: Mapping[str, Metric]
    marked: Mapping[str, str]


def _in_circle(metric: Metric, known: Mapping[str, Metric]) -> bool:
    """Say whether the way up from ``metric`` never ends; such a metric is shown at the top."""
    seen = {metric.id}
    above = known.get(metric.parent or "")
    while above and above.id not in seen:
        seen.add(above.id)
        above = known.get(above.parent or "")
    return above is not None


def _rows(figures: _Figures, metrics: list[Metric], depth: int = 0) -> Iterator[Row]:
    clean = figures.result.report.clean
    for metric in sorted(metrics, key=lambda m: clean.raw_start(m.span)):
        yield _row(figures, metric, depth)
        if metric.id in figures.parts:
            yield from _rows(figures, figures.parts[metric.id], depth + 1)


def _row(figures: _Figures, metric: Metric, depth: int) -> Row:
    clean, check = figures.result.report.clean, figures.sums.get(metric.id)
    family = families_by_slug().get(metric.family or "")
    return Row(
        id=metric.id,
        subject=decode(metric.subject),
        written=decode(as_written(clean.text, metric)),
        meant=meant_beside(clean.text, metric),
        notes=tuple(figure_notes(metric)),
        depth=depth,
        sentence=f"s-{clean.raw_start(metric.sentence)}",
        verdict=_verdict(figures, metric, check) if check else "",
        holds=check.holds if check else None,
        indicator=_indicators().get(metric.indicator or ""),
        family=family.name if family else "",
        doubts=format_doubts(metric),
        original=figures.marked.get(metric.id, f"#{metric.id}"),
    )


def format_doubts(metric: Metric) -> tuple[str, ...]:
    """Return what is unsure of a figure in words: 主题拿不准."""
    return tuple([word(DOUBTS, doubt) for doubt in metric.doubts]) if metric.doubts else ()


@cache
def _indicators() -> Mapping[str, Indicator]:
    return {indicator.slug: indicator for indicator in load_indicators()}


def as_written(text: str, metric: Metric) -> str:
    """Return the number as the report has it, with the words that say how exact it is (超过5万份, 200余期)."""
    span = metric.span
    words = span.of(text)
    if metric.quantity.qualifier is Qualifier.EXACT:
        return words
    before = _BEFORE.search(text[max(0, span.start - 4) : span.start])
    after = _AFTER.match(text[span.end : span.end + 2])
    told = (before.group() if before else "") + words + (after.group() if after else "")
    said = before or after or metric.quantity.value_max is not None or _VAGUE.search(words)
    return told if said else f"{_MISSING[metric.quantity.qualifier]}{told}"


def meant_beside(text: str, metric: Metric) -> str:
    """Return value and unit, "" where the words say the same already: of 264项; but 145,000元 beside 14.5万元."""
    quantity, words = metric.quantity, metric.span.of(text)
    if quantity.value_max is None and words == f"{quantity.value}{quantity.unit}":
        return ""  # most of them
    plain = _VAGUE_MARKS.sub("", unicodedata.normalize("NFKC", words))
    digits = _DIGITS.match(plain)
    same_unit = digits and quantity.value_max is None and plain[digits.end() :] == quantity.unit
    if digits and same_unit and Decimal(digits.group()) == quantity.value:
        return ""
    return format_value(quantity.value, quantity.value_max) + quantity.unit


def format_value(value: Decimal, value_max: Decimal | None = None) -> str:
    """Return a value for readers: thousands parted, no needless zeros, a range with its two ends.

    >>> format_value(Decimal("145000.00"))
    '145,000'
    """
    told = f"{value:,f}"
    told = told.rstrip("0").rstrip(".") if "." in told else told
    return told if value_max is None else f"{told}–{format_value(value_max)}"


def format_period(period: str) -> str:
    """Return a year or month in words, anything else as it is.

    >>> format_period("2023-03"), format_period("2023")
    ('2023年3月', '2023年')
    """
    found = _PERIOD.fullmatch(period)
    if not found:
        return period
    return f"{found[1]}年{found[2]}月" if found[2] else f"{found[1]}年"


def figure_notes(metric: Metric) -> Iterator[str]:
    """Yield what is to be said beside a figure: its period where it is not the report's, 增加, 结果, 目标."""
    if metric.period:
        yield format_period(metric.period)
    if metric.change:
        yield word(CHANGES, metric.change)
    if metric.relation is Relation.OUTCOME:
        yield word(RELATIONS, metric.relation)
    if metric.kind is not Kind.RESULT:
        yield word(KINDS, metric.kind)


def _verdict(figures: _Figures, metric: Metric, check: SumCheck) -> str:
    known = figures.known
    parts = " + ".join(format_value(known[id_].quantity.value) for id_ in check.parts if id_ in known)
    total = format_value(metric.quantity.value)
    if check.holds is None:
        return f"分项未列全：{parts} = {format_value(check.sum)}，合计 {total}"
    if check.holds:
        outcomes = any(known[id_].relation is Relation.OUTCOME for id_ in check.parts if id_ in known)
        return f"{'各结果之和' if outcomes else '合计'}相符：{parts} = {total}"
    return f"合计不符：{parts} = {format_value(check.sum)}，文中写 {total}"
