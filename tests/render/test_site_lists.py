"""What programs find reports by is short at any number of reports and leaves none out; corrections and releases too."""

import json
import re
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from build_scripts.models import Address
from build_scripts.models.publication import (
    REPLACED,
    WITHDRAWN,
    Correction,
    Pending,
    Publication,
    Release,
    ReleasedFile,
)
from build_scripts.render.citation import cite_csl
from build_scripts.render.correction_rows import address_of_id, render_notice
from build_scripts.render.data_facts import data_facts
from build_scripts.render.data_layout import DataFile
from build_scripts.render.release_json import render_release
from build_scripts.render.site_lists import site_lists
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.render.pages import Elements, html_of, visible_text
from tests.render.sample import sample_result

pytestmark = pytest.mark.heavy

Files = dict[PurePosixPath, bytes]
LARGEST = 300_000
COUNT = 3000
ONE = Correction(
    report="110101-x-2024",
    figure="m-7",
    subject="案件",
    old="3 件",
    new="4 件",
    day="2026-01-02",
    reason="读错",
)


@pytest.fixture(scope="module")
def memory() -> ListMemory:
    """Give many reports, of few provinces."""
    return ListMemory(made_up(COUNT))


def ids_of(memory: ListMemory) -> list[str]:
    return sorted(entry.address.id for entry in memory.entries())


def files_of(memory: ListMemory, site: Publication) -> Files:
    lists = site_lists(memory, memory.overview(), site)
    return {path: data for one in lists for path, data in one.files()}


@pytest.fixture(scope="module")
def files(memory: ListMemory) -> Files:
    return files_of(memory, Publication())


def test_the_lists_for_programs_name_each_report_once(files: Files, memory: ListMemory) -> None:
    index = json.loads(files[PurePosixPath("data/index.json")])
    assert index["reports"] == COUNT
    assert sum(one["reports"] for one in index["provinces"]) == COUNT
    named = []
    for province in index["provinces"]:
        for number, name in enumerate(province["lists"]):
            told = json.loads(files[PurePosixPath("data", name)])
            assert told["province"] == province["code"]
            following = province["lists"][number + 1 : number + 2]
            assert told["next"] == (following[0].removeprefix("index/") if following else None)
            for row in told["reports"]:
                named.append(row["id"])
                assert index["report"].format(**row) == f"reports/{row['id']}.json"
                page = Address(row["region_code"], row["department"], row["report_year"]).url
                assert index["page"].format(**row) == f"../{page}"
    assert sorted(named) == ids_of(memory)
    assert max(len(province["lists"]) for province in index["provinces"]) > 1


def test_every_markdown_file_is_named_by_a_list_that_llms_txt_names(files: Files, memory: ListMemory) -> None:
    first = files[PurePosixPath("llms.txt")].decode()
    assert first.startswith("# ")
    assert "\n> " in first
    lists = re.findall(r"\]\((llms/[^)]+)\)", first)
    named = [
        way
        for name in lists
        for way in re.findall(r"\]\(\.\./(\S+\.md\.txt)\)", files[PurePosixPath(name)].decode())
    ]
    assert len(named) == COUNT
    assert sorted(way.rsplit("/", 1)[1].removesuffix(".md.txt") for way in named) == ids_of(memory)


def test_no_list_is_large(files: Files) -> None:
    for path, data in files.items():
        assert len(data) < LARGEST, path


def many_corrections(memory: ListMemory, count: int) -> tuple[Correction, ...]:
    """Return corrections of every kind, half of them of reports that are gone."""
    ids = ids_of(memory)
    kinds = ("4 件", WITHDRAWN)
    return tuple(
        replace(
            ONE,
            report=ids[n] if n % 2 else f"4407{n % 90 + 10}-health-2020",
            figure=f"m-{n}",
            new=kinds[n % 3 == 0],
        )
        for n in range(count)
    )


def released(memory: ListMemory) -> Publication:
    rows = many_corrections(memory, 120)
    whole = Correction(report=ids_of(memory)[1], new=REPLACED, day="2026-02-03", reason="<i>换</i>")
    first = Release(version="1.0", day="2025-01-01", reports=2900, figures=9)
    second = Release(
        version="1.1",
        day="2025-02-01",
        reports=COUNT,
        figures=10,
        added=tuple(ids_of(memory)[:100]),
        removed=("440704-health-2019",),
        corrected=rows,
        files=(ReleasedFile("metrics.csv", 5, "0" * 64),),
    )
    return Publication("", (*rows, whole), (second, first))


