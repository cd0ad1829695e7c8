"""Lists of parts: where one opens (其中, a colon, a bracket, an outcome), which figures it holds, and its points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate

from build_scripts.extract.evidence import (
    BAR,
    FAR,
    FOREIGN,
    GENERIC,
    NEAR,
    ONE_MARK,
    OPENED,
    OTHER_UNIT,
    OUTCOMES,
    PAIR,
    REST,
    Group,
    agree,
    exact_points,
    is_far,
    may_belong,
    rank,
)
from build_scripts.extract.outcomes import begins_anew, exhaust, mixed_sets, stages
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.phrases import word_set
from build_scripts.extract.rows import Note
from build_scripts.models import Relation
from build_scripts.rules.list_openers import OPENERS, load_openers
from build_scripts.rules.loading import load_rules
from build_scripts.rules.units import kind_of

_NEARLY, _NOTHING = Decimal("0.95"), Decimal(0)
# A list has at most this many parts, and its total is among this many figures before it.
_LONGEST, _FARTHEST = 60, 8
# Of the words before the first outcome these many may say what was done.
_LONGEST_BETWEEN = 16
_MARKS = "、，；"
# One character of every opener: 其中, 案件中, 包括, 含, 涵盖, 涉及, 主要是, 分为, 具体为, 即, 按类别, 从类型, a colon.
_OPENING_RE = re.compile("[其中包含涵涉主分具即按从：:]")
_ASIDE_RE = re.compile(r"[（(][^（()）]*[）)]")
_BRACKET_OPEN_RE = re.compile(r"^[^，。；：、]{0,12}[（(][^（()）]*$")
# What opens a list at the start of a sentence, at most three characters behind its stop: 。上述案件，其中.
_NEW_SENTENCE_RE = re.compile("[。！？][^，。；]{0,3}$")
_STOP_RE, _CLAUSE_END_RE = re.compile("[。！？]"), re.compile("[，；。]")
_CLAUSE_RE, _STOP_OR_MARK_RE = re.compile("[。！？]|[，；][^，；。]+[，；]"), re.compile("[。！？；，、]")
# 线下培训3期120人次: a figure this close to the next, with no mark between them, is no stranger in a list.
_CLOSE = 4
# 食品案件…。药品案件…: parts in sentences of their own end alike.
_TAIL = 2


def _starts_again(clause: str) -> bool:
    return bool(load_rules(OPENERS, "anew")[0].pattern.search(clause))


@dataclass(slots=True)
class _Run:
    """Figures that may be the parts of one total, in order; the first ``natural`` of them are parted alike."""

    parts: tuple[int, ...]
    natural: int
    marks: tuple[str, ...]
    foreign: tuple[int, ...]


@cache
def _whole_only() -> frozenset[str]:
    return frozenset(("outcomes", *(opener.id for opener in load_openers() if opener.exact)))


@dataclass(frozen=True, slots=True)
class PartLists:
    """Looks for lists of parts in one paragraph; ``outcomes`` holds for each figure the sets its own words are in."""

    reading: Reading
    notes: Sequence[Note]
    outcomes: Sequence[frozenset[str]]

    def candidates(self) -> Iterator[Group]:
        """Yield the best group that opens with each figure, where one reaches the bar."""
        ahead = self._outcomes_ahead()
        for first in range(1, len(self.reading.found)):
            openings = self._openings(first, ahead[first])
            groups = (g for name, total in openings for g in self._groups(name, total, first))
            fitting = [g for g in groups if g.points >= BAR]
            fitting = [g for g in fitting if g.parts[0] == first] or fitting
            if fitting:
                yield max(fitting, key=lambda group: rank(self.reading, self.notes, group))

    def _outcomes_ahead(self) -> list[Decimal]:
        """Return for each figure what it and all behind it come to that are outcomes: no list of them has more."""
        told = zip(self.reading.found, self.outcomes, strict=True)
        values = [one.quantity.value if sets else _NOTHING for one, sets in told]
        return list(accumulate(max(value, _NOTHING) for value in reversed(values)))[::-1]

    def _openings(self, first: int, ahead: Decimal) -> Iterator[tuple[str, int]]:
        """Yield the name of what may open a list at ``first`` and each figure that may be its total."""
        gap = self.reading.gap(first)
        if "（" in gap or "(" in gap:
            bare = _ASIDE_RE.sub("", gap)
            if _BRACKET_OPEN_RE.search(bare) and self.reading.depths[first - 1] < self.reading.depths[first]:
                yield "bracket", first - 1
                return
        for opener in load_openers() if _OPENING_RE.search(gap) else ():
            if match := opener.pattern.search(gap):
                anew = match.start() == 0 or _NEW_SENTENCE_RE.search(gap, 0, match.start() + 1) is not None
                totals = self._before(first, anew=anew) if opener.far else (first - 1,)
                yield from ((opener.id, total) for total in totals)
                if not opener.exact:
                    return
        if self.outcomes[first]:
            totals = self._before(first, anew=False)
            yield from (("outcomes", total) for total in totals if self._may_begin(first, total, ahead))

    def _may_begin(self, first: int, total: int, ahead: Decimal) -> bool:
        """Say whether a figure may be the first of several that make ``total``: a look that spares most runs."""
        one, whole = (self.reading.found[i].quantity.value for i in (first, total))
        return one < whole <= ahead and may_belong(self.reading, self.notes, total, first)

    def _before(self, first: int, *, anew: bool) -> Iterator[int]:
        """Yield the figures before ``first`` at its level: of its sentence, where it opens one also of two before."""
        found, homes, depth = self.reading.found, self.reading.homes, self.reading.depths[first]
        start = homes[first - 1 if anew else first].start
        if start != homes[first].start:
            start = self._sentence_before(first)
        for i in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
            if found[i].span.start < start:
                return
            if self.reading.depths[i] <= depth:
                yield i

    def _sentence_before(self, first: int) -> int:
        """Return where the second last sentence with a figure before that of ``first`` begins."""
        homes, k = self.reading.homes, first - 1
        while k > 0 and homes[k] == homes[first - 1]:
            k -= 1
        return homes[k].start

    def _groups(self, name: str, total: int, first: int) -> Iterator[Group]:
        run = self._run(name, total, first)
        found, value = self.reading.found, self.reading.found[total].quantity.value
        added, partly = _NOTHING, name not in _whole_only()
        for size, part in enumerate(run.parts, start=1):
            added += found[part].quantity.value
            exact = added == value and size > 1 and found[part].quantity.value > 0
            if exact or (size == run.natural and (partly or added == value)):
                yield self._scored(name, total, run, size, added)

    def _scored(self, name: str, total: int, run: _Run, size: int, added: Decimal) -> Group:
        parts, value = run.parts[:size], self.reading.found[total].quantity.value
        outcomes = added == value and self._one_set(total, parts)
        evidence = [(name, 0 if name == "outcomes" else OPENED)]
        if added == value and size > 1:
            evidence.append(("exact-sum", exact_points(size)))
        elif size > 1 and value * _NEARLY <= added <= value / _NEARLY:
            evidence.append(("near-sum", NEAR))
        elif any(GENERIC in units and len(units) > 1 for units in self._unit_pairs(total, parts)):
            evidence.append(("other-unit", OTHER_UNIT))
        if outcomes:
            evidence.append(("one-set-of-outcomes", OUTCOMES))
        if any(self.notes[p].rest for p in parts):
            evidence.append(("rest", REST))
        if name != "outcomes" and len(set(run.marks[: size - 1])) <= 1:
            evidence.append(("one-mark", ONE_MARK))
        foreign = sum(f < parts[-1] for f in run.foreign)
        if foreign:
            evidence.append(("foreign-figure", FOREIGN * min(foreign, PAIR)))
        if is_far(self.reading, total, parts[0]):
            evidence.append(("far-sentence", FAR))
        one_unit = len({self.reading.found[p].quantity.unit for p in parts}) == 1
        whole = size > 1 and (outcomes if name == "outcomes" else added == value and one_unit)
        if not whole and name in _whole_only():
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
            if self.reading.depths[i] < depth or self._ends(gap, parts, i):
                break
            if natural is None and parts and self._breaks(gap, i):
                natural = len(parts)
            told = name != "outcomes" or self.outcomes[i]
            if (
                not told
                or not may_belong(self.reading, self.notes, total, i)
                or not agree(found[parts[0] if parts else i], found[i])
            ):
                if not (self.notes[i].change or self._is_close(i) or self._in_step(total, i, parts)):
                    if kind_of(found[total].quantity.unit) == kind_of(found[i].quantity.unit):
                        break
                    foreign += [] if kind_of(found[i].quantity.unit) == "rate" else [i]
                last = i
                continue
            mark = next((mark for mark in reversed(_MARKS) if mark in gap), "")
            if parts:
                marks.append(mark)
                other = self._other_sort(parts[0], i, mark)
                if natural is None and (other or self._weaker(name, mark, marks)):
                    natural = len(parts)
            parts.append(i)
            last = i
        return _Run(tuple(parts), len(parts) if natural is None else natural, tuple(marks), tuple(foreign))

    def _between(self, before: int, after: int) -> str:
        return self.reading.text[self.reading.found[before].span.end : self.reading.found[after].lead]

    def _is_close(self, i: int) -> bool:
        """Say whether figure ``i`` stands right before the next with no mark between: 线下培训3期120人次."""
        gap = self.reading.gap(i + 1) if i + 1 < len(self.reading.found) else "。"
        return len(gap) <= _CLOSE and not _STOP_OR_MARK_RE.search(gap)

    def _in_step(self, total: int, i: int, parts: Sequence[int]) -> bool:
        """Say whether figure ``i`` goes with the part before it as one goes with the total, or with the next part.

        26起、死亡21人，其中道路19起、死亡15人，建筑7起、死亡6人: the dead are no strangers in the list of 26.
        """
        found = self.reading.found
        if not parts or i != parts[-1] + 1:
            return False
        units = [one.quantity.unit for one in found[i - 1 : i + 3]]
        told = total + 1 < parts[0] and found[total + 1].quantity.unit == units[1]
        return told or (units[:2] == units[2:] and units[0] != units[1])

    def _ends(self, gap: str, parts: Sequence[int], i: int) -> bool:
        """Say whether the words between two figures end a list: a sentence, a new count, another list's opener."""
        if not gap:
            return False
        if not parts:
            return _STOP_RE.search(gap) is not None or "；" in gap
        return bool(
            self._tells_of_all(parts[0], i, gap)
            or (_STOP_RE.search(gap) and not self._alike(parts[0], i))
            or _starts_again(_CLAUSE_END_RE.split(gap)[-1])
            or (
                _OPENING_RE.search(gap)
                and any(
                    opener.pattern.search(gap) for opener in load_openers() if opener.far and not opener.exact
                )
            )
        )

    def _breaks(self, gap: str, i: int) -> bool:
        """Say whether a list goes on only to add up: behind a clause of its own, a stop, a counted difference."""
        differs = self.notes[i].change and kind_of(self.reading.found[i].quantity.unit) != "rate"
        return bool(differs) or _CLAUSE_RE.search(gap) is not None

    def _alike(self, one: int, two: int) -> bool:
        """Say whether two figures' own words end alike, and no verb tells the second anew: 食品案件, 药品案件."""
        said, other = self.notes[one].own.said, self.notes[two].own.said
        if next(iter(self.notes[two].own.words()), "") in word_set("verbs").words:
            return False
        return min(len(said), len(other)) > _TAIL and said[-_TAIL:] == other[-_TAIL:]

    def _tells_of_all(self, first: int, i: int, gap: str) -> bool:
        """Say whether a stage is told of the whole behind a list of kinds: 30件，其中农民工20件，办结10件."""
        told = not self.notes[i].rest and not self.outcomes[i].isdisjoint(stages())
        return told and not self.outcomes[first] and "、" not in gap

    def _other_sort(self, first: int, i: int, mark: str) -> bool:
        """Say whether a figure is no kind beside the first: 其中农民工46件，办结805件, 其中超速46起，发生事故5起."""
        if mark != "、" and begins_anew(self.notes[i].own) and not begins_anew(self.notes[first].own):
            return True
        one, other = self.outcomes[first] - mixed_sets(), self.outcomes[i] - mixed_sets()
        return not self.notes[i].rest and bool(one) != bool(other)

    def _weaker(self, name: str, mark: str, marks: Sequence[str]) -> bool:
        """Say whether a mark ends a list: one weaker than its first, or a first ； without colon or bracket."""
        if len(marks) == 1:
            return mark == "；" and name not in ("bracket", "colon", "divided")
        first = marks[0]
        return bool(first and mark) and _MARKS.index(mark) > _MARKS.index(first)

    def _unit_pairs(self, total: int, parts: Sequence[int]) -> Iterator[set[str]]:
        found = self.reading.found
        return ({found[total].quantity.unit, found[p].quantity.unit} for p in parts)

    def _one_set(self, total: int, parts: Sequence[int]) -> bool:
        """Say whether the parts are outcomes of one set that the total may come to, not all of them a mere rest."""
        named = not all(self.notes[p].rest for p in parts)
        # 文件78件，经清理，保留66件: the total's own words and those between it and its first part.
        said = self.notes[total].own.said + self.reading.gap(parts[0])[-_LONGEST_BETWEEN:]
        return named and exhaust([self.outcomes[p] for p in parts], said)
