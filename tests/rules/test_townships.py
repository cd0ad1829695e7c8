"""The list of townships: sound, found by code and by name, and left alone until one is asked for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.rules import townships
from build_scripts.rules.departments import classify_department, load_departments
from build_scripts.rules.regions import load_regions, resolve_region
from build_scripts.rules.townships import Township, load_townships

TABLE = Path(townships.__file__).with_name("townships.csv")
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")][1:]


def test_every_line_is_a_county_with_its_bodies() -> None:
    line_re = re.compile(r"\d{6},(\d{4})?,[^,\d]*(,| )(\d{3}[^\s,\d][^\s,]*( |$))+")
    assert [line for line in LINES if not line_re.fullmatch(line)] == []
    keys = [tuple(line.split(",")[:2]) for line in LINES]
    assert keys == sorted(keys, key=lambda key: (key[0], key[1] or "9999"))
    assert len(keys) == len(set(keys))


def test_the_newest_list_is_whole_and_without_a_code_twice() -> None:
    newest = [line.split(",", 3) for line in LINES if line[7] == ","]
    codes = [county + body[:3] for county, _, _, bodies in newest for body in bodies.split(" ")]
    assert len(codes) == len(set(codes)) == 41352


def test_every_county_of_the_list_has_a_name() -> None:
    regions = load_regions()
    for line in LINES:
        county, _, name, _ = line.split(",", 3)
        assert name or regions.get(county), county


def test_bodies_are_found_by_code_and_by_name() -> None:
    table = load_townships()
    assert table.get("130131104") == Township("130131104", "岗南镇", None)
    assert table.get("130131999") is None
    assert table.get("999999001") is None
    assert table.named("岗南镇") == (Township("130131104", "岗南镇", None),)
    assert [body.code for body in table.named("新市街道", "4401")] == ["440111008"]
    assert table.named("南镇") == ()
    assert table.named("") == ()
    assert table.zone("410172") == "郑州高新技术产业开发区"
    assert table.zone("130131") is None


def test_the_year_chooses_between_lists() -> None:
    table = load_townships()
    assert [body.code for body in table.named("天水街道", "3301", 2018)] == ["330103003", "330105012"]
    assert [body.code for body in table.named("天水街道", "3301", 2023)] == ["330105012"]


@pytest.mark.heavy
def test_no_township_is_read_for_an_office_of_a_county() -> None:
    program = (
        "from build_scripts.rules.regions import load_regions, resolve_region as r\n"
        "from build_scripts.rules.departments import load_departments, classify_department as c\n"
        "from build_scripts.rules.townships import load_townships as l\n"
        "for a in ('平山县住房和城乡建设局', '古丈县乡村振兴局', '新县卫健委', '江门市公安局交通警察支队江海大队'):\n"
        "    r(load_regions(), a, None, '在县委、县政府领导下', 2023), c(load_departments(), a)\n"
        "print(l.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "0"


@pytest.mark.heavy
def test_every_fortieth_township_is_read_from_its_name() -> None:
    regions, departments = load_regions(), load_departments()
    newest = [line.split(",", 3) for line in LINES if line[7] == ","]
    bodies = [
        (regions.get(county), county, body)
        for county, _, _, all_ in newest
        for body in all_.split(" ")
        if body.endswith(("街道", "镇", "乡", "苏木"))
    ]
    for county, code, body in bodies[::40]:
        if county:
            seat = "办事处" if body.endswith("街道") else "人民政府"
            agency = f"{county.prefecture or ''}{county.name}{body[3:]}{seat}"
            region = resolve_region(regions, agency, None, "", 2023)
            department = classify_department(departments, agency)
            assert region is not None, agency
            assert department is not None, agency
            assert (region.code, department.slug) == (code + body[:3], "government"), agency
