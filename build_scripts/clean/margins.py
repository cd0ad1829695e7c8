"""How far the lines of a file with pages reach: what their boxes say of the right margin, column by column."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from build_scripts.clean.lines import Line
from build_scripts.models import Layout, PlacedLine, RawText
from build_scripts.offsets import Draft

# Fewer lines than these do not show where a margin is; the text's own one is taken then.
_FEWEST = 4

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
