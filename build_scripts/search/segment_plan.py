"""Which segments the index shall have: as many as can stay, and little made anew for a change.

Reports are in blocks, those of the newest years first; a block holds all reports as long as they are no more than
``Limits.block``. A block is a large segment with the reports of when it was made, and smaller ones for what has changed
since: up to ``Limits.few`` reports in the last, up to ``Limits.some`` in others. What the last cannot hold goes into
another that still has room, in few files. The block is made anew where many reports change at once and a twentieth of
it has changed, or where there are ``Limits.segments``: after some 500 changes one by one.

A segment keeps lists and figures of an earlier text until it is made anew: that no one may read what was taken away,
a segment goes at once where a report is no longer published, or more of it is hidden than before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from build_scripts.search.report_part import hidden_in
from build_scripts.search.segment import Segment

Place = tuple[int, str]  # of a report among all: newest year first, then by region, department


@dataclass(frozen=True, slots=True)
class Limits:
    """How many reports a block holds, how many go into segments of few files, and how many segments a block has.

    ``few`` is of the one that is written for each change, ``some`` of those that take it up. Of 80 reports of 60
    figures the files have some 40 kB.
    """

    block: int = 25_000
    few: int = 10
    some: int = 80
    segments: int = 8


@dataclass(frozen=True, slots=True)
class Block:
    """Segments, the large one first; ``start`` is where the block begins among all reports."""

    start: Place
    segments: tuple[Segment, ...]


_FIRST: Place = (-9999, "")
_SHARE = 20  # of a large segment may have changed
_AT_LEAST, _OF_SMALL = 40, 3  # reports, but no more than a third


def place_of(id_: str) -> Place:
    """Return where a report stands among all.

    >>> sorted(["440704-health-2022", "653226-health-2023"], key=place_of)
    ['653226-health-2023', '440704-health-2022']
    """
    return (-int(id_[-4:]), id_)


def plan_blocks(
    known: Sequence[Block], wanted: Mapping[str, str], limits: Limits, shown: AbstractSet[str] = frozenset()
) -> list[Block]:
    """Return the blocks for the reports ``wanted`` (id and digest), starting from those there are.

    Of those that are ``shown`` and not wanted there is nothing to hide.

    Segments that are new have no ``shards``. Nothing known, the same reports give the same blocks.
    """
    starts = [block.start for block in known] or [_FIRST]
    planned: list[Block] = []
    for place, part in enumerate(_parted(wanted, starts)):
        old = known[place].segments if known else ()
        if len(part) > limits.block * (5 if known else 4) // 4:  # a block that grows is not cut at once
            planned += _blocks_of(part, starts[place], limits)
        elif part:
            planned.append(Block(starts[place], _renewed(old, part, limits, shown)))
    return planned


def _parted(wanted: Mapping[str, str], starts: Sequence[Place]) -> list[dict[str, str]]:
    """Return the reports of each block, in order."""
    parts: list[dict[str, str]] = [{} for _ in starts]
    at = 0
    for id_ in sorted(wanted, key=place_of):
        while at + 1 < len(starts) and place_of(id_) >= starts[at + 1]:
            at += 1
        parts[at][id_] = wanted[id_]
    return parts


def _blocks_of(wanted: Mapping[str, str], start: Place, limits: Limits) -> Iterator[Block]:
    """Yield new blocks for reports that are too many for one: whole years where these fit, the oldest ones full."""
    ids = [*wanted]
    edges = [0, *_edges(ids, limits.block), len(ids)]
    for low, high in pairwise(edges):
        part = {id_: wanted[id_] for id_ in ids[low:high]}
        yield Block(place_of(ids[low]) if low else start, (_segment_of(part, limits.few),))


def _edges(ids: Sequence[str], most: int) -> list[int]:
    """Return where blocks begin, but the first. They are filled from the oldest year, which changes no more."""
    edges: list[int] = []
    high = low = len(ids)
    for _, count in sorted(Counter(-place_of(id_)[0] for id_ in ids).items()):
        if low < high and high - (low - count) > most:
            edges.append(low)
            high = low
        parts = -(-count // most)
        edges += [low - count * n // parts for n in range(1, parts)]
        high = min([high, *edges])
        low -= count
    return sorted(edges)


def _segment_of(wanted: Mapping[str, str], few: int) -> Segment:
    ids = sorted(wanted, key=place_of)
    return Segment(tuple(ids), tuple(wanted[id_] for id_ in ids), in_few=len(ids) <= few)


def _renewed(
    old: Iterable[Segment], wanted: Mapping[str, str], limits: Limits, shown: AbstractSet[str]
) -> tuple[Segment, ...]:
    """Return the segments of a block: those that stay, and a small one for what they lack."""
    kept, lacking = _kept(old, wanted)
    is_bulk = len(lacking) > limits.few
    telling = [segment for segment in kept if _tells_hidden(segment, wanted, shown)]
    if telling and telling[0] is kept[0]:
        return (_segment_of(wanted, limits.few),)
    for segment in telling:
        kept.remove(segment)
        lacking |= _live(segment)
    kept = _with(kept, lacking, limits, is_bulk=is_bulk) if lacking else kept
    bound = max(len(wanted) // _SHARE, min(_AT_LEAST, len(wanted) // _OF_SMALL))
    changed = max(sum(len(s.ids) for s in kept[1:]), sum(len(s.gone) for s in kept))
    is_small = len(wanted) <= limits.few
    is_old = changed > 0 if is_small else is_bulk and changed > bound
    if is_old or len(kept) > limits.segments:
        return (_segment_of(wanted, limits.few),)
    return tuple(kept)


def _with(kept: list[Segment], lacking: dict[str, str], limits: Limits, *, is_bulk: bool) -> list[Segment]:
    """Return the segments with one more for what is lacking, which takes up smaller ones where it may."""
    others = kept[1:]
    taken = dict(lacking)
    if others and len(others[-1].ids) <= limits.few:
        taken |= _live(others.pop())
    if len(taken) > limits.few:
        for segment in sorted(others, key=lambda other: len(other.ids) - len(other.gone)):
            live = _live(segment)
            if is_bulk or len(taken) + len(live) <= limits.some:
                taken |= live
                others.remove(segment)
    return [*kept[:1], *others, _segment_of(taken, limits.some if kept else limits.few)]


def _kept(old: Iterable[Segment], wanted: Mapping[str, str]) -> tuple[list[Segment], dict[str, str]]:
    """Return the segments with what is gone of them, those with nothing left out; and what they lack."""
    lacking = dict(wanted)
    kept = []
    for segment in old:
        gone = []
        for place, (id_, digest) in enumerate(zip(segment.ids, segment.digests, strict=True)):
            if lacking.get(id_) == digest:
                del lacking[id_]
            else:
                gone.append(place)
        if len(gone) < len(segment.ids):
            kept.append(replace(segment, gone=tuple(gone)))
    return kept, lacking


def _tells_hidden(segment: Segment, wanted: Mapping[str, str], shown: AbstractSet[str]) -> bool:
    """Say whether it still has words of a report that is not published any more, or that has more hidden now."""
    gone = ((segment.ids[place], segment.digests[place]) for place in segment.gone)
    return any(
        hidden_in(wanted[id_]) > hidden_in(digest) if id_ in wanted else id_ not in shown
        for id_, digest in gone
    )


def _live(segment: Segment) -> dict[str, str]:
    gone = frozenset(segment.gone)
    pairs = zip(segment.ids, segment.digests, strict=True)
    return {id_: digest for place, (id_, digest) in enumerate(pairs) if place not in gone}
