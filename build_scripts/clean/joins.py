"""Close up lines that a page broke: hard wraps, and paragraphs cut by a page's end.

What is left is one line a block. Every two neighbouring lines are either joined or parted by one line break; the
first rule of ``RULES`` that has an opinion decides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from build_scripts.clean.furniture import heading_weights
from build_scripts.clean.lines import Line, column_count, split_lines, wrap_width
from build_scripts.clean.titles import Title, find_title
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head import (
    DOC_NUMBER_RE,
    IMPRINT_RE,
    NOTE_RE,
    SIGNER_RE,
    is_addressee,
    is_agency,
    is_letterhead,
)
from build_scripts.rules.widths import CONTINUERS, SENTENCE_ENDS, ends_sentence

# A line as wide as the page but for this much may have been cut by the rules against marks at a line's head, or by a
# number or Latin word that would not fit: four half characters, measured on the wrapped reports.
_SLACK = 4
CAPTION_RE = re.compile(r"附?表(?:格)?[0-9一二三四五六七八九十]{1,3}(?:[^0-9，。]|$)|[（(]?单位[：:]")
_LONGEST_HEADING = 120
_NEVER_FIRST = "，、。；：！？）》”’】％%的"
_LOST_INDENT = 4
# Two full-width blanks are four half characters; a scan may lose one.
_INDENT = 3


@dataclass(frozen=True, slots=True)
class Page:
    """What the joining rules know of the whole text: the wrap width, the lines of the title, whether indents tell."""

    lines: tuple[Line, ...]
    wrap: int | None
    title: Title | None
    indented: bool
    tabular: frozenset[int]

    def full(self, line: Line) -> bool:
        """Say whether ``line`` reaches the right margin. A marked line has lost the indent that it had on the page."""
        lost = _LOST_INDENT if line.mark and line.indent < _INDENT else 0
        return self.wrap is not None and line.width + lost >= self.wrap - _SLACK

    def opens_paragraph(self, line: Line) -> bool:
        """Say whether ``line`` breaks off two characters short of the margin: the indent of a first line was lost."""
        return self.wrap is not None and not line.finished and self.wrap - 6 <= line.width <= self.wrap - 3


def fix_line_break(draft: Draft, raw: RawText) -> list[Change]:
    """Join lines that belong to one block and leave one line break between blocks.

    "卫生许\\n\\n可3件。\\n\\n二、" gives "卫生许可3件。\\n二、".
    """
    page = see_page(draft, raw)
    lines = page.lines
    if not lines:
        return []
    gaps = [(0, lines[0].start, "")]
    for i in range(len(lines) - 1):
        gaps.append((lines[i].end, lines[i + 1].start, _seam(page, i)))
    gaps.append((lines[-1].end, len(draft.text), ""))
    return [Change("line-break", s, e, r) for s, e, r in gaps if draft.text[s:e] != r]


def see_page(draft: Draft, raw: RawText) -> Page:
    """Return what the rules know of the draft as it stands."""
    lines = split_lines(draft, raw.pages, heading_weights(draft.raw))
    indents = [line.indent for line in lines]
    indented = sum(i >= _INDENT for i in indents) >= 3 and sum(i < _INDENT for i in indents) >= 3
    return Page(lines, wrap_width(lines), find_title(lines), indented, table_lines(lines))


def _seam(page: Page, i: int) -> str:
    if not joined(page, i):
        return "\n"
    before, after = page.lines[i].text[-1], page.lines[i + 1].text[0]
    latin = (before + after).isascii() and (before + after).isalnum() and not (before + after).isdigit()
    return " " if latin else ""


def table_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that stand in columns: rows with tabs, or two or more neighbours with as many wide gaps."""
    counts = [column_count(line.text) for line in lines]
    rows = set()
    for i, n in enumerate(counts):
        neighbours = [counts[k] for k in (i - 1, i + 1) if 0 <= k < len(lines)]
        if n >= 2 and ("\t" in lines[i].text or (n >= 3 and n in neighbours) or neighbours.count(n) == 2):
            rows.add(i)
    return frozenset(rows)


Rule = Callable[[Page, int], bool | None]


def _in_table(page: Page, i: int) -> bool | None:
    if i in page.tabular or i + 1 in page.tabular:
        return False
    captions = (CAPTION_RE.match(page.lines[k].packed) and page.lines[k].width <= 100 for k in (i, i + 1))
    return False if any(captions) else None


def _carried_on(page: Page, i: int) -> bool | None:
    """No block starts with a mark that closes, or with 的."""
    return True if page.lines[i + 1].packed[0] in _NEVER_FIRST and not page.lines[i].weight else None


