"""Totals and parts that no opener joins: outcomes told by their form, and two counts in step.

已磋商结案8件，正在磋商3件 exhaust 11 cases; in 办案35件，罚款80万元，其中食品案件12件，罚款22万元 the fines go with the
cases.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from build_scripts.extract.evidence import (
    ONE_MARK,
    OPENED,
    OUTCOMES,
    PAIR,
    Group,
    agree,
    exact_points,
    is_exact,
    may_belong,
)
from build_scripts.extract.outcomes import begins_act, ending_word, exhaust, sets_with
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.phrases import EDGES, FILE, Phrase, is_made_of, word_set
from build_scripts.extract.rows import Note
from build_scripts.models import Relation
from build_scripts.rules.list_openers import OUTCOMES as OUTCOME_RULES
from build_scripts.rules.loading import Rule, load_rules, load_words
from build_scripts.rules.units import kind_of

# A count comes to at most this many outcomes, and is among this many figures before them.
_MOST, _FARTHEST = 8, 4
# One character of every form: 不予, 未, 尚未, 暂缓, 仍在, 并未, 无法, 正在, 还在, 转办, 责令, 待判, 其余, 另, 剩余.
_TELLING_RE = re.compile("[不未尚暂仍并无正在还转责待其另剩余]")
_LONGEST_VERB = 4
_STOP_RE = re.compile("[。！？]")


@cache
def _forms() -> tuple[Rule, ...]:
    return load_rules(OUTCOME_RULES, "forms")


def find_told(reading: Reading, notes: Sequence[Note], sets: Sequence[frozenset[str]]) -> Iterator[Group]:
    """Yield outcomes that exhaust a count before them: the form of one says so, or all end with words of one set.

    ``sets`` holds for each figure the closed sets with whose words its own begin.
    """
    words = ["" if here else ending_word(note.own) for here, note in zip(sets, notes, strict=True)]
    sets = [here or sets_with(word) for here, word in zip(sets, words, strict=True)]
    done, ending = 0, any(words)
    comes_to = load_words(OUTCOME_RULES, "comes_to")
    received = [note.own.said.startswith(comes_to) for note in notes]
    any_received = any(received)
    for told in range(1, len(reading.found)):
        if told < done:
            continue
        by_form = _tells(reading, told)
        group = None
        if by_form or (ending and sets[told]):
            group = _told_with(reading, notes, (sets, words), told, by_form=by_form)
        if not group and any_received and any(received[max(0, told - _FARTHEST) : told]):
            group = _told_by_verbs(reading, notes, received, told)
        if group:
            yield group
            done = group.parts[-1] + 1


def _told_with(
    reading: Reading,
    notes: Sequence[Note],
    outcomes: tuple[Sequence[frozenset[str]], Sequence[str]],
    told: int,
    *,
    by_form: bool,
) -> Group | None:
    """Return the outcomes of which ``told`` is one: the first run that exhausts a count."""
    sets, words = outcomes
    for first in range(max(told - _MOST, 0) + 1, told + 1) if by_form else (told,):
        for total, run in _exhausting(reading, notes, first, told):
            own = notes[total].own.said + reading.gap(first)
            if by_form and _of_one_kind(reading, run, sets):
                named = ("told-by-form", OUTCOMES)
            elif _end_apart(words, run) and exhaust([sets[i] for i in run], own):
                named = ("one-set-of-outcomes", OUTCOMES)
            else:
                continue
            return Group(total, run, Relation.OUTCOME, (named, ("exact-sum", exact_points(len(run)))))
    return None


def _told_by_verbs(
    reading: Reading, notes: Sequence[Note], received: Sequence[bool], first: int
) -> Group | None:
    """Return three or more outcomes from ``first`` on that are verbs alone, where they exhaust what was received."""
    if not _is_bare_verb(notes[first].own):
        return None
    for total, run in _exhausting(reading, notes, first, first):
        if received[total] and len(run) > PAIR and all(_is_bare_verb(notes[i].own) for i in run):
            evidence = (("bare-verbs", ONE_MARK), ("exact-sum", exact_points(len(run))))
            return Group(total, run, Relation.OUTCOME, evidence)
    return None


def _is_bare_verb(own: Phrase) -> bool:
    """Say whether words are a verb or step and no event: 返还, 移交; not 培训, 考试."""
    if not PAIR <= len(own) <= _LONGEST_VERB or own.said in word_set("events").words:
        return False
    return is_made_of(own, word_set("verbs", "steps", "adverbs"))


def _end_apart(words: Sequence[str], run: Sequence[int]) -> bool:
    """Say whether no two of a run end with one outcome: 投诉办结8件、举报办结12件 are two kinds."""
    ending = [words[i] for i in run if words[i]]
    return len(set(ending)) == len(ending)


def _of_one_kind(reading: Reading, run: Sequence[int], sets: Sequence[frozenset[str]]) -> bool:
    """Say whether no two of a run share a closed set, or each is told one way: not 合格80家，约谈6家，不合格4家."""
    shared = Counter(row for i in run for row in sets[i])
    return not shared or max(shared.values()) == 1 or all(sets[i] or _tells(reading, i) for i in run)


def _tells(reading: Reading, i: int) -> bool:
    """Say whether the words round a figure tell by their form that it is an outcome: 不予认定, 另1件尚在审理."""
    before, after = reading.words[i].before, reading.words[i].after
    if not (
        _TELLING_RE.search(before.text, before.start, before.end)
        or _TELLING_RE.search(after.text, after.start, after.end)
    ):
        return False
    said = f"{before.said.strip(EDGES)}|{after.said.strip(EDGES)}"
    return any(rule.pattern.search(said) for rule in _forms())


def _exhausting(
    reading: Reading, notes: Sequence[Note], first: int, told: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield a total near before ``first`` and the figures from ``first`` on, ``told`` among them, that exhaust it."""
    found, unit = reading.found, reading.found[told].quantity.unit
    if found[first].quantity.unit != unit:
        return
    for total in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
        if reading.homes[total] is not reading.homes[first] or reading.depths[total] < reading.depths[first]:
            return
        if found[total].quantity.unit == unit and reading.depths[total] == reading.depths[first]:
            run = _run_up_to(reading, notes, total, first)
            others = [i for i in run if i != told]
            if told in run and not any(_names_another(notes, i, told) for i in others):
                yield total, run


