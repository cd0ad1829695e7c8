"""What visitors come to do, done in a browser: by keyboard alone, on a telephone, without scripts, on paper.

With SCREENSHOTS set to a folder, each task leaves a picture of where it ended.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.render.sample import DATA
from tests.render.test_indicator_pages import told_result
from tests.render.test_site import with_source
from tests.render.test_ways import placed
from tests.site.conftest import SiteBuilder, StaticSite, visit

REPORT = "reports/440704/health/2023/"
# Is an element still on the page, and has it the focus?
FOCUSED = "element => [element.isConnected, element === document.activeElement]"
FILE = DATA / "440704" / "2023-health.txt"


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve reports of two counties, two years and two departments under a base path of two folders."""
    return site_builder(
        [
            told_result("440704", 2023, "550100"),
            told_result("440704", 2022, "500100"),
            with_source(placed("440704", 2023, "justice"), path=FILE),
            with_source(placed("440608", 2023, prefecture="佛山市"), path=FILE),
        ]
    )


def keep(page: Page, name: str) -> None:
    """Leave a picture where one is wanted."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def tab_to(page: Page, place: Locator, most: int = 80) -> None:
    """Press Tab until ``place`` has the focus."""
    # To look for the element by its name after each step takes twice what the step itself does, 0.04 s against 0.02 s.
    element = place.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        there, focused = element.evaluate(FOCUSED)
        if focused:
            return
        if not there:
            element = place.element_handle()
    raise AssertionError(f"{place} was not reached in {most} steps")


def test_a_county_is_found_by_the_outline(site: StaticSite, page: Page) -> None:
    page.goto(site.url)
    page.get_by_role("link", name="地区", exact=True).first.click()
    page.locator(".outline").get_by_role("link", name=re.compile("江海区")).last.click()
    expect(page.locator("h1")).to_contain_text("江门市江海区")
    page.locator(".reports a").first.click()
    expect(page).to_have_url(re.compile(r"/some/where/reports/440704/"))
    keep(page, "county")


def test_a_county_is_found_by_keyboard_and_filters(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/")
    for label, typed in (("年度", "2023"), ("地区", "佛山")):
        select = page.get_by_label(label, exact=True)
        tab_to(page, select)
        page.keyboard.type(typed) if typed.isascii() else select.select_option("4406")
    expect(page).to_have_url(f"{site.url}browse/?year=2023&region=4406")
    expect(page.locator("[data-shown]")).to_have_text("1 份，共 4 份")
    link = page.locator(".pickable li:not([hidden]) a")
    tab_to(page, link)
    keep(page, "filters")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/reports/440608/"))


def test_filters_combine_and_live_in_the_address(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/?region=440704&department=health")
    expect(page.locator(".pickable li:visible")).to_have_count(2)
    years = page.get_by_label("年度", exact=True)
    expect(years.locator("option")).to_have_text(["全部", "2023 年度（1）", "2022 年度（1）"])
    years.select_option("2022")
    expect(page.locator(".pickable li:visible")).to_have_count(1)
    page.locator(".pickable li:visible a").click()
    page.go_back()
    expect(page.locator(".pickable li:visible")).to_have_count(1)
    expect(years).to_have_value("2022")
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator(".pickable li:visible")).to_have_count(4)
    expect(page).to_have_url(f"{site.url}browse/")


def test_an_address_that_asks_for_nothing_there_is_is_forgiven(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/?year=1&region=%22%3E&department=x")
    expect(page.locator(".pickable li:visible")).to_have_count(4)


def test_all_reports_are_listed_without_scripts(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(f"{site.url}browse/?year=2022")
        expect(page.locator(".pickable li:visible")).to_have_count(4)
        expect(page.locator(".filters")).to_be_hidden()
        page.get_by_role("checkbox").nth(0).check()
        page.get_by_role("checkbox").nth(1).check()
        page.get_by_role("button", name=re.compile("并排比较")).click()
        expect(page).to_have_url(re.compile(r"/compare/\?r=[^&]+&r=[^&]+$"))


def test_two_reports_are_compared_by_keyboard(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/?department=health")
    boxes = page.locator(".pickable li:visible input")
    for number in (1, 2):
        tab_to(page, boxes.nth(number))
        page.keyboard.press("Space")
    button = page.get_by_role("button", name="并排比较所选 2 份")
    expect(button).to_be_enabled()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("table.compared thead th")).to_have_count(3)
    keep(page, "compare")


def test_one_click_compares_what_the_filters_leave(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/?region=440704")
    page.get_by_role("button", name="并排比较前 3 份").click()
    expect(page.locator("table.compared thead th")).to_have_count(4)


def test_no_fifth_report_can_be_ticked(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}browse/")
    for box in page.locator(".pickable input").all():
        box.check()
    expect(page.get_by_role("button", name="并排比较所选 4 份")).to_be_enabled()


def test_an_indicator_leads_to_a_comparison_of_ticked_reports(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}indicators/penalty-amount/")
    expect(page.locator("table.values q").first).to_contain_text("55.01万元")
    for box in page.locator("table.values input").all():
        box.check()
    page.get_by_role("button", name="并排比较所选").click()
    expect(page.locator("table.compared thead th")).to_have_count(3)


def test_a_figure_is_checked_by_keyboard(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    row = page.locator("tr", has_text="护士执业注册类审批")
    value = row.locator("td:nth-child(2) > a")
    value.focus()
    page.keyboard.press("Enter")
    sentence = page.locator("[id^='s-'].is-highlighted")
    expect(sentence).to_be_in_viewport()
    expect(row).to_have_class(re.compile("is-highlighted"))
    keep(page, "sentence")
    figure = sentence.get_by_role("link", name="428宗")
    tab_to(page, figure, 20)
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".figure-pane").get_by_role("link", name="数字表"), 2)
    page.keyboard.press("Enter")
    expect(row).to_be_in_viewport()
    keep(page, "row")


def test_a_sentence_and_a_section_show_their_permanent_link(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    for place in (page.locator("[id^='s-']", has_text="1116宗"), page.locator(".run-in").first):
        link = place.locator("> .headerlink")
        expect(link).to_have_css("opacity", "0") if place.get_attribute("class") == "sentence" else None
        place.hover()
        expect(link).to_have_css("opacity", "1")
        link.click()
        expect(page).to_have_url(re.compile(f"#{place.get_attribute('id')}$"))
    plain = page.locator("[id^='s-']", has_text="英南村").first
    expect(plain.locator(".headerlink")).to_have_count(0)
    plain.hover()
    plain.locator(".headerlink").click()
    expect(page).to_have_url(re.compile(f"#{plain.get_attribute('id')}$"))
    expect(plain).to_have_class(re.compile("is-highlighted"))
    keep(page, "permalink")


def test_a_report_is_read_on_a_telephone(site: StaticSite, browser: Browser) -> None:
    with visit(browser, viewport={"width": 375, "height": 760}, has_touch=True, is_mobile=True) as page:
        page.goto(site.url + REPORT)
        page.get_by_role("link", name="读正文").tap()
        text = page.locator("#text ~ p").nth(2)
        expect(text).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        assert float(text.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")) >= 16
        page.locator("[id^='s-'] > a.figure").first.tap()
        page.locator(".figure-pane").get_by_role("link", name="数字表").tap()
        expect(page.locator("tr.is-highlighted")).to_be_in_viewport()
        keep(page, "telephone")


@pytest.mark.parametrize("path", ["nowhere", "no/where/at/all/", "reports/440704/nothing/2023/"])
def test_a_lost_address_leads_back(site: StaticSite, page: Page, path: str) -> None:
    page.route(
        re.compile("/(nowhere|all|2023)/?$"),
        lambda route: route.fulfill(response=route.fetch(url=f"{site.url}404.html")),
    )
    page.goto(site.url + path)
    expect(page.get_by_role("link", name="全部报告")).to_have_attribute("href", "/some/where/browse/")
    page.get_by_label("检索词").fill("护士")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results a").first).to_be_visible()


def test_paper_has_all_of_it(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 14
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder, "report.pdf").write_bytes(printed)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".on-paper")).to_contain_text(f"网址：{site.url}{REPORT}，打印于")
    expect(page.locator(".facts a[href^=http]").first).to_be_visible()
    expect(page.locator("table.figures thead")).to_have_css("display", "table-header-group")
    expect(page.locator("table.figures tr").nth(3)).to_have_css("break-inside", "avoid")
    expect(page.locator(".scroll").first).to_have_css("overflow-x", "visible")


def test_a_form_for_mistakes_is_told_the_figure(site: StaticSite, page: Page) -> None:
    def with_form(told: str) -> str:
        return told.replace(
            "</footer>", '<a data-contact href="https://forms.example.gov.cn/x?k=1">指出错误</a></footer>'
        )

    page.route(
        "**/2023/",
        lambda route: route.fulfill(body=with_form(route.fetch().text()), content_type="text/html"),
    )
    page.goto(site.url + REPORT)
    row = page.locator("tr", has_text="护士执业注册类审批")
    row.locator("td:nth-child(2) > a").click()
    link = row.get_by_role("link", name="指出错误")
    asked = f"{site.url}{REPORT}#{row.get_attribute('id')}"
    expect(link).to_have_attribute("href", re.compile(r"^https://forms\.example\.gov\.cn/x\?k=1&about="))
    assert link.evaluate("link => new URL(link.href).searchParams.get('about')") == asked
