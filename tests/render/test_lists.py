"""Lists at any length: every report is on them once, no page is large, the pages lead to one another."""

import json
import re
from dataclasses import replace
from pathlib import PurePosixPath
from posixpath import normpath

import pytest

from build_scripts.models import Count, Held, Overview
from build_scripts.render.browsing import browse_slices
from build_scripts.render.indicator_pages import SILENT, IndicatorRows, indicator_files, told_indicators
from build_scripts.render.list_files import list_files
from build_scripts.render.list_parts import MOST, Part, parts_of
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.render.pages import Elements, html_of, visible_text

Files = dict[PurePosixPath, bytes]
# What the theme puts around a page: head, navigation, foot.
AROUND = 40_000
LARGEST = 300_000 - AROUND
HAND_WRITTEN = {
    PurePosixPath(name)
    for name in (".", "compare", "search", "method", "quality", "browse", "glossary", "en")
}


def files_of(count: int, per_county: int = 8) -> Files:
    held = [Held(f"{n}", "含个人信息", is_failure=n % 2 == 0) for n in range(count // 10)]
    return dict(list_files(ListMemory(made_up(count, per_county), held)))


@pytest.fixture(scope="module")
def five_thousand() -> Files:
    """Give the pages of 5,000 reports of 625 counties."""
    return files_of(5000)


def links(files: Files, pattern: str) -> list[str]:
    """Return the reports that the pages of a list lead to, in their order."""
    found = []
    for path, page in sorted(files.items(), key=lambda item: _order(item[0])):
        if re.fullmatch(pattern, path.as_posix()):
            found += re.findall(r'<li>.*?href="(?:\.\./)*reports/([^"#]+)/"', page.decode())
    return found


def _order(path: PurePosixPath) -> tuple[str, int]:
    folder = path.parent if path.name == "index.md" else path.with_suffix("")
    further = bool(re.fullmatch("[0-9]{1,3}", folder.name))
    return (str(folder.parent), int(folder.name)) if further else (str(folder), 0)


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (1, [1]), (50, [50]), (51, [50, 1]), (101, [50, 50, 1])]
)
def test_rows_come_in_parts_of_fifty(count: int, sizes: list[int]) -> None:
    parts = list(parts_of(range(count), count))
    assert [len(part.rows) for part in parts] == sizes
    assert [row for part in parts for row in part.rows] == list(range(count))
    assert {part.last for part in parts} == {len(sizes)}


@pytest.mark.parametrize(("rows", "count"), [(49, 50), (51, 50), (1, 0), (99, 101)])
def test_a_count_that_is_wrong_is_told(rows: int, count: int) -> None:
    with pytest.raises(ValueError, match="rows"):
        list(parts_of(range(rows), count))


def test_parts_come_while_the_rows_come() -> None:
    asked: list[int] = []

    def rows() -> object:
        for n in range(200):
            asked.append(n)
            yield n

    next(parts_of(rows(), 200))  # type: ignore[arg-type]
    assert len(asked) == MOST


def _part(number: int, last: int, below: str = "") -> Part[str]:
    return Part((), number, last, below)


def test_a_part_leads_to_the_others() -> None:
    page = PurePosixPath("regions/440704/index.md")
    parts: list[Part[str]] = [Part((), number, 20) for number in (1, 7)]
    first, middle = parts
    assert (first.path(page), middle.path(page)) == (page, PurePosixPath("regions/440704/7/index.md"))
    assert (first.way(2), middle.way(1), middle.way(8)) == ("2/", "../", "../8/")
    assert middle.shown == (1, None, 6, 7, 8, None, 20)
    assert first.shown == (1, 2, None, 20)


def test_a_list_among_others_has_a_folder_and_an_anchor() -> None:
    page = PurePosixPath("quality/index.md")
    parts: list[Part[str]] = [Part((), number, 3, "unread") for number in (1, 2)]
    first, second = parts
    assert second.path(page) == PurePosixPath("quality/unread/2/index.md")
    assert (first.way(2), second.way(1), second.way(3)) == ("unread/2/", "../../#unread", "../../unread/3/")


