"""Where a report's figures stand in the pictures of its pages: boxes in hundredths of the picture, with anchors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_scripts.models import Box, Layout, Metric, PagePicture, Result
from build_scripts.render.escape import decode

# Part of a line's height by which a box reaches beyond its characters.
_ROOM = 0.12


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page, from 1, round a figure or a piece of one; edges in hundredths of its picture.

    ``anchor`` is "" on all pieces but the first. ``is_further``: another figure of the same number is marked there.
    """

    page: int
    metric: str
    anchor: str
    words: str
    left: float
    top: float
    width: float
    height: float
    is_further: bool = False

    def place(self, size: tuple[int, int]) -> str:
        """Return the box in dots of a picture of this size, as attributes: x=72.4 y=…"""
        wide, high = size
        edges = {"x": self.left * wide, "y": self.top * high}
        edges |= {"width": self.width * wide, "height": self.height * high}
        return " ".join(f"{name}={round(value / 100, 1):g}" for name, value in edges.items())


def mark_anchor(metric: str) -> str:
    """Return the anchor of a figure in the picture of its page.

    >>> mark_anchor("m-1583-2")
    'p-1583-2'
    """
    return f"p-{metric.removeprefix('m-')}"


def find_marks(result: Result, pictures: Sequence[PagePicture]) -> tuple[Mark, ...]:
    """Return the figures that stand on pages of which there is a picture, in the order of the figures."""
    layout = result.report.clean.raw.layout
    drawn = {picture.page: picture.shown for picture in pictures if picture.png}
    if layout is None or not drawn:
        return ()
    seen: set[tuple[int, Box]] = set()
    return tuple(mark for metric in result.metrics for mark in _marks(result, layout, metric, (drawn, seen)))


def _marks(
    result: Result, layout: Layout, metric: Metric, known: tuple[Mapping[int, Box], set[tuple[int, Box]]]
) -> Iterator[Mark]:
    clean, (drawn, seen) = result.report.clean, known
    places = [place for piece in clean.raw_spans(metric.span) for place in layout.boxes_of(piece)]
    words = " ".join(decode(metric.span.of(clean.text)).split())
    anchor = mark_anchor(metric.id)
    for page, box in places:
        if page in drawn:
            place = _hundredths(box, drawn[page])
            yield Mark(page, metric.id, anchor, words, *place, is_further=(page, box) in seen)
            seen.add((page, box))
            anchor = ""


def _hundredths(box: Box, shown: Box) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a box, with some room, in hundredths of what is shown of its page."""
    wide, high = shown.right - shown.left, shown.bottom - shown.top
    side, above = _ROOM * (box.bottom - box.top) / 2, _ROOM * (box.bottom - box.top)
    return (
        100 * (box.left - side - shown.left) / wide,
        100 * (box.top - above - shown.top) / high,
        100 * (box.right - box.left + 2 * side) / wide,
        100 * (box.bottom - box.top + 2 * above) / high,
    )
