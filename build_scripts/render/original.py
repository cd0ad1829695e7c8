"""The original as a page: the raw text line by line, each figure lit where it stands and leading back to its row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from build_scripts.models import Result, Span
from build_scripts.render.escape import escape_exact

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text. ``page`` is given on the first line of each page but the first."""

    number: int
    html: Markup
    page: int | None


def original_lines(result: Result) -> Iterator[Line]:
    """Yield the raw text line by line, nothing changed but the marks round its figures."""
    raw = result.report.clean.raw
    pieces = sorted(_pieces(result))
    seen: set[str] = set()
    page = 1
    for number, span in enumerate(_lines(raw.text), 1):
        now = raw.page_of(max(span.start, span.end - 1))
        inside = [(at, id_) for at, id_ in pieces if at.overlaps(span)]
        yield Line(number, _marked(raw.text, span, inside, seen), now if now != page else None)
        page = now


def _lines(text: str) -> Iterator[Span]:
    for found in _LINE.finditer(text):
        if found.group():
            yield Span(found.start(), found.start() + len(found.group().rstrip("\r\n")))


def _pieces(result: Result) -> Iterator[tuple[Span, str]]:
    """Yield the raw pieces of every figure; of figures that share a place, the first stands for all."""
    seen: set[Span] = set()
    for metric in result.metrics:
        for span in result.report.clean.raw_spans(metric.span):
            if span not in seen:
                seen.add(span)
                yield span, metric.id


def _marked(text: str, line: Span, pieces: list[tuple[Span, str]], seen: set[str]) -> Markup:
    cuts = {line.start, line.end}
    for at, _ in pieces:
        cuts.update(edge for edge in (at.start, at.end) if line.start < edge < line.end)
    out: list[str] = []
    for start, end in pairwise(sorted(cuts)):
        words = escape_exact(text[start:end])
        id_ = next((id_ for at, id_ in pieces if start in at), None)
        anchor = "" if id_ is None or id_ in seen else f' id="{id_}"'
        seen.update([id_] if id_ else [])
        out.append(f'<a class="figure"{anchor} href="../#{id_}"><mark>{words}</mark></a>' if id_ else words)
    return Markup("".join(out))
