"""Leaves of a page's picture what was read as text, ruled lines and plain areas; all else is painted over.

So a picture shows nothing that was not searched for private data: no photograph, no note by hand, no seal, no line that
recognition lost or was not sure of. Where something stood there are hatches.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from build_scripts.models import Box
from build_scripts.pictures.greys import BLACK, WHITE

if TYPE_CHECKING:
    Picture = np.ndarray[Any, Any]

# A scan's paper is the brightness that most of it has; from so much of that on it is white. Its ink is the darkest.
_PAPER, _WHITE_FROM, _INK, _SAMPLE = 75, 0.88, 0.5, 4
# Points: a straight edge so long is a ruled line; no stroke of type that is not a heading's is.
_RULED = 60.0
# Part of such an edge that must be there: noise and skew break it.
_UNBROKEN = 0.9
# Dots of a side of the squares that are hatched, and the part of one that must be drawn on.
_SQUARE, _DRAWN = 8, 0.06
# Dots from hatch to hatch, and the grey of them.
_HATCH, _HATCH_GREY = 6, 2


class Shown(NamedTuple):
    """What is left of a picture, in levels of ``greys``, and the part of the page that is hatched.

    ``written`` is the part of what was read that is seen: 1 where nothing was read.
    """

    levels: "Picture"
    hatched: float
    written: float


class Drawn(NamedTuple):
    """A page in greys from 0 to 255, ``scale`` dots a point: all of it, and without the pictures on it."""

    whole: "Picture"
    plain: "Picture"
    scale: float


def only_read(drawn: Drawn, read: Sequence[Box], redacted: Sequence[Box]) -> Shown:
    """Return what was drawn with nothing but what lies in ``read``, lines and areas; black over ``redacted``."""
    scale, levels = drawn.scale, _in_levels(drawn.whole)
    kept = np.zeros(levels.shape, bool)
    places = [_place(box, scale) for box in read]
    for place in places:
        kept[place] = True
    level, upright = (edges & ~kept for edges in _edges(levels))
    length = round(_RULED * scale)
    kept |= _thick(_long(level, length) | _long(upright.T, length).T)
    counts = _count_drawn((level | upright) & ~kept)
    squares = _together(counts >= _DRAWN * _SQUARE * _SQUARE)
    # A square in which nothing else begins or ends is of one grey: it says nothing, and is kept for its looks.
    kept |= _area(counts == 0, levels.shape)
    plain = levels if drawn.plain is drawn.whole else _in_levels(drawn.plain)
    shown = np.where(kept, plain, WHITE).astype(np.uint8)
    written = sum(bool((shown[place] != WHITE).any()) for place in places) / len(places) if places else 1.0
    if squares.any():
        shown[_hatches(squares, levels.shape) & ~kept] = _HATCH_GREY
    for box in redacted:
        shown[_place(box, scale)] = BLACK
    return Shown(shown, float(squares.mean()), written)


def _in_levels(picture: "Picture") -> "Picture":
    """Return a picture in four greys, the paper white and the ink black."""
    paper = float(np.percentile(picture[::_SAMPLE, ::_SAMPLE], _PAPER)) * _WHITE_FROM
    ink = min(float(picture.min()), _INK * paper)
    levels = np.clip(np.rint((np.arange(256) - ink) / max(paper - ink, 1) * WHITE), BLACK, WHITE)
    found: Picture = levels.astype(np.uint8).take(picture)
    return found


def _place(box: Box, scale: float) -> tuple[slice, slice]:
    top, bottom = max(int(box.top * scale), 0), max(int(np.ceil(box.bottom * scale)), 0)
    left, right = max(int(box.left * scale), 0), max(int(np.ceil(box.right * scale)), 0)
    return slice(top, bottom), slice(left, right)


def _edges(levels: "Picture") -> tuple["Picture", "Picture"]:
    """Return the dots that differ from the one below, and from the one to the right."""
    level, upright = np.zeros(levels.shape, bool), np.zeros(levels.shape, bool)
    level[:-1] = levels[:-1] != levels[1:]
    upright[:, :-1] = levels[:, :-1] != levels[:, 1:]
    return level, upright


def _long(edges: "Picture", length: int) -> "Picture":
    """Return those of ``edges`` that lie in a row of nearly ``length``, side by side."""
    found = np.zeros(edges.shape, bool)
    if edges.shape[1] >= length:
        # Few rows have so many: the others are not looked through.
        for row in np.flatnonzero(np.count_nonzero(edges, axis=1) >= _UNBROKEN * length):
            counted = np.cumsum(np.pad(edges[row], (1, 0)), dtype=np.int32)
            begins = counted[length:] - counted[:-length] >= _UNBROKEN * length
            if begins.any():
                found[row] = np.convolve(begins, np.ones(length, np.int32)) > 0
    return found & edges


def _thick(dots: "Picture") -> "Picture":
    """Return ``dots`` and those beside them: an edge lies on one side of its line."""
    wide = dots.copy()
    wide[1:] |= dots[:-1]
    wide[:-1] |= dots[1:]
    wide[:, 1:] |= dots[:, :-1]
    wide[:, :-1] |= dots[:, 1:]
    return wide


def _count_drawn(detail: "Picture") -> "Picture":
    """Return for each square of the picture how many dots of it have detail."""
    high, wide = (-size % _SQUARE for size in detail.shape)
    padded = np.pad(detail, ((0, high), (0, wide)))
    rows, columns = (size // _SQUARE for size in padded.shape)
    counts: Picture = padded.reshape(rows, _SQUARE, columns, _SQUARE).sum(axis=(1, 3))
    return counts


def _area(squares: "Picture", shape: tuple[int, ...]) -> "Picture":
    """Return the dots of these squares in a picture of that shape."""
    return squares.repeat(_SQUARE, axis=0).repeat(_SQUARE, axis=1)[: shape[0], : shape[1]]


def _hatches(squares: "Picture", shape: tuple[int, ...]) -> "Picture":
    """Return the dots of the hatches over these squares."""
    aslant = np.add.outer(*(np.arange(size, dtype=np.uint16) for size in shape)) % _HATCH == 0
    found: Picture = _area(squares, shape) & aslant
    return found


def _together(squares: "Picture") -> "Picture":
    """Return the squares that have a neighbour: one alone is a speck of dust."""
    padded = np.pad(squares.astype(np.int8), 1)
    rows, columns = squares.shape
    near = sum(padded[y : y + rows, x : x + columns] for y in range(3) for x in range(3))
    return squares & (near > 1)
