"""Read what stands round the body of a report, once, on the raw text: title, organs, number, dates, box, portal lines.

What follows goes by it: cleaning takes the furniture away and parts the lines, structure says what each line is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from build_scripts.head.contents_list import find_contents
from build_scripts.head.cover import find_enclosed
from build_scripts.head.head_lines import HeadLine, cut_lines
from build_scripts.head.line_kinds import Named, find_parts
from build_scripts.head.one_paragraph import find_paragraph_breaks
from build_scripts.head.opening import find_opening
from build_scripts.head.particulars import (
    addressee_of,
    box_values,
    date_of,
    document_number_of,
    find_box_title,
    find_organs,
    signer_of,
)
from build_scripts.head.portal import has_chrome, is_portal_chrome, may_be_chrome
from build_scripts.head.running_heads import find_running_titles
from build_scripts.head.tail import find_tail
from build_scripts.head.title import Title, find_glued, find_title
from build_scripts.head.zone import PORTAL, drop_menu, find_zone
from build_scripts.models import BlockKind, BoxEntry, BoxField, Furniture, Head, RawText, Span
from build_scripts.rules.head_parts import is_addressee

# A portal's line in the midst of the text holds a few buttons.
_LONGEST_CHROME = 60
_RUNNING = "running-head"


@dataclass
class _Page:
    """What is known so far while a page is read from its top."""

    lines: list[HeadLine]
    blocks: list[Named] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    box: list[BoxEntry] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    title: Title | None = None
    body: int = 0
    letter: list[Named] = field(default_factory=list)


def with_head(raw: RawText) -> RawText:
    """Return ``raw`` with what is read of its head and tail. It never raises: what a page does not say is ``None``."""
    head = find_head(raw.text, find_running_titles(raw))
    if head.published_on is None and raw.tags:
        head = replace(head, published_on=date_of(_tagged(raw, BoxField.PUBLISHED_ON)))
    return replace(raw, head=head)


def _tagged(raw: RawText, field: BoxField) -> Iterator[str]:
    """Yield what a page's tags say of a field that the text itself does not give."""
    yield from (value for tag, value in raw.tags if tag is field)


def find_head(text: str, running: Sequence[Span] = ()) -> Head:
    """Return what stands round the body of a raw text; ``running`` are lines of it that are no part of the document."""
    taken = {span.start for span in running}
    page = _Page([line for line in cut_lines(text) if line.start not in taken])
    page.furniture += [Furniture(span, _RUNNING) for span in running]
    contents = find_contents(page.lines)
    _see_top(page, 0, contents)
    enclosed = find_enclosed(page.lines, page.body) if page.title else None
    if enclosed is not None:
        _see_letter(page, enclosed, contents)
    _see_glued(page)
    tail = find_tail(page.lines, page.body)
    page.blocks += [Named(kind, (line,)) for kind, line in tail.parts]
    page.furniture += tail.furniture
    page.box += tail.box
    page.furniture += _chrome_within(page) if has_chrome(text) else ()
    page.breaks += find_paragraph_breaks(text)
    return _told(page)


def _see_top(page: _Page, start: int, contents: frozenset[int]) -> None:
    """Read the lines from ``start`` on, up to the body."""
    zone = find_zone(page.lines, start, contents)
    found = find_title(zone.plain)
    plain = drop_menu(zone, zone.plain[found[0]].span if found else None)
    found = find_title(plain)
    page.title = Title(tuple(plain[found[0] : found[1] + 1])) if found else None
    page.blocks += find_parts(plain, found)
    page.furniture += zone.furniture
    page.box += zone.box
    page.body = zone.body


def _see_letter(page: _Page, enclosed: int, contents: frozenset[int]) -> None:
    """Keep what stood above ``enclosed`` as the letter's, and read the enclosed report from there on."""
    letter, body = find_tail(page.lines[:enclosed], page.body), page.body
    page.letter = [*page.blocks, *(Named(kind, (line,)) for kind, line in letter.parts)]
    page.blocks = list(page.letter)
    title = page.title
    _see_top(page, enclosed, contents)
    if page.title is None:
        page.title, page.body, page.letter = title, body, []


def _see_glued(page: _Page) -> None:
    """Part a title, and the addressee after it, from the text on the same line."""
    if page.title or page.body >= len(page.lines):
        return
    line = page.lines[page.body]
    cut = find_glued(line)
    if not cut:
        return
    page.title = Title((line.upto(cut),))
    page.blocks.append(Named(BlockKind.TITLE, page.title.lines))
    rest = line.starting(cut)
    page.breaks.append(rest.span.start)
    colon = rest.folded.find(":") + 1
    if 0 < colon < len(rest.packed) and is_addressee(rest.folded[:colon]):
        page.blocks.append(Named(BlockKind.ADDRESSEE, (rest.upto(colon),)))
        rest = rest.starting(colon)
        page.breaks.append(rest.span.start)
    page.lines[page.body] = rest


def _chrome_within(page: _Page) -> Iterator[Furniture]:
    """Yield the lines between head and tail that hold nothing but a portal's buttons."""
    taken = {f.span.start for f in page.furniture}
    for line in page.lines[page.body :]:
        short = line.end - line.start <= _LONGEST_CHROME
        # Most lines of prose are told by their first character, before they are folded.
        if not short or not may_be_chrome(line.raw, line.start):
            continue
        if line.start not in taken and is_portal_chrome(line.folded, at_edge=False):
            yield Furniture(line.span, PORTAL)


def _told(page: _Page) -> Head:
    blocks = sorted(page.blocks, key=lambda b: b.span)
    title, named = (page.title.text, page.title.organs()) if page.title else find_box_title(page.box)
    organs = [*named, *find_organs(blocks, page.box)]
    opening = find_opening(page.lines, page.body)
    return Head(
        title=title,
        parts=tuple(block.part() for block in blocks),
        organs=(*organs, opening) if opening else tuple(organs),
        box=tuple(page.box),
        furniture=tuple(sorted(page.furniture, key=lambda f: f.span)),
        breaks=tuple(sorted({*page.breaks, *(b.span.start for b in blocks if b.lines[0].piece)})),
        body=page.lines[page.body].span.start if page.body < len(page.lines) else 0,
        doc_number=document_number_of(blocks, page.box),
        signer=signer_of(blocks),
        addressee=addressee_of(blocks),
        issued_on=date_of(_issued(page, blocks)),
        published_on=date_of(box_values(page.box, BoxField.PUBLISHED_ON)),
        index_number=next(iter(box_values(page.box, BoxField.INDEX_NUMBER)), None),
    )


def _issued(page: _Page, blocks: Sequence[Named]) -> Iterator[str]:
    """Yield what may say when the report was issued: the letter's date, the box, the date at the foot or the head."""
    dates = [b for b in blocks if b.kind is BlockKind.DATE]
    letter = {b.span for b in page.letter}
    yield from (b.lines[0].folded for b in reversed(dates) if b.span in letter)
    yield from box_values(page.box, BoxField.ISSUED_ON)
    yield from (b.lines[0].folded for b in reversed(dates))
