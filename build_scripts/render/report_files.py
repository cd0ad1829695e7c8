"""The files of one report below the docs folder, and what it gives to the data files about all reports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from build_scripts.models import Address, PagePicture, Result
from build_scripts.models.conversion import RichPage
from build_scripts.render.comparing import compared_path
from build_scripts.render.data_layout import CLEAN
from build_scripts.render.data_rows import Row, figure_rows, plain, report_row
from build_scripts.render.datasets import csv_lines, indicator_lines, json_rows
from build_scripts.render.figure_line import figure_line
from build_scripts.render.figure_pages import render_figures
from build_scripts.render.front_matter import strip_front_matter
from build_scripts.render.original import (
    OriginalView,
    is_text,
    other_folder,
    other_paths,
    published_name,
)
from build_scripts.render.picture_marks import Mark, find_marks
from build_scripts.render.plain_page import render_plain_figures, render_plain_original, render_plain_report
from build_scripts.render.report_json import render_object
from build_scripts.render.report_page import render_original, render_rich_report
from build_scripts.render.told import Told

# A copy of the Markdown for readers to take along: under a name that no site tool renders.
_COPY = ".md.txt"
_MAIN = "index.md"
_OBJECT = "object.json"
COMPARED = "compared.json"
LINE = "figure-line"
_RAW = "original"
_FOLDER = f"{_RAW}/"  # below it, the pictures of the original's pages


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """What is kept of a report for the docs folder, by name, its rich pages, and its lines of the indicators' CSV.

    ``rows`` are its figures as rows of the public table.
    """

    texts: Mapping[str, bytes]
    pages: tuple[RichPage, ...]
    lines: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file of a report in another format: what was read of it, its bytes, and the pictures of its pages."""

    result: Result
    data: bytes
    pictures: tuple[PagePicture, ...]

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.result.report.clean.raw.source.path

    @property
    def folder(self) -> str:
        """Where its view lies below the report's folder."""
        return f"{_FOLDER}{other_folder(self.path)}/"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The report's figures on the pictures."""
        return find_marks(self.result, self.pictures)


def ways_to_marks(others: Sequence[OtherFile]) -> dict[str, str]:
    """Return the ways to figures in pictures of other formats, from the original's folder; the first counts."""
    ways: dict[str, str] = {}
    for other in reversed(others):
        folder = other_folder(other.path)
        ways |= {mark.metric: f"{folder}/#{mark.anchor}" for mark in other.marks if mark.anchor}
    return ways


def report_files(address: Address, told: Told, data: bytes, others: Sequence[OtherFile] = ()) -> ReportFiles:
    """Return what is kept of a report whose raw file holds ``data``; ``others`` are its files in other formats."""
    result, shown = told.result, (*_pages(told), *map(_page_of, others, repeat(told.result)))
    rows, report = list(figure_rows(address, result)), report_row(address, result)
    pages = tuple(RichPage(file, strip_front_matter(plain.decode()), rich) for file, plain, rich in shown)
    texts = {file: plain for file, plain, _ in shown} | {
        _OBJECT: render_object(result),
        _RAW: _shown_of(result, data),
        CLEAN: "\n".join(map(plain, result.report.clean.text.split("\n"))).encode(),
        "reports.csv": "".join(csv_lines([report])).encode(),
        "reports.json": json_rows([report]),
        LINE: figure_line(result),
    }
    if rows:
        texts |= {"metrics.csv": "".join(csv_lines(rows)).encode(), "metrics.json": json_rows(rows)}
    return ReportFiles(texts | dict(_beside(told, others)), pages, indicator_lines(rows), rows)


def _beside(told: Told, others: Sequence[OtherFile]) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of pages, and what is put out of files in other formats."""
    yield from _drawn(_FOLDER, told.pictures)
    for other in others:
        yield f"{other.folder}{published_name(other.path)}", _shown_of(other.result, other.data)
        yield from _drawn(other.folder, other.pictures)


def _drawn(folder: str, pictures: Sequence[PagePicture]) -> Iterator[tuple[str, bytes]]:
    return ((f"{folder}{picture.file}", picture.png) for picture in pictures if picture.png)


def _shown_of(result: Result, data: bytes) -> bytes:
    """Return what is put beside the page: a text file as it came, of any other the text that was read of it.

    A Word file also holds what was struck out, a web page what it hides, a PDF what lies below a picture: nobody has
    searched those for private data. Of a text from which something is taken out the file's bytes are not published.
    """
    raw = result.report.clean.raw
    return data if not raw.redacted and is_text(raw.source) else raw.text.encode()


def files_of(address: Address, name: str, texts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a report by path below the docs folder, out of what is kept; ``name`` is its raw file's."""
    folder = address.folder
    for file, data in texts.items():
        if file == _OBJECT:
            yield f"data/reports/{address.id}.json", data
        elif file == COMPARED:
            yield compared_path(address), data
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
    beside = tuple((f"{other_folder(of)}/", of.name) for of in other_paths(result))
    view = OriginalView(told.pictures, told.marks, beside=beside)
    yield f"{_FOLDER}index.md", render_plain_original(result, view), render_original(result, view)


def _page_of(other: OtherFile, first: Result) -> tuple[str, bytes, bytes]:
    """Return what ``_pages`` does of the view of a file in another format."""
    view = OriginalView(
        other.pictures, other.marks, back="../../", beside=(("../", first.report.clean.raw.source.path.name),)
    )
    plain, rich = render_plain_original(other.result, view), render_original(other.result, view)
    return f"{other.folder}index.md", plain, rich
