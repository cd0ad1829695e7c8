"""Marks that open an item of a list inside a paragraph: 二是, （三）, 1. They are no words of what is counted."""

import re

from build_scripts.rules.marks import SERIES_MARK

_FIRST = frozenset("一二三四五六七八九十其第（(0123456789")
_MARK_RE = re.compile(
    rf"(?:{SERIES_MARK}|[（(]?[0-9一二三四五六七八九十]{{1,2}}[）)]|[0-9]{{1,2}}[.．、](?![0-9]))+"
)


def behind_mark(text: str, start: int, end: int) -> int:
    """Return where the words of a clause begin that stands at ``start``-``end``: behind its mark where it has one.

    >>> behind_mark("二是动态调整权责事项", 0, 10), behind_mark("三是否合法", 0, 5)
    (2, 0)
    """
    if text[start : start + 1] in _FIRST and (mark := _MARK_RE.match(text, start, end)):
        return mark.end()
    return start
