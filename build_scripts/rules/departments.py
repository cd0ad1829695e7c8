"""The departments that a report may come from: which slug an agency's reports stand under.

The words are data (``departments.yml``). The first office named after the region decides, so that merged offices
(教育和科学技术局) and their branches stand under their head. An agency that the table lacks gets none: no page goes out
under a guessed address.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from build_scripts.rules.loading import any_of, parse_yaml
from build_scripts.rules.region_names import read_name
from build_scripts.rules.region_table import load_regions

_TABLE = Path(__file__).with_name("departments.yml")
_REGION = "｜"  # stands in a name where its region stood, so that no word is found across or inside it
_TELLING = 3  # characters of a word that says the same inside a name
_KINDS = "省市县区州旗盟"
_YEAR = re.compile(r"^[0-9〇零一二]{4}年(?:度)?")
_GOVERNMENT = "government"


class _Entry(TypedDict):
    slug: str
    name: str
    words: NotRequired[list[str]]
    endings: NotRequired[list[str]]
    zones: NotRequired[list[str]]
    decisive: NotRequired[bool]
    examples: list[str]
    counter_examples: NotRequired[list[str]]


class _Book(TypedDict):
    places: dict[str, list[str]]
    departments: list[_Entry]


@dataclass(frozen=True, slots=True)
class Department:
    """A department by its slug, which is part of addresses for ever, and its Chinese label: health, 卫生健康."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class DepartmentTable:
    """Every department in order of slug, and by it, and the words it is known by.

    ``zone`` matches a zone at the head of a name, ``zone_body`` what runs it, ``township`` the whole name of one.
    """

    departments: tuple[Department, ...]
    slugs: dict[str, Department]
    words: dict[str, Department]
    endings: dict[str, Department]
    decisive: dict[str, Department]
    zones: dict[str, Department]
    word: re.Pattern[str]
    zone: re.Pattern[str]
    zone_body: re.Pattern[str]
    township: re.Pattern[str]

    def get(self, slug: str) -> Department | None:
        """Return the department of ``slug``; a record may add a word for a second body: health-cdc is 卫生健康."""
        while slug and slug not in self.slugs:
            slug = slug.rpartition("-")[0]
        return self.slugs.get(slug)


@cache
def load_departments(path: Path = _TABLE) -> DepartmentTable:
    """Read the table: ``load_departments().get("water")`` is 水利. Raise ``OSError`` where it is missing."""
    book = cast("_Book", parse_yaml(path.read_text(encoding="utf-8")))
    entries, places = book["departments"], book["places"]
    bodies, kinds, seats = (any_of(tuple(places[k])) for k in ("zone_bodies", "townships", "township_bodies"))
    words, zones = _by_word(entries, "words"), _by_word(entries, "zones")
    return DepartmentTable(
        departments=tuple(_department(entry) for entry in entries),
        slugs={entry["slug"]: _department(entry) for entry in entries},
        words=words,
        endings=_by_word([entry for entry in entries if not entry.get("decisive")], "endings"),
        decisive=_by_word([entry for entry in entries if entry.get("decisive")], "endings"),
        zones=zones,
        word=re.compile(any_of(tuple(words))),
        zone=re.compile(
            rf"{_REGION}?(?:(?![局委厅队部会])[㐀-鿿0-9]){{0,14}}?({any_of(tuple(zones))})(?:(?<=园)区)?"
        ),
        zone_body=re.compile(rf"(?:{bodies})*"),
        township=re.compile(
            rf"(?:中共|中国共产党)?{_REGION}?[㐀-鿿]{{1,16}}?(?:{kinds}{seats}?|地区{seats})"
        ),
    )


def classify_department(departments: DepartmentTable, agency: str | None) -> Department | None:
    """Return the department that ``agency`` is of, or ``None`` where the table lacks it. Never raises.

    解放区卫健委 is health, 平山县教育和科学技术局 education, 秦汉新城管委会 zone-administration, 新县人民政府办公室
    government-office; 兴隆镇人民政府, and a region or a township alone, are government: 平山县, 岗南镇.
    """
    names = _without_region(departments, "".join((agency or "").split()))
    return next(filter(None, (_classify(departments, name) for name in names)), None)


def _classify(departments: DepartmentTable, name: str) -> Department | None:
    if name == _REGION or departments.township.fullmatch(name):
        return departments.get(_GOVERNMENT)
    if ending := _at_the_end(departments.decisive, name):
        return ending
    zone, rest = _after_zones(departments, name)
    if zone and departments.zone_body.fullmatch(rest):
        return departments.zones[zone]
    first = departments.word.search(rest)
    return departments.words[first[0]] if first else _at_the_end(departments.endings, rest)


def named_departments(departments: DepartmentTable, agency: str | None) -> frozenset[str]:
    """Return the slugs of all departments that ``agency`` names, in whatever place; the first is among them.

    平山县教育和科学技术局 gives education and science, so neither's address is excluded by the name.
    """
    name = _without_region(departments, "".join((agency or "").split()))[0]
    first = classify_department(departments, agency)
    starts = (departments.word.match(name, start) for start in range(len(name)))
    named = {departments.words[match[0]].slug for match in starts if match}
    endings = (*departments.endings.items(), *departments.decisive.items())
    # Two characters are found in other words: 乡 in 乡村振兴局, 政府 in 政府采购中心.
    named |= {department.slug for word, department in endings if word in name and len(word) >= _TELLING}
    return frozenset(named | ({first.slug} if first else set()))


def _department(entry: _Entry) -> Department:
    return Department(entry["slug"], entry["name"])


def _by_word(entries: list[_Entry], key: str) -> dict[str, Department]:
    lists = ((entry, cast("list[str]", entry.get(key, []))) for entry in entries)
    return {word: _department(entry) for entry, words in lists for word in words}


def _without_region(departments: DepartmentTable, name: str) -> tuple[str, ...]:
    """Return ``name`` with ｜ for its region and without a year before it: ｜卫健委, 国家统计局｜调查队.

    Where it has but the region's kind (市政务服务局), that is one, and the name as it is comes second; but not where a
    word of some length begins with it (市场监督管理局).
    """
    reading = read_name(load_regions(), name)
    if reading is not None and not reading.zone:
        name = name[: reading.start] + _REGION + name[reading.end :]
    name = _YEAR.sub("", name)
    word = departments.word.match(name)
    if len(name) > 1 and name[0] in _KINDS and (word is None or len(word[0]) < _TELLING):
        return _REGION + name[1:], name
    return (name,)


def _after_zones(departments: DepartmentTable, name: str) -> tuple[str | None, str]:
    """Return the kind of the last zone at the head of ``name``, and what follows it: 西咸新区空港|新城|管委会."""
    kind: str | None = None
    end = 0
    while match := departments.zone.match(name, end):
        kind, end = match[1], match.end()
    return kind, name[end:]


def _at_the_end(endings: dict[str, Department], name: str) -> Department | None:
    """Return the department of the longest ending that ``name`` has."""
    sizes = sorted({len(ending) for ending in endings}, reverse=True)
    return next((endings[name[-size:]] for size in sizes if name[-size:] in endings), None)
