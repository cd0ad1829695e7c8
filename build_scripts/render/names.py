"""What readers call a report, the body that made it, its department and its region: never a bare code."""

from build_scripts.models import Meta, Source
from build_scripts.render.escape import decode
from build_scripts.render.labels import UNKNOWN
from build_scripts.rules.departments import load_departments
from build_scripts.rules.regions import load_regions, region_of_code

UNTITLED = "（原文无标题）"


def own_title(meta: Meta, source: Source) -> str | None:
    """Return the title that the report or its record gives, ``None`` where neither does."""
    title = meta.title or (source.record.title if source.record else None)
    return decode(title) if title else None


def made_title(meta: Meta, source: Source) -> str:
    """Return a name for a report without a title, from body and year: 新县水利局 2023 年度报告."""
    return f"{body_of(meta, source)} {source.year} 年度报告"


def title_of(meta: Meta, source: Source) -> str:
    """Return the title; one that is made of body and year says that it is none of the report's own words."""
    return own_title(meta, source) or made_title(meta, source) + UNTITLED


def agency_of(meta: Meta, source: Source) -> str:
    """Return who issued the report: as it says itself, as the record says, or 未载明."""
    return decode(meta.agency or (source.record.issuer if source.record else None) or UNKNOWN)


def body_of(meta: Meta, source: Source) -> str:
    """Return who issued the report; where nobody says it, the region and department of its address: 新县（水利）."""
    agency = agency_of(meta, source)
    if agency != UNKNOWN:
        return agency
    _, prefecture, name = place_names(meta, source.region_code, source.year)
    place = "".join(dict.fromkeys((prefecture, name))) or source.region_code or UNKNOWN
    return f"{decode(place)}（{department_name(source.department or '')}）"


def region_of(meta: Meta, source: Source) -> str:
    """Return the names of province, prefecture and region; the code alone where no name is known."""
    names = place_names(meta, source.region_code, source.year)
    return decode("".join(dict.fromkeys(names))) or (source.region_code or UNKNOWN)


def place_names(meta: Meta, code: str | None, year: int | None) -> tuple[str, str, str]:
    """Return the names of province, prefecture and region that the address gives, else those that the text gives."""
    region = region_of_code(load_regions(), code, year) if code and year else None
    if region is None:
        return meta.province or "", meta.prefecture or "", meta.region_name or ""
    return region.province or region.name, region.prefecture or "", region.name


def department_name(slug: str) -> str:
    """Return the name of a department: 卫生健康, 卫生健康（cdc） for a second body, the slug where none is known."""
    found = load_departments().get(slug)
    if found is None:
        return slug
    return found.name if found.slug == slug else f"{found.name}（{slug.removeprefix(found.slug + '-')}）"
