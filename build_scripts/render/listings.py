"""The pages that lead to reports: regions, years, departments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from build_scripts.models import Entry, Overview
from build_scripts.render.escape import ready
from build_scripts.render.list_parts import parts_of
from build_scripts.render.list_rows import render_entry
from build_scripts.render.names import department_name
from build_scripts.render.region_tree import Region, region_tree
from build_scripts.render.templates import render_template

# Regions that a choice names each by itself: 400 take some 60 kB. Of more it names provinces and prefectures.
MANY_REGIONS = 400
_NAMED = 80  # that the page of all regions does: a hundred take thirteen screens of a phone
_COMPARED = 4

Page = tuple[PurePosixPath, bytes]
Stream = tuple[PurePosixPath, Iterator[bytes]]  # a file that is made while it is written


class CollectionKind(StrEnum):
    """What the reports of a collection have in common; also the name of the filter for it."""

    REGION = "region"
    YEAR = "year"
    DEPARTMENT = "department"

    @property
    def folder(self) -> str:
        """Return the folder of all collections of the kind."""
        return f"{self}s"


@dataclass(frozen=True, slots=True)
class Link:
    """A way on: the name, the address from the page it stands on, how many reports lie there; a region's code."""

    name: str
    url: str
    count: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Reports that belong together. ``key`` is the last part of the address, ``wanted`` the value of the filter.

    ``inside`` are the ways to the regions of a region, ``beside`` to its neighbours, uncounted: a report that comes
    or goes there does not change this page.
    """

    kind: CollectionKind
    key: str
    name: str
    count: int
    wanted: str
    inside: tuple[Link, ...] = ()
    beside: tuple[Link, ...] = ()


def region_collections(overview: Overview) -> Iterator[Collection]:
    """Yield a collection for each region with reports, its own or below it; ``wanted`` begins their codes."""
    for province in region_tree(overview.regions):
        yield from _regions(province, ())


def _regions(region: Region, beside: tuple[Region, ...]) -> Iterator[Collection]:
    yield Collection(
        CollectionKind.REGION,
        region.code,
        region.place,
        region.reports,
        region.prefix,
        tuple(Link(below.name, f"../{below.code}/", below.reports, below.code) for below in region.inside),
        tuple(Link(one.name, f"../{one.code}/", 0, one.code) for one in beside if one.code != region.code),
    )
    for below in region.inside:
        yield from _regions(below, region.inside)


def year_collections(overview: Overview) -> Iterator[Collection]:
    """Yield a collection for each year, newest first."""
    for one in overview.years:
        yield Collection(CollectionKind.YEAR, one.key, year_name(one.key), one.reports, one.key)


def department_collections(overview: Overview) -> Iterator[Collection]:
    """Yield a collection for each department by slug: health-cdc stands apart from health."""
    for one in overview.departments:
        yield Collection(CollectionKind.DEPARTMENT, one.key, department_name(one.key), one.reports, one.key)


def year_name(year: str) -> str:
    """Return what readers call a year's reports: 2023 年度."""
    return f"{year} 年度"


def collection_files(collection: Collection, rows: Iterable[Entry]) -> Iterator[Page]:
    """Yield the pages of one region, year or department; ``rows`` are its reports in the order to show."""
    first = PurePosixPath(collection.kind.folder, collection.key, "index.md")
    for part in parts_of(rows, collection.count):
        compared = comparison_query(part.rows) if part.number == 1 else ""
        lines = ready("".join(render_entry(e, f"{part.up}../../", collection.kind) for e in part.rows))
        page = render_template(
            "collection.md.j2", collection=collection, part=part, lines=lines, compared=compared
        )
        yield part.path(first), page


def comparison_query(entries: Iterable[Entry]) -> str:
    """Return the query for the first four reports: ``?r=440704-health-2023&r=…``; "" where there are not two."""
    ids = list(dict.fromkeys(entry.address.id for entry in entries))[:_COMPARED]
    return "?" + "&".join(f"r={id_}" for id_ in ids) if len(ids) > 1 else ""


def listing_files(overview: Overview) -> Iterator[Page]:
    """Yield the lists of all regions, years and departments; of many regions the provinces and prefectures."""
    regions = render_template(
        "regions.md.j2",
        provinces=region_tree(overview.regions),
        many=len(overview.regions) > _NAMED,
    )
    yield PurePosixPath("regions/index.md"), regions
    years = tuple(year_collections(overview))
    yield PurePosixPath("years/index.md"), render_template("years.md.j2", years=years)
    departments = tuple(department_collections(overview))
    yield PurePosixPath("departments/index.md"), render_template("departments.md.j2", departments=departments)
