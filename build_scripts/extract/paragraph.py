"""A paragraph cut once: words, sentences, clauses and figures. Whoever asks for the words round a figure asks here.

All offsets count in the paragraph's own text. Source of the marks: GB/T 15834-2011, 标点符号用法.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from build_scripts.extract.found import Found
from build_scripts.extract.phrases import Phrase, word_set
from build_scripts.models import Span
from build_scripts.rules.segmenter import find_borders
from build_scripts.rules.sentences import find_sentences
from build_scripts.rules.units import kind_of

_MARK_RE = re.compile(r"[，,；;。！？!?：:（(）)\n\t“”‘’《》「」\"]")
_OPENING = {"“": "”", "‘": "’", "《": "》", "「": "」"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
# A short aside belongs to the thing that it explains: 村（社区）工作室.
_ASIDE_RE = re.compile("[（(][^（()）0-9０-９，。；：]{1,6}[）)]")
_BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}
# A noun between two figures has no more words than this: 18家|重点企业|30个问题.
_FEW_WORDS = 4
_MEASURES = ("率", "占比", "比例", "比重", "度")
_JOINED = ("以及", "和", "与", "及")
_EDGES = " 　、，,；;。：:"
_LIST_MARK_RE = re.compile(
    r"(?:[一二三四五六七八九十]是|[（(]?[0-9一二三四五六七八九十]{1,2}[）)]|[0-9]{1,2}[.．、](?![0-9]))+"
)
_QUALIFIED_RE = re.compile("(?:以上|以下|左右|以内)的(?=..)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words round one figure: ``before`` and ``after`` in its clause, ``back`` the clause before that.

    ``next`` says that ``after`` runs on into the next figure; ``follows`` that a figure stands in the same clause or in
    the one before; ``adjacent`` that nothing stands between it and the figure before.
    """

    before: Span
    after: Span
    back: Span
    next: bool
    follows: bool
    adjacent: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph and what one reading of it finds.

    ``borders[i]`` is 1 where a word begins or ends; ``stops`` are the marks that end a clause, in order; ``depths``
    holds for each figure how many brackets are open round it.
    """

    text: str
    borders: bytearray
    sentences: tuple[Span, ...]
    stops: tuple[int, ...]
    found: tuple[Found, ...]
    depths: tuple[int, ...]

    def sentence_of(self, i: int) -> Span:
        """Return the sentence of figure ``i``."""
        at = bisect_right(self.sentences, self.found[i].span.start, key=lambda s: s.start) - 1
        return self.sentences[max(at, 0)]

    def clause_start(self, at: int, floor: int) -> int:
        """Return where the clause that holds the place before ``at`` begins, ``floor`` at least."""
        i = bisect_left(self.stops, at) - 1
        return max(floor, self.stops[i] + 1) if i >= 0 else floor

    def clause_end(self, at: int, ceiling: int) -> int:
        """Return where the clause that goes on at ``at`` ends, ``ceiling`` at most."""
        i = bisect_left(self.stops, at)
        return min(ceiling, self.stops[i]) if i < len(self.stops) else ceiling

    def gap(self, i: int) -> str:
        """Return the words between figure ``i`` and the one before it, from the paragraph's start for the first."""
        return self.text[self.found[i - 1].span.end if i else 0 : self.found[i].lead]


def read_paragraph(text: str, found: Sequence[Found]) -> Reading:
    """Return the one reading of a paragraph in which ``found`` stand, in order."""
    borders = find_borders(text)
    for one in found:
        borders[one.lead] = borders[one.span.start] = borders[one.span.end] = 1
    starts = [f.span.start for f in found]
    return Reading(
        text=text,
        borders=borders,
        sentences=tuple(find_sentences(text, Span(0, len(text)))) or (Span(0, len(text)),),
        stops=tuple(_stops(text, starts)),
        found=tuple(found),
        depths=tuple(_depths(text, starts)),
    )


def with_figures(reading: Reading, found: Sequence[Found]) -> Reading:
    """Return the reading with other figures at the same places: numbers shared out, those without a unit left out."""
    depths = {f.span: d for f, d in zip(reading.found, reading.depths, strict=True)}
    return replace(reading, found=tuple(found), depths=tuple(depths[f.span] for f in found))


def _stops(text: str, starts: Sequence[int]) -> list[int]:
    """Return the marks that end a clause: none within a quotation or short aside that holds no figure."""
    asides = {at for m in _ASIDE_RE.finditer(text) for at in (m.start(), m.end() - 1)}
    stops: list[int] = []
    open_quotes: list[tuple[str, int, int]] = []
    for match in _MARK_RE.finditer(text):
        mark, at = match[0], match.start()
        if mark == '"':
            mark = "」" if any(o == "「" for o, _, _ in open_quotes[-1:]) else "「"
        if mark in _OPENING:
            open_quotes.append((mark, at, len(stops)))
        elif mark in _CLOSING:
            _close(mark, at, open_quotes, stops, starts)
        elif at not in asides:
            stops.append(at)
    return stops


def _close(
    mark: str, at: int, open_quotes: list[tuple[str, int, int]], stops: list[int], starts: Sequence[int]
) -> None:
    """Drop the stops inside a quotation that ends at ``at``, if it holds no figure."""
    if not open_quotes or open_quotes[-1][0] != _CLOSING[mark]:
        return
    _, start, seen = open_quotes.pop()
    if bisect_left(starts, start) == bisect_left(starts, at):
        del stops[seen:]


def _depths(text: str, starts: Sequence[int]) -> Iterator[int]:
    depth = at = 0
    for start in starts:
        for i in _bracket_places(text, at, start):
            depth = max(0, depth + _BRACKETS[text[i]])
        at = start
        yield depth


