"""Where the lines of a file with pages stand: what a reader of PDF or of a scan knows besides the text."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from build_scripts.models.spans import Span


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the raw text and its place. ``span`` counts in raw and holds no line break; ``page`` counts from 1.

    ``edges`` are the left edges of its characters and the right edge of the last, in points: one more than characters.
    ``confidence`` is that of the character recognition, from 0 to 1; ``None`` where the file itself holds the text.
    """

    span: Span
    page: int
    box: Box
    edges: tuple[float, ...]
    confidence: float | None = None

    def box_of(self, span: Span) -> Box:
        """Return the box of the part of this line that ``span`` (raw) covers."""
        first = max(span.start, self.span.start) - self.span.start
        last = min(span.end, self.span.end) - self.span.start
        return Box(self.edges[first], self.box.top, self.edges[last], self.box.bottom)


@dataclass(frozen=True, slots=True)
class Upright:
    """How a page was set upright before its places were measured.

    ``quarters`` are quarter turns with the clock besides those that the file asks for; then the page was turned round
    its top left corner by ``skew``, in radians, against the clock.
    """

    quarters: int = 0
    skew: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a file, each by width and height in points, and its lines in the order of the raw text.

    ``uprights`` says of each page how it was set upright; empty where pages cannot be drawn.
    ``pictures`` are the places, by page, of large pictures beside the text, in which nothing was read.
    """

    pages: tuple[tuple[float, float], ...]
    lines: tuple[PlacedLine, ...]
    uprights: tuple[Upright, ...] = ()
    pictures: tuple[tuple[int, Box], ...] = ()

    def line_at(self, offset: int) -> PlacedLine | None:
        """Return the line that holds the raw ``offset``, ``None`` where only a blank of the reader's own stands."""
        at = bisect_right(self.lines, offset, key=lambda line: line.span.start) - 1
        return self.lines[at] if at >= 0 and offset in self.lines[at].span else None

    def boxes_of(self, span: Span) -> tuple[tuple[int, Box], ...]:
        """Return page and box of each line that ``span`` (raw) touches, in order.

        >>> line = PlacedLine(Span(0, 3), 1, Box(10, 20, 40, 32), (10, 20, 30, 40))
        >>> Layout(((595, 842),), (line,)).boxes_of(Span(1, 2))
        ((1, Box(left=20, top=20, right=30, bottom=32)),)
        """
        return tuple((line.page, line.box_of(span)) for line in self.lines_of(span))

    def lines_of(self, span: Span) -> tuple[PlacedLine, ...]:
        """Return the lines that ``span`` (raw) touches, in order."""
        first = max(bisect_right(self.lines, span.start, key=lambda line: line.span.start) - 1, 0)
        last = bisect_left(self.lines, span.end, key=lambda line: line.span.start)
        return tuple(line for line in self.lines[first:last] if line.span.overlaps(span))