@pytest.mark.heavy
@pytest.mark.parametrize("count", [0, 1, 50, 51])
def test_every_list_has_every_report_once(count: int) -> None:
    files = files_of(count, per_county=count or 1)
    for pattern in ("browse.*", "regions/11/.*|regions/110000/.*", r"years/2\d+/.*"):
        found = links(files, pattern)
        assert len(found) == len(set(found)) == count, pattern
    assert (PurePosixPath("browse/2/index.md") in files) == (count > MOST)
    assert (PurePosixPath("quality/coverage/2/index.md") in files) == (count > 30)
    assert (PurePosixPath("quality/tables/2/index.md") in files) == (count > MOST)


def test_five_thousand_reports_are_all_listed_in_order(five_thousand: Files) -> None:
    expected = sorted((one.entry.address for one in made_up(5000)), key=lambda a: (-a.year, a))
    folders = [address.folder.relative_to("reports").as_posix() for address in expected]
    assert links(five_thousand, "browse.*") == folders
    assert sorted(links(five_thousand, r"regions/\d\d0000/.*")) == sorted(folders)
    assert sorted(links(five_thousand, r"departments/[a-z-]+/.*")) == sorted(folders)
    assert links(five_thousand, "years/2024/.*") == [folder for folder in folders if folder.endswith("2024")]


def test_the_data_of_the_filters_has_them_too(five_thousand: Files) -> None:
    index = json.loads(five_thousand[PurePosixPath("data/browse/index.json")])
    assert index["slices"] == ["2024-1", "2023-1", "2022-1", "2021-1"]
    slices = [
        json.loads(five_thousand[PurePosixPath(f"data/browse/{name}.json")]) for name in index["slices"]
    ]
    assert sum(len(one["rows"]) for one in slices) == 5000
    assert all(set(one["regions"]) == {row[0] for row in one["rows"]} for one in slices)
    assert slices[0]["rows"][0][-1] == (1 << len(index["themes"])) - 1


def test_no_page_is_large(five_thousand: Files) -> None:
    sizes = {path: len(page) for path, page in five_thousand.items() if path.suffix == ".md"}
    largest = sorted(sizes, key=lambda path: -sizes[path])[:3]
    assert {path.as_posix(): sizes[path] for path in largest if sizes[path] > LARGEST} == {}
    assert [path for path in largest if len(html_of(five_thousand[path].decode()).encode()) > LARGEST] == []


def test_the_longest_rows_leave_a_page_within_its_bound() -> None:
    figure = next(made_up(1)).figures[0]
    figure = replace(figure, quote="长" * 600, subject="项" * 40, written="约" * 20)
    entries = [replace(one.entry, title="题" * 60, agency="机关" * 15) for one in made_up(250, 1)]
    rows = [(entry, figure) for entry in entries]
    told = next(one for one in told_indicators(Overview(reports=9000, figures=9000)) if one.indicator.name)
    told = replace(told, reports=len(rows), values=len(rows))
    units = [Count(figure.unit, len(rows), len(rows))]
    pages = dict(indicator_files(told, IndicatorRows(lambda: rows, units, entries[:SILENT])))
    html = [html_of(page.decode()).encode() for path, page in pages.items() if path.suffix == ".md"]
    assert len(html) == 10
    assert max(map(len, html)) <= LARGEST


@pytest.mark.heavy
def test_a_slice_of_the_data_is_bounded() -> None:
    entries = [
        one.entry for one in made_up(10_000, per_county=4)
    ]  # one body's four years each: 2,500 of a year
    files = dict(browse_slices(sorted(entries, key=lambda e: (-e.address.year, e.address))))
    assert [path.stem for path in files][:3] == ["2024-1", "2024-2", "2023-1"]
    assert max(map(len, files.values())) < 500_000


