"""Take away what a page carries besides the document: page numbers, running heads, what the head was read to have."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from build_scripts.clean.columns import is_table_line, table_lines
from build_scripts.clean.lines import Line, split_lines, split_pages
from build_scripts.models import BlockKind, PlacedLine, RawText, Span
from build_scripts.offsets import Change, Draft
from build_scripts.rules.cells import is_number
from build_scripts.rules.head_parts import is_letterhead
from build_scripts.rules.numerals import fold_width
from build_scripts.rules.page_numbers import page_number_rules
from build_scripts.rules.plain_signs import BLANK_ENTITY
from build_scripts.rules.units import unit_at_start

# A page holds more lines than this, also where a line is a paragraph.
_FEWEST_LINES = 4
_BOLD = 6
# A running head is no longer than a title's line, and stands on three pages at least.
_LONGEST_HEAD, _OFTEN = 40, 3
# A running head has three lines at most; by boxes it stands at one place where it is no further off, in points.
_OUTER, _SAME_PLACE = 3, 6
# What no running head has, and text at the head of a page by chance: pages of a PDF are cut where they are full.
_SENTENCE_RE = re.compile("[\t，。；]")
# What counts the pages in a running head: 1/5, 第3页共8页, — 3 —.
_COUNTER_RE = re.compile("[0-9]{1,4}/[0-9]{1,4}$|第[0-9]{1,4}页(?:[,，]?共[0-9]{1,4}页)?|[-—][0-9]{1,4}[-—]")
_BARE_RE = re.compile("[0-9０-９]{1,3}")
_BLANK_ENTITY = re.compile(BLANK_ENTITY, re.IGNORECASE)
_HASHED_RE = re.compile(r"(?m)^[ \t]*(#{1,6})[ \t]*(?=[^#\s])")
_BOLD_RE = re.compile(r"(?m)^[ \t]*(\*\*)(?=[^*\n]{2,40}\*\*[ \t]*$)")
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_NO_WIDTH_RE = re.compile(f"[{_NO_WIDTH}]+")


def fix_blank_entity(draft: Draft, _: RawText) -> list[Change]:
    """Remove entities that stand for a blank, and characters of no width: "罚款&nbsp;3件" gives "罚款3件"."""
    entities = _BLANK_ENTITY.finditer(draft.text) if "&" in draft.text else ()
    changes = [Change("blank-entity", m.start(), m.end()) for m in entities]
    # Looked for one by one first: a sixth of the time of a search for all of them.
    if any(char in draft.text for char in _NO_WIDTH):
        changes += [Change("invisible", m.start(), m.end()) for m in _NO_WIDTH_RE.finditer(draft.text)]
    return changes


def fix_head_break(_: Draft, raw: RawText) -> list[Change]:
    """Part lines on which two parts of the document stand: a title and the text, a number and the signer."""
    return [Change("line-break", at, at, "\n") for at in raw.head.breaks]


def fix_head_furniture(draft: Draft, raw: RawText) -> list[Change]:
    """Remove what the head was read to have besides the document: its box, a portal's lines, a contents list.

    Of a draft from which nothing was taken yet: what stands in it is where it was in the raw text, or further on.
    """
    index, spans = draft.origins.index, [(f.rule, f.span.start, f.span.end - 1) for f in raw.head.furniture]
    return [Change(rule, index(first, first), index(last, last) + 1) for rule, first, last in spans]


def fix_page_number(draft: Draft, _: RawText) -> list[Change]:
    """Remove lines that are a page number. A bare number is none where it carries on a sentence or a column."""
    lines = split_lines(draft.text)
    told = [(i, line, ids) for i, line in enumerate(lines) if (ids := page_number_rules(line.packed))]
    if not told:
        return []
    changes = []
    in_turn, cells = _counting_up(lines), table_lines(lines, draft.text)
    for i, line, ids in told:
        if is_table_line(lines, cells, i):
            continue
        if ids != ["page-number-bare"] or i in in_turn or _stands_alone(lines, i):
            changes.append(Change("page-number", line.start, line.end))
    return changes


def _counting_up(lines: Sequence[Line]) -> frozenset[int]:
    """Return the bare numbers that count the pages: two or more that go up by one, far apart."""
    bare = [i for i, line in enumerate(lines) if _BARE_RE.fullmatch(line.packed)]
    values = [int(fold_width(lines[i].packed)) for i in bare]
    steady = all(b - a == 1 for a, b in pairwise(values))
    apart = all(b - a >= _FEWEST_LINES for a, b in pairwise(bare))
    return frozenset(bare) if len(bare) > 1 and steady and apart else frozenset()


def _stands_alone(lines: Sequence[Line], i: int) -> bool:
    before = lines[i - 1] if i else None
    after = lines[i + 1] if i + 1 < len(lines) else None
    if any(n and re.fullmatch(r"[0-9０-９.,%]+", n.packed) for n in (before, after)):
        return False
    carries_on = before and after and not before.finished and unit_at_start(after.packed)
    return not carries_on


def fix_repeated_title(draft: Draft, raw: RawText) -> list[Change]:
    """Remove lines that say the title again, and a page's own heading that only names the title's agency."""
    title, titles = raw.head.title, title_spans(raw)
    if not title or not titles:
        return []
    numbers = [p.spans[0].start for p in raw.head.parts if p.kind is BlockKind.DOC_NUMBER]
    weights, above = heading_weights(draft.raw), titles[-1].start
    changes = []
    for line in split_lines(draft.text):
        # Asked first: hardly a line begins as the title does.
        if not title.startswith(line.packed.lstrip("#")):
            continue
        at = draft.origins[line.start]
        heads = at < above and at in weights and not any(at < n < above for n in numbers)
        if _repeats(title, line, heads=heads) and not stands_in(titles, at):
            changes.append(Change("repeated-title", line.start, line.end))
    return changes


def _repeats(title: str, line: Line, *, heads: bool) -> bool:
    """Say whether a line says the title again, or as a page's own heading above it (``heads``) names its agency."""
    packed = line.packed.lstrip("#")
    return packed == title or (heads and is_letterhead(packed) and title.startswith(packed))


