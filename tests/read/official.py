"""Lays reports out as official documents (GB/T 9704-2012) and prints them to PDF with several programs.

A4 with 37 mm above and 28 mm at the left, 22 lines of 28 characters, page numbers as — n —. What is printed is the
clean text of a report; what is read back is held against it.
"""

import html
import io
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from build_scripts.machine import find_browser
from build_scripts.models import BlockKind, Result
from build_scripts.pipeline import process
from build_scripts.sources import read_source

ROOT = Path(__file__).parents[2]
SEEDS = tuple(sorted((ROOT / "source_reports").rglob("*-health.txt")))
FONT = "Noto Serif CJK SC"
SIZE, LINE = 16, 28.8
INDENTED = (BlockKind.PARAGRAPH, BlockKind.HEADING)


@dataclass(frozen=True, slots=True)
class Printed:
    """A block of a report as it is printed: what it is and its words, of a table its rows."""

    kind: BlockKind
    text: str


def seed(path: Path) -> Result:
    """Return all that is known of one of the reports in source_reports/."""
    return process(read_source(path, ROOT), path)


def printed(result: Result) -> list[Printed]:
    """Return the blocks of a report in order; a document number and its signer as one line."""
    text = result.report.clean.text
    blocks: list[Printed] = []
    for block in result.report.blocks:
        words = block.span.of(text)
        if block.kind is BlockKind.SIGNER and blocks and blocks[-1].kind is BlockKind.DOC_NUMBER:
            blocks[-1] = Printed(BlockKind.DOC_NUMBER, f"{blocks[-1].text}\t{words}")
        else:
            blocks.append(Printed(block.kind, words))
    return blocks


_STYLE = f"""
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm }}
body {{ font: {SIZE}pt/{LINE}pt '{FONT}'; margin: 0; text-align: justify }}
p {{ margin: 0; text-indent: 2em }}
.letterhead {{ font-size: 30pt; color: red; text-align: center; text-indent: 0; line-height: 60pt }}
.title {{ font-size: 22pt; line-height: 36pt; text-align: center; text-indent: 0; margin: 28pt 0 }}
.number {{ display: flex; justify-content: space-between; text-indent: 0 }}
.number p, .addressee, .caption {{ text-indent: 0 }}
.signature, .date {{ text-align: right; text-indent: 0; padding-right: 4em }}
table {{ border-collapse: collapse; width: 100% }}
td {{ border: 1px solid; padding: 2pt 5pt }} td p {{ text-indent: 0 }}
"""


def as_html(blocks: list[Printed]) -> str:
    """Return a page for Chromium to print."""
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>" + "\n".join(map(_html, blocks))


def _html(block: Printed) -> str:
    words = html.escape(block.text)
    if block.kind is BlockKind.TABLE and "\t" in block.text:
        rows = ("".join(f"<td>{cell}</td>" for cell in row.split("\t")) for row in words.split("\n"))
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    if block.kind is BlockKind.DOC_NUMBER and "\t" in block.text:
        return "<div class=number>" + "".join(f"<p>{part}</p>" for part in words.split("\t")) + "</div>"
    return f'<p class="{block.kind.value}">{words}</p>'


_FOOT = "<p style='font:14pt serif;width:100%;text-align:center'>— <span class=pageNumber></span> —</p>"


