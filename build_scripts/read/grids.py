"""The rows of a table as lines: cells parted by tabs, and a blank one for each that is merged away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The widest table of a report has some thirty columns; a page may claim a million for one cell. No word is left out.
_MOST_COLUMNS = 100
_WIDE = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’"
_INNER_RE = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])|\s+")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell and how many columns and rows it goes over."""

    text: str
    across: int = 1
    down: int = 1


def join_lines(text: str) -> str:
    """Return the words of a cell on one line: nothing between Han characters, a blank between all others."""
    return _INNER_RE.sub(_gap, text.strip())


def _gap(match: re.Match[str]) -> str:
    text, start, end = match.string, *match.span()
    return "" if re.match(f"[{_WIDE}]", text[start - 1]) and re.match(f"[{_WIDE}]", text[end]) else " "


def lay_rows(rows: Sequence[Sequence[GridCell]]) -> list[str]:
    """Return the lines of a table. A merged value stands once, where it begins: a figure must not be there twice.

    A row of one cell, above the first full row or below the last, is a caption or a note: a line without tabs.
    """
    laid = _placed(rows)
    width = max((len(cells) for cells in laid), default=0)
    full = [i for i, row in enumerate(rows) if len(row) > 1]
    lines = []
    for i, (row, cells) in enumerate(zip(rows, laid, strict=True)):
        beside = not full or not full[0] <= i <= full[-1]
        alone = beside and len(row) == 1 and bool(cells[0])
        lines.append(row[0].text if alone else "\t".join([*cells, *[""] * (width - len(cells))]))
    return [line for line in lines if line.strip()]


def _placed(rows: Sequence[Sequence[GridCell]]) -> list[list[str]]:
    """Return the words of every place of the grid, "" where a merged cell covers it."""
    laid: list[list[str]] = []
    covered: dict[int, int] = {}
    for row in rows:
        words: list[str] = []
        below: dict[int, int] = {}
        for cell in row:
            _pass_covered(words, covered)
            at, across = len(words), max(1, cell.across)
            words += [cell.text, *[""] * (min(across, _MOST_COLUMNS - at) - 1)]
            below |= dict.fromkeys(range(at, len(words)), cell.down - 1)
        _pass_covered(words, covered)
        covered = {c: n - 1 for c, n in covered.items()} | below
        covered = {c: n for c, n in covered.items() if n > 0}
        laid.append(words)
    return laid


def _pass_covered(words: list[str], covered: Mapping[int, int]) -> None:
    """Add a blank cell for each place from here on that a cell of a row above covers."""
    while len(words) in covered:
        words.append("")
