"""Who reported when and who did not: states, who is expected, pages that stay small."""

from dataclasses import replace

import pytest

from build_scripts.expected_list import parse_expected
from build_scripts.models import Address, Arrival, Entry, Expected
from build_scripts.render.completeness import Board, State, boards
from build_scripts.render.list_files import list_files
from build_scripts.render.listed import entry_of
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
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
