"""Where the name of an organ names a township, a town or a street: 石家庄市长安区|跃进街道|办事处, 岗南镇|人民政府.

The statistics office's list is asked only where the words look like one, within the county that stands before them; a
name alone is looked for in the whole country, and may then stand for several.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.rules.region_names import NameReading
from build_scripts.rules.region_table import Region, RegionTable
from build_scripts.rules.townships import Township, load_townships

# The longest names of the list have some 20 characters: 双江拉祜族佤族布朗族傣族自治县沙河乡.
_LONGEST = 20
_COUNTY = 6  # digits
_KIND = re.compile(
    r"街道(?!工作)|地区(?=办)|镇(?![化区]|企业|居民|管理)|乡(?!村|镇|建设|规划|管理|居民|环境|融合|统筹|一体)|苏木|[农林牧渔]场|管理区|(?<![兵集青社])团场?"
)
# What follows where the body of the place itself is meant.
_OF_ITS_OWN = re.compile(
    r"(?:街道)?(?:办事处|办(?!公)|党工委|党委|人民政府|政府|管理委员会|管委会)|$|[^㐀-鿿]|年|关于|法治|依法|推进"
)
_BEFORE = re.compile(r"(?:中共|中国共产党|关于|[0-9〇零一二]{2,4}年(?:度)?)*")


@dataclass(frozen=True, slots=True)
class TownshipReading:
    """The townships that a name may mean; none where it names one that the list lacks. ``end``: of its name."""

    regions: tuple[Region, ...]
    end: int


def read_township(
    table: RegionTable, name: str, reading: NameReading | None, year: int | None
) -> TownshipReading | None:
    """Return what ``name`` says of a township, ``reading`` being what it says of the region above; ``None``: nothing.

    平山县岗南镇人民政府 gives 130131104, 新市街道办事处 every 新市街道, 平山县住房和城乡建设局 nothing.
    """
    before = _BEFORE.match(name)
    alone = before.end() if before else 0
    after = reading.end if reading else alone
    if not any((*_ends(name, after), *_ends(name, alone))):
        return None
    scopes = tuple(dict.fromkeys(_digits(region) for region in reading.regions)) if reading else ("",)
    for start, within in ((after, scopes), (alone, ("",))):
        if known := _find(table, name, start, within, year):
            return known
    ends = (end for end, own in _ends(name, after) if own)
    return next((TownshipReading((), end) for end in ends), None)


def township_region(table: RegionTable, body: Township) -> Region:
    """Return a township as a region, its county in its name, for readers: 长安区跃进街道 of 石家庄市."""
    county = table.get(body.code[:6], body.last_year)
    prefecture, province = (table.get(code) for code in (body.code[:4] + "00", body.code[:2] + "0000"))
    name = county.name if county else load_townships().zone(body.code[:6]) or ""
    if prefecture and name == prefecture.name:
        name = ""  # 东莞市 has no counties
    return Region(
        body.code,
        name + body.name,
        "township",
        prefecture.name if prefecture else None,
        province.name if province else None,
        None,
        body.last_year,
    )


def _digits(region: Region) -> str:
    """Return the digits that the codes of the region's townships begin with.

    A county that was gone before the first list has them elsewhere in its prefecture: 富阳市 is 富阳区 since 2014.
    """
    digits = region.code.removesuffix("00").removesuffix("00")
    return digits if len(digits) < _COUNTY or load_townships().has_county(digits) else digits[:4]


def _find(
    table: RegionTable, name: str, start: int, scopes: tuple[str, ...], year: int | None
) -> TownshipReading | None:
    """Return the longest name from ``start`` that the list has; out of its county it must be of the place itself."""
    for end, own in _ends(name, start):
        # An office of its own (岗南镇财政所) is told by the county before it, but not that of a farm: 林场管理局.
        if own or (name[end - 1] in "道镇乡木" and all(len(scope) == _COUNTY for scope in scopes)):
            found = [body for scope in scopes for body in _bodies(name[start:end], scope, year, own=own)]
            if found:
                return TownshipReading(tuple(township_region(table, body) for body in found), end)
    return None


def _bodies(name: str, scope: str, year: int | None, *, own: bool) -> tuple[Township, ...]:
    """Return the bodies of ``name`` in ``scope``; within a county also those that have a longer name in the list."""
    found = load_townships().named(name, scope, year)
    if found or not own or len(scope) != _COUNTY or name[-1] not in "乡镇":
        return found
    return load_townships().called(name, scope, year)


def _ends(name: str, start: int) -> Iterator[tuple[int, bool]]:
    """Yield where a township's name may end, the longest first, and whether it goes on as a body of its own."""
    ends = [match.end() for match in _KIND.finditer(name, start, start + _LONGEST)]
    for end in reversed(ends):
        if end - start > 1:
            yield end, bool(_OF_ITS_OWN.match(name, end))
