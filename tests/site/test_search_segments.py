"""An index in several segments answers as a whole one does, and older reports are asked once the first rows stand."""

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from build_scripts.models import Searchable
from build_scripts.search import Limits, render_search
from tests.search.brute_force import gold_reports, plain_report
from tests.search.made_up import Disk, lay_index, made_up
from tests.site.conftest import StaticServer, visit

ROOT = Path(__file__).parents[2]
FIGURES = (
    "办理件数 > 500",
    "行政复议 >= 100 <= 900",
    "普法宣传 < 300",
    "食品安全 = 26",
    "没有的 > 1",
    "双随机 ≥ 1",
)
WORDS = (
    "行政复议",
    "报告",
    "第1",
    "2019年",
    "县",
    "普法宣传 行政许可",
    '"第1项工作是"',
    "法律顾问，共办理",
    "食品抽检",
    "没有的词",
)
NEAR = ("护士执业注册管理处", "法律顾问卫生监督投诉", "量子计算")

Files = Mapping[PurePosixPath, bytes]
Opened = Callable[[Files], Page]

ANSWER = """async (queries) => {
  const { index } = reportSearch;
  await index.start();
  await index.loadIds();
  const filters = await index.filters();
  const out = [];
  for (const query of queries) {
    const { reports, near } = await reportSearch.query(query);
    const found = await reportSearch.find(query);
    const rows = (found.figures ?? []).map((row) => [index.ids[row.number], row.value, row.written, row.anchor]);
    const labels = Object.fromEntries(Object.entries(filters).map(([kind, { of }]) =>
      [kind, found.numbers.map((number) => of(number))]));
    const first = await Promise.all(found.numbers.slice(0, 3).map((number) => reportSearch.text(number)));
    const texts = first.map(({ text }) => text);
    out.push({ reports, near, sure: found.sure, rows, labels, texts });
  }
  return JSON.stringify(out);
}"""

FIRST = """async (queries) => {
  const { index } = reportSearch;
  await index.start();
  const rowsOf = async ({ figures, numbers, sure, terms }) => (figures ?? (sure ? numbers
    : (await reportSearch.first(numbers, terms, 10)).right)).slice(0, 10).map((row) => index.ids[row.number ?? row]);
  const out = [];
  for (const query of queries) {
    const few = await reportSearch.find(query, 10);
    const all = await reportSearch.find(query);
    out.push([few.whole, await rowsOf(few), await rowsOf(all)]);
  }
  return out;
}"""


