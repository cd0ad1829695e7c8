"""Reports side by side: blanks are silence, a zero is a stated one, and only like is set against like."""

import dataclasses
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from build_scripts.models import Metric, Qualifier, Result
from tests.render.test_indicator_pages import told_result
from tests.site.conftest import SiteBuilder, StaticSite, visit

IDS = ("440704-health-2023", "440704-health-2022", "410802-health-2023")
# A family without an indicator, and what the sample tells of it.
TRIPS = ("出动车次", "989车次")
SHIFTS = """globalThis.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def with_advisers(result: Result) -> Result:
    """Give the report a stated zero that the others do not speak of."""
    first: Metric = dataclasses.replace(result.metrics[0], indicator="legal-advisers")
    quantity = dataclasses.replace(first.quantity, value=Decimal(0), unit="人")
    return dataclasses.replace(
        result, metrics=(dataclasses.replace(first, quantity=quantity), *result.metrics[1:])
    )


def with_family(result: Result) -> Result:
    """Put the vehicles of the report into their family."""
    metrics = tuple(
        dataclasses.replace(m, family="vehicle-trips") if m.quantity.unit == "车次" else m
        for m in result.metrics
    )
    return dataclasses.replace(result, metrics=metrics)


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve three reports under a base path: two years of one body, and a third that says less."""
    silent = told_result("410802")
    metrics = tuple(dataclasses.replace(m, indicator=None) for m in silent.metrics)
    return site_builder(
        [
            with_family(told_result("440704", 2023, "550100")),
            with_family(told_result("440704", 2022, "500100")),
            with_advisers(dataclasses.replace(silent, metrics=metrics)),
        ]
    )


@pytest.fixture(scope="module")
def rough(site_builder: SiteBuilder) -> StaticSite:
    """Serve two years of one body whose figures are all told as 余."""

    def about(result: Result) -> Result:
        vague = [
            dataclasses.replace(m, quantity=dataclasses.replace(m.quantity, qualifier=Qualifier.AT_LEAST))
            for m in result.metrics
        ]
        return dataclasses.replace(result, metrics=tuple(vague))

    return site_builder([about(told_result("440704", 2023)), about(told_result("440704", 2022))])


@pytest.fixture(scope="module")
def many(site_builder: SiteBuilder) -> StaticSite:
    """Serve six years of one body."""
    return site_builder([told_result("440704", year) for year in range(2019, 2025)])


def address(site: StaticSite, *ids: str) -> str:
    return f"{site.url}compare/?{'&'.join(f'r={id_}' for id_ in ids)}"


def row_of(page: Page, name: str) -> Locator:
    return page.locator("tr[data-row]", has=page.get_by_role("rowheader", name=name)).locator("td")


def test_values_stand_by_year_with_their_change(site: StaticSite, page: Page) -> None:
    page.goto(address(site, *IDS))
    heads = page.locator("table.compared thead th")
    expect(heads).to_contain_text(["数的是什么", "2022 年度", "2023 年度", "2023 年度"])
    cells = row_of(page, "罚没金额")
    expect(cells.nth(1)).to_contain_text("55.01万元")
    expect(cells.nth(1).locator(".change")).to_have_text("比 2022 年度 +50,000 元（+10.0%）")
    expect(cells.nth(0).locator(".change")).to_have_count(0)
    expect(cells.nth(2).locator(".change")).to_have_count(0)
    sentence = cells.nth(1).get_by_role("link", name=re.compile("^原句"))
    expect(sentence).to_have_attribute("href", re.compile(r"/reports/440704/health/2023/#s-\d+$"))
    cells.nth(1).locator("a.value").click()
    expect(page).to_have_url(re.compile(r"/reports/440704/health/2023/#m-\d+$"))


def test_a_blank_is_silence_and_a_zero_is_stated(site: StaticSite, page: Page) -> None:
    page.goto(address(site, *IDS))
    money = row_of(page, "罚没金额")
    expect(money.nth(2)).to_have_text("没有写")
    expect(money.nth(2)).to_have_class(re.compile("unsaid"))
    advisers = row_of(page, "法律顾问人数")
    expect(advisers.nth(2)).to_contain_text("明说没有，记 0")
    expect(advisers.nth(0)).to_have_text("没有写")


def test_figures_of_no_indicator_have_rows_too(site: StaticSite, page: Page) -> None:
    page.goto(address(site, *IDS))
    expect(page.locator("table.compared")).to_be_visible()
    themes = page.locator("tr.theme th")
    assert themes.count() > 3
    assert page.locator("tr[data-row]").count() > page.locator("tr[data-row] th a").count()
    told = row_of(page, TRIPS[0])
    expect(told.nth(1)).to_contain_text(TRIPS[1])
    expect(told.nth(1).locator(".change")).to_contain_text("与 2022 年度相同")


