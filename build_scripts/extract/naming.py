"""Name what a number counts: by what the finders said, by the numbers it answers to, or by the words round it."""

import re
from collections.abc import Sequence

from build_scripts.extract.clauses import Words
from build_scripts.extract.found import Found
from build_scripts.extract.subjects import find_subject, fit, strip_before
from build_scripts.models import Span
from build_scripts.rules.units import kind_of

# How many numbers back a list's head may stand.
_REACH = 40


def name_subject(text: str, sentence: Span, found: Sequence[Found], words: Words, done: Sequence[str]) -> str:
    """Return the subject of the next number of a sentence; ``done`` are the subjects of those before it.

    ``words`` are the words round the number.
    """
    i = len(done)
    one = found[i]
    if one.things:
        return fit(strip_before(one.things[0]) or one.things[0])
    if i and found[i - 1].total == one.span:
        return done[-1]
    answers = _answers_to(text, sentence, found, i)
    if answers and not strip_before(words.before.replace("分别", "")):
        return done[i - answers]
    earlier = _last_outside(text, found, i)
    return find_subject(words, done[earlier] if words.follows and earlier is not None else None)


def _answers_to(text: str, sentence: Span, found: Sequence[Found], i: int) -> int:
    """Return how many numbers stand in the list behind 分别 in which number ``i`` is, 0 where there is none.

    2起、死亡2人，同比分别下降33.3%和50%: the two rates answer to the two counts before them.
    """
    first = last = i
    while first and _in_one_list(text, found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and _in_one_list(text, found[last], found[last + 1]):
        last += 1
    count = last - first + 1
    clause = text[found[first - 1].span.end if first else sentence.start : found[first].lead]
    return count if count > 1 and "分别" in clause and first >= count else 0


def _in_one_list(text: str, before: Found, after: Found) -> bool:
    between = text[before.span.end : after.lead]
    return before.quantity.unit == after.quantity.unit and re.fullmatch("[、，和及与]+", between) is not None


def _last_outside(text: str, found: Sequence[Found], i: int) -> int | None:
    """Return the nearest number before ``i`` that is in no bracket closed since: the one that the words go on from.

    A count goes on from a count and not from the rate between them: 99户参加抽查，完成率98%，其中1家关闭.
    """
    rate = kind_of(found[i].quantity.unit) == "rate"
    outside = 0
    for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
        between = text[found[k].lead : found[k + 1].lead]
        outside += sum(c in "（(" for c in between) - sum(c in "）)" for c in between)
        if outside >= 0 and (rate or kind_of(found[k].quantity.unit) != "rate"):
            return k
    return None
