"""Reads a picture of a page: its lines by character recognition, turned straight, with how sure each is.

Runs on this machine alone: the models are in the package, and nothing is asked of any other place.
"""

import math
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from build_scripts.read.characters import Character, is_wide
from build_scripts.read.scan_marks import as_printed

if TYPE_CHECKING:
    import numpy as np
    from rapidocr import RapidOCR

# Dots an inch. At 200 dots 16-point type is 44 dots high, as high as the model reads it (48); finer only costs time.
DOTS = 200
# Longest side of a picture of a page; a page of poster size is drawn no finer.
_LONGEST_SIDE = 3_500
# Lines are looked for in a picture of this height. On 16 damaged pages the characters are the same at 960, 1,280 and
# full size, which take 2.3, 3.0 and more than 5 seconds a page; at 960 neighbouring cells of a table were one line.
_DETECTED_AT = 1_280
# Six lines at once, as is usual, take more than the 1.5 GB of addresses that a report has, and more time.
_LINES_AT_ONCE = 1
# Parts of a box's height: what detection adds around a line, and the size of the font in it.
_PADDING, _SIZE = 0.07, 0.86
# Lines so many times as long as high tell how far a page is turned.
_LONG = 8


class Recognised(NamedTuple):
    """A line that was recognised: the corners of its box from the top left one on with the clock, in dots."""

    text: str
    corners: tuple[tuple[float, float], ...]
    confidence: float


class NoRecognitionError(Exception):
    """The packages for character recognition are not installed."""


@cache
def _engine() -> "RapidOCR":
    # From 1.32 on it tells its maker of each model that is run, and keeps an id of this machine in the user's folder.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime  # noqa: PLC0415 - asked for here, as rapidocr looks for it only when it works
        import rapidocr  # noqa: PLC0415 - an optional install, half a second to load
    except ImportError as error:
        raise NoRecognitionError from error
    onnxruntime.disable_telemetry_events()
    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            # By path: a model that is looked up by its name is fetched from the network where its file is not there.
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            # The classifier of pages that stand on their heads loses lines of those that do not.
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Global.max_side_len": _LONGEST_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_AT,
            "Rec.rec_batch_num": _LINES_AT_ONCE,
            # Reports are shared out over the machine's cores already.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def recognise(picture: "np.ndarray[Any, Any]") -> list[Recognised]:
    """Return the lines of a picture. Raises ``NoRecognitionError`` where the packages are missing."""
    found: Any = _engine()(picture, use_cls=False)
    if found.txts is None:
        return []
    boxes = [tuple((float(x), float(y)) for x, y in box) for box in found.boxes]
    texts = map(as_printed, found.txts)
    return [Recognised(*line) for line in zip(texts, boxes, map(float, found.scores), strict=True)]


def scale_for(size: tuple[float, float]) -> float:
    """Return by how much a page of ``size`` points is drawn larger to be recognised."""
    return min(DOTS / 72, _LONGEST_SIDE / max(size))


def characters_of(lines: Sequence[Recognised], scale: float, angle: float) -> list[Character]:
    """Return the characters of lines at their places on the page, in points, its skew by ``angle`` taken out.

    Within a line they share its length by their widths: a Han character takes twice as much as a digit.
    """
    return [char for line in lines if line.text.strip() for char in _spread(line, angle, scale)]


def skew_of(lines: Sequence[Recognised]) -> float:
    """Return by how far the long lines are turned, in radians with the clock."""
    slopes = [
        math.atan2(b[1] - a[1], b[0] - a[0])
        for line in lines
        for a, b, _, d in (line.corners,)
        if math.dist(a, b) > _LONG * math.dist(a, d)
    ]
    return median(slopes) if slopes else 0.0


def _spread(line: Recognised, angle: float, scale: float) -> list[Character]:
    top_left, top_right, _, bottom_left = line.corners
    height = math.dist(top_left, bottom_left) / scale
    middle = (top_left[0] + bottom_left[0]) / 2, (top_left[1] + bottom_left[1]) / 2
    x, y = (v / scale for v in _turned(middle, -angle))
    left, length = x + _PADDING * height, math.dist(top_left, top_right) / scale - 2 * _PADDING * height
    shares = [2 if is_wide(c) else 1 for c in line.text]
    unit = length / sum(shares)
    size = _SIZE * height
    characters = []
    for char, share in zip(line.text, shares, strict=True):
        right = left + share * unit
        characters.append(Character(char, left, right, y + 0.38 * size, size, line.confidence))
        left = right
    return characters


def _turned(point: tuple[float, float], angle: float) -> tuple[float, float]:
    """Return a point turned round the corner of the page."""
    x, y = point
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
