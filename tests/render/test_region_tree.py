"""Regions as a tree: each stands under what it lies in, and counts what lies below it."""

from dataclasses import replace

from build_scripts.models import Address, RegionCount
from build_scripts.render.region_tree import Region, region_tree
from tests.render.made_up import made_up

ENTRY = next(made_up(1)).entry
NAMES = {
    "420000": ("湖北省", "", "湖北省"),
    "420102": ("湖北省", "武汉市", "武汉市江岸区"),
    "420102001": ("湖北省", "武汉市", "武汉市江岸区大智街道"),
    "420103002": ("湖北省", "武汉市", "武汉市江汉区民族街道"),
    "420300": ("湖北省", "", "十堰市"),
    "420302": ("湖北省", "十堰市", "十堰市茅箭区"),
    "429004": ("湖北省", "", "仙桃市"),
    "500101": ("重庆市", "", "万州区"),
    "999999": ("其他地区", "", "999999"),
}


def counts(**reports: int) -> list[RegionCount]:
    """Return the counts of regions, named ``_420000`` and so on, in the order of codes."""
    found = []
    for code, number in sorted((name[1:], number) for name, number in reports.items()):
        province, prefecture, county = NAMES[code]
        place = "".join(dict.fromkeys((province, county)))
        entry = replace(
            ENTRY,
            address=Address(code, "health", 2023),
            province=province,
            prefecture=prefecture,
            county=county,
            place=place,
        )
        found.append(RegionCount(entry, number))
    return found


def told(region: Region) -> object:
    return (region.code, region.name, region.reports, [told(below) for below in region.inside])


def test_a_county_stands_under_its_prefecture_and_a_township_under_its_county() -> None:
    (tree,) = region_tree(counts(_420102=2, _420102001=3, _420103002=1))
    wuhan: list[object] = [("420102", "江岸区", 5, [("420102001", "江岸区大智街道", 3, [])])]
    wuhan.append(("420103002", "江汉区民族街道", 1, []))
    assert told(tree) == ("420000", "湖北省", 6, [("420100", "武汉市", 6, wuhan)])
    assert [region.place for region in tree.walk()][:3] == ["湖北省", "湖北省武汉市", "湖北省武汉市江岸区"]


def test_a_county_without_a_prefecture_stands_under_the_province() -> None:
    (tree,) = region_tree(counts(_429004=4))
    assert told(tree) == ("420000", "湖北省", 4, [("429004", "仙桃市", 4, [])])


def test_what_provinces_and_prefectures_report_themselves_counts_for_them() -> None:
    (tree,) = region_tree(counts(_420000=1, _420300=2, _420302=4))
    assert told(tree) == ("420000", "湖北省", 7, [("420300", "十堰市", 6, [("420302", "茅箭区", 4, [])])])
    (alone,) = region_tree(counts(_420300=2))
    assert told(alone) == ("420000", "湖北省", 2, [("420300", "十堰市", 2, [])])


def test_provinces_go_by_code_and_an_unknown_code_has_a_place() -> None:
    assert [told(one) for one in region_tree(counts(_500101=1, _999999=2))] == [
        ("500000", "重庆市", 1, [("500101", "万州区", 1, [])]),
        ("990000", "其他地区", 2, [("999999", "999999", 2, [])]),
    ]
    assert region_tree([]) == ()
