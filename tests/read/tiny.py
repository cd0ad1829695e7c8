"""A PDF of one page made by hand: what a font says of its characters can be chosen, rightly or wrongly."""

from collections.abc import Callable, Mapping
from itertools import groupby

_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /X def /CMapType 2 def 1 begincodespacerange {space} endcodespacerange
{ranges} endcmap end end"""


def tiny(
    lines: list[str],
    named: Callable[[str], str] | None = lambda char: char,
    *,
    extra: str = "",
    digits: str = "",
) -> bytes:
    """Return a PDF with ``lines``; ``named`` is what its font calls a character, ``None`` where it does not say.

    ``extra`` stands in the page's dictionary. ``digits`` are what a second font, a standard one that every program can
    draw, calls 0 to 9; without, the first has them too.
    """
    chars = sorted(set("".join(lines)))
    codes = {char: n for n, char in enumerate(chars, start=1)}
    shown = "".join(_shown(line, 760 - 29 * n, codes, digits=bool(digits)) for n, line in enumerate(lines))
    widths = "".join(f"{code} [{500 if char.isascii() else 1000}] " for char, code in codes.items())
    unicode = "" if named is None else " /ToUnicode 7 0 R"
    return assemble(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {extra}"
            " /Resources << /Font << /F 5 0 R /G 9 0 R >> >> >>",
            4: stream(f"BT\n{shown}ET"),
            5: "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R]"
            f"{unicode} >>",
            6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo"
            " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /DW 1000 /W [{widths}] /FontDescriptor 8 0 R >>",
            7: stream(_CMAP.format(space="<0000> <FFFF>", ranges=_ranges(codes, named)) if named else ""),
            8: "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
            " /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
            9: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 48 /LastChar 57"
            f" /Widths [{'556 ' * 10}] /ToUnicode 10 0 R >>",
            10: stream(_CMAP.format(space="<00> <FF>", ranges=_digit_ranges(digits or "0123456789"))),
        }
    )


def _shown(line: str, y: int, codes: Mapping[str, int], *, digits: bool) -> str:
    """Return a line drawn with the one font, and with the other where it has digits of its own."""
    shown = f"1 0 0 1 80 {y} Tm "
    for own, run in groupby(line, key=lambda char: digits and char.isdigit()):
        text = "".join(f"{ord(char):02x}" if own else f"{codes[char]:04x}" for char in run)
        shown += f"/{'G' if own else 'F'} 16 Tf <{text}> Tj "
    return f"{shown}\n"


def _digit_ranges(called: str) -> str:
    told = "\n".join(f"<{48 + n:02x}> <{ord(char):04x}>" for n, char in enumerate(called))
    return f"10 beginbfchar\n{told}\nendbfchar"


def _ranges(codes: Mapping[str, int], named: Callable[[str], str]) -> str:
    told = [f"<{code:04x}> <{named(char).encode('utf-16-be').hex()}>" for char, code in codes.items()]
    parts = [told[at : at + 100] for at in range(0, len(told), 100)]
    return "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)


def stream(text: str) -> str:
    """Return a stream that holds ``text``."""
    return f"<< /Length {len(text.encode())} >>\nstream\n{text}\nendstream"


def assemble(objects: Mapping[int, str], trailer: str = "") -> bytes:
    """Return a file of numbered objects, the first of them its catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, text in objects.items():
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()
