"""Tables that blanks align: which lines are their rows, and where their columns part."""

import re
from collections.abc import Sequence
from itertools import groupby

from build_scripts.clean.lines import Line, split_lines
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft

_WIDE_GAP_RE = re.compile(r"(?<=\S)(?:[^\S\n]*\t[^\S\n]*|[ \u00a0]{2,}|\u3000[^\S\n]*)(?=\S)")
_ANY_GAP_RE = re.compile(r"(?<=\S)[^\S\n]+(?=\S)")
_NUMBER_CELL_RE = re.compile(r"[0-9０-９][0-9０-９.,，]*[%％]?|[-—–/]{1,2}|无")
_PROSE_RE = re.compile("[。；！？]|，.*，")
_LONGEST_CELL = 8
_FEWEST = 2


def fix_column_gap(draft: Draft, raw: RawText) -> list[Change]:
    """Set one tab between the columns of a table that blanks align: "许可    12   3" gives "许可	12	3"."""
    lines = split_lines(draft, raw.pages)
    rows = table_lines(lines)
    return [
        Change("column-gap", line.start + start, line.start + end, "\t")
        for i, line in enumerate(lines)
        if i in rows
        for start, end in column_gaps(line.text)
        if line.text[start:end] != "\t"
    ]


def table_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that stand in columns: two rows or more, one after the other, one of them with three cells.

    A line of two cells alone is none: a number and a signer, two names below each other.
    """
    rows: set[int] = set()
    for columned, group in groupby(range(len(lines)), key=lambda i: bool(column_gaps(lines[i].text))):
        run = list(group)
        most = max(len(column_gaps(lines[i].text)) for i in run)
        if columned and len(run) >= _FEWEST and (most >= _FEWEST or len(run) > _FEWEST):
            rows |= set(run)
    return frozenset(rows)


def column_gaps(text: str) -> list[tuple[int, int]]:
    """Return where the cells of a row part, nothing for a line of prose.

    Wide blanks part cells; single ones do where what follows the first cell is short and mostly numbers.
    """
    if _PROSE_RE.search(text):
        return []
    gaps = [m.span() for m in _ANY_GAP_RE.finditer(text)]
    cells = _ANY_GAP_RE.sub("\n", text).split("\n")
    numbers = sum(bool(_NUMBER_CELL_RE.fullmatch(c)) for c in cells[1:])
    short = all(len(c) <= _LONGEST_CELL for c in cells[1:])
    if len(cells) > _FEWEST and short and numbers * 2 > len(cells) - 1:
        return gaps
    return [m.span() for m in _WIDE_GAP_RE.finditer(text)]
