"""The line above a table: its caption (表1 …情况表) and the unit for all its numbers (单位：万元)."""

import re

CAPTION_RE = re.compile(
    r"附?表(?:格)?\s?[0-9０-９一二三四五六七八九十]{1,3}(?![0-9０-９，。])|[^，。；]{2,40}(?:情况|统计|一览|明细|汇总|分布)表(?:（[^（）]{1,12}）)?$"
)
UNIT_RE = re.compile(r"单位[：:]\s*(?P<unit>[^\s（()）；;，,。]{1,8})")
_UNIT_LINE_RE = re.compile(rf"[（(]?{UNIT_RE.pattern}[）)]?")
_LONGEST = 60


def is_unit_line(line: str) -> bool:
    """Say whether ``line`` only gives the unit of a table: "（单位：万元）"."""
    return _UNIT_LINE_RE.fullmatch(line) is not None


def is_caption(line: str) -> bool:
    """Say whether ``line`` may stand above a table: "表1 案件分类情况（单位：件）", "案件分类统计表"."""
    if len(line) > _LONGEST or line.endswith("。"):
        return False
    ends_in_unit = re.search(rf"[（( ]{UNIT_RE.pattern}[）)]?$", line) is not None
    return is_unit_line(line) or ends_in_unit or CAPTION_RE.match(line) is not None
