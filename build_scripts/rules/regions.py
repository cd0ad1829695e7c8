"""Provinces, prefectures and counties by GB/T 2260, and which of them a report's agency serves.

An agency writes its region in many ways: 江门市江海区卫生健康局, 解放区卫健委, 遵义市生态环境局湄潭分局.
The names in ``regions.csv`` are read from left to right as a chain, each inside the one before; title and
body are asked where the agency leaves it open. Doubt gives ``None``: a wrong address would last for ever.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

_TABLE = Path(__file__).with_name("regions.csv")
_SHORT_FORMS = "简称："  # opens a note that gives some
_CODE_DIGITS = {"province": 2, "prefecture": 4, "county": 6}

# 屏边苗族自治县 is 屏边县, 湘西土家族苗族自治州 is 湘西州. The lone 族 is for places named by a people: 东乡族自治县.
_PEOPLES = (
    "蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|各族|(?:蒙古|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家"
    "|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|普米|怒"
    "|保安|裕固|独龙)族|族"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:{_PEOPLES})*自治([区州县旗])|(.{{2,}}?)(?:{_PEOPLES})+(区)")
_SUFFIX = re.compile(r"(.{2,}?)(?:林区|特区|新区|地区|[省市县区旗盟])")

# Names that are also plain words; without their prefecture before them they say nothing.
_PLAIN_WORDS = re.compile("(?:东|西|老|新)?城区|城[东西北中关厢]区|市中区|南?郊区|矿区|新市区")

# Where a name may begin: 2023年度新县…, 中共新县…, 国家税务总局新县…, but not inside 高新县 or 创新县.
_START = re.compile(r"^|(?<=[^一-鿿])|(?<=[年度局委厅队会院办师暨])|(?<=中共)|(?<=关于)|(?<=中国共产党)")
_BRANCH = re.compile(r"(?<=[局委厅队会院师])")
_NOT_A_NAME = re.compile(r"级|域|场监")  # 和县级, 江海区域, 吉林市场监管厅
# A zone run by a city has no code of its own: 郑州高新区 is neither 郑州市 nor one of its districts.
_ZONE = re.compile(
    r"(?:(?![局委厅队])[一-鿿]){0,10}?(?:(?:开发|高新|经开|新|示范|度假|管理|园|保税|试验|合作|风景|名胜)区|新城)"
)
# What follows a name without its 县 or 区: 湄潭|分局, 古丈|卫健局; but 长安|街道, 新华|镇 are other places.
_BODY_OF_GOVERNMENT = re.compile(
    r"(?![县区州旗盟省镇村路]|市(?!场|监|政(?!府))|乡(?!村)|街道|社区|大道)[一-鿿、]{0,20}?(?:局|委|厅|队|政府|办公室|中心|所|处|部|院|站)"
)
_KINDS = "县区市州旗盟"
_OWN_REGION = ("我{}", "全{}", "{}委", "{}政府", "{}人民政府")
_HAN = re.compile(r"[一-鿿]")
_LONG_ENOUGH = 3  # characters of a name that is found inside prose: 古丈县


@dataclass(frozen=True, slots=True)
class Region:
    """A region under one code and name; ``prefecture`` and ``province`` are names, ``None`` where it has none.

    ``first_year`` and ``last_year`` bound the years at whose end it existed; ``None`` is open (``regions.csv``).
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
class _Reading:
    regions: tuple[Region, ...]
    end: int


class RegionTable:
    """Every region by every form of its name; ``short_forms`` adds some by code: ``{"652700": ["博州"]}``."""

    def __init__(self, regions: Iterable[Region], short_forms: Mapping[str, Iterable[str]]) -> None:
        self.regions = tuple(regions)
        self._long: dict[str, list[Region]] = defaultdict(list)
        self._bare: dict[str, list[Region]] = defaultdict(list)
        self._by_code: dict[str, list[Region]] = defaultdict(list)
        for region in self.regions:
            self._by_code[region.code].append(region)
            for form in {*_long_forms(region), *short_forms.get(region.code, ())}:
                self._long[form].append(region)
            for form in _bare_forms(region):
                self._bare[form].append(region)
        self.provinces = frozenset(r.name for r in self.regions if r.level == "province")
        self._longest = max(map(len, self._long), default=0)
        self._sizes: dict[str, list[int]] = defaultdict(list)  # by the last two characters, longest first
        for size, tail in sorted({(len(form), form[-2:]) for form in self._long}, reverse=True):
            self._sizes[tail].append(size)

    def get(self, code: str, year: int | None = None) -> Region | None:
        """Return the region that bore ``code`` in ``year`` or nearest to it: 410802 gives 解放区."""
        return min(self._by_code.get(code, ()), key=lambda region: region.distance(year), default=None)

    def named(self, name: str) -> tuple[Region, ...]:
        """Return all regions, abolished ones too, of that name in full or in short: 鼓楼区 gives four."""
        return tuple(self._long.get(name, ()))

    def above(self, region: Region) -> tuple[Region, ...]:
        """Return the prefecture, if any, and then the province that ``region`` lies in: 遵义市, 贵州省."""
        codes = (region.code[:4] + "00", region.code[:2] + "0000")
        rows = (row for code in codes for row in self._by_code.get(code, ()))
        return tuple(dict.fromkeys(row for row in rows if region.lies_in(row)))

    def readings_at(self, text: str, start: int, *, inside: bool) -> Iterator[_Reading]:
        """Yield what may be named at ``start``, longest first; ``inside``: the region above was read."""
        for end in range(min(start + self._longest, len(text)), start + 1, -1):
            form = text[start:end]
            regions = [] if _NOT_A_NAME.match(text, end) else list(self._long.get(form, ()))
            if form in self._bare and _BODY_OF_GOVERNMENT.match(text, end):
                regions += [r for r in self._bare[form] if inside or not _PLAIN_WORDS.fullmatch(r.name)]
            if regions:
                yield _Reading(tuple(dict.fromkeys(regions)), end)

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


