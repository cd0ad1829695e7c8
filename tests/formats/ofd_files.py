"""OFD files as programs write them: a report set by GB/T 9704 on pages of 28 characters by 22 lines."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from tests.formats.blocks import Block, Kind

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE, PITCH, LEFT, TOP, WIDE, LINES = 5.64, 10.0, 28.0, 37.0, 28, 22
HALF = frozenset("0123456789.%-() ")


def advance(sign: str) -> float:
    return SIZE / 2 if sign in HALF else SIZE


def wrap(blocks: Sequence[Block]) -> Iterator[tuple[float, str]]:
    """Yield the lines of a report with their indents in characters: titles in the middle, rows in columns."""
    for block in blocks:
        if block.kind is Kind.ROW:
            yield 0, block.text
            continue
        title = block.kind is Kind.TITLE
        room, line, indent = (22 if title else WIDE), "", 0.0 if title else 2.0
        for sign in block.text:
            if sum(map(advance, line)) / SIZE + indent + advance(sign) / SIZE > room:
                yield indent, line
                line, indent = "", 0.0
            line += sign
        yield ((WIDE - len(line)) / 2 if title else indent), line


def text_object(x: float, y: float, text: str, more: str = "") -> str:
    steps = " ".join(f"{advance(sign):.3f}" for sign in text[:-1])
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:.3f} {y:.3f} 150 {SIZE}" Font="2" Size="{SIZE}" {more}>'
        f'<ofd:TextCode X="0" Y="{SIZE * 0.8:.3f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def line_objects(indent: float, text: str, y: float, *, cut: bool) -> str:
    """Return a line as one object, or as one for each character, told from right to left."""
    x = LEFT + indent * SIZE
    if "\t" in text:
        cells = enumerate(text.split("\t"))
        return "".join(text_object(LEFT + c * 45, y, words) for c, words in cells if words)
    if not cut:
        return text_object(x, y, text)
    places = [x + sum(map(advance, text[:i])) for i in range(len(text))]
    return "".join(
        text_object(place, y, sign) for place, sign in reversed(list(zip(places, text, strict=True)))
    )


def ofd_file(blocks: Sequence[Block], *, cut: bool = False) -> bytes:
    lines = list(wrap(blocks))
    pages = [lines[i : i + LINES] for i in range(0, len(lines), LINES)]
    return packed(
        [
            "".join(
                line_objects(indent, text, TOP + i * PITCH, cut=cut) for i, (indent, text) in enumerate(page)
            )
            + text_object(100, 275, f"— {number} —")
            for number, page in enumerate(pages, start=1)
        ]
    )


def packed(pages: Sequence[str], more: str = "") -> bytes:
    """Return an OFD file of pages of text objects; ``more`` stands in its document."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "OFD.xml",
            f'<ofd:OFD {SPACE} DocType="OFD"><ofd:DocBody>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(
            f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages))
        )
        file.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea>{more}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for i, page in enumerate(pages):
            file.writestr(
                f"Doc_0/Pages/Page_{i}/Content.xml",
                f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>",
            )
    return data.getvalue()
