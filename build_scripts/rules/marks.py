"""Marks that number headings and list items: 一、 （一） 1. （1） ① 第一，

Levels go by the kind of mark alone; 1.1. stands right below 1. Source: GB/T 9704-2012, 7.3.3
(一、 （一） 1. （1）); ① and 第一 come after them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from build_scripts.rules.loading import load_words
from build_scripts.rules.numerals import fold_width, parse_chinese
from build_scripts.rules.units import unit_at_start

_HAN = "[一二三四五六七八九十]{1,3}"
_DIGITS = "[0-9０-９]{1,2}"
_DECIMAL = rf"{_DIGITS}(?:[.．]{_DIGITS}){{1,3}}"
_BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# What opens an item of a series inside a paragraph, no heading: 一是, 十一是, 其二是, 第三是. In 三是否 the 是 belongs
# to the words behind it.
SERIES_MARK = rf"[其第]?{_HAN}是(?!否)"

_HAN_FIRST, _DIGIT_FIRST = "一二三四五六七八九十", "0123456789０１２３４５６７８９"

# Level, the characters it opens with, pattern. Blanks may stand inside a mark that came out of a PDF: "（ 一 ） 加强".
_MARKS = (
    (1, "第", rf"第\s*(?P<n>{_HAN})\s*(?:部分|章)\s*[、：:，]?"),
    (1, _HAN_FIRST, rf"(?P<n>{_HAN})\s*[、．]"),
    (2, _BRACKETED_HAN, rf"(?P<n>[{_BRACKETED_HAN}])\s*、?"),
    (3, _DOTTED, rf"(?P<n>[{_DOTTED}])"),
    (4, _BRACKETED, rf"(?P<n>[{_BRACKETED}])\s*、?"),
    (2, "（(", rf"[（(]\s*(?P<n>{_HAN})\s*[）)]\s*、?"),
    (3, _DIGIT_FIRST, rf"(?P<n>{_DIGITS})\s*(?:[.．](?![0-9０-９])|、)"),
    (4, _DIGIT_FIRST, rf"(?P<n>{_DECIMAL})(?:[.．](?![0-9０-９])|、)"),
    (4, f"（({_DIGIT_FIRST}", rf"[（(]?\s*(?P<n>{_DIGITS})\s*[）)]\s*、?"),
    (5, _CIRCLED, rf"(?P<n>[{_CIRCLED}])\s*、?"),
    (5, "第", rf"第\s*(?P<n>{_HAN})\s*[，、,：:]"),
)
# By the character a mark opens with: most lines open with none of them.
_MARKS_BY_FIRST = {
    char: tuple((level, re.compile(pattern)) for level, first, pattern in _MARKS if char in first)
    for char in "".join(first for _, first, _ in _MARKS)
}

_WHOLE_UNITS = frozenset({"日", "周"})
_DECIMAL_RE = re.compile(rf"(?P<n>{_DECIMAL})(?P<gap>[^\S\n]*)(?=[\u3400-\u9fff])(?![万亿千百十多余倍成])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the head of a line: its level, its text without blanks, its number, and where the words begin."""

    level: int
    text: str
    number: int
    end: int


def find_mark(line: str) -> Mark | None:
    """Return the mark that opens ``line``, or ``None``.

    >>> find_mark("（一） 加强组织领导").level, find_mark("3.5万元") is None
    (2, True)
    """
    for level, pattern in _MARKS_BY_FIRST.get(line[:1], ()):
        if match := pattern.match(line):
            return Mark(level, "".join(match[0].split()), _number(match["n"]), match.end())
    return find_decimal(line, spaced=True) if line[:1].isdigit() else None


def find_decimal(line: str, *, spaced: bool = False) -> Mark | None:
    """Return the mark 1.1 that opens a line, if words follow it and no unit: not 3.5万元. ``spaced`` asks for a blank.

    >>> find_decimal("1.2清理证明事项").level, find_decimal("3.5万元") is None
    (4, True)
    """
    match = _DECIMAL_RE.match(line)
    if not match or (spaced and not match["gap"]) or _is_measure(line[match.end() :]):
        return None
    return Mark(4, match["n"], _number(match["n"]), match.end())


def _is_measure(rest: str) -> bool:
    """Say whether words open with a unit that is counted in fractions: 万元, 分, 小时; 件 is none, 日常 is a word."""
    unit = unit_at_start(rest)
    kinds = (word for key in ("money", "rate", "time", "measure") for word in load_words("units.yml", key))
    return unit == "分" or (unit is not None and unit not in _WHOLE_UNITS and unit in kinds)


@lru_cache(maxsize=256)
def _number(written: str) -> int:
    row = next((row for row in (_CIRCLED, _BRACKETED, _DOTTED, _BRACKETED_HAN) if written in row), None)
    if row:
        return row.index(written) + 1
    folded = re.split("[.]", fold_width(written))[-1]
    return int(folded) if folded.isdigit() else int(parse_chinese(folded))
