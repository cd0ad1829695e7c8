"""What the styles of a Word file say of a paragraph or run: hidden, indented, numbered.

Source of the names: ECMA-376 part 1, 17.7 (styles), 17.3.2.41 (vanish), 17.9 (numbering).
"""

from dataclasses import dataclass
from typing import NamedTuple

from build_scripts.read.elements import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset(("0", "false", "off", "none"))
# A style is based on another, and so on; a chain that is longer goes round in a circle.
_LONGEST_CHAIN = 20


class NumberAt(NamedTuple):
    """A list, by its number in the file, and the level in it."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; ``None`` where it leaves that to the one it is based on."""

    based_on: str | None = None
    hidden: bool | None = None
    indented: bool | None = None
    list_id: str | None = None
    level: int | None = None


def child(element: Element | None, *path: str) -> Element | None:
    """Return the element at the end of a path of names, the first of each, or ``None``."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if e.tag == W + name), None)
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of the word processor's own names, ``None`` where element or attribute is not there."""
    return None if element is None else element.get(W + name)


def is_on(element: Element | None) -> bool | None:
    """Return whether a switch is on, ``None`` where nobody sets it."""
    return None if element is None else value(element) not in _OFF


def whole(written: str | None) -> int | None:
    """Return a whole number, ``None`` where there is none."""
    try:
        return int(written) if written else None
    except ValueError:
        return None


def read_style(element: Element) -> Style:
    """Return what a style, or a paragraph that is formatted by itself, says."""
    numbered = child(element, "pPr", "numPr")
    return Style(
        based_on=value(child(element, "basedOn")),
        hidden=is_on(child(element, "rPr", "vanish")),
        indented=_is_indented(child(element, "pPr", "ind")),
        list_id=value(child(numbered, "numId")),
        level=whole(value(child(numbered, "ilvl"))),
    )


def _is_indented(indent: Element | None) -> bool | None:
    told = [whole(value(indent, name)) for name in ("firstLineChars", "firstLine")]
    known = [number for number in told if number is not None]
    if indent is not None and not known and (value(indent, "hanging") or value(indent, "hangingChars")):
        return False
    return any(number > 0 for number in known) if known else None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by their ids; ``usual`` is that of a paragraph that names none."""

    by_id: dict[str, Style]
    usual: str | None

    def chain(self, style_id: str | None) -> list[tuple[str, Style]]:
        """Return a style and those it is based on, the nearest first."""
        found: list[tuple[str, Style]] = []
        while style_id in self.by_id and len(found) < _LONGEST_CHAIN:
            style = self.by_id[style_id]
            found.append((style_id, style))
            style_id = style.based_on
        return found

    def hides(self, style_id: str | None) -> bool:
        """Say whether words of a style are hidden."""
        return next((s.hidden for _, s in self.chain(style_id) if s.hidden is not None), False)


def read_styles(root: Element | None) -> Styles:
    """Return the styles that word/styles.xml holds, none where it is not there."""
    elements = [] if root is None else [e for e in root if e.tag == W + "style"]
    by_id = {name: read_style(e) for e in elements if (name := value(e, "styleId"))}
    usual = (
        value(e, "styleId")
        for e in elements
        if value(e, "type") == "paragraph" and value(e, "default") in ("1", "true", "on")
    )
    return Styles(by_id, next(usual, None))
