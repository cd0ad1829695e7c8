"""Places of private data as an editor gives them, as the raw text has them, and the text with them taken out."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from build_scripts.masking import MASK
from build_scripts.models import PrivateKind, PrivatePlace, RawText, Redacted, Span

# As the original's page numbers its lines.
_LINE_END_RE = re.compile(r"\r\n|\r|\n")
_VISIBLE_RE = re.compile(r"\S")
_VISIBLE_RUN_RE = re.compile(r"\S(?:[^\r\n]*\S)?")


@lru_cache(maxsize=2)  # asked for each datum of a text anew
def line_starts(text: str) -> tuple[int, ...]:
    """Return the offset at which each line of a raw text starts; the first is 0."""
    return (0, *(match.end() for match in _LINE_END_RE.finditer(text)))


def span_of(text: str, place: PrivatePlace) -> Span | None:
    r"""Return where a place stands in a raw text; ``None`` where the text has no such columns, or only blanks.

    >>> span_of("甲\n电话199", PrivatePlace(2, 3, 5, PrivateKind.MOBILE))
    Span(start=4, end=7)
    """
    starts = line_starts(text)
    if place.line > len(starts):
        return None
    start = starts[place.line - 1]
    ending = _LINE_END_RE.search(text, start)
    end = ending.start() if ending else len(text)
    span = Span(start + place.first - 1, start + place.last)
    return span if span.end <= end and span.of(text).strip() else None


def places_of(text: str, spans: Iterable[Span], kind: PrivateKind) -> list[PrivatePlace]:
    """Return the places of a datum of which ``spans`` (raw) are the pieces: one for each line that it stands on."""
    starts = line_starts(text)
    places: list[PrivatePlace] = []
    for span in spans:
        for run in _VISIBLE_RUN_RE.finditer(text, span.start, span.end):
            line = bisect_right(starts, run.start())
            begin = starts[line - 1]
            places.append(PrivatePlace(line, run.start() - begin + 1, run.end() - begin, kind))
    return places


def render_place(place: PrivatePlace) -> str:
    """Return a place as it is written in a record.

    >>> render_place(PrivatePlace(12, 30, 40, PrivateKind.MOBILE))
    '{line: 12, columns: 30-40, kind: mobile}'
    """
    columns = f"{place.first}-{place.last}" if place.first != place.last else f"{place.first}"
    return f"{{line: {place.line}, columns: {columns}, kind: {place.kind}}}"


def with_redacted(raw: RawText) -> RawText:
    """Return ``raw`` with the stretches that its record takes out; a place that is none is left to the checks."""
    record = raw.source.record
    if record is None or not record.redactions:
        return raw
    found = [(span_of(raw.text, place), place.kind) for place in record.redactions]
    redacted = sorted((Redacted(span, kind) for span, kind in found if span), key=lambda one: one.span)
    return replace(raw, redacted=tuple(redacted))


def masked(raw: RawText) -> RawText:
    """Return ``raw`` as it is published: each visible character that is taken out is ■, so that every place stays.

    Its hash and encoding are those of what is published: by the hash of the file, ten hidden digits could be tried.
    """
    signs = list(raw.text)
    for one in raw.redacted:
        signs[one.span.start : one.span.end] = _VISIBLE_RE.sub(MASK, one.span.of(raw.text))
    text = "".join(signs)
    source = replace(raw.source, sha256=sha256(text.encode()).hexdigest())
    encoding = "utf-8" if raw.source.media_type.startswith("text/") else raw.encoding
    return replace(raw, text=text, encoding=encoding, source=source)


def is_masked(raw: RawText) -> bool:
    """Say whether what ``raw`` takes out is taken out."""
    return bool(raw.redacted) and all(
        set(one.span.of(raw.text)) <= {MASK, *" \t\u3000"} for one in raw.redacted
    )


def offsets_of(spans: Iterable[Span]) -> frozenset[int]:
    """Return every offset that lies in one of ``spans``."""
    return frozenset(at for span in spans for at in range(span.start, span.end))


def covers(offsets: AbstractSet[int], text: str, pieces: Iterable[Span]) -> bool:
    """Say whether every visible character of ``pieces`` stands at one of ``offsets`` of ``text``."""
    return all(
        match.start() in offsets
        for piece in pieces
        for match in _VISIBLE_RE.finditer(text, piece.start, piece.end)
    )
