"""Go through the lines above the body: which are of the box, which a portal's, which may be parts of the document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from build_scripts.head.head_lines import HeadLine
from build_scripts.head.information_box import Read, find_line, find_table, find_value
from build_scripts.head.portal import is_menu_line, is_portal_chrome
from build_scripts.models import BoxEntry, Furniture, Span
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head_parts import DOC_NUMBER_RE, SIGNER_RE, is_addressee, is_letterhead, is_title
from build_scripts.rules.loading import load_words
from build_scripts.rules.organs import is_organ
from build_scripts.rules.page_numbers import page_number_rules

BOX, PORTAL, CONTENTS = "information-box", "portal-chrome", "contents"
# No page has more lines above its text; a text of short lines alone is not gone through to its end.
_MOST_LINES = 300
_SHORTEST_PROSE, _MAIN_LEVELS = 30, 2
# More lines than these below a menu are a text of short lines, such as a table with one cell a line.
_LONGEST_MENU, _FEW = 40, 2
_FIGURE_RE = re.compile(r"(?<![A-Za-z])[0-9]")
_DOCUMENT_RE = re.compile(
    r"(?:附件|附录|附表)[0-9一二三四五六七八九十]{0,2}[:：]?.{0,40}$"
    r"|(?:特急|加急|急件|机密|秘密|内部|公开)(?:★.{0,6})?$|[0-9]{6}$|[（(].*[）)]$"
)


@dataclass
class Zone:
    """What stands above the body: lines that may be parts of the document, furniture, the box; where the body is."""

    plain: list[HeadLine] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    box: list[BoxEntry] = field(default_factory=list)
    body: int = 0


def find_zone(lines: Sequence[HeadLine], start: int, contents: frozenset[int]) -> Zone:
    """Return what stands from line ``start`` on, up to the first heading or sentence of the body."""
    zone = Zone()
    i = start
    while i < min(len(lines), start + _MOST_LINES):
        taken = _furniture(zone, lines, i, contents)
        if not taken:
            if is_body(lines[i]) or _opens_table(lines, i):
                break
            zone.plain.append(_without_label(zone, lines[i]))
            taken = 1
        i += taken
    zone.body = i
    return zone


def _furniture(zone: Zone, lines: Sequence[HeadLine], i: int, contents: frozenset[int]) -> int:
    """Note what furniture line ``i`` opens, and return how many lines it takes, 0 for none."""
    line = lines[i]
    if i in contents:
        zone.furniture.append(Furniture(line.span, CONTENTS))
        return 1
    if is_page_number(line):
        return 1
    if is_portal_chrome(line.folded, at_edge=True) or is_menu_line(line.folded, line.gaps):
        zone.furniture.append(Furniture(line.span, PORTAL))
        return 1
    in_box = bool(zone.furniture) and zone.furniture[-1] in (
        Furniture(lines[i - 1].span, r) for r in (BOX, PORTAL)
    )
    read = find_table(lines[i : i + 20]) or find_line(line, in_box=in_box)
    if not read:
        return 0
    return _boxed(zone, lines, i, read)


def _boxed(zone: Zone, lines: Sequence[HeadLine], i: int, read: Read) -> int:
    zone.box += read.entries
    rule = PORTAL if read.portal else BOX
    zone.furniture += [Furniture(line.span, rule) for line in lines[i : i + read.lines]]
    after = i + read.lines
    if not read.waiting or after >= len(lines) or find_line(lines[after]) or is_page_number(lines[after]):
        return read.lines
    value = find_value(read.waiting, lines[after])
    if not value:
        return read.lines
    zone.box[-1] = BoxEntry(value.field, value.value, zone.box[-1].span)
    zone.furniture.append(Furniture(lines[after].span, rule))
    return read.lines + 1


def _without_label(zone: Zone, line: HeadLine) -> HeadLine:
    """Return a title's line without the particulars that a portal set behind it on the same line."""
    for gap in sorted(line.gaps):
        if 0 < gap < len(line.packed) and is_title(line.folded[:gap]):
            rest = line.starting(gap)
            read = find_line(rest)
            if read:
                zone.box += read.entries
                zone.furniture.append(Furniture(rest.span, PORTAL if read.portal else BOX))
                return line.upto(gap)
    return line


def is_page_number(line: HeadLine) -> bool:
    """Say whether a line is a page number by the rules for them."""
    return bool(page_number_rules(line.folded))


def is_body(line: HeadLine) -> bool:
    """Say whether a line is body text or a heading of one of the two main levels."""
    words = line.folded
    if line.mark and line.mark.level <= _MAIN_LEVELS:
        return True
    if words.endswith((":", "：")) and "如下" in words:
        return True
    prose = "," in words or "，" in words
    return words.endswith("。") or (
        prose and line.width > _SHORTEST_PROSE and not line.weighted and not is_addressee(words)
    )


def _opens_table(lines: Sequence[HeadLine], i: int) -> bool:
    """Say whether a table of figures begins here: two rows or more with as many bars each."""
    below = lines[i + 1].row if i + 1 < len(lines) else 0
    return lines[i].row > 1 and below == lines[i].row


def is_document_part(line: HeadLine) -> bool:
    """Say whether a line above the title is one of those that a document has there."""
    words = line.folded
    return bool(
        is_letterhead(words)
        or DOC_NUMBER_RE.search(words)
        or SIGNER_RE.search(words)
        or DATE_LINE_RE.fullmatch(words)
        or is_addressee(words)
        or _DOCUMENT_RE.match(words)
    )


def is_menu(line: HeadLine) -> bool:
    """Say whether a line that stands among a portal's may be one of them: short, no sentence, no figure."""
    words = line.folded
    return len(words) <= _LONGEST_MENU and not re.search("[。；;，,]", words) and not _FIGURE_RE.search(words)


def drop_menu(zone: Zone, title: Span | None) -> list[HeadLine]:
    """Return the plain lines that are left once those among a portal's lines are noted as furniture.

    Where a portal's words stand above the title, all that is no part of a document goes with them; a name of an
    organ does where more of such words follow it. Without a title, what follows the last may be the report's own.
    """
    known = [f.span.start for f in zone.furniture if f.rule == PORTAL and (not title or f.span < title)]
    if not known:
        return zone.plain
    last = max(known)
    titles = (line.span.start for line in zone.plain if is_title(line.folded))
    until = min((title.start, *titles)) if title else _end_of_menu(zone, last)
    kept = []
    for line in zone.plain:
        own = is_document_part(line) and not (is_organ(line.folded) and line.span.start < last)
        if line.span.start < until and not own and is_menu(line) and not is_title(line.folded):
            zone.furniture.append(Furniture(line.span, PORTAL))
        else:
            kept.append(line)
    return kept


def _end_of_menu(zone: Zone, last: int) -> int:
    """Return where the menu of a page without a title ends: at ``last``, or behind a line or two that head nothing."""
    below = [line for line in zone.plain if line.span.start > last and not is_document_part(line)]
    words = load_words("head.yml", "heading_words")
    if len(below) > _FEW or any(word in line.folded for line in below for word in words):
        return last
    return max((line.span.end for line in below), default=last)
