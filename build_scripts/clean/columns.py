"""Tables that blanks align: which lines are their rows, and where their columns part."""

import re
from collections.abc import Sequence
from itertools import groupby

from build_scripts.clean.lines import Line, split_lines
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft
from build_scripts.rules.captions import is_caption

_WIDE_GAP_RE = re.compile(r"(?<=\S)(?:[^\S\n]*\t[^\S\n]*|[ \u00a0]{2,}|\u3000[^\S\n]*)(?=\S)")
_ANY_GAP_RE = re.compile(r"(?<=\S)[^\S\n]+(?=\S)")
_NUMBER_CELL_RE = re.compile(r"[0-9０-９][0-9０-９.,，]*[%％]?|[-—–/]{1,2}|无")
_PROSE_RE = re.compile("[。；！？]|，.*，")
_LONGEST_CELL = 8
_FEWEST = 2


Gaps = list[tuple[int, int]]


def fix_column_gap(draft: Draft, raw: RawText) -> list[Change]:
    """Set one tab between the columns of a table that blanks align: "许可    12   3" gives "许可	12	3"."""
    lines = split_lines(draft, raw.pages)
    return [
        Change("column-gap", lines[i].start + start, lines[i].start + end, "\t")
        for i, gaps in find_rows(lines).items()
        for start, end in gaps
        if lines[i].text[start:end] != "\t"
    ]


def table_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that stand in columns."""
    return frozenset(find_rows(lines))


def find_rows(lines: Sequence[Line]) -> dict[int, Gaps]:
    """Return the rows of tables with the gaps between their cells.

    Two rows or more, one after the other, one of them with three cells. A line of two cells alone is none: a number
    and a signer, two names below each other. A line of as many words right above is the head.
    """
    gaps = [column_gaps(line.text) for line in lines]
    rows: dict[int, Gaps] = {}
    for columned, group in groupby(range(len(lines)), key=lambda i: bool(gaps[i])):
        run = list(group)
        most = max(len(gaps[i]) for i in run)
        if columned and len(run) >= _FEWEST and (most >= _FEWEST or len(run) > _FEWEST):
            rows |= {i: gaps[i] for i in run}
            head = _words_apart(lines[run[0] - 1].text) if run[0] else []
            if len(head) == most >= _FEWEST:
                rows[run[0] - 1] = head
    return rows


def _words_apart(text: str) -> Gaps:
    """Return the gaps between the words of a head (项目 经费 占比), none where a word is long or a mark stands."""
    words = text.split()
    plain = all(len(word) <= _LONGEST_CELL for word in words) and not re.search("[，。；：]", text)
    return [m.span() for m in _ANY_GAP_RE.finditer(text)] if plain else []


def column_gaps(text: str) -> Gaps:
    """Return where the cells of a row part, nothing for a line of prose.

    Wide blanks part cells; single ones do where what follows the first cell is short and mostly numbers.
    """
    if _ANY_GAP_RE.search(text) is None or _PROSE_RE.search(text) or is_caption(re.sub(r"\s+", " ", text)):
        return []
    gaps = [m.span() for m in _ANY_GAP_RE.finditer(text)]
    cells = _ANY_GAP_RE.sub("\n", text).split("\n")
    numbers = sum(bool(_NUMBER_CELL_RE.fullmatch(c)) for c in cells[1:])
    short = all(len(c) <= _LONGEST_CELL for c in cells[1:])
    if len(cells) > _FEWEST and short and numbers * 2 > len(cells) - 1:
        return gaps
    return [m.span() for m in _WIDE_GAP_RE.finditer(text)]
