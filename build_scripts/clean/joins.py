"""Close up lines that a page broke: hard wraps, and paragraphs cut by a page's end.

What is left is one line a block. Every two neighbouring lines are either joined or parted by one line break; the
first rule of ``RULES`` that has an opinion decides.
"""

import re
from collections.abc import Callable
from itertools import chain

from build_scripts.clean.columns import edge_tabs
from build_scripts.clean.lines import Line
from build_scripts.clean.page import INDENT, Page, see_page
from build_scripts.clean.word_seams import word_across
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft, new_change
from build_scripts.rules.loading import load_words
from build_scripts.rules.widths import SENTENCE_ENDS, ends_sentence, goes_on, width

_LONGEST_HEADING = 120
_ORDINALS = "一二三四五六七八九十"
_MAIN_LEVELS = 2
# The full stop of a phrase that a line's end cut comes within this many characters.
_SOON = 16
# Where a line is a paragraph: 38 characters and four clauses are the most that a heading has in the marked reports.
_LONGEST_SHORT = 72
_MOST_CLAUSES = 3
_NEVER_FIRST = "，、。；：！？）》”’】％%的"
_SHORTEST_PROSE = 8
_LONGEST_LONE = 40
# Characters: no number or Latin word that did not fit into the line before is longer. Half characters: an indent of
# two characters, one of them lost or one too many.
_CUT_EARLY, _SET_IN = 4, 6
_OPENS, _QUOTES, _CLOSES = "（(《〈【「『", '“”‘’"', "，、。；：！？）)》〉】」』％%"
_WORD = rf"(?:[0-9A-Za-z.,/:-]+|[^\s{_OPENS}{_QUOTES}{_CLOSES}])"
_UNBROKEN_RE = re.compile(
    rf"[{_OPENS}{_QUOTES}]*{_WORD}[{_CLOSES}]*(?:[{_QUOTES}](?:[{_OPENS}{_QUOTES}{_CLOSES}]*[{_OPENS}{_QUOTES}])?"
    rf"{_WORD}?[{_CLOSES}]*)*"
)
# Half characters; the first line of a wrapped text is wider.
_LONGEST_ABOVE = 44


def fix_line_break(draft: Draft, raw: RawText) -> list[Change]:
    r"""Join lines that belong to one block and leave one line break between blocks.

    "卫生许\n\n可3件。\n\n二、" gives "卫生许可3件。\n二、".
    """
    page = see_page(draft, raw)
    lines = page.lines
    if not lines:
        return [Change("line-break", 0, len(draft.text))] if draft.text else []
    seams = ((lines[i].end, lines[i + 1].start, _seam(draft, page, i)) for i in range(len(lines) - 1))
    edges = [(0, lines[0].start, 0), (lines[-1].end, len(draft.text), len(lines) - 1)]
    ends = [(s, e, "\t" * draft.text.count("\t", s, e) if i in page.tabular else "") for s, e, i in edges]
    gaps = chain(ends[:1], seams, ends[1:])
    return [new_change("line-break", s, e, r) for s, e, r in gaps if draft.text[s:e] != r]


def _seam(draft: Draft, page: Page, i: int) -> str:
    if not joined(page, i):
        rows, between = page.tabular, draft.text[page.lines[i].end : page.lines[i + 1].start]
        return edge_tabs(between, i in rows, i + 1 in rows)
    before, after = page.lines[i].text[-1], page.lines[i + 1].text[0]
    latin = (before + after).isascii() and (before + after).isalnum() and not (before + after).isdigit()
    return " " if latin else ""


Rule = Callable[[Page, int], bool | None]


def _in_table(page: Page, i: int) -> bool | None:
    if i in page.tabular or i + 1 in page.tabular:
        return False
    return False if page.lines[i].caption or page.lines[i + 1].caption else None


def _carried_on(page: Page, i: int) -> bool | None:
    """No block starts with a mark that closes, or with 的."""
    return True if page.lines[i + 1].packed[0] in _NEVER_FIRST and not page.lines[i].weight else None


def _in_part(page: Page, i: int) -> bool | None:
    """Each part of head and tail is a block of its own: title, number, signer, addressee, signature, date, imprint."""
    a, b = page.parts.get(i), page.parts.get(i + 1)
    return None if a is None and b is None else a == b