def resolve_region(
    table: RegionTable, agency: str | None, title: str | None, text: str, year: int | None
) -> Region | None:
    """Return the region that the report's agency serves, as in force in ``year``; ``None`` where that stays open.

    江门市江海区卫生健康局 and 江海卫健局 give 440704, 遵义市生态环境局湄潭分局 520328, 广东省司法厅 440000.
    The agency goes before the title, the title before the body. The body decides between regions of one name
    (鼓楼区, by 南京市); where neither agency nor title names any, it gives the one it keeps naming beside 我县.
    Of the codes a region had, that of ``year`` is taken: 江北区 of 重庆 in 2023 is 500105. Rule: GB/T 2260.
    """
    names = [re.sub(r"\s+", "", name) for name in (agency, title) if name]
    regions: tuple[Region, ...] = ()
    for name in names:
        named = _read_name(table, name)
        if named is None:
            return None
        regions = tuple(r for r in named if any(r.lies_in(above) for above in regions)) or regions or named
        if regions and all(region.level == "county" for region in regions):
            break
    by_city: dict[str, list[Region]] = defaultdict(list)
    for region in regions or _most_named(table, text):
        by_city[region.code[:4]].append(region)
    # First each city by itself, so that 江北区 of 重庆, gone in 2026, can still be told from the one in 宁波.
    regions = tuple(region for city in by_city.values() for region in _in_year(city, year))
    regions = _in_year(_spoken_for(table, regions, "\n".join(names), text), year)
    return _only_one(table, regions, "\n".join((*names, text)))


def _region(row: Mapping[str, str], names: Mapping[str, str]) -> Region:
    first, last = (int(row[column]) if row[column] else None for column in ("first_year", "last_year"))
    prefecture = names.get(row["prefecture_code"])
    province = names[row["province_code"]] if row["level"] != "province" else None
    return Region(row["code"], row["name"], row["level"], prefecture, province, first, last)


def _long_forms(region: Region) -> Iterator[str]:
    """Yield the name, and for an autonomous region its usual short forms: 湘西州, 湘西自治州; 新疆."""
    yield region.name
    if match := _AUTONOMOUS.fullmatch(region.name):
        place, kind = match[1] or match[3], match[2] or match[4]
        yield place if region.level == "province" else place + kind
        yield f"{place}自治{kind}"


def _bare_forms(region: Region) -> Iterator[str]:
    """Yield the name without 县, 区, 市 …: 湄潭, 湘西. Never a single character: 新县 has no such form."""
    match = _AUTONOMOUS.fullmatch(region.name) or _SUFFIX.fullmatch(region.name)
    if match and region.name != "公安县":  # 荆州市公安局 is not of 公安县
        yield match[1] or match[3]


def _read_name(table: RegionTable, name: str) -> tuple[Region, ...] | None:
    """Return what ``name`` says of the region: () for nothing, ``None`` for a zone."""
    starts = [match.start() for match in _START.finditer(name)]
    starts += [start for start, _ in _names_ending_in(table, name, _KINDS)]  # 关于印发|湄潭县…
    reading = next(filter(None, (_read_chain(table, name, start, ()) for start in starts)), None)
    if reading is None:
        return ()
    if _is_zone(table, name, reading):
        return None
    branches = (match.start() for match in _BRANCH.finditer(name, reading.end))  # 遵义市生态环境局|湄潭分局
    below = (_read_chain(table, name, start, reading.regions) for start in branches)
    return next(filter(None, below), reading).regions


