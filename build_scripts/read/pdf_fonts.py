"""Fonts that a PDF names and does not bring: without one of the machine's own, pdfium loses characters in silence.

It takes the size of such a character from the machine's font. Where there is none for Chinese, the character has no
height, and a text of one character, as many programs set every one, is not among the page's characters at all.
"""

import ctypes
from functools import cache
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

# Points: no character is flatter, save a blank, which has no ink.
_FLAT = 0.1
# Every program that draws PDF has fonts for these, ISO 32000-1, 9.6.2.2; of them a blank alone is no loss.
_STANDARD = ("Arial", "Courier", "Helvetica", "Symbol", "Times", "ZapfDingbats")
_NAME = 100  # bytes of a font's name that are looked at
# A page with 好, in a font that is not there.
_HAN: Final = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>
endobj
4 0 obj << /Length 31 >> stream
BT /F 16 Tf 9 9 Td <597d> Tj ET
endstream endobj
5 0 obj << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>
endobj
6 0 obj << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >> endobj
7 0 obj << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0
/Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""


@cache
def has_chinese_font() -> bool:
    """Say whether this machine has a font for Chinese that pdfium finds."""
    document = pypdfium2.PdfDocument(_HAN)
    try:
        return bool(document[0].get_textpage().count_chars())
    finally:
        document.close()


def lacks_its_font(thing: "pdfium.FPDF_PAGEOBJECT") -> bool:
    """Say whether a text of a page is in a font that neither the file nor this machine has."""
    if has_chinese_font() or _is_at_hand(pdfium.FPDFTextObj_GetFont(thing)):
        return False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    known = pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return bool(known) and min(right.value - left.value, top.value - bottom.value) < _FLAT


def _is_at_hand(font: "pdfium.FPDF_FONT") -> bool:
    """Say whether a font is in the file, or one of those that every program has."""
    name = ctypes.create_string_buffer(_NAME)
    pdfium.FPDFFont_GetBaseFontName(font, name, _NAME)
    known = name.value.decode(errors="replace").startswith(_STANDARD)
    return known or pdfium.FPDFFont_GetIsEmbedded(font) == 1