def title_spans(raw: RawText) -> tuple[Span, ...]:
    """Return the raw lines of the title, and of the letter's title where the report is enclosed in one."""
    return tuple(span for part in raw.head.parts if part.kind is BlockKind.TITLE for span in part.spans)


def stands_in(spans: Sequence[Span], origin: int) -> bool:
    """Say whether one of a few spans holds the raw offset ``origin``."""
    return any(origin in span for span in spans)


def heading_weights(raw: str) -> dict[int, int]:
    """Return for each Markdown heading its level by raw offsets, of its marks and of the words after them.

    A short line that is bold from end to end is a heading of the lowest level.
    """
    weights: dict[int, int] = {}
    for match in _HASHED_RE.finditer(raw) if "#" in raw else ():
        weights[match.start(1)] = weights[match.end()] = len(match[1])
    for match in _BOLD_RE.finditer(raw) if "**" in raw else ():
        weights.setdefault(match.start(1), _BOLD)
        weights.setdefault(match.end(), _BOLD)
    return weights


def fix_running_head(draft: Draft, raw: RawText) -> list[Change]:
    """Remove a short line that stands at the edge of page after page, digits aside; the title's lines stay.

    Three times at a page's edge, or at the edge of every page of a report of two pages.
    """
    lines = split_pages(draft, raw.pages)
    title, titles = raw.head.title, title_spans(raw)
    at_edge: dict[str, list[int]] = defaultdict(list)
    for i in _page_edges(lines):
        in_title = stands_in(titles, draft.origin(lines[i].start))
        sentence = raw.layout is not None and _SENTENCE_RE.search(lines[i].text)
        if len(lines[i].packed) <= _LONGEST_HEAD and not (lines[i].mark or in_title or sentence):
            at_edge[_shape(lines[i])].append(i)
    # Only where a title stands at a page's edge is it counted: all lines took 0.7 ms of a report.
    times = sum(_shape(line) == title for line in lines) if title in at_edge else 0
    repeated = {
        i
        for shape, places in at_edge.items()
        if len(places) >= _OFTEN or (title and shape == title and times > 1)
        for i in places
        if i + 2 < len(lines)
    }
    repeated |= _at_one_place(draft, raw, lines, titles)
    return [Change("running-head", lines[i].start, lines[i].end) for i in sorted(repeated)]


