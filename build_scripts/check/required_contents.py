"""Find the four contents that a report owes by rule, and say how it tells each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.models import Finding, Report, Section, Severity, Span, StatutoryPart
from build_scripts.rules.loading import load_yaml

FILE = "statutory.yml"


@dataclass(frozen=True, slots=True)
class PartRule:
    """One of the contents: how its heading and how a mention of it read."""

    key: str
    label: str
    heading: re.Pattern[str]
    mention: re.Pattern[str]


@cache
def load_parts() -> tuple[PartRule, ...]:
    """Return the contents in the order in which headings are given to them."""
    entries = load_yaml(FILE).get("parts")
    if not isinstance(entries, list):
        raise RuleError(FILE, "parts", "应为一个列表")
    return tuple(
        PartRule(str(e["key"]), str(e["label"]), re.compile(str(e["heading"])), re.compile(str(e["mention"])))
        for e in entries
        if isinstance(e, dict)
    )


def find_statutory(report: Report) -> tuple[tuple[StatutoryPart, ...], list[Finding]]:
    """Return how each of the four contents is told, 成效 first, and a warning for each that is not told at all."""
    taken: set[int] = set()
    parts = []
    for rule in load_parts():
        part = _in_section(report, rule, taken) or _in_mention(report, rule)
        parts.append(part or StatutoryPart(key=rule.key, label=rule.label, told="none"))
    parts.insert(0, parts.pop())
    missing = [
        Finding("missing-required-part", Severity.WARNING, f"未见应有内容：{part.label}")
        for part in parts
        if part.told == "none"
    ]
    return tuple(parts), missing


def _in_section(report: Report, rule: PartRule, taken: set[int]) -> StatutoryPart | None:
    for i in _by_level(report.sections):
        section = report.sections[i]
        if i not in taken and rule.heading.search(section.heading):
            taken.add(i)
            return StatutoryPart(key=rule.key, label=rule.label, told="section", section=i, span=section.span)
    return None


def _by_level(sections: Sequence[Section]) -> list[int]:
    """Return the sections of the first level in order, then those of the second."""
    return [i for level in (1, 2) for i, s in enumerate(sections) if s.level == level]


def _in_mention(report: Report, rule: PartRule) -> StatutoryPart | None:
    for paragraph in report.paragraphs:
        match = rule.mention.search(report.clean.text, paragraph.span.start, paragraph.span.end)
        if match:
            span = Span(*match.span())
            return StatutoryPart(
                key=rule.key, label=rule.label, told="mention", section=paragraph.section, span=span
            )
    return None
