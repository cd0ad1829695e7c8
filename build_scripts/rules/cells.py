"""What a cell of a table holds: a number, a mark for none, a year, the head of a total."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from build_scripts.rules.loading import load_words
from build_scripts.rules.numerals import fold_width
from build_scripts.rules.units import canonical_unit, kind_of, unit_pattern

FILE = "tables.yml"
_SCALE = "[十百千]?万|亿"
_YEAR_RE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<word>年度?)?")
_DATED_RE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年度?(?:(?P<month>1[0-2]|0?[1-9])月份?)?")
# What a number begins with; no cell that is a number is longer.
_FIRST, _LONGEST = frozenset("0123456789０１２３４５６７８９约近"), 40
_SUBTOTAL, _TOTAL = 1, 2


@cache
def _number_re() -> re.Pattern[str]:
    digits = r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
    unit = rf"(?P<scale>{_SCALE})?(?P<unit>{unit_pattern()})?"
    return re.compile(
        rf"(?P<about>[约近]?)(?P<num>{digits})(?P<more>[余多]?)\s*(?:{unit}|[（(](?P<aside>(?:{_SCALE})?{unit_pattern()})[）)])(?P<above>以上)?"
    )


@cache
def _head_unit_re() -> re.Pattern[str]:
    unit = rf"(?P<scale>{_SCALE})?(?P<unit>{unit_pattern()})"
    return re.compile(rf"[（(\[【/／]\s*(?:单位[：:]\s*)?{unit}\s*[）)\]】]?$")


@cache
def _unit_re() -> re.Pattern[str]:
    return re.compile(rf"(?P<scale>{_SCALE})?(?P<unit>{unit_pattern()})")


@cache
def _counted_re() -> re.Pattern[str]:
    """人次 and 户次 at the end of a head are its unit; so is what stands before 数: 立案件数, 处罚次数."""
    words = [w for w in load_words("units.yml", "count") if len(w) > 1 and w.endswith("次")]
    return re.compile(rf"(?P<unit>{'|'.join(words)})数?$|(?P<one>[件宗起次人户家份场条项期])数量?$")


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A cell that is a number: the place of its digits in the cell, 余 included, and its own unit if it has one."""

    raw: str
    start: int
    end: int
    digits: str
    about: bool
    more: bool
    scale: str
    unit: str


def find_number(text: str) -> NumberCell | None:
    """Return what a cell says that is one number, or ``None``: "1,203", "30余", "12.5万元"; 2022年 is a year.

    >>> find_number("175.3万元").unit, find_number("2022年"), find_number("第3组")
    ('元', None, None)
    """
    return _read_number(text) if text.lstrip()[:1] in _FIRST and len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _read_number(text: str) -> NumberCell | None:
    match = _number_re().fullmatch(text.strip())
    if match is None or find_year(text):
        return None
    aside = re.fullmatch(rf"(?P<scale>{_SCALE})?(?P<unit>.+)", match["aside"]) if match["aside"] else match
    shift = len(text) - len(text.lstrip())
    return NumberCell(
        raw=match["num"] + match["more"],
        start=match.start("num") + shift,
        end=match.end("more") + shift,
        digits=match["num"],
        about=bool(match["about"]),
        more=bool(match["more"] or match["above"]),
        scale=(aside or match)["scale"] or "",
        unit=canonical_unit((aside or match)["unit"] or ""),
    )


def is_number(text: str) -> bool:
    """Say whether a cell is one number."""
    return find_number(text) is not None


def is_none(text: str) -> bool:
    """Say whether a cell says that there is no number: blank, 无, / or a dash."""
    bare = "".join(text.split())
    return not bare or bare in load_words(FILE, "none_marks")