def by_chromium(blocks: list[Printed]) -> bytes:
    """Print with Chromium, in a thread of its own: a browser that is open in that of a test allows no second there."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_printed_by_chromium, blocks).result()


def _printed_by_chromium(blocks: list[Printed]) -> bytes:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - heavy

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(find_browser()), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(as_html(blocks))
        data = page.pdf(
            prefer_css_page_size=True,
            display_header_footer=True,
            footer_template=_FOOT,
            header_template="<p></p>",
        )
        browser.close()
    return data


# No line begins or ends with these, by GB/T 15834; a line is cut one character early instead.
_NEVER_FIRST, _NEVER_LAST = "，。、；：！？）》〉」』】”’%％", "（《〈「『【“‘"
# Points, by the standard's millimetres.
_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 79.4, 521.6, 737.0, 99.2, 841.9


def breaks(text: str, first: float, width: float, wide: float) -> list[str]:
    """Cut ``text`` into lines of ``width`` points, the first as much shorter as ``first``; ``wide`` is a character."""
    lines, line, left = [], "", width - first
    words = [w for w in re.split(r"([0-9A-Za-z.%％]+|.)", text) if w]
    for word in words:
        need = sum(_advance(c, wide) for c in word)
        if need > left and line and word[0] not in _NEVER_FIRST:
            cut = line.rstrip(_NEVER_LAST)
            lines.append(cut)
            line = line[len(cut) :]
            left = width - sum(_advance(c, wide) for c in line)
        line += word
        left -= need
    return [*lines, line]


def _advance(char: str, wide: float) -> float:
    return wide / 2 if char.isascii() else wide


class Canvas:
    """Draws lines and rules with ReportLab, in the standard font of every reader: nothing is embedded."""

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - only here
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
        from reportlab.pdfgen.canvas import Canvas as Drawn  # noqa: PLC0415

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self._data = io.BytesIO()
        self.drawn = Drawn(self._data, pagesize=(595.3, _HEIGHT), invariant=1)
        self.page = 1
        self.y = _TOP
        self.head = ""
        self.side = ""
        self.foot = ""

    def put(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Draw text at a place, each character on its own advance."""
        self.drawn.setFont("STSong-Light", size)
        for char in text:
            self.drawn.drawString(x, y, char)
            x += _advance(char, size)

    def line(self, text: str, x: float = _LEFT, size: float = SIZE, pitch: float = LINE) -> None:
        """Draw the next line; a full page is turned."""
        if self.y - pitch < _BOTTOM:
            self.turn()
        self.y -= pitch
        self.put(x, self.y, text, size)

    def centred(self, text: str, size: float, pitch: float) -> None:
        """Draw a line in the middle."""
        wide = sum(_advance(c, size) for c in text)
        self.line(text, (_LEFT + _RIGHT - wide) / 2, size, pitch)

    def paragraph(self, text: str, left: float = _LEFT, right: float = _RIGHT, indent: int = 2) -> None:
        """Draw a paragraph, its first line set in."""
        for n, line in enumerate(breaks(text, indent * SIZE, right - left, SIZE)):
            self.line(line, left + (0 if n else indent * SIZE))

    def table(self, rows: list[list[str]], widths: list[float], *, repeat: bool = True) -> None:
        """Draw a ruled table; its first row again at the head of each page."""
        for n, row in enumerate(rows):
            if self.y - LINE < _BOTTOM:
                self.turn()
                if repeat and n:
                    self._row(rows[0], widths)
            self._row(row, widths)

    def _row(self, row: list[str], widths: list[float]) -> None:
        self.y -= LINE
        x = _LEFT
        for text, width in zip(row, widths, strict=True):
            self.drawn.rect(x, self.y - 8, width, LINE)
            self.put(x + 4, self.y, text, 12)
            x += width

    def turn(self) -> None:
        """Draw what stands round the text of a page and begin the next."""
        self.put(290 - SIZE, 70, f"— {self.page} —", 14)
        if self.head:
            self.put(_LEFT, 790, self.head, 10.5)
        if self.foot:
            self.put(_LEFT, 40, self.foot, 9)
            self.put(_RIGHT - 14, 40, f"{self.page}/3", 9)
        for n, char in enumerate(self.side):
            self.put(30, 500 - n * 20, char, 12)
        self.drawn.showPage()
        self.page += 1
        self.y = _TOP

    def data(self) -> bytes:
        """Return the file, its last page turned."""
        self.turn()
        return self.saved()

    def saved(self) -> bytes:
        """Return the file as it stands."""
        self.drawn.save()
        return self._data.getvalue()


def by_reportlab(blocks: list[Printed], head: str = "", side: str = "") -> bytes:
    """Print with ReportLab; ``head`` stands above the text of every page, ``side`` downwards at its left."""
    canvas = Canvas()
    canvas.head, canvas.side = head, side
    for block in blocks:
        _draw(canvas, block)
    return canvas.data()


def _draw(canvas: Canvas, block: Printed) -> None:
    if block.kind is BlockKind.LETTERHEAD:
        canvas.centred(block.text, 28, 60)
    elif block.kind is BlockKind.DOC_NUMBER:
        number, _, signer = block.text.partition("\t")
        canvas.line(number)
        canvas.put(_RIGHT - sum(_advance(c, SIZE) for c in signer), canvas.y, signer)
    elif block.kind is BlockKind.TITLE:
        canvas.y -= LINE
        for line in breaks(block.text, 0, 18 * 22, 22):
            canvas.centred(line, 22, 36)
        canvas.y -= LINE
    elif block.kind in (BlockKind.SIGNATURE, BlockKind.DATE):
        canvas.line(block.text, _RIGHT - 4 * SIZE - sum(_advance(c, SIZE) for c in block.text))
    elif "\t" in block.text:
        rows = [row.split("\t") for row in block.text.split("\n")]
        canvas.table(rows, [(_RIGHT - _LEFT) / len(rows[0])] * len(rows[0]))
    else:
        canvas.paragraph(block.text, indent=0 if block.kind is BlockKind.ADDRESSEE else 2)


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{ns}office:1.0" xmlns:style="{ns}style:1.0" xmlns:text="{ns}text:1.0"
 xmlns:table="{ns}table:1.0" xmlns:fo="{ns}xsl-fo-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"
 fo:margin-top="37mm" fo:margin-bottom="20mm" fo:margin-left="28mm" fo:margin-right="26mm"/><style:footer-style/>
