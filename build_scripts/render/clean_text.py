"""The clean text as HTML, its sentences, figures and headings marked. What stands hundreds of times has no quotes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.models import BlockKind, Report, Section, Span, Table
from build_scripts.render.anchors import Place, Places
from build_scripts.render.escape import decode, escape_html, ready, shown

_TOP = 2  # a heading of level 1 stands under the page's own "## 正文"
_DEEPEST = 6
_Around = tuple[Place | None, Place | None]  # the heading and the sentence that hold a stretch
_OUTSIDE: _Around = (None, None)
NOWHERE: Mapping[str, str] = MappingProxyType({})


def text_blocks(report: Report) -> Iterator[tuple[Span, Table | None]]:
    """Yield the clean text in order: a line, or a table over all its lines; nothing left out but blank lines."""
    text, tables = report.clean.text, {table.span.start: table for table in report.tables}
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        table = tables.get(start)
        span = table.span if table else Span(start, end if end >= 0 else len(text))
        if table or span.of(text).strip():
            yield span, table
        start = span.end + 1


def heading_line(sections: Mapping[int, Section], line: Span, text: str) -> Section | None:
    """Return the section, of those by the start of their heading, whose heading is all of ``line``."""
    section = sections.get(line.start)
    return section if section and not text[section.span.end : line.end].strip() else None


def heading_level(section: Section) -> int:
    """Return the level of a heading on the page: 3 for the highest of the report's, 6 at most."""
    return min(section.level + _TOP, _DEEPEST)


def format_caption(table: Table) -> str:
    """Return what a table is called: 行政处罚情况，单位：万元."""
    return decode("，".join(filter(None, [table.caption or "表格", table.unit and f"单位：{table.unit}"])))


class _Stretch(NamedTuple):
    """A stretch of the text in which nothing begins or ends: where it begins, and what holds it."""

    start: int
    heading: Place | None
    sentence: Place | None
    metrics: tuple[str, ...]


def _stretches(places: Places, end: int) -> Iterator[_Stretch]:
    """Yield the whole text in stretches. Sentences and headings do not overlap; a figure may lie in another."""
    spans = [place.span for place in (*places.sentences, *places.others, *places.headings)]
    spans += [figure.span for figure in places.figures]
    edges = {0, end, *(place.span.start for place in places.pages)}
    cuts = sorted(edges.union(*((span.start, span.end) for span in spans)))
    at = {start: number for number, start in enumerate(cuts)}
    headings: list[Place | None] = [None] * len(cuts)
    sentences: list[Place | None] = [None] * len(cuts)
    figures: list[tuple[str, ...]] = [()] * len(cuts)
    for of, held in ((headings, places.headings), (sentences, (*places.sentences, *places.others))):
        for place in held:
            for number in range(at[place.span.start], at[place.span.end]):
                of[number] = place
    for figure in places.figures:
        for number in range(at[figure.span.start], at[figure.span.end]):
            figures[number] += figure.metrics
    return map(_Stretch, cuts, headings, sentences, figures)


