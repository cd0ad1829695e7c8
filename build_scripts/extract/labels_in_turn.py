"""Figures that stand behind 分别为 with a label each of what all of them measure: 标准分别为城市720元、农村560元."""

import re

from build_scripts.extract.paragraph import Reading
from build_scripts.extract.phrases import phrase_of, strip_phrase

_FIRST_RE = re.compile(
    "(?P<measure>[\u4e00-\u9fff]{2,20}(?<=标准|比例|占比|金额|人数|数量|面积|时间|时限|价格|收入|得分|指数|[\u4e00-\u9fff]率))"
    "分别(?:为|是|达到?)(?P<label>[\u4e00-\u9fff]{1,8})$"
)
_NEXT_RE = re.compile("[、和及](?P<label>[\u4e00-\u9fff]{1,8})$")
# More stand only in a table run together.
_MOST = 30


def label_in_turn(reading: Reading, i: int) -> str:
    """Return the label of a figure and what it measures as one name, "" where it has none: 农村|标准."""
    first, label = i, ""
    while first and i - first < _MOST and (match := _NEXT_RE.fullmatch(_between(reading, first))):
        label = label or match["label"]
        first -= 1
    opened = _FIRST_RE.search(reading.words[first].before.said)
    if not opened:
        return ""
    return (label or opened["label"]) + strip_phrase(phrase_of(opened["measure"])).said


def _between(reading: Reading, i: int) -> str:
    return reading.text[reading.found[i - 1].span.end : reading.found[i].span.start]
