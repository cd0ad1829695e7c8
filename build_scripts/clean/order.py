"""Put back text that a page holds out of reading order.

A page read in blocks may give the rest of a cut paragraph after a heading, or behind another paragraph's first lines.
What is seen then is an *open end*, a line that breaks off although a heading follows, and an *orphan*, a line that
starts in the middle of a sentence. Two shapes occur, both round the end of a page:

* one link: open end, heading, orphan. The orphan's paragraph is moved behind the open end.
* two links: open end, heading, the first lines of another paragraph, the first orphan, perhaps a heading, the second
  orphan; a page ends before or behind the first orphan. It carries on the open end, the second those first lines.

Each reading is given points for what speaks for it. It is followed only where it has enough of them and no other has
as many; where one is likely and none certain, nothing is moved and a finding says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from build_scripts.clean.joins import joined
from build_scripts.clean.page import INDENT, Page, see_page
from build_scripts.clean.word_seams import word_across
from build_scripts.models import Finding, RawText, Severity, Span
from build_scripts.offsets import Change, Draft
from build_scripts.rules.captions import UNIT_RE, is_caption
from build_scripts.rules.loading import load_words
from build_scripts.rules.widths import CLOSERS

_WINDOW = 70
_OPEN_TAILS = "，、（(《“‘「『"
# Points: two ends that make a word across a page are no accident once in some twenty joins; an orphan that lacks the
# indent all paragraphs have, hardly ever; a word that the page's own order makes speaks against another order.
_WORD, _ORPHAN, _PAGE, _TAIL, _OWN_WORD = 3, 2, 1, 1, -4
_ENOUGH_ONE, _ENOUGH_TWO = 3, 5


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines ``first`` to ``last`` carry on line ``end``."""

    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to put the text in order, and the points that speak for it."""

    pieces: tuple[Piece, ...]
    points: int
    enough: int


def fix_reading_order(draft: Draft, raw: RawText) -> tuple[list[Change], list[Finding]]:
    """Return the moves that put orphans behind their open ends, and a finding for each move and each doubt."""
    page = see_page(draft, raw)
    changes: list[Change] = []
    findings: list[Finding] = []
    settled = -1
    for end in _open_ends(page):
        if end <= settled:
            continue
        readings = sorted(_readings(page, end), key=lambda r: -r.points)
        best = _best([r for r in readings if len(r.pieces) == 1]) or _best(readings)
        if best:
            settled = max(piece.last for piece in best.pieces)
            changes += [_move(page, piece) for piece in best.pieces]
            findings += [_moved(page, draft, piece) for piece in best.pieces]
        elif readings and readings[0].points > _PAGE:
            findings.append(_doubt(page, draft, end))
    return changes, findings


def _open_ends(page: Page) -> list[int]:
    """Return the body lines that break off although a heading follows."""
    ends = []
    for i, line in enumerate(page.lines[:-1]):
        if line.finished or not page.lines[i + 1].mark or i <= page.title_end:
            continue
        if not (page.full(line) or (page.wrap is None and line.width > _LONG)):
            continue
        beside = i in page.tabular or is_caption(line.packed) or UNIT_RE.search(line.packed)
        if not (beside or _in_heading(page, i)):
            ends.append(i)
    return ends


# Where a line is a paragraph, a shorter one that breaks off may be a heading without a mark.
_LONG = 60


def _in_heading(page: Page, i: int) -> bool:
    """Say whether line ``i`` belongs to a heading that has no full stop."""
    while i and joined(page, i - 1) and "。" not in page.lines[i].packed:
        i -= 1
    line = page.lines[i]
    return bool(line.weight or line.mark) and "。" not in line.packed


def _best(readings: Sequence[Reading]) -> Reading | None:
    if not readings or readings[0].points < readings[0].enough:
        return None
    tied = len(readings) > 1 and readings[1].points == readings[0].points
    return None if tied else readings[0]


def _readings(page: Page, end: int) -> Iterator[Reading]:
    body = _after_headings(page, end + 1)
    if body is None:
        return
    if _may_be_orphan(page, body):
        points = (
            _link_points(page, end, body) + _orphan_points(page, body) + _PAGE * page.lines[end].page_after
        )
        points += _TAIL * (page.lines[end].packed[-1] in _OPEN_TAILS)
        yield Reading((Piece(end, body, _block_end(page, body)),), points, _ENOUGH_ONE)
    for bottom in _bottoms(page, body):
        second = _after_headings(page, bottom + 1)
        if second is None or not _may_be_orphan(page, second):
            continue
        for first in range(body + 1, bottom + 1):
            yield from _two_links(page, end, first, bottom, second)


def _two_links(page: Page, end: int, first: int, bottom: int, second: int) -> Iterator[Reading]:
    cut = page.lines[first - 1]
    if cut.finished or page.lines[first].mark or not page.full(cut) or not _may_be_orphan(page, first):
        return
    if not (cut.page_after or page.lines[bottom].page_after):
        return
    points = (
        _link_points(page, end, first) + _link_points(page, first - 1, second) + _orphan_points(page, second)
    )
    points += _PAGE + _OWN_WORD * bool(word_across(cut.packed, page.lines[first].packed))
    pieces = (Piece(end, first, bottom), Piece(first - 1, second, _block_end(page, second)))
    yield Reading(pieces, points, _ENOUGH_TWO)


def _after_headings(page: Page, i: int) -> int | None:
    """Return the first line from ``i`` on that is in no heading, or ``None`` at the end of the text."""
    while i < len(page.lines) and _is_heading(page, i):
        i = _block_end(page, i) + 1
    return i if i < len(page.lines) else None


def _is_heading(page: Page, i: int) -> bool:
    """Say whether the block that opens with line ``i`` is a heading: marked, a phrase, one full stop at most."""
    words = "".join(line.packed for line in page.lines[i : _block_end(page, i) + 1])
    return bool(page.lines[i].mark or page.lines[i].weight) and "。" not in words[:-1] and len(words) <= _LONG


def _bottoms(page: Page, start: int) -> Iterator[int]:
    """Yield the next lines that end a sentence and a page, or a sentence above a heading."""
    found = 0
    for i in range(start + 1, min(start + _WINDOW, len(page.lines) - 1)):
        if (
            page.lines[i].finished
            and (page.lines[i].page_after or page.lines[i + 1].mark)
            and found < _MOST_BOTTOMS
        ):
            found += 1
            yield i


_MOST_BOTTOMS = 4


def _may_be_orphan(page: Page, i: int) -> bool:
    """Say whether line ``i`` may start in the middle of a sentence: no mark, no indent, else no opening word."""
    line = page.lines[i]
    if line.mark or line.weight or i in page.tabular:
        return False
    if page.indented:
        return line.indent < INDENT
    if page.lost_indent and not line.finished:
        return not page.opens_paragraph(line)
    return not line.packed.startswith(load_words("openings.yml", "paragraph_openings"))


def _orphan_points(page: Page, i: int) -> int:
    """Return what speaks for line ``i`` being an orphan in itself: a mark that closes, or a lacking indent."""
    line = page.lines[i]
    if line.packed[0] in "，、。；：" or line.packed[0] in CLOSERS:
        return _WORD
    return _ORPHAN if page.indented or (page.lost_indent and page.full(line)) else 0


def _link_points(page: Page, end: int, orphan: int) -> int:
    return _WORD if word_across(page.lines[end].packed, page.lines[orphan].packed) else 0


def _block_end(page: Page, i: int) -> int:
    while i + 1 < len(page.lines) and joined(page, i):
        i += 1
    return i


def _move(page: Page, piece: Piece) -> Change:
    """Return the move of whole lines with their indents and line breaks; at the end of the text, with those before."""
    if piece.last + 1 == len(page.lines):
        start = page.lines[piece.first - 1].end
        return Change("reading-order", start, page.lines[piece.last].end, to=page.lines[piece.end].end)
    end = _line_start(page, piece.last + 1)
    return Change("reading-order", _line_start(page, piece.first), end, to=_line_start(page, piece.end + 1))


def _line_start(page: Page, i: int) -> int:
    return page.lines[i].start - page.lines[i].blanks


def _moved(page: Page, draft: Draft, piece: Piece) -> Finding:
    head, tail = page.lines[piece.first].packed, page.lines[piece.end].packed
    sure = "前后正好合成一个词" if word_across(tail, head) else "句子接得上，但请对照原件"
    message = f"原文次序有误：以“{head[:12]}”开头的一段已移至“{tail[-12:]}”之后（{sure}）"
    line = page.lines[piece.first]
    return Finding("reading-order", Severity.NOTE, message, _raw(draft, line.start, line.end))


def _doubt(page: Page, draft: Draft, end: int) -> Finding:
    line = page.lines[end]
    message = f"“{line.packed[-12:]}”之后文字中断，疑有段落次序错乱，未作移动"
    return Finding("reading-order", Severity.WARNING, message, _raw(draft, line.start, line.end))


def _raw(draft: Draft, start: int, end: int) -> Span:
    return Span(draft.origin(start), draft.origin(end - 1) + 1)
