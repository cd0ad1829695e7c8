"""Which figures of a paragraph are parts of which: candidate groups, the evidence for each, and the choice.

A candidate is a total and figures that agree with it in unit. It gets points for what speaks for it; the bar is reached
by an opener (其中) and one mark between the parts, or by outcomes that exhaust the total. Hard exclusions come first:
another period, a growth, a part larger than its total. Groups are taken by points, no figure twice.
"""

from collections.abc import Iterable, Iterator, Sequence

from build_scripts.extract.evidence import Group
from build_scripts.extract.outcomes import all_sets, sets_of
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.part_lists import PartLists
from build_scripts.extract.rows import Note
from build_scripts.extract.unopened import find_beside, find_told

# A list in a list in a list: no report goes deeper.
_DEEPEST = 6


def find_groups(readings: Sequence[Reading], notes: Sequence[Sequence[Note]]) -> list[list[Group]]:
    """Return the groups of each of several paragraphs, disjoint: no figure is part of two, none of itself.

    "许可310件，其中新办230件（首次113件，换证117件），变更80件" gives 310 with 230 and 80, and 230 with 113 and 117.
    """
    told = [
        (r, n, [all_sets() if note.rest else sets_of(note.own) for note in n])
        for r, n in zip(readings, notes, strict=True)
    ]
    opened = [list(_find_opened(*of)) for of in told]
    unopened = [list(find_told(*of)) for of in told]
    return [_choose([*ours, *others]) for ours, others in zip(opened, unopened, strict=True)]


def _find_opened(reading: Reading, notes: Sequence[Note], sets: Sequence[frozenset[str]]) -> Iterator[Group]:
    for group in PartLists(reading, notes, sets).candidates():
        yield group
        yield from find_beside(reading, notes, group)


def _choose(candidates: Iterable[Group]) -> list[Group]:
    """Return the groups that stand together, those with more points first."""
    parents: dict[int, int] = {}
    chosen: list[Group] = []
    for group in sorted(candidates, key=lambda g: (-g.points, g.parts[0])):
        if any(p in parents for p in group.parts) or _is_below(group, parents):
            continue
        parents.update(dict.fromkeys(group.parts, group.total))
        chosen.append(group)
    return chosen


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