@pytest.fixture
def opened(tmp_path: Path, static_server: StaticServer, browser: Browser) -> Iterator[Opened]:
    """Return the function that opens a bare page with the search's scripts over an index."""
    visits = ExitStack()

    def open_page(files: Files) -> Page:
        here = tmp_path / str(len([*tmp_path.iterdir()]))
        lay_index(files, here)
        for script in (ROOT / "docs/assets").glob("search-*.js"):
            shutil.copy(script, here / "assets")
        names = (
            "search/simplified",
            *(
                f"search-{n}"
                for n in ("fold", "text", "index", "snippet", "excerpt", "engine", "near", "figures")
            ),
        )
        scripts = "".join(f'<script src="assets/{name}.js"></script>' for name in names)
        (here / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{scripts}", encoding="utf-8")
        page = visits.enter_context(visit(browser))
        page.goto(static_server(here).url)
        page.evaluate("window.reportSearch = new SearchEngine(new URL('assets/search/', location).href)")
        return page

    with visits:
        yield open_page


def answers(page: Page, queries: Sequence[str]) -> list[dict[str, Any]]:
    """Return what the scripts answer; as one text, for Playwright goes through each of 100,000 values many times."""
    found: list[dict[str, Any]] = json.loads(page.evaluate(ANSWER, queries))
    return found


def changed(limits: Limits) -> tuple[Files, list[Searchable]]:
    """Return an index that was brought up to date several times, and the reports it tells now."""
    reports = [made_up(number) for number in range(180)] + gold_reports()
    disk = Disk(limits).update(reports)
    for at in range(0, 16, 4):  # more than a small segment holds, then some that it does
        reports[at : at + 4] = [made_up(n, told=1) for n in range(at, at + 4)]
        disk.update(reports)
        if not at:  # all is made anew, and the four texts stay where they are
            reports = [*reports[:100], *reports[103:], made_up(300), made_up(301)]
            disk.update(reports)
    reports[20] = made_up(20, told=3)
    disk.update(reports)
    reports[5] = made_up(5, told=5)  # changed before: gone of both larger segments
    return disk.update(reports).files, reports


def pieces(reports: Sequence[Searchable], count: int) -> list[str]:
    """Return pieces cut out of the texts."""
    draw = random.Random(11)  # noqa: S311 - no secret
    lines = [line for report in reports for line in report.lines if line.strip()]
    found = []
    for _ in range(count):
        line = draw.choice(lines)
        start = draw.randrange(len(line))
        piece = line[start : start + draw.randint(1, 9)].replace('"', "")
        found.append(f'"{piece}"' if draw.random() < 0.2 and piece else piece)
    return found


def test_three_segments_answer_as_a_whole_index(opened: Opened) -> None:
    files, reports = changed(Limits(few=6))
    assert len({path.parts[2] for path in files if path.name == "reports.bin"}) == 3
    queries = [*FIGURES, *WORDS, *NEAR, *pieces(reports, 300)]
    parted, whole = (answers(opened(f), queries) for f in (files, render_search(reports)))
    wrong = [q for q, got, told in zip(queries, parted, whole, strict=True) if got != told]
    assert wrong == []
    assert any(answer["rows"] for answer in whole)
    assert any(answer["near"] for answer in whole)


def test_blocks_of_years_answer_as_a_whole_index_block_by_block(opened: Opened) -> None:
    limits = Limits(block=70, few=6)
    files, reports = changed(limits)
    queries = [*FIGURES, *WORDS, *NEAR, *pieces(reports, 100)]
    page = opened(files)
    parted, whole = answers(page, queries), answers(opened(render_search(reports)), queries)
    block_of = page.evaluate(
        "Object.fromEntries(reportSearch.index.blocks.flatMap((block, place) =>"
        " block.order.map((number) => [reportSearch.index.ids[number], place])))"
    )
    assert len(set(block_of.values())) >= 3
    assert block_of.keys() == {report.id for report in reports}
    for query, got, told in zip(queries, parted, whole, strict=True):
        assert got["reports"] == sorted(told["reports"], key=block_of.__getitem__), query
        assert got["rows"] == sorted(told["rows"], key=lambda row: block_of[row[0]]), query
        assert (got["near"], got["sure"]) == (told["near"], told["sure"]), query
    firsts = page.evaluate(FIRST, queries)
    assert [query for query, (_, few, rows) in zip(queries, firsts, strict=True) if few != rows] == []
    assert {whole for whole, _, _ in firsts} == {True, False}


def first_rows(page: Page, query: str) -> tuple[dict[str, object], list[str]]:
    """Return what a query finds that asks for ten rows, and the files that were read for it."""
    read: list[str] = []

    def note(request: Request) -> None:
        read.append(request.url.partition("/search/")[2])

    page.on("request", note)
    found: dict[str, object] = page.evaluate("query => reportSearch.find(query, 10)", query)
    page.remove_listener("request", note)
    return found, read


def test_older_reports_are_not_asked_before_the_first_rows_stand(opened: Opened) -> None:
    years = [2023 - n // 100 for n in range(300)]
    texts = [f"普法{n}，行政执法" for n in range(300)]
    reports = [
        plain_report(f"{440000 + n}-health-{year}", text, year=year)
        for n, (year, text) in enumerate(zip(years, texts, strict=True))
    ]
    page = opened(render_search(reports, Limits(block=100)))
    found, read = first_rows(page, "普法")
    newest_alone, read_alone = first_rows(opened(render_search(reports[:100])), "普法")
    assert (found["whole"], newest_alone["whole"]) == (False, True)
    assert found["numbers"] == newest_alone["numbers"]
    assert len(read) == len(read_alone)
    assert len({name.split("/")[0] for name in read}) == 2  # the manifest, and the newest years
    assert len(page.evaluate("reportSearch.find('普法')")["numbers"]) == 300
    rare, _ = first_rows(page, "普法250")  # stands in the oldest alone
    assert (rare["numbers"], rare["whole"]) == ([250], True)


def test_rows_of_reports_that_no_query_has_met_are_told(opened: Opened) -> None:
    reports = [made_up(number) for number in range(60)]
    page = opened(render_search(reports, Limits(block=10)))
    oldest = min(reports, key=lambda report: report.year)
    (row,) = page.evaluate("id => reportSearch.rows('工作', [id])", oldest.id)
    assert row["id"] == oldest.id
