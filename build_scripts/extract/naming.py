"""Name what a figure counts: by what its finder says, by its total, by the figures it answers to, by its own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from build_scripts.extract.closing_totals import added_up
from build_scripts.extract.comparisons import set_against, sets_against
from build_scripts.extract.label_words import (
    CLASS_RE,
    LONGEST_BARE,
    at_level,
    carriers,
    is_bare,
    is_share,
    labels_before_things,
    outcome_labels,
    stage_labels,
    untelling_labels,
)
from build_scripts.extract.labels_in_turn import label_in_turn
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.phrases import EDGES, is_made_of, phrase_of, strip_phrase, word_set
from build_scripts.extract.rows import Note
from build_scripts.extract.sharing import are_listed, first_of_list
from build_scripts.extract.subjects import LONGEST, find_subject, fit, head_of, is_short, measured
from build_scripts.extract.times import without_change
from build_scripts.rules.units import kind_of, units_agree

_TIMES = ("时限", "时间", "用时", "时长", "周期")
# How many figures back a list's head may stand.
_REACH = 40
# Two verbs say what happened; one alone (办结) asks of what.
_ENOUGH, _LONGEST_HEAD = 4, 10
# 全州河湖长: of a part the place is told by its own words.
_EVERYWHERE_RE = re.compile("^全[国省市县区州镇乡](?=..)")
_LABEL_RE = re.compile("^(?:其中|分别为|分别是|包括|含|分为|，|：|:|（|\\()+")


@dataclass(slots=True)
class Name:
    """The subject of a figure, and whether it is its own or taken from another figure or clause."""

    subject: str
    inherited: bool = False


# A list that answers to another has no more figures on either side of one. Without a bound 5,000 took half a minute.
_MOST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Namer:
    """Names the figures of one paragraph in order; ``parents`` holds for each the index of its total, or ``None``.

    ``respective`` are the starts of the sentences that hold 分别; ``bracketed`` says whether any bracket stands in it,
    ``compared`` whether a figure is set against another year's.
    """

    reading: Reading
    notes: Sequence[Note]
    parents: Sequence[int | None]
    respective: frozenset[int]
    bracketed: bool
    compared: bool

    @staticmethod
    def over(reading: Reading, notes: Sequence[Note], parents: Sequence[int | None]) -> "Namer":
        """Return the namer of a paragraph."""
        text = reading.text
        told = reading.sentences if "分别" in text else ()
        respective = frozenset(s.start for s in told if "分别" in s.of(text))
        bracketed = any(mark in text for mark in "（(）)")
        return Namer(reading, notes, parents, respective, bracketed, sets_against(text))

    def names(self) -> list[Name]:
        """Return the name of each figure, in order."""
        done: list[Name] = []
        for i in range(len(self.reading.found)):
            done.append(self._name(i, done))
        return done

    def _name(self, i: int, done: Sequence[Name]) -> Name:
        one, parent = self.reading.found[i], self.parents[i]
        if one.things:
            # Made up from a list's parts; what a stated none denies is put together by rules of its own.
            made_up = one.quantity.value and one.things[0] not in self.reading.text
            return Name(self._thing(i, done), inherited=bool(made_up))
        told = self.reading.found[i - 1].total if i else None
        if told is not None and told == one.span:
            return Name(done[-1].subject)
        if (self.compared or self.respective) and (name := self._by_another(i, done)):
            return name
        if parent is not None and parent < i:
            part = self._part(i, done[parent].subject)
            if part:
                return Name(part)
        return self._by_words(i, done)

    def _by_another(self, i: int, done: Sequence[Name]) -> Name | None:
        """Return the name of a figure that is set against another or answers to one, or is told in turn with others."""
        if self.compared and (other := set_against(self.reading, i)) is not None:
            return Name(done[other].subject, inherited=True)
        if told := label_in_turn(self.reading, i):
            return Name(fit(told))
        first, answers = self._answers_to(i)
        share = self.notes[first].own.said.replace("分别", "")
        if (
            not answers
            or self.notes[i].own.said.replace("分别", "") not in ("", share)
            or not is_share(share)
        ):
            return None
        subject = done[i - answers].subject
        subject = measured(subject, share) if share.endswith("率") else subject + share
        says = i if self.reading.words[i].before.said.strip(EDGES) else first
        return Name(self._with_change(says, subject) if self.notes[says].change else subject)

    def _says_enough(self, i: int, earlier: int) -> bool:
        """Say whether verbs alone name a figure of another kind than the one before: 意见书217份，立案查处56起."""
        core, found = self.notes[i].core, self.reading.found
        if len(core.said) < _ENOUGH or not is_made_of(core, word_set("verbs", "steps")):
            return False
        return not units_agree(found[earlier].quantity.unit, found[i].quantity.unit)

    def _thing(self, i: int, done: Sequence[Name]) -> str:
        """Return the name that the finder gives, a short measure with what it measures: 规范性文件及时率."""
        told = self.reading.found[i].things[0]
        name = strip_phrase(phrase_of(told)).said or told
        before = next(
            (k for k in range(first_of_list(self.reading, i) - 1, -1, -1) if not self._same_place(k, i)), None
        )
        near = (
            before is not None
            and self.reading.words[i].follows
            and self.reading.found[i].quantity.unit == "%"
        )
        return fit(
            measured(done[before].subject, name) if near and before is not None and is_short(name) else name
        )

    def _same_place(self, k: int, i: int) -> bool:
        return self.reading.found[k].span == self.reading.found[i].span

    def _by_words(self, i: int, done: Sequence[Name]) -> Name:
        words, own = self.reading.words[i], self.notes[i].own.said
        if level := self._next_level(i, done):
            return Name(level, inherited=True)
        if words.adjacent and i and not own:
            return Name(done[i - 1].subject, inherited=True)
        if not own and (added := added_up(self.reading, i)):
            name = "、".join(done[k].subject for k in added)
            if len(name) <= LONGEST:
                return Name(name, inherited=True)
        earlier = self._goes_on_from(i) if words.follows else self._further_back(i)
        if earlier is not None and self._says_enough(i, earlier):
            earlier = None
        before = self._without_change(i, earlier, done) if earlier is not None else None
        subject = find_subject(words, self.notes[i].core, before)
        subject = subject or words.after.said.strip(EDGES) or words.before.said.strip(EDGES)
        if self.notes[i].change:
            subject = self._with_change(i, subject)
        return Name(subject, inherited=not own or own not in subject)

    def _next_level(self, i: int, done: Sequence[Name]) -> str:
        """Return the name before with the level of this one in the place of its own: 示范校省级32所、市级118所."""
        found, own = self.reading.found, self.notes[i].own.said
        if not i or not own.endswith("级") or found[i - 1].quantity.unit != found[i].quantity.unit:
            return ""
        return at_level(done[i - 1].subject, own) if self.reading.gap(i) == f"、{own}" else ""

    def _with_change(self, i: int, subject: str) -> str:
        """Return the subject of a difference with the words that say so: 信访事项同比减少."""
        before = self.reading.words[i].before
        core = self.notes[i].core
        words = self.reading.text[core.end if core else before.start : before.end].strip(EDGES)
        return subject + words if words not in subject and len(subject) + len(words) <= LONGEST else subject

    def _part(self, i: int, total: str) -> str:
        """Return the name of a part whose own words do not stand alone, with its total's head; "" where they do."""
        words, own = self.reading.words[i], self.notes[i].own.said
        label = own or _LABEL_RE.sub("", words.before.said).strip("、，； ")
        if not label or label in untelling_labels() or label.endswith(("金额", "总额")):
            return label if label.endswith("额") else ""
        head = _EVERYWHERE_RE.sub("", head_of(total))
        if not own or label.startswith(("其他", "其它", "其余")) or CLASS_RE.fullmatch(label):
            return fit(label + (head if head not in label else ""))
        if label in outcome_labels() or is_bare(label):
            thing = "" if head in label or label in head else head
            return fit(label + thing if label in labels_before_things() else thing + label)
        if len(label) > LONGEST_BARE or len(head) > _LONGEST_HEAD or label in head:
            return ""
        lacks = head.endswith(carriers()) and not label.endswith(carriers())
        if not lacks:
            return ""
        shared = next((size for size in range(len(head), 1, -1) if label.endswith(head[:size])), 0)
        return fit(label + head[shared:])

    def _goes_on_from(self, i: int) -> int | None:
        """Return the figure that the words of ``i`` go on from: in no bracket closed since, the total and not a part.

        A count goes on from a count and not from the rate between them: 99户参加抽查，完成率98%，其中1家关闭.
        """
        found, text = self.reading.found, self.reading.text
        rate = kind_of(found[i].quantity.unit) == "rate"
        outside = 0
        for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
            if self.bracketed:
                between = text[found[k].lead : found[k + 1].lead]
                outside += between.count("（") + between.count("(") - between.count("）") - between.count(")")
            if outside >= 0 and (rate or kind_of(found[k].quantity.unit) != "rate" or self._of_time(k, i)):
                whole = self._whole(k, i) if self.notes[i].change or self._has_words(i) else k
                return self._of_like_unit(whole, i)
        return None

    def _of_time(self, k: int, i: int) -> bool:
        """Say whether a time goes on from a rate of times: 审批时限压缩60%，由20天缩短至8天."""
        is_time = kind_of(self.reading.found[i].quantity.unit) == "time"
        return is_time and any(word in self.notes[k].own.said for word in _TIMES)

    def _of_like_unit(self, k: int, i: int) -> int:
        """Return the count that an outcome tells of, past those of other things: 案件12件，涉案金额5万元；结案9件."""
        found, unit = self.reading.found, self.reading.found[i].quantity.unit
        if self.notes[i].core.said not in outcome_labels() or units_agree(found[k].quantity.unit, unit):
            return k
        here = range(k - 1, max(-1, i - 1 - _REACH), -1)
        near = (j for j in here if self.reading.homes[j] is self.reading.homes[i])
        like = next((j for j in near if found[j].quantity.unit == unit), k)
        return self._whole(like, i)

    def _further_back(self, i: int) -> int | None:
        """Return the figure that a bare change or stage goes on from where none stands in the clause before."""
        found, homes = self.reading.found, self.reading.homes
        if not self.notes[i].change:
            return self._in_the_sentence_before(i)
        near = i and homes[i - 1] is homes[i] and not self.notes[i].own.said
        fits = near and found[i].quantity.unit in (found[i - 1].quantity.unit, "%", "个百分点")
        return self._whole(i - 1, i) if fits else None

    def _in_the_sentence_before(self, i: int) -> int | None:
        """Return the count that a sentence of a mere stage goes on from: 收到申请26件。审结24件.

        It is the only one of its unit in the sentence before, and no smaller.
        """
        found, homes = self.reading.found, self.reading.homes
        first = i and homes[i - 1] is not homes[i] and homes[i - 1].end == homes[i].start
        if not first or self.notes[i].own.said not in stage_labels() or self.reading.words[i].back:
            return None
        before = takewhile(lambda j: homes[j] is homes[i - 1], range(i - 1, -1, -1))
        unit, value = found[i].quantity.unit, found[i].quantity.value
        like = {self._whole(j, i) for j in before if found[j].quantity.unit == unit}
        return like.pop() if len(like) == 1 and all(found[j].quantity.value >= value for j in like) else None

    def _without_change(self, i: int, k: int, done: Sequence[Name]) -> str:
        """Return the name of ``k``, for a further change without the one that it tells: 同比增长3%，环比下降2%."""
        both = self.notes[i].change and self.notes[k].change
        return without_change(done[k].subject) if both else done[k].subject

    def _has_words(self, i: int) -> bool:
        """Say whether a figure has more words of its own than 占: a bare share is one of the figure right before."""
        return bool(self.notes[i].own.said.strip("占比约"))

    def _whole(self, k: int, i: int) -> int:
        """Return the total of ``k``, unless ``i`` is a part of the same."""
        parent = self.parents[k]
        while parent is not None and parent < k and parent != self.parents[i]:
            k, parent = parent, self.parents[parent]
        return k

    def _answers_to(self, i: int) -> tuple[int, int]:
        """Return the first figure of the list behind 分别 in which ``i`` is and how many it has, 0 where there is none.

        2起、死亡2人，同比分别下降33.3%和50%: the two rates answer to the two counts before them.
        """
        found, sentence = self.reading.found, self.reading.homes[i]
        if sentence.start not in self.respective:
            return i, 0
        first = last = i
        while first and i - first < _MOST_ANSWERS and self._in_one_list(first - 1):
            first -= 1
        while last + 1 < len(found) and last - i < _MOST_ANSWERS and self._in_one_list(last):
            last += 1
        count = last - first + 1
        start = max(sentence.start, found[first - 1].span.end if first else 0)
        clause = self.reading.text[start : found[first].lead]
        answers = count > 1 and "分别" in clause and first >= count
        answers = answers and self.reading.homes[first - count] is sentence
        unit = found[i].quantity.unit
        alike = answers and (kind_of(unit) == "rate" or unit == found[i - count].quantity.unit)
        return first, count if alike else 0

    def _in_one_list(self, before: int) -> bool:
        one, two = self.reading.found[before], self.reading.found[before + 1]
        alike = kind_of(one.quantity.unit) == kind_of(two.quantity.unit)
        return alike and are_listed(self.reading.text, one, two)
