"""Tables of a page: those that hold figures or particulars become rows, those that only part the page are none."""

import re

from build_scripts.read.box_lines import box_lines
from build_scripts.read.elements import Element, attribute, walk
from build_scripts.read.grids import GridCell, join_lines, lay_rows

# A cell of three paragraphs and so many characters is a part of the page, and its table no more than a frame.
_LONG_CELL, _FEW_BLOCKS = 300, 3


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
    box = box_lines([[cell.text for cell in row] for row in rows])
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
