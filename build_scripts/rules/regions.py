"""Which region a report's agency serves, as in force in the report year.

The agency's name is asked first, then the title, then the body; what the name leaves open the file's folder decides.
Doubt gives ``None``: a wrong address would last for ever. A plan that is only named (《广州市法治政府建设实施纲要》)
says nothing of who reports.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product

from build_scripts.rules.region_names import KINDS, names_ending_in, read_name
from build_scripts.rules.region_table import (
    PLAIN_WORDS,
    Region,
    RegionTable,
    bare_forms,
    load_regions,
    long_forms,
)
from build_scripts.rules.township_names import read_township, township_region
from build_scripts.rules.townships import load_townships, township_of_code

__all__ = [
    "Region",
    "RegionTable",
    "excluded_by_name",
    "load_regions",
    "named_regions",
    "names_unlisted_township",
    "region_of_code",
    "resolve_region",
]

_PLANS = re.compile(r"《[^《》]{0,200}》")  # the longest titles of laws and plans have some 100 characters
_TOWNSHIP_CODE = 9  # digits
_SURELY_OWN = ("我", "全")
_OFFICE_ABOVE = re.compile(f"[{KINDS}](?=委(?!员)|政府|人民政府)")  # not 依法治市委员会
_OF_A_TOWNSHIP = re.compile(r"(?:我|全|本)(?:镇|乡(?!村)|街道|苏木)")


def resolve_region(
    table: RegionTable, agency: str | None, title: str | None, text: str, year: int | None
) -> Region | None:
    """Return the region that the report's agency serves, as in force in ``year``; ``None`` where that stays open.

    江门市江海区卫生健康局 and 江海卫健局 give 440704, 遵义市生态环境局湄潭分局 520328, 广东省司法厅 440000,
    石家庄市长安区跃进街道办事处 130102005. The agency goes before the title, the title before the body. Where several
    regions share the name (城关区) or none is named, the folder that ``table`` is filed under decides, then the body
    (鼓楼区, by 南京市). Of the codes a region had, that of ``year`` is taken: 江北区 of 重庆 in 2023 is 500105.
    Rule: GB/T 2260, and for townships the list of the statistics office.
    """
    named = _named_regions(table, agency, title, year)
    filed = region_of_code(table, table.folder, year) if table.folder else None
    if named is None or (filed is not None and any(region.code == filed.code for region in named)):
        return filed
    at_home = [region for region in named if filed is not None and region.lies_in(filed)]
    named = tuple(at_home) or named
    names = "\n".join(_squeezed(agency, title))
    prose = _PLANS.sub("", text)
    by_city: dict[str, list[Region]] = defaultdict(list)
    for candidate in named or _most_named(table, prose):
        by_city[candidate.code[:4]].append(candidate)
    # First each city by itself, so that 江北区 of 重庆, gone in 2026, can still be told from the one in 宁波.
    regions = tuple(region for city in by_city.values() for region in _in_year(city, year))
    # Which 鼓楼区 is meant a plan of its city may tell; which of all 新市街道, or who reports at all, it may not.
    evidence = text if named and all(region.level == "county" for region in named) else prose
    regions = _in_year(_spoken_for(table, regions, names, evidence), year)
    region = _only_one(table, regions, f"{names}\n{evidence}")
    # 万盛经开区 is named after a district whose code 綦江区 bears now.
    return (table.get(region.code, year) or region) if region else (None if named else filed)


def region_of_code(table: RegionTable, code: str, year: int | None = None) -> Region | None:
    """Return the region of six digits or the township of nine that bore ``code`` in ``year`` or nearest to it.

    A zone that the statistics office alone gives a code is a county here: 410172 郑州高新技术产业开发区.
    """
    if len(code) == _TOWNSHIP_CODE:
        body = township_of_code(code, year)
        return township_region(table, body) if body else None
    return table.get(code, year) or _zone(table, code)


def named_regions(
    table: RegionTable, agency: str | None, title: str | None, year: int | None
) -> tuple[Region, ...]:
    """Return every region that the names alone leave open: four for 鼓楼区司法局, () for 县水利局."""
    return _in_year(_named_regions(table, agency, title, year) or (), year)


def excluded_by_name(
    table: RegionTable, agency: str | None, title: str | None, year: int | None
) -> tuple[Region, ...]:
    """Return the regions that the names leave, where the folder's is none of them; () where it may be.

    平山县司法局 excludes 130102 长安区; 石家庄市生态环境局 leaves 130131 平山县 open, and so does 环境局.
    """
    own = region_of_code(table, table.folder, year) if table.folder else None
    named = _named_regions(table, agency, title, year)
    if own is None or not named or any(_may_be(own, region) for region in named):
        return ()
    return _in_year(named, year)


def names_unlisted_township(table: RegionTable, agency: str | None, title: str | None) -> bool:
    """Say whether agency or title name a township that no list has: 平山县子虚乡人民政府. It is not its county."""
    readings = (read_township(table, name, read_name(table, name), None) for name in _squeezed(agency, title))
    return any(reading is not None and not reading.regions for reading in readings)


def _may_be(own: Region, named: Region) -> bool:
    """Say whether a name of ``named`` may mean ``own``: the same, one within it, or its successor (米林县, 米林市)."""
    if own.code == named.code or own.lies_in(named):
        return True
    apart = (own.last_year or 9999) < (named.first_year or 0) or (named.last_year or 9999) < (
        own.first_year or 0
    )
    alike = set(bare_forms(own)) & set(bare_forms(named))
    return apart and bool(alike) and (own.level, own.province) == (named.level, named.province)


def _zone(table: RegionTable, code: str) -> Region | None:
    name = load_townships().zone(code)
    above = [table.get(above) for above in (code[:4] + "00", code[:2] + "0000")]
    prefecture, province = (region.name if region else None for region in above)
    return Region(code, name, "county", prefecture, province, None, None) if name else None


def _squeezed(*names: str | None) -> list[str]:
    squeezed = [re.sub(r"\s+", "", name) for name in names if name]
    return [_PLANS.sub("", name) or name for name in squeezed]


def _named_regions(
    table: RegionTable, agency: str | None, title: str | None, year: int | None
) -> tuple[Region, ...] | None:
    """Return what the names say of the region: () for nothing, ``None`` for a place that has no code."""
    regions: tuple[Region, ...] = ()
    for name in _squeezed(agency, title):
        named = _read_place(table, name, year)
        if named is None:
            return None
        regions = tuple(r for r in named if any(r == o or r.lies_in(o) for o in regions)) or regions or named
        if regions and all(region.level in ("county", "township") for region in regions):
            break
    return regions


def _read_place(table: RegionTable, name: str, year: int | None) -> tuple[Region, ...] | None:
    reading = read_name(table, name)
    township = read_township(table, name, reading, year)
    if township:
        return township.regions or None
    if reading is None:
        return ()
    return None if reading.zone else reading.regions


def _in_year(regions: Sequence[Region], year: int | None) -> tuple[Region, ...]:
    """Keep the regions in force in ``year``, else those nearest to it: names are used before and after their time."""
    nearest = min((region.distance(year) for region in regions), default=0)
    return tuple(region for region in regions if region.distance(year) == nearest)


def _spoken_for(table: RegionTable, regions: tuple[Region, ...], names: str, text: str) -> tuple[Region, ...]:
    """Keep what most speaks for: the regions' kind (我县), then what lies above them, in the names, in the body."""
    if len({region.name[-1] for region in regions}) > 1:
        own = _own_kind(table, text)
        regions = tuple(region for region in regions if region.name[-1] == own) or regions
    for source, depth in product((names, text), (0, 1, 2)):
        if len(regions) > 1:
            scores = {region: _mentions_above(table, region, source, depth) for region in regions}
            regions = tuple(region for region in regions if scores[region] == max(scores.values()))
    return regions


