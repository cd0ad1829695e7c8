"""Tables that blanks align: which lines are their rows, and where their columns part."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from build_scripts.clean.cell_lines import CellLines, find_cell_lines
from build_scripts.clean.lines import Line, split_lines
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft
from build_scripts.rules.captions import is_caption
from build_scripts.rules.cells import find_year, is_none, is_number, says
from build_scripts.rules.head import DOC_NUMBER_RE, SIGNER_RE
from build_scripts.rules.units import unit_at_start
from build_scripts.rules.widths import width

_WIDE_GAP_RE = re.compile(r"(?<=\S)(?:[^\S\n]*\t[^\S\n]*|[ \u00a0]{2,}|\u3000[^\S\n]*)(?=\S)")
_ANY_GAP_RE = re.compile(r"(?<=\S)[^\S\n]+(?=\S)")
_PROSE_RE = re.compile("[。；！？]|，.*，")
# A label may have commas of its own: 部分公开（区分处理的，只计这一情形，不计其他情形） 2 0 0.
_SENTENCE_RE = re.compile("[。！？]")
# A label and its number; words and numbers of prose are longer, or have marks among them.
_PAIR_RE = re.compile(r"(?P<label>[^\s，。；：！？]{2,20})[^\S\n]+(?P<number>\S{1,12})")
_FEWEST_PAIRS = 3
_LONGEST_CELL = 8
_LONGEST_HEAD_CELL = 20
_FEWEST = 2
# So many bare numbers behind one label are no prose, also where the line is the only one.
_FEWEST_IN_A_ROW = 3
_DAY_RE = re.compile(r"(?:.*\s)?(?:19|20)[0-9]{2}\s+[01]?[0-9]\s+[0-3]?[0-9]")
_TELEPHONE_RE = re.compile(r"(?:.*\s)?(?:0[0-9]{2,3}|400)\s+[0-9]{3,4}\s+[0-9]{3,4}")


Gaps = list[tuple[int, int]]


def fix_column_gap(draft: Draft, raw: RawText) -> list[Change]:
    """Set one tab between the columns of a table that blanks align: "许可    12   3" gives "许可	12	3".

    A blank cell has its own tab, at the edges of a row too. Cells that stand one a line are set side by side where
    heads and numbers go together.
    """
    lines = split_lines(draft, raw.pages)
    rows = find_rows(lines)
    changes = [Change("column-gap", *gap) for gap in map(_gap_after_mark, lines) if gap]
    changes += [c for run in _neighbours(rows) for c in _gap_changes(draft, lines, rows, run)]
    return changes + _side_by_side(lines, _cell_lines(lines, rows))


def _gap_after_mark(line: Line) -> tuple[int, int] | None:
    """Return the tab that parts a heading from its mark, where no other is in the line: "一、	加强领导"."""
    if not line.mark or line.text.count("\t") != 1:
        return None
    at = line.text.index("\t")
    bare = re.sub(r"\s", "", line.text[:at]) == line.mark.text and not is_number(line.text[at:])
    return (
        (line.start + len(line.text[:at].rstrip()), line.end - len(line.text[at:].lstrip())) if bare else None
    )


def table_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that stand in columns, or are the cells of a table that stand one a line."""
    rows = find_rows(lines)
    return frozenset(rows) | {i for run in _cell_lines(lines, rows) for i in run.lines}


def edge_tabs(between: str, above: bool, below: bool) -> str:  # noqa: FBT001 - the two sides of a line break
    r"""Return a line break with the tabs of blank cells on the sides that are rows: "\t \n\t" gives "\t\n\t"."""
    first, *rest = re.split(r"[\r\n\f\v\u0085\u2028\u2029]+", between)
    last = rest[-1] if rest else ""
    return "\t" * (first.count("\t") * above) + "\n" + "\t" * (last.count("\t") * below)


def _cell_lines(lines: Sequence[Line], rows: dict[int, Gaps]) -> list[CellLines]:
    return find_cell_lines(lines, frozenset(rows))


def _side_by_side(lines: Sequence[Line], runs: Iterable[CellLines]) -> list[Change]:
    return [
        Change("cell-line", lines[a].end, lines[a + 1].start, "\t")
        for run in runs
        for row in run.rows
        for a in row[:-1]
    ]


def find_rows(lines: Sequence[Line]) -> dict[int, Gaps]:
    """Return the rows of tables with the gaps between their cells.

    Two rows or more, one after the other, one of them with three cells; or one row of three numbers. A line of two
    cells alone is none: a number and a signer, two names below each other. A line of as many words right above is
    the head.
    """
    gaps = [[] if _gap_after_mark(line) else column_gaps(line.text) for line in lines]
    rows: dict[int, Gaps] = {}
    for columned, group in groupby(range(len(lines)), key=lambda i: bool(gaps[i])):
        run = list(group)
        if columned and _is_table(lines, gaps, run):
            rows |= _with_head(lines, {i: gaps[i] for i in run}, run)
    pairs = [i for i, line in enumerate(lines) if i not in rows and _is_labelled_number(line)]
    for run in _neighbours(pairs):
        rows |= _pair_rows(lines, run)
    return rows


