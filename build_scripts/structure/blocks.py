"""Say of every line of the clean text what it is: title, letterhead, number, addressee, body, signature, date."""

from bisect import bisect_right
from collections.abc import Sequence

from build_scripts.models import Block, BlockKind, CleanText, Span, Table
from build_scripts.rules.dates import DATE_LINE_RE
from build_scripts.rules.head import (
    DOC_NUMBER_RE,
    IMPRINT_RE,
    NOTE_RE,
    SIGNER_RE,
    is_addressee,
    is_agency,
    is_title,
)
from build_scripts.rules.marks import find_mark
from build_scripts.structure.tables import caption_lines, lines_of

_LONGEST_SIGNATURE, _SHORTEST_PROSE, _MAIN_LEVELS = 40, 20, 2


def classify_blocks(clean: CleanText, tables: Sequence[Table]) -> tuple[Block, ...]:
    """Return one block a line (one a table), in order. Body lines are paragraphs, headings among them still."""
    text = clean.text
    captions = {c.start for t in tables for c in caption_lines(text, t.span)}
    lines = [s for s in lines_of(text) if not _in_table(s, tables)]
    head = _head_length(text, lines)
    tail = _tail_start(text, lines)
    title = _title_line(text, lines[:head])
    blocks = [Block(BlockKind.TABLE, t.span) for t in tables]
    for i, line in enumerate(lines):
        if line.start in captions:
            kind = BlockKind.TABLE
        elif i < head:
            kind = _head_kind(line.of(text), i, title)
        elif i >= tail:
            kind = _tail_kind(line.of(text))
        else:
            kind = BlockKind.PARAGRAPH
        blocks.append(Block(kind, line))
    return tuple(sorted(blocks, key=lambda b: b.span))


def _in_table(line: Span, tables: Sequence[Table]) -> bool:
    at = bisect_right(tables, line.start, key=lambda t: t.span.start) - 1
    return at >= 0 and line.start in tables[at].span


def _head_length(text: str, lines: Sequence[Span]) -> int:
    """Return how many lines stand before the body: up to the first heading mark or sentence, addressee included."""
    for i, line in enumerate(lines):
        words = line.of(text)
        mark = find_mark(words)
        prose = "，" in words and len(words) > _SHORTEST_PROSE and not is_title(words)
        if (
            (mark and mark.level <= _MAIN_LEVELS)
            or words.endswith("。")
            or (prose and not is_addressee(words))
        ):
            return i
    return min(len(lines), 1)


def _title_line(text: str, head: Sequence[Span]) -> int | None:
    return max((i for i, line in enumerate(head) if is_title(line.of(text))), default=None)


def _head_kind(words: str, i: int, title: int | None) -> BlockKind:
    if i == title:
        return BlockKind.TITLE
    named = (
        (BlockKind.DOC_NUMBER, DOC_NUMBER_RE.fullmatch(words)),
        (BlockKind.SIGNER, SIGNER_RE.search(words)),
        (BlockKind.DATE, DATE_LINE_RE.fullmatch(words)),
    )
    kind = next((kind for kind, match in named if match), None)
    return kind or (_below_title(words) if title is not None and i > title else BlockKind.LETTERHEAD)


def _below_title(words: str) -> BlockKind:
    if is_addressee(words):
        return BlockKind.ADDRESSEE
    return BlockKind.SIGNATURE if is_agency(words) else BlockKind.PARAGRAPH


def _tail_start(text: str, lines: Sequence[Span]) -> int:
    """Return the index of the first line of signature, date, note and imprint at the end."""
    start = len(lines)
    while start and _tail_kind(lines[start - 1].of(text)) is not BlockKind.PARAGRAPH:
        start -= 1
    return start


def _tail_kind(words: str) -> BlockKind:
    if DATE_LINE_RE.fullmatch(words):
        return BlockKind.DATE
    if IMPRINT_RE.fullmatch(words) or NOTE_RE.fullmatch(words):
        return BlockKind.IMPRINT
    bare = words.replace("（盖章）", "").replace("(盖章)", "")
    if len(bare) <= _LONGEST_SIGNATURE and is_agency(bare) and not find_mark(words):
        return BlockKind.SIGNATURE
    return BlockKind.PARAGRAPH
