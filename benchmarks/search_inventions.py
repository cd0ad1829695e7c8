"""Names, numbers and dates that no report has: what a made-up report of the benchmark says besides its sentences.

Every slot of ``search_words.yml`` is filled here. A report has its own towns, villages, people and firms, met again
and again in it, so that words are unevenly spread over reports, as in life.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_WORDS = Path(__file__).with_name("search_words.yml")
_SLOT = re.compile(r"\{(\w+)\}")
_CHARACTERS = ("surnames", "given", "places")  # lists of single characters, written without blanks
_AGAIN, _OWN, _ROUND, _LONG_PLACE, _VILLAGE = 0.5, 0.85, 0.4, 0.2, 0.8  # how often


@cache
def load_words() -> dict[str, Any]:
    """Return the word lists; a list written as words between blanks is one."""
    raw: dict[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    split = {name for name, value in raw.items() if isinstance(value, str)} - {*_CHARACTERS}
    return {name: value.split() if name in split else value for name, value in raw.items()}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a report is about: where, who, when. ``department`` is a slug."""

    county: str
    prefecture: str
    province: str
    neighbours: tuple[str, ...]
    agency: str
    department: str
    year: int


@dataclass(frozen=True, slots=True)
class Inventor:
    """Fills slots for one report; the same ``chance`` and setting give the same words."""

    chance: random.Random
    setting: Setting
    names: dict[str, list[str]] = field(default_factory=dict)

    def fill(self, pattern: str) -> str:
        """Return ``pattern`` with every {slot} filled."""
        return _SLOT.sub(lambda found: self.slot(found[1]), pattern)

    def slot(self, name: str) -> str:
        """Return what stands in the slot of that name."""
        if name in _NAMES:
            return self._known(name)
        if name in _MADE:
            return _MADE[name](self)
        return str(self.chance.choice(load_words()["kind_of_paper" if name == "paper" else name]))

    def _known(self, name: str) -> str:
        """Return a name that the report has already, or a new one."""
        known = self.names.setdefault(name, [])
        if known and self.chance.random() < _AGAIN:
            return self.chance.choice(known)
        known.append(self.fill(_NAMES[name](self.chance)))
        return known[-1]

    def object(self) -> str:
        """Return what the department deals with."""
        objects: dict[str, str] = load_words()["objects"]
        own = objects.get(self.setting.department)
        pool = own if own and self.chance.random() < _OWN else objects["any"]
        return self.chance.choice(pool.split())

    def us(self) -> str:
        """Return how the report speaks of its own office."""
        whole = self.setting.agency.endswith("政府")
        return self.chance.choice(("政府党组", "政府办公室") if whole else ("我局", "局党组", "我单位"))

    def number(self, digits: int) -> str:
        """Return a number of that many digits, small first digits more often, as in counts."""
        first = min(self.chance.randint(1, 9), self.chance.randint(1, 9))
        return f"{first}" + "".join(str(self.chance.randint(0, 9)) for _ in range(digits - 1))

    def money(self) -> str:
        """Return an amount, with decimals or without."""
        whole = self.number(self.chance.choice((1, 1, 2, 2, 3)))
        return whole if self.chance.random() < _ROUND else f"{whole}.{self.chance.randint(1, 99)}"

    def percent(self) -> str:
        """Return a share below a hundred."""
        whole = str(self.chance.randint(3, 98))
        return whole if self.chance.random() < _ROUND else f"{whole}.{self.chance.randint(1, 99)}"

    def document_number(self) -> str:
        """Return the number of a paper of the county."""
        office = self.chance.choice("政府办发文法执综监管卫农环教建市")
        return f"{self.setting.county[0]}{office}〔{self.setting.year}〕{self.chance.randint(1, 260)}号"

    def date(self) -> str:
        """Return a day of the year."""
        return f"{self.chance.randint(1, 12)}月{self.chance.randint(1, 28)}日"


def _place(chance: random.Random) -> str:
    pool: str = load_words()["places"]
    return "".join(chance.choice(pool) for _ in range(3 if chance.random() < _LONG_PLACE else 2))


def _person(chance: random.Random) -> str:
    words = load_words()
    given = "".join(chance.choice(words["given"]) for _ in range(chance.choice((1, 2, 2))))
    return str(chance.choice(words["surnames"])) + given


def _firm(chance: random.Random) -> str:
    where = chance.choice(("{county}", "{prefecture}", "{province}", ""))
    return f"{where}{_place(chance)}{chance.choice(load_words()['industry'])}有限公司"


def _village(chance: random.Random) -> str:
    return _place(chance) + chance.choice("村村村寨屯庄" if chance.random() < _VILLAGE else ("社区",))


def _ending(*ends: str) -> Callable[[random.Random], str]:
    return lambda chance: _place(chance) + chance.choice(ends)


_NAMES: dict[str, Callable[[random.Random], str]] = {
    "person": _person,
    "village": _village,
    "town": _ending("镇", "镇", "乡", "街道", "工业园区"),
    "road": _ending("路", "大道", "街", "巷"),
    "school": _ending("小学", "中学", "幼儿园", "中心校", "职业学校", "实验学校"),
    "hospital": _ending("医院", "卫生院", "门诊部", "口腔诊所", "中医馆"),
    "firm": _firm,
    "lawfirm": lambda chance: "{province}" + _place(chance) + "律师事务所",
    "brand": _ending("工作法", "护航", "先锋", "工作室", "议事厅", "驿站", "暖企", "铁拳", "亮剑", "百日行"),
}

_MADE: dict[str, Callable[[Inventor], str]] = {
    "county": lambda inventor: inventor.setting.county,
    "prefecture": lambda inventor: inventor.setting.prefecture,
    "province": lambda inventor: inventor.setting.province,
    "agency": lambda inventor: inventor.setting.agency,
    "us": Inventor.us,
    "county_kind": lambda inventor: inventor.setting.county[-1],
    "county_near": lambda inventor: inventor.chance.choice(inventor.setting.neighbours),
    "object": Inventor.object,
    "n1": lambda inventor: inventor.number(1),
    "n2": lambda inventor: inventor.number(2),
    "n3": lambda inventor: inventor.number(3),
    "n4": lambda inventor: inventor.number(4),
    "money": Inventor.money,
    "percent": Inventor.percent,
    "month": lambda inventor: f"{inventor.chance.randint(1, 12)}月",
    "date": Inventor.date,
    "docno": Inventor.document_number,
    "year": lambda inventor: str(inventor.setting.year),
    "updown": lambda inventor: inventor.chance.choice(("上升", "下降")),
}