def _is_labelled_number(line: Line) -> bool:
    match = _PAIR_RE.fullmatch(line.text)
    if not match or line.mark or find_year(match["number"], bare=True):
        return False
    return is_number(match["number"]) and not is_number(match["label"])


def _pair_rows(lines: Sequence[Line], run: Sequence[int]) -> dict[int, Gaps]:
    """Return labels with one number each: three or more, or as many as stand below a head of two words."""
    gaps = {i: _gaps(_ANY_GAP_RE, lines[i].text) for i in run}
    head = _words_apart(lines[run[0] - 1].text) if run[0] else []
    if len(head) == 1 and (len(run) > 1 or says(lines[run[0] - 1].text.split()[0], "corners")):
        return {run[0] - 1: head, **gaps}
    return gaps if len(run) >= _FEWEST_PAIRS else {}


def _is_table(lines: Sequence[Line], gaps: Sequence[Gaps], run: Sequence[int]) -> bool:
    most = max(len(gaps[i]) for i in run)
    if len(run) >= _FEWEST and (most >= _FEWEST or len(run) > _FEWEST or _is_pair(lines, gaps, run)):
        return True
    text = lines[run[-1]].text
    below = lines[run[-1] + 1].text if run[-1] + 1 < len(lines) else ""
    carried_on = unit_at_start(below) is not None
    dated = _DAY_RE.fullmatch(text) or _TELEPHONE_RE.fullmatch(text)
    return len(run) == 1 and _numbers_at_end(text) >= _FEWEST_IN_A_ROW and not carried_on and not dated


def _is_pair(lines: Sequence[Line], gaps: Sequence[Gaps], run: Sequence[int]) -> bool:
    """Say whether two lines of two cells are a table: the second ends in a number, or tabs part both."""
    first, second = (lines[i] for i in run)
    if is_number(second.text[gaps[run[1]][0][1] :]):
        return True
    tabs = all("\t" in line.text[slice(*gaps[i][0])] for i, line in ((run[0], first), (run[1], second)))
    plain = not any(line.mark or DOC_NUMBER_RE.search(line.packed) for line in (first, second))
    return tabs and plain and not any(SIGNER_RE.search(line.packed) for line in (first, second))


def _with_head(lines: Sequence[Line], rows: dict[int, Gaps], run: Sequence[int]) -> dict[int, Gaps]:
    """Return rows with the line above them that has a word for each column, the corner left out or not."""
    most = max(len(g) for g in rows.values())
    head = _words_apart(lines[run[0] - 1].text) if run[0] else []
    if len(head) < _FEWEST - 1:
        return rows
    apart = {i: _gaps(_ANY_GAP_RE, lines[i].text) for i in run}
    if len(head) != most and all(len(g) == len(head) for g in apart.values()):
        return {run[0] - 1: head, **apart}
    named = len(head) == most >= _FEWEST or (len(head) == most - 1 and _labelled(lines, run))
    return {run[0] - 1: head, **rows} if named else rows


def _labelled(lines: Sequence[Line], run: Sequence[int]) -> bool:
    """Say whether every row opens with words and has numbers behind them."""
    return all(not is_number(lines[i].text.split()[0]) and _numbers_at_end(lines[i].text) for i in run)


def _words_apart(text: str) -> Gaps:
    """Return the gaps between the words of a head (项目 经费 占比), none where a word is long or a mark stands."""
    words = text.split()
    plain = all(len(word) <= _LONGEST_HEAD_CELL and not is_number(word) for word in words)
    return _gaps(_ANY_GAP_RE, text) if plain and not re.search("[，。；]|(?<!其中)：", text) else []


def column_gaps(text: str) -> Gaps:
    """Return where the cells of a row part, nothing for a line of prose.

    Wide blanks part cells; single ones do before numbers that close the line (本年受理数量 301 53 0), and where what
    follows the first cell is short and mostly numbers.
    """
    if not _ANY_GAP_RE.search(text) or is_caption(re.sub(r"\s+", " ", text)):
        return []
    wide = _gaps(_WIDE_GAP_RE, text)
    gaps = _gaps(_ANY_GAP_RE, text)
    closing = _numbers_at_end(text)
    if closing >= _FEWEST_IN_A_ROW and not _SENTENCE_RE.search(text):
        first = max(len(gaps) - closing, 0)
        return [g for i, g in enumerate(gaps) if i >= first or g in wide]
    if _PROSE_RE.search(text):
        return []
    cells = _ANY_GAP_RE.sub("\n", text).split("\n")
    numbers = sum(is_number(c) or is_none(c) for c in cells[1:])
    short = all(len(c) <= _LONGEST_CELL for c in cells[1:])
    return gaps if len(cells) > _FEWEST and short and numbers * 2 > len(cells) - 1 else wide


def _gaps(pattern: re.Pattern[str], text: str) -> Gaps:
    return [m.span() for m in pattern.finditer(text)]