def _above_body(page: Page, i: int) -> bool | None:
    """A short line between the title and the text is none of it, whatever it is: 热门搜索：社保 公积金."""
    if i + 1 != page.body or not 0 <= page.title_end < i:
        return None
    # On a page of large print or narrow columns a line of text is short, and reaches the margin.
    reaches = page.lines[i].start in page.short and page.full(page.lines[i])
    return False if not reaches and page.lines[i].width <= _LONGEST_ABOVE else None


def _dated(page: Page, i: int) -> bool | None:
    """A line that is a date or a note and nothing else stands for itself, wherever it is."""
    return False if page.lines[i].alone or page.lines[i + 1].alone else None


def _marked(page: Page, i: int) -> bool | None:
    """A heading mark opens a block, unless it stands in the middle of an unfinished line: 第三条第 + （一）项."""
    a, b = page.lines[i], page.lines[i + 1]
    if b.weight:
        return False
    if not b.mark:
        return None
    if b.mark.text[-1].isdigit() and page.full(a) and not a.finished:
        return None  # 1.1 without a point may be a figure: 全年空气质量综合指数 + 4.15 同比下降
    inside = page.full(a) and not a.finished and re.search(r"第[^，。]{0,4}$|[、，（(《“和及与至]$", a.packed)
    return None if inside and b.mark.level != 1 else False


def _bare_mark(page: Page, i: int) -> bool | None:
    """A mark alone on its line belongs to the next."""
    mark = page.lines[i].mark
    return True if mark and len(page.lines[i].packed) == len(mark.text) else None


def _heading_above(page: Page, i: int) -> bool | None:
    """A heading on a line of its own is whole, unless it fills its line and the next is a short rest of it."""
    a, b = page.lines[i], page.lines[i + 1]
    if a.weight:
        return False
    if not a.mark or a.width > _LONGEST_HEADING or "。" in a.packed[:-1] or goes_on(a.packed):
        return None
    if ends_sentence(a.packed, SENTENCE_ENDS):
        return False
    if page.full(a) and not a.finished:
        rest_is_short = not page.full(b) and (ends_sentence(b.packed, SENTENCE_ENDS) or not b.finished)
        if rest_is_short and b.indent <= a.indent:
            return True
        return _full_heading(page, a, b)
    return _heading_like(page, i)


def _full_heading(page: Page, a: Line, b: Line) -> bool | None:
    """Tell a heading that just fills its line from the first line of a numbered paragraph."""
    if page.opens_paragraph(b) or (page.indented and b.indent >= INDENT):
        return False
    if "。" in b.packed[:_SOON] or word_across(a.packed, b.packed):
        return True
    opened = b.packed.startswith(load_words("openings.yml", "paragraph_openings"))
    return False if opened or (a.mark and a.mark.level <= _MAIN_LEVELS) else None


def _heading_rest(page: Page, i: int) -> bool | None:
    """The short rest of a heading that fills its line, or whose mark stands alone on it, ends the heading."""
    a, above = page.lines[i], page.lines[i - 1] if i else None
    if not above or not above.mark or a.mark or page.full(a) or a.finished:
        return None
    if not (page.full(above) or _bare_mark(page, i - 1)):
        return None
    is_rest = joined(page, i - 1) and not re.search("[。；：]", above.packed) and not goes_on(a.packed)
    return False if is_rest else None


def _heading_like(page: Page, i: int) -> bool | None:
    a, b = page.lines[i], page.lines[i + 1]
    clauses = a.packed.count("，") + a.packed.count("；")
    short = (not page.full(a) if page.wrap else a.width <= _LONGEST_SHORT) and clauses <= _MOST_CLAUSES
    return False if short and (page.wrap or b.width > _SHORTEST_PROSE or b.finished or b.mark) else None


def _series(page: Page, i: int) -> bool | None:
    """Where 一是 opened a paragraph, 二是 opens the next."""
    if page.indented or page.lost_indent or not page.lines[i].finished:
        return None
    number = _ORDINALS.find(page.lines[i + 1].packed[0])
    if number < 1 or page.lines[i + 1].packed[1:2] != "是":
        return None
    head = i
    while head and joined(page, head - 1):
        head -= 1
    return False if page.lines[head].packed.startswith(_ORDINALS[number - 1] + "是") else None


