"""Pictures of pages: they fit the places that were read, and show nothing else."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from build_scripts import pictures
from build_scripts.models import Box, PagePicture, PlacedLine, RawText, Span
from build_scripts.pictures import draw_pages, page_drawing
from build_scripts.pictures.greys import render_png
from build_scripts.read import read_raw
from tests.read.official import Canvas
from tests.read.scans import scanned
from tests.read.tiny import tiny
from tests.texts import source_at

FIXTURES = Path(__file__).parents[1] / "read" / "fixtures"
PRINTED = FIXTURES / "libreoffice-433126-14.pdf"
BODY = "全年开展执法检查56次，出动执法人员230人次，下达整改通知书18份，罚款金额12.5万元。"
DARK, LIGHT = 128, 200

Grey = npt.NDArray[np.uint8]


def read(data: bytes, name: str = "报告.pdf") -> RawText:
    return read_raw(source_at(name), data)


def canvas(*paragraphs: str) -> Canvas:
    made = Canvas()
    made.centred("平山县水利局2023年度法治政府建设情况报告", 22, 36)
    for words in paragraphs or (BODY,):
        made.paragraph(words)
    return made


def grey(picture: PagePicture) -> Grey:
    return np.asarray(Image.open(io.BytesIO(picture.png)).convert("L"))


def part(picture: PagePicture, box: Box) -> Grey:
    """Return what a picture has within a box of its page, in points."""
    scale = picture.size[0] / (picture.shown.right - picture.shown.left)
    left, right = ((edge - picture.shown.left) * scale for edge in (box.left, box.right))
    top, bottom = ((edge - picture.shown.top) * scale for edge in (box.top, box.bottom))
    return grey(picture)[max(round(top), 0) : round(bottom), max(round(left), 0) : round(right)]


def line_of(raw: RawText, words: str) -> PlacedLine:
    assert raw.layout is not None
    line = raw.layout.line_at(raw.text.index(words))
    assert line is not None
    return line


def box_of(raw: RawText, words: str) -> Box:
    at = raw.text.index(words)
    return line_of(raw, words).box_of(Span(at, at + len(words)))


def ink(raw: RawText, picture: PagePicture) -> tuple[float, float]:
    """Return how much of a page's ink lies in the boxes of its lines, and of the paper outside them."""
    assert raw.layout is not None
    dark = grey(picture) < DARK
    inside = np.zeros(dark.shape, bool)
    scale = picture.size[0] / (picture.shown.right - picture.shown.left)
    for line in raw.layout.lines:
        if line.page == picture.page:
            x, y = picture.shown.left, picture.shown.top
            rows = slice(int((line.box.top - y) * scale), int((line.box.bottom - y) * scale) + 1)
            inside[rows, int((line.box.left - x) * scale) : int((line.box.right - x) * scale) + 1] = True
    return float(dark[inside].sum() / dark.sum()), float(dark[inside].mean())


@pytest.mark.heavy
def test_pages_are_drawn_small_and_always_the_same() -> None:
    data = PRINTED.read_bytes()
    raw = read(data)
    found = draw_pages(raw, data)
    assert found == draw_pages(raw, data)
    assert [picture.page for picture in found] == [1, 2, 3]
    for picture in found:
        assert not picture.hatched
        assert not picture.left_out
        assert Image.open(io.BytesIO(picture.png)).size == picture.size
        assert len(picture.png) < 60_000
        assert ink(raw, picture)[0] > 0.98


@pytest.mark.heavy
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_is_drawn_upright(turn: int) -> None:
    document = pypdfium2.PdfDocument(PRINTED.read_bytes())
    out = io.BytesIO()
    document[0].set_rotation(turn)
    document.save(out)
    raw = read(out.getvalue())
    picture = draw_pages(raw, out.getvalue())[0]
    assert picture.size[1] > picture.size[0]
    assert ink(raw, picture)[0] > 0.98


@pytest.mark.heavy
def test_a_scan_is_drawn_as_straight_as_it_was_read() -> None:
    data = scanned(PRINTED.read_bytes(), 1, skew=2.0)
    raw = read(data)
    (picture,) = draw_pages(raw, data)
    assert ink(raw, picture)[0] > 0.95
    # The seal lies over the text and beyond it.
    assert picture.hatched


def text_picture(words: str, color: str = "black") -> io.BytesIO:
    """Return a picture of digits, each a block, as a stamp or a pasted line has them."""
    picture = Image.new("RGB", (40 * len(words), 60), "white")
    draw = ImageDraw.Draw(picture)
    for n, digit in enumerate(words):
        for row in range(4):
            if int(digit) >> row & 1:
                draw.rectangle((40 * n + 4, 14 * row + 2, 40 * n + 32, 14 * row + 11), fill=color)
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out