@lru_cache(maxsize=1024)
def _numbers_at_end(text: str) -> int:
    """Return how many bare numbers (or marks for none) close a line, 0 where another number stands before them."""
    cells = text.split()
    count = 0
    while count < len(cells) and (is_number(cells[-1 - count]) or is_none(cells[-1 - count])):
        count += 1
    before = cells[: len(cells) - count]
    return 0 if any(is_number(c) for c in before) or not any(map(is_number, cells[-count:])) else count


def _neighbours(rows: Iterable[int]) -> list[list[int]]:
    return [
        [i for _, i in group]
        for _, group in groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    ]


def _gap_changes(
    draft: Draft, lines: Sequence[Line], rows: dict[int, Gaps], run: Sequence[int]
) -> list[Change]:
    """Return what sets the tabs of neighbouring rows."""
    tabs = _tabs_wanted(draft, lines, rows, run)
    changes = []
    for i in run:
        before, *between, after = tabs[i]
        at = lines[i].start
        pieces = [(at - lines[i].blanks, at, before), (lines[i].end, _line_end(draft, lines[i]), after)]
        pieces += [(at + s, at + e, n) for (s, e), n in zip(rows[i], between, strict=True)]
        changes += [Change("column-gap", s, e, "\t" * n) for s, e, n in pieces if draft.text[s:e] != "\t" * n]
    return changes


def _tabs_wanted(
    draft: Draft, lines: Sequence[Line], rows: dict[int, Gaps], run: Sequence[int]
) -> dict[int, list[int]]:
    """Return for each row the tabs before its first cell, between its cells, and after its last.

    A row of numbers that lacks cells gets tabs only where it is known which: by its own tabs, or by the columns that
    its cells stand under. Any other stays short, so that nobody takes one column for another.
    """
    tabs = {i: [lines[i].text[s:e].count("\t") for s, e in rows[i]] for i in run}
    edges = {i: _edges(draft, lines[i]) for i in run}
    exact = _tabs_tell(tabs, edges, run)
    most = max(sum(tabs[i]) + sum(edges[i]) if exact and any(tabs[i]) else len(rows[i]) for i in run)
    columns = _columns([_places(lines[i], rows[i]) for i in run if len(rows[i]) == most])
    wanted: dict[int, list[int]] = {}
    for i in run:
        single = set(tabs[i]) == {1} and not any(edges[i])
        if exact and all(tabs[i]):
            wanted[i] = [edges[i][0], *tabs[i], edges[i][1]]
        elif not any(tabs[i]) and len(rows[i]) < most:
            wanted[i] = _by_place(columns, _places(lines[i], rows[i]))
        else:
            wanted[i] = [0, *[1] * len(rows[i]), 0]
        if single and _has_number(lines[i].text):
            wanted[i][-1] += most - sum(wanted[i])
    return wanted


@lru_cache(maxsize=1024)
def _has_number(text: str) -> bool:
    return any(map(is_number, text.split("\t")))


def _line_end(draft: Draft, line: Line) -> int:
    end = line.end
    while end < len(draft.text) and draft.text[end] in " \t\u00a0\u3000":
        end += 1
    return end


def _edges(draft: Draft, line: Line) -> tuple[int, int]:
    before = draft.text.count("\t", line.start - line.blanks, line.start)
    return before, draft.text.count("\t", line.end, _line_end(draft, line))


def _tabs_tell(tabs: dict[int, list[int]], edges: dict[int, tuple[int, int]], run: Sequence[int]) -> bool:
    """Say whether each tab is a column: all rows with blank cells have as many as the fullest without."""
    full = [sum(tabs[i]) for i in run if tabs[i] and set(tabs[i]) == {1} and not any(edges[i])]
    holed = [sum(tabs[i]) + sum(edges[i]) for i in run if set(tabs[i]) - {0, 1} or any(edges[i])]
    return bool(full) and bool(holed) and all(n == max(full) for n in holed)


def _by_place(columns: Sequence[tuple[int, int]], cells: Sequence[tuple[int, int]]) -> list[int]:
    """Return the tabs round the cells of a row with blank cells, by the columns they stand under.

    One between each two where a cell stands under no column or under two.
    """
    under = [[c for c, (s, e) in enumerate(columns) if s < end and start < e] for start, end in cells]
    at = [u[0] for u in under] if all(len(u) == 1 for u in under) else []
    steps = [b - a for a, b in pairwise(at)]
    known = bool(at) and all(step > 0 for step in steps)
    return [at[0], *steps, len(columns) - 1 - at[-1]] if known else [0, *[1] * (len(cells) - 1), 0]


def _places(line: Line, gaps: Gaps) -> list[tuple[int, int]]:
    """Return where the cells of a line begin and end, in half characters from the margin."""
    edges = [0, *(edge for gap in gaps for edge in gap), len(line.text)]
    at = [line.indent + width(line.text[:edge]) for edge in edges]
    return list(zip(at[::2], at[1::2], strict=True))


def _columns(full: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    return [(min(s for s, _ in cells), max(e for _, e in cells)) for cells in zip(*full, strict=True)]
