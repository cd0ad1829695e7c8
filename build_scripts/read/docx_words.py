"""The words of a paragraph of a Word file as it would be printed: tracked changes done, hidden words left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from build_scripts.read.docx_styles import Styles, W, child, is_on, value
from build_scripts.read.elements import Element, walk
from build_scripts.read.signs import plain_words

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Deleted and moved away, properties, instructions of fields, phonetic signs, boxes of text (read on their own).
_LEFT_OUT = frozenset(
    W + name
    for name in (
        *("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText"),
        *("rt", "txbxContent", "footnoteRef", "endnoteRef"),
    )
)
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
# Signs of fonts that are all pictures, by their place in the font. Sources: tables of Wingdings 1 and 2, Symbol.
_PICTURES = {
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x71: "□",
        0x75: "◆",
        0xA8: "□",
        0xFB: "×",
        0xFC: "√",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {0x4F: "×", 0x50: "√", 0x52: "☑", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xD7: "·"},
}
# Half points: nobody can read them.
_NO_SIZE = ("0", "1", "2")
_UNKNOWN_PICTURE = "□"
_PRIVATE = range(0xE000, 0xF900)


@dataclass(slots=True)
class Words:
    """A paragraph's words, with the boxes of text that hang on it and the notes that it points to."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read_words(paragraph: Element, styles: Styles) -> Words:
    """Return what a paragraph says."""
    found = Words()
    parts: list[str] = []
    style = value(child(paragraph, "pPr", "pStyle"))
    hidden = styles.hides(style or styles.usual)

    def skip(element: Element) -> bool:
        return is_left_out(element) or (element.tag == W + "r" and _is_hidden(element, styles, hidden=hidden))

    for opens, element in walk(paragraph, skip):
        if not opens:
            continue
        if element.tag == W + "txbxContent":
            found.boxes.append(element)
        elif element.tag in (W + "footnoteReference", W + "endnoteReference"):
            found.notes.append((element.tag.removesuffix("Reference"), value(element, "id") or ""))
        else:
            parts.append(_words_of(element))
    found.text = plain_words("".join(parts))
    return found


def is_left_out(element: Element) -> bool:
    """Say whether an element holds nothing of the text, or holds what stands beside it once more."""
    if element.tag in _LEFT_OUT:
        return True
    if element.tag == MC + "Fallback":
        parent = element.getparent()
        return parent is not None and any(e.tag == MC + "Choice" for e in parent)
    if element.tag == MC + "Choice":
        before = element.getprevious()
        return before is not None and before.tag == MC + "Choice"
    return element.tag == W + "sdtContent" and _is_placeholder(element)


def _is_placeholder(content: Element) -> bool:
    """Say whether a field to fill in only shows what should be written there."""
    properties = content.getprevious()
    return properties is not None and bool(is_on(child(properties, "showingPlcHdr")))


def _is_hidden(run: Element, styles: Styles, *, hidden: bool) -> bool:
    properties = child(run, "rPr")
    if value(child(properties, "sz")) in _NO_SIZE:
        return True
    own = is_on(child(properties, "vanish"))
    if own is not None:
        return own
    named = value(child(properties, "rStyle"))
    told = next((s.hidden for _, s in styles.chain(named) if s.hidden is not None), None)
    return hidden if told is None else told


def _words_of(element: Element) -> str:
    if element.tag in (W + "t", _MATH_TEXT):
        return (element.text or "").replace("\n", " ")
    if element.tag == W + "sym":
        return _picture(value(element, "font") or "", value(element, "char") or "")
    # A tab within properties is a place on the ruler.
    return _SIGNS.get(element.tag, "")


def _picture(font: str, written: str) -> str:
    """Return the sign of a font of pictures; one that nobody knows shows that something stood there."""
    try:
        code = int(written, 16)
    except ValueError:
        return ""
    if code not in _PRIVATE and code > 0xFF:  # noqa: PLR2004 - below, the place in the font itself
        return chr(code) if code < 0x110000 else ""  # noqa: PLR2004 - the last code point
    return _PICTURES.get(font.lower(), {}).get(code & 0xFF, _UNKNOWN_PICTURE)


def find_blocks(container: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of ``names`` in a body, table or cell, in order, also those within fields or put in later.

    What stands within one of them is its own.
    """
    wanted = frozenset(W + name for name in names)

    def skip(element: Element) -> bool:
        return element is not container and (element.tag in wanted or is_left_out(element))

    for opens, element in walk(container, skip):
        if opens and element is not container and element.tag in wanted:
            yield element
