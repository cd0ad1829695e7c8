"""Word files made of parts: what the tests of the reader need, in the words of the format itself."""

import io
import zipfile
from collections.abc import Callable, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from tests.formats.blocks import Block, Kind

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def part(tag: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} {NAMES}>{inner}</w:{tag}>'


def word_file(body: str, **parts: str) -> bytes:
    """Return a DOCX with ``body`` and further parts by name: styles, numbering, footnotes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, inner in parts.items():
            file.writestr(f"word/{name}.xml", part(name, inner))
    return data.getvalue()


def run(text: str, properties: str = "") -> str:
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{told}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; what is no run is made one."""
    told = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{told}{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else paragraph()}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """Return a table; a cell that is no element is made one."""
    return (
        "<w:tbl><w:tblPr/>"
        + "".join(f"<w:tr>{''.join(c if c.startswith('<') else cell(c) for c in row)}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def plain_file(blocks: Sequence[Block]) -> bytes:
    """Return a report without any style: each paragraph cut into runs of three signs, as proofing tools leave them."""
    return word_file(_body(blocks, lambda block: paragraph(*_cut(block.text))))


def styled_file(blocks: Sequence[Block]) -> bytes:
    """Return a report with styles for its title and headings, and the first lines of its paragraphs indented."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{kind}"><w:name w:val="{kind}"/></w:style>' for kind in Kind
    )
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'

    def show(block: Block) -> str:
        told = f'<w:pStyle w:val="{block.kind}"/>' + (indent if block.kind is Kind.TEXT else "")
        return paragraph(block.text, properties=told)

    return word_file(_body(blocks, show), styles=styles)


def _cut(text: str) -> list[str]:
    return [text[i : i + 3] for i in range(0, len(text), 3)]


def _body(blocks: Sequence[Block], show: Callable[[Block], str]) -> str:
    written: list[str] = []
    for tabbed, group in groupby(blocks, key=lambda block: block.kind is Kind.ROW):
        some = list(group)
        written += [table(*(b.text.split("\t") for b in some))] if tabbed else map(show, some)
    return "".join(written)
