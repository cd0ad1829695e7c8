"""Which figures of a paragraph are parts of which: candidate groups, the evidence for each, and the choice.

A candidate is a total and a run of figures behind it that agree with it in unit. It gets points for what speaks for it;
the bar is reached by an opener (其中) and one mark between the parts, or by outcomes of one closed set that exhaust the
total. Arithmetic alone never reaches it: of 13 groups that only add up, 6 were of other things. Hard exclusions come
first: another period, a growth, a part larger than its total. Groups are taken by points, no figure twice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from build_scripts.extract.found import Found
from build_scripts.extract.outcomes import all_sets, exhaust, sets_of
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.rows import Note
from build_scripts.models import Qualifier, Relation
from build_scripts.rules.lists import OPENERS, load_openers
from build_scripts.rules.loading import load_rules
from build_scripts.rules.units import kind_of, units_agree

# Points as tried on fifteen marked texts: 7 new links, all right, and none against a firm "no part".
_OPENED, _EXACT_TWO, _EXACT_MORE, _OUTCOMES, _REST, _ONE_MARK, _NEAR, _FOREIGN = 3, 2, 3, 2, 2, 1, 1, -1
# 个 counts anything: 检查120家，其中发现问题30个 are two things.
_GENERIC, _OTHER_UNIT = "个", -1
BAR = 4
_NEARLY = Decimal("0.95")
# A list has at most this many parts, and its total is among this many figures before it.
_LONGEST, _FARTHEST = 60, 8
_PAIR = 2
# A list in a list in a list: no report goes deeper.
_DEEPEST = 6
# Of the words before the first outcome these many may say what was done.
_LONGEST_BETWEEN = 16
_MARKS = "、，；"
# One character of every opener: 其中, 包括, 含, 分为, 具体为, 即, a colon.
_OPENING_RE = re.compile("[其包含分具即：:]")
_CLAUSE_END_RE, _SENTENCE_END_RE = re.compile("[，；]"), re.compile("[。！？]")
_ASIDE_RE = re.compile(r"[（(][^（()）]*[）)]")
_NEXT_SENTENCE_RE = re.compile("(?:^|[。！？][^，。；]{0,3})其中")
_BRACKET_OPEN_RE = re.compile(r"^[^，。；：、]{0,12}[（(][^（()）]*$")


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


def find_groups(reading: Reading, notes: Sequence[Note]) -> list[Group]:
    """Return the groups of a paragraph, disjoint: no figure is part of two, none of itself.

    "许可310件，其中新办230件（首次113件，换证117件），变更80件" gives 310 with 230 and 80, and 230 with 113 and 117.
    """
    if len(reading.found) < _PAIR:
        return []
    finder = _Finder(reading, notes, [all_sets() if note.rest else sets_of(note.own) for note in notes])
    candidates = sorted(finder.candidates(), key=lambda g: (-g.points, g.parts[0]))
    parents: dict[int, int] = {}
    chosen: list[Group] = []
    for group in candidates:
        if any(p in parents for p in group.parts) or _is_below(group, parents):
            continue
        parents.update(dict.fromkeys(group.parts, group.total))
        chosen.append(group)
    return chosen


def _is_below(group: Group, parents: dict[int, int]) -> bool:
    """Say whether a total is below one of its own parts, or deeper than lists are told within lists."""
    at: int | None = group.total
    for _ in range(_DEEPEST):
        if at is None:
            return False
        if at in group.parts:
            return True
        at = parents.get(at)
    return True


@cache
def _anew() -> re.Pattern[str]:
    return load_rules(OPENERS, "anew")[0].pattern


@dataclass(slots=True)
class _Run:
    """Figures that may be the parts of one total, in order; the first ``natural`` of them are parted alike."""

    parts: tuple[int, ...]
    natural: int
    marks: tuple[str, ...]
    foreign: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Finder:
    """Looks for groups in one paragraph; ``outcomes`` holds for each figure the sets that its own words are in."""

    reading: Reading
    notes: Sequence[Note]
    outcomes: Sequence[frozenset[str]]

    def candidates(self) -> Iterator[Group]:
        """Yield the best group that opens with each figure, where one reaches the bar."""
        for first in range(1, len(self.reading.found)):
            groups = [g for name, total in self._openings(first) for g in self._groups(name, total, first)]
            fitting = [g for g in groups if g.points >= BAR]
            if fitting:
                best = max(fitting, key=lambda g: (g.points, g.total, len(g.parts)))
                yield best
                yield from self._beside(best)

    def _openings(self, first: int) -> Iterator[tuple[str, int]]:
        """Yield the name of what may open a list at ``first`` and each figure that may be its total."""
        gap = self.reading.gap(first)
        if "（" in gap or "(" in gap:
            bare = _ASIDE_RE.sub("", gap)
            if _BRACKET_OPEN_RE.search(bare) and self.reading.depths[first - 1] < self.reading.depths[first]:
                yield "bracket", first - 1
                return
        for opener in load_openers() if _OPENING_RE.search(gap) else ():
            if opener.pattern.search(gap):
                totals = self._before(first, gap) if opener.far else (first - 1,)
                yield from ((opener.id, total) for total in totals)
                return
        if self.outcomes[first]:
            yield from (("outcomes", total) for total in self._before(first, ""))

    def _before(self, first: int, gap: str) -> Iterator[int]:
        """Yield the figures before ``first`` at its level: of its sentence, and where it opens one of that before."""
        sentence = self.reading.homes[first]
        if "其中" in gap and _NEXT_SENTENCE_RE.search(gap):
            sentence = self.reading.homes[first - 1]
        depth = self.reading.depths[first]
        for i in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
            if self.reading.found[i].span.start < sentence.start:
                return
            if self.reading.depths[i] <= depth:
                yield i

    def _groups(self, name: str, total: int, first: int) -> Iterator[Group]:
        run = self._run(name, total, first)
        found, value = self.reading.found, self.reading.found[total].quantity.value
        added = Decimal(0)
        for size, part in enumerate(run.parts, start=1):
            added += found[part].quantity.value
            exact = added == value and size > 1 and found[part].quantity.value > 0
            if size == run.natural or exact:
                yield self._scored(name, total, run, size, added)

    def _beside(self, group: Group) -> Iterator[Group]:
        """Yield the group of the figures right behind a total and its parts, where they too add up.

        412件，罚款286万元；其中甲类58件，罚款87万元；乙类354件，罚款199万元: the fines make the fines.
        """
        found, parts = self.reading.found, tuple(part + 1 for part in group.parts)
        if parts[-1] >= len(found) or len(parts) < _PAIR or group.total + 1 in group.parts:
            return
        total = found[group.total + 1]
        alike = all(_agree(total, found[p]) and p not in group.parts for p in parts)
        if alike and sum(found[p].quantity.value for p in parts) == total.quantity.value:
            evidence = (("beside", _OPENED), ("exact-sum", _EXACT_TWO))
            yield Group(group.total + 1, parts, Relation.PART, evidence)

    def _scored(self, name: str, total: int, run: _Run, size: int, added: Decimal) -> Group:
        parts, value = run.parts[:size], self.reading.found[total].quantity.value
        outcomes = added == value and self._one_set(total, parts)
        evidence = [(name, 0 if name == "outcomes" else _OPENED)]
        if added == value and size > 1:
            evidence.append(("exact-sum", _EXACT_TWO if size == _PAIR else _EXACT_MORE))
        elif size > 1 and value * _NEARLY <= added <= value / _NEARLY:
            evidence.append(("near-sum", _NEAR))
        elif any(_GENERIC in units and len(units) > 1 for units in self._unit_pairs(total, parts)):
            evidence.append(("other-unit", _OTHER_UNIT))
        if outcomes:
            evidence.append(("one-set-of-outcomes", _OUTCOMES))
        if any(self.notes[p].rest for p in parts):
            evidence.append(("rest", _REST))
        if name != "outcomes" and len(set(run.marks[: size - 1])) <= 1:
            evidence.append(("one-mark", _ONE_MARK))
        foreign = sum(f < parts[-1] for f in run.foreign)
        if foreign:
            evidence.append(("foreign-figure", _FOREIGN * min(foreign, _PAIR)))
        if name == "outcomes" and not (outcomes and size > 1):
            evidence = [(name, 0)]
        relation = Relation.OUTCOME if name == "outcomes" else Relation.PART
        return Group(total, parts, relation, tuple(evidence))

    def _run(self, name: str, total: int, first: int) -> _Run:
        """Return the figures from ``first`` on that may be parts of ``total``, up to where a list must end."""
        parts: list[int] = []
        marks: list[str] = []
        foreign: list[int] = []
        natural = None
        found, depth, last = self.reading.found, self.reading.depths[first], first
        for i in range(first, min(len(found), first + _LONGEST)):
            if self.reading.depths[i] > depth:
                continue
            gap = self._between(last, i) if i > first else ""
            gap = _ASIDE_RE.sub("", gap) if "（" in gap or "(" in gap else gap
            if self.reading.depths[i] < depth or self._ends(gap, parts):
                break
            if not self._may_belong(total, i, name):
                if kind_of(found[total].quantity.unit) == kind_of(found[i].quantity.unit):
                    break
                foreign += [] if kind_of(found[i].quantity.unit) == "rate" else [i]
                last = i
                continue
            mark = next((mark for mark in reversed(_MARKS) if mark in gap), "")
            if parts:
                marks.append(mark)
                if natural is None and (self._weaker(name, mark, marks) or self._other_sort(first, i)):
                    natural = len(parts)
            parts.append(i)
            last = i
        return _Run(tuple(parts), len(parts) if natural is None else natural, tuple(marks), tuple(foreign))

    def _between(self, before: int, after: int) -> str:
        found = self.reading.found
        return self.reading.text[found[before].span.end : found[after].lead]

    def _ends(self, gap: str, parts: Sequence[int]) -> bool:
        """Say whether the words between two figures end a list: a sentence, a clause of its own, a new count."""
        if not parts or not gap:
            return False
        clauses = _CLAUSE_END_RE.split(gap)
        return bool(
            _SENTENCE_END_RE.search(gap)
            or any(clauses[1:-1])
            or _anew().search(clauses[-1])
            or (
                _OPENING_RE.search(gap)
                and any(opener.pattern.search(gap) for opener in load_openers() if opener.far)
            )
        )

    def _other_sort(self, first: int, i: int) -> bool:
        """Say whether one figure tells an outcome and the other a kind: 其中农民工46件，办结805件 is no list of two."""
        return not self.notes[i].rest and bool(self.outcomes[first]) != bool(self.outcomes[i])

    def _weaker(self, name: str, mark: str, marks: Sequence[str]) -> bool:
        """Say whether a mark ends a list: one weaker than its first, or a first ； without colon or bracket."""
        if len(marks) == 1:
            return mark == "；" and name not in ("bracket", "colon", "divided")
        first = marks[0]
        return bool(first and mark) and _MARKS.index(mark) > _MARKS.index(first)

    def _may_belong(self, total: int, i: int, name: str) -> bool:
        """Say whether nothing forbids that figure ``i`` is a part of ``total``."""
        whole, part = self.reading.found[total], self.reading.found[i]
        note, other = self.notes[i], self.notes[total]
        if note.change or part.total is not None or note.period != other.period:
            return False
        if (name == "outcomes" and not self.outcomes[i]) or whole.span == part.span:
            return False
        larger = part.quantity.value > whole.quantity.value and _is_exact(part) and _is_exact(whole)
        return not larger and _agree(whole, part)

    def _said_of(self, total: int, first: int) -> str:
        """Return a total's own words and those between it and its first part: 文件78件，经清理，保留66件."""
        return self.notes[total].own.said + self.reading.gap(first)[-_LONGEST_BETWEEN:]

    def _unit_pairs(self, total: int, parts: Sequence[int]) -> Iterator[set[str]]:
        found = self.reading.found
        return ({found[total].quantity.unit, found[p].quantity.unit} for p in parts)

    def _one_set(self, total: int, parts: Sequence[int]) -> bool:
        """Say whether the parts are outcomes of one set that the total may come to, not all of them a mere rest."""
        named = not all(self.notes[p].rest for p in parts)
        return named and exhaust([self.outcomes[p] for p in parts], self._said_of(total, parts[0]))


def _is_exact(found: Found) -> bool:
    return found.quantity.qualifier is Qualifier.EXACT


def _agree(total: Found, part: Found) -> bool:
    return units_agree(total.quantity.unit, part.quantity.unit) and kind_of(total.quantity.unit) != "rate"
