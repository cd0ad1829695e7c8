"""Which figures of a paragraph are parts of which: candidate groups, the evidence for each, and the choice.

A candidate is a total and figures that agree with it in unit. It gets points for what speaks for it; the bar is reached
by an opener (其中) and one mark between the parts, or by outcomes that exhaust the total. Hard exclusions come first:
another period, a growth, a part larger than its total. Groups are taken by points, no figure twice.
"""

from collections.abc import Iterator, Sequence

from build_scripts.extract.evidence import PAIR, Group
from build_scripts.extract.outcomes import all_sets, sets_of
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.part_lists import PartLists
from build_scripts.extract.rows import Note
from build_scripts.extract.unopened import find_beside, find_told

# A list in a list in a list: no report goes deeper.
_DEEPEST = 6


def find_groups(reading: Reading, notes: Sequence[Note]) -> list[Group]:
    """Return the groups of a paragraph, disjoint: no figure is part of two, none of itself.

    "许可310件，其中新办230件（首次113件，换证117件），变更80件" gives 310 with 230 and 80, and 230 with 113 and 117.
    """
    if len(reading.found) < PAIR:
        return []
    candidates = sorted(_candidates(reading, notes), key=lambda g: (-g.points, g.parts[0]))
    parents: dict[int, int] = {}
    chosen: list[Group] = []
    for group in candidates:
        if any(p in parents for p in group.parts) or _is_below(group, parents):
            continue
        parents.update(dict.fromkeys(group.parts, group.total))
        chosen.append(group)
    return chosen


def _candidates(reading: Reading, notes: Sequence[Note]) -> Iterator[Group]:
    sets = [all_sets() if note.rest else sets_of(note.own) for note in notes]
    for group in PartLists(reading, notes, sets).candidates():
        yield group
        yield from find_beside(reading, notes, group)
    yield from find_told(reading, notes, sets)


def _is_below(group: Group, parents: dict[int, int]) -> bool:
    """Say whether a total is below one of its own parts, or deeper than lists are told within lists."""
    at: int | None = group.total
    for _ in range(_DEEPEST):
        if at is None:
            return False
        if at in group.parts:
            return True
        at = parents.get(at)
    return True