def _placed(page: Page, i: int) -> bool | None:
    """Where boxes tell the indent, a line set in by two characters opens a block and one not set in goes on.

    Also behind a line that the rules of line breaking cut early, before “ or （. Lines of one paragraph may all be set
    in as its first is, or hang behind its mark: then those that reach the margin in the middle of a sentence go on. A
    mark that is not set in, in the middle of a sentence, opens no heading: 第三条第 + （一）项.
    """
    a, b = page.lines[i], page.lines[i + 1]
    if not page.indented or a.start not in page.short:
        return None
    if b.mark:
        inside = b.indent < INDENT and b.mark.level > 1 and page.full(a) and not a.finished
        return True if inside else None
    if b.indent < INDENT:
        return True if page.short[a.start] <= max(_CUT_EARLY, _unbroken(b)) else None
    if a.mark and b.indent > a.indent >= INDENT and page.full(a) and not a.finished:
        return True
    if b.indent > _SET_IN:
        return None
    return b.indent == a.indent and page.full(a) and not (a.finished or a.mark)


def _hanging(page: Page, i: int) -> bool | None:
    """Where paragraphs begin at the margin and go on set in, indents tell the other way round."""
    a, b = page.lines[i], page.lines[i + 1]
    if not page.hanging or a.start not in page.short or b.indent > _SET_IN:
        return None
    if b.indent < INDENT:
        return None if page.full(a) and not a.finished else False
    return True if page.short[a.start] <= max(_CUT_EARLY, _unbroken(b)) else None


def _unbroken(line: Line) -> float:
    """Return how many characters at the head of a line cannot be parted from one another: 6 in 周”、“12.4宪法日.

    By Unicode Standard Annex 14: no break before a mark that closes, behind one that opens, beside a quotation mark.
    """
    match = _UNBROKEN_RE.match(line.text)
    return width(match[0]) / 2 if match else 0


def _indented(page: Page, i: int) -> bool | None:
    """Where paragraphs are indented, an indented line opens one."""
    return False if page.indented and page.lines[i + 1].indent >= INDENT else None


def _finished(page: Page, i: int) -> bool | None:
    """A line that ends a sentence before the right margin ends its paragraph."""
    a, b = page.lines[i], page.lines[i + 1]
    if not a.finished:
        return None
    if page.wrap is None or not page.full(a):
        return False
    if page.indented and b.indent < INDENT:
        return True
    wider = (a.breaks > page.usual_breaks and not a.page_after) or page.opens_paragraph(b)
    return not wider if ends_sentence(a.packed, SENTENCE_ENDS) else True


def _lone(page: Page, i: int) -> bool | None:
    """A short line of plain words between a finished line and a long one is a heading without a mark."""
    if page.lines[i].finished and _is_lone(page, i + 1):
        return False
    if not _is_lone(page, i):
        return None
    return False if i == 0 or page.lines[i - 1].finished or not joined(page, i - 1) else None


def _is_lone(page: Page, i: int) -> bool:
    if i + 1 >= len(page.lines):
        return False
    a, b = page.lines[i], page.lines[i + 1]
    if b.width < 2 * a.width or a.finished or a.mark:
        return False
    widest = min(_LONGEST_LONE, page.wrap // 2) if page.wrap else _LONGEST_LONE
    if a.width > widest:
        return False
    return not re.search("[，。；：、0-9]", a.packed)


def _unfinished(page: Page, i: int) -> bool | None:
    return not page.lines[i].finished


RULES: tuple[Rule, ...] = (
    _in_table,
    _carried_on,
    _in_part,
    _above_body,
    _dated,
    _hanging,
    _placed,
    _marked,
    _bare_mark,
    _heading_above,
    _heading_rest,
    _series,
    _indented,
    _lone,
    _finished,
    _unfinished,
)
# Those that may say something of a page whose lines have no place.
UNPLACED = tuple(rule for rule in RULES if rule not in (_hanging, _placed))


def joined(page: Page, i: int) -> bool:
    """Say whether line ``i`` and the next belong to one block."""
    # Asked three times a line where reading orders are compared: kept, that takes a quarter of the time.
    known = page.verdicts.get(i)
    if known is None:
        known = page.verdicts[i] = _judge(page, i)
    return known


def _judge(page: Page, i: int) -> bool:
    for rule in RULES if page.short else UNPLACED:
        verdict = rule(page, i)
        if verdict is not None:
            return verdict
    return False
