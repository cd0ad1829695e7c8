"""Places of a report that can be linked to: sentences, figures and headings, each with an anchor from the raw file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count, pairwise, repeat
from operator import attrgetter, ne

from build_scripts.models import CleanText, Metric, Result, Section, Span, new_span
from build_scripts.models.records import quick

_FEW = 4  # places: to look for each takes less than to go through the text
_edges = attrgetter("start", "end")  # spans compared by these are so by numbers, not by their fields' names
_STOPS = "。！？!?；;\n"
_SENTENCE = re.compile(r"[^\s。！？!?][^。！？!?\n]*[。！？!?]?[”’」』）)]*")


@quick
@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the clean text with its anchor."""

    span: Span
    anchor: str


@quick
@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the clean text and the ids of the metrics told of it."""

    span: Span
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """All places of one report; each tuple in the order of the clean text.

    ``sentences`` are those with figures and those that the page speaks of, ``others`` the rest of the prose.
    """

    sentences: tuple[Place, ...]
    headings: tuple[Place, ...]
    figures: tuple[Figure, ...]
    pages: tuple[Place, ...]
    others: tuple[Place, ...] = ()

    def sentence_at(self, offset: int) -> str | None:
        """Return the anchor of the sentence that holds the clean ``offset``, or ``None``."""
        at = bisect_right(self.sentences, offset, key=lambda place: place.span.start) - 1
        return self.sentences[at].anchor if at >= 0 and offset in self.sentences[at].span else None


def find_places(result: Result) -> Places:
    """Return the places of ``result`` that its page marks and links to."""
    clean = result.report.clean
    told = {metric.sentence for metric in result.metrics}
    asked = [part.span for part in result.statutory if part.span and part.told == "mention"]
    asked += _in_clean(clean, (finding.span for finding in result.findings if finding.span))
    known, last = sorted(told, key=_edges), Span(0, 0)
    for span in sorted(asked, key=_edges):
        at = bisect_right(known, span.start, key=lambda sentence: sentence.start) - 1
        if not (span.start in last or (at >= 0 and span.start in known[at])):
            last = _sentence_around(clean.text, span.start)
            told.add(last)
    sentences = tuple(_apart(told))
    return Places(
        sentences=tuple(Place(span, f"s-{clean.raw_start(span)}") for span in sentences),
        headings=tuple(Place(s.span, heading_anchor(clean, s)) for s in result.report.sections),
        figures=_figures(result.metrics),
        pages=tuple(_page_starts(clean)),
        others=tuple(Place(span, f"s-{clean.raw_start(span)}") for span in _others(result, sentences)),
    )


def heading_anchor(clean: CleanText, section: Section) -> str:
    """Return the anchor of a section, ``h-<raw offset>``."""
    return f"h-{clean.raw_start(section.span)}"


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, one for each start (the longest), none reaching into the next."""
    longest = {span.start: span for span in sorted(spans, key=_edges)}
    ordered = [*longest.values()]
    nexts = [span.start for span in ordered[1:]]
    for i, span in enumerate(ordered):
        yield Span(span.start, min([span.end, *nexts[i : i + 1]]))


def _others(result: Result, told: Sequence[Span]) -> Iterator[Span]:
    """Yield the sentences of the paragraphs that none of ``told`` holds a part of."""
    text = result.report.clean.text
    starts = [span.start for span in told]
    headings = {section.span.start: section.span.end for section in result.report.sections}
    for paragraph in result.report.paragraphs:
        start = headings.get(paragraph.span.start, paragraph.span.start)
        for found in _SENTENCE.finditer(text, start, paragraph.span.end):
            span = new_span(*found.span())
            after = bisect_left(starts, span.end)
            if not (after and told[after - 1].end > span.start):
                yield span


def _figures(metrics: Iterable[Metric]) -> tuple[Figure, ...]:
    by_span: dict[tuple[int, int], tuple[Span, list[str]]] = {}
    for metric in metrics:
        by_span.setdefault(_edges(metric.span), (metric.span, []))[1].append(metric.id)
    return tuple(Figure(span, tuple(ids)) for _, (span, ids) in sorted(by_span.items()))


def numbers_at(starts: Sequence[int], end: int) -> list[int]:
    """Return for each offset below ``end`` how many of ``starts``, the first of which is 0, lie there or before it.

    So the page or line of every character is known at once, without a search for each.

    >>> numbers_at([0, 2], 5)
    [1, 1, 2, 2, 2]
    """
    parts = enumerate(pairwise([*starts, end]), 1)
    return list(chain.from_iterable(repeat(number, stop - start) for number, (start, stop) in parts))


def _page_starts(clean: CleanText) -> Iterator[Place]:
    """Yield where the text first stands on another page than the character before."""
    if len(clean.raw.pages) == 1:
        return
    page_at = numbers_at(clean.raw.pages, len(clean.raw.text) + 1)
    pages = [1, *map(page_at.__getitem__, clean.origins)]
    for index in compress(count(), map(ne, pages, pages[1:])):
        yield Place(Span(index, index), str(pages[index + 1]))


def _in_clean(clean: CleanText, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the clean places of raw spans; what cleaning removed has none."""
    wanted = {span.start for span in spans}
    if clean.is_in_order or len(wanted) <= _FEW:
        for index in map(clean.offset_of, wanted):
            if index is not None:
                yield Span(index, index + 1)
        return
    # A copy is asked, for what is found is no longer wanted.
    for index in compress(count(), map(frozenset(wanted).__contains__, clean.origins)):
        if clean.origins[index] in wanted:
            wanted.discard(clean.origins[index])
            yield Span(index, index + 1)


def _sentence_around(text: str, at: int) -> Span:
    start, end = at, at
    while start > 0 and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end] not in _STOPS:
        end += 1
    return Span(start, end + 1 if text[end : end + 1].strip() else end)