</style:page-layout>{styles}</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"><style:footer>
<text:p text:style-name="foot">— <text:page-number/> —</text:p></style:footer></style:master-page>
</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"""
_STYLES = {
    "paragraph": (
        "text-align='justify' style:punctuation-wrap='simple' fo:text-indent='32pt' fo:line-height='28.8pt'",
        16,
    ),
    "plain": ("text-align='justify' fo:line-height='28.8pt'", 16),
    "title": ("text-align='center' fo:margin-top='28pt' fo:margin-bottom='28pt'", 22),
    "letterhead": ("text-align='center'", 30),
    "signature": ("text-align='end' fo:margin-right='64pt'", 16),
    "foot": ("text-align='center'", 14),
    "cell": ("text-align='start'", 12),
}


def by_libreoffice(blocks: list[Printed], folder: Path) -> bytes:
    """Print with LibreOffice, from a flat document written to ``folder``."""
    styles = "".join(
        f"<style:style style:name='{name}' style:family='paragraph'><style:paragraph-properties fo:{told}/>"
        f"<style:text-properties fo:font-size='{size}pt' style:font-size-asian='{size}pt'"
        f" fo:font-family=\"'{FONT}'\" style:font-family-asian=\"'{FONT}'\"/></style:style>"
        for name, (told, size) in _STYLES.items()
    ) + (
        "<style:style style:name='c' style:family='table-cell'>"
        "<style:table-cell-properties fo:border='0.5pt solid #000000'/></style:style>"
    )
    file = folder / "report.fodt"
    body = "".join(map(_odf, blocks))
    file.write_text(_FLAT.format(ns=_ODF, styles=styles, body=body), encoding="utf-8")
    command = [
        "soffice",
        f"-env:UserInstallation={folder.as_uri()}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", folder, file], check=True, capture_output=True, timeout=300)
    return file.with_suffix(".pdf").read_bytes()


def _odf(block: Printed) -> str:
    words = html.escape(block.text)
    if block.kind is BlockKind.TABLE and "\t" in words:
        rows = [row.split("\t") for row in words.split("\n")]
        cells = (
            "".join(
                f"<table:table-cell table:style-name='c'><text:p text:style-name='cell'>{c}</text:p></table:table-cell>"
                for c in row
            )
            for row in rows
        )
        first, *rest = (f"<table:table-row>{row}</table:table-row>" for row in cells)
        columns = f"<table:table-column table:number-columns-repeated='{len(rows[0])}'/>"
        head = f"<table:table-header-rows>{first}</table:table-header-rows>"
        return f"<table:table>{columns}{head}{''.join(rest)}</table:table>"
    style = block.kind.value
    if block.kind is BlockKind.DOC_NUMBER:
        words, style = words.replace("\t", "　" * 8), "plain"
    style = {"heading": "paragraph", "date": "signature", "addressee": "plain", "table": "plain"}.get(
        style, style
    )
    return f"<text:p text:style-name='{style if style in _STYLES else 'paragraph'}'>{words}</text:p>"


def by_xetex(blocks: list[Printed], folder: Path) -> bytes:
    """Print with XeTeX, from a document written to ``folder``."""
    file = folder / "report.tex"
    file.write_text(_TEX % "\n\n".join(map(_tex, blocks)), encoding="utf-8")
    command = ["xelatex", "-interaction=batchmode", "-output-directory", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return file.with_suffix(".pdf").read_bytes()


_TEX = r"""\documentclass{article}
\usepackage[a4paper,top=37mm,bottom=35mm,left=28mm,right=26mm]{geometry}
\usepackage{xeCJK}\usepackage{fancyhdr}
\setCJKmainfont{Noto Serif CJK SC}
\pagestyle{fancy}\fancyhf{}\renewcommand{\headrulewidth}{0pt}\cfoot{— \thepage\ —}
\begin{document}\fontsize{16}{28.8}\selectfont\setlength{\parindent}{2em}
%s
\end{document}"""


def _tex(block: Printed) -> str:
    words = re.sub(r"([&%$#_{}])", r"\\\1", block.text)
    if block.kind is BlockKind.TABLE and "\t" in words:
        rows = words.replace("\t", " & ").replace("\n", r"\\ \hline" + "\n")
        columns = "|l" * (block.text.split("\n")[0].count("\t") + 1) + "|"
        return rf"\noindent\begin{{tabular}}{{{columns}}}\hline {rows}\\ \hline\end{{tabular}}"
    if block.kind is BlockKind.DOC_NUMBER:
        return r"\noindent " + words.replace("\t", r"\hfill ")
    if block.kind in (BlockKind.TITLE, BlockKind.LETTERHEAD):
        return rf"\begin{{center}}\fontsize{{22}}{{36}}\selectfont {words}\end{{center}}"
    if block.kind in (BlockKind.SIGNATURE, BlockKind.DATE):
        return rf"\hfill {words}\hspace*{{4em}}"
    return words


def write_fixtures(folder: Path) -> None:
    """Print what stands in ``fixtures/``: the first blocks of a report by LibreOffice, of another by XeTeX."""
    for printer, code, count in (("libreoffice", "433126", 14), ("xetex", "411523", 18)):
        blocks = printed(seed(next(path for path in SEEDS if path.parent.name == code)))[:count]
        with tempfile.TemporaryDirectory() as scratch:
            print_with = by_libreoffice if printer == "libreoffice" else by_xetex
            (folder / f"{printer}-{code}-{count}.pdf").write_bytes(print_with(blocks, Path(scratch)))


if __name__ == "__main__":
    write_fixtures(Path(__file__).parent / "fixtures")
