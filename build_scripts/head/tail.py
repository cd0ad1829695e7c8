"""Find what stands below the body: signature, date, note and imprint, and the portal's lines under them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from build_scripts.head.head_lines import HeadLine
from build_scripts.head.information_box import find_line
from build_scripts.head.portal import is_portal_chrome
from build_scripts.head.zone import BOX, PORTAL, is_menu, is_page_number
from build_scripts.models import BlockKind, BoxEntry, Furniture
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head_parts import IMPRINT_RE, NOTE_RE, is_agency

_LONGEST_SIGNATURE, _LONGEST_DATE, _LONGEST_LINE = 40, 24, 60
_SEALED_RE = re.compile(r"[(]?(?:盖章|公章|章)[)]$|[(](?:盖章|公章)[)]")
_DATE_AT_END_RE = re.compile(rf"(?:{DATE_LINE_RE.pattern})$")
_SIGN_OFF_RE = re.compile(rf"(?<=。)(?P<who>[^。，；]{{4,40}}?)(?:{DATE_LINE_RE.pattern})$")
_DOCUMENT_RE = re.compile(r"附件|附表|附录|[(]")
# Below the last sentence a page of a portal has some thirty lines, one of a bureau a signature and a table.
_MOST_LINES = 120


@dataclass
class Tail:
    """The lines of the tail by what they are, in order of place, and the furniture among and below them."""

    parts: list[tuple[BlockKind, HeadLine]] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    box: list[BoxEntry] = field(default_factory=list)


def find_tail(lines: Sequence[HeadLine], body: int) -> Tail:
    """Return what stands below the last sentence, of the lines from ``body`` on."""
    tail = Tail()
    lines = _sign_off(list(lines))
    last = _last_sentence(lines, body)
    below = [line for line in _without_portal(tail, lines, last + 1) if not is_page_number(line)]
    for line in reversed(below):
        kind = classify_line(line)
        if kind is None:
            break
        tail.parts += [(kind, piece) for piece, kind in reversed(list(part_line(line, kind)))]
    tail.parts.reverse()
    tail.parts += _signed_within(below, tail)
    return tail


def _last_sentence(lines: Sequence[HeadLine], body: int) -> int:
    """Return the last line that ends a sentence; an imprint or a portal's line at the foot is none."""
    for i in range(len(lines) - 1, max(body, len(lines) - _MOST_LINES) - 1, -1):
        words = lines[i].folded
        if (
            words.endswith("。")
            and classify_line(lines[i]) is None
            and not is_portal_chrome(words, at_edge=True)
        ):
            return i
    return max(body - 1, len(lines) - _MOST_LINES - 1)


def _without_portal(tail: Tail, lines: Sequence[HeadLine], first: int) -> list[HeadLine]:
    """Return the lines from ``first`` on without a portal's, and without what stands under its first one unmarked."""
    kept: list[HeadLine] = []
    below = lines[first:]
    known = [i for i, line in enumerate(below) if is_portal_chrome(line.folded, at_edge=True)]
    enclosed = next((i for i, line in enumerate(below) if _DOCUMENT_RE.match(line.folded)), len(below))
    for i, line in enumerate(below):
        # A table at the foot is one of figures; a box there stands on lines.
        read = None if line.row or i in known else find_line(line)
        after = bool(known) and i > known[0] and _is_menu_here(line) and classify_line(line) is None
        between = after and i < known[-1] and i < enclosed and _is_short(line)
        if read:
            tail.box += read.entries
        if i in known or (read and read.portal) or between or (not read and after and is_menu(line)):
            tail.furniture.append(Furniture(line.span, PORTAL))
        elif read:
            tail.furniture.append(Furniture(line.span, BOX))
        else:
            kept.append(line)
    return kept


def _is_short(line: HeadLine) -> bool:
    """Say whether a line between two of a portal's is one of them, also with a number: 电话：0311-0000000."""
    return (
        len(line.packed) <= _LONGEST_LINE and "\t" not in line.span.of(line.raw) and "。" not in line.folded
    )


def _is_menu_here(line: HeadLine) -> bool:
    return not (line.mark or line.row or _DOCUMENT_RE.match(line.folded) or line.weighted)


def classify_line(line: HeadLine) -> BlockKind | None:
    """Return what a line of the tail is, or ``None`` for body text."""
    words = line.folded
    if len(words) <= _LONGEST_DATE and DATE_LINE_RE.fullmatch(words):
        return BlockKind.DATE
    if IMPRINT_RE.fullmatch(words) or NOTE_RE.fullmatch(words):
        return BlockKind.IMPRINT
    bare = _SEALED_RE.sub("", words)
    if len(bare) <= _LONGEST_SIGNATURE and not line.mark and (is_agency(bare) or is_signed_and_dated(line)):
        return BlockKind.SIGNATURE
    return None


def is_signed_and_dated(line: HeadLine) -> bool:
    """Say whether a signature and a date stand on one line: 某县司法局 2024年1月15日."""
    return _signed_and_dated(line) is not None


def _signed_and_dated(line: HeadLine) -> int | None:
    """Return where in a line the date begins that follows a signature: 某县司法局 2024年1月15日."""
    date = _DATE_AT_END_RE.search(line.folded)
    who = _SEALED_RE.sub("", line.folded[: date.start()]) if date else ""
    return date.start() if date and is_agency(who) else None


def _sign_off(lines: list[HeadLine]) -> list[HeadLine]:
    """Return the lines with the last parted where signature and date follow its sentence: …不足。某县司法局2024年…"""
    match = _SIGN_OFF_RE.search(lines[-1].folded) if lines else None
    if not match or not is_agency(_SEALED_RE.sub("", match["who"])):
        return lines
    cut = match.start("who")
    return [*lines[:-1], lines[-1].upto(cut), lines[-1].starting(cut)]


def part_line(line: HeadLine, kind: BlockKind) -> Iterator[tuple[HeadLine, BlockKind]]:
    """Yield the line, or its two pieces where a signature and a date stand on it."""
    cut = _signed_and_dated(line) if kind is BlockKind.SIGNATURE else None
    if cut:
        yield line.upto(cut), BlockKind.SIGNATURE
        yield line.starting(cut), BlockKind.DATE
    else:
        yield line, kind


def _signed_within(below: Sequence[HeadLine], tail: Tail) -> list[tuple[BlockKind, HeadLine]]:
    """Return signature and date that stand above an enclosure, where none stand at the very end."""
    if tail.parts:
        return []
    for i in range(len(below) - 1, -1, -1):
        if is_signed_and_dated(below[i]):
            return [(kind, piece) for piece, kind in part_line(below[i], BlockKind.SIGNATURE)]
        dated = i and classify_line(below[i]) is BlockKind.DATE
        if dated and classify_line(below[i - 1]) is BlockKind.SIGNATURE:
            return [(BlockKind.SIGNATURE, below[i - 1]), (BlockKind.DATE, below[i])]
    return []
