"""Take away what a page carries besides the document: page numbers, running heads, portal chrome, repeated titles."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from build_scripts.clean.columns import is_table_line, table_lines
from build_scripts.clean.lines import Line, split_lines
from build_scripts.clean.titles import Title, body_start, find_title
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft
from build_scripts.rules.head import DOC_NUMBER_RE, is_letterhead
from build_scripts.rules.loading import load_rules
from build_scripts.rules.numerals import fold_width
from build_scripts.rules.units import unit_at_start

FILE = "furniture.yml"
_SEPARATORS = re.compile(r"[|｜/·>＞»\-—_,，、;；:：\[\]【】（）()]*")
# A page holds more lines than this, also where a line is a paragraph.
_FEWEST_LINES = 4
_BOLD = 6
# A running head is no longer than a title's line, and stands on three pages at least.
_LONGEST_HEAD, _OFTEN = 40, 3
_CONTENTS_RE = re.compile(r".{2,60}?(?:[.．·…•]{3,}|…)[（(]?[0-9０-９]{1,3}[）)]?")
_BLANK_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#12288|#8194|#8195|#x3000|#xa0);?", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]+")


def fix_blank_entity(draft: Draft, _: RawText) -> list[Change]:
    """Remove entities that stand for a blank, and characters of no width: "罚款&nbsp;3件" gives "罚款3件"."""
    entities = [Change("blank-entity", m.start(), m.end()) for m in _BLANK_ENTITY.finditer(draft.text)]
    return entities + [Change("invisible", m.start(), m.end()) for m in _INVISIBLE.finditer(draft.text)]


def fix_portal_chrome(draft: Draft, _: RawText) -> list[Change]:
    """Remove lines that hold nothing but what a portal puts round a page: 【字体：大 中 小】 打印本页."""
    lines = split_lines(draft)
    top, bottom = body_start(lines), _last_sentence(lines)
    return [
        Change("portal-chrome", line.start, line.end)
        for i, line in enumerate(lines)
        if is_portal_chrome(line.packed.replace("**", ""), at_edge=i < top or i > bottom)
    ]


def _last_sentence(lines: Sequence[Line]) -> int:
    return max((i for i, line in enumerate(lines) if line.packed.endswith("。")), default=-1)


def is_portal_chrome(packed: str, *, at_edge: bool) -> bool:
    """Say whether nothing is left of a line, blanks taken out, once every piece of chrome is taken out of it.

    ``at_edge`` says that the line stands above the title or below the last sentence, where more rules apply.

    >>> is_portal_chrome("来源：某县司法局【字体：大中小】打印本页", at_edge=False)
    True
    """
    rest = packed
    for rule in load_rules(FILE, "portal") + (load_rules(FILE, "portal_edges") if at_edge else ()):
        rest = rule.pattern.sub("", rest)
    return rest != packed and _SEPARATORS.fullmatch(rest) is not None


def fix_contents(draft: Draft, _: RawText) -> list[Change]:
    """Remove a table of contents: 目录 and the lines with leaders and a page number below it."""
    lines = split_lines(draft)
    entries = {i for i, line in enumerate(lines) if _CONTENTS_RE.fullmatch(line.packed)}
    heads = {i for i, line in enumerate(lines) if line.packed == "目录" and i + 1 in entries}
    return [Change("contents", lines[i].start, lines[i].end) for i in sorted(entries | heads)]


def fix_page_number(draft: Draft, _: RawText) -> list[Change]:
    """Remove lines that are a page number. A bare number is none where it carries on a sentence or a column."""
    lines = split_lines(draft)
    rules = load_rules(FILE, "page_numbers")
    changes = []
    in_turn, cells = _counting_up(lines), table_lines(lines, draft.text)
    for i, line in enumerate(lines):
        ids = [rule.id for rule in rules if rule.pattern.search(line.packed)]
        if not ids or is_table_line(lines, cells, i):
            continue
        if ids != ["page-number-bare"] or i in in_turn or _stands_alone(lines, i):
            changes.append(Change("page-number", line.start, line.end))
    return changes


def _counting_up(lines: Sequence[Line]) -> frozenset[int]:
    """Return the bare numbers that count the pages: two or more that go up by one, far apart."""
    bare = [i for i, line in enumerate(lines) if re.fullmatch("[0-9０-９]{1,3}", line.packed)]
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


def fix_repeated_title(draft: Draft, _: RawText) -> list[Change]:
    """Remove lines that say the title again, and a page's own heading that only names the title's agency."""
    lines = split_lines(draft, weights=heading_weights(draft.raw))
    title = find_title(lines)
    if not title:
        return []
    return [
        Change("repeated-title", line.start, line.end)
        for i, line in enumerate(lines)
        if not title.first <= i <= title.last and _repeats(title, lines, i)
    ]


def _repeats(title: Title, lines: Sequence[Line], i: int) -> bool:
    line = lines[i]
    packed = re.sub(r"^#+", "", line.packed)
    if packed == title.text:
        return True
    numbered = any(DOC_NUMBER_RE.search(n.packed) for n in lines[i : title.first])
    heads = bool(line.weight) and i < title.first and not numbered
    return heads and is_letterhead(packed) and title.text.startswith(packed)


def heading_weights(raw: str) -> dict[int, int]:
    """Return for each Markdown heading its level by raw offsets, of its marks and of the words after them.

    A short line that is bold from end to end is a heading of the lowest level.
    """
    weights: dict[int, int] = {}
    for match in re.finditer(r"(?m)^[ \t]*(#{1,6})[ \t]*(?=[^#\s])", raw):
        weights[match.start(1)] = weights[match.end()] = len(match[1])
    for match in re.finditer(r"(?m)^[ \t]*(\*\*)(?=[^*\n]{2,40}\*\*[ \t]*$)", raw):
        weights.setdefault(match.start(1), _BOLD)
        weights.setdefault(match.end(), _BOLD)
    return weights


def fix_running_head(draft: Draft, raw: RawText) -> list[Change]:
    """Remove a short line that stands at the edge of page after page, digits aside; the title's lines stay.

    Three times at a page's edge, or at the edge of every page of a report of two pages.
    """
    lines = split_lines(draft, raw.pages)
    title = find_title(lines)
    at_edge: dict[str, list[int]] = defaultdict(list)
    for i in _page_edges(lines):
        in_title = title and title.first <= i <= title.last
        if len(lines[i].packed) <= _LONGEST_HEAD and not lines[i].mark and not in_title:
            at_edge[_shape(lines[i])].append(i)
    counts = Counter(_shape(line) for line in lines)
    return [
        Change("running-head", lines[i].start, lines[i].end)
        for shape, places in at_edge.items()
        if len(places) >= _OFTEN or (title and shape == title.text and counts[shape] > 1)
        for i in places
        if i + 2 < len(lines)
    ]


def _shape(line: Line) -> str:
    return re.sub(r"[0-9]+", "0", fold_width(line.packed))


def _page_edges(lines: Sequence[Line]) -> Iterator[int]:
    for i, line in enumerate(lines):
        if i == 0 or line.page_after or lines[i - 1].page_after:
            yield i