def _in_title(page: Page, i: int) -> bool | None:
    if page.title is None:
        return None
    if page.title.first <= i < page.title.last:
        return True
    return False if i in (page.title.first - 1, page.title.last) else None


def _round_the_body(page: Page, i: int) -> bool | None:
    """Parts of the document that stand on lines of their own: number, signer, addressee, signature, date, imprint."""
    a, b = page.lines[i].packed, page.lines[i + 1].packed
    for text in (a, b):
        if DATE_LINE_RE.fullmatch(text) or IMPRINT_RE.fullmatch(text) or NOTE_RE.fullmatch(text):
            return False
        if SIGNER_RE.search(text) and len(text) < 40:
            return False
        if DOC_NUMBER_RE.fullmatch(text):
            return False
    if is_addressee(a) and i < 14 and not page.lines[i].mark:
        return False
    return None


def _signature(page: Page, i: int) -> bool | None:
    """An agency's name on a line of its own, below a finished line or above a date."""
    near_end = i + 5 >= len(page.lines)
    a, b = page.lines[i], page.lines[i + 1]
    if near_end and is_agency(b.packed) and (a.finished or not page.full(a)):
        return False
    if i < 3 and is_letterhead(a.packed):
        return False
    return False if near_end and is_agency(a.packed) and not page.full(a) else None


def _marked(page: Page, i: int) -> bool | None:
    """A heading mark opens a block, unless it stands in the middle of an unfinished line: 第三条第\\n（一）项."""
    a, b = page.lines[i], page.lines[i + 1]
    if b.weight:
        return False
    if not b.mark:
        return None
    inside = page.full(a) and not a.finished and re.search(r"第[^，。]{0,4}$|[、，（(《“和及与至]$", a.packed)
    return None if inside and b.mark.level != 1 else False


def _heading_above(page: Page, i: int) -> bool | None:
    """A heading on a line of its own is whole, unless it fills its line and the next is a short rest of it."""
    a, b = page.lines[i], page.lines[i + 1]
    if a.weight:
        return False
    if not a.mark or a.width > _LONGEST_HEADING or "。" in a.packed[:-1] or a.packed[-1] in CONTINUERS:
        return None
    if ends_sentence(a.packed, SENTENCE_ENDS):
        return False
    if page.full(a) and not a.finished:
        rest_is_short = not page.full(b) and (ends_sentence(b.packed, SENTENCE_ENDS) or not b.finished)
        if rest_is_short and b.indent <= a.indent:
            return True
        return False if page.opens_paragraph(b) else None
    return _heading_like(page, i)


def _heading_rest(page: Page, i: int) -> bool | None:
    """The short rest of a heading that fills its line ends the heading."""
    a, above = page.lines[i], page.lines[i - 1] if i else None
    if not above or not above.mark or a.mark or page.full(a) or not page.full(above):
        return None
    is_rest = (
        joined(page, i - 1) and not re.search("[。；：]", above.packed) and a.packed[-1] not in CONTINUERS
    )
    return False if is_rest else None


def _heading_like(page: Page, i: int) -> bool | None:
    a, b = page.lines[i], page.lines[i + 1]
    clauses = a.packed.count("，") + a.packed.count("；")
    short = a.width <= (page.wrap or 76) - _SLACK and clauses <= 3
    return False if short and (b.width > 24 or b.finished or b.mark) else None


def _indented(page: Page, i: int) -> bool | None:
    """Where paragraphs are indented, an indented line opens one."""
    if not page.indented:
        return None
    return False if page.lines[i + 1].indent >= _INDENT else None


def _finished(page: Page, i: int) -> bool | None:
    """A line that ends a sentence before the right margin ends its paragraph."""
    a, b = page.lines[i], page.lines[i + 1]
    if not a.finished:
        return None
    if page.wrap is None or not page.full(a):
        return False
    if page.indented and b.indent < _INDENT:
        return True
    wider = a.breaks > _usual_breaks(page) or page.opens_paragraph(b)
    return not wider if ends_sentence(a.packed, SENTENCE_ENDS) else True


def _usual_breaks(page: Page) -> int:
    counts = sorted(line.breaks for line in page.lines[:-1])
    return counts[len(counts) * 3 // 4]


def _unfinished(page: Page, i: int) -> bool | None:
    return not page.lines[i].finished


RULES: tuple[Rule, ...] = (
    _in_table,
    _carried_on,
    _in_title,
    _round_the_body,
    _signature,
    _marked,
    _heading_above,
    _heading_rest,
    _indented,
    _finished,
    _unfinished,
)


def joined(page: Page, i: int) -> bool:
    """Say whether line ``i`` and the next belong to one block."""
    for rule in RULES:
        verdict = rule(page, i)
        if verdict is not None:
            return verdict
    return False
