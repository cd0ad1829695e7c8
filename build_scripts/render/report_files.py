"""The files of one report below the docs folder, and what it gives to the data files about all reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_scripts.models import Address, Result
from build_scripts.models.conversion import RichPage
from build_scripts.render.datasets import csv_lines, json_rows, metric_rows, report_row
from build_scripts.render.figure_pages import render_figures
from build_scripts.render.front_matter import strip_front_matter
from build_scripts.render.original import is_text, published_name
from build_scripts.render.plain_page import render_plain_figures, render_plain_original, render_plain_report
from build_scripts.render.report_json import render_object
from build_scripts.render.report_page import render_original, render_rich_report
from build_scripts.render.told import Told

# A copy of the Markdown for readers to take along: under a name that no site tool renders.
_COPY = ".md.txt"
_MAIN = "index.md"
_OBJECT = "object.json"
_RAW = "original"
_FOLDER = f"{_RAW}/"  # below it, the pictures of the original's pages


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """What is kept of a report for the docs folder, by name, its rich pages, and its lines of metrics.csv."""

    texts: Mapping[str, bytes]
    pages: tuple[RichPage, ...]
    lines: tuple[str, ...]


def report_files(address: Address, told: Told, data: bytes) -> ReportFiles:
    """Return what is kept of a report whose raw file holds ``data``."""
    result, shown = told.result, tuple(_pages(told))
    rows = list(metric_rows(address, result))
    lines = csv_lines(rows)
    pages = tuple(RichPage(file, strip_front_matter(plain.decode()), rich) for file, plain, rich in shown)
    pictures = {f"{_FOLDER}{picture.file}": picture.png for picture in told.pictures if picture.png}
    texts = (
        {file: plain for file, plain, _ in shown}
        | pictures
        | {
            _OBJECT: render_object(result),
            _RAW: _shown_of(result, data),
            "metrics.csv": "".join(lines).encode(),
            "metrics.json": json_rows(rows),
            "reports.json": json_rows([report_row(address, result)]),
        }
    )
    return ReportFiles(texts, pages, lines)


def _shown_of(result: Result, data: bytes) -> bytes:
    """Return what is put beside the page: a text file as it came, of any other the text that was read of it.

    A Word file also holds what was struck out, a web page what it hides, a PDF what lies below a picture: nobody has
    searched those for private data.
    """
    raw = result.report.clean.raw
    return data if is_text(raw.source) else raw.text.encode()


def files_of(address: Address, name: str, texts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a report by path below the docs folder, out of what is kept; ``name`` is its raw file's."""
    folder = address.folder
    for file, data in texts.items():
        if file == _OBJECT:
            yield f"data/reports/{address.id}.json", data
        elif file == _RAW:
            yield f"{folder}/original/{published_name(Path(name))}", data
        elif file.endswith(".md") or file.startswith(_FOLDER):
            yield f"{folder}/{file}", data
        if file == _MAIN:
            yield f"{folder}/{address.id}{_COPY}", data


def _pages(told: Told) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the file of each page below the report's folder, its plain Markdown and its rich page."""
    result = told.result
    yield _MAIN, render_plain_report(told), render_rich_report(told)
    for page in told.further:
        plain = render_plain_figures(result, page, told.further)
        yield f"{page.folder}/index.md", plain, render_figures(result, page, told.further)
    yield (
        "original/index.md",
        render_plain_original(result, told.pictures),
        render_original(result, told.pictures, told.marks),
    )
