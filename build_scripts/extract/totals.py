"""Find which number is a part of which: 其中, a colon list, brackets, 包括, 分为, 分别为.

A paragraph is read from left to right with a stack of levels: a bracket opens one and its end closes it. Parts go on
as long as one number follows another with no clause of its own between, and end where a new total is announced, the
sentence ends, or the level closes. 其中 may also open a sentence of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from build_scripts.extract.found import Found
from build_scripts.rules.units import kind_of, units_agree

_OPENERS = re.compile("其中|包括|包含|分为|具体为")
# 分别为 opens a list of parts right behind the total; with names before it, the numbers answer to the names.
_RESPECTIVELY = re.compile("[，,]?分别(?:为|是|有)")
_FEWEST = 2
_MARKS = "、，；"
_ANNOUNCES = re.compile("(?:共|累计|合计|总计)[^，]{0,8}$|^(?:全年|已全部|全部|已)")


@dataclass(slots=True)
class _Level:
    """One level of brackets: the numbers seen so far, the total whose parts are read, and among which to choose it.

    ``candidates`` are emptied by the choice, ``offered`` keeps them. ``mark`` is what parts the first two parts, 、 or
    ，: a weaker mark ends the list.
    """

    seen: list[int] = field(default_factory=list)
    total: int | None = None
    candidates: tuple[int, ...] = ()
    offered: tuple[int, ...] = ()
    parts: int = 0
    mark: str = ""
    outer: int | None = None

    def close(self) -> None:
        """End the list of parts."""
        self.total, self.candidates, self.offered, self.parts, self.mark = None, (), (), 0, ""


def find_parents(text: str, start: int, rows: Sequence[Found]) -> list[int | None]:
    """Return for each number of a paragraph the index of its total, or ``None``.

    "许可310件，其中新办230件（首次113件，换证117件），变更80件" gives [None, 0, 1, 1, 0].
    """
    parents: list[int | None] = [None] * len(rows)
    offered: dict[int, tuple[int, ...]] = {}
    levels = [_Level()]
    at = start
    for i, row in enumerate(rows):
        _walk(text[at : row.lead], levels)
        level = levels[-1]
        if level.candidates:
            level.total = _choose(rows, level, i)
        if level.total is not None and _agree(rows, level.total, i):
            parents[i] = level.total
            offered[i], level.candidates = level.offered, ()
            level.parts += 1
        elif level.total is not None and _same_kind(rows, level.total, i):
            level.close()
        level.seen.append(i)
        at = max(at, row.span.end)
    return _ratios(rows, _that_go_on(text, rows, _that_add_up(rows, parents, offered)))


def _walk(gap: str, levels: list[_Level]) -> None:
    """Follow the words between two numbers: brackets, words that open a list of parts, clauses that end one."""
    for piece in re.findall(r"[（(]|[）)]|[^（()）]+", gap):
        if piece in "（(":
            outer = levels[-1].seen[-1] if levels[-1].seen else None
            levels.append(_Level(outer=outer, total=outer))
        elif piece in "）)":
            if len(levels) > 1:
                levels.pop()
        else:
            _read(piece, levels[-1])


def _read(piece: str, level: _Level) -> None:
    if re.search("[。！？]", piece):
        level.close()
    if _opens(piece, level):
        return
    clauses = re.split("[，；]", piece)
    if any(clauses[1:-1]) or _ANNOUNCES.search(clauses[-1]) or _weaker(piece, level):
        level.close()


def _opens(piece: str, level: _Level) -> bool:
    """Open a list of parts where the words do, and say whether they did."""
    if _OPENERS.search(piece):
        level.close()
        level.candidates = tuple(level.seen) or ((level.outer,) if level.outer is not None else ())
        level.offered = level.candidates
        return True
    if _RESPECTIVELY.match(piece) or (piece.startswith(("：", ":")) and level.seen):
        level.close()
        level.total = level.seen[-1] if level.seen else level.outer
        return True
    return False


def _weaker(piece: str, level: _Level) -> bool:
    """Say whether a mark ends the list: one weaker than that between its first parts, or ； where none is yet known."""
    marks = [c for c in piece if c in _MARKS]
    if level.total is None or not marks or not level.parts:
        return False
    mark = max(marks, key=_MARKS.index)
    if level.parts == 1 and not level.mark:
        level.mark = mark
        return mark == "；" and level.outer is None
    return bool(level.mark) and _MARKS.index(mark) > _MARKS.index(level.mark)


def _choose(rows: Sequence[Found], level: _Level, part: int) -> int | None:
    """Return the nearest number before a part that may be its total: a count of the like, no smaller than the part."""
    fitting = [i for i in reversed(level.candidates) if _agree(rows, i, part)]
    larger = [i for i in fitting if rows[i].quantity.value >= rows[part].quantity.value]
    return next(iter(larger or fitting), None)


def _that_add_up(
    rows: Sequence[Found], parents: list[int | None], offered: dict[int, tuple[int, ...]]
) -> list[int | None]:
    """Give parts that miss the nearest total to an earlier one they make: 立案9件，结案8件；其中食品5件、药品4件."""
    lists = dict.fromkeys((parents[i], those) for i, those in offered.items())
    for total, those in lists:
        parts = [i for i in offered if parents[i] == total and offered[i] == those]
        whole = sum(rows[i].quantity.value for i in parts)
        if total is None or len(parts) < _FEWEST or rows[total].quantity.value == whole:
            continue
        right = [
            c for c in those if rows[c].quantity.value == whole and all(_agree(rows, c, i) for i in parts)
        ]
        for i in parts if right else ():
            parents[i] = right[-1]
    return parents


def _that_go_on(text: str, rows: Sequence[Found], parents: list[int | None]) -> list[int | None]:
    """Give a list of parts that ； breaks its other items, two or more, where with them it makes the total.

    "许可310件，其中道路类200件，占65%；水路类60件；公路类50件" is one list; by chance three numbers hardly ever add up.
    """
    for total in sorted({p for p in parents if p is not None}):
        parts = [i for i, p in enumerate(parents) if p == total]
        rest, missing = [], rows[total].quantity.value - sum(rows[i].quantity.value for i in parts)
        for i in range(parts[-1] + 1, len(rows)):
            if missing <= 0 or "。" in text[rows[i - 1].span.end : rows[i].lead]:
                break
            if parents[i] is None and _agree(rows, total, i):
                rest.append(i)
                missing -= rows[i].quantity.value
        for i in rest if missing == 0 and len(rest) >= _FEWEST else ():
            parents[i] = total
    return parents


def _agree(rows: Sequence[Found], total: int, part: int) -> bool:
    if rows[total].span == rows[part].span:
        return False
    return (
        units_agree(rows[total].quantity.unit, rows[part].quantity.unit)
        and kind_of(rows[total].quantity.unit) != "rate"
    )


def _same_kind(rows: Sequence[Found], total: int, i: int) -> bool:
    return kind_of(rows[i].quantity.unit) == kind_of(rows[total].quantity.unit)


def _ratios(rows: Sequence[Found], parents: list[int | None]) -> list[int | None]:
    for i, row in enumerate(rows):
        if row.total is not None:
            parents[i] = next((k for k, r in enumerate(rows) if r.span == row.total), None)
    return parents