def _bracket_places(text: str, start: int, end: int) -> Iterator[int]:
    return (m.start() for m in _bracket_re().finditer(text, start, end))


@cache
def _bracket_re() -> re.Pattern[str]:
    return re.compile("[（(）)]")


def words_round(reading: Reading, i: int) -> Words:
    """Return the words round figure ``i``.

    >>> from build_scripts.extract.quantities import find_quantities
    >>> text = "检查医疗机构12家，查处违法行为3起。"
    >>> words = words_round(read_paragraph(text, find_quantities(text, ())), 1)
    >>> words.before.of(text), words.back.of(text)
    ('查处违法行为', '检查医疗机构12家')
    """
    text, row, sentence = reading.text, reading.found[i], reading.sentence_of(i)
    previous = _previous_end(reading, i)
    floor = max(sentence.start, previous)
    start = reading.clause_start(row.lead, floor)
    after_figure = start == previous > sentence.start
    if after_figure:
        start = _seam(reading, previous, i) or start
    before = _own_before(reading, start, row.lead, after_figure=after_figure)
    after, runs_on = _after(reading, i, sentence)
    back = _clause_before(reading, start, sentence.start)
    return Words(
        before=before,
        after=after,
        back=back,
        next=runs_on,
        follows=previous > sentence.start and previous >= back.start,
        adjacent=previous > sentence.start and not text[previous : row.lead].strip(_EDGES),
    )


def _previous_end(reading: Reading, i: int) -> int:
    lead = reading.found[i].lead
    return next(
        (reading.found[k].span.end for k in range(i - 1, -1, -1) if reading.found[k].span.end <= lead), 0
    )


def _own_before(reading: Reading, start: int, end: int, *, after_figure: bool) -> Span:
    """Return the words before a figure that are its own: in 22个部门、15个乡镇 the 部门 belong to the first."""
    text = reading.text
    if text[end - 1 : end] == "、":
        return Span(end, end)
    if after_figure:
        cut = text.rfind("、", start + 1, end)
        start = cut + 1 if cut >= 0 else start
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    mark = _LIST_MARK_RE.match(text, start, end)
    start = mark.end() if mark else start
    joined = after_figure and text[start:end].endswith(_JOINED) and reading.borders[end - 1]
    return Span(end, end) if joined else Span(start, end)


def _after(reading: Reading, i: int, sentence: Span) -> tuple[Span, bool]:
    """Return the words behind a figure up to the clause's end, and whether they run on into the next figure."""
    text, at = reading.text, reading.found[i].span.end
    following = next((f.lead for f in islice(reading.found, i + 1, None) if f.lead >= at), sentence.end)
    ceiling = min(following, sentence.end)
    end = reading.clause_end(at, ceiling)
    runs_on = end == ceiling < sentence.end
    seam = _seam(reading, at, _at_lead(reading, i, following)) if runs_on else None
    if seam is not None:
        return Span(at, seam), False
    if runs_on:
        cut = re.search("、|(?:以及|和|与|及)$", text[at:end])
        end = at + cut.start() if cut else end
    qualified = _QUALIFIED_RE.match(text, at, end)
    return Span(qualified.end() if qualified else at, end), runs_on


def _at_lead(reading: Reading, i: int, lead: int) -> int:
    return next(k for k in range(i + 1, len(reading.found)) if reading.found[k].lead == lead)


def _seam(reading: Reading, end: int, i: int) -> int | None:
    """Return where the words between two figures part, of which the first ends at ``end`` and the second is ``i``.

    6个方面|23项具体任务: a noun belongs to the first where the second has a thing of its own. 142名干部职工|学法考试
    合格率100%: a rate has the measure at the end, the count its first noun. ``None`` where that cannot be told.
    """
    text, row = reading.text, reading.found[i]
    words = list(Phrase(text, reading.borders, end, row.lead).words()) if end < row.lead else []
    if not words or words[0] in word_set("verbs").words or any(w in _EDGES or w in "和与及" for w in words):
        return None
    if kind_of(row.quantity.unit) == "rate":
        measured = any(word.endswith(_MEASURES) for word in words[1:])
        return end + _count_words(words) if measured else None
    after = Phrase(text, reading.borders, row.span.end, len(text))
    own_thing = text[row.span.end : row.span.end + 1] not in ("", *_EDGES, "。", "（", "(", "）", ")", "\n")
    stopped = word_set("after_stop").at_start(text, reading.borders, after.start, after.end)
    return row.lead if own_thing and not stopped and len(words) <= _FEW_WORDS else None


def _count_words(words: Sequence[str]) -> int:
    """Return how many characters before a rate name the thing counted: 干部职工 of 干部职工|年度|学法|考试|合格率.

    It ends with the first word for people, bodies or papers; where there is none, before the measure's own words.
    """
    bodies = tuple(word_set("bodies").words)
    first = next((i for i, word in enumerate(words[:-1]) if word.endswith(bodies)), None)
    if first is None:
        measure = word_set("verbs", "steps", "events", "trail").words
        first = len(words) - 1
        while first > 0 and (words[first] in measure or words[first].endswith("率")):
            first -= 1
    return sum(map(len, words[: first + 1]))


def _clause_before(reading: Reading, start: int, floor: int) -> Span:
    end = start
    while end > floor and (reading.text[end - 1] in "、 " or _is_stop(reading, end - 1)):
        end -= 1
    return Span(reading.clause_start(end, floor), end) if end > floor else Span(floor, floor)


def _is_stop(reading: Reading, at: int) -> bool:
    i = bisect_left(reading.stops, at)
    return i < len(reading.stops) and reading.stops[i] == at
