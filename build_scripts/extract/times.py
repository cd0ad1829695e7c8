"""Say of a figure which time it is for, whether it is a difference or growth, and whether a result, target or norm."""

import re
from functools import cache

from build_scripts.models import Change, Kind
from build_scripts.rules.loading import load_rules

KINDS = "figure_kinds.yml"
_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年(?!以来|来|至)")
_MONTH = re.compile(
    r"(?<![0-9月至到—–-])(?:(?P<year>(?:19|20)[0-9]{2})年)?(?P<month>1[0-2]|0?[1-9])月(?:份)?(?![至到—–-])(?:[0-9]{1,2}日)?[^，。；、]{0,12}$"
)
_LAST_YEAR = re.compile("(?:上年|去年|上一年|上年度|前一年)(?:同期)?(?:的|度)?[^，。；]{0,10}$")
COMPARED = (
    "(?:同比|环比|(?:较|比|与)(?:(?:上年|去年|上一年|20[0-9]{2}年|前一年)(?:同期|末|底|年末|年底)?|[上本]?年初|上季度|上月)"
    "(?:相比)?)"
)
_UP = "(?:增长|增加|上升|提高|提升|增|多|升|增幅|涨幅|增长率)"
_DOWN = "(?:下降|减少|降低|下滑|精简|压减|缩减|缩短|压缩|回落|减|少|降幅|降)"
# What leads on to a difference or a growth, as far as the number: 同比下降了.
CHANGES = rf"(?:{COMPARED})?(?:{_UP}|{_DOWN})(?:了|约|近|超过|幅度达|达|为)?"
_CHANGE = re.compile(
    rf"(?P<vs>{COMPARED})?[^，。；、]{{0,10}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约|近|超过|幅度达|达|为)?$"
)
# A name's end that tells a change.
_CHANGED_RE = re.compile(f"(?:{COMPARED})?(?:分别)?{CHANGES}$")
# One of these stands among the last characters of a clause that tells a change.
_CHANGING_RE, _CHANGE_REACH = re.compile("[增升高多涨降减少低滑精缩压落幅]"), 8
# Named to compare with, not as the time of the figure: 较上年减少6件, 为上年的1.5倍.
_TO_COMPARE = re.compile(rf"{COMPARED}[^，。；]{{0,12}}(?<!的)$|(?:为|是|相当于)(?:上年|去年)(?:同期)?的$")
_NEXT = ("下一步", "下步", "明年", "今后", "接下来")
# Kept, as a member of an enumeration takes six times as long to look up as a name.
_RESULT = Kind.RESULT
_GROWS_BY_RATE = ("%", "个百分点", "倍")


def find_period(before: str, report_year: int | None) -> str | None:
    """Return the period that the words before a number name, ``None`` for the report year.

    >>> find_period("2023年3月聘用", 2023), find_period("由上年的", 2023), find_period("2023年共办理", 2023)
    ('2023-03', '2022', None)
    """
    if "年" not in before and "月" not in before:
        return None
    month = _MONTH.search(before)
    if month and report_year:
        return f"{month['year'] or report_year}-{int(month['month']):02d}"
    if _TO_COMPARE.search(before):
        return None
    years = _YEAR.findall(before)
    if years:
        return years[-1] if int(years[-1]) != report_year else None
    if report_year and _LAST_YEAR.search(before):
        return str(report_year - 1)
    return None


def may_tell_change(before: str) -> bool:
    """Say whether the words before a number may tell a difference or a growth: one look spares most the rest."""
    return _CHANGING_RE.search(before, max(0, len(before) - _CHANGE_REACH)) is not None


def find_change(before: str, unit: str, sentence_before: str) -> Change | None:
    """Return which way the number goes where the number is a difference or a growth, else ``None``.

    A level is none: 提高到95.5%, 新增12人. A rate after 增长 needs no comparison said, a count does.
    """
    match = _CHANGE.search(before)
    if not match:
        return None
    compared = match["vs"] or re.search(COMPARED + "[^。；]{0,24}$", sentence_before)
    if not compared and unit not in _GROWS_BY_RATE:
        return None
    return Change.INCREASE if match["up"] else Change.DECREASE


def without_change(name: str) -> str:
    """Return a name without the change that it ends in.

    >>> without_change("存款余额较年初增加"), without_change("新增就业")
    ('存款余额', '新增就业')
    """
    return _CHANGED_RE.sub("", name)


def classify_kind(before: str, opening: str, *, next_year: bool) -> Kind:
    """Return whether a figure is a result, the agency's own target for the year to come, or a norm (每年不少于40课时).

    ``before`` are the words of the clause before the number, ``opening`` the first words of its sentence.

    >>> classify_kind("签订法治建设目标责任书", "与乡镇签订", next_year=False)
    <Kind.RESULT: 'result'>
    """
    if next_year or opening.startswith(_NEXT):
        return Kind.TARGET
    if not _any_of("targets", "norms").search(before):
        return _RESULT
    if _any_of("targets").search(before):
        return Kind.TARGET
    return Kind.RESULT if "平均" in before else Kind.NORM


@cache
def _any_of(*keys: str) -> re.Pattern[str]:
    return re.compile("|".join(rule.pattern.pattern for key in keys for rule in load_rules(KINDS, key)))
