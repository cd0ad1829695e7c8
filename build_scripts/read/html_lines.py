"""The lines of a page as a reader sees them: blocks and <br> part lines, tags inside a line part nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from build_scripts.read.elements import Element, attribute, walk
from build_scripts.read.html_sheets import style_of
from build_scripts.read.html_tables import find_grids, grid_lines
from build_scripts.read.list_numbers import write_number
from build_scripts.read.signs import plain_words
from build_scripts.rules.cells import is_number
from build_scripts.rules.marks import find_mark
from build_scripts.rules.widths import is_han, width

_BLOCKS = frozenset(
    (
        *(
            "html",
            "body",
            "main",
            "header",
            "footer",
            "article",
            "section",
            "aside",
            "nav",
            "div",
            "center",
            "form",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "pre",
            "blockquote",
            "address",
            "hr",
            "figure",
            "figcaption",
        ),
        *(
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "dir",
            "menu",
            "details",
            "summary",
            "dialog",
            "fieldset",
            "legend",
        ),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HEADINGS = frozenset(("h1", "h2", "h3"))
_RUN_RE = re.compile(r"[ \t\r\n\f]+")
_BREAK_RE = re.compile(r"\r\n?|\n")
_INDENTED_RE = re.compile(r"(?!0)(?!\.0)\d*\.?\d+(?:em|px|pt|rem|cm|mm|%)")
# Two full-width blanks are the indent of a paragraph; more of them set a signature to the right.
_INDENT, _WIDEST_INDENT = "\u3000\u3000", 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page and the block that holds it. ``linked`` counts its characters that lead to other pages.

    ``row`` says that the line is a table's row.
    """

    text: str
    home: Element
    linked: int = 0
    row: bool = False

    @property
    def size(self) -> int:
        """How many characters the line has, blanks left out."""
        return len("".join(self.text.split()))

    @property
    def heading(self) -> bool:
        """Whether a heading's tag holds the line."""
        return self.home.tag in _HEADINGS


def find_lines(body: Element) -> Iterator[Line]:
    """Yield the lines of ``body`` in order. Nothing of it is left out."""
    grids = find_grids(body)
    flow = _Flow()
    for opens, element in walk(body, lambda e: e in grids):
        if opens and element in grids:
            yield from flow.flush()
            yield from _grid(element)
        elif opens:
            yield from flow.open(element)
        else:
            yield from flow.close(element)
        if (not opens or element in grids) and element is not body and element.tail:
            flow.add(element.tail)
    yield from flow.flush()


def _grid(table: Element) -> Iterator[Line]:
    """Yield the rows of a table; of one that lists other pages each counts as a link, but those with a figure."""
    words = sum(len(text.strip()) for text in table.itertext())
    links = sum(len(text.strip()) for a in table.iter("a") if _leads_away(a) for text in a.itertext())
    texts, is_box = grid_lines(table)
    for text in map(plain_words, texts):
        line = Line(text, table, row=not is_box)
        listed = links * 2 > words and not any(map(is_number, text.split("\t")[1:]))
        yield replace(line, linked=line.size) if listed else line


