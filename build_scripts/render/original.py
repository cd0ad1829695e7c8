"""The original as a page: the raw text line by line, each figure lit where it stands and leading back to its row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from build_scripts.models import PagePicture, RawText, Result, Source, Span, new_span
from build_scripts.models.records import quick
from build_scripts.render.escape import escape_line
from build_scripts.render.picture_marks import Mark

_TEXT = ("text/plain", "text/markdown")
_WEB_PAGE = "网页"
_FORMS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word（DOCX）",
    "application/msword": "Word（DOC）",
    "application/rtf": "RTF",
    "application/ofd": "OFD",
    "text/html": _WEB_PAGE,
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text as ready HTML, and the page that it stands on.

    On the first line of each page but the first its page is told, but where the view has a part for each page.
    """

    number: int
    html: str
    page: int


def published_name(path: Path) -> str:
    """Return the name under which the text of a raw file is put beside its page: no name but that of plain text.

    A browser or the site generator would take others for pages of this site, and run them.

    >>> published_name(Path("2023-health.txt")), published_name(Path("2023-health.html"))
    ('2023-health.txt', '2023-health.html.txt')
    """
    return path.name if path.suffix.lower() == ".txt" else f"{path.name}.txt"


def other_paths(result: Result) -> tuple[Path, ...]:
    """Return the files of a report in other formats than the one its page is made of."""
    return tuple(other.report.clean.raw.source.path for other in result.others)


def other_folder(path: Path) -> str:
    """Return where the view of a report's file in another format lies below that of its first file.

    >>> other_folder(Path("2023-health.pdf"))
    'pdf'
    """
    return path.suffix[1:].lower()


def is_text(source: Source) -> bool:
    """Say whether a file goes out as it came: a plain text, in which all that it holds is seen."""
    return source.media_type.startswith(_TEXT)


def count_pages(raw: RawText) -> int:
    """Return how many pages a file has, 0 where its format knows none: a web page, a Word file."""
    pages = len(raw.pages)
    return pages if pages > 1 or raw.layout is not None or is_text(raw.source) else 0


def form_of(raw: RawText) -> tuple[tuple[str, str], ...]:
    """Return what form a file came in, label and words: of a text its encoding, of any other its kind.

    Of a web page both are told.
    """
    kind = _FORMS.get(raw.source.media_type)
    encoding = (("编码", raw.encoding),) if kind in (None, _WEB_PAGE) else ()
    return ((("格式", kind),) if kind else ()) + encoding


@dataclass(frozen=True, slots=True)
class OriginalView:
    """What a view of a file is made of besides the file's text.

    ``pictures`` are those of its pages, none where it has none, ``marks`` the figures on them. ``back`` leads to the
    report's page; ``beside`` are the views of the report's other files, each with the way there and the file's name.
    """

    pictures: tuple[PagePicture, ...] = ()
    marks: tuple[Mark, ...] = ()
    back: str = "../"
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def is_drawn(self) -> bool:
        """Say whether there is a picture of any page."""
        return any(picture.png for picture in self.pictures)


TEXT_ALONE = OriginalView()


def original_lines(result: Result, lines: Iterable[Span], view: OriginalView = TEXT_ALONE) -> Iterator[Line]:
    """Yield the raw text line by line, nothing changed but the marks round its figures; ``lines`` is where they are."""
    raw = result.report.clean.raw
    figures = list(_apart(_pieces(result)))
    links = _Links(view.back, set())
    page, at = 1, 0
    for number, span in enumerate(lines, 1):
        start, end = span.start, span.end
        now = raw.page_of(max(start, end - 1)) if len(raw.pages) > 1 else 1
        while at < len(figures) and figures[at].end <= start:
            at += 1
        # A figure that goes on in the next line is looked at again there.
        upto = at
        while upto < len(figures) and start < end and figures[upto].start < end:
            upto += 1
        words = (
            _marked(raw.text, span, figures[at:upto], links)
            if upto > at
            else escape_line(raw.text[start:end])
        )
        yield Line(number, _numbered(number, words, now if now != page and not view.is_drawn else None), now)
        page = now


def _numbered(number: int, words: str, page: int | None) -> str:
    begins = f"<span class=page-start>第 {page} 页</span>" if page else ""
    return f"{begins}<span id=L{number}><a href=#L{number}>{number}</a>{words}\n</span>"


def line_spans(text: str) -> Iterator[Span]:
    """Yield where each line of the raw text stands, its line end left out."""
    if "\r" not in text:  # in a third of the time
        start = 0
        for line in text.removesuffix("\n").split("\n") if text else ():
            yield new_span(start, start + len(line))
            start += len(line) + 1
        return
    for found in _LINE.finditer(text):
        if line := found[0]:
            start = found.start()
            yield new_span(start, start + len(line.rstrip("\r\n")))


@quick
@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the raw text that is a figure, or a part of one, and the ids of the metrics told of it."""

    start: int
    end: int
    ids: tuple[str, ...]


def _pieces(result: Result) -> list[_Piece]:
    """Return the raw pieces of the figures in order."""
    ids: dict[tuple[int, int], tuple[str, ...]] = {}
    for metric in result.metrics:
        for span in result.report.clean.raw_spans(metric.span):
            at = (span.start, span.end)
            ids[at] = (*ids.get(at, ()), metric.id)
    return [_Piece(*at, of) for at, of in sorted(ids.items())]


def _apart(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Yield ``pieces`` so that none lies in another: where several do, the first of them is shown."""
    if all(one.end <= other.start for one, other in pairwise(pieces)):
        yield from pieces
        return
    edges = sorted({edge for piece in pieces for edge in (piece.start, piece.end)})
    first = 0
    for start, end in pairwise(edges):
        while first < len(pieces) and pieces[first].end <= start:
            first += 1
        for piece in islice(pieces, first, None):
            if piece.start <= start < piece.end:
                yield _Piece(start, end, piece.ids)
            if piece.start <= start < piece.end or piece.start > start:
                break


@dataclass(frozen=True, slots=True)
class _Links:
    """How figures are linked: ``back`` leads to the report's page, ``seen`` are those that have their anchor."""

    back: str
    seen: set[str]

    def first(self, id_: str, words: str) -> str:
        return f"<a class=figure{self._anchor(id_)} href={self.back}#{id_}>{words}</a>"

    def further(self, id_: str, n: int) -> str:
        told = f'data-n={n} aria-label="此数的第 {n} 项"'
        return f"<a class=also{self._anchor(id_)} href={self.back}#{id_} {told}></a>"

    def _anchor(self, id_: str) -> str:
        if id_ in self.seen:
            return ""
        self.seen.add(id_)
        return f" id={id_}"


def _marked(text: str, line: Span, figures: Sequence[_Piece], links: _Links) -> str:
    out: list[str] = []
    done = line.start
    for figure in figures:
        start, end = max(figure.start, line.start), min(figure.end, line.end)
        words = escape_line(text[start:end])
        out += [escape_line(text[done:start]), links.first(figure.ids[0], words)]
        out += [links.further(id_, n) for n, id_ in enumerate(figure.ids[1:], 2)]
        done = end
    return "".join([*out, escape_line(text[done : line.end])])
