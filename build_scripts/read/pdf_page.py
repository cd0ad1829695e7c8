"""What one page of a PDF holds, as pypdfium2 gives it: its characters with their boxes."""

import ctypes
import math
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from build_scripts.read.characters import Character, is_wide
from build_scripts.read.letters import fold_letter
from build_scripts.read.pdf_drawing import Drawing, Turn, is_hidden, read_drawing
from build_scripts.read.rulings import Ruling

if TYPE_CHECKING:
    import pypdfium2

# A page set in the smallest print holds some 10,000; more is no page of a report.
MOST_CHARACTERS = 50_000
# Points: no paper is narrower.
_SMALLEST = 10.0
# A line of type is 1.0 to 1.45 of its font's size high, by the fonts at hand.
_HEIGHT = 1.2
# So many characters tell which way a page runs.
_SAMPLE = 60
_QUARTER, _ASLANT = math.pi / 2, 0.15
_LOST = "\ufffd"
_FIRST_VISIBLE = 0x20
# Radicals and compatibility ideographs, and what lies between.
_FIRST_FOLDED, _LAST_FOLDED = 0x2E80, 0xFAFF


class PdfPage(NamedTuple):
    """A page: its size in points, its characters, those that run another way, its ruled lines.

    ``covered`` says that a picture fills it; ``hidden`` that its characters are not those that are seen, but lie
    unseen over or under such a picture; ``drawn`` that there is anything on it, ``dots`` how many the largest picture
    has. ``unmapped`` counts characters of which the file does not say what they are. ``turned`` are the quarter turns
    that set it upright besides those that it asks for itself. ``fontless`` says that some text is in a font that is
    neither in the file nor on this machine. ``picture`` is the box of pictures beside the text.
    """

    size: tuple[float, float]
    characters: list[Character]
    aslant: list[Character]
    rulings: list[Ruling]
    covered: bool
    hidden: bool
    drawn: bool
    dots: int
    unmapped: int
    turned: int
    fontless: bool = False
    picture: tuple[float, float, float, float] | None = None

    @property
    def text(self) -> str:
        """The characters, in no order."""
        return "".join(char.text for char in self.characters)


class NoPageError(Exception):
    """A page is none that a report has: too much on it, or no room. Says what, to go on from 第 3 页."""


def read_page(page: "pypdfium2.PdfPage") -> PdfPage:
    """Return what a page holds. Raises ``NoPageError`` where that is too much, or it has no size."""
    left, bottom, right, top = _edges(page)
    if not min(right - left, top - bottom) >= _SMALLEST:
        raise NoPageError("没有版面大小")
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_CHARACTERS:
            raise NoPageError(f"有 {count} 个字符，超过 {MOST_CHARACTERS} 个")
        turn = _turn_of(page, text, count)
        drawing: Drawing = read_drawing(page, turn)
        straight, aslant, unmapped = _characters(text, count, turn)
        hidden = drawing.covered and bool(straight) and is_hidden(text, count, drawing)
    finally:
        text.close()
    return PdfPage(
        size=turn.size,
        characters=straight,
        aslant=aslant,
        rulings=drawing.rulings,
        covered=drawing.covered,
        hidden=hidden,
        drawn=drawing.objects > 0,
        dots=drawing.dots,
        unmapped=unmapped,
        turned=(turn.quarters - page.get_rotation() // 90) % 4,
        fontless=drawing.fontless,
        picture=drawing.unread(turn),
    )


def _turn_of(page: "pypdfium2.PdfPage", text: "pypdfium2.PdfTextPage", count: int) -> Turn:
    """Return how a page is to be turned: so that most of its characters run from left to right."""
    angles = [pdfium.FPDFText_GetCharAngle(text, i) for i in range(0, count, max(count // _SAMPLE, 1))]
    # pdfium counts angles with the clock: text that runs upwards has three quarters, and is upright after one more.
    ways = [-round(a / _QUARTER) % 4 for a in angles if a >= 0]
    quarters = max(set(ways), key=ways.count) if ways else page.get_rotation() // 90
    return Turn(quarters, *_edges(page))


def _edges(page: "pypdfium2.PdfPage") -> tuple[float, float, float, float]:
    """Return the edges of what is shown of a page: its crop box within its media box, own or inherited."""
    shown = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, shown)
    return shown.left, shown.bottom, shown.right, shown.top


def _characters(
    text: "pypdfium2.PdfTextPage", count: int, turn: Turn
) -> tuple[list[Character], list[Character], int]:
    """Return the characters that run with the page, those that do not, and how many are unknown."""
    straight: list[Character] = []
    aslant: list[Character] = []
    unmapped = 0
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    refs = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(text, i)
        # What pdfium sets itself: a blank or line break where it takes one for meant.
        if 0 < code < _FIRST_VISIBLE or pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, i, refs[0]):
            continue
        pdfium.FPDFText_GetCharOrigin(text, i, refs[1], refs[2])
        lost = code == 0 or pdfium.FPDFText_HasUnicodeMapError(text, i) == 1
        unmapped += lost
        char = _placed(_LOST if lost else _char(code), box, (x.value, y.value), turn)
        (straight if _runs_along(pdfium.FPDFText_GetCharAngle(text, i), turn) else aslant).append(char)
    return straight, aslant, unmapped


def _char(code: int) -> str:
    if _FIRST_FOLDED <= code <= _LAST_FOLDED:
        return fold_letter(chr(code))
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else _LOST  # noqa: PLR2004 - Unicode


def _placed(char: str, box: "pdfium.FS_RECTF", origin: tuple[float, float], turn: Turn) -> Character:
    """Return a character at its place on the upright page."""
    (x0, y0), (x1, y1) = turn.place(box.left, box.bottom), turn.place(box.right, box.top)
    left, right = min(x0, x1), max(x0, x1)
    size = right - left if is_wide(char) else abs(y1 - y0) / _HEIGHT
    return Character(char, left, right, turn.place(*origin)[1], max(size, 1.0))


def _runs_along(angle: float, turn: Turn) -> bool:
    return abs((angle + turn.quarters * _QUARTER + math.pi) % (2 * math.pi) - math.pi) < _ASLANT
