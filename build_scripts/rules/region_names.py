"""Where the name of an organ names its region: 江门市江海区卫生健康局, 遵义市生态环境局湄潭分局, 郑州高新区社会事业局.

Names are read from left to right as a chain, each inside the one before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.rules.region_table import Reading, Region, RegionTable

# Where a name may begin: 2023年度新县…, 中共新县…, 国家税务总局新县…, but not inside 高新县 or 创新县.
_START = re.compile(
    r"^|(?<=[^一-鿿])|(?<=[年度局委厅队会院办师团])|(?<=中共)|(?<=关于)|(?<=中国共产党)|(?<=银行)"
)
_BRANCH = re.compile(r"(?<=[局委厅队会院师团])")
# A zone run by a city has no code of its own: 郑州高新区 is neither 郑州市 nor one of its districts.
_ZONE = re.compile(
    r"(?:(?![局委厅队])[一-鿿]){0,10}?(?:(?:开发|高新|经开|新|示范|度假|管理|园|保税|试验|实验|合作|风景|名胜)区|新城)"
    r"(?!街道|[镇乡])"
)
KINDS = "县区市州旗盟"


@dataclass(frozen=True, slots=True)
class NameReading:
    """What an organ's name says of its region, and where: ``start`` and ``end`` of the first chain of names.

    ``zone``: a city's name goes on, up to ``end``, as a place that is no region, so the regions are not meant.
    """

    regions: tuple[Region, ...]
    start: int
    end: int
    zone: bool = False


def read_name(table: RegionTable, name: str) -> NameReading | None:
    """Return the regions that ``name`` (without blanks) may mean, or ``None`` where it names none.

    江门市江海区卫生健康局 gives 江海区 and its first six characters, 鼓楼区卫健局 each 鼓楼区 there is.
    """
    starts = [match.start() for match in _START.finditer(name)]
    starts += [start for start, _ in names_ending_in(table, name, KINDS)]  # 关于印发|湄潭县…
    for start in starts:
        if reading := _read_chain(table, name, start, ()):
            break
    else:
        return None
    if end := _zone_end(table, name, reading):
        return NameReading(reading.regions, start, end, zone=True)
    branches = (match.start() for match in _BRANCH.finditer(name, reading.end))  # 遵义市生态环境局|湄潭分局
    below = (_read_chain(table, name, branch, reading.regions) for branch in branches)
    return NameReading(next(filter(None, below), reading).regions, start, reading.end)


def names_ending_in(table: RegionTable, text: str, kinds: str) -> Iterator[tuple[int, str]]:
    """Yield start and words of each name of running prose whose last character is one of ``kinds``."""
    for match in re.finditer(f"[{kinds}]", text) if kinds else ():
        if name := table.name_ending_at(text, match.end()):
            yield match.end() - len(name), name


def _read_chain(table: RegionTable, text: str, start: int, scope: tuple[Region, ...]) -> Reading | None:
    """Return the longest run of names from ``start``, each inside the one before (广东省|江门市|江海区)."""
    best: Reading | None = None
    for reading in table.readings_at(text, start, inside=bool(scope)):
        regions = tuple(r for r in reading.regions if not scope or any(r.lies_in(above) for above in scope))
        if not regions:
            continue
        chain = _read_chain(table, text, reading.end, regions) or Reading(regions, reading.end)
        if best is None or chain.end > best.end:
            best = chain
    return best


def _zone_end(table: RegionTable, text: str, reading: Reading) -> int | None:
    """Return where a place that is no region ends after a city's name: 郑州市|高新区, 许昌市|东城区."""
    if all(region.level == "county" for region in reading.regions):
        return None
    unfit = (
        reading.end + size for size in range(3, 8) if table.named(text[reading.end : reading.end + size])
    )
    zone = _ZONE.match(text, reading.end)
    return zone.end() if zone else next(unfit, None)
