"""What the fixes know of the whole text: its lines, the wrap width, the title, whether indents tell paragraphs."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from build_scripts.clean.columns import table_lines
from build_scripts.clean.furniture import heading_weights
from build_scripts.clean.lines import Line, split_pages, wrap_width
from build_scripts.clean.margins import hangs, line_shortfalls
from build_scripts.models import BlockKind, RawText
from build_scripts.offsets import Draft

# A line as wide as the page but for this much may have been cut by the rules against marks at a line's head, or by a
# number or Latin word that would not fit: four half characters, measured on the wrapped reports.
_SLACK = 4
_LOST_INDENT = 4
# Lines with and without indent of which both must be seen before an indent says anything.
_FEWEST_EACH = 3
# Two full-width blanks are four half characters; a scan may lose one. What is set in by more than twice as much is a
# signature or the head of a page, and says nothing of paragraphs.
INDENT, _DEEPEST = 3, 10


@dataclass(frozen=True, slots=True)
class Page:
    """What the joining rules know of the whole text: the wrap width, the parts of the head, whether indents tell.

    ``parts`` gives for a line the number of the part of head or tail that it belongs to, as the title is one;
    ``title_end`` is the last line of the title, ``body`` the first of the text, -1 for none. ``usual_breaks`` are the
    line breaks behind most lines. ``short`` gives by a line's start how many characters it misses the right margin,
    where a layout tells; where it tells that paragraphs begin at the margin and go on set in, they are ``hanging``.
    ``verdicts`` keeps which lines were found to be joined.
    """

    lines: tuple[Line, ...]
    wrap: int | None
    parts: Mapping[int, int]
    title_end: int
    body: int
    indented: bool
    lost_indent: bool
    tabular: frozenset[int]
    usual_breaks: int
    short: Mapping[int, float] = field(default_factory=dict, repr=False, compare=False)
    hanging: bool = False
    verdicts: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)

    def full(self, line: Line) -> bool:
        """Say whether ``line`` reaches the right margin, its indent counted, also one lost on a marked line."""
        if line.start in self.short:
            return 2 * self.short[line.start] <= _SLACK
        indent = line.indent if self.indented and line.indent >= INDENT else 0
        lost = _LOST_INDENT if self.lost_indent and line.mark else 0
        return self.wrap is not None and line.width + max(indent, lost) >= self.wrap - _SLACK

    def opens_paragraph(self, line: Line) -> bool:
        """Say whether ``line`` breaks off two characters short of the margin: the indent of a first line was lost."""
        return self.lost_indent and self.wrap is not None and _lacks_indent(line, self.wrap)


@lru_cache(maxsize=1)
def see_page(draft: Draft, raw: RawText) -> Page:
    """Return what the rules know of the draft as it stands; kept, as between two that ask it seldom changes."""
    lines = split_pages(draft, raw.pages, heading_weights(draft.raw))
    indents = [line.indent for line in lines]
    deep = sum(INDENT <= i <= _DEEPEST for i in indents)
    indented = min(deep, len(indents) - deep) >= _FEWEST_EACH
    # Lines that have a place are those of a page, however few they are.
    wrap = wrap_width(lines) or (max(line.width for line in lines) if raw.layout and lines else None)
    lost = wrap is not None and not indented and _indents_lost(lines, wrap)
    tabular, breaks = table_lines(lines, draft.text), sorted(line.breaks for line in lines[:-1])
    # A reader of pages sets a blank line only where lines stand apart on the page.
    usual = 1 if raw.layout else breaks[len(breaks) * 3 // 4] if breaks else 0
    short = line_shortfalls(draft, raw, lines)
    parts = _parts(draft, raw, lines)
    hanging = bool(short) and indented and hangs(lines, short, tabular | parts[0].keys())
    return Page(lines, wrap, *parts, indented, lost, tabular, usual, short, hanging)


def _parts(draft: Draft, raw: RawText, lines: Sequence[Line]) -> tuple[dict[int, int], int, int]:
    """Return the numbers of the parts that lines of head and tail are of, the title's last line, the body's first."""
    owners = {s.start: n for n, part in enumerate(raw.head.parts) for s in part.spans}
    ends = {s.start: s.end for part in raw.head.parts for s in part.spans}
    starts = sorted(owners)
    found: dict[int, int] = {}
    title_end = body = -1
    for i, line in enumerate(lines if starts else ()):
        origin = draft.origins[line.start]
        if body < 0 and origin >= raw.head.body > 0:
            body = i
        at = bisect_right(starts, origin) - 1
        if at >= 0 and origin < ends[starts[at]]:
            found[i] = owners[starts[at]]
            if raw.head.parts[found[i]].kind is BlockKind.TITLE:
                title_end = i
    return found, title_end, body


def _lacks_indent(line: Line, wrap: int) -> bool:
    return not line.finished and wrap - 6 <= line.width <= wrap - 3


def _indents_lost(lines: Sequence[Line], wrap: int) -> bool:
    """Say whether most paragraphs' first lines break off two characters short: their indents are gone."""
    firsts = [
        b
        for a, b in pairwise(lines)
        if not b.mark
        and not b.finished
        and b.width >= wrap - 6
        and a.width < wrap - 2 * _SLACK
        and (a.finished or a.mark)
    ]
    return sum(_lacks_indent(b, wrap) for b in firsts) * 2 > len(firsts)
