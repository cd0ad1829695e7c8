"""Which row or column of a table adds up which others: 合计, 小计, and parts that 其中 opens."""

from collections.abc import Sequence

from build_scripts.rules.cells import is_part, kind_of_head, split_head, total_level, total_of
from build_scripts.rules.units import units_agree


def find_totals(heads: Sequence[str], figures: Sequence[int]) -> dict[int, int]:
    """Return for each column (or row) of ``figures`` the one that adds it up, by their places in ``heads``.

    A total adds up what stands before it and after the last total; where the first of all is a total, what follows.
    A part (其中：) belongs to what stands before it. Different kinds of figures are never added up.

    >>> find_totals(["警告", "罚款", "合计（宗）", "罚没金额（万元）"], [0, 1, 2, 3])
    {0: 2, 1: 2}
    """
    levels = {i: total_level(heads[i]) for i in figures}
    leading = bool(figures) and levels[figures[0]] > 0
    order = list(reversed(figures)) if leading else list(figures)
    above = _nearest_above(order, levels, [i for i in figures if is_part(heads[i])])
    found: dict[int, int] = {}
    whole: int | None = None
    for i in figures:
        part = is_part(heads[i])
        total = whole if part else above.get(i)
        whole = whole if part else i
        if total is not None and _adds_up(heads[total], heads[i]):
            found[i] = total
    return _within_groups(heads, found)


def _nearest_above(order: Sequence[int], levels: dict[int, int], parts: Sequence[int]) -> dict[int, int]:
    """Return for each figure the next in ``order`` of a higher level, looking once from the end."""
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    skipped = set(parts)
    for at, i in reversed(list(enumerate(order))):
        if i in skipped:
            continue
        higher = [place for level, place in last.items() if level > levels[i]]
        if higher:
            found[i] = order[min(higher)]
        if levels[i]:
            last[levels[i]] = at
    return found


def _within_groups(heads: Sequence[str], found: dict[int, int]) -> dict[int, int]:
    """Leave to a total of a group (行政处罚合计) only what carries the group's name, where anything does."""
    words = {i: split_head(heads[i])[0] for i in found}
    groups = {t: total_of(heads[t]) for t in set(found.values())}
    named = {t for i, t in found.items() if groups[t] and words[i].startswith(groups[t])}
    return {i: t for i, t in found.items() if t not in named or words[i].startswith(groups[t])}


def _adds_up(total: str, part: str) -> bool:
    """Say whether two heads count the same kind of thing in the same unit, as far as they say."""
    unit, own = split_head(total)[2], split_head(part)[2]
    if unit and own:
        return units_agree(unit, own) and kind_of_head(part) != "rate"
    return kind_of_head(total) == kind_of_head(part) != "rate"
