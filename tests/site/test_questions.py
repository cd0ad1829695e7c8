"""The questions that readers come with, answered from the home page in few steps: by mouse, and by keyboard alone.

A step is a click, a choice, or an entry in a field.
"""

import csv
import dataclasses
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from build_scripts.models import Finding, Result, Severity
from tests.render.sample import DATA
from tests.render.test_indicator_pages import told_result
from tests.render.test_site import with_source
from tests.site.conftest import SiteBuilder, StaticSite, visit
from tests.site.test_tasks import tab_to

FILE = DATA / "440704" / "2023-health.txt"
# Counties of Guangdong, by their fines; the eleventh must not be among the ten.
COUNTIES = (*(f"4407{n:02}" for n in (3, 4, 5, 81, 83, 84, 85)), "440604", "440605", "440606", "440608")
# What the reader's focus is seen by, at the element or at the field around it.
SEEN = """element => {
  const style = getComputedStyle(element);
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
}"""


def false_sum(result: Result) -> Result:
    """Return a report whose parts do not make their total."""
    (check,) = result.sums
    wrong = dataclasses.replace(check, sum=check.sum - 10, holds=False)
    total = next(metric for metric in result.metrics if metric.id == check.total)
    finding = Finding("sum-mismatch", Severity.WARNING, "合计与分项之和不符：相差 10", total.span)
    return dataclasses.replace(result, sums=(wrong,), findings=(*result.findings, finding))


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve reports of eleven counties of a province and one of another; one county's justice bureau went silent."""
    fined = [told_result(code, 2023, f"{n + 1}0000") for n, code in enumerate(COUNTIES)]
    silent = with_source(
        told_result("440704", 2022), region_code="440704", year=2022, department="justice", path=FILE
    )
    return site_builder([false_sum(fined[0]), *fined[1:], told_result("411523", 2023, "990000"), silent])


@dataclass
class Walk:
    """Goes through the site and counts the steps; ``keys``: without a mouse."""

    page: Page
    keys: bool
    steps: int = 0

    def reach(self, place: Locator) -> None:
        """Bring the focus to a place by the tabulator, and see that a reader sees it there."""
        expect(place).to_be_attached()
        tab_to(self.page, place, 300)
        assert place.evaluate(SEEN), f"no focus is seen at {place}"

    def click(self, place: Locator) -> None:
        """Follow a link, or press a button."""
        self.steps += 1
        if self.keys:
            self.reach(place)
            self.page.keyboard.press("Enter")
        else:
            place.click()

    def choose(self, select: Locator, value: str) -> None:
        """Choose a value of a list."""
        self.steps += 1
        if not self.keys:
            expect(select.locator(f"option[value='{value}']")).to_be_attached()
            select.select_option(value)
            return
        self.reach(select)
        expect(select.locator(f"option[value='{value}']")).to_be_attached()
        for _ in range(20):
            if select.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} was not reached")

    def enter(self, field: Locator, words: str) -> None:
        """Type into a field and confirm."""
        self.steps += 1
        if self.keys:
            self.reach(field)
        else:
            field.click()
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")


@pytest.fixture(params=[False, True], ids=["mouse", "keys"])
def walk(site: StaticSite, page: Page, request: pytest.FixtureRequest) -> Walk:
    page.goto(site.url)
    return Walk(page, request.param)


def link(page: Page, name: str) -> Locator:
    return page.locator("article").get_by_role("link", name=re.compile(f"^{name}"))


def shown(page: Page) -> list[str]:
    """Return the values of the table as they are written, row by row."""
    return page.locator("table[data-rows] tbody td:last-child").all_inner_texts()


def test_the_ten_counties_of_a_province_with_the_most(walk: Walk) -> None:
    page = walk.page
    walk.click(link(page, "罚没金额").last)
    walk.choose(page.locator("select[name=region]"), "44")
    walk.choose(page.locator("select[name=sort]"), "rank")
    expect(page.locator("td.rank")).to_have_count(len(COUNTIES))
    names = page.locator("table[data-rows] tbody th a").all_inner_texts()
    assert names[:10] == [f"{code}卫生健康局 2023 年度" for code in COUNTIES[:0:-1]]
    assert page.locator("td.rank").all_inner_texts()[:10] == [f"{n}" for n in range(1, 11)]
    assert "level=county" in page.url
    assert walk.steps <= 3


def test_all_sums_that_are_wrong(walk: Walk) -> None:
    page = walk.page
    walk.click(link(page, "合计对不上的"))
    expect(page.locator(".findings > li")).to_have_count(1)
    expect(page.locator(".findings")).to_contain_text("文中合计 1,116宗")
    expect(page.locator(".findings q")).to_contain_text("1116宗")
    assert walk.steps <= 2