def test_corrections_come_fifty_a_page_the_latest_first(memory: ListMemory) -> None:
    pages = files_of(memory, released(memory))
    shown = []
    for number in (1, 2, 3):
        folder = "corrections" if number == 1 else f"corrections/{number}"
        page = Elements(html_of(pages[PurePosixPath(folder, "index.md")].decode()))
        shown.append(len(re.findall("<li id=", pages[PurePosixPath(folder, "index.md")].decode())))
        assert page.links
    assert shown == [50, 50, 21]
    first = pages[PurePosixPath("corrections/index.md")].decode()
    told = visible_text(html_of(first))
    assert told.index("换了原件") < told.index("改为 4 件")
    assert "<i>" not in first
    # One that is gone has a name all the same, and leads nowhere.
    assert "广东省江门市" in told
    anchors = re.findall(r'<li id="([^"]+)"', first)
    assert len(set(anchors)) == len(anchors)


def test_a_release_has_a_page_of_what_changed(memory: ListMemory) -> None:
    pages = files_of(memory, released(memory))
    index = pages[PurePosixPath("releases/index.md")].decode()
    assert "第一版" in index
    assert "新增 100 份，撤下 1 份，更正 120 处" in index
    rows = [
        len(re.findall("^<li", data.decode().split("{: #files }")[0], re.MULTILINE))
        for path, data in pages.items()
        if path.parts[:2] == ("releases", "1.1")
    ]
    assert sorted(rows, reverse=True) == [50, 50, 50, 50, 21]
    assert "0" * 64 in pages[PurePosixPath("releases/1.1/index.md")].decode()


def test_without_any_the_pages_say_so(files: Files) -> None:
    assert "还没有更正" in files[PurePosixPath("corrections/index.md")].decode()
    assert "还没有定过版" in files[PurePosixPath("releases/index.md")].decode()


@pytest.mark.parametrize(
    ("site", "version", "since", "added"),
    [
        (Publication(), None, None, []),
        (Publication(releases=(Release(version="1.0", day="", reports=1, figures=1),)), "1.0", None, []),
        (
            Publication(
                releases=(
                    Release(version="1.1", day="", reports=1, figures=1, added=("a",)),
                    Release(version="1.0", day="", reports=1, figures=1),
                )
            ),
            "1.1",
            "1.0",
            ["a"],
        ),
        (
            Publication(
                releases=(Release(version="1.1", day="", reports=1, figures=1, added=("a",)),),
                pending=Pending(added=("b",)),
            ),
            None,
            "1.1",
            ["b"],
        ),
    ],
)
def test_release_json_has_a_version_where_nothing_differs_from_it(
    memory: ListMemory, site: Publication, version: str | None, since: str | None, added: list[str]
) -> None:
    told = json.loads(render_release(site, memory.overview(), "2025-01-01", ()))
    assert (told["version"], told["since"], told["changes"]["added"]) == (version, since, added)


@pytest.mark.parametrize("id_", ["440704-health-2023", "440704-health-cdc-2023", "440704001-government-0999"])
def test_an_id_gives_its_address(id_: str) -> None:
    assert address_of_id(id_).id == id_


def test_a_report_tells_of_its_own_corrections() -> None:
    gone = replace(ONE, new=WITHDRAWN, reason="</p><script>")
    told = render_notice([ONE, gone], "../")
    assert '<a href="#m-7">案件：3 件改为 4 件</a>' in told
    assert "3 件，已撤下" in told
    assert "<script>" not in told
    assert not render_notice([], "../")


def test_the_data_are_cited_by_version_only_where_they_are_one(memory: ListMemory) -> None:
    overview, release = memory.overview(), Release(version="1.1", day="", reports=1, figures=1)
    site = Publication(releases=(release,))
    assert data_facts(overview, site, "2025-01-01", [DataFile("metrics", "csv")]).version == "1.1"
    assert not data_facts(overview, replace(site, pending=Pending(added=("a",))), "", []).version


def test_a_report_is_cited_in_csl() -> None:
    result = sample_result()
    (told,) = json.loads(cite_csl(Address("440704", "health", 2023), result))
    assert told["type"] == "report"
    assert told["id"] == "440704-health-2023"
    assert told["issued"]["date-parts"][0][0] in {2023, 2024}
    assert told["URL"] == "https://example.gov.cn/1.html"
    assert all(told.values())
