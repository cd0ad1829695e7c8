"""Lines of text with their places: where blanks stand between characters, and where the cells of a line part."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from build_scripts.models import Box
from build_scripts.read.characters import Character, group_lines, size_of

# Parts of the font's size. Justified lines have up to a quarter between all characters, which is their usual gap;
# what goes beyond it by a third is a blank, by one and a half a gap between columns.
_BLANK, _GAP = 0.35, 1.5
_WORD_GAP = 0.1
_ABOVE, _BELOW = 0.88, 0.12
BLANK = "\u3000"


class Piece(NamedTuple):
    """Text on one line of a page and its box. ``edges`` as in ``PlacedLine``; ``size`` is that of the font."""

    text: str
    box: Box
    edges: tuple[float, ...]
    size: float
    confidence: float | None = None


class Row(NamedTuple):
    """A line of the text that is read: its pieces with what stands before each, blanks or tabs; ``end`` is after all.

    An ordinary line is one piece; the row of a table has one for each line of each cell. ``edge`` is where the text
    of its column begins, ``None`` on a page of one column.
    """

    pieces: tuple[tuple[str, Piece], ...]
    end: str = ""
    edge: float | None = None

    @property
    def first(self) -> Piece:
        """The piece that stands furthest left of those at the head of the row."""
        return self.pieces[0][1]

    @property
    def left(self) -> float:
        """The left edge of the row."""
        return min(piece.box.left for _, piece in self.pieces)

    @property
    def right(self) -> float:
        """The right edge of the row."""
        return max(piece.box.right for _, piece in self.pieces)

    @property
    def top(self) -> float:
        """The upper edge of the row."""
        return min(piece.box.top for _, piece in self.pieces)

    @property
    def bottom(self) -> float:
        """The lower edge of the row."""
        return max(piece.box.bottom for _, piece in self.pieces)

    @property
    def is_cells(self) -> bool:
        """Say whether tabs part it."""
        return self.end != "" or any("\t" in before for before, _ in self.pieces)


def cut_cells(line: Sequence[Character], gap: float = _GAP) -> list[list[Character]]:
    """Return the parts of a line between which gaps of ``gap`` sizes stand, blanks left out at their edges."""
    size, usual = size_of(line), _usual_gap(line)
    cells: list[list[Character]] = []
    last: Character | None = None
    for char in line:
        if char.text.isspace():
            if cells:
                cells[-1].append(char)
            continue
        if last is None or char.left - last.right - usual >= gap * size:
            cells.append([])
        cells[-1].append(char)
        last = char
    return [_trimmed(cell) for cell in cells]


def _trimmed(cell: list[Character]) -> list[Character]:
    while cell[-1].text.isspace():
        cell.pop()
    return cell


def _usual_gap(line: Sequence[Character]) -> float:
    """Return the gap between most neighbours of a line: 0 in most, more where it is justified or letter-spaced."""
    words = [c for c in line if not c.text.isspace()]
    gaps = [b.left - a.right for a, b in pairwise(words)]
    return max(median(gaps), 0.0) if gaps else 0.0


def piece_of(line: Sequence[Character]) -> Piece:
    """Return the text of one line or cell, a blank set where the characters stand apart."""
    size, usual = size_of(line), _usual_gap(line)
    text: list[str] = []
    edges: list[float] = []
    last: Character | None = None
    spaced = False
    for char in line:
        if char.text.isspace():
            spaced = True
            continue
        if last is not None:
            blanks = _blanks(last, char, (char.left - last.right - usual) / size, spaced=spaced)
            text.append(blanks)
            edges += [last.right] * len(blanks)
        text.append(char.text)
        edges += [char.left] * len(char.text)
        last, spaced = char, False
    right = last.right if last else 0.0
    base = median(c.base for c in line)
    box = Box(edges[0], base - _ABOVE * size, right, base + _BELOW * size)
    sure = [c.confidence for c in line if c.confidence is not None]
    return Piece("".join(text), box, (*edges, right), size, min(sure) if sure else None)


def _blanks(before: Character, after: Character, gap: float, *, spaced: bool) -> str:
    """Return what stands between two neighbours ``gap`` sizes apart: full-width blanks from one and a half on."""
    if gap >= _GAP:
        return BLANK * max(round(gap), 2)
    latin = before.text.isascii() and after.text.isascii()
    return " " if gap >= _BLANK or (spaced and (latin or gap >= _WORD_GAP)) else ""


def rows_of(characters: Sequence[Character]) -> list[Row]:
    """Return the lines that characters stand on, from the top, each as one row."""
    return [row_of(line) for line in group_lines(characters) if any(not c.text.isspace() for c in line)]


def row_of(line: Sequence[Character]) -> Row:
    """Return one line as a row of one piece."""
    return Row((("", piece_of(line)),))


def cell_pieces(characters: Sequence[Character]) -> list[tuple[str, Piece]]:
    """Return the lines of one cell with what stands between them: nothing, or a blank between Latin words and numbers.

    Two numbers below each other are two: 13 over 33 where the line between them is lost is no 1333.
    """
    pieces: list[tuple[str, Piece]] = []
    for row in rows_of(characters):
        seam = pieces[-1][1].text[-1] + row.first.text[0] if pieces else ""
        pieces.append((" " if seam.isascii() and seam.isalnum() else "", row.first))
    return pieces