def test_what_is_drawn_in_a_gap_between_words_is_hatched() -> None:
    made = canvas()
    made.put(100, 400, "当事人")
    made.put(400, 400, "已经核对")
    for n in range(30):
        made.drawn.rect(160 + n * 7, 400, 3, 12, fill=1)
    data = made.data()
    (picture,) = draw_pages(read(data), data)
    assert (part(picture, Box(165, 841.9 - 414, 380, 841.9 - 398)) >= DARK).all()


PLACES: dict[str, tuple[float, float]] = {
    "beside": (300, 400),
    "in the line": (0, 0),
    "at the edge": (20, 20),
}


@pytest.mark.heavy
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("color", ["black", "red", "#777"])
def test_a_picture_on_a_page_is_hatched(place: str, color: str) -> None:
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - only here

    made = canvas(BODY, "当事人身份证号码。")
    x, y = PLACES[place]
    if place == "in the line":
        x, y = 79.4 + 11 * 16, made.y - 2
    image = ImageReader(text_picture("440704199001011234", color))
    made.drawn.drawImage(image, x, y, 150, 16)
    data = made.data()
    (picture,) = draw_pages(read(data), data)
    shown = part(picture, Box(x, 841.9 - y - 16, x + 150, 841.9 - y))
    assert picture.hatched
    assert shown.size
    assert (shown >= DARK).all(), "none of it but hatches"
    assert (shown < LIGHT).any(), "and hatches"


def test_letters_that_are_drawn_as_shapes_are_hatched() -> None:
    made = canvas()
    for n in range(40):
        made.drawn.rect(100 + n * 7, 300, 4, 12, fill=1)
        made.drawn.circle(100 + n * 7, 330, 3, fill=1)
    data = made.data()
    (picture,) = draw_pages(read(data), data)
    assert picture.hatched
    assert (part(picture, Box(90, 841.9 - 340, 390, 841.9 - 295)) >= DARK).mean() > 0.995


def test_ruled_lines_and_shaded_cells_stay() -> None:
    made = canvas()
    made.table([["领域", "检查"], ["水资源", "56"], ["河道", "20"]], [200, 200])
    top = 841.9 - made.y
    made.drawn.setFillGray(0.8)
    made.drawn.rect(100, 200, 300, 60, fill=1, stroke=0)
    data = made.data()
    (picture,) = draw_pages(read(data), data)
    assert not picture.hatched
    table = part(picture, Box(78, top - 90, 482, top + 10))
    assert (table < DARK).mean(axis=1).max() > 0.9, "a level line"
    assert (table < DARK).mean(axis=0).max() > 0.7, "an upright line"
    assert (part(picture, Box(120, 841.9 - 240, 380, 841.9 - 220)) < 255).all(), "the shade"


@pytest.mark.heavy
def test_notes_laid_on_a_page_are_not_drawn() -> None:
    from pypdfium2 import raw as pdfium  # noqa: PLC0415 - only here

    document = pypdfium2.PdfDocument(PRINTED.read_bytes())
    note = pdfium.FPDFPage_CreateAnnot(document[2], pdfium.FPDF_ANNOT_SQUARE)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(100, 300, 400, 100))
    pdfium.FPDFAnnot_SetColor(note, pdfium.FPDFANNOT_COLORTYPE_InteriorColor, 0, 0, 0, 255)
    pdfium.FPDFPage_CloseAnnot(note)
    out = io.BytesIO()
    document.save(out)
    data = PRINTED.read_bytes()
    assert draw_pages(read(out.getvalue()), out.getvalue())[2].png == draw_pages(read(data), data)[2].png


def test_a_redacted_piece_is_painted_over() -> None:
    data = canvas(BODY, "联系人手机13812345678，现住平山县城关镇八一街。").data()
    raw = read(data)
    at = raw.text.index("13812345678")
    (before,), (after,) = draw_pages(raw, data), draw_pages(raw, data, [Span(at, at + 11)])
    assert (part(after, box_of(raw, "13812345678")) == 0).all()
    for words in ("联系人手", "住平山县"):
        assert (part(after, box_of(raw, words)) == part(before, box_of(raw, words))).mean() > 0.9