def test_the_pages_lead_to_one_another(five_thousand: Files) -> None:
    known = {path.parent if path.name == "index.md" else path for path in five_thousand} | HAND_WRITTEN
    known |= {one.entry.address.folder for one in made_up(5000)}
    wrong = []
    for path, page in five_thousand.items():
        base = path.parent if path.name == "index.md" else path.with_suffix("")
        ways = set(re.findall(r'(?:href|action)="([^"#?]*/)[^"]*"', page.decode()))
        for way in ways if path.suffix == ".md" else ():
            if PurePosixPath(normpath(base / way.removesuffix("original/"))) not in known:
                wrong.append((path, way))  # noqa: PERF401 - a line of five conditions reads worse
    assert wrong[:5] == []


def test_previous_and_next_stand_in_a_navigation(five_thousand: Files) -> None:
    page = Elements(html_of(five_thousand[PurePosixPath("browse/3/index.md")].decode()))
    told = [
        (attrs.get("rel"), attrs["href"]) for tag, attrs in page.elements if tag == "a" and "rel" in attrs
    ]
    assert told == [("prev", "../2/"), ("next", "../4/")]
    assert ("nav", {"class": "pager", "aria-label": "分页"}) in page.elements
    assert [attrs for _, attrs in page.elements if attrs.get("aria-current") == "page"]
    assert len({attrs["aria-label"] for tag, attrs in _quality(five_thousand).elements if tag == "nav"}) == 4


def _quality(files: Files) -> Elements:
    return Elements(html_of(files[PurePosixPath("quality/index.md")].decode()))


def test_the_quality_page_keeps_its_anchors(five_thousand: Files) -> None:
    assert {"held", "coverage", "rules", "unread", "tables", "doubts", "findings"} <= set(
        _quality(five_thousand).ids
    )
    assert "出现的数300,000" in visible_text(five_thousand[PurePosixPath("quality/index.md")].decode())


def test_of_many_regions_only_provinces_and_prefectures_are_named(five_thousand: Files) -> None:
    page = Elements(html_of(five_thousand[PurePosixPath("regions/index.md")].decode()))
    assert {"p11", "p13"} <= set(page.ids)
    assert "110000/" in page.links
    assert "130100/" in page.links
    assert "130102/" not in page.links
    prefecture = five_thousand[PurePosixPath("regions/130100/index.md")].decode()
    assert '<a href="../130102/">' in prefecture


def test_silence_is_counted_and_the_first_are_named(five_thousand: Files) -> None:
    page = five_thousand[PurePosixPath("indicators/penalty-cases/index.md")].decode()
    silent = page[page.index("没有写的报告") :]
    assert re.search("4,16[67] 份报告没有写这个指标", silent)
    assert silent.count("<li>") == MOST
    further = five_thousand[PurePosixPath("indicators/penalty-cases/2/index.md")].decode()
    assert "没有写的报告" not in further
    assert "<svg" not in further


@pytest.mark.heavy
def test_a_new_figure_changes_few_pages() -> None:
    """What one report says stands on its own rows, and on the first pages of lists as a count."""
    before = dict(list_files(ListMemory(made_up(400))))
    listed = list(made_up(400))
    entry = replace(listed[200].entry, figures=99)
    listed[200] = replace(listed[200], entry=entry)
    after = dict(list_files(ListMemory(listed)))
    differing = sorted(path.as_posix() for path in before if before[path] != after[path])
    place = entry.address
    assert {path.split("/")[0] for path in differing} <= {
        "agencies",
        "browse",
        "browse/index.md",
        "data",
        "departments",
        "index.md",
        "llms",
        "llms.txt",
        "regions",
        "releases",
        "years",
    }
    assert len(differing) <= 15, differing
    assert f"regions/{place.region}/index.md" in differing
