"""How far the lines of a file with pages reach: what their boxes say of the right margin, column by column."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from build_scripts.clean.lines import Line
from build_scripts.models import Layout, PlacedLine, RawText
from build_scripts.offsets import Draft

# Fewer lines than these do not show where a margin is; the text's own one is taken then.
_FEWEST = 4
# Half characters: a line that misses the margin by no more may have been cut by the rules of line breaking; an indent
# of two characters, one of them lost; what is set in by more than twice as much is a signature.
_SLACK, _INDENT, _DEEPEST = 4, 3, 10
# A page hangs where so many lines surely go on set in, four times as many as those that do not.
_FEWEST_HANGING, _MOSTLY = 3, 4

Column = tuple[int, bool]


def line_shortfalls(draft: Draft, raw: RawText, lines: Sequence[Line]) -> dict[int, float]:
    """Return for each line, by its start in the draft, by how many characters it misses its right margin.

    A box is as high as its characters are wide. Empty where nothing is known of the places of lines.
    """
    layout = raw.layout
    if layout is None:
        return {}
    margins = _margins(layout)
    found: dict[int, float] = {}
    for line in lines:
        placed = layout.line_at(draft.origins[line.end - 1])
        if placed is not None:
            box = placed.box
            found[line.start] = (margins[_column(layout, placed)] - box.right) / (box.bottom - box.top)
    return found


def hangs(lines: Sequence[Line], short: Mapping[int, float], apart: Container[int]) -> bool:
    """Say whether paragraphs begin at the left margin and their further lines are set in, over the whole text.

    Lines that surely go on tell, those that reach the right margin in the middle of a sentence; and those that surely
    begin a paragraph, behind a short line that ends one. Lines ``apart``, of tables and the head, tell nothing.
    """
    on, first = Counter[bool](), Counter[bool]()
    for i, (a, b) in enumerate(pairwise(lines)):
        if i in apart or i + 1 in apart or a.start not in short or b.indent > _DEEPEST:
            continue
        full = 2 * short[a.start] <= _SLACK
        if full and not (a.finished or b.mark):
            on[b.indent >= _INDENT] += 1
        elif a.finished and not full and a.indent <= _DEEPEST:
            first[b.indent >= _INDENT] += 1
    return on[True] >= max(_FEWEST_HANGING, _MOSTLY * on[False]) and first[False] >= _MOSTLY * first[True]


def _column(layout: Layout, line: PlacedLine) -> Column:
    """Return the page of a line and whether it begins in the right half of it: a page has two columns at most."""
    return line.page, line.box.left > layout.pages[line.page - 1][0] / 2


def _margins(layout: Layout) -> dict[Column, float]:
    """Return the right margin of each column: where most of its lines end."""
    ends: dict[Column, list[PlacedLine]] = defaultdict(list)
    for line in layout.lines:
        ends[_column(layout, line)].append(line)
    usual = _usual_end(layout.lines)
    return {
        column: _usual_end(own) if len(own) >= _FEWEST else max(usual, *(line.box.right for line in own))
        for column, own in ends.items()
    }


def _usual_end(lines: Sequence[PlacedLine]) -> float:
    """Return the right edge that most lines share, to a half of a character."""
    steps = Counter(round(2 * line.box.right / (line.box.bottom - line.box.top)) for line in lines)
    # Of edges as frequent the one further out: first lines and last ones end anywhere before it.
    step = max(steps, key=lambda s: (steps[s], s))
    return max(
        line.box.right
        for line in lines
        if round(2 * line.box.right / (line.box.bottom - line.box.top)) == step
    )
