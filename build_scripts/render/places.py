"""Places of a report that can be linked to: sentences, figures and headings, each with an anchor from the raw file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from build_scripts.models import CleanText, Metric, Result, Section, Span

_STOPS = "。！？!?；;\n"
_SENTENCE = re.compile(r"[^\s。！？!?][^。！？!?\n]*[。！？!?]?[”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the clean text with its anchor."""

    span: Span
    anchor: str


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
    known, last = sorted(told), Span(0, 0)
    for span in sorted(asked):
        at = bisect_right(known, span.start, key=lambda sentence: sentence.start) - 1
        if not (span.start in last or (at >= 0 and span.start in known[at])):
            last = _sentence_around(clean.text, span.start)
            told.add(last)
    sentences = tuple(_apart(told))
    return Places(
        sentences=tuple(Place(span, f"s-{raw_start(clean, span)}") for span in sentences),
        headings=tuple(Place(s.span, heading_anchor(clean, s)) for s in result.report.sections),
        figures=_figures(result.metrics),
        pages=tuple(_page_starts(clean)),
        others=tuple(Place(span, f"s-{raw_start(clean, span)}") for span in _others(result, sentences)),
    )


def raw_start(clean: CleanText, span: Span) -> int:
    """Return the raw offset at which the clean ``span`` begins."""
    return clean.raw_span(span).start


def heading_anchor(clean: CleanText, section: Section) -> str:
    """Return the anchor of a section, ``h-<raw offset>``."""
    return f"h-{raw_start(clean, section.span)}"


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, one for each start (the longest), none reaching into the next."""
    longest = {span.start: span for span in sorted(spans)}
    ordered = sorted(longest.values())
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
            span = Span(found.start(), found.end())
            after = bisect_left(starts, span.end)
            if not (after and told[after - 1].end > span.start):
                yield span


def _figures(metrics: Iterable[Metric]) -> tuple[Figure, ...]:
    by_span: dict[Span, list[str]] = {}
    for metric in metrics:
        by_span.setdefault(metric.span, []).append(metric.id)
    return tuple(Figure(span, tuple(ids)) for span, ids in sorted(by_span.items()))


def _page_starts(clean: CleanText) -> Iterator[Place]:
    """Yield where the text first stands on another page than the character before."""
    low, high = 0, clean.raw.pages[1] if len(clean.raw.pages) > 1 else len(clean.raw.text) + 1
    for index, offset in enumerate(clean.origins):
        if low <= offset < high:
            continue
        page = clean.raw.page_of(offset)
        low = clean.raw.pages[page - 1]
        high = clean.raw.pages[page] if page < len(clean.raw.pages) else len(clean.raw.text) + 1
        yield Place(Span(index, index), str(page))


def _in_clean(clean: CleanText, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the clean places of raw spans; what cleaning removed has none."""
    wanted = {span.start for span in spans}
    for index, offset in enumerate(clean.origins):
        if offset in wanted:
            wanted.discard(offset)
            yield Span(index, index + 1)


def _sentence_around(text: str, at: int) -> Span:
    start, end = at, at
    while start > 0 and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end] not in _STOPS:
        end += 1
    return Span(start, end + 1 if text[end : end + 1].strip() else end)
