"""Choose the indicator that a figure belongs to, if any: by unit, theme, subject and sentence, inside its family.

A wrong choice is worse than none: what fits two indicators equally well gets none.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from build_scripts.extract.rows import Row
from build_scripts.models import Kind
from build_scripts.rules.families import Family
from build_scripts.rules.indicators import Indicator, load_differences, load_indicators, several_years
from build_scripts.rules.late_pattern import LatePattern
from build_scripts.rules.pattern_starts import StartIndex, index_starts

# Characters of a sentence on either side that may say what a figure is of. No sentence of the marked reports is longer
# than this; only lines run together are.
_REACH = 600
# Kept, as a member of an enumeration takes six times as long to look up as a name.
_RESULT = Kind.RESULT


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
    for indicator, name, pattern in _fitting(unit, theme, is_part=is_part).may_match(subject):
        match = pattern.search(subject)
        if not match:
            continue
        size = match.end() - match.start()
        if size > found.get(indicator.slug, (0, ""))[0] and _is_open_to(indicator, subject, sentence):
            found[indicator.slug] = size, name
    if not found or several_years().search(sentence):
        return None
    ranked = sorted(found.items(), key=lambda item: item[1][0], reverse=True)
    if len(ranked) > 1 and ranked[0][1][0] == ranked[1][1][0]:
        return None
    slug, (_, name) = ranked[0]
    return Match(slug, f"{slug}/{name}")


def find_indicator(row: Row, subject: str, family: Family, text: str) -> str | None:
    """Return the slug of the indicator of a figure; a difference, a target and a norm have none.

    ``text`` is the clean text. 同比增长15.4%、减少3件、力争持证率达到100% have none; 2023年为71件 has one, and keeps
    its period.
    """
    inside = _families().get(family.slug)
    if inside is None or row.change or row.kind is not _RESULT:
        return None
    start = max(row.sentence.start, row.span.start - _REACH)
    if text.endswith(load_differences(), start, row.span.start):
        return None
    match = classify_indicator(
        subject,
        row.quantity.unit,
        family.theme,
        is_part=row.total is not None,
        sentence=text[start : min(row.sentence.end, row.span.end + _REACH)],
    )
    return match.slug if match and match.slug in inside else None


@cache
def _fitting(unit: str, theme: str, *, is_part: bool) -> StartIndex[tuple[Indicator, str, LatePattern]]:
    """Return the named patterns of the indicators of a unit and a theme."""
    return index_starts(
        ((indicator, name, pattern), pattern.pattern)
        for indicator in load_indicators()
        if unit in indicator.units and theme in indicator.themes and (indicator.parts or not is_part)
        for name, pattern in indicator.match
    )


@cache
def _families() -> Mapping[str, frozenset[str]]:
    """Return the slugs of the indicators inside each family that has one."""
    inside: dict[str, set[str]] = defaultdict(set)
    for indicator in load_indicators():
        inside[indicator.family].add(indicator.slug)
    return {family: frozenset(slugs) for family, slugs in inside.items()}


def _is_open_to(indicator: Indicator, subject: str, sentence: str) -> bool:
    """Say whether neither subject nor sentence shuts a figure out."""
    if indicator.never and indicator.never.search(subject):
        return False
    if indicator.context and not indicator.context.search(sentence):
        return False
    return not (indicator.context_never and indicator.context_never.search(sentence))