def _only_one(table: RegionTable, regions: tuple[Region, ...], text: str) -> Region | None:
    # 长沙卫健委 is of 长沙市, which 长沙县 lies in; 大理卫健委 may be of 大理州 and of 大理市.
    heads = [r for r in regions if r.name[-1] in "省市" and all(o is r or o.lies_in(r) for o in regions)]
    if len(regions) > 1 and not heads and all(region.level == "county" for region in regions):
        # 国家统计局平山调查队 is of 平山县: a district of that name would stand behind its city's (本溪市平山区).
        heads = [region for region in regions if region.name[-1] != "区"]
    regions = tuple(heads) if len(regions) > 1 else regions
    region = regions[0] if len(regions) == 1 else None
    plain = region and PLAIN_WORDS.fullmatch(region.name) and not _mentions_above(table, region, text, 1)
    return None if plain else region


def _mentions_above(table: RegionTable, region: Region, source: str, depth: int) -> int:
    """Count in ``source``, by ``depth``, 0: 南京市鼓楼区, 1: 南京市, 2: 江苏省."""
    above = table.above(region)
    if depth == 0:
        forms = {form for row in above for form in (*long_forms(row), *bare_forms(row))}
        return sum(source.count(form + region.name) for form in forms)
    # Bare province names are no evidence: every report praises 浙江's 枫桥经验.
    rows = above[:-1] or above if depth == 1 else above[-1:]
    return sum(max(source.count(form) for form in long_forms(row)) for row in rows)


def _own_kind(table: RegionTable, text: str) -> str:
    """Return the character of the report's own level, by 我县, 全区, 市委 …; "" where it has none.

    广州市委 is said of another. A township (我镇) is of no such kind, whatever it says of its county.
    """
    counts = {kind: sum(text.count(own + kind) for own in _SURELY_OWN) for kind in KINDS}
    if len(_OF_A_TOWNSHIP.findall(text)) > max(counts.values()):
        return ""
    for match in _OFFICE_ABOVE.finditer(text):
        if table.name_ending_at(text, match.start() + 1) is None:
            counts[match[0]] += 1
    return max(counts, key=lambda kind: counts[kind]) if any(counts.values()) else ""


def _most_named(table: RegionTable, text: str) -> tuple[Region, ...]:
    """Return the regions of the name that a body that says 我县 has twice at least, and twice as often as any other."""
    counts: Counter[tuple[Region, ...]] = Counter()
    for name, times in Counter(
        name for _, name in names_ending_in(table, text, _own_kind(table, text))
    ).items():
        if name not in table.provinces:  # 我区 may be 内蒙古自治区, which every report of its counties names
            counts[table.named(name)] += times  # 屏边县 and 屏边苗族自治县 are one
    (first, most), (_, second) = (*counts.most_common(2), ((), 0), ((), 0))[:2]
    return first if most >= max(2, 2 * second) else ()
