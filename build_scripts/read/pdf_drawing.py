"""What is drawn on a page of a PDF: ruled lines, pictures that fill it, and whether its characters are seen at all."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from build_scripts.read.pdf_fonts import lacks_its_font
from build_scripts.read.rulings import Ruling

if TYPE_CHECKING:
    import pypdfium2

# Ruled lines are looked for among so many objects of a page; a table of 1,000 cells has 4,000 of them.
_MOST_OBJECTS = 20_000
# A logo drawn with curves has thousands of segments; the rules of a table drawn in one go some hundreds.
_MOST_SEGMENTS = 2_000
# A filled strip no thicker than this, in points, is a drawn line; a line is level where it rises less than that.
_THICKEST, _LEVEL = 3.0, 0.5
# A picture that covers so much of a page is a scan of it.
_COVERS = 0.6
# Pictures that cover together so much of a page may hold figures; a seal has 3 of a hundred parts of A4, a code 2.
_LARGE = 0.15
_SAMPLE = 60
_HIDDEN = 3  # text render mode: neither filled nor stroked, ISO 32000-1, table 106

Point = tuple[float, float]


class Turn(NamedTuple):
    """How a place in a page's own co-ordinates becomes one in points from the top left corner of the upright page.

    ``quarters`` are quarter turns with the clock; the others are the edges of the page's crop box.
    """

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    def place(self, x: float, y: float) -> Point:
        """Return the place of (x, y)."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:  # noqa: PLR2004 - half a turn
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height of the upright page."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)


@dataclass(slots=True)
class Drawing:
    """The ruled lines of a page; whether a picture covers it, and how many texts are drawn before and behind that.

    ``objects`` counts what is drawn at all, ``dots`` are those of the largest picture. ``pictures`` are the places of
    those that do not cover the page, by the edges of their boxes: left, top, right, bottom. ``fontless`` says that a
    text cannot be drawn here, and may be left out by pdfium.
    """

    objects: int = 0
    dots: int = 0
    rulings: list[Ruling] = field(default_factory=list)
    covered: bool = False
    texts_before: int = 0
    texts_behind: int = 0
    fontless: bool = False
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)

    def unread(self, turn: Turn) -> tuple[float, float, float, float] | None:
        """Return the box around the pictures, ``None`` where they are small, or one fills the page."""
        area = sum((right - left) * (bottom - top) for left, top, right, bottom in self.pictures)
        if self.covered or area < _LARGE * math.prod(turn.size):
            return None
        lefts, tops, rights, bottoms = zip(*self.pictures, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


def read_drawing(page: "pypdfium2.PdfPage", turn: Turn) -> Drawing:
    """Return what is drawn on a page."""
    drawing = Drawing(max(pdfium.FPDFPage_CountObjects(page), 0))
    for i in range(min(drawing.objects, _MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, i)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            drawing.texts_behind += drawing.covered
            drawing.texts_before += not drawing.covered
            drawing.fontless = drawing.fontless or lacks_its_font(thing)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawing.rulings += _rulings(thing, turn)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.covered = drawing.covered or _covers(thing, turn)
            drawing.pictures += _place(thing, turn)
            drawing.dots = max(drawing.dots, _dots(thing))
    return drawing


def _dots(thing: "pdfium.FPDF_PAGEOBJECT") -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    known = pdfium.FPDFImageObj_GetImagePixelSize(thing, width, height)
    return width.value * height.value if known else 0


def is_hidden(text: "pypdfium2.PdfTextPage", count: int, drawing: Drawing) -> bool:
    """Say whether the characters of a covered page are unseen: all lie under the picture, or most have no ink."""
    if not drawing.texts_behind and drawing.texts_before:
        return True
    things = (pdfium.FPDFText_GetTextObject(text, i) for i in range(0, count, max(count // _SAMPLE, 1)))
    modes = [pdfium.FPDFTextObj_GetTextRenderMode(thing) for thing in things if thing]
    return bool(modes) and modes.count(_HIDDEN) * 2 > len(modes)


def _covers(thing: "pdfium.FPDF_PAGEOBJECT", turn: Turn) -> bool:
    return any(
        (right - left) * (bottom - top) >= _COVERS * math.prod(turn.size)
        for left, top, right, bottom in _place(thing, turn)
    )


def _place(thing: "pdfium.FPDF_PAGEOBJECT", turn: Turn) -> Iterator[tuple[float, float, float, float]]:
    """Yield the box of what is seen of a picture on the upright page: left, top, right, bottom."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return
    low, high = max(bottom.value, turn.bottom), min(top.value, turn.top)
    first, last = max(left.value, turn.left), min(right.value, turn.right)
    if low < high and first < last:
        (x0, y0), (x1, y1) = turn.place(first, low), turn.place(last, high)
        yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _rulings(thing: "pdfium.FPDF_PAGEOBJECT", turn: Turn) -> Iterator[Ruling]:
    """Yield the level and upright lines of a path: its strokes, or a filled strip as thin as a line."""
    count = pdfium.FPDFPath_CountSegments(thing)
    if not 1 < count <= _MOST_SEGMENTS:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    for outline in _outlines(thing, count, turn):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if min(width, height) <= _THICKEST:
            middle = (min(ys) + max(ys)) / 2 if width >= height else (min(xs) + max(xs)) / 2
            ends = (min(xs), max(xs)) if width >= height else (min(ys), max(ys))
            yield Ruling(width >= height, middle, *ends)
        elif stroke.value:
            yield from filter(None, (_ruling(a, b) for a, b in pairwise(outline)))


def _ruling(a: Point, b: Point) -> Ruling | None:
    if abs(a[1] - b[1]) <= _LEVEL:
        return Ruling(True, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))  # noqa: FBT003 - level
    if abs(a[0] - b[0]) <= _LEVEL:
        return Ruling(False, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))  # noqa: FBT003 - upright
    return None


def _outlines(thing: "pdfium.FPDF_PAGEOBJECT", count: int, turn: Turn) -> Iterator[list[Point]]:
    """Yield the outlines of a path as points on the upright page; one that has a curve is left out."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[Point] = []
    curved = False
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(outline) > 1 and not curved:
                yield outline
            outline, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        at = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        outline.append(turn.place(*at))
        if pdfium.FPDFPathSegment_GetClose(segment):
            outline.append(outline[0])
    if len(outline) > 1 and not curved:
        yield outline
