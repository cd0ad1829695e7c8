"""The pages of one report, each as plain Markdown and as the site shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from build_scripts.models import Address, Result
from build_scripts.render.figure_pages import render_figures
from build_scripts.render.neighbours import Neighbours
from build_scripts.render.plain_page import render_plain_figures, render_plain_original, render_plain_report
from build_scripts.render.report_page import render_original, render_rich_report
from build_scripts.render.told import told_of

MARKDOWN_COPY = ".md.txt"


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page of a report below the docs folder: its plain Markdown, and what the site shows in its place."""

    path: PurePosixPath
    plain: bytes
    rich: bytes


def report_pages(address: Address, result: Result, around: Neighbours) -> Iterator[PagePair]:
    """Yield a report's pages: its own first, then the further figures, and the original."""
    told, folder = told_of(result), address.folder
    yield PagePair(folder / "index.md", render_plain_report(told), render_rich_report(told, around))
    for page in told.further:
        twins = (render(result, page, told.further) for render in (render_plain_figures, render_figures))
        yield PagePair(folder / page.folder / "index.md", *twins)
    original = folder / "original" / "index.md"
    yield PagePair(original, render_plain_original(result), render_original(result))
