"""Dates as reports write them: 2024 年 4 月 3 日, 二〇二四年三月二十日, 二○二四年, 2024-01-29.

Source of the forms: GB/T 9704-2012, 7.3.5.4 (成文日期) and GB/T 15835-2011.
"""

import re
from datetime import date

from build_scripts.rules.numerals import fold_width, parse_chinese, parse_digits

_DIGIT = "[0-9０-９]"
_HAN = "[零〇○ＯO0一二三四五六七八九十]"
YEAR = rf"(?:{_DIGIT}[\s]*){{4}}|{_HAN}{{4}}"
DATE_RE = re.compile(
    rf"(?P<year>{YEAR})\s*(?:年|[-./／])\s*(?P<month>{_DIGIT}{{1,2}}|{_HAN}{{1,3}}|元)\s*(?:月|[-./／])\s*"
    rf"(?P<day>{_DIGIT}{{1,2}}|{_HAN}{{1,3}})\s*[日号]?"
)
YEAR_RE = re.compile(rf"(?<![0-9０-９])(?P<year>{YEAR})\s*(?=年)")
_YEARS = range(1990, 2100)
MONTH_RE = rf"(?:{YEAR})\s*年\s*(?:{_DIGIT}{{1,2}}|{_HAN}{{1,3}})\s*月"
_DOCUMENT_RE = re.compile(r"《[^《》\n]{0,120}(?:》|[（(]\s*(?:19|20)[0-9]{2}[^《》\n）)]{0,12}[）)])")
# Begun with one class of characters, the pattern is searched for at a fifth of the time.
_SPAN_OF_YEARS_RE = re.compile(
    rf"[（(0-9０-９{_HAN[1:-1]}](?:(?<=[（(])\s*(?:{YEAR})|(?<={_DIGIT})\s*(?:{_DIGIT}\s*){{3}}|(?<={_HAN}){_HAN}{{3}})"
    rf"\s*年?\s*[-—–－―~～至到]{{1,2}}\s*(?:{YEAR})\s*(?:年度?)?\s*[）)]?"
)
_GOAL_RE = re.compile(rf"到(?:{YEAR})\s*年")
DATE_LINE_RE = re.compile(rf"[（(]?\s*(?:{DATE_RE.pattern}|{MONTH_RE})\s*[）)]?")


def parse_date(written: str) -> str:
    """Return YYYY-MM-DD of the first date in ``written``. Raises ``ValueError`` where there is none or it is no day.

    >>> parse_date("二○二四年三月二十日"), parse_date("2024 年 4 月 3 日")
    ('2024-03-20', '2024-04-03')
    """
    match = DATE_RE.search(written)
    if not match:
        raise ValueError(f"没有日期：{written}")
    year, month, day = (_whole(match[k]) for k in ("year", "month", "day"))
    return date(year, month, day).isoformat()


def parse_year(written: str) -> int:
    """Return the first year in ``written``, from 1990 to 2099. Raises ``ValueError`` where there is none.

    >>> parse_year("关于二〇二三年度法治政府建设情况的报告")
    2023
    """
    for match in YEAR_RE.finditer(written):
        year = _whole(match["year"])
        if year in _YEARS:
            return year
    raise ValueError(f"没有年份：{written}")


def without_plans(text: str) -> str:
    """Return ``text`` without names of documents, spans of years and goals (到2035年): no years of a report.

    >>> without_plans("根据《实施纲要（2021—2025年）》和2021-2025年规划，现将2023年情况报告如下")
    '根据和规划，现将2023年情况报告如下'
    """
    return _GOAL_RE.sub("", _SPAN_OF_YEARS_RE.sub("", _DOCUMENT_RE.sub("", text)))


def _whole(written: str) -> int:
    packed = fold_width(re.sub(r"\s", "", written)).replace("○", "〇").replace("O", "〇").replace("元", "一")
    if packed.isdigit() and packed.isascii():
        return int(parse_digits(packed))
    return int(parse_chinese(packed.replace("0", "〇")))
