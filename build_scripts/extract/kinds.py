"""Sort the figures of a report: the family of each, and with it theme, indicator, and what is unsure of them.

A family goes before a theme, as a figure of one broad kind lies in one theme; a part of a total counts the same kind of
thing as its total where its own words say no other; what tells nothing itself takes its neighbour's theme.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from build_scripts.extract.families import Earlier, Told, classify_family
from build_scripts.extract.indicators import with_indicator
from build_scripts.extract.themes import Choice, choose_theme, says_theme
from build_scripts.models import Doubt, Metric
from build_scripts.rules.families import Family, other_kinds
from build_scripts.rules.loading import load_words
from build_scripts.rules.units import units_agree

# How many figures back one may lean on another, as where they are named; more stand only in a table run together.
_REACH = 40
# The words between two things of one list: nothing but the name of the second.
_NEXT_RE = re.compile("[、和及][^，。；：、（）()]{2,20}$")


@cache
def _verbs() -> tuple[str, ...]:
    return load_words("subjects.yml", "verbs")


def with_kinds(metrics: Sequence[Metric], told: Sequence[Told], text: str) -> list[Metric]:
    """Return ``metrics``, which are in reading order, with family, theme, indicator and the doubt ``theme-unsure``.

    ``told`` says what stands round each; ``text`` is the clean text. A metric's own theme counts for nothing.
    """
    sorting = _Sorting(metrics, told, text)
    for i in sorted(range(len(metrics)), key=lambda i: sorting.depths[i]):
        sorting.sort(i)
    return [
        with_indicator(
            replace(
                metric,
                family=family.slug if family else None,
                theme=choice.theme,
                doubts=metric.doubts if choice.sure else (*metric.doubts, Doubt.THEME_UNSURE),
            ),
            text,
        )
        for metric, family, choice in zip(metrics, sorting.families, sorting.themes, strict=True)
    ]


def _of_part(own: Family | None, above: Family) -> Family | None:
    """Return the family of a part: its own in its total's theme, its total's where it has none; another is in doubt.

    复议申请86件，其中调解和解34件 counts no disputes, and 双随机99户，其中立案2家 no cases.
    """
    if own is None:
        return above
    return own if own.theme == above.theme else None


class _Sorting:
    """The families and themes found so far; totals come before their parts."""

    def __init__(self, metrics: Sequence[Metric], told: Sequence[Told], text: str) -> None:
        self.metrics, self.told, self.text = metrics, told, text
        index = {metric.id: i for i, metric in enumerate(metrics)}
        self.parents = [index.get(metric.parent or "") for metric in metrics]
        self.depths = [self._depth(i) for i in range(len(metrics))]
        self.families: list[Family | None] = [None] * len(metrics)
        self.themes: list[Choice] = [Choice("", sure=False)] * len(metrics)

    def _depth(self, i: int) -> int:
        """Return how many totals stand above figure ``i``; a circle ends where it closes."""
        seen = {i}
        above = self.parents[i]
        while above is not None and above not in seen:
            seen.add(above)
            above = self.parents[above]
        return len(seen) - 1

    def sort(self, i: int) -> None:
        """Give figure ``i`` its family and its theme; those of its total are known."""
        self.families[i] = self._family(i)
        self.themes[i] = self._theme(i)

    def _family(self, i: int) -> Family | None:
        metric, parent = self.metrics[i], self.parents[i]
        own = classify_family(metric.subject, metric.quantity.unit, self.told[i], self._earlier(i))
        if other_kinds().search(metric.subject):
            return own
        above = self.families[parent] if parent is not None and self._alike(parent, i) else None
        if above:
            return _of_part(own, above)
        return own or (self.families[i - 1] if parent is None and self._follows_in_list(i) else None)

    def _earlier(self, i: int) -> Earlier | None:
        """Return what an outcome told by figure ``i`` is an outcome of: its total, else the figure before it."""
        k = self.parents[i] if self.parents[i] is not None else self._before(i)
        family = self.families[k] if k is not None and self._alike(k, i) else None
        return Earlier(self.metrics[k].subject, family) if family and k is not None else None

    def _follows_in_list(self, i: int) -> bool:
        """Say whether figure ``i`` is the next thing in a list under one verb: 检查宾馆12家、浴室5家."""
        before = self.families[i - 1] if i else None
        if not before or not before.lists or not self._alike(i - 1, i):
            return False
        gap = self.text[self.metrics[i - 1].span.end : self.metrics[i].span.start]
        if gap.startswith("，") and self.metrics[i].quantity.unit in load_words("families.yml", "listed"):
            gap = "、" + gap[1:]
        return bool(_NEXT_RE.match(gap)) and not gap[1:].startswith(_verbs())

    def _alike(self, other: int, i: int) -> bool:
        return units_agree(self.metrics[other].quantity.unit, self.metrics[i].quantity.unit)

    def _before(self, i: int) -> int | None:
        """Return the figure of a like unit before ``i`` in its sentence, parts of totals passed over."""
        for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
            if self.metrics[k].sentence != self.metrics[i].sentence:
                return None
            if self.depths[k] <= self.depths[i] and self._alike(k, i):
                return k
        return None

    def _theme(self, i: int) -> Choice:
        """Return the theme; one that comes from a neighbour is as sure as it was there.

        In the marked and open reports 1 of 53 is wrong where the neighbour's was sure, and 2 of 8 where it was not.
        """
        family, parent, metric, told = self.families[i], self.parents[i], self.metrics[i], self.told[i]
        if family:
            return Choice(family.theme, sure=True)
        if parent is not None and self.themes[parent].theme:
            return self.themes[parent]
        neighbour = self._neighbour(i)
        if neighbour is not None and not says_theme(metric.subject):
            return self.themes[neighbour]
        return choose_theme(metric.subject, told.clause, told.sentence, told.heading)

    def _neighbour(self, i: int) -> int | None:
        """Return the nearest figure before ``i`` in its sentence whose theme is known."""
        for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
            if self.metrics[k].sentence != self.metrics[i].sentence:
                return None
            if self.themes[k].theme:
                return k
        return None