def _read_chain(table: RegionTable, text: str, start: int, scope: tuple[Region, ...]) -> _Reading | None:
    """Return the longest run of names from ``start``, each inside the one before (广东省|江门市|江海区)."""
    best: _Reading | None = None
    for reading in table.readings_at(text, start, inside=bool(scope)):
        regions = tuple(r for r in reading.regions if not scope or any(r.lies_in(above) for above in scope))
        if not regions:
            continue
        chain = _read_chain(table, text, reading.end, regions) or _Reading(regions, reading.end)
        if best is None or chain.end > best.end:
            best = chain
    return best


def _is_zone(table: RegionTable, text: str, reading: _Reading) -> bool:
    """Say whether a city's name goes on as a place that is no region: 郑州市|高新区, 许昌市|东城区."""
    if any(region.level == "county" for region in reading.regions):
        return False
    unfit = (table.named(text[reading.end : reading.end + size]) for size in range(3, 8))
    return any(unfit) or _ZONE.match(text, reading.end) is not None


def _stands_free(text: str, start: int, end: int) -> bool:
    """Say whether a name in running prose is one: not the 新县 in 高新县城, nor 城区 unless it is 晋城市城区."""
    if start and text[start - 1] in "省市州":
        return True
    alone = start == 0 or not _HAN.match(text, start - 1)
    return not _PLAIN_WORDS.fullmatch(text, start, end) and (end - start >= _LONG_ENOUGH or alone)


def _in_year(regions: Sequence[Region], year: int | None) -> tuple[Region, ...]:
    """Keep the regions in force in ``year``, else those nearest to it: names are used before and after their time."""
    nearest = min((region.distance(year) for region in regions), default=0)
    return tuple(region for region in regions if region.distance(year) == nearest)


def _spoken_for(table: RegionTable, regions: tuple[Region, ...], names: str, text: str) -> tuple[Region, ...]:
    """Keep what most speaks for: the regions' kind (我县), then what lies above them, in the names, in the body."""
    if len({region.name[-1] for region in regions}) > 1:
        own = _own_kind(text)
        regions = tuple(region for region in regions if region.name[-1] == own) or regions
    for source, depth in product((names, text), (0, 1, 2)):
        if len(regions) > 1:
            scores = {region: _mentions_above(table, region, source, depth) for region in regions}
            regions = tuple(region for region in regions if scores[region] == max(scores.values()))
    return regions


def _only_one(table: RegionTable, regions: tuple[Region, ...], text: str) -> Region | None:
    # 长沙卫健委 is of 长沙市, which 长沙县 lies in; 大理卫健委 may be of 大理州 and of 大理市.
    heads = [r for r in regions if r.name[-1] in "省市" and all(o is r or o.lies_in(r) for o in regions)]
    regions = tuple(heads) if len(regions) > 1 else regions
    region = regions[0] if len(regions) == 1 else None
    plain = region and _PLAIN_WORDS.fullmatch(region.name) and not _mentions_above(table, region, text, 1)
    return None if plain else region


def _mentions_above(table: RegionTable, region: Region, source: str, depth: int) -> int:
    """Count in ``source``, by ``depth``, 0: 南京市鼓楼区, 1: 南京市, 2: 江苏省."""
    above = table.above(region)
    if depth == 0:
        forms = {form for row in above for form in (*_long_forms(row), *_bare_forms(row))}
        return sum(source.count(form + region.name) for form in forms)
    # Bare province names are no evidence: every report praises 浙江's 枫桥经验.
    rows = above[:-1] or above if depth == 1 else above[-1:]
    return sum(max(source.count(form) for form in _long_forms(row)) for row in rows)


def _own_kind(text: str) -> str:
    """Return the character of the report's own level, by 我县, 全区, 市委 …; "" where it has none."""
    counts = {kind: sum(text.count(words.format(kind)) for words in _OWN_REGION) for kind in _KINDS}
    return max(counts, key=lambda kind: counts[kind]) if any(counts.values()) else ""


def _names_ending_in(table: RegionTable, text: str, kinds: str) -> Iterator[tuple[int, str]]:
    """Yield start and words of each name of running prose whose last character is one of ``kinds``."""
    for match in re.finditer(f"[{kinds}]", text) if kinds else ():
        if name := table.name_ending_at(text, match.end()):
            yield match.end() - len(name), name


def _most_named(table: RegionTable, text: str) -> tuple[Region, ...]:
    """Return the regions of the name that a body that says 我县 has twice at least, and twice as often as any other."""
    counts: Counter[tuple[Region, ...]] = Counter()
    for name, times in Counter(name for _, name in _names_ending_in(table, text, _own_kind(text))).items():
        if name not in table.provinces:  # 我区 may be 内蒙古自治区, which every report of its counties names
            counts[table.named(name)] += times  # 屏边县 and 屏边苗族自治县 are one
    (first, most), (_, second) = (*counts.most_common(2), ((), 0), ((), 0))[:2]
    return first if most >= max(2, 2 * second) else ()
