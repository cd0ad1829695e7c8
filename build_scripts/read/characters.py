"""The characters of a page with their places, whether the file itself holds them or they were recognised on a scan."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from statistics import median
from typing import NamedTuple

# A mark raised or lowered by less than this part of its size stands on the same line; lines are a whole size apart.
_ON_LINE = 0.45
# Bold made by printing twice: the same character again, this part of its size further on. Two digits side by side
# are half a size apart.
_TWICE = 0.2


class Character(NamedTuple):
    """A character and its place, in points from the top left corner of its page, the page turned upright.

    ``base`` is the line that it stands on; ``size`` is that of its font. ``confidence`` as in ``PlacedLine``.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    confidence: float | None = None


@cache
def is_wide(char: str) -> bool:
    """Say whether a character is as wide as its font is large, as Han characters and their marks are."""
    return unicodedata.east_asian_width(char) in "WF"


def group_lines(characters: Iterable[Character]) -> list[list[Character]]:
    """Return the characters that stand on one line, from the left; the lines from the top."""
    lines: list[list[Character]] = []
    base = size = 0.0
    for char in sorted(characters, key=lambda c: c.base):
        if lines and char.base - base <= _ON_LINE * max(size, char.size):
            lines[-1].append(char)
            size = max(size, char.size)
        else:
            lines.append([char])
            base, size = char.base, char.size
    return [_from_left(line) for line in lines]


def _from_left(line: list[Character]) -> list[Character]:
    """Return a line's characters in order; one that is printed twice on its own place is kept once."""
    line.sort(key=lambda c: c.left)
    kept = line[:1]
    for char in line[1:]:
        last = kept[-1]
        if char.text != last.text or char.left - last.left > _TWICE * char.size:
            kept.append(char)
    return kept


def size_of(line: Sequence[Character]) -> float:
    """Return the size of the font that most of a line is set in, in points."""
    wide = [c.size for c in line if is_wide(c.text)]
    return median(wide or [c.size for c in line])
