"""Provinces, prefectures and counties by GB/T 2260, by every form of their names.

An autonomous county is known by its full name and by short ones (屏边苗族自治县, 屏边县), any region by its name
without 县 or 区 where a body of government follows (湄潭|分局). Where a text names one: ``region_names``.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("regions.csv")
_SHORT_FORMS = "简称："  # opens a note that gives some
_CODE_DIGITS = {"province": 2, "prefecture": 4, "county": 6, "township": 9}

# 屏边苗族自治县 is 屏边县, 湘西土家族苗族自治州 is 湘西州. The lone 族 is for places named by a people: 东乡族自治县.
_PEOPLES = (
    "蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|各族|(?:蒙古|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家"
    "|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|普米|怒"
    "|保安|裕固|独龙)族|族"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:{_PEOPLES})*自治([区州县旗])|(.{{2,}}?)(?:{_PEOPLES})+(区)")
_SUFFIX = re.compile(r"(.{2,}?)(?:林区|特区|新区|地区|[省市县区旗盟])")

# Names that are also plain words; without their prefecture before them they say nothing.
PLAIN_WORDS = re.compile("(?:东|西|老|新)?城区|城[东西北中关厢]区|市中区|南?郊区|矿区|新市区")

_NOT_A_NAME = re.compile(r"级|域|场监")  # 和县级, 江海区域, 吉林市场监管厅
# What follows a name without its 县 or 区: 湄潭|分局, 古丈|卫健局; but 长安|街道, 新华|镇 are other places.
_BODY_OF_GOVERNMENT = re.compile(
    r"(?![县区州旗盟省镇村路]|市(?!场|监|政(?!府))|乡(?!村)|街道|社区|大道)[一-鿿、]{0,20}?(?:局|委|厅|队|政府|办公室|中心|所|处|部|院|站)"
)
HAN = re.compile(r"[一-鿿]")
_LONG_ENOUGH = 3  # characters of a name that is found inside prose: 古丈县


@dataclass(frozen=True, slots=True)
class Region:
    """A region under one code and name; ``prefecture`` and ``province`` are names, ``None`` where it has none.

    ``level`` is province, prefecture, county or township. ``first_year`` and ``last_year`` bound the years at whose
    end it existed; ``None`` is open (``regions.csv``).
    Example: ``Region("520328", "湄潭县", "county", "遵义市", "贵州省", None, None)``.
    """

    code: str
    name: str
    level: str
    prefecture: str | None
    province: str | None
    first_year: int | None
    last_year: int | None

    def distance(self, year: int | None) -> int:
        """Say how many years ``year`` lies outside its life; ``None`` asks for the latest state."""
        first, last = self.first_year or 0, self.last_year or 9999
        return 9999 - last if year is None else max(first - year, year - last, 0)

    def lies_in(self, other: "Region") -> bool:
        """Say whether it is below ``other``, by the digits of its code: 湄潭县 in 遵义市 and in 贵州省."""
        digits = _CODE_DIGITS[other.level]
        return _CODE_DIGITS[self.level] > digits and self.code[:digits] == other.code[:digits]


@dataclass(frozen=True, slots=True)
class Reading:
    """The regions that a name may mean, and where in its text it ends."""

    regions: tuple[Region, ...]
    end: int


class RegionTable:
    """Every region by every form of its name; ``short_forms`` adds some by code: ``{"652700": ["博州"]}``.

    ``folder`` is the code that a report is filed under, which decides between regions of one name; ``None``: not known.
    """

    def __init__(self, regions: Iterable[Region], short_forms: Mapping[str, Iterable[str]]) -> None:
        self.regions = tuple(regions)
        self.folder: str | None = None
        self._long: dict[str, list[Region]] = defaultdict(list)
        self._bare: dict[str, list[Region]] = defaultdict(list)
        self._by_code: dict[str, list[Region]] = defaultdict(list)
        for region in self.regions:
            self._by_code[region.code].append(region)
            for form in {*long_forms(region), *short_forms.get(region.code, ())}:
                self._long[form].append(region)
            for form in bare_forms(region):
                self._bare[form].append(region)
        self.provinces = frozenset(r.name for r in self.regions if r.level == "province")
        self._longest = max(map(len, self._long), default=0)
        self._sizes: dict[str, list[int]] = defaultdict(list)  # by the last two characters, longest first
        for size, tail in sorted({(len(form), form[-2:]) for form in self._long}, reverse=True):
            self._sizes[tail].append(size)

    def get(self, code: str, year: int | None = None) -> Region | None:
        """Return the region that bore ``code`` in ``year`` or nearest to it: 410802 gives 解放区."""
        return min(self._by_code.get(code, ()), key=lambda region: region.distance(year), default=None)

    def filed_under(self, folder: str | None) -> "RegionTable":
        """Return this table for a report in ``folder``: 城关区卫健局 in 540102 is of 拉萨."""
        table = copy(self)
        table.folder = folder
        return table

    def named(self, name: str) -> tuple[Region, ...]:
        """Return all regions, abolished ones too, of that name in full or in short: 鼓楼区 gives four."""
        return tuple(self._long.get(name, ()))

    def above(self, region: Region) -> tuple[Region, ...]:
        """Return what ``region`` lies in, the narrowest first: (湄潭县,) 遵义市, 贵州省."""
        codes = (region.code[:6], region.code[:4] + "00", region.code[:2] + "0000")
        rows = (row for code in codes for row in self._by_code.get(code, ()))
        return tuple(dict.fromkeys(row for row in rows if region.lies_in(row)))

    def readings_at(self, text: str, start: int, *, inside: bool) -> Iterator[Reading]:
        """Yield what may be named at ``start``, longest first; ``inside``: the region above was read."""
        for end in range(min(start + self._longest, len(text)), start + 1, -1):
            form = text[start:end]
            regions = [] if _NOT_A_NAME.match(text, end) else list(self._long.get(form, ()))
            if form in self._bare and _BODY_OF_GOVERNMENT.match(text, end):
                regions += [r for r in self._bare[form] if inside or not PLAIN_WORDS.fullmatch(r.name)]
            if regions:
                yield Reading(tuple(dict.fromkeys(regions)), end)

    def name_ending_at(self, text: str, end: int) -> str | None:
        """Return the longest name in full or in short that ends at ``end`` of running prose, such as 古丈县."""
        for size in self._sizes.get(text[max(end - 2, 0) : end], ()):
            if size <= end and text[end - size : end] in self._long and not _NOT_A_NAME.match(text, end):
                return text[end - size : end] if _stands_free(text, end - size, end) else None
        return None


@cache
def load_regions(path: Path = _TABLE) -> RegionTable:
    """Read the table, whose head gives its sources: ``load_regions().get("411523")`` is 新县. Raise ``OSError``."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    names = {row["code"]: row["name"] for row in sorted(rows, key=lambda row: row["last_year"] or "9999")}
    notes = ((row["code"], row["note"]) for row in rows if row["note"].startswith(_SHORT_FORMS))
    short_forms = {code: note.removeprefix(_SHORT_FORMS).split("、") for code, note in notes}
    return RegionTable((_region(row, names) for row in rows), short_forms)