@dataclass
class _Flow:
    """The line that is being written, and the elements that are open."""

    blocks: list[Element] = field(default_factory=list)
    links: list[Element] = field(default_factory=list)
    kept: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    mark: str = ""
    indent: bool = False
    counts: dict[Element, int] = field(default_factory=dict)

    def open(self, element: Element) -> Iterator[Line]:
        """Go into an element."""
        style = style_of(element)
        if element.tag == "br":
            yield from self.flush()
        elif is_block(element, style):
            yield from self.flush()
            self.blocks.append(element)
            self.mark = self._list_mark(element) if element.tag == "li" else self.mark
            self.indent = _INDENTED_RE.fullmatch(style.get("text-indent", "")) is not None
        if element.tag == "a" and _leads_away(element):
            self.links.append(element)
        if element.tag == "pre" or style.get("white-space", "").startswith("pre"):
            self.kept.append(element)
        if element.text:
            self.add(element.text)

    def close(self, element: Element) -> Iterator[Line]:
        """Come out of an element."""
        if self.blocks and self.blocks[-1] is element:
            yield from self.flush()
            self.blocks.pop()
            self.indent = False
        for stack in (self.links, self.kept):
            if stack and stack[-1] is element:
                stack.pop()

    def add(self, text: str) -> None:
        """Write words; line ends of the file are blanks, but where the page keeps them."""
        if not self.kept:
            text = text.replace("\x0b", " ")
        self.parts.append(_BREAK_RE.sub("\x0b", text) if self.kept else text)
        if self.links:
            self.linked += len("".join(text.split()))

    def flush(self) -> Iterator[Line]:
        """Yield the line, if there is one, and begin another."""
        whole, linked = "".join(self.parts), self.linked
        self.parts, self.linked = [], 0
        if not self.blocks:
            return
        for piece in whole.split("\x0b"):
            text = _shown(plain_words(_RUN_RE.sub(_gap, piece)), indented=self.indent)
            if text:
                marked = self.mark + text.lstrip() if self.mark and not find_mark(text.lstrip()) else text
                yield Line(marked, self.blocks[-1], linked)
                self.mark, self.indent = "", False

    def _list_mark(self, item: Element) -> str:
        """Return the number that a list shows before an item, "" where it shows none."""
        parent = item.getparent()
        form = _form(item, parent) if parent is not None else "none"
        if parent is None or form == "none":
            return ""
        before = self.counts.get(parent, _whole(attribute(parent, "start"), 1) - 1)
        number = self.counts[parent] = _whole(attribute(item, "value"), before + 1)
        return write_number(number, form) + ("、" if form == "chineseCounting" else ".")


def is_block(element: Element, style: dict[str, str]) -> bool:
    """Say whether an element stands on lines of its own."""
    shown = style.get("display", "")
    return shown in ("block", "table", "flex", "list-item") or (element.tag in _BLOCKS and shown != "inline")


def _leads_away(element: Element) -> bool:
    """Say whether a link leads to another page: not within this one, and to no file that goes with it."""
    target = attribute(element, "href").strip().lower().partition("?")[0]
    return (
        bool(target)
        and not target.startswith("#")
        and not re.search(r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)$", target)
    )


def _gap(match: re.Match[str]) -> str:
    """Return what a run of blanks shows: nothing at a line end of the file beside a Han character, else one blank."""
    text, (start, end) = match.string, match.span()
    if "\n" not in match[0] and "\r" not in match[0]:
        return " "
    beside = text[start - 1 : start] + text[end : end + 1]
    return "" if any(is_han(c) or c in "，。、；：！？“”（）《》" for c in beside) else " "


def _shown(text: str, *, indented: bool) -> str:
    """Return a line with two full-width blanks where it is indented, and as wide an indent where that is wider."""
    bare = text.strip()
    if not bare:
        return ""
    wide = width(text[: len(text) - len(text.lstrip())])
    if wide > 2 * len(_INDENT):
        return "\u3000" * (min(wide, _WIDEST_INDENT) // 2) + bare
    return _INDENT + bare if indented or wide >= len(_INDENT) else bare


def _form(item: Element, parent: Element) -> str:
    """Return the way in which a list numbers an item, "none" where it does not."""
    styles = (style_of(parent), style_of(item))
    shown = " ".join(style.get(key, "") for style in styles for key in ("list-style", "list-style-type"))
    if parent.tag != "ol" or "none" in shown:
        return "none"
    if "cjk" in shown or "chinese" in shown:
        return "chineseCounting"
    return _FORMS.get(attribute(parent, "type"), "decimal")


def _whole(written: str, otherwise: int) -> int:
    return int(written) if re.fullmatch(r"\d{1,4}", written) else otherwise