def test_only_exact_figures_are_set_against_each_other(rough: StaticSite, page: Page) -> None:
    page.goto(address(rough, *IDS[:2]))
    cells = row_of(page, "罚没金额")
    expect(cells.nth(1)).to_contain_text("55.01万元")
    expect(page.locator(".change")).to_have_count(0)


def test_a_report_is_found_by_typing(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}compare/")
    expect(page.locator("#compare")).to_contain_text("先选两份报告")
    box = page.get_by_role("combobox", name="添加一份报告")
    for typed, ids in (
        ("江海 2022", [IDS[1]]),
        ("卫健局２０２３", [IDS[2], IDS[0]]),
        ("410802", [IDS[2]]),
        ("解放区", [IDS[2]]),
        ("江海卫健", [IDS[0], IDS[1]]),
    ):
        box.fill(typed)
        expect(page.get_by_role("option")).to_have_count(len(ids))
        years = [f"{id_[:6]}卫生健康局 {id_[-4:]} 年度" for id_ in ids]
        expect(page.get_by_role("option")).to_contain_text(years)
    box.fill("没有的县")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("#compare-told")).to_contain_text("没有找到")


def test_reports_are_added_by_keyboard_and_taken_away(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}compare/")
    box = page.get_by_role("combobox", name="添加一份报告")
    box.focus()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("江海 2023")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(address(site, IDS[0]))
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_contain_text("2022 年度")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address(site, IDS[0], IDS[2]))
    expect(page.locator("table.compared thead th")).to_have_count(3)
    page.get_by_role("button", name="去掉 410802卫生健康局 2023 年度").click()
    expect(page).to_have_url(address(site, IDS[0]))
    page.go_back()
    expect(page.locator("table.compared thead th")).to_have_count(3)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((IDS[0], "<img src=x onerror=alert(1)>"), "没有收录：<img src=x onerror=alert(1)>"),
        ((IDS[0], "440704-health-1999"), "没有收录：440704-health-1999"),
        ((IDS[0], "../../reports.json"), "没有收录：../../reports.json"),
        ((IDS[0], "constructor", "__proto__"), "没有收录：constructor、__proto__"),
        ((IDS[0],), "再选一份"),
        ((IDS[0], IDS[0]), "同一份报告只列一次"),
        (("", "%20"), "先选两份报告"),
        (("甲" * 3000,), f"没有收录：{'甲' * 60}…"),
        (tuple(f"440704-health-{year}" for year in range(1900, 1950)), "等"),
    ],
)
def test_what_is_not_there_is_said(site: StaticSite, page: Page, asked: Sequence[str], told: str) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(address(site, *map(quote, asked)))
    expect(page.locator("#compare")).to_contain_text(told)
    expect(page.locator("#compare img")).to_have_count(0)
    assert not heard


def test_a_fifth_report_is_named(many: StaticSite, page: Page) -> None:
    page.goto(address(many, *(f"440704-health-{year}" for year in range(2019, 2025))))
    expect(page.locator("table.compared thead th")).to_have_count(5)
    expect(page.locator("table.compared thead th").nth(1)).to_contain_text("2019 年度")
    expect(page.locator("#compare")).to_contain_text("一次最多比较 4 份")
    expect(page.get_by_role("combobox", name="添加一份报告")).to_be_disabled()


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_jumps_while_it_comes(site: StaticSite, browser: Browser, width: int) -> None:
    with visit(browser, viewport={"width": width, "height": 800}) as page:
        page.add_init_script(SHIFTS)
        page.goto(address(site, *IDS), wait_until="networkidle")
        expect(page.locator("table.compared")).to_be_visible()
        page.get_by_role("button", name="去掉 410802卫生健康局 2023 年度").click()
        expect(page.locator("table.compared thead th")).to_have_count(3)
        page.wait_for_timeout(600)  # past the half second in which a shift would count as the click's own
        assert page.evaluate("shifted") <= 0.05


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
    expect(page.locator("thead th").first).not_to_be_in_viewport()
    card = row_of(page, "罚没金额")
    left = [card.nth(n).bounding_box() for n in range(3)]
    assert len({box["x"] for box in left if box}) == 1, "one below the other"
    assert page.evaluate("document.documentElement.scrollHeight") <= 12 * 800


def test_without_scripts_it_says_what_to_do(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(address(site, *IDS))
        expect(page.locator("#compare")).to_contain_text("不用脚本，可以从这里开始")
        page.locator("#compare").get_by_role("link", name="全部报告").click()
        expect(page).to_have_url(f"{site.url}browse/")


def test_the_scripts_are_short() -> None:
    for script in (Path(__file__).parents[2] / "docs" / "assets").glob("compare*.js"):
        assert len(script.read_text(encoding="utf-8").splitlines()) <= 300, script.name
