"""Read a Word file (DOCX): its body as lines, numbers that Word sets written out, tables as rows.

Headers and footers are left out: they hold page numbers and the name of the file. A note stands on a line of its own
behind the paragraph that points to it, or the next that ends a sentence: at the end of all it would part signature
and date from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from build_scripts.errors import UnreadableError
from build_scripts.models import RawText, Source
from build_scripts.read.box_lines import box_lines
from build_scripts.read.docx_numbers import Numbering, read_lists, set_before
from build_scripts.read.docx_styles import (
    NumberAt,
    Style,
    Styles,
    W,
    child,
    is_on,
    read_style,
    read_styles,
    value,
    whole,
)
from build_scripts.read.docx_words import find_blocks, read_words
from build_scripts.read.elements import Element
from build_scripts.read.grids import GridCell, join_lines, lay_rows
from build_scripts.read.packed_xml import PackedXml, open_packed
from build_scripts.read.signs import has_han
from build_scripts.rules.widths import ends_sentence

_INDENT = "\u3000\u3000"
# A cell of three paragraphs and so many characters is a part of the page, and its table no more than a frame.
_LONG_CELL, _FEW_BLOCKS = 300, 3
_BLOCKS = ("p", "tbl", "altChunk")


def read_docx(source: Source, data: bytes) -> RawText:
    """Return the text of a Word file, a line a paragraph. Raises ``UnreadableError``; opens nothing else."""
    packed = open_packed(source, data)
    document = packed.parse("word/document.xml")
    body = child(document, "body")
    if body is None:
        raise UnreadableError(source.path, "Word 文件里没有正文", "请打开核对，另存为一份新的再试")
    reader = _Reader(
        packed,
        read_styles(packed.parse("word/styles.xml")),
        Numbering(read_lists(packed.parse("word/numbering.xml"))),
    )
    text = "\n".join(reader.all_lines(body)) + "\n"
    if not has_han(text):
        raise UnreadableError(
            source.path, "Word 文件里没有汉字，可能是贴进去的图片", "请另存为 PDF，或把正文复制成 .txt"
        )
    return RawText(source=source, text=text, encoding="utf-8")


class _End(Enum):
    """The end of a paragraph; behind one that is not seen the next paragraph stands on the same line."""

    SEEN = auto()
    HIDDEN = auto()
    GONE = auto()


@dataclass(slots=True)
class _Reader:
    """The parts that paragraphs depend on, and what was put off while they are read in order."""

    packed: PackedXml
    styles: Styles
    numbering: Numbering
    notes: list[tuple[str, str]] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    note_parts: dict[str, dict[str, Element]] = field(default_factory=dict)
    carried: str = ""
    begun: bool = False

    def all_lines(self, body: Element) -> Iterator[str]:
        """Yield the lines of the file, each note behind the next line that ends a sentence."""
        for line in self.lines(body):
            yield line
            if self.notes and ends_sentence(line.rstrip()):
                yield from self._note_lines()
        yield from self._note_lines()

    def lines(self, container: Element) -> Iterator[str]:
        """Yield the lines of a body, cell or box."""
        for block in find_blocks(container, *_BLOCKS):
            if block.tag == W + "tbl":
                yield from self._table(block)
            elif block.tag == W + "p":
                yield from self._paragraph(block)
            else:
                raise UnreadableError(
                    self.packed.source.path,
                    "Word 文件里嵌了别的文件，读不全",
                    "请在 Word 中打开后另存为 .docx",
                )
        yield from self._rest()

    def _rest(self) -> Iterator[str]:
        """Yield what was carried over to a paragraph that did not come."""
        carried, self.carried = self.carried, ""
        if carried.strip():
            yield carried

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        """Yield a paragraph's lines; boxes of text at the head of the file stand above it, all others below."""
        words = read_words(paragraph, self.styles)
        self.notes += words.notes
        carried, self.carried = self.carried, ""
        begun = self.begun
        boxes = [line for box in words.boxes for line in self.lines(box)]
        end = _end_of(paragraph)
        text = carried + words.text
        # A paragraph whose end is deleted is a part of the next one, whose number and indent it has.
        text = text if end is _End.GONE else self._written(paragraph, text.rstrip())
        if not begun:
            yield from boxes
        if end is _End.SEEN:
            yield from (line for line in text.split("\n") if line.strip())
        else:
            self.carried = text
        if begun:
            yield from boxes
        self.begun = begun or bool(text.strip() or boxes)

    def _written(self, paragraph: Element, text: str) -> str:
        """Return a paragraph with its number and its indent; a blank one has a number in a table alone."""
        own = read_style(paragraph)
        chain = self.styles.chain(value(child(paragraph, "pPr", "pStyle")) or self.styles.usual)
        place = self._place(own, chain)
        mark = self.numbering.next(place) if place else ""
        if not text.strip():
            return mark if _is_in_cell(paragraph) else ""
        indented = next((s.indented for s in (own, *(s for _, s in chain)) if s.indented is not None), False)
        text = set_before(mark, text) if mark else text
        return _INDENT + text if indented and not text[:1].isspace() else _as_indent(text)

    def _place(self, own: Style, chain: list[tuple[str, Style]]) -> NumberAt | None:
        """Return the list and level of a paragraph: its own, else its style's."""
        listed = [("", own), *chain]
        name, list_id = next(((n, s.list_id) for n, s in listed if s.list_id is not None), ("", None))
        if list_id in (None, "0"):
            return None
        level = next((s.level for _, s in listed if s.level is not None), None)
        of_style = self.numbering.level_of(list_id or "", name) if name else None
        return NumberAt(list_id or "", of_style if of_style is not None else level or 0)

    def _table(self, table: Element) -> Iterator[str]:
        """Yield the rows of a table with tabs, or, where it only frames parts of the page, what stands in it."""
        rows = [row for row in find_blocks(table, "tr") if not _is_gone(row)]
        cells = [list(find_blocks(row, "tc")) for row in rows]
        if max(map(len, cells), default=0) <= 1 or any(_is_frame(cell) for row in cells for cell in row):
            for row in cells:
                for cell in row:
                    yield from self.lines(cell)
            return
        grid = [
            [*_blank(rows[i], "gridBefore"), *map(self._cell, row), *_blank(rows[i], "gridAfter")]
            for i, row in enumerate(cells)
        ]
        yield from box_lines([[c.text for c in row] for row in grid]) or lay_rows(grid)

    def _cell(self, cell: Element) -> GridCell:
        across = whole(value(child(cell, "tcPr", "gridSpan"))) or 1
        text = join_lines("\n".join(self.lines(cell)))
        goes_on = [child(cell, "tcPr", name) for name in ("vMerge", "hMerge")]
        merged = any(e is not None and value(e) in (None, "continue") for e in goes_on)
        return GridCell("" if merged else text, max(across, 1))

    def _note_lines(self) -> Iterator[str]:
        """Yield the notes that were pointed to since the last, a line each."""
        noted, self.notes = self.notes, []
        # A note that is pointed to twice stands once.
        fresh = [note for note in dict.fromkeys(noted) if note not in self.told]
        self.told.update(fresh)
        for kind, name in fresh:
            note = self._notes_of(kind.removeprefix(W)).get(name)
            text = join_lines("\n".join(self.lines(note))) if note is not None else ""
            yield from (text,) if text else ()

    def _notes_of(self, kind: str) -> dict[str, Element]:
        """Return the notes of a kind by their ids; their part is read once."""
        if kind not in self.note_parts:
            root = self.packed.parse(f"word/{kind}s.xml")
            self.note_parts[kind] = {value(e, "id") or "": e for e in root} if root is not None else {}
        return self.note_parts[kind]


