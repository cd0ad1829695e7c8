"""A total and its parts, and the points for what speaks for them.

Points as tried on fifteen marked texts: 7 new links, all right, and none against a firm "no part". Arithmetic alone
never reaches the bar: of 13 groups that only add up, 6 were of other things.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from build_scripts.extract.found import Found
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.rows import Note
from build_scripts.models import Qualifier, Relation
from build_scripts.rules.list_openers import OPENERS
from build_scripts.rules.loading import load_words
from build_scripts.rules.units import kind_of, units_agree

OPENED, EXACT_TWO, EXACT_MORE, OUTCOMES, REST, ONE_MARK, NEAR, FOREIGN = 3, 2, 3, 2, 2, 1, 1, -1
# 个 counts anything: 检查120家，其中发现问题30个 are two things.
GENERIC, OTHER_UNIT = "个", -1
# A total two sentences before its parts: only where they add up.
FAR = -2
BAR = 4
PAIR = 2
# Kept, as a member of an enumeration is looked up by a function of its class: six times the time of a name.
_EXACT = Qualifier.EXACT


@dataclass(slots=True)
class Group:
    """A total and its parts by index, how they belong to it, and what speaks for it: names and points."""

    total: int
    parts: tuple[int, ...]
    relation: Relation
    evidence: tuple[tuple[str, int], ...]

    @property
    def points(self) -> int:
        """The sum of what speaks for it."""
        return sum(points for _, points in self.evidence)

    @property
    def adds_up(self) -> bool:
        """Whether its parts make the total exactly."""
        return any(name == "exact-sum" for name, _ in self.evidence)


def exact_points(size: int) -> int:
    """Return what it speaks that ``size`` parts make their total: three that do are seldom chance."""
    return EXACT_TWO if size == PAIR else EXACT_MORE


def agree(total: Found, part: Found) -> bool:
    """Say whether the unit of a total is one that its part may have; a rate has no parts."""
    return _units_fit(total.quantity.unit, part.quantity.unit)


@cache
def _units_fit(total: str, part: str) -> bool:
    return units_agree(total, part) and kind_of(total) != "rate"


def is_exact(found: Found) -> bool:
    """Say whether a figure is told without 余, 约 or the like."""
    return found.quantity.qualifier is _EXACT


def may_belong(reading: Reading, notes: Sequence[Note], total: int, i: int) -> bool:
    """Say whether nothing forbids that figure ``i`` is a part of ``total``."""
    whole, part, note = reading.found[total], reading.found[i], notes[i]
    if part.total is not None or note.change:
        return False
    if whole.span.start == part.span.start and whole.span == part.span:
        return False
    if note.period != notes[total].period and not note.own.said.startswith(load_words(OPENERS, "carried")):
        return False
    larger = part.quantity.value > whole.quantity.value and is_exact(part) and is_exact(whole)
    return not larger and agree(whole, part)


def is_far(reading: Reading, total: int, first: int) -> bool:
    """Say whether a whole sentence with figures stands between a total and its first part."""
    found, homes = reading.found, reading.homes
    return any(
        found[total].span.end <= homes[k].start and homes[k].end <= found[first].span.start
        for k in range(total + 1, first)
    )


def rank(reading: Reading, notes: Sequence[Note], group: Group) -> tuple[int, bool, bool, int, int]:
    """Return what makes a group the best of several: points, no growth as total, one unit, nearness, size."""
    units = {reading.found[i].quantity.unit for i in (group.total, group.parts[0])}
    one_unit = len(units) == 1 or any(units <= set(alike) for alike in load_words(OPENERS, "alike"))
    return group.points, notes[group.total].change is None, one_unit, group.total, len(group.parts)
