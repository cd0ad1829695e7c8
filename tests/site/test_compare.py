"""Reports side by side: blanks are silence, a zero is a stated one, and only like is set against like."""

import dataclasses
import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.models import Metric, Result
from tests.render.test_indicator_pages import told_result
from tests.site.conftest import SiteBuilder, StaticSite, visit

IDS = ("440704-health-2023", "440704-health-2022", "410802-health-2023")


def with_advisers(result: Result) -> Result:
    """Give the report a stated zero that the others do not speak of."""
    first: Metric = dataclasses.replace(result.metrics[0], indicator="legal-advisers")
    quantity = dataclasses.replace(first.quantity, value=Decimal(0), unit="人")
    return dataclasses.replace(
        result, metrics=(dataclasses.replace(first, quantity=quantity), *result.metrics[1:])
    )


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve three reports under a base path: two years of one body, and a third that says less."""
    silent = told_result("410802")
    metrics = tuple(dataclasses.replace(m, indicator=None) for m in silent.metrics)
    return site_builder(
        [
            told_result("440704", 2023, "550100"),
            told_result("440704", 2022, "500100"),
            with_advisers(dataclasses.replace(silent, metrics=metrics)),
        ]
    )


def address(site: StaticSite, *ids: str) -> str:
    return f"{site.url}compare/?{'&'.join(f'r={id_}' for id_ in ids)}"


def test_values_stand_side_by_side_with_their_change(site: StaticSite, page: Page) -> None:
    page.goto(address(site, *IDS))
    money = page.locator("tr", has=page.get_by_role("link", name="罚没金额", exact=True))
    cells = money.locator("td")
    expect(cells.nth(0)).to_contain_text("55.01万元")
    expect(cells.nth(0).locator(".change")).to_have_text("比 2022 年度 +50,000 元（+10.0%）")
    expect(cells.nth(1).locator(".change")).to_have_count(0)
    cells.nth(0).get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/reports/440704/health/2023/#m-\d+$"))


def test_a_blank_is_silence_and_a_zero_is_stated(site: StaticSite, page: Page) -> None:
    page.goto(address(site, *IDS))
    money = page.locator("tr", has=page.get_by_role("link", name="罚没金额", exact=True)).locator("td")
    expect(money.nth(2)).to_have_text("没有写")
    expect(money.nth(2)).to_have_class(re.compile("unsaid"))
    advisers = page.locator("tr", has=page.get_by_role("link", name="法律顾问人数")).locator("td")
    expect(advisers.nth(2)).to_contain_text("明说没有，记 0")
    expect(advisers.nth(0)).to_have_text("没有写")


def test_reports_are_added_and_taken_away(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}compare/")
    expect(page.locator("#compare")).to_contain_text("先选两份报告")
    page.get_by_label("添加一份报告").select_option(IDS[0])
    page.get_by_label("添加一份报告").select_option(IDS[2])
    expect(page).to_have_url(address(site, IDS[0], IDS[2]))
    expect(page.locator("table.compared thead th")).to_have_count(3)
    page.get_by_role("button", name="去掉 410802卫生健康局 2023 年度").click()
    expect(page).to_have_url(address(site, IDS[0]))
    page.go_back()
    expect(page.locator("table.compared thead th")).to_have_count(3)


def test_what_is_not_there_is_said(site: StaticSite, page: Page) -> None:
    page.goto(address(site, IDS[0], "<img src=x onerror=alert(1)>".replace(" ", "%20")))
    expect(page.locator("#compare")).to_contain_text("没有收录：<img src=x onerror=alert(1)>")
    expect(page.locator("#compare img")).to_have_count(0)


@pytest.mark.parametrize("path", ["reports/440704/health/2023/", "indicators/penalty-amount/", "years/2023/"])
def test_one_click_leads_there(site: StaticSite, page: Page, path: str) -> None:
    page.goto(site.url + path)
    page.get_by_role("link", name="并排比较", exact=True).click()
    expect(page.locator("table.compared")).to_be_visible()


def test_nothing_is_asked_of_anyone_else(site: StaticSite, page: Page, requested_origins: set[str]) -> None:
    page.goto(address(site, *IDS), wait_until="networkidle")
    assert requested_origins == {site.origin}


def test_four_reports_fit_a_telephone(site: StaticSite, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(address(site, *IDS))
    expect(page.locator("table.compared")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 375


def test_without_scripts_it_says_what_to_do(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(address(site, *IDS))
        expect(page.locator("#compare")).to_contain_text("用表格软件按 indicator 一列筛选")


def test_the_script_is_short() -> None:
    script = Path(__file__).parents[2] / "docs" / "assets" / "compare.js"
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 300
