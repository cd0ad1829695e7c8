"""The regions that have reports, as a tree: provinces, prefectures, counties, townships."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from build_scripts.models import RegionCount

_CODE = 6  # digits of a county's code; a township has nine


@dataclass(frozen=True, slots=True)
class Region:
    """A region with reports of its own or below it, which count too. ``place`` is its name with all above it."""

    code: str
    name: str
    place: str
    reports: int
    inside: tuple["Region", ...] = ()

    @property
    def prefix(self) -> str:
        """Return the digits that its code and those of all regions below begin with: 44, 4407, 440704."""
        return prefix_of(self.code)

    @property
    def anchor(self) -> str:
        """Return a province's place on the page of all regions: ``p44``."""
        return f"p{self.code[:2]}"

    def walk(self) -> Iterator["Region"]:
        """Yield the region and all below it, in the order of codes."""
        yield self
        for region in self.inside:
            yield from region.walk()


def prefix_of(code: str) -> str:
    """Return what the codes of a region and of all below it begin with.

    >>> prefix_of("440000"), prefix_of("440700"), prefix_of("440704"), prefix_of("441900119")
    ('44', '4407', '440704', '441900119')
    """
    if len(code) != _CODE or not code.endswith("00"):
        return code
    return code[:2] if code.endswith("0000") else code[:4]


def region_tree(counts: Iterable[RegionCount]) -> tuple[Region, ...]:
    """Return the provinces with what lies in them; ``counts`` go by code.

    A county stands under its prefecture where it has one, a township under its county where that has reports.
    """
    return tuple(_province(tuple(of)) for _, of in groupby(counts, key=lambda one: _code(one)[:2]))


def _code(count: RegionCount) -> str:
    return count.newest.address.region


def _province(counts: Sequence[RegionCount]) -> Region:
    code, name = f"{_code(counts[0])[:2]}0000", counts[0].newest.province
    inside: list[Region] = []
    for start, of in groupby((one for one in counts if _code(one) != code), key=lambda one: _code(one)[:4]):
        inside += _prefecture(f"{start}00", tuple(of))
    return _above(code, name, name, counts, inside)


def _prefecture(code: str, counts: Sequence[RegionCount]) -> Iterator[Region]:
    """Yield the prefecture of ``counts``, or those that stand in none."""
    named = next((one.newest.prefecture for one in counts if one.newest.prefecture), "")
    counties = tuple(_counties([one for one in counts if _code(one) != code]))
    if not named and _code(counts[0]) != code:
        yield from counties
        return
    newest = counts[0].newest
    yield _above(code, named or newest.county, f"{newest.province}{named or newest.county}", counts, counties)


def _counties(counts: Iterable[RegionCount]) -> Iterator[Region]:
    for _, of in groupby(counts, key=lambda one: _code(one)[:_CODE]):
        first, *others = (_region(one) for one in of)
        if len(first.code) == _CODE:
            total = first.reports + sum(region.reports for region in others)
            yield Region(first.code, first.name, first.place, total, tuple(others))
        else:
            yield from (first, *others)


def _region(count: RegionCount) -> Region:
    return Region(_code(count), count.newest.county_alone, count.newest.place, count.reports)


def _above(
    code: str, name: str, place: str, counts: Sequence[RegionCount], inside: Sequence[Region]
) -> Region:
    return Region(code, name, place, sum(one.reports for one in counts), tuple(inside))