def _run_up_to(reading: Reading, notes: Sequence[Note], total: int, first: int) -> tuple[int, ...]:
    """Return the figures from ``first`` on, parted by no other count, that make ``total``; none where they miss it."""
    found, rest = reading.found, reading.found[total].quantity.value
    run: list[int] = []
    for i in range(first, min(len(found), first + _MOST)):
        if reading.depths[i] > reading.depths[first] or kind_of(found[i].quantity.unit) == "rate":
            continue
        alike = found[i].quantity.unit == found[total].quantity.unit and found[i].quantity.value > 0
        if (
            not alike
            or not may_belong(reading, notes, total, i)
            or reading.homes[i] is not reading.homes[first]
            or reading.depths[i] < reading.depths[first]
            or not (is_exact(found[i]) and is_exact(found[total]))
            or (run and "；" in reading.gap(i) and "；" not in reading.gap(first))
        ):
            break
        rest -= found[i].quantity.value
        run.append(i)
        if rest <= 0:
            break
    return tuple(run) if rest == 0 and len(run) >= PAIR else ()


def _names_another(notes: Sequence[Note], i: int, told: int) -> bool:
    """Say whether a figure's own words name another act or thing: 接待来访 beside 未办结, 诉讼案件 beside 未审结."""
    own = notes[i].own.said
    if begins_act(notes[i].own):
        return True
    carriers = load_words(FILE, "carriers")
    if not own.endswith(carriers):
        return False
    rest = own[: -len(next(c for c in carriers if own.endswith(c)))]
    return bool(rest) and rest[-PAIR:] not in notes[told].own.said


def find_beside(reading: Reading, notes: Sequence[Note], group: Group) -> Iterator[Group]:
    """Yield the group of the figures right behind a total and its parts, where they add up or are named alike.

    412件，罚款286万元；其中甲类58件，罚款87万元；乙类354件，罚款199万元: the fines make the fines. One part alone, or
    parts that leave a rest, must have the words of the total: 35件，罚款80万元，其中食品12件，罚款22万元.
    """
    found, at = reading.found, group.total + 1
    before = _added_up(reading, notes, group, -1)
    if before:
        yield before
    if at >= len(found) or at in group.parts:
        return
    # Or the one before the opener is made: 立案61件，罚没163.8万元，其中甲类29件、罚没97.2万元.
    whole = _added_up(reading, notes, group, 1) or _added_up(reading, notes, group, 1, group.parts[0] - 1)
    if whole:
        yield whole
        return
    behind = _beside(reading, notes, group, 1, at)
    added = sum(found[i].quantity.value for i in behind)
    alike = tuple(i for i in behind if _named_alike(reading, notes, at, i))
    if alike and added <= found[at].quantity.value:
        yield Group(at, alike, Relation.PART, (("beside", OPENED), ("same-words", ONE_MARK)))


def _beside(reading: Reading, notes: Sequence[Note], group: Group, step: int, at: int) -> list[int]:
    """Return the figures one ``step`` from the parts that may belong to the one at ``at``."""
    found = reading.found
    near = (part + step for part in group.parts)
    near = (i for i in near if group.total < i < len(found) and i not in group.parts)
    return [i for i in near if agree(found[at], found[i]) and may_belong(reading, notes, at, i)]


def _added_up(
    reading: Reading, notes: Sequence[Note], group: Group, step: int, total: int | None = None
) -> Group | None:
    """Return the group of the figures one ``step`` from a total (or at ``total``) and its parts, where they add up.

    37宗，面积1126.7亩（其中永久31宗1098.2亩，临时6宗28.5亩）: the 宗 stand before the 亩.
    """
    found, at = reading.found, group.total + step if total is None else total
    if (
        not 0 <= at < len(found)
        or at in (group.total, *group.parts)
        or reading.homes[at] is not reading.homes[group.total]
    ):
        return None
    parts = _beside(reading, notes, group, step, at)
    added = sum(found[i].quantity.value for i in parts)
    if not len(parts) == len(group.parts) >= PAIR or added != found[at].quantity.value:
        return None
    evidence = (("beside", OPENED), ("exact-sum", exact_points(len(parts))))
    return Group(at, tuple(parts), Relation.PART, evidence)


def _named_alike(reading: Reading, notes: Sequence[Note], at: int, i: int) -> bool:
    """Say whether a figure beside a part has the words of that beside the total (罚款, 罚没款), or none: 、1387万元."""
    own, other = notes[i].own.said, notes[at].own.said
    if _STOP_RE.search(reading.gap(i)) or "；" in reading.gap(i):
        return False
    bare = not reading.words[i].before.said.strip(EDGES)
    return bare or (bool(own) and bool(other) and (own in other or other in own))
