"""Draws the pages of a PDF as pictures, upright, each with only what was read of it."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from build_scripts.models import Box, Layout, PagePicture, PlacedLine, RawText, Span, Upright
from build_scripts.pictures.greys import WHITE, render_png
from build_scripts.pictures.read_parts import Drawn, only_read

if TYPE_CHECKING:
    Picture = np.ndarray[Any, Any]

# A4 is 1,000 dots wide: a page of 28 characters a line is clear on a phone of 375 points with two dots each.
_SCALE = 1_000 / 595.3
# Points of paper that are left around what is written: the margins of a document are a quarter of a phone's width.
_BORDER = 18.0
# Longest side in dots: A3 is drawn as finely as A4, a poster more coarsely.
_LONGEST = 2_000
# Dots a point below which type of 10 points, 4 dots high, cannot be read: of a page of 1.8 metres and more.
_COARSEST = 0.4
# Pages of a report, and bytes of their pictures: some 45 kB each. What goes beyond has its text only.
MOST_PAGES, MOST_BYTES = 60, 4_000_000
# Dots of the largest picture on a page that is unpacked for this: A4 at 600 dots an inch has 35 million.
_MOST_DOTS = 40_000_000
# Things on a page, and pictures and groups among them: a page of a report has some hundreds, a map a million.
_MOST_THINGS, _MOST_PICTURES = 20_000, 1_000
# Groups within groups that are looked through for pictures.
_DEEPEST = 4
# A line that was recognised with less is not shown: what it says may be something else than what was searched.
_SURE = 0.8
# Parts of a font's size: what stands out of a character's box; how wide a character is at most.
_MARGIN, _WIDEST = 0.15, 1.1
# Of a redacted piece more is painted over: a font's box may be larger than its characters.
_REDACTED_MARGIN = 0.4
# Part of a page that may be painted over; where there is more, hardly anything of it was read.
_MOST_HATCHED = 0.25
# Part of the characters that must be seen: where a font is neither in the file nor on this machine none is.
_FEWEST_WRITTEN = 0.5
_TOO_MANY = "没有图像：图像的页数或总量已到上限"
_NOT_READ = "没有图像：页上有大片没有读成文字的内容"
_NOT_PLACED = "没有图像：页上有不公开的文字，位置不明"
_NOT_DRAWN = "没有图像：画不出来"


def draw_pdf(raw: RawText, data: bytes, redacted: Sequence[Span]) -> tuple[PagePicture, ...]:
    """Return the pictures of the pages of a PDF in order, those that are left out with the reason."""
    layout = raw.layout
    if layout is None:
        return ()
    hidden = _Hidden(raw, layout, redacted)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return ()
    try:
        return tuple(_pictures(document, raw, layout, hidden))
    finally:
        document.close()


class _Hidden:
    """What no picture may show: boxes by page, and the pages on which the place of such a piece is not known."""

    def __init__(self, raw: RawText, layout: Layout, redacted: Sequence[Span]) -> None:
        self.boxes: dict[int, list[Box]] = defaultdict(list)
        self.pages: set[int] = set()
        for span in redacted:
            lines = layout.lines_of(span)
            for line in lines:
                self.boxes[line.page].append(_redacted_box(line, span))
            for at in range(span.start, min(span.end, len(raw.text))):
                if not raw.text[at].isspace() and not any(at in line.span for line in lines):
                    self.pages.add(raw.page_of(at))


def _redacted_box(line: PlacedLine, span: Span) -> Box:
    """Return what is painted over for a redacted piece: all of a line that was recognised."""
    box = line.box if line.confidence is not None else line.box_of(span)
    more = _REDACTED_MARGIN * (line.box.bottom - line.box.top)
    return Box(box.left - more, box.top - more, box.right + more, box.bottom + more)


class _Page(NamedTuple):
    """A page, from 1: the boxes that may be shown, those to be hidden, and whether the file has its text."""

    number: int
    read: list[Box]
    redacted: list[Box]
    has_text: bool


def _pictures(
    document: pypdfium2.PdfDocument, raw: RawText, layout: Layout, hidden: _Hidden
) -> Iterator[PagePicture]:
    lines: Mapping[int, list[PlacedLine]] = defaultdict(list)
    for line in layout.lines:
        lines[line.page].append(line)
    left = MOST_BYTES
    for number in range(1, len(layout.pages) + 1):
        if number > MOST_PAGES or left <= 0:
            yield PagePicture(page=number, left_out=_TOO_MANY)
        elif number in hidden.pages:
            yield PagePicture(page=number, left_out=_NOT_PLACED)
        else:
            boxes = [
                box for line in lines[number] if _is_sure(line) for box in _character_boxes(line, raw.text)
            ]
            has_text = all(line.confidence is None for line in lines[number])
            picture = _picture(document, layout, _Page(number, boxes, hidden.boxes[number], has_text))
            left -= len(picture.png)
            yield picture


def _picture(document: pypdfium2.PdfDocument, layout: Layout, page: _Page) -> PagePicture:
    try:
        drawn = _drawn(document, layout, page)
    except pypdfium2.PdfiumError:
        drawn = None
    if drawn is None:
        return PagePicture(page=page.number, left_out=_NOT_DRAWN)
    shown = only_read(drawn, page.read, page.redacted)
    if shown.hatched > _MOST_HATCHED:
        return PagePicture(page=page.number, left_out=_NOT_READ)
    if shown.written < _FEWEST_WRITTEN:
        return PagePicture(page=page.number, left_out=_NOT_DRAWN)
    rows, columns = _written(shown.levels, round(_BORDER * drawn.scale))
    levels = shown.levels[rows, columns]
    return PagePicture(
        page=page.number,
        size=(levels.shape[1], levels.shape[0]),
        shown=Box(*(edge / drawn.scale for edge in (columns.start, rows.start, columns.stop, rows.stop))),
        png=render_png(levels),
        hatched=shown.hatched > 0,
    )


def _written(levels: "Picture", border: int) -> tuple[slice, slice]:
    """Return the rows and columns with anything on them and a ``border`` around; of an empty page all."""
    found = []
    for axis, size in zip((1, 0), levels.shape, strict=True):
        drawn = np.flatnonzero((levels != WHITE).any(axis=axis))
        ends = (drawn[0] - border, drawn[-1] + 1 + border) if drawn.size else (0, size)
        found.append(slice(max(int(ends[0]), 0), min(int(ends[1]), size)))
    rows, columns = found
    return rows, columns


def _is_sure(line: PlacedLine) -> bool:
    return line.confidence is None or line.confidence >= _SURE


def _character_boxes(line: PlacedLine, text: str) -> Iterator[Box]:
    """Yield what a line's characters may cover; the blanks between them are not theirs: a picture may stand there."""
    size = line.box.bottom - line.box.top
    more = _MARGIN * size
    # Of a line that was recognised the places are estimates: all from its first to its last character is its own.
    if line.confidence is not None:
        yield Box(line.box.left - more, line.box.top - more, line.box.right + more, line.box.bottom + more)
        return
    for char, (left, right) in zip(line.span.of(text), pairwise(line.edges), strict=True):
        if not char.isspace():
            end = min(right, left + _WIDEST * size)
            yield Box(left - more, line.box.top - more, end + more, line.box.bottom + more)