class Prose:
    """Writes one report's text. It remembers which anchors it has set: each stands once on the page."""

    def __init__(self, report: Report, places: Places, elsewhere: Mapping[str, str] = NOWHERE) -> None:
        """Take the report, the places to mark in it, and the pages of those figures whose row is on another."""
        self._text = report.clean.text
        self._elsewhere = elsewhere
        self._report = report
        self._stretches = tuple(_stretches(places, len(self._text)))
        self._starts = [stretch.start for stretch in self._stretches]
        self._set: set[str] = set()
        self._linked: set[str] = set()
        self._told = frozenset(place.anchor for place in places.sentences)
        self._sections = {section.span.start: section for section in report.sections}
        self._anchors = {place.span.start: place.anchor for place in places.headings}
        self._pages = {place.span.start: place for place in places.pages}
        self._kinds = {block.span.start: block.kind for block in report.blocks}

    def html(self) -> Markup:
        """Return the whole text, its blocks parted by empty lines."""
        return ready("".join([f"{block}\n\n" for block in self._blocks()]))

    def _blocks(self) -> Iterator[str]:
        """Yield the text block by block, nothing left out: each is an element of its own."""
        for span, table in text_blocks(self._report):
            yield self._table(table) if table else self._line(span)

    def _inline(self, span: Span, *, run_in: bool = True) -> str:
        """Return a stretch of the text with its sentences, figures, run-in headings and page starts marked."""
        out: list[str] = []
        around = _OUTSIDE
        first, stop = bisect_right(self._starts, span.start) - 1, bisect_left(self._starts, span.end)
        edges = [span.start, *self._starts[first + 1 : stop], span.end]
        for stretch, (start, end) in zip(self._stretches[first:stop], pairwise(edges), strict=False):
            if start in self._pages:
                out.append(_page_mark(self._pages[start].anchor))
            now = (stretch.heading if run_in else None, stretch.sentence)
            if now[0] is not around[0] or now[1] is not around[1]:
                out += [*self._closing(around, now), *self._opening(now)]
                around = now
            out.append(self._run(self._text[start:end], stretch.metrics))
        return "".join([*out, *self._closing(around, _OUTSIDE)])

    def _line(self, span: Span) -> str:
        section = heading_line(self._sections, span, self._text)
        if section:
            return self._heading(section)
        kind = self._kinds.get(span.start, BlockKind.PARAGRAPH)
        name = "" if kind in {BlockKind.PARAGRAPH, BlockKind.HEADING} else f' class="{kind.value}"'
        return f"<p{name}>{self._inline(span)}</p>"

    def _heading(self, section: Section) -> str:
        anchor = self._anchors[section.span.start]
        self._set.add(anchor)
        tag = f"h{heading_level(section)}"
        return f'<{tag} id="{anchor}">{self._inline(section.span, run_in=False)}</{tag}>'

    def _table(self, table: Table) -> str:
        caption = format_caption(table)
        head = "".join(
            "<tr>" + "".join(f"<th scope=col>{self._inline(cell.span)}</th>" for cell in row) + "</tr>"
            for row in (*table.above, table.header)
            if row
        )
        rows = ("".join(f"<td>{self._inline(cell.span)}</td>" for cell in row) for row in table.rows)
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{escape_html(caption)}"><table>'
            f"<caption>{escape_html(caption)}</caption>"
            + (f"<thead>{head}</thead>" if head else "")
            + f"<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table></div>"
        )

    def _opening(self, around: _Around) -> list[str]:
        heading, sentence = around
        out = [f"<strong class=run-in{self._id(heading.anchor)}>"] if heading else []
        return out + ([f"<span{self._id(sentence.anchor) or ' class=sentence'}>"] if sentence else [])

    def _closing(self, around: _Around, now: _Around) -> list[str]:
        """Close what is open; what does not go on ``now`` ends in its permanent link."""
        (heading, sentence), out = around, []
        if sentence:
            told = sentence is not now[1] and sentence.anchor in self._told
            out.append((self._link(sentence.anchor) if told else "") + "</span>")
        if heading:
            link = self._link(heading.anchor) if heading is not now[0] else ""
            out.append(f"{link}</strong>")
        return out

    def _link(self, anchor: str) -> str:
        if anchor in self._linked:
            return ""
        self._linked.add(anchor)
        return f"<a class=headerlink href=#{anchor}>¶</a>"

    def _id(self, anchor: str) -> str:
        if anchor in self._set:
            return ""
        self._set.add(anchor)
        return f" id={anchor}"

    def _run(self, text: str, ids: Sequence[str]) -> str:
        words = shown(text)
        if not ids:
            return words
        also = "".join(
            f'<a class=also{self._way(id_)} data-n={n} aria-label="此数的第 {n} 项"></a>'
            for n, id_ in enumerate(ids[1:], 2)
        )
        return f"<a class=figure{self._way(ids[0])}>{words}</a>{also}"

    def _way(self, id_: str) -> str:
        """Return the way to a figure's row; where that is on another page, the figure's anchor is here in the text."""
        page = self._elsewhere.get(id_, "")
        return f"{self._id(id_) if page else ''} href={page}#{id_}"


def _page_mark(page: str) -> str:
    return f'<span class="page-mark" data-page="{page}" title="原件第 {page} 页由此开始"></span>'
