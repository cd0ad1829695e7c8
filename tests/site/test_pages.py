"""The generated pages in a real browser: they fit the screen, their links light both ways, and nothing is fetched."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.render.sample import sample_result
from tests.site.conftest import SiteBuilder, StaticSite, visit

REPORT = "reports/440704/health/2023/"
PAGES = (
    "",
    "browse/",
    REPORT,
    f"{REPORT}original/",
    "regions/",
    "regions/440704/",
    "years/",
    "years/2023/",
    "indicators/",
    "themes/",
    "themes/penalties/",
    "departments/",
    "departments/health/",
    "quality/",
    "search-benchmark/",
    "compare/",
    "en/",
    "data/",
    "404.html",
)
WIDTHS = (320, 375, 1280)


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve a site of one report under a base path."""
    return site_builder([sample_result()])


@pytest.fixture
def problems(page: Page) -> list[str]:
    """Collect what the page's scripts complain of."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nobody_else_and_does_not_scroll_sideways(
    site: StaticSite, page: Page, requested_origins: set[str], path: str
) -> None:
    page.goto(site.url + path, wait_until="networkidle")
    for width in WIDTHS if path != "404.html" else ():
        page.set_viewport_size({"width": width, "height": 800})
        # The theme moves its search box to the new width in its own time, so the page is given a moment.
        page.wait_for_function(
            "document.documentElement.scrollWidth === document.documentElement.clientWidth"
        )
    assert requested_origins == {site.origin}


def test_a_figure_leads_to_its_sentence_and_back(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    row = page.locator("tr", has_text="护士执业注册类审批")
    row.get_by_role("link", name="428宗").click()
    expect(page).to_have_url(re.compile(r"#s-\d+$"))
    sentence = page.locator("[id^='s-'].is-highlighted")
    expect(sentence).to_contain_text("对本辖区卫生许可审批共1116宗")
    expect(sentence).to_be_in_viewport()
    lit = page.locator("a.figure.is-highlighted")
    expect(lit).to_have_text(["428宗"])
    expect(row).to_have_class(re.compile("is-highlighted"))
    lit.click()
    expect(page).to_have_url(re.compile(r"#m-\d+$"))
    expect(row).to_have_class(re.compile("is-highlighted"))
    expect(sentence).to_be_in_viewport()
    page.locator(".figure-pane").get_by_role("link", name="数字表").click()
    expect(row).to_be_in_viewport()


def test_the_original_leads_back_to_the_row(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    row = page.locator("tr", has_text="行政处罚罚没金额")
    row.get_by_role("link", name="原件").click()
    expect(page).to_have_url(re.compile(r"/original/#m-\d+$"))
    figure = page.locator("a.figure:target")
    expect(figure).to_have_text("55.01万元")
    expect(figure).to_be_in_viewport()
    figure.click()
    expect(page.locator("tr:target")).to_contain_text("行政处罚罚没金额")


def test_figures_lead_without_scripts(site: StaticSite, browser: Browser) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(site.url + REPORT)
        page.locator("tr", has_text="护士执业注册类审批").get_by_role("link", name="428宗").click()
        sentence = page.locator("[id^='s-']:target")
        expect(sentence).to_be_in_viewport()
        expect(sentence).to_have_css("background-color", "rgb(255, 233, 168)")
        sentence.get_by_role("link", name="428宗").click()
        expect(page.locator("tr:target")).to_be_in_viewport()


@pytest.mark.parametrize("words", ["行政复议", "法律顾问", "护士执业注册", "55.01万元", "358项", "江海区"])
def test_search_finds_the_report(site: StaticSite, page: Page, words: str) -> None:
    page.goto(site.url)
    box = page.locator("#header-words")
    box.press_sequentially(words)
    box.press("Enter")
    expect(page.locator(f'#search-results a[href*="{REPORT}"]').first).to_be_visible()


def test_scripts_do_not_complain(site: StaticSite, page: Page, problems: list[str]) -> None:
    for path in (REPORT, f"{REPORT}#m-1", f"{REPORT}original/", "data/"):
        page.goto(site.url + path, wait_until="networkidle")
    assert problems == []


def test_the_page_names_its_operator(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    expect(page.locator("footer")).to_contain_text("由志愿者整理，非政府网站")


def test_a_dark_page_for_a_dark_room(site: StaticSite, browser: Browser) -> None:
    with visit(browser, color_scheme="dark") as page:
        page.goto(site.url + REPORT)
        expect(page.locator("body")).to_have_css("background-color", "rgb(20, 24, 29)")


def test_the_drawer_of_a_telephone_shows_every_page_also_far_down(site: StaticSite, browser: Browser) -> None:
    with visit(browser, viewport={"width": 375, "height": 800}) as page:
        page.goto(f"{site.url}{REPORT}")
        pages = page.locator("#pages a")
        expect(pages.first).not_to_be_visible()
        page.mouse.wheel(0, 1500)
        page.wait_for_function("scrollY > 500")
        page.locator(".md-header label[for=__drawer]").click()
        for link in pages.all():
            expect(link).to_be_visible()
            expect(link).to_have_css("opacity", "1")
        page.get_by_role("link", name="存疑", exact=True).click()
        expect(page).to_have_url(f"{site.url}findings/")
