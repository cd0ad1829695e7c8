"""The rows of all pages made one text: indents as blanks, form feeds between pages, and the place of every line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from build_scripts.models import Box, Layout, PlacedLine, RawText, Source, Span, Upright
from build_scripts.read.page_rows import Margins
from build_scripts.read.placed import BLANK, Piece, Row

# A first line is set in by two characters; by half of one, it is no more than badly aligned.
_SET_IN = 0.75
# Points: first lines are set in by two characters of the largest type that a text has, 18 points.
_ONE_INDENT = 40.0
# A signature at the right of a line of 28 characters stands no further in.
_MOST_BLANKS = 20
# Space above a paragraph or heading is a quarter of a line at least; lines of one paragraph differ by a tenth of that.
_APART = 1.25


@dataclass(frozen=True, slots=True)
class PageText:
    """A page: its size in points, its rows in reading order, where its text begins and ends, how it was set upright.

    ``picture`` is the place of a large picture beside the text.
    """

    size: tuple[float, float]
    rows: Sequence[Row]
    margins: Margins | None
    upright: Upright
    picture: Box | None = None


@dataclass(slots=True)
class _Writing:
    """The text so far; ``at`` is its length."""

    parts: list[str] = field(default_factory=list)
    lines: list[PlacedLine] = field(default_factory=list)
    at: int = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def place(self, piece: Piece, page: int) -> None:
        span = Span(self.at, self.at + len(piece.text))
        self.lines.append(PlacedLine(span, page, piece.box, piece.edges, piece.confidence))
        self.add(piece.text)


def write_out(source: Source, pages: Sequence[PageText], encoding: str) -> RawText:
    """Return the text of all pages, a line of the page on each line, with the layout of its lines."""
    writing = _Writing()
    starts = [0]
    margins = _margins(pages)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            writing.add("\n\f")
            starts.append(writing.at)
        _write_page(writing, page, number, margins[number - 1])
    layout = Layout(
        tuple(page.size for page in pages),
        tuple(writing.lines),
        uprights=tuple(page.upright for page in pages),
        pictures=tuple((n, page.picture) for n, page in enumerate(pages, start=1) if page.picture),
    )
    return RawText(
        source=source, text="".join(writing.parts), encoding=encoding, pages=tuple(starts), layout=layout
    )


def _write_page(writing: _Writing, page: PageText, number: int, left: float) -> None:
    pitch = _pitch(page.rows)
    last: Row | None = None
    for row in page.rows:
        if last is not None:
            apart = pitch and row.bottom - last.bottom > _APART * max(pitch, row.bottom - row.top)
            writing.add("\n\n" if apart and not (row.is_cells or last.is_cells) else "\n")
        if not row.is_cells:
            writing.add(BLANK * _blanks(row, left if row.edge is None else row.edge))
        for before, piece in row.pieces:
            writing.add(before)
            writing.place(piece, number)
        writing.add(row.end)
        last = row


def _blanks(row: Row, left: float) -> int:
    """Return how many characters a row is set in from the left edge of the text, 0 where it is less than one."""
    inward = (row.left - left) / row.first.size
    return min(max(round(inward), 1), _MOST_BLANKS) if inward >= _SET_IN else 0


def _pitch(rows: Sequence[Row]) -> float:
    """Return the distance from line to line within paragraphs, 0 where a page has too few lines.

    Where space stands between paragraphs of one line or two, more than half of the steps may be wider.
    """
    plain = ((a, b) for a, b in pairwise(rows) if not (a.is_cells or b.is_cells))
    steps = sorted(b.bottom - a.bottom for a, b in plain if b.bottom > a.bottom)
    return steps[len(steps) // 4] if len(steps) > 1 else 0.0


def _margins(pages: Sequence[PageText]) -> list[float]:
    """Return where the text begins on each page.

    On one with few long lines, where it does on the others of its side; so too on one that has first lines alone.
    """
    known = {n: page.margins.left for n, page in enumerate(pages) if page.margins}
    sides = [[left for n, left in known.items() if n % 2 == side] for side in (0, 1)]
    every = list(known.values())
    found = []
    for n, page in enumerate(pages):
        usual = median(sides[n % 2] or every or [min((row.left for row in page.rows), default=0.0)])
        own = known.get(n, usual)
        found.append(usual if 0 < own - usual < _ONE_INDENT else own)
    return found
