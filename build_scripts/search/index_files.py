"""The files of the search index below the docs folder: a manifest, the segments it names, and what all of them share.

New files have names of their own (what is in them is in the name), the manifest is written last: a run that is cut
short leaves the old index whole, and a browser may keep all files but the manifest for good.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from build_scripts.models import Searchable, SearchPart
from build_scripts.rules.simplified import load_simplified
from build_scripts.search.grams import compress
from build_scripts.search.report_part import Head, read_head, search_part, text_of
from build_scripts.search.segment import FORMAT, Segment, packed, plain, text_file, write_segment
from build_scripts.search.segment_plan import Block, Limits, plan_blocks
from build_scripts.search.state import State, read_state, write_state
from build_scripts.search.text_files import phrases
from build_scripts.search.vocabulary import Places, Word, count_words, list_words, suggested_words

FOLDER = PurePosixPath("assets/search")
_MANIFEST, _SIMPLIFIED = "manifest.json", "simplified.js"
_LIMITS = Limits()

Homes = Mapping[tuple[str, str], str]  # of reports and digests: where their texts lie


class Parts(Protocol):
    """The parts of all reports that are to be found, as ``search_part`` made them."""

    def heads(self) -> Iterable[bytes]:
        """Yield the head of every report, in any order; read once."""

    def bodies(self, ids: Sequence[str]) -> Iterable[bytes]:
        """Yield the bodies of these reports, in this order."""

    def shown(self) -> Iterable[str]:
        """Yield the ids of reports that are not to be found and whose earlier pages stay."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the last run gave back, and the manifest as it lies on disk; ``None`` where there is none."""

    state: bytes | None = None
    manifest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where files go: ``write`` takes a path below the docs folder, ``scratch`` gives an empty file to use."""

    write: Callable[[PurePosixPath, bytes], object]
    scratch: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Updated:
    """What to keep for the next run, and the ``names`` of files and folders below the index's: all others are stale."""

    state: bytes
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Offered:
    """What is offered beside results, of all reports; ``wanted`` are their ids and digests."""

    wanted: dict[str, str]
    ways: set[tuple[str, ...]]
    indicators: dict[str, Counter[str]]
    words: list[Word]


def update_index(parts: Parts, known: Known, place: Place, limits: Limits = _LIMITS) -> Updated:
    """Bring the index up to date, and write nothing where nothing has changed.

    One changed report writes some forty files, sixty at most. Without what is known all is made anew, and the same
    parts then give the same bytes. Memory does not grow with the texts. The caller removes what is stale, after this
    has returned.
    """
    state = read_state(known.state, known.manifest, limits)
    offered = _offered(map(read_head, parts.heads()))
    planned = plan_blocks(state.blocks if state else (), offered.wanted, limits, frozenset(parts.shown()))
    if state and planned == list(state.blocks):
        return Updated(known.state or b"", _names(state))
    shared = _shared(offered)
    for name, data in shared.items():
        if not state or name not in state.names or name == _SIMPLIFIED:
            place.write(FOLDER / name, data)
    at_home = {text[:2]: text[2] for text in _texts(state.blocks)} if state else {}
    blocks = [replace(block, segments=tuple(_written(block, parts, place, at_home))) for block in planned]
    _write_texts(blocks, at_home, parts, place)
    manifest, version = _manifest(blocks, sorted(shared))
    place.write(FOLDER / _MANIFEST, manifest)
    fresh = State(version, blocks, sorted(shared))
    return Updated(write_state(fresh, limits), _names(fresh))


def render_search(reports: Iterable[Searchable], limits: Limits = _LIMITS) -> dict[PurePosixPath, bytes]:
    """Return the whole index by path below the docs folder; the same reports, in any order, give the same bytes."""
    files: dict[PurePosixPath, bytes] = {}
    update_index(_Made(map(search_part, reports)), Known(), Place(files.__setitem__, io.BytesIO), limits)
    return dict(sorted(files.items()))


class _Made:
    """Parts in memory."""

    def __init__(self, parts: Iterable[SearchPart]) -> None:
        self._parts = {part.id: part for part in parts}

    def heads(self) -> Iterator[bytes]:
        return (part.head for part in self._parts.values())

    def bodies(self, ids: Sequence[str]) -> Iterator[bytes]:
        return (self._parts[id_].body for id_ in ids)

    def shown(self) -> tuple[str, ...]:
        return ()