def test_who_is_missing_in_a_county(walk: Walk) -> None:
    page = walk.page
    walk.click(link(page, "谁没有公布"))
    walk.click(link(page, "广东省"))
    walk.click(link(page, "江门市江海区"))
    expect(page).to_have_url(re.compile("/completeness/440000/#c440704$"))
    row = page.locator("#c440704 + .scroll tr", has_text="司法")
    expect(row.locator("td").first).to_have_text("没有")
    expect(row).to_be_in_viewport()
    assert walk.steps <= 3


def test_who_is_missing_in_a_county_that_is_typed(walk: Walk) -> None:
    page = walk.page
    walk.click(link(page, "谁没有公布"))
    walk.enter(page.get_by_label("地区或机关"), "江海区")
    expect(page.locator("[data-shown]")).to_contain_text("4 份，共")
    expect(page.locator(".findings > li", has_text="没有")).to_have_count(2)
    assert "place=" in page.url
    assert walk.steps <= 3


def test_one_indicator_of_one_province_is_downloaded(walk: Walk) -> None:
    page = walk.page
    walk.click(link(page, "罚没金额").last)
    walk.choose(page.locator("select[name=region]"), "44")
    expect(page.locator("[data-shown]")).to_contain_text("个数值")
    with page.expect_download() as download:
        walk.click(page.locator("[data-table=csv]"))
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    names = page.locator("table[data-rows] tbody th a").all_inner_texts()
    assert [f"{row['机关']} {row['报告年度']} 年度" for row in rows] == names
    assert [row["原文"] for row in rows] == shown(page)
    assert {row["地区代码"][:2] for row in rows} == {"44"}
    assert [Decimal(row["数值"]) for row in rows if row["报告年度"] == "2023"]
    assert walk.steps <= 4


def test_who_reported_is_narrowed_and_passed_on(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}completeness/?state=gone&region=44&department=justice")
    expect(page.locator(".findings > li")).to_have_count(1)
    expect(page.locator(".findings > li")).to_have_text("440704卫生健康局 2023 年度 广东省江门市江海区没有")
    page.get_by_label("情况").select_option("in-time")
    expect(page.locator(".findings > li a")).to_have_attribute(
        "href", re.compile("/reports/440704/justice/2022/$")
    )
    assert "state=in-time" in page.url
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator(".findings > li")).to_have_count(0)
    page.goto(f"{site.url}completeness/?state=cheese&region=%22%3E")
    expect(page.locator("[data-shown]")).to_contain_text("已略去")


def test_rows_asked_for_stand_in_the_place_of_the_overview(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}completeness/?state=gone")
    expect(page.locator(".findings > li")).to_have_count(2)
    overview = page.get_by_role("heading", name="选一个省份")
    expect(overview).to_be_hidden()
    page.get_by_role("button", name="清除筛选").click()
    expect(overview).to_be_visible()
    page.route("**/completeness.csv", lambda route: route.abort())
    page.goto(f"{site.url}completeness/?state=gone")
    expect(page.locator("[data-shown]")).to_contain_text("数据没有读到")
    expect(overview).to_be_visible()


def test_the_questions_are_answered_without_scripts(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(site.url)
        link(page, "谁没有公布").click()
        expect(page.locator("form.filters:visible")).to_have_count(0)
        link(page, "广东省").click()
        expect(page.locator("table.board tbody tr")).to_have_count(len(COUNTIES) + 1)
        page.goto(site.url)
        link(page, "罚没金额").last.click()
        page.locator("summary", has_text="区县部门，2023 年度").click()
        expect(page.locator("ol.ranking > li")).to_have_count(10)
        expect(page.locator("p.cite")).to_have_text(
            re.compile(r"罚没金额：各报告的数值与图\[DS/OL\]\. \(2024-01-29\)\.$")
        )


def test_a_chart_is_cited_with_the_day_of_reading(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}indicators/penalty-amount/")
    expect(page.locator("p.cite")).to_have_text(re.compile(r"\(2024-01-29\)\[20\d\d-\d\d-\d\d\]\.$"))


def test_the_table_of_shared_sentences_fits_a_narrow_phone(site: StaticSite, browser: Browser) -> None:
    with visit(browser, viewport={"width": 320, "height": 800}) as page:
        page.goto(f"{site.url}agencies/{COUNTIES[0]}/health/")
        expect(page.locator("table.reuse")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
