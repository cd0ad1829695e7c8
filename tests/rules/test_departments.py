"""Which department an agency is of: every example and counter-example of the table, both ways."""

import re
from pathlib import Path
from typing import Any

import pytest

from build_scripts.rules import departments
from build_scripts.rules.departments import Department, classify_department, load_departments
from build_scripts.rules.regions import load_regions
from tests.every import every
from tests.texts import read_yaml

ENTRIES: list[dict[str, Any]] = read_yaml(Path(departments.__file__).with_name("departments.yml"))[
    "departments"
]
EXAMPLES = [(agency, entry["slug"]) for entry in ENTRIES for agency in entry["examples"]]
COUNTER_EXAMPLES = [
    (agency, entry["slug"]) for entry in ENTRIES for agency in entry.get("counter_examples", [])
]
KEYS = ("words", "endings", "zones")
WORDS = [(word, entry["slug"]) for entry in ENTRIES for key in KEYS for word in entry.get(key, [])]


def slug(agency: str | None) -> str | None:
    department = classify_department(load_departments(), agency)
    return department.slug if department else None


@every(("agency", "expected"), EXAMPLES)
def test_example_is_recognised(agency: str, expected: str) -> None:
    assert slug(agency) == expected


@every(("agency", "not_expected"), COUNTER_EXAMPLES)
def test_counter_example_is_not(agency: str, not_expected: str) -> None:
    assert slug(agency) != not_expected


@every(("word", "expected"), [pair for pair in WORDS if "｜" not in pair[0]])
def test_each_word_is_of_its_department(word: str, expected: str) -> None:
    assert slug(word) == expected


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("新县卫生健康委员会", "health"),
        ("新 县 卫 健 委", "health"),
        ("遵义市生态环境局湄潭分局", "ecology"),
        ("新县人民政府", "government"),
        ("湄潭县兴隆镇人民政府", "government"),
        ("中共湄潭县兴隆镇委员会", "government"),
        ("平山县西柏坡镇党委", "government"),
        ("平山县物流园区管理办公室", "zone-administration"),
        ("新县人民政府教育督导室", "education"),
        ("公安县财政局", "finance"),
        ("大理白族自治州民政局", "civil-affairs"),
        ("江门市公安局消防支队", "public-security"),
        ("发展改革和科技局", "development-reform"),
        ("平山县科技和工业信息化局", "science"),
        ("平山县农业农村和科技局", "agriculture"),
        ("新县市场监督管理局（知识产权局）", "market-regulation"),
        ("2023年度新县审计局", "audit"),
    ],
)
def test_the_first_office_after_the_region_decides(agency: str, expected: str) -> None:
    assert slug(agency) == expected


@pytest.mark.parametrize(
    "agency",
    [
        None,
        "",
        "新县某某局",
        "新县人民法院",
        "新县人民检察院",
        "我局",
        "新县办公室",
        "居民委员会",
        "新县幸福社区居民委员会",
        "\ud800",
    ],
)
def test_unknown_agency_gets_none(agency: str | None) -> None:
    assert slug(agency) is None


def test_no_region_is_taken_for_a_department() -> None:
    for region in load_regions().regions:
        assert slug(region.name + "卷宗室") is None, region.name


def test_table_is_sorted_and_unique() -> None:
    slugs = [entry["slug"] for entry in ENTRIES]
    assert slugs == sorted(set(slugs))
    assert len(slugs) >= 40
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in slugs)
    names = [entry["name"] for entry in ENTRIES]
    assert len(names) == len(set(names))
    words = [word for word, _ in WORDS]
    assert len(words) == len(set(words))
    assert all(entry["examples"] for entry in ENTRIES)


def test_slug_gives_the_department() -> None:
    table = load_departments()
    assert table.get("health") == Department("health", "卫生健康")
    assert table.get("health-cdc") == Department("health", "卫生健康")
    assert table.get("government-office") == Department("government-office", "政府办公室")
    assert table.get("healthy") is None
