"""What the index needs of one report, made of that report alone: it can be made anywhere, and kept.

A part has two records. All heads are read whenever the index is brought up to date, so they are small: what is offered
beside results. Bodies are read for the segments that are made anew: the packed text, the folded words, figures, labels.
"""

import hashlib
import json
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from build_scripts.masking import MASK
from build_scripts.models import Searchable, SearchPart
from build_scripts.search.figure_rows import figure_lines
from build_scripts.search.fold import fold, fold_lines
from build_scripts.search.substrings import Document, document_of, mixed_substrings
from build_scripts.search.text_files import pack_text
from build_scripts.search.vocabulary import Places, find_words

_HEADS = 2  # title and agency
_SIZE = struct.Struct("<I")

Labels = Callable[[Searchable], Iterable[str]]

# What results can be narrowed by: the name in the address of a search, and the labels a report has.
FILTERS: dict[str, Labels] = {
    "year": lambda report: [str(report.year)],
    "province": lambda report: [report.province],
    "department": lambda report: [report.department],
    "theme": lambda report: report.themes,
    "finding": lambda report: report.findings,
}


@dataclass(frozen=True, slots=True)
class Head:
    """What is offered beside results: ``ways`` are kind, name, address; ``indicators`` name, unit, figures.

    ``digest`` is another one where anything of the part is, and tells ``hidden_in``; ``words`` are places in the table
    of words.
    """

    id: str
    digest: str
    ways: Sequence[Sequence[str]]
    indicators: Sequence[tuple[str, str, int]]
    words: Places


@dataclass(frozen=True, slots=True)
class Body:
    """What a segment needs: what is indexed, the figures' lines, the labels of each filter."""

    document: Document
    figures: bytes
    labels: Sequence[Sequence[str]]


def search_part(report: Searchable) -> SearchPart:
    """Return the part of ``report``; the same report gives the same bytes."""
    fields = tuple(map(fold, report.fields))
    document = document_of(fields[:_HEADS], (*fields[_HEADS:], fold_lines(report.lines)))
    labels = _json([list(of(report)) for of in FILTERS.values()])
    body = _joined([pack_text(report), document.units, figure_lines(report.figures), labels])
    words = find_words(mixed_substrings(np.frombuffer(document.units, "<u2")))
    told = Counter((figure.indicator, figure.unit) for figure in report.figures if figure.indicator)
    offered = _json(
        {
            "id": report.id,
            "ways": [[way.kind, way.name, way.url] for way in report.ways],
            "indicators": [[name, unit, count] for (name, unit), count in sorted(told.items())],
        }
    )
    digest = hashlib.sha256(_joined([offered, words.tobytes(), body])).hexdigest()[:16]
    if hidden := sum(text.count(MASK) for text in (*report.fields, *report.lines)):
        digest = f"{digest}-{hidden}"
    return SearchPart(report.id, _joined([digest.encode(), offered, words.tobytes()]), body)


def hidden_in(digest: str) -> int:
    """Return how many characters of a report are hidden: private data, as ■.

    >>> hidden_in("0123456789abcdef-11"), hidden_in("0123456789abcdef")
    (11, 0)
    """
    return int(digest.partition("-")[2] or 0)


def read_head(head: bytes) -> Head:
    """Return what the head of a part holds."""
    digest, offered, words = _parted(head)
    return Head(digest=digest.decode(), words=np.frombuffer(words, np.uint32), **json.loads(offered))


def read_body(body: bytes) -> Body:
    """Return what the body of a part holds."""
    _, units, figures, labels = _parted(body)
    return Body(Document(units, _HEADS), figures, json.loads(labels))


def text_of(body: bytes) -> bytes:
    """Return the packed text in the body of a part."""
    return _parted(body)[0]


def _joined(pieces: Sequence[bytes]) -> bytes:
    return b"".join(_SIZE.pack(len(piece)) + piece for piece in pieces)


def _parted(data: bytes) -> list[bytes]:
    pieces, at = [], 0
    while at < len(data):
        (size,) = _SIZE.unpack_from(data, at)
        pieces.append(data[at + _SIZE.size : at + _SIZE.size + size])
        at += _SIZE.size + size
    return pieces


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