def _texts(blocks: Iterable[Block]) -> Iterator[tuple[str, str, str]]:
    return (text for block in blocks for segment in block.segments for text in segment.texts())


def _write_texts(blocks: Iterable[Block], at_home: Homes, parts: Parts, place: Place) -> None:
    """Write the texts that do not lie in their homes yet."""
    lacking = {id_: home for id_, digest, home in _texts(blocks) if at_home.get((id_, digest)) != home}
    for (id_, home), body in zip(lacking.items(), parts.bodies([*lacking]), strict=True):
        place.write(FOLDER / text_file(id_, home), text_of(body))


def _settled(segment: Segment, at_home: Homes) -> Segment:
    """Return a new segment whose texts stay in their homes."""
    homes = tuple(at_home.get(key, "") for key in zip(segment.ids, segment.digests, strict=True))
    return replace(segment, homes=homes) if any(homes) else segment


def _written(block: Block, parts: Parts, place: Place, at_home: Homes) -> Iterator[Segment]:
    """Yield the segments of ``block``; those that are new are written first."""
    for segment in block.segments:
        if segment.shards:
            yield segment
        else:
            fresh = _settled(segment, at_home)
            write = _below(FOLDER / fresh.folder, place)
            shards = write_segment(fresh, parts.bodies(fresh.ids), write, place.scratch)
            yield replace(fresh, shards=shards)


def _below(folder: PurePosixPath, place: Place) -> Callable[[str, bytes], object]:
    def write(name: str, data: bytes) -> None:
        place.write(folder / name, data)

    return write


def _names(state: State) -> frozenset[str]:
    own = (name for block in state.blocks for segment in block.segments for name in segment.own)
    texts = (text_file(id_, home) for id_, _, home in _texts(state.blocks))
    return frozenset((_MANIFEST, *state.names, *own, *texts))


def _offered(heads: Iterable[Head]) -> _Offered:
    wanted: dict[str, str] = {}
    ways: set[tuple[str, ...]] = set()
    indicators: dict[str, Counter[str]] = {}

    def words() -> Iterator[Places]:
        for head in heads:
            wanted[head.id] = head.digest
            ways.update(map(tuple, head.ways))
            for name, unit, count in head.indicators:
                indicators.setdefault(name, Counter())[unit] += count
            yield head.words

    return _Offered(wanted, ways, indicators, count_words(words()))


def _shared(offered: _Offered) -> dict[str, bytes]:
    """Return what all segments share: in the name of a file is what is in it, but for the script that pages name."""
    units = {name: _commonest(found) for name, found in sorted(offered.indicators.items())}
    suggestions = {
        "ways": sorted(offered.ways),
        "indicators": [*units.items()],
        "words": suggested_words(offered.words),
    }
    files = {
        "phrases": compress(phrases()),
        "suggestions": packed(suggestions),
        "words": packed(list_words(offered.words)),
    }
    named = {f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin": data for name, data in files.items()}
    return named | {_SIMPLIFIED: _simplified()}


def _commonest(units: Counter[str]) -> str:
    return min(units, key=lambda unit: (-units[unit], unit))


def _manifest(blocks: Sequence[Block], names: Sequence[str]) -> tuple[bytes, str]:
    """Return the manifest and its version, which changes when any file does."""
    told = {
        "format": FORMAT,
        "reports": sum(len(s.ids) - len(s.gone) for block in blocks for s in block.segments),
        "files": {name.split("-")[0]: name for name in names if name != _SIMPLIFIED},
        "blocks": [[_told(segment) for segment in block.segments] for block in blocks],
    }
    version = hashlib.sha256(plain(told)).hexdigest()[:12]
    return plain({"version": version, **told}), version


def _told(segment: Segment) -> dict[str, object]:
    gone = [place - last for last, place in pairwise((0, *segment.gone))]
    return {"folder": segment.folder, "reports": len(segment.ids), "shards": segment.shards, "gone": gone}


def _simplified() -> bytes:
    """Return the table of variants as a classic script: each pair is a variant and what it becomes."""
    pairs = "".join(variant + char for variant, char in sorted(load_simplified().items()))
    return f"globalThis.searchSimplified = {json.dumps(pairs, ensure_ascii=False)};\n".encode()
