"""Tables of a page: those that hold figures or particulars become rows, those that only part the page are none."""

import re
from collections.abc import Sequence

from build_scripts.read.elements import Element, attribute, walk
from build_scripts.read.grids import GridCell, join_lines, lay_rows
from build_scripts.rules.box import Label, load_labels
from build_scripts.rules.numerals import fold_width

# A cell of three paragraphs and so many characters is a part of the page, and its table no more than a frame.
_LONG_CELL, _FEW_BLOCKS = 300, 3
_FEWEST_LABELS = 2
_COLONS = "：:"
# 政府信息公开条例依据： and its like; longer words before a colon are a sentence.
_LONGEST_LABEL = 12
_FRAMES = "[]【】"


def find_grids(body: Element) -> frozenset[Element]:
    """Return the tables that have rows and columns of their own: none that holds another, or whole paragraphs."""
    tables = list(body.iter("table"))
    outer: set[Element] = set()
    for table in tables:
        parent = table.getparent()
        while parent is not None and parent not in outer:
            if parent.tag == "table":
                outer.add(parent)
            parent = parent.getparent()
    return frozenset(table for table in tables if table not in outer and _is_grid(table))


def grid_lines(table: Element) -> tuple[list[str], bool]:
    """Return the rows of a table as lines with tabs, or, of a box of particulars, as "label：value" and ``True``."""
    caption = ["".join(c.itertext()).strip() for c in table.iter("caption")]
    rows = _rows(table)
    box = _box_lines([[cell.text for cell in row] for row in rows])
    return [*(join_lines(words) for words in caption if words), *(box or lay_rows(rows))], bool(box)


def _rows(table: Element) -> list[list[GridCell]]:
    return [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]


def _cell(cell: Element) -> GridCell:
    across, down = (_count(attribute(cell, name)) for name in ("colspan", "rowspan"))
    return GridCell(_words(cell), across, down)


def _count(written: str) -> int:
    return max(int(written), 1) if re.fullmatch(r"\d{1,4}", written.strip()) else 1


def _words(cell: Element) -> str:
    """Return the words of a cell on one line; what stands below each other is parted as ``join_lines`` parts it."""
    pieces: list[str] = []
    for opens, element in walk(cell):
        if element.tag in ("br", "p", "div", "li"):
            pieces.append("\n")
        if opens:
            pieces.append(
                re.sub(r"[\r\n]+\s*", "", element.text or "") if element.tag != "pre" else element.text or ""
            )
        elif element is not cell:
            pieces.append(re.sub(r"[\r\n]+\s*", "", element.tail or ""))
    return join_lines("".join(pieces).replace("\u00a0", " "))


def _is_grid(table: Element) -> bool:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if max(map(len, rows), default=0) <= 1:
        return False
    return not any(_is_frame(cell) for row in rows for cell in row)


def _is_frame(cell: Element) -> bool:
    blocks = sum(1 for _ in cell.iter("p", "div", "br", "li", "h1", "h2", "h3"))
    return blocks >= _FEW_BLOCKS and sum(len(words.strip()) for words in cell.itertext()) > _LONG_CELL


def _label(words: str) -> Label | None:
    packed = "".join(words.split())
    return load_labels().get(fold_width(packed).rstrip(":").strip(_FRAMES))


def _box_lines(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the lines of a box of particulars, nothing for any other table.

    In a box labels and values take turns in every row, or one row of labels stands above one of values.
    """
    known = sum(_label(cell) is not None for row in rows for cell in row)
    if known < _FEWEST_LABELS:
        return ()
    filled = [row for row in rows if any(row)]
    if len(filled) == _FEWEST_LABELS and len(filled[0]) == len(filled[1]) and all(map(_label, filled[0])):
        return [_line(label, value) for label, value in zip(*filled, strict=True)]
    paired = [_paired(row) for row in filled]
    return [line for lines in paired for line in lines or ()] if all(paired) else ()


def _paired(row: Sequence[str]) -> list[str] | None:
    """Return the lines of a row of labels and values, ``None`` where something is neither."""
    lines: list[str] = []
    label = ""
    for cell in row:
        if _is_label(cell):
            lines += [_line(label, "")] if label else []
            label = cell
        elif label:
            lines.append(_line(label, cell))
            label = ""
        elif _label(re.split(f"[{_COLONS}]", cell)[0]):
            lines.append(cell)
        elif cell:
            return None
    return [*lines, _line(label, "")] if label else lines


def _is_label(cell: str) -> bool:
    return _label(cell) is not None or (cell.endswith(tuple(_COLONS)) and len(cell) <= _LONGEST_LABEL)


def _line(label: str, value: str) -> str:
    return f"{label.rstrip(_COLONS)}：{value}"