@lru_cache(maxsize=1024)
def split_year(head: str) -> tuple[str | None, str]:
    """Return the year or month that opens a head, and the rest of it.

    >>> split_year("2022年度立案"), split_year("2023年3月"), split_year("立案")
    (('2022', '立案'), ('2023-03', ''), (None, '立案'))
    """
    folded = "".join(fold_width(head).split())
    match = _DATED_RE.match(folded) or _YEAR_RE.fullmatch(folded)
    if not match:
        return None, "".join(head.split())
    month = match.groupdict().get("month")
    return match["year"] + (f"-{int(month):02d}" if month else ""), folded[match.end() :]


def find_year(text: str, *, bare: bool = False) -> str | None:
    """Return the year that a cell is: "2022年" and "2022年度" give "2022", "2022" only where ``bare``."""
    match = _YEAR_RE.fullmatch(fold_width(text).strip())
    return match["year"] if match and (match["word"] or bare) else None


@lru_cache(maxsize=4096)
def split_head(text: str) -> tuple[str, str, str]:
    """Return the words of a head without blanks, and the scale and unit it names, empty where it names none.

    >>> split_head("罚没金额（万元）"), split_head("出动 人次")
    (('罚没金额', '万', '元'), ('出动人次', '', '人次'))
    """
    bare = "".join(text.split())
    match = _head_unit_re().search(bare)
    if match:
        return bare[: match.start()], match["scale"] or "", canonical_unit(match["unit"])
    counted = _counted_re().search(bare)
    if counted:
        return bare, "", canonical_unit(counted["unit"] or counted["one"])
    return bare, "", "%" if fold_width(bare).endswith(load_words(FILE, "rates")) else ""


def split_unit(text: str) -> tuple[str, str] | None:
    """Return the scale and the unit that a text is, ``None`` where it is none: "万元" gives ("万", "元")."""
    match = _unit_re().fullmatch(text)
    return (match["scale"] or "", canonical_unit(match["unit"])) if match else None


def kind_of_head(text: str) -> str:
    """Return what kind of figure a head counts: "money", "rate", "count" …; "count" where it says nothing."""
    words, _, unit = split_head(text)
    if unit:
        return kind_of(unit) or "count"
    return "money" if contains(words, "money") else "count"


def total_level(head: str) -> int:
    """Return 2 for the head of a total (合计), 1 for one of a part of the table (小计, 处罚合计), 0 for any other.

    >>> total_level("合 计（宗）"), total_level("处罚小计"), total_level("累计办结")
    (2, 1, 0)
    """
    words, _, _ = split_head(head)
    whole = load_words(FILE, "totals")
    if words in load_words(FILE, "totals_alone") or words.startswith(whole):
        return _TOTAL
    ends = whole + load_words(FILE, "subtotals")
    return _SUBTOTAL if words.endswith(ends) or words.startswith(load_words(FILE, "subtotals")) else 0


def total_of(head: str) -> str:
    """Return of what a head is the total: "行政处罚合计" gives "行政处罚", "合计" nothing."""
    words, _, _ = split_head(head)
    ends = load_words(FILE, "totals") + load_words(FILE, "subtotals")
    return next((words.removesuffix(end) for end in ends if words.endswith(end)), "")


def is_part(head: str) -> bool:
    """Say whether a head names a part of the column or row before it: 其中：听证."""
    return head.lstrip("（( ").startswith(load_words(FILE, "parts"))


def counts_nothing(head: str) -> bool:
    """Say whether the numbers under a head are no figures: 序号, 年份, 联系电话, 案号."""
    words, _, _ = split_head(head)
    return words in load_words(FILE, "no_figures") or words.endswith(load_words(FILE, "no_figure_ends"))


@lru_cache(maxsize=4096)
def contains(head: str, key: str) -> bool:
    """Say whether a head holds one of the words that the rule file lists under ``key``."""
    return any(word in head for word in load_words(FILE, key))


def says(head: str, key: str) -> bool:
    """Say whether a head is one of the words that the rule file lists under ``key``."""
    return "".join(head.split()) in load_words(FILE, key)
