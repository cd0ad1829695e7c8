"""Sort the figures of a report: the family of each, and with it theme, indicator, and what is unsure of them.

A family goes before a theme, as a figure of one broad kind lies in one theme; a part of a total counts the same kind of
thing as its total where its own words say no other; what tells nothing itself takes its neighbour's theme.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from build_scripts.extract.choose_family import Earlier, FigureContext, classify_family
from build_scripts.extract.choose_indicator import find_indicator
from build_scripts.extract.choose_theme import Choice, choose_theme, says_theme
from build_scripts.extract.rows import Row
from build_scripts.models import Doubt, Report
from build_scripts.rules.families import Family, other_kinds
from build_scripts.rules.loading import load_words
from build_scripts.rules.units import agreeing_units

# Characters of a sentence on either side that may speak of a number.
_SAID = 120
# How many figures back one may lean on another, as where they are named; more stand only in a table run together.
_REACH = 40
_UNSURE = (Doubt.THEME_UNSURE,)
# The words between two things of one list: nothing but the name of the second.
_NEXT_RE = re.compile("[、和及][^，。；：、（）()]{2,20}$")


@cache
def _verbs() -> tuple[str, ...]:
    return load_words("subjects.yml", "verbs")


@dataclass(slots=True)
class Sorted:
    """What kind of figure one is: the slugs of family and indicator, the name of its theme, what is unsure of them."""

    family: str | None
    theme: str
    indicator: str | None
    doubts: tuple[Doubt, ...] = ()


def sort_figures(rows: Sequence[Row], subjects: Sequence[str], report: Report) -> list[Sorted]:
    """Return for each of ``rows``, which are in reading order, its family, theme, indicator and doubts.

    ``subjects`` are theirs as they are published.
    """
    sorting = _Sorting(rows, subjects, report)
    totals_first = sorted(range(len(rows)), key=sorting.depths.__getitem__)
    for i in totals_first:
        sorting.families[i] = sorting.family(i)
    for i in totals_first:
        sorting.themes[i] = sorting.theme(i)
    text = report.clean.text
    found = zip(rows, subjects, sorting.families, sorting.themes, strict=True)
    return [
        Sorted(
            family.slug if family else None,
            choice.theme,
            find_indicator(row, subject, family, text) if family else None,
            () if choice.sure else _UNSURE,
        )
        for row, subject, family, choice in found
    ]


def _of_part(own: Family | None, above: Family) -> Family | None:
    """Return the family of a part: its own in its total's theme, its total's where it has none; another is in doubt.

    复议申请86件，其中调解和解34件 counts no disputes, and 双随机99户，其中立案2家 no cases.
    """
    if own is None:
        return above
    return own if own.theme == above.theme else None


@cache
def _of_family(theme: str) -> Choice:
    return Choice(theme, sure=True)


def _first_in_sentence(rows: Sequence[Row]) -> list[int]:
    """Return for each figure the first of its sentence that it may lean on."""
    firsts: list[int] = []
    first = 0
    for i, row in enumerate(rows):
        if row.sentence.start != rows[first].sentence.start:
            first = i
        firsts.append(max(first, i - _REACH))
    return firsts


class _Sorting:
    """The families and themes found so far; totals come before their parts."""

    def __init__(self, rows: Sequence[Row], subjects: Sequence[str], report: Report) -> None:
        self.rows, self.subjects, self.report, self.text = rows, subjects, report, report.clean.text
        self.units = [row.quantity.unit for row in rows]
        self.agreeing = [agreeing_units(unit) for unit in self.units]
        self.depths = [self._depth(i) for i in range(len(rows))]
        self.firsts = _first_in_sentence(rows)
        self.families: list[Family | None] = [None] * len(rows)
        self.themes: list[Choice] = [Choice("", sure=False)] * len(rows)

    def _depth(self, i: int) -> int:
        """Return how many totals stand above figure ``i``; a circle ends where it closes."""
        above = self.rows[i].total
        if above is None:
            return 0
        seen = {i}
        while above is not None and above not in seen:
            seen.add(above)
            above = self.rows[above].total
        return len(seen) - 1

    def family(self, i: int) -> Family | None:
        """Return the family of figure ``i``; that of its total is known."""
        parent, subject = self.rows[i].total, self.subjects[i]
        own = classify_family(subject, self.units[i], self._told(i), self._earlier(i))
        above = (
            self.families[parent] if parent is not None and self.units[parent] in self.agreeing[i] else None
        )
        listed = own is None and parent is None and self._follows_in_list(i)
        if not (above or listed) or other_kinds().search(subject):
            return own
        return _of_part(own, above) if above else self.families[i - 1]

    def _told(self, i: int) -> FigureContext:
        row = self.rows[i]
        return FigureContext(row.clause, self.text[max(row.sentence.start, row.lead - _SAID) : row.lead])

    def _earlier(self, i: int) -> Earlier | None:
        """Return what an outcome that figure ``i`` tells is one of: its total, else the figure before it."""
        parent = self.rows[i].total
        k = parent if parent is not None else self._before(i)
        family = self.families[k] if k is not None and self.units[k] in self.agreeing[i] else None
        return Earlier(self.subjects[k], family) if family and family.outcomes and k is not None else None

    def _follows_in_list(self, i: int) -> bool:
        """Say whether figure ``i`` is the next thing in a list under one verb: 检查宾馆12家、浴室5家."""
        before = self.families[i - 1] if i else None
        if not before or not before.lists or self.units[i - 1] not in self.agreeing[i]:
            return False
        gap = self.text[self.rows[i - 1].span.end : self.rows[i].span.start]
        if gap.startswith("，") and self.units[i] in load_words("families.yml", "listed"):
            gap = "、" + gap[1:]
        return bool(_NEXT_RE.match(gap)) and not gap[1:].startswith(_verbs())

    def _before(self, i: int) -> int | None:
        """Return the figure of a like unit before ``i`` in its sentence, parts of totals passed over."""
        for k in range(i - 1, self.firsts[i] - 1, -1):
            if self.depths[k] <= self.depths[i] and self.units[k] in self.agreeing[i]:
                return k
        return None

    def theme(self, i: int) -> Choice:
        """Return the theme: the family's, else by words; one that comes from a neighbour is as sure as it was there.

        In the marked and open reports 1 of 53 is wrong where the neighbour's was sure, and 2 of 8 where it was not.
        """
        parent, row, subject, family = self.rows[i].total, self.rows[i], self.subjects[i], self.families[i]
        if family:
            return _of_family(family.theme)
        if parent is not None and self.themes[parent].theme:
            return self.themes[parent]
        neighbour = self._neighbour(i)
        if neighbour is not None and not says_theme(subject):
            return self.themes[neighbour]
        return choose_theme(subject, row.clause, self._near(row), self._heading(row))

    def _neighbour(self, i: int) -> int | None:
        """Return the nearest figure before ``i`` in its sentence whose theme is known."""
        return next((k for k in range(i - 1, self.firsts[i] - 1, -1) if self.themes[k].theme), None)

    def _near(self, row: Row) -> str:
        """Return the sentence round a number, of a long one the part that speaks of it."""
        start = max(row.sentence.start, row.span.start - _SAID)
        return self.text[start : min(row.sentence.end, row.span.end + _SAID)]

    def _heading(self, row: Row) -> str:
        return "" if row.section is None else self.report.sections[row.section].heading
