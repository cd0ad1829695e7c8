"""Take away what a page does not show: scripts, controls, and words hidden by attribute, style or colour."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from build_scripts.read.elements import Element, attribute, drop, walk
from build_scripts.read.html_sheets import is_meant, is_off, read_sheet, style_of

_UNSEEN = frozenset(
    (
        *(
            "script",
            "style",
            "template",
            "noscript",
            "noframes",
            "iframe",
            "frame",
            "object",
            "embed",
            "applet",
            "svg",
        ),
        *(
            "canvas",
            "audio",
            "video",
            "head",
            "title",
            "meta",
            "link",
            "base",
            "xml",
            "nav",
            "map",
            "rp",
            "rt",
        ),
        *("input", "select", "textarea", "button", "datalist"),
    )
)
# Tags that hold the page itself: a sign meant for programs that read aloud (aria-hidden) does not hide them.
_WHOLE = frozenset(("html", "body", "main", "article", "form"))
_ZERO_RE = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|ex|%|cm|mm)?")
_TINY_RE = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|ex|%|cm|mm)?|[01]?(?:\.\d+)?p[xt]")
_FAR_RE = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)")
_RGB_RE = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)")
_NAMED = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "yellow": "#ffff00", "blue": "#0000ff"}
_PAPER = "#ffffff"


def drop_unseen(root: Element) -> None:
    """Take away everything that a reader of the page does not see.

    A class that the page's own style hides is hidden, but where it holds most of the page: scripts show that later.
    """
    sheet = read_sheet(root)
    length = _length(root)
    view = _View()
    for element in list(view.find_unseen(root)):
        drop(element)
    for element in [e for e in root.iter() if sheet and is_meant(e, sheet)]:
        if 2 * _length(element) < length:
            drop(element)


@dataclass
class _View:
    """What is known on the way down: the colours of paper and ink that hold, the nearest last."""

    papers: list[str] = field(default_factory=lambda: [_PAPER])
    inks: list[str] = field(default_factory=lambda: [""])

    def find_unseen(self, root: Element) -> Iterator[Element]:
        """Yield the outermost elements that are not seen."""
        unseen: set[int] = set()

        def skip(element: Element) -> bool:
            return id(element) in unseen

        for opens, element in walk(root, skip):
            if not opens:
                self.papers.pop()
                self.inks.pop()
            elif element.tag in _UNSEEN or _is_hidden(element) or self._is_paper_white(element):
                unseen.add(id(element))
                yield element
            else:
                self._enter(element)

    def _enter(self, element: Element) -> None:
        style = style_of(element)
        self.papers.append(_paper(element, style) or self.papers[-1])
        self.inks.append(_ink(element, style) or self.inks[-1])

    def _is_paper_white(self, element: Element) -> bool:
        """Say whether the element sets its words in the colour of what is behind them."""
        style = style_of(element)
        ink, paper = _ink(element, style), _paper(element, style)
        if not (ink or paper):
            return False
        return ink == "transparent" or (ink or self.inks[-1]) == (paper or self.papers[-1])


def _paper(element: Element, style: dict[str, str]) -> str:
    written = style.get("background-color") or style.get("background") or attribute(element, "bgcolor")
    if "url(" in written or attribute(element, "background"):
        return "picture"
    return _color(written)


def _ink(element: Element, style: dict[str, str]) -> str:
    return _color(style.get("color") or (attribute(element, "color") if element.tag == "font" else ""))


def _color(written: str) -> str:
    """Return a colour as #rrggbb, "" where it is none that is known."""
    written = written.strip().lower()
    first = written.split(" ")[0] if not written.startswith("rgb") else written
    if match := _RGB_RE.match(first):
        return "#" + "".join(f"{min(int(n), 255):02x}" for n in match.groups())
    if re.fullmatch("#[0-9a-f]{3}", first):
        return "#" + "".join(c * 2 for c in first[1:])
    return first if re.fullmatch("#[0-9a-f]{6}", first) or first == "transparent" else _NAMED.get(first, "")


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None and element.tag not in _WHOLE:
        return True
    if attribute(element, "aria-hidden").strip().lower() == "true" and element.tag not in _WHOLE:
        return True
    style = style_of(element)
    return bool(style) and (is_off(style) or _is_nothing(style) or _is_away(style))


def _is_nothing(style: dict[str, str]) -> bool:
    """Say whether words are set in no size, without any ink, or in a box without room."""
    boxed = any(_ZERO_RE.fullmatch(style.get(side) or "-") for side in ("height", "width", "max-height"))
    return bool(
        _TINY_RE.fullmatch(style.get("font-size") or "-")
        or _ZERO_RE.fullmatch(style.get("opacity") or "-")
        or (boxed and style.get("overflow") == "hidden")
    )


def _is_away(style: dict[str, str]) -> bool:
    """Say whether words stand far outside the page."""
    lifted = style.get("position") in ("absolute", "fixed")
    far = [style.get("text-indent"), *((style.get("left"), style.get("top")) if lifted else ())]
    return any(_FAR_RE.fullmatch(value or "") for value in far)


def _length(element: Element) -> int:
    return sum(len(words.strip()) for words in element.itertext())
