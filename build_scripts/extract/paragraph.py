"""A paragraph cut once: words, sentences, clauses and figures. Whoever asks for the words round a figure asks here.

All offsets count in the paragraph's own text. Source of the marks: GB/T 15834-2011, 标点符号用法.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from build_scripts.extract.found import Found
from build_scripts.extract.list_marks import behind_mark
from build_scripts.extract.phrases import Phrase, new_phrase, word_set
from build_scripts.models import Span
from build_scripts.models.records import maker
from build_scripts.rules.segmenter import find_borders
from build_scripts.rules.sentences import find_sentences
from build_scripts.rules.units import kind_of

_MARK_RE = re.compile(r"[，,；;。！？!?：:（(）)\n\t“”‘’《》「」\"]")
_OPENING = {"“": "”", "‘": "’", "《": "》", "「": "」"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
# A short aside belongs to the thing that it explains: 村（社区）工作室.
_ASIDE_RE = re.compile("[（(][^（()）0-9０-９，。；：]{1,6}[）)]")
_BRACKET_RE = re.compile("[（(）)]")
_BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}
# A noun between two figures has no more words than this: 18家|重点企业|30个问题.
_FEW_WORDS = 4
# No two figures share a phrase longer than this.
_LONGEST_SEAM = 24
# A clause that a bare verb goes on from is no longer than this.
_LONGEST_BACK = 80
_NO_SEAM_RE = re.compile("[ 　、，,；;。：:和与及]")
_NO_THING = frozenset(("", *" 　、，,；;。：:（）()\n"))
_AND_RE = re.compile("、|(?:以及|和|与|及)$")
_MEASURES = ("率", "占比", "比例", "比重", "度")
_JOINED = ("以及", "和", "与", "及")
_EDGES = " 　、，,；;。：:"
_QUALIFIED_RE = re.compile("(?:以上|以下|左右|以内)的(?=..)")


@dataclass(slots=True)
class Words:
    """The words round one figure: ``before`` and ``after`` in its clause, ``back`` the clause before that.

    ``next`` says that ``after`` runs on into the next figure; ``follows`` that a figure stands in the same clause or in
    the one before; ``adjacent`` that nothing stands between it and the figure before.
    """

    before: Phrase
    after: Phrase
    back: Phrase
    next: bool
    follows: bool
    adjacent: bool


_new_words = maker(Words)


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph and what one reading of it finds.

    ``borders[i]`` is 1 where a word begins or ends; ``stops`` are the marks that end a clause, in order. For a figure
    ``depths`` holds how many brackets are open round it, ``homes`` which of the sentences it is in, ``words`` the words
    round it.
    """

    text: str
    borders: bytearray
    sentences: tuple[Span, ...]
    stops: tuple[int, ...]
    found: tuple[Found, ...]
    depths: tuple[int, ...]
    homes: tuple[Span, ...]
    words: tuple[Words, ...]

    def gap(self, i: int) -> str:
        """Return the words between figure ``i`` and the one before it, from the paragraph's start for the first."""
        return self.text[self.found[i - 1].span.end if i else 0 : self.found[i].lead]


def read_paragraph(text: str, found: Sequence[Found]) -> Reading:
    """Return the one reading of a paragraph in which ``found`` stand, in order.

    >>> from build_scripts.extract.quantities import find_quantities
    >>> text = "检查医疗机构12家，查处违法行为3起。"
    >>> words = read_paragraph(text, find_quantities(text, ())).words[1]
    >>> words.before.said, words.back.said
    ('查处违法行为', '检查医疗机构12家')
    """
    borders = find_borders(text)
    for one in found:
        borders[one.lead] = borders[one.span.start] = borders[one.span.end] = 1
    starts = [f.span.start for f in found]
    sentences = tuple(find_sentences(text, Span(0, len(text)))) or (Span(0, len(text)),)
    ground = _Ground(text, borders, _stops(text, starts))
    return _reading(ground, sentences, found, tuple(_depths(text, starts)))


def with_figures(reading: Reading, found: Sequence[Found]) -> Reading:
    """Return the reading with other figures at the same places: numbers shared out, those without a unit left out."""
    if len(found) == len(reading.found) and all(a is b for a, b in zip(found, reading.found, strict=True)):
        return reading
    places = {f.span: i for i, f in enumerate(reading.found)}
    at = [places[f.span] for f in found]
    depths = tuple(reading.depths[i] for i in at)
    if len(set(at)) == len(places):
        homes, words = tuple(reading.homes[i] for i in at), tuple(reading.words[i] for i in at)
        return replace(reading, found=tuple(found), depths=depths, homes=homes, words=words)
    ground = _Ground(reading.text, reading.borders, reading.stops)
    return _reading(ground, reading.sentences, found, depths)


@dataclass(frozen=True, slots=True)
class _Ground:
    """A paragraph's text, the borders of its words, the marks that end its clauses; the seams found so far."""

    text: str
    borders: bytearray
    stops: Sequence[int]
    seams: dict[int, int | None] = field(default_factory=dict)