def test_a_redacted_piece_over_two_lines_is_painted_over_in_both() -> None:
    data = canvas("甲" * 21 + "现住平山县城关镇八一街一号。" + BODY).data()
    raw = read(data)
    start, end = raw.text.index("现住"), raw.text.index("。")
    assert "\n" in raw.text[start:end]
    (picture,) = draw_pages(raw, data, [Span(start, end)])
    assert raw.layout is not None
    for _, box in raw.layout.boxes_of(Span(start, end)):
        assert (part(picture, box) == 0).all()


def test_of_a_line_that_was_recognised_all_is_painted_over() -> None:
    data = canvas(BODY).data()
    raw = read(data)
    assert raw.layout is not None
    lines = tuple(replace(line, confidence=0.99) for line in raw.layout.lines)
    raw = replace(raw, layout=replace(raw.layout, lines=lines))
    at = raw.text.index("56")
    (picture,) = draw_pages(raw, data, [Span(at, at + 2)])
    assert (part(picture, line_of(raw, "56").box) == 0).all()


def test_a_line_that_was_recognised_badly_is_not_shown() -> None:
    data = canvas(BODY, "此后另起一段，写明其余情况。").data()
    raw = read(data)
    assert raw.layout is not None
    doubtful = line_of(raw, "56")
    lines = tuple(replace(line, confidence=0.5 if line == doubtful else 0.99) for line in raw.layout.lines)
    (picture,) = draw_pages(replace(raw, layout=replace(raw.layout, lines=lines)), data)
    assert picture.hatched
    assert (part(picture, doubtful.box) >= DARK).all()
    assert (part(picture, line_of(raw, "此后另起").box) < DARK).any()


def test_a_page_with_a_redacted_piece_of_unknown_place_is_left_out() -> None:
    data = PRINTED.read_bytes()
    raw = read(data)
    assert raw.layout is not None
    at = raw.pages[1] + 5
    lines = tuple(line for line in raw.layout.lines if not line.span.overlaps(Span(at, at + 3)))
    found = draw_pages(replace(raw, layout=replace(raw.layout, lines=lines)), data, [Span(at, at + 3)])
    assert [bool(picture.png) for picture in found] == [True, False, True]
    assert "位置不明" in found[1].left_out


def test_a_page_of_which_little_was_read_is_left_out() -> None:
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - only here

    made = canvas()
    noise = np.random.default_rng(1).integers(0, 255, (300, 300), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "PNG")
    made.drawn.drawImage(ImageReader(out), 50, 50, 480, 460)
    data = made.data()
    (picture,) = draw_pages(read(data), data)
    assert picture.png == b""
    assert "大片" in picture.left_out


def test_a_page_whose_font_is_nowhere_is_left_out() -> None:
    """Its characters have their places, and nothing is seen of them: blanks of a font without outlines."""
    data = tiny(["全年开展执法检查若干次。", "出动执法人员若干人次。"])
    raw = read(data)
    (picture,) = draw_pages(raw, data)
    assert picture.png == b""
    assert "画不出来" in picture.left_out


BOUNDS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "pages": lambda patch: patch.setattr(page_drawing, "MOST_PAGES", 2),
    "bytes": lambda patch: patch.setattr(page_drawing, "MOST_BYTES", 50_000),
}


@pytest.mark.heavy
@pytest.mark.parametrize("bound", BOUNDS)
def test_what_goes_beyond_the_bounds_has_its_text_only(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BOUNDS[bound](monkeypatch)
    data = PRINTED.read_bytes()
    found = draw_pages(read(data), data)
    assert [bool(picture.png) for picture in found] == [True, True, False]
    assert "上限" in found[2].left_out


@pytest.mark.parametrize("bound", ["_MOST_DOTS", "_MOST_THINGS", "_MOST_PICTURES"])
def test_a_page_with_too_much_on_it_is_left_out(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - only here

    monkeypatch.setattr(page_drawing, bound, 0)
    made = canvas()
    made.drawn.drawImage(ImageReader(text_picture("123")), 300, 300, 20, 20)
    data = made.data()
    (picture,) = draw_pages(read(data), data)
    assert "画不出来" in picture.left_out


def test_a_text_has_no_pictures() -> None:
    assert draw_pages(read(BODY.encode(), "报告.txt"), BODY.encode()) == ()


def test_where_the_package_is_missing_there_are_no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    data = PRINTED.read_bytes()
    raw = read(data)
    monkeypatch.setattr(pictures, "import_module", missing)
    assert draw_pages(raw, data) == ()


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 8, 333])
def test_a_png_reads_back_as_its_levels(width: int) -> None:
    levels = np.random.default_rng(width).integers(0, 4, (7, width), dtype=np.uint8)
    assert (np.asarray(Image.open(io.BytesIO(render_png(levels))).convert("L")) == levels * 85).all()