def _drawn(document: pypdfium2.PdfDocument, layout: Layout, wanted: _Page) -> Drawn | None:
    """Return a page set upright, without what was laid on it as notes or filled into forms.

    Of a page that has its text in the file pictures can be left away. ``None`` where one, or the page, is too large.
    """
    size = layout.pages[wanted.number - 1]
    if min(size) <= 0:
        return None
    scale = min(_SCALE, _LONGEST / max(size))
    if scale < _COARSEST:
        return None
    form = max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)
    page = document[wanted.number - 1]
    try:
        pictures = _pictures_on(page)
        if pictures is None:
            return None
        matrix = _matrix(page, layout.uprights[wanted.number - 1], scale)
        whole = plain = _render(page, matrix, form)
        if wanted.has_text and pictures:
            for picture in pictures:
                pdfium.FPDFPageObj_SetIsActive(picture, 0)
            plain = _render(page, matrix, form)
        return Drawn(whole, plain, scale)
    finally:
        page.close()


def _pictures_on(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject] | None:
    """Return the pictures on a page, ``None`` where there is too much on it to be drawn."""
    if pdfium.FPDFPage_CountObjects(page) > _MOST_THINGS:
        return None
    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
    found = list(islice(page.get_objects(filter=kinds, max_depth=_DEEPEST), _MOST_PICTURES + 1))
    pictures = [thing for thing in found if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE]
    too_large = any(math.prod(picture.get_px_size()) > _MOST_DOTS for picture in pictures)
    return None if too_large or len(found) > _MOST_PICTURES else pictures


def _render(page: pypdfium2.PdfPage, matrix: "pdfium.FS_MATRIX", form: tuple[int, int]) -> "Picture":
    bitmap = pypdfium2.PdfBitmap.new_native(*form, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *form)
        clip = pdfium.FS_RECTF(0, 0, *form)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, pdfium.FPDF_GRAYSCALE)
        picture: Picture = bitmap.to_numpy().reshape(form[1], form[0]).copy()
        return picture
    finally:
        bitmap.close()


def _matrix(page: pypdfium2.PdfPage, upright: Upright, scale: float) -> "pdfium.FS_MATRIX":
    """Return how a place of the page as the file shows it becomes a dot of the upright picture."""
    width, height = page.get_width(), page.get_height()
    a, b, c, d, e, f = (
        (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
        (0.0, 1.0, -1.0, 0.0, height, 0.0),
        (-1.0, 0.0, 0.0, -1.0, width, height),
        (0.0, -1.0, 1.0, 0.0, 0.0, width),
    )[upright.quarters]
    cos, sin = math.cos(upright.skew) * scale, -math.sin(upright.skew) * scale
    turned = ((x * cos - y * sin, x * sin + y * cos) for x, y in ((a, b), (c, d), (e, f)))
    return pdfium.FS_MATRIX(*(value for pair in turned for value in pair))