def _reading(
    ground: _Ground, sentences: tuple[Span, ...], found: Sequence[Found], depths: tuple[int, ...]
) -> Reading:
    starts = [s.start for s in sentences]
    homes = tuple(sentences[max(bisect_right(starts, f.span.start) - 1, 0)] for f in found)
    words = tuple(_words(ground, found, homes[i], i) for i in range(len(found)))
    return Reading(
        text=ground.text,
        borders=ground.borders,
        sentences=sentences,
        stops=tuple(ground.stops),
        found=tuple(found),
        depths=depths,
        homes=homes,
        words=words,
    )


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
    depth, at, any_open = 0, 0, "（" in text or "(" in text
    for start in starts:
        for match in _BRACKET_RE.finditer(text, at, start) if any_open else ():
            depth = max(0, depth + _BRACKETS[match[0]])
        at = start
        yield depth


def _words(ground: _Ground, found: Sequence[Found], sentence: Span, i: int) -> Words:
    text, lead = ground.text, found[i].lead
    k = i - 1
    while k >= 0 and found[k].span.end > lead:
        k -= 1
    previous = found[k].span.end if k >= 0 else 0
    start = _clause_start(ground, lead, max(sentence.start, previous))
    after_figure = start == previous > sentence.start
    if after_figure:
        start = _seam(ground, previous, found[i]) or start
    after, runs_on = _after(ground, found, sentence, i)
    back = _clause_before(ground, start, sentence.start)
    follows = previous > sentence.start and previous >= back.start
    adjacent = previous > sentence.start and not text[previous:lead].strip(_EDGES)
    before = _own_before(ground, start, lead, after_figure=after_figure)
    return _new_words(before, after, back, runs_on, follows, adjacent)


def _clause_start(ground: _Ground, at: int, floor: int) -> int:
    """Return where the clause that holds the place before ``at`` begins, ``floor`` at least."""
    i = bisect_left(ground.stops, at) - 1
    return max(floor, ground.stops[i] + 1) if i >= 0 else floor


def _own_before(ground: _Ground, start: int, end: int, *, after_figure: bool) -> Phrase:
    """Return the words before a figure that are its own: in 22个部门、15个乡镇 the 部门 belong to the first."""
    text, borders = ground.text, ground.borders
    if start >= end or text[end - 1] == "、":
        return new_phrase(text, borders, end, end)
    if after_figure:
        cut = text.rfind("、", start + 1, end)
        start = cut + 1 if cut >= 0 else start
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    start = behind_mark(text, start, end)
    joined = text.endswith(_JOINED, start, end) and borders[end - 1]
    return new_phrase(text, borders, end if joined else start, end)


def _after(ground: _Ground, found: Sequence[Found], sentence: Span, i: int) -> tuple[Phrase, bool]:
    """Return the words behind a figure up to the clause's end, and whether they run on into the next figure."""
    text, at = ground.text, found[i].span.end
    k = i + 1
    while k < len(found) and found[k].lead < at:
        k += 1
    ceiling = min(found[k].lead if k < len(found) else sentence.end, sentence.end)
    stop = bisect_left(ground.stops, at)
    end = min(ceiling, ground.stops[stop]) if stop < len(ground.stops) else ceiling
    runs_on = end == ceiling < sentence.end
    if runs_on:
        seam = _seam(ground, at, found[k])
        if seam is not None:
            return new_phrase(text, ground.borders, at, seam), False
        cut = _AND_RE.search(text, at, end)
        end = cut.start() if cut else end
    qualified = _QUALIFIED_RE.match(text, at, end) if text[at : at + 1] in "以左" else None
    return new_phrase(text, ground.borders, qualified.end() if qualified else at, end), runs_on


def _clause_before(ground: _Ground, start: int, floor: int) -> Phrase:
    text, stops, end = ground.text, ground.stops, start
    i = bisect_left(stops, end)
    while end > floor:
        if i and stops[i - 1] == end - 1:
            i -= 1
        elif text[end - 1] not in "、 ":
            break
        end -= 1
    start = max(floor, stops[i - 1] + 1 if i else 0, end - _LONGEST_BACK)
    if end <= floor:
        return new_phrase(text, ground.borders, floor, floor)
    return new_phrase(text, ground.borders, behind_mark(text, start, end), end)


def _seam(ground: _Ground, end: int, row: Found) -> int | None:
    """Return where the words between two figures part, of which the first ends at ``end`` and the second is ``row``.

    6个方面|23项具体任务: a noun belongs to the first where the second has a thing of its own. 142名干部职工|学法考试
    合格率100%: a rate has the measure at the end, the count its first noun. ``None`` where that cannot be told.
    """
    if end >= row.lead or row.lead - end > _LONGEST_SEAM:
        return None
    if end not in ground.seams:
        ground.seams[end] = _find_seam(ground, end, row)
    return ground.seams[end]


def _find_seam(ground: _Ground, end: int, row: Found) -> int | None:
    text, borders = ground.text, ground.borders
    if _NO_SEAM_RE.search(text, end, row.lead):
        return None
    words = new_phrase(text, borders, end, row.lead).words()
    if words[0] in word_set("verbs").words:
        return None
    if kind_of(row.quantity.unit) == "rate":
        measured = any(word.endswith(_MEASURES) for word in words[1:])
        return end + _count_words(words) if measured else None
    own_thing = text[row.span.end : row.span.end + 1] not in _NO_THING
    stopped = own_thing and word_set("after_stop").at_start(text, borders, row.span.end, len(text))
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
