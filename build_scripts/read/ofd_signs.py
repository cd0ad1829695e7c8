"""Where the characters of an OFD page stand, from its text objects: boundary, start and steps.

Source: GB/T 33190-2016, 11 (text), 7.1 (lists of numbers), 8.5 (transformation). Lengths are in millimetres.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from build_scripts.read.elements import Element, attribute

_NUMBER_RE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")
_SEEN = ("true", "1", "")
_STRAIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST = 1e6  # millimetres: no page is a kilometre wide
_USUAL_SIZE = 4.2  # millimetres of a character in 12 points
Matrix = tuple[float, float, float, float, float, float]


class Sign(NamedTuple):
    """A character: its left edge and baseline on the page, and its size."""

    text: str
    x: float
    y: float
    size: float


class TurnedTextError(Exception):
    """The page has words that do not run from left to right."""


def local(element: Element) -> str:
    """Return the name of an element without that of its namespace."""
    return element.tag.rpartition("}")[2]


def numbers(written: str) -> list[float]:
    """Return the numbers of a list: "10 20 30.5" gives three."""
    return [min(max(float(n), -_FARTHEST), _FARTHEST) for n in _NUMBER_RE.findall(written)]


def find_signs(content: Element) -> Iterator[Sign]:
    """Yield the characters of a page in the order of the file. Raises ``TurnedTextError``."""
    for element in content.iter():
        if local(element) == "TextObject" and _is_seen(element):
            yield from _signs_of(element)


def _is_seen(element: Element) -> bool:
    alpha = numbers(attribute(element, "Alpha"))
    return attribute(element, "Visible").lower() in _SEEN and alpha != [0.0]


def _signs_of(element: Element) -> Iterator[Sign]:
    box, matrix = numbers(attribute(element, "Boundary")), _matrix(element)
    if len(box) < 2:  # noqa: PLR2004 - left and top
        return
    size = next(iter(numbers(attribute(element, "Size"))), _USUAL_SIZE) or _USUAL_SIZE
    x = y = 0.0
    for code in (e for e in element if local(e) == "TextCode"):
        # A piece that does not say where it starts, starts where the one before it did.
        x = next(iter(numbers(attribute(code, "X"))), x)
        y = next(iter(numbers(attribute(code, "Y"))), y)
        yield from _placed(code, box, (x, y), size, matrix)


def _matrix(element: Element) -> Matrix:
    if attribute(element, "ReadDirection") not in ("", "0") or attribute(element, "CharDirection") not in (
        "",
        "0",
    ):
        raise TurnedTextError
    told = numbers(attribute(element, "CTM"))
    if len(told) != len(_STRAIGHT):
        return _STRAIGHT
    a, b, c, d, e, f = told
    if abs(b) > abs(a) or abs(c) > abs(d) or a < 0:
        raise TurnedTextError
    return (a, b, c, d, e, f)


def _placed(
    code: Element, box: list[float], start: tuple[float, float], size: float, matrix: Matrix
) -> Iterator[Sign]:
    text = code.text or ""
    across = _steps(attribute(code, "DeltaX"), len(text), size)
    down = _steps(attribute(code, "DeltaY"), len(text), 0.0)
    a, b, c, d, e, f = matrix
    for sign, x, y in zip(
        text, accumulate(across, initial=start[0]), accumulate(down, initial=start[1]), strict=False
    ):
        yield Sign(sign, box[0] + a * x + c * y + e, box[1] + b * x + d * y + f, size * d)


def _steps(written: str, length: int, otherwise: float) -> list[float]:
    """Return the steps from each character to the next. "g 3 4.2" are three steps of 4.2; what is left out is usual."""
    tokens = written.split()
    steps: list[float] = []
    at = 0
    while at < len(tokens) and len(steps) < length:
        if tokens[at] == "g" and at + 2 < len(tokens):
            count, step = numbers(tokens[at + 1]), numbers(tokens[at + 2])
            steps += (step or [otherwise]) * int(min(count[0] if count else 1, length))
            at += 3
        else:
            steps += numbers(tokens[at])[:1] or [otherwise]
            at += 1
    return [*steps[:length], *[otherwise] * (length - len(steps))]
