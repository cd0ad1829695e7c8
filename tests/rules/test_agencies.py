"""Names of agencies as they stand in titles: each has its department and the code of its region."""

from pathlib import Path

import pytest

from build_scripts.rules.departments import classify_department, load_departments
from build_scripts.rules.region_names import read_name
from build_scripts.rules.regions import load_regions, resolve_region
from tests.every import every

LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("agencies.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_there_are_many_and_none_stands_twice() -> None:
    names = [name for name, _, _ in LINES]
    assert len(names) == len(set(names))
    assert len(names) >= 400


@every(("name", "slugs", "codes"), LINES)
def test_an_agency_has_its_department_and_region(name: str, slugs: str, codes: str) -> None:
    department = classify_department(load_departments(), name)
    region = resolve_region(load_regions(), name, None, "", 2023)
    assert (department.slug if department else "-") in slugs.split("|")
    assert (region.code if region else "-").startswith(tuple(codes.split("|")))


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["市", "县", "区", "州"])
def test_a_name_that_leaves_its_region_out_has_the_same_department(kind: str) -> None:
    """市政务服务局 is no 市政 office."""
    departments, regions = load_departments(), load_regions()
    for name, slugs, _ in LINES:
        reading = read_name(regions, name)
        if reading and not reading.zone and reading.start == 0 and reading.end < len(name):
            bare = kind + name[reading.end :]
            department = None if read_name(regions, bare) else classify_department(departments, bare)
            assert department is None or department.slug in slugs.split("|"), bare
