"""Which bodies report, and for which years: counties of every province in turn, none twice.

Nine reports at a time come from one pair of neighbouring counties: a department of both over several years, so that
there are series and neighbours; other departments beside it; and a county's own government, a town or a city's office.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any, NamedTuple

from build_scripts.demo.figure_sentences import templates
from build_scripts.models import Address
from build_scripts.rules.region_table import Region, load_regions
from build_scripts.rules.townships import load_townships

YEARS = (2021, 2022, 2023, 2024)
_OFFICES_APART = 3  # departments that each pair of counties uses
_GOVERNMENT, _TOWNSHIP = "government", "township"


@dataclass(frozen=True, slots=True)
class Body:
    """Who reports: ``agency`` in full, the ``region``'s name, ``kind`` of region (县) and what it calls itself (局)."""

    code: str
    region: str
    slug: str
    agency: str
    kind: str
    own: str
    department: Mapping[str, Any]


class Place(NamedTuple):
    """A report to come: whose, of which year."""

    body: Body
    year: int

    @property
    def address(self) -> Address:
        """Return where the report will stand."""
        return Address(self.body.code, self.body.slug, self.year)


def demo_places(seed: int) -> Iterator[Place]:
    """Yield every place there is, each once: some hundred thousand. One ``seed`` gives one order."""
    rnd = Random(f"places {seed}")  # noqa: S311 - no secret
    pairs = _pairs_by_province(rnd)
    offices = _offices()
    rnd.shuffle(offices)
    taken: set[Address] = set()
    for turn in count():
        reached = list(filter(None, (_pair_of(pairs_of_one, turn) for pairs_of_one in pairs)))
        if not reached:
            return
        for number, (pair, lap) in enumerate(reached):
            for place in _group(pair, offices, (number + turn, lap)):
                if place.address not in taken:
                    taken.add(place.address)
                    yield place


def _offices() -> list[Mapping[str, Any]]:
    return [d for d in templates()["departments"] if d["slug"] not in (_GOVERNMENT, _TOWNSHIP)]


def department_of(slug: str) -> Mapping[str, Any]:
    """Return what the sentences know of a department."""
    return next(d for d in templates()["departments"] if d["slug"] == slug)


Pair = tuple[Region, Region]


def _pair_of(pairs: list[Pair], turn: int) -> tuple[Pair, int] | None:
    """Return the pair of a province that comes in this turn, and how often it came before."""
    lap, at = divmod(turn, len(pairs))
    return (pairs[at], lap) if lap * _OFFICES_APART < len(_offices()) else None


def _pairs_by_province(rnd: Random) -> list[list[Pair]]:
    counties: dict[str, dict[str, list[Region]]] = defaultdict(lambda: defaultdict(list))
    for region in load_regions().regions:
        if region.level == "county" and region.distance(max(YEARS)) == 0:
            counties[region.code[:2]][region.code[:4]].append(region)
    provinces = list(counties.values())
    rnd.shuffle(provinces)
    pairs = [[pair for cities in by_city.values() for pair in _paired(cities)] for by_city in provinces]
    for of_one in pairs:
        rnd.shuffle(of_one)
    return pairs


def _paired(regions: list[Region]) -> Iterator[Pair]:
    yield from zip(regions[::2], regions[1::2], strict=False)
    if len(regions) % 2:
        yield regions[-1], regions[0]


def _group(pair: Pair, offices: list[Mapping[str, Any]], at: tuple[int, int]) -> Iterator[Place]:
    """Yield the reports of two counties: one office of both, another of each, and one body of another kind."""
    number, lap = at
    shared, first, second = (offices[(number + lap * _OFFICES_APART + i) % len(offices)] for i in range(3))
    here, there = pair
    yield from _series(here, shared, YEARS)
    yield from _series(there, shared, YEARS[2:])
    yield from _series(here, first, YEARS[-1:])
    yield from _series(there, second, YEARS[-1:]) if number % 2 == 0 else _series(here, None, YEARS[-1:])
    yield from _other_kind(here, shared, number)


def _other_kind(county: Region, office: Mapping[str, Any], number: int) -> Iterator[Place]:
    """Yield a report of the city's office where the county has a city, or of a town in it, in turn."""
    above = [r for r in load_regions().above(county)[1:] if r.level == "prefecture"]
    town = load_townships().get(county.code + "100", max(YEARS))
    if number % 2 and above and above[0].name[-1] in "市州":
        yield from _series(above[0], office, YEARS[-2:-1])
    elif town and town.name.endswith("镇") and town.last_year is None:
        body = Body(town.code, town.name, _GOVERNMENT, f"{full_name(county)}{town.name}人民政府",
                    county.name[-1], "镇", department_of(_TOWNSHIP))  # fmt: skip
        yield Place(body, max(YEARS) - 1)


def _series(region: Region, office: Mapping[str, Any] | None, years: tuple[int, ...]) -> Iterator[Place]:
    """Yield a body's reports of those years in which its region bore its code and name."""
    department = office or department_of(_GOVERNMENT)
    name = department["names"][int(region.code) % len(department["names"])]
    kind = region.name[-1]
    own = kind if office is None else name[-2:-1] if name.endswith("委员会") else name[-1]
    own = {"员": "委", "室": "办"}.get(own, own)
    agency = f"{full_name(region)}{name}"
    body = Body(region.code, region.name, department["slug"], agency, kind, own, department)
    yield from (Place(body, year) for year in years if region.distance(year) == 0)


def full_name(region: Region) -> str:
    """Return how a body's name tells its region: 石家庄市长安区 for a district, 平山县 for a county."""
    above = region.prefecture or region.province
    return f"{above}{region.name}" if region.level == "county" and region.name.endswith("区") else region.name
