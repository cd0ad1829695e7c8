"""A segment: an index of its own over some reports, in a folder named by what is in it, and never changed.

The texts of its reports are no part of it: each stays in the folder of the segment that it was first told by, its
home, when it moves to another segment, and goes when the report is told otherwise.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import BinaryIO

from build_scripts.search.figure_rows import ROWS, FigureSorter, figure_blocks, name_document
from build_scripts.search.grams import IndexBuilder, compress
from build_scripts.search.report_part import FILTERS, read_body

FORMAT = 5  # of the files; docs/assets/search-index.js refuses any other
_MANY_FILES = 1 << 30
# Of a segment that is written for one changed report: with three more, the text and what all share some sixty at most.
_OF_TEXTS, _OF_NAMES, _OF_FIGURES = 32, 4, 16
_OWN = ("s", "g", "f", "figures.bin", "filters.bin", "reports.bin")  # files and folders, without the texts

Write = Callable[[str, bytes], object]
Scratch = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Segment:
    """Reports in the order in which equals are told, each with the digest of its part.

    ``gone`` are the places of those that are told no more; ``shards`` is 0 until the segment is written, which is in
    few files where ``in_few``. ``homes`` are the folders in which the texts lie: none where all, and an empty one for
    each that lies in the segment's own.
    """

    ids: tuple[str, ...]
    digests: tuple[str, ...]
    shards: int = 0
    gone: tuple[int, ...] = ()
    in_few: bool = False
    homes: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """Return the name of its folder: the same reports in as many files, the same name."""
        columns = (self.ids, self.digests, self.homes or repeat(""))
        whole = f"{FORMAT} {self.in_few:d}\n" + "\n".join(map(" ".join, zip(*columns, strict=False)))
        return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()[:12]

    @property
    def own(self) -> list[str]:
        """Return the files and folders that are its own, below the index's folder: all but the texts."""
        folder = self.folder
        return [f"{folder}/{name}" for name in _OWN]

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Yield id, digest and home of each report that it tells."""
        folder, gone = self.folder, frozenset(self.gone)
        columns = zip(self.ids, self.digests, self.homes or repeat(""), strict=False)
        for place, (id_, digest, home) in enumerate(columns):
            if place not in gone:
                yield id_, digest, home or folder


def text_file(id_: str, home: str) -> str:
    """Return where a report's text lies below the index's folder."""
    return f"{home}/t/{id_}.bin"


def write_segment(segment: Segment, bodies: Iterable[bytes], write: Write, scratch: Scratch) -> int:
    """Write the files of ``segment`` and return how many files its substrings are in.

    ``bodies`` are those of its parts, in its order; each is let go before the next is read.
    """
    index, figures = IndexBuilder(scratch()), FigureSorter(scratch())
    filters = [_Filter() for _ in FILTERS]
    for body in map(read_body, bodies):
        index.add(body.document)
        figures.add(body.figures)
        for of, labels in zip(filters, body.labels, strict=True):
            of.add(labels)
    shards = _write_all("s", index.files(_OF_TEXTS if segment.in_few else _MANY_FILES), write)
    _write_figures(figures, IndexBuilder(scratch()), write, in_few=segment.in_few)
    write("filters.bin", packed({name: of.told for name, of in zip(FILTERS, filters, strict=True)}))
    write("reports.bin", packed(_ids(segment.ids) | _homes(segment.homes)))
    return shards


class _Filter:
    """The labels that occur, in the order first met, and for each report the places of its own."""

    def __init__(self) -> None:
        self._labels: dict[str, int] = {}
        self._of: list[list[int]] = []

    def add(self, labels: Iterable[str]) -> None:
        self._of.append([self._labels.setdefault(label, len(self._labels)) for label in labels])

    @property
    def told(self) -> dict[str, object]:
        return {"of": self._of, "labels": [*self._labels]}


def _write_all(folder: str, files: Iterable[bytes], write: Write) -> int:
    number = 0
    for number, data in enumerate(files, 1):
        write(f"{folder}/{number - 1}.bin", data)
    return number


def _write_figures(figures: FigureSorter, index: IndexBuilder, write: Write, *, in_few: bool) -> None:
    blocks: list[list[int]] = []
    rows = max(ROWS, -(-figures.rows // (_OF_FIGURES - 1))) if in_few else ROWS

    def named() -> Iterator[tuple[bytes, bytes]]:
        for name, rows in figures.names():
            index.add(name_document(name))
            yield name, rows

    for number, block in enumerate(figure_blocks(named(), rows)):
        write(f"f/{number}.bin", compress(block.content))
        blocks.append([block.first, block.last])
    names = blocks[-1][1] + 1 if blocks else 0
    shards = _write_all("g", index.files(_OF_NAMES if in_few else _MANY_FILES), write)
    write("figures.bin", packed({"shards": shards, "blocks": blocks, "names": names}))


def _ids(ids: Sequence[str]) -> dict[str, object]:
    """Return the ids in columns, which pack to half: region code as the step from the last, department, year.

    A township's code has nine digits, a region's six: no other number has as many.
    """
    parts = [(int(id_.split("-")[0]), id_[id_.index("-") + 1 : -5], int(id_[-4:])) for id_ in ids]
    departments = sorted({department for _, department, _ in parts})
    places = {department: place for place, department in enumerate(departments)}
    before = [0, *(code for code, _, _ in parts)]
    return {
        "regions": [code - last for last, (code, _, _) in zip(before, parts, strict=False)],
        "departments": departments,
        "department": [places[department] for _, department, _ in parts],
        "years": [year for _, _, year in parts],
    }


def _homes(homes: Sequence[str]) -> dict[str, object]:
    """Return in whose folders the texts lie, where not all lie in the segment's own: names, and a place for each."""
    names = sorted(set(homes))
    places = {name: place for place, name in enumerate(names)}
    return {"homes": names, "home": [places[name] for name in homes]} if names else {}


def packed(value: object) -> bytes:
    """Return a value as packed JSON."""
    return compress(plain(value))


def plain(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
