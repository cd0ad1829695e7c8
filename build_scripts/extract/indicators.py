"""Choose the indicator that a figure belongs to, if any: by unit, theme, subject and sentence, inside its family.

A wrong choice is worse than none: what fits two indicators equally well gets none.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from build_scripts.models import Kind, Metric
from build_scripts.rules.indicators import Indicator, load_differences, load_indicators, several_years

# Characters of a sentence on either side that may say what a figure is of. No sentence of the marked reports is longer
# than this; only lines run together are.
_REACH = 600


@dataclass(frozen=True, slots=True)
class Match:
    """The indicator chosen, and the pattern that decided: "penalty-cases", "penalty-cases/handled"."""

    slug: str
    rule: str


def classify_indicator(
    subject: str, unit: str, theme: str, *, is_part: bool, sentence: str = ""
) -> Match | None:
    """Return the indicator whose definition fits, by the longest matched words; ``None`` for none and for a tie.

    A part of a total belongs only to an indicator that takes parts. Whether the figure is a result, and a level and not
    a difference, is for the caller to see to.

    >>> classify_indicator("办理行政处罚案件", "件", "行政处罚", is_part=False)
    Match(slug='penalty-cases', rule='penalty-cases/cases')
    >>> classify_indicator("食品案件", "件", "行政处罚", is_part=True) is None
    True
    """
    found: dict[str, tuple[int, str]] = {}
    for indicator in _of_unit(unit):
        if theme in indicator.themes and (indicator.parts or not is_part):
            longest = _longest(indicator, subject, sentence)
            if longest:
                found[indicator.slug] = longest
    ranked = sorted(found.items(), key=lambda item: item[1][0], reverse=True)
    if not ranked or several_years().search(sentence):
        return None
    if len(ranked) > 1 and ranked[0][1][0] == ranked[1][1][0]:
        return None
    slug, (_, name) = ranked[0]
    return Match(slug, f"{slug}/{name}")


def with_indicator(metric: Metric, text: str) -> Metric:
    """Return ``metric`` with its indicator; a difference, a target and a norm have none. ``text`` is the clean text.

    同比增长15.4%、减少3件、力争持证率达到100% have none; 2023年为71件 has one, and keeps its period.
    """
    if metric.family is None or metric.family not in _families():
        return metric
    start = max(metric.sentence.start, metric.span.start - _REACH)
    before = text[start : metric.span.start]
    if metric.change or metric.kind is not Kind.RESULT or before.endswith(load_differences()):
        return metric
    match = classify_indicator(
        metric.subject,
        metric.quantity.unit,
        metric.theme,
        is_part=metric.parent is not None,
        sentence=text[start : min(metric.sentence.end, metric.span.end + _REACH)],
    )
    inside = match is not None and match.slug in _families()[metric.family]
    return replace(metric, indicator=match.slug) if match and inside else metric


@cache
def _of_unit(unit: str) -> tuple[Indicator, ...]:
    return tuple(indicator for indicator in load_indicators() if unit in indicator.units)


@cache
def _families() -> Mapping[str, frozenset[str]]:
    """Return the slugs of the indicators inside each family that has one."""
    inside: dict[str, set[str]] = defaultdict(set)
    for indicator in load_indicators():
        inside[indicator.family].add(indicator.slug)
    return {family: frozenset(slugs) for family, slugs in inside.items()}


def _longest(indicator: Indicator, subject: str, sentence: str) -> tuple[int, str] | None:
    """Return the length and the name of the longest match in ``subject``, or ``None`` where the figure does not fit."""
    if indicator.never and indicator.never.search(subject):
        return None
    if indicator.context and not indicator.context.search(sentence):
        return None
    if indicator.context_never and indicator.context_never.search(sentence):
        return None
    matches = ((pattern.search(subject), name) for name, pattern in indicator.match)
    return max(((len(m[0]), name) for m, name in matches if m), key=lambda found: found[0], default=None)
