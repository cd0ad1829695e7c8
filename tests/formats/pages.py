"""Reports as the pages of portals show them: ``layouts/`` holds what stands round a report, here is how it is set."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from tests.formats.blocks import Block, Kind

FOLDER = Path(__file__).parent / "layouts"
# What every layout hides or has beside the report: none of it may be read.
CHROME = ("8888", "7777", "6666", "5555", "4444", "3333", "专项检查12次", "相关阅读", "互动交流")
WORD_MADE = (
    "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>"
    "<span\nstyle='font-family:仿宋_GB2312'>{}<span lang=EN-US><o:p></o:p></span></span></p>"
)


def _halves(text: str) -> str:
    first, second = escape(text[: len(text) // 2]), escape(text[len(text) // 2 :])
    return (
        f'<p style="text-indent: 2em"><span style="font-family:仿宋">{first}</span>'
        f'<span lang="EN-US">{second}</span></p>'
    )


def _signs(text: str) -> str:
    return "<section><div>" + "".join(f"<span>{escape(sign)}</span>" for sign in text) + "</div></section>"


# How a layout sets a paragraph: spans cut through numbers, lines parted by <br> alone, bare <div>s.
SET: dict[str, Callable[[str], str]] = {
    "trs-editor": _halves,
    "article": lambda text: f"<p>&emsp;&emsp;{escape(text)}</p>",
    "zoom": lambda text: f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}<br/>",
    "boxed": lambda text: f"<div>{escape(text)}</div>",
    "listed": _signs,
    "word-made": lambda text: WORD_MADE.format(escape(text)),
}
# Layouts whose own heading shows the title above the text.
TITLED = ("trs-editor",)


def make_page(layout: str, blocks: Sequence[Block]) -> str:
    """Return the page that shows a report in a layout."""
    title = "".join(block.text for block in blocks if block.kind is Kind.TITLE)
    written: list[str] = []
    for tabbed, group in groupby(blocks, key=lambda block: block.kind is Kind.ROW):
        if tabbed:
            written += ['<table border="1">', *map(_row, group), "</table>"]
            continue
        written += [SET[layout](b.text) for b in group if b.kind is not Kind.TITLE or layout not in TITLED]
    page = Template((FOLDER / f"{layout}.html").read_text(encoding="utf-8"))
    return page.substitute(title=escape(title), body="\n".join(written))


def _row(block: Block) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in block.text.split("\t")) + "</tr>"
