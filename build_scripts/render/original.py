"""The original as a page: the raw text line by line, each figure lit where it stands and leading back to its row."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup

from build_scripts.models import Result, Span
from build_scripts.render.escape import escape_line, ready

# What a browser or the site generator would take for a page of this site, and run.
_ACTIVE = {
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".shtml",
    ".mht",
    ".mhtml",
    ".svg",
    ".xml",
    ".js",
    ".css",
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text as HTML; on the first of each page but the first its page is told."""

    number: int
    html: Markup


def published_name(path: Path) -> str:
    """Return the name under which a raw file is put beside its page: its own, made plain text where it could act.

    >>> published_name(Path("2023-health.pdf")), published_name(Path("2023-health.html"))
    ('2023-health.pdf', '2023-health.html.txt')
    """
    return f"{path.name}.txt" if path.suffix.lower() in _ACTIVE else path.name


def original_lines(result: Result, lines: Iterable[Span]) -> Iterator[Line]:
    """Yield the raw text line by line, nothing changed but the marks round its figures; ``lines`` is where they are."""
    raw = result.report.clean.raw
    pieces = _pieces(result)
    seen: set[str] = set()
    page = 1
    places = list(pieces)
    starts = [at.start for at in places]
    longest = max((at.end - at.start for at in places), default=0)
    for number, span in enumerate(lines, 1):
        now = raw.page_of(max(span.start, span.end - 1))
        near = places[bisect_left(starts, span.start - longest) : bisect_left(starts, span.end)]
        inside = {at: pieces[at] for at in near if at.overlaps(span)}
        words = _marked(raw.text, span, inside, seen) if inside else escape_line(span.of(raw.text))
        yield Line(number, _numbered(number, words, now if now != page else None))
        page = now


def _numbered(number: int, words: str, page: int | None) -> Markup:
    begins = f"<span class=page-start>第 {page} 页</span>" if page else ""
    return ready(f"{begins}<span id=L{number}><a href=#L{number}>{number}</a>{words}\n</span>")


def line_spans(text: str) -> Iterator[Span]:
    """Yield where each line of the raw text stands, its line end left out."""
    for found in _LINE.finditer(text):
        if found.group():
            yield Span(found.start(), found.start() + len(found.group().rstrip("\r\n")))


def _pieces(result: Result) -> dict[Span, tuple[str, ...]]:
    """Return the raw pieces of the figures, each with the ids of the metrics told of it."""
    pieces: dict[Span, tuple[str, ...]] = {}
    for metric in result.metrics:
        for span in result.report.clean.raw_spans(metric.span):
            pieces[span] = (*pieces.get(span, ()), metric.id)
    return dict(sorted(pieces.items()))


def _marked(text: str, line: Span, pieces: dict[Span, tuple[str, ...]], seen: set[str]) -> str:
    cuts = {line.start, line.end}
    for at in pieces:
        cuts.update(edge for edge in (at.start, at.end) if line.start < edge < line.end)
    out: list[str] = []
    for start, end in pairwise(sorted(cuts)):
        words = escape_line(text[start:end])
        ids = next((ids for at, ids in pieces.items() if start in at), ())
        out.append(_figure(ids[0], seen, words) if ids else words)
        out += [_further(id_, n, seen) for n, id_ in enumerate(ids[1:], 2)]
    return "".join(out)


def _figure(id_: str, seen: set[str], words: str) -> str:
    return f"<a class=figure{_anchor(id_, seen)} href=../#{id_}>{words}</a>"


def _further(id_: str, n: int, seen: set[str]) -> str:
    told = f'data-n={n} aria-label="此数的第 {n} 项"'
    return f"<a class=also{_anchor(id_, seen)} href=../#{id_} {told}></a>"


def _anchor(id_: str, seen: set[str]) -> str:
    if id_ in seen:
        return ""
    seen.add(id_)
    return f" id={id_}"
