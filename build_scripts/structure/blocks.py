"""Say of every line of the clean text what it is, by what was read of the head: title, number, signature, date."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from build_scripts.models import Block, BlockKind, CleanText, Head, Span, Table
from build_scripts.rules.marks import find_mark
from build_scripts.structure.tables import caption_lines, lines_of

_SHORTEST_PROSE, _MAIN_LEVELS = 20, 2


def classify_blocks(clean: CleanText, tables: Sequence[Table]) -> tuple[Block, ...]:
    """Return one block a line (one a table), in order. Body lines are paragraphs, headings among them still."""
    text, head = clean.text, clean.raw.head
    captions = {c.start for t in tables for c in caption_lines(text, t.span)}
    lines = [s for s in lines_of(text) if not _in_table(s, tables)]
    title = max((p.spans[0].start for p in head.parts if p.kind is BlockKind.TITLE), default=None)
    parts = _Parts(head)
    blocks = [Block(BlockKind.TABLE, t.span) for t in tables]
    for i, line in enumerate(lines):
        origin = clean.origins[line.start]
        kind = BlockKind.TABLE if line.start in captions else parts.at(origin)
        above = (
            origin < title and origin < head.body if title is not None else i == 0 and _is_name(line.of(text))
        )
        if kind is None and above and not parts.between(origin):
            kind = BlockKind.LETTERHEAD
        blocks.append(Block(kind or BlockKind.PARAGRAPH, line))
    return tuple(sorted(blocks, key=lambda b: (b.span.start, b.span.end)))


class _Parts:
    """What the head was read to be, by raw offset."""

    def __init__(self, head: Head) -> None:
        found = sorted((span.start, span.end, part.kind) for part in head.parts for span in part.spans)
        self._starts = [start for start, _, _ in found]
        self._found = found
        titles = [p.spans for p in head.parts if p.kind is BlockKind.TITLE]
        # Between a letter's title and the report's own stands the letter's text, which is body.
        self._letter = Span(titles[0][-1].end, titles[-1][0].start) if len(titles) > 1 else None

    def at(self, origin: int) -> BlockKind | None:
        """Return what the raw character at ``origin`` is part of, or ``None``."""
        i = bisect_right(self._starts, origin) - 1
        return self._found[i][2] if i >= 0 and origin < self._found[i][1] else None

    def between(self, origin: int) -> bool:
        """Say whether ``origin`` lies in the text of a letter that goes with the report."""
        return self._letter is not None and origin in self._letter


def _is_name(words: str) -> bool:
    """Say whether the first line of a page without a title is a name or heading of some kind and no body text."""
    mark = find_mark(words)
    prose = re.search("[，,]", words) is not None and len(words) > _SHORTEST_PROSE
    return not ((mark and mark.level <= _MAIN_LEVELS) or words.endswith(("。", "：", ":")) or prose)


def _in_table(line: Span, tables: Sequence[Table]) -> bool:
    at = bisect_right(tables, line.start, key=lambda t: t.span.start) - 1
    return at >= 0 and line.start in tables[at].span
