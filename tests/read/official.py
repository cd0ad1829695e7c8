"""Lays reports out as official documents (GB/T 9704-2012) and prints them to PDF with several programs.

A4 with 37 mm above and 28 mm at the left, 22 lines of 28 characters, page numbers as — n —. What is printed is the
clean text of a report; what is read back is held against it.
"""

import html
import io
from dataclasses import dataclass
from pathlib import Path

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
    """Print with Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - heavy

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(as_html(blocks))
        data = page.pdf(
            prefer_css_page_size=True, display_header_footer=True, footer_template=_FOOT, header_template="<p></p>"
        )
        browser.close()
    return data