def _at_one_place(draft: Draft, raw: RawText, lines: Sequence[Line], titles: Sequence[Span]) -> set[int]:
    """Return the lines that say the same at one place of three pages, or of all of two, by their boxes.

    A running head of two lines, 装订线 down the margin, a water mark; no sentence, and no digit may differ but those
    that count pages. Of two pages only the edges are looked at.
    """
    layout = raw.layout
    if layout is None or len(layout.pages) == 1:
        return set()
    few = len(layout.pages) < _OFTEN
    placed = [layout.line_at(draft.origins[line.start]) for line in lines]
    outer = _outer_lines(placed)
    places: dict[tuple[str, int, int], dict[int, int]] = defaultdict(dict)
    for i, (line, place) in enumerate(zip(lines, placed, strict=True)):
        if place is None or not _may_repeat(line) or (few and i not in outer):
            continue
        if not stands_in(titles, draft.origins[line.start]):
            at = round(place.box.left / _SAME_PLACE), round(place.box.top / _SAME_PLACE)
            places[_COUNTER_RE.sub("", line.packed), *at][place.page] = i
    often = 2 if few else _OFTEN
    return {i for pages in places.values() if len(pages) >= often for i in pages.values()}


def _may_repeat(line: Line) -> bool:
    short = len(line.packed) <= _LONGEST_HEAD and not (line.mark or line.caption)
    return short and not _SENTENCE_RE.search(line.text)


def _outer_lines(placed: Sequence[PlacedLine | None]) -> frozenset[int]:
    """Return the first and last lines of each page, three of each, as many as a head or foot has at most."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for i, place in enumerate(placed):
        if place:
            by_page[place.page].append(i)
    return frozenset(i for own in by_page.values() for i in (*own[:_OUTER], *own[-_OUTER:]))


def fix_repeated_head(draft: Draft, raw: RawText) -> list[Change]:
    """Remove the head rows of a table that a page says again where the table goes on, as the first page has them.

    Only where the file knows its pages: of text copied out, nobody knows what stood at the head of one.
    """
    if raw.layout is None:
        return []
    lines = split_pages(draft, raw.pages)
    changes: list[Change] = []
    for i in range(1, len(lines)):
        if lines[i - 1].page_after and "\t" in lines[i].text and "\t" in lines[i - 1].text:
            changes += [
                Change("repeated-head", lines[n].start - lines[n].blanks, lines[n].end)
                for n in _said_again(lines, i)
            ]
    return changes


def _said_again(lines: Sequence[Line], i: int) -> Iterator[int]:
    """Yield the rows from ``i`` on that are the first of their table, word for word, and hold no number."""
    first = i
    while first and "\t" in lines[first - 1].text:
        first -= 1
    for n in range(i, min(2 * i - first, len(lines))):
        cells = lines[n].text.split("\t")
        if lines[n].text != lines[n - i + first].text or any(map(is_number, cells)):
            return
        yield n


def _shape(line: Line) -> str:
    return re.sub(r"[0-9]+", "0", fold_width(line.packed))


def _page_edges(lines: Sequence[Line]) -> Iterator[int]:
    for i, line in enumerate(lines):
        if i == 0 or line.page_after or lines[i - 1].page_after:
            yield i
