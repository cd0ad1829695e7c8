"""What the styles of a page say: those of one element, and which elements its own style sheets hide."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.read.elements import Element, attribute

_STYLE_RE = re.compile(r"([a-z-]{1,40})\s*:\s*([^;]{1,200})")
# A selector of tags, classes and ids; of one with anything else (:hover, [lang]) nobody knows when it holds.
_STEP_RE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<names>(?:[.#][\w-]+)*)")
_NAME_RE = re.compile(r"[.#][\w-]+")
# A page's own style sheets are some kilobytes; no more of them is looked at.
_MOST_STYLE = 200_000
_MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a selector: its tag, "" for any, and its classes and ids: ".a", "#b"."""

    tag: str
    names: frozenset[str]

    def holds(self, element: Element) -> bool:
        """Say whether an element is one of these."""
        return self.tag in ("", element.tag) and self.names <= _names(element)


# The selectors that hide, each from the outermost step to the element itself, by a class, id or tag of the last.
Sheet = dict[str, list[tuple[Step, ...]]]


def style_of(element: Element) -> dict[str, str]:
    """Return the declarations of an element's style attribute, in small letters."""
    return dict(_declared(attribute(element, "style").lower()))


def _declared(rules: str) -> Iterator[tuple[str, str]]:
    for name, value in _STYLE_RE.findall(rules):
        yield name, value.strip().removesuffix("!important").strip()


def is_off(style: dict[str, str]) -> bool:
    """Say whether a style takes an element out of the page."""
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
    )


def read_sheet(root: Element) -> Sheet:
    """Return the selectors that the page's own style sheets hide, without those for paper or narrow screens."""
    written = "".join(words for e in root.iter("style") for words in e.itertext())[:_MOST_STYLE]
    text = _without_comments(written.lower())
    sheet: Sheet = {}
    depth, at, selector = 0, 0, ""
    for brace in re.finditer("[{}]", text):
        inner = text[at : brace.start()]
        at = brace.end()
        if brace[0] == "{":
            selector, depth = inner if not depth else "@", depth + 1
            continue
        if depth == 1 and "@" not in selector and is_off(dict(_declared(inner))):
            for steps in filter(None, map(_steps, selector.split(","))):
                sheet.setdefault(_key(steps[-1]), []).append(steps)
        depth = max(depth - 1, 0)
    return sheet


def _without_comments(text: str) -> str:
    """Return a style sheet without comments. A pattern would look for the end of each that has none."""
    parts: list[str] = []
    at = 0
    while (start := text.find("/*", at)) >= 0:
        end = text.find("*/", start + 2)
        parts.append(text[at:start])
        at = end + 2 if end >= 0 else len(text)
    return "".join([*parts, text[at:]])


def _steps(selector: str) -> tuple[Step, ...]:
    """Return the steps of a selector, none where it has others than tags, classes and ids."""
    words = selector.replace(">", " ").split()
    found = [_STEP_RE.fullmatch(word) for word in words[:_MOST_STEPS]]
    if len(words) > _MOST_STEPS or not all(found):
        return ()
    return tuple(Step(m["tag"] or "", frozenset(_NAME_RE.findall(m["names"]))) for m in found if m)


def _key(step: Step) -> str:
    return min(step.names, default=step.tag)


def _names(element: Element) -> frozenset[str]:
    names = [f".{name}" for name in attribute(element, "class").lower().split()]
    return frozenset([*names, f"#{attribute(element, 'id').lower()}"])


def is_meant(element: Element, sheet: Sheet) -> bool:
    """Say whether a selector of ``sheet`` means an element whose own style does not show it."""
    keys = [key for key in (*_names(element), element.tag) if key in sheet]
    if not keys or style_of(element).get("display", "none") != "none":
        return False
    return any(_fits(element, steps) for key in keys for steps in sheet[key])


def _fits(element: Element, steps: tuple[Step, ...]) -> bool:
    if not steps[-1].holds(element):
        return False
    rest = list(steps[:-1])
    above = element.getparent()
    while rest and above is not None:
        if rest[-1].holds(above):
            rest.pop()
        above = above.getparent()
    return not rest