def _region(row: Mapping[str, str], names: Mapping[str, str]) -> Region:
    first, last = (int(row[column]) if row[column] else None for column in ("first_year", "last_year"))
    prefecture = names.get(row["prefecture_code"])
    province = names[row["province_code"]] if row["level"] != "province" else None
    return Region(row["code"], row["name"], row["level"], prefecture, province, first, last)


def long_forms(region: Region) -> Iterator[str]:
    """Yield the name, and for an autonomous region its usual short forms: 湘西州, 湘西自治州; 新疆."""
    yield region.name
    if match := _AUTONOMOUS.fullmatch(region.name):
        place, kind = match[1] or match[3], match[2] or match[4]
        yield place if region.level == "province" else place + kind
        yield f"{place}自治{kind}"


def bare_forms(region: Region) -> Iterator[str]:
    """Yield the name without 县, 区, 市 …: 湄潭, 湘西. Never a single character: 新县 has no such form."""
    match = _AUTONOMOUS.fullmatch(region.name) or _SUFFIX.fullmatch(region.name)
    if match and region.name != "公安县":  # 荆州市公安局 is not of 公安县
        yield match[1] or match[3]


def _stands_free(text: str, start: int, end: int) -> bool:
    """Say whether a name in running prose is one: not the 新县 in 高新县城, nor 城区 unless it is 晋城市城区."""
    if start and text[start - 1] in "省市州":
        return True
    alone = start == 0 or not HAN.match(text, start - 1)
    return not PLAIN_WORDS.fullmatch(text, start, end) and (end - start >= _LONG_ENOUGH or alone)
