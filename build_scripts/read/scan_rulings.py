"""The ruled lines on the picture of a page: without them, the cells of a scanned table cannot be told apart."""

import math
from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING, Any

from build_scripts.read.rulings import Ruling

if TYPE_CHECKING:
    import numpy as np

    Picture = np.ndarray[Any, Any]

# Points: longer than any stroke of a character in 22-point type, no longer than the side of a table of one row.
_SHORTEST = 26.0
# The part of a line that is ink. On pages with noise of 10 to 14 of 256 steps rules have 1.0, and what strokes of a
# character and specks between them make has 0.93 at most; none of it is long.
_INKED, _LONG_INKED, _LONG = 0.95, 0.8, 100.0
# Dots: what blur and noise break out of a line; how wide a patch around each dot tells paper from ink, and by how much.
_BROKEN, _AROUND, _DARKER = 7, 31, 12


def find_rulings(picture: "Picture", angle: float, scale: float) -> list[Ruling]:
    """Return the level and upright lines of a picture once it is turned back by ``angle``, in points of the page."""
    import cv2  # noqa: PLC0415 - an optional install, there where pages are recognised
    import numpy as np  # noqa: PLC0415 - as above

    # The lightest of the colours: what is red, a seal or a red head, is no more than paper then. Colour by colour, for
    # the greatest of three values at each dot takes ten times as long as that of whole pictures.
    grey = reduce(np.maximum, np.moveaxis(picture.reshape(*picture.shape[:2], -1), 2, 0))
    high, wide = grey.shape
    turn = (math.cos(angle), math.sin(angle), 0.0), (-math.sin(angle), math.cos(angle), 0.0)
    straight = cv2.warpAffine(grey, np.array(turn), (wide, high), borderValue=255)
    ink = cv2.adaptiveThreshold(
        straight, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER
    )
    length = round(_SHORTEST * scale)
    return [ruling for level in (True, False) for ruling in _lines(ink, length, scale, level=level)]


def _lines(ink: "Picture", length: int, scale: float, *, level: bool) -> Iterator[Ruling]:
    """Yield the lines of one direction: runs of ink of some ``length`` in dots, small breaks in them closed."""
    import cv2  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415

    def kernel(dots: int) -> "Picture":
        return np.ones((1, dots) if level else (dots, 1), np.uint8)

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel(_BROKEN))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel(length))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(runs)
    for left, top, wide, high, _ in boxes[1:]:
        start, span = (left, wide) if level else (top, high)
        inked = ink[top : top + high, left : left + wide].any(axis=0 if level else 1).mean()
        if inked < (_INKED if span < _LONG * scale else _LONG_INKED):
            continue
        middle = top + high / 2 if level else left + wide / 2
        yield Ruling(level, float(middle / scale), float(start / scale), float((start + span) / scale))
