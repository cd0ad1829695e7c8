"""The words round a number: the clause before it, what follows its unit, and the clause further back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.extract.found import Found
from build_scripts.models import Span

_CLOSING = {"”": "“", "’": "‘", "》": "《", "」": "「"}
_BOUNDS = "，,；;。！？：:（(）)\n\t"
# A short aside belongs to the thing that it explains: 村（社区）工作室.
_ASIDE_RE = re.compile("[（(][^（()）0-9，。；：]{1,6}[）)]|[）)]")
# 18个工作站和332个工作室: what ends in "and" behind a number is that number's thing.
_JOINED_RE = re.compile("(?:以及|[和与及])$")
_QUALIFIED_RE = re.compile("^(?:以上|以下|左右|以内)的(?=..)")
_WORDS_ASIDE_RE = re.compile("[（(][^（()）0-9０-９，。；]{1,12}[）)]$")
_LIST_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]是|[（(]?[0-9一二三四五六七八九十]{1,2}[）)]|[0-9]{1,2}[.．、])"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words round one number: ``before`` and ``after`` in its own clause, ``back`` the clause before that.

    ``shares`` says that ``after`` leads on to another number, whose subject it may be; ``follows`` that a number stands
    in the same clause or in the one before.
    """

    before: str
    after: str
    back: str
    shares: bool
    follows: bool = False


def words_round(text: str, sentence: Span, rows: Sequence[Found], i: int) -> Words:
    """Return the words round ``rows[i]``; ``rows`` are all numbers of the sentence, in order."""
    row = rows[i]
    before = next(
        (rows[k].span.end for k in range(i - 1, -1, -1) if rows[k].span.end <= row.lead), sentence.start
    )
    behind = next(
        (rows[k].lead for k in range(i + 1, len(rows)) if rows[k].lead >= row.span.end), sentence.end
    )
    floor, ceiling = max(sentence.start, before), min(sentence.end, behind)
    start = _clause_start(text, floor, row.lead)
    end = _clause_end(text, row.span.end, ceiling)
    if end == ceiling < sentence.end:
        end = _own_words(text, row.span.end, end)
    own = _own_before(text[start : row.lead], after_number=start == floor and i > 0)
    back = _clause_before(text, sentence.start, start)
    shares = end == ceiling and ceiling < sentence.end
    follows = before > sentence.start and before >= back.start
    after = _QUALIFIED_RE.sub("", text[row.span.end : end])
    return Words(own, after, back.of(text), shares, follows)


def _own_before(words: str, *, after_number: bool) -> str:
    """Return the words before a number that are its own: in 22个部门、15个乡镇 the 部门 belong to the first."""
    own = words.rsplit("、", 1)[-1] if after_number and "、" in words[1:] else words
    before = _LIST_MARK.sub("", own.strip("、，；。 "))
    return "" if after_number and _JOINED_RE.search(before) else before


def _clause_start(text: str, floor: int, at: int) -> int:
    i = at - 1
    while i >= floor:
        if text[i] in _CLOSING:
            i = _opening(text, floor, i)
        elif text[i] in "）)":
            aside = _WORDS_ASIDE_RE.search(text, floor, i + 1)
            if aside is None:
                return i + 1
            i = aside.start()
        elif text[i] in _BOUNDS:
            return i + 1
        i -= 1
    return floor


def _opening(text: str, floor: int, close: int) -> int:
    """Return where the quotation that ends at ``close`` opens; ``close`` itself where its other half is missing."""
    mark = _CLOSING[text[close]]
    before = text.rfind(mark, floor, close)
    return before if before > text.rfind(text[close], floor, close) else close


def _clause_end(text: str, at: int, ceiling: int) -> int:
    depth = 0
    for i in range(at, ceiling):
        char = text[i]
        if char in "“‘《「":
            depth += 1
        elif char in "”’》」":
            depth -= 1
        elif char in _BOUNDS and depth <= 0 and not (i > at and _ASIDE_RE.match(text, i)):
            return i
    return ceiling


def _own_words(text: str, start: int, end: int) -> int:
    """Return where the words of one number end and those of the next begin: behind 、 or before 和."""
    cut = re.search("、|(?:以及|和|与|及)$", text[start:end])
    return start + cut.start() if cut else end


def _clause_before(text: str, floor: int, start: int) -> Span:
    end = start
    while end > floor and text[end - 1] in _BOUNDS + "、 ":
        end -= 1
    return Span(_clause_start(text, floor, end), end) if end > floor else Span(floor, floor)