def _end_of(paragraph: Element) -> _End:
    mark = child(paragraph, "pPr", "rPr")
    if any(child(mark, name) is not None for name in ("del", "moveFrom")):
        return _End.GONE
    return _End.HIDDEN if is_on(child(mark, "vanish")) and is_on(child(mark, "specVanish")) else _End.SEEN


def _is_gone(row: Element) -> bool:
    properties = child(row, "trPr")
    return child(properties, "del") is not None or bool(is_on(child(properties, "hidden")))


def _is_in_cell(paragraph: Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.tag == W + "tc"


def _is_frame(cell: Element) -> bool:
    """Say whether a cell holds a table of its own, or whole paragraphs."""
    if any(True for _ in cell.iter(W + "tbl")):
        return True
    length = sum(len(e.text or "") for e in cell.iter(W + "t"))
    return length > _LONG_CELL and sum(1 for _ in cell.iter(W + "p")) >= _FEW_BLOCKS


def _blank(row: Element, name: str) -> list[GridCell]:
    """Return the blank cells that a row leaves at its edge."""
    count = whole(value(child(row, "trPr", name))) or 0
    return [GridCell("", count)] if count > 0 else []


def _as_indent(text: str) -> str:
    """Return a line whose first tab, or run of plain blanks, is two full-width blanks."""
    bare = text.lstrip(" \t")
    return (_INDENT if len(bare) < len(text) else "") + bare
