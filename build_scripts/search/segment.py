"""A segment: an index of its own over some reports, in a folder named by what is in it, and never changed."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from build_scripts.search.figure_rows import FigureSorter, figure_blocks, name_document
from build_scripts.search.grams import IndexBuilder, compress
from build_scripts.search.report_part import FILTERS, read_body

FORMAT = 4  # of the files; docs/assets/search-index.js refuses any other
_FEW = 10  # reports, of which a segment has so few files that it can be written for each change
_FEW_FILES = 32
_MANY_FILES = 1 << 30

Write = Callable[[str, bytes], object]
Scratch = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Segment:
    """Reports in the order in which equals are told, each with the digest of its part.

    ``gone`` are the places of those that are told no more; ``shards`` is 0 until the segment is written.
    """

    ids: tuple[str, ...]
    digests: tuple[str, ...]
    shards: int = 0
    gone: tuple[int, ...] = ()

    @property
    def folder(self) -> str:
        """Return the name of its folder: the same reports, the same name."""
        whole = f"{FORMAT}\n" + "\n".join(f"{i} {d}" for i, d in zip(self.ids, self.digests, strict=True))
        return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()[:12]


def write_segment(segment: Segment, bodies: Iterable[bytes], write: Write, scratch: Scratch) -> int:
    """Write the files of ``segment`` and return how many files its substrings are in.

    ``bodies`` are those of its parts, in its order; each is let go before the next is read.
    """
    index, figures = IndexBuilder(scratch()), FigureSorter(scratch())
    filters = [_Filter() for _ in FILTERS]
    for id_, data in zip(segment.ids, bodies, strict=True):
        body = read_body(data)
        write(f"t/{id_}.bin", body.text)
        index.add(body.document)
        figures.add(body.figures)
        for of, labels in zip(filters, body.labels, strict=True):
            of.add(labels)
    few = _FEW_FILES if len(segment.ids) <= _FEW else _MANY_FILES
    shards = _write_all("s", index.files(few), write)
    _write_figures(figures, IndexBuilder(scratch()), few // 8, write)
    write("filters.bin", packed({name: of.told for name, of in zip(FILTERS, filters, strict=True)}))
    write("reports.bin", packed(_ids(segment.ids)))
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


def _write_figures(figures: FigureSorter, index: IndexBuilder, most: int, write: Write) -> None:
    blocks: list[list[int]] = []

    def named() -> Iterator[tuple[bytes, bytes]]:
        for name, rows in figures.names():
            index.add(name_document(name))
            yield name, rows

    for number, block in enumerate(figure_blocks(named())):
        write(f"f/{number}.bin", compress(block.content))
        blocks.append([block.first, block.last])
    names = blocks[-1][1] + 1 if blocks else 0
    shards = _write_all("g", index.files(most), write)
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


def packed(value: object) -> bytes:
    """Return a value as packed JSON."""
    return compress(plain(value))


def plain(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
