"""Who reported when and who did not: states, who is expected, pages that stay small."""

import re
from dataclasses import replace

import pytest

from build_scripts.expected_list import parse_expected
from build_scripts.models import Address, Arrival, Entry, Expected
from build_scripts.render.completeness import Board, State, boards
from build_scripts.render.list_files import list_files
from build_scripts.render.listed import entry_of
from build_scripts.rules.departments import load_departments
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.render.pages import Elements, html_of, visible_text
from tests.render.sample import sample_result

ENTRY = entry_of(Address("440704", "health", 2023), sample_result())
HEAD = b"region_code,department,first_year,last_year\n"


def entry(address: Address, day: str = "2024-01-29") -> Entry:
    return replace(ENTRY, address=address, url=address.url, day=day)


def arrival(year: int, department: str = "health", region: str = "440704", **told: object) -> Arrival:
    address = Address(region, department, year)
    return replace(Arrival(address=address, entry=entry(address)), **told)  # type: ignore[arg-type]


def states(board: Board) -> dict[tuple[str, int], State]:
    return {(body.department, year): cell.state for body in board.bodies for year, cell in body.cells.items()}


def test_each_way_to_come_has_its_state() -> None:
    undated = arrival(2020, entry=entry(Address("440704", "health", 2020), day=""))
    came = [undated, arrival(2021, is_late=True), arrival(2022, entry=None), arrival(2024)]
    (board,) = boards(came, None, 2024)
    assert states(board) == {
        ("health", 2020): State.UNDATED,
        ("health", 2021): State.LATE,
        ("health", 2022): State.HELD,
        ("health", 2023): State.GONE,
        ("health", 2024): State.IN_TIME,
    }


def test_without_a_list_a_body_owes_from_its_countys_first_year_to_the_newest() -> None:
    came = [arrival(2022), arrival(2023, "justice"), arrival(2023, "health", "440705")]
    (board,) = boards(came, None, 2024)
    owed = {(body.region, body.department): sorted(body.cells) for body in board.bodies}
    assert owed == {
        ("440704", "health"): [2022, 2023, 2024],
        ("440704", "justice"): [2022, 2023, 2024],
        ("440705", "health"): [2023, 2024],
    }


def test_a_list_alone_says_who_is_expected_and_what_came_besides_is_shown() -> None:
    listed = (Expected("440704", "justice", 2023), Expected("110101", "health", 2024, 2030))
    first, second = boards([arrival(2022), arrival(2024)], listed, 2024)
    assert (first.code, states(first)) == ("11", {("health", 2024): State.GONE})
    cells = {body.department: body.cells for body in second.bodies}
    assert sorted(cells["justice"]) == [2023, 2024]
    assert [cell.is_expected for cell in cells["health"].values()] == [False, False]


@pytest.mark.heavy
def test_pages_stay_small_and_lead_to_every_county() -> None:
    files = {
        p.as_posix(): data.decode()
        for p, data in list_files(ListMemory(made_up(600, 8)))
        if p.parts[0] == "completeness"
    }
    pages = {name: page for name, page in files.items() if name.endswith(".md")}
    assert max(len(page.encode()) for page in pages.values()) < 100_000
    assert all(page.count('<tr><th scope="row">') <= 50 for page in pages.values())
    assert files["completeness/completeness.csv"].startswith("\ufeffregion_code,")
    assert "没有应报名单" in files["completeness/index.md"]


def test_a_list_is_read_with_one_line_for_each_wrong_row() -> None:
    rows, wrong = parse_expected(
        "\ufeff".encode()
        + HEAD
        + "440704,health,2021,\n440704,cheese,2021,\n123,health,2021,\n\n"
        "440704,justice,今年,\n"
        "440704,justice,2023,2020\n440704,justice,2020,2023\n".encode()
    )
    assert rows == (Expected("440704", "health", 2021), Expected("440704", "justice", 2020, 2023))
    assert [line.partition("：")[0] for line in wrong] == [f"expected.csv 第 {n} 行" for n in (3, 4, 6, 7)]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_a_list_that_is_none_is_told(data: bytes) -> None:
    rows, wrong = parse_expected(data)
    assert rows is None
    assert len(wrong) == 1


def files(count: int, per_county: int = 8, expected: tuple[Expected, ...] | None = None) -> dict[str, str]:
    source = ListMemory(made_up(count, per_county), expected=expected)
    found = ((path.as_posix(), data) for path, data in list_files(source))
    return {path: data.decode() for path, data in found if path.startswith("completeness/")}


def test_a_county_of_which_nothing_came_is_told_plainly() -> None:
    expected = (Expected("440704", "health", 2024), Expected("440705", "health", 2024))
    told = files(8, expected=expected)["completeness/440000/index.md"]
    assert told.count("没有收到这个县区的任何报告") == 2
    came = boards([arrival(2022), arrival(2023, region="440705", entry=None)], None, 2023)
    assert next(came).silent == frozenset(), "what is held back came"


def test_a_county_cut_by_a_page_is_not_told_silent() -> None:
    slugs = [one.slug for one in load_departments().departments][:60]
    expected = tuple(Expected("440704", slug, 2024) for slug in slugs)
    (board,) = boards([arrival(2024, max(slugs))], expected, 2024)
    assert board.silent == frozenset()


@pytest.mark.heavy
def test_many_counties_are_folded_by_prefecture() -> None:
    # Beijing and Tianjin have 16 counties each and come first, then Hebei with 167.
    few, many = (html_of(files(32 + n, per_county=1)["completeness/130000/index.md"]) for n in (40, 160))
    assert "<details>" not in few
    assert many.count("<details>") > 5
    for page, count in ((few, 40), (many, 160)):
        ways = [link for link in Elements(page).links if "#c" in link]
        assert len(ways) == len(set(ways)) == count


@pytest.mark.heavy
def test_what_the_list_is_narrowed_by_has_every_row() -> None:
    told = files(100)
    page, rows = told["completeness/index.md"], told["completeness/completeness.csv"].splitlines()[1:]
    for name in ("year", "region", "department"):
        select = page[page.index(f'name="{name}"') :].partition("</select>")[0]
        assert sum(int(n) for n in re.findall("（([0-9]+)）", select)) == len(rows), name
    states = page[page.index('name="state"') :].partition("</select>")[0]
    assert set(re.findall('value="([a-z-]+)"', states)) == {row.split(",")[7] for row in rows}


def test_years_past_the_columns_stand_below_the_row() -> None:
    expected = (Expected("440704", "health", 2018),)
    told = files(8, expected=expected)["completeness/440000/index.md"]
    shown = visible_text(told)
    assert [year for year in range(2018, 2025) if str(year) in shown] == [*range(2018, 2025)]
    assert "更早：2020 没有、2019 没有、2018 没有" in shown
