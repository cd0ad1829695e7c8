"""The line above a table: its caption (表1 …情况表) and the unit for all its numbers (单位：万元)."""

import re
from functools import cache

from build_scripts.rules.units import unit_pattern

CAPTION_RE = re.compile(
    r"附?表(?:格)?\s?[0-9０-９一二三四五六七八九十]{1,3}(?![0-9０-９，。])|[^，。；]{2,40}(?:情况|统计|一览|明细|汇总|分布)表(?:（[^（）]{1,12}）)?$"
)
UNIT_RE = re.compile(r"单位[：:]\s*(?P<unit>[^\s（()）；;，,。]{1,8})")
_UNIT_LINE_RE = re.compile(rf"[（(]?{UNIT_RE.pattern}[）)]?")
_UNIT_AT_END_RE = re.compile(rf"[（( ]{UNIT_RE.pattern}[）)]?$")
_UNIT_ASIDE_RE = re.compile(rf"[（(]?{UNIT_RE.pattern}[）)]?$")
_LONGEST = 60


@cache
def _units_re() -> re.Pattern[str]:
    one = rf"(?:[十百千]?万|亿)?{unit_pattern()}"
    return re.compile(rf"{one}(?:[、/／和]{one})*")


@cache
def _closing_unit_re() -> re.Pattern[str]:
    return re.compile(rf"[（(](?P<unit>{_units_re().pattern})[）)]$")


def is_unit_line(line: str) -> bool:
    """Say whether ``line`` only gives the unit of a table: "（单位：万元）"."""
    return _UNIT_LINE_RE.fullmatch(line) is not None


def is_caption(line: str) -> bool:
    """Say whether ``line`` may stand above a table: "表1 案件分类情况（单位：件）", "案件分类统计表"."""
    # Every caption has one of the two words: few lines do, and three patterns a line took 0.6 ms of a report.
    if ("表" not in line and "单位" not in line) or len(line) > _LONGEST or line.endswith("。"):
        return False
    return bool(is_unit_line(line) or _UNIT_AT_END_RE.search(line) or CAPTION_RE.match(line))


def find_unit(line: str) -> str | None:
    """Return the unit, or the units, that a caption gives for its table, ``None`` where it names none that is known.

    >>> find_unit("案件统计表（单位：件、万元）"), find_unit("许可数量（宗）"), find_unit("填报单位：某县司法局")
    ('件、万元', '宗', None)
    """
    match = UNIT_RE.search(line) or _closing_unit_re().search(line)
    return match["unit"] if match and _units_re().fullmatch(match["unit"]) else None


def without_unit(line: str) -> str:
    """Return a caption without the unit that closes it."""
    return _UNIT_ASIDE_RE.sub("", line).strip()
