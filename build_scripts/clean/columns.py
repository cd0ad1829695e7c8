"""Set the tabs of tables: one between the cells of a row, and one for each blank cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from build_scripts.clean.cell_lines import CellLines, find_cell_lines
from build_scripts.clean.lines import Line, split_lines, split_pages
from build_scripts.clean.table_rows import Gaps, find_rows, gap_after_mark, neighbours
from build_scripts.models import RawText
from build_scripts.offsets import Change, Draft
from build_scripts.rules.cells import is_number
from build_scripts.rules.widths import width

_DASHED_RE = re.compile(
    r"[-—–－―─]{1,3}\s{0,3}[0-9０-９]{1,3}(?:\s{0,3}[-—–－―─]{1,3})?|[0-9０-９]{1,3}\s{0,3}[-—–－―─]{1,3}"
)
# A head over several columns is as wide as they are, but for one character at each side.
_SLACK = 2


def fix_column_gap(draft: Draft, raw: RawText) -> list[Change]:
    """Set one tab between the columns of a table that blanks align: "许可    12   3" gives "许可	12	3".

    A blank cell has its own tab, at the edges of a row too. Cells that stand one a line are set side by side where
    heads and numbers go together.
    """
    lines, rows = split_lines(draft.text), find_rows(draft.text)
    changes = [Change("column-gap", *gap) for gap in map(gap_after_mark, lines) if gap]
    runs = _parted(draft, raw, rows) if raw.layout else neighbours(rows)
    changes += [c for run in runs for c in _gap_changes(draft, lines, rows, run)]
    return changes + _side_by_side(lines, _cell_lines(lines, rows))


def _parted(draft: Draft, raw: RawText, rows: Mapping[int, Gaps]) -> list[list[int]]:
    """Return runs of rows as ``neighbours`` does, cut where a page ends and a row of words begins with other columns.

    Two tables that touch over a page's end: the shorter rows of one lack no cells of the other.
    """
    lines = split_pages(draft, raw.pages)
    wide = {i: lines[i].text.count("\t") + sum(_edges(draft, lines[i])) for i in rows}
    runs: list[list[int]] = []
    for run in neighbours(rows):
        runs.append(run[:1])
        for a, b in pairwise(run):
            words = not any(map(is_number, lines[b].text.split("\t")))
            if lines[a].page_after and words and wide[a] != wide[b] == wide.get(b + 1):
                runs.append([])
            runs[-1].append(b)
    return runs


def table_lines(lines: Sequence[Line], text: str) -> frozenset[int]:
    """Return the lines of ``text`` that stand in columns, or are the cells of a table that stand one a line."""
    rows = find_rows(text)
    return frozenset(rows) | {i for run in _cell_lines(lines, rows) for i in run.lines}


def is_table_line(lines: Sequence[Line], table: frozenset[int], i: int) -> bool:
    """Say whether a line that looks like a page number is a row or a cell of the ``table_lines`` round it.

    A page number between rows is one number, with a dash at each side and few blanks between: — 3 —.
    """
    if i not in table:
        return False
    beside = i - 1 in table or i + 1 in table
    return beside and (_DASHED_RE.fullmatch(lines[i].text) is None)


def edge_tabs(between: str, above: bool, below: bool) -> str:  # noqa: FBT001 - the two sides of a line break
    r"""Return a line break with the tabs of blank cells on the sides that are rows: "\t \n\t" gives "\t\n\t"."""
    if "\t" not in between:
        return "\n"
    first, *rest = re.split(r"[\r\n\f\v\u0085\u2028\u2029]+", between)
    last = rest[-1] if rest else ""
    return "\t" * (first.count("\t") * above) + "\n" + "\t" * (last.count("\t") * below)


def _cell_lines(lines: Sequence[Line], rows: Mapping[int, Gaps]) -> list[CellLines]:
    return find_cell_lines(lines, frozenset(rows))


def _side_by_side(lines: Sequence[Line], runs: Iterable[CellLines]) -> list[Change]:
    return [
        Change("cell-line", lines[a].end, lines[a + 1].start, "\t")
        for run in runs
        for row in run.rows
        for a in row[:-1]
    ]


def _gap_changes(
    draft: Draft, lines: Sequence[Line], rows: Mapping[int, Gaps], run: Sequence[int]
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
    draft: Draft, lines: Sequence[Line], rows: Mapping[int, Gaps], run: Sequence[int]
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
            spans = not any(map(is_number, lines[i].text.split()))
            wanted[i] = _by_place(columns, _places(lines[i], rows[i]), spans=spans)
        else:
            wanted[i] = [0, *[1] * len(rows[i]), 0]
        if single and _is_labelled(lines[i].text):
            wanted[i][-1] += most - sum(wanted[i])
    return wanted


@lru_cache(maxsize=1024)
def _is_labelled(text: str) -> bool:
    """Say whether numbers stand behind words in a row: without a label, any of its cells may be the one that lacks."""
    label, *cells = text.split("\t")
    return not is_number(label) and any(map(is_number, cells))


def _line_end(draft: Draft, line: Line) -> int:
    end = line.end
    while end < len(draft.text) and draft.text[end] in " \t\u00a0\u3000":
        end += 1
    return end


def _edges(draft: Draft, line: Line) -> tuple[int, int]:
    before = draft.text.count("\t", line.start - line.blanks, line.start)
    return before, draft.text.count("\t", line.end, _line_end(draft, line))


def _tabs_tell(tabs: dict[int, list[int]], edges: dict[int, tuple[int, int]], run: Sequence[int]) -> bool:
    """Say whether each tab is a column: all rows have as many, or those with blank cells as the fullest without."""
    full = [sum(tabs[i]) for i in run if tabs[i] and set(tabs[i]) == {1} and not any(edges[i])]
    holed = [sum(tabs[i]) + sum(edges[i]) for i in run if set(tabs[i]) - {0, 1} or any(edges[i])]
    every = {sum(tabs[i]) + sum(edges[i]) for i in run}
    return bool(holed) and (len(every) == 1 or (bool(full) and all(n == max(full) for n in holed)))


def _by_place(
    columns: Sequence[tuple[int, int]], cells: Sequence[tuple[int, int]], *, spans: bool
) -> list[int]:
    """Return the tabs round the cells of a row with blank cells, by the columns they stand under.

    One between each two where a cell stands under no column, or under two, which only a head may (``spans``).
    """
    slack = _SLACK if spans else 0
    under = [
        [c for c, (s, e) in enumerate(columns) if s < end + slack and start - slack < e]
        for start, end in cells
    ]
    if spans:
        under = [u or [_nearest(columns, cell)] for u, cell in zip(under, cells, strict=True)]
    known = all(len(u) == 1 or (spans and u) for u in under) and all(a[-1] < b[0] for a, b in pairwise(under))
    if not known:
        return [0, *[1] * (len(cells) - 1), 0]
    at = [u[0] for u in under]
    return [at[0], *(b - a for a, b in pairwise(at)), len(columns) - 1 - at[-1]]


def _nearest(columns: Sequence[tuple[int, int]], cell: tuple[int, int]) -> int:
    return min(range(len(columns)), key=lambda c: abs(sum(columns[c]) - sum(cell)))


def _places(line: Line, gaps: Gaps) -> list[tuple[int, int]]:
    """Return where the cells of a line begin and end, in half characters from the margin."""
    edges = [0, *(edge for gap in gaps for edge in gap), len(line.text)]
    widths = (width(line.text[a:b]) for a, b in pairwise(edges))
    at = list(accumulate(widths, initial=line.indent))
    return list(zip(at[::2], at[1::2], strict=True))


def _columns(full: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    return [(min(s for s, _ in cells), max(e for _, e in cells)) for cells in zip(*full, strict=True)]
