"""What an editor's answers mean, on the command line and at the prompt alike: codes or names, and nothing guessed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from build_scripts.adding.proposal import ADDRESS, Item, Proposal, label_of_region
from build_scripts.models import Address
from build_scripts.rules.departments import classify_department, load_departments
from build_scripts.rules.numerals import fold_width
from build_scripts.rules.regions import load_regions, named_regions, region_of_code

_FIRST_YEAR = 1949
_WORD = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_TOLD = 4  # of the regions of one name: the country has 88 城关镇


class AnswerError(ValueError):
    """An answer that names nothing, or several things: one line that says what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an editor has said of a file beside it; "" and ``False`` where nothing was said.

    ``word`` is for a second body of one department. ``report`` says that the text is a report whatever it looks like,
    ``replace`` that it takes the place of the one filed, ``another_format`` that it is the same in another format,
    ``yes`` that whatever is proposed is right.
    """

    values: Mapping[Item, str]
    word: str = ""
    url: str = ""
    taken_on: str = ""
    report: bool = False
    replace: bool = False
    another_format: bool = False
    yes: bool = False


def parse_region(answer: str) -> str:
    """Return the code of a region by code or name. Raises ``AnswerError``.

    >>> parse_region("湖南省古丈县"), parse_region("130131104")
    ('433126', '130131104')
    """
    written = "".join(fold_width(answer).split())
    if re.fullmatch("[0-9]+", written):
        if re.fullmatch("[0-9]{6}|[0-9]{9}", written) and region_of_code(load_regions(), written):
            return written
        raise AnswerError(f"地区代码 {written} 不在表中：县以上六位，乡镇、街道九位")
    found = named_regions(load_regions(), written, None, None)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise AnswerError(f"没有叫“{written}”的地区：请写代码，或连同省、市写全名，如 湖南省古丈县")
    told = "、".join(f"{region.code} {label_of_region(region)}" for region in found[:_TOLD])
    more = f" 等 {len(found)} 个" if len(found) > _TOLD else ""
    raise AnswerError(f"叫“{written}”的地区不止一个：{told}{more}；请写代码")


def parse_department(answer: str) -> str:
    """Return the slug of a department, with a word for a second body if so written. Raises ``AnswerError``.

    >>> parse_department("health"), parse_department("卫健委"), parse_department("health-cdc")
    ('health', 'health', 'health-cdc')
    """
    written = "".join(fold_width(answer).split())
    table = load_departments()
    slugs = {department.slug: department for department in table.departments}
    if re.fullmatch(_WORD, written.lower()) and table.get(written.lower()):
        return written.lower()
    named = next((d for d in table.departments if d.name == written), None)
    found = named or (None if written.isascii() else classify_department(table, written))
    if found:
        return found.slug
    alike = get_close_matches(written.lower(), slugs, n=1)
    meant = (
        f"您是不是要写 {alike[0]}（{slugs[alike[0]].name}）"
        if alike
        else "请写代号或名称，如 health 或 卫生健康"
    )
    raise AnswerError(f"部门“{written}”不在表中：{meant}（全部代号见 build_scripts/rules/departments.yml）")


def parse_report_year(answer: str, this_year: int) -> str:
    """Return a year of four digits, not after ``this_year``. Raises ``AnswerError``.

    >>> parse_report_year("2023年", 2026)
    '2023'
    """
    written = "".join(fold_width(answer).split()).removesuffix("度").removesuffix("年")
    if re.fullmatch("[0-9]{4}", written) and _FIRST_YEAR <= int(written) <= this_year:
        return written
    raise AnswerError(f"“{answer.strip()}”不是报告年度：请写四位数字，如 {this_year - 1}")


def parse_word(answer: str) -> str:
    """Return the word that tells a second body of one department: cdc. Raises ``AnswerError``."""
    written = answer.strip().lower()
    if re.fullmatch(_WORD, written):
        return written
    raise AnswerError(f"“{answer.strip()}”不能用：请写小写英文字母和数字，如 cdc")


def parse_day(answer: str) -> str:
    """Return a day as YYYY-MM-DD. Raises ``AnswerError``."""
    try:
        return date.fromisoformat(answer.strip()).isoformat()
    except ValueError:
        raise AnswerError(f"“{answer.strip()}”不是日期：请写成 2024-04-02 这样") from None


def parser_of(item: Item, this_year: int) -> Callable[[str], str]:
    """Return what reads an answer for ``item``."""
    if item is Item.YEAR:
        return lambda answer: parse_report_year(answer, this_year)
    return {Item.REGION: parse_region, Item.DEPARTMENT: parse_department}.get(item, str.strip)


def open_items(proposal: Proposal, answers: Answers) -> list[Item]:
    """Return which parts of the address nobody has said for sure: neither the text nor the editor."""
    told = answers.values
    # Whoever says that all is right takes what is proposed, but nobody can take what is not.
    return [
        item
        for item in ADDRESS
        if not told.get(item)
        and not proposal.get(item).is_sure
        and not (answers.yes and proposal.get(item).value)
    ]


def address_of_answers(proposal: Proposal, answers: Answers) -> Address:
    """Return the address by answers and proposal, which leave nothing open."""
    region, department, year = (answers.values.get(item) or proposal.get(item).value for item in ADDRESS)
    return Address(region, f"{department}-{answers.word}" if answers.word else department, int(year))
