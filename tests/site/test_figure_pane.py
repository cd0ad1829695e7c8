"""What a click on a figure in the text shows beside it."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.render.sample import sample_result
from tests.site.conftest import SiteBuilder, StaticSite, visit
from tests.site.test_access import faults

REPORT = "reports/440704/health/2023/"


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve a site of one report under a base path."""
    return site_builder([sample_result()])


def open_pane(page: Page, site: StaticSite, figure: str) -> Locator:
    """Return the pane of the figure that is written like this."""
    page.goto(site.url + REPORT)
    page.locator("span > a.figure", has_text=re.compile(f"^{figure}$")).first.click()
    return page.locator(".figure-pane")


def test_it_tells_what_the_table_has_of_the_figure(site: StaticSite, page: Page) -> None:
    pane = open_pane(page, site, "428宗")
    expect(pane.get_by_role("heading")).to_have_text("428宗")
    expect(pane).to_contain_text("护士执业注册类")
    expect(pane).to_contain_text("属于：本辖区卫生许可审批")
    expect(pane.locator("blockquote")).to_contain_text("护士执业注册类428宗，医疗机构执业类53宗")
    expect(pane.locator("blockquote")).not_to_contain_text("¶")
    expect(page).to_have_url(re.compile(r"#m-\d+$"))


def test_it_tells_the_arithmetic_and_the_value_in_full(site: StaticSite, page: Page) -> None:
    expect(open_pane(page, site, "1116宗")).to_contain_text("合计相符：161 + 428 + 53 + 11 + 2 + 461 = 1,116")
    expect(open_pane(page, site, "55.01万元").get_by_role("heading")).to_have_text("55.01万元 = 550,100元")


def test_it_leads_to_the_original(site: StaticSite, page: Page) -> None:
    open_pane(page, site, "428宗").get_by_role("link", name="原件").click()
    expect(page).to_have_url(re.compile(r"/original/#m-\d+$"))


def test_link_and_citation_are_copied(site: StaticSite, browser: Browser) -> None:
    with visit(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        pane = open_pane(page, site, "428宗")
        pane.get_by_role("button", name="复制链接").click()
        expect(pane.get_by_role("button", name="已复制")).to_be_visible()
        link = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(re.escape(site.url + REPORT) + r"#m-\d+", link)
        pane.get_by_role("button", name="复制引用").click()
        expect(pane.get_by_role("button", name="已复制")).to_have_count(2)
        cited = page.evaluate("navigator.clipboard.readText()")
    assert "法治政府建设年度报告[R" in cited
    assert cited.endswith(f"其中“护士执业注册类审批”：428宗，{link}")


def test_where_nothing_may_be_copied_the_words_are_shown(site: StaticSite, page: Page) -> None:
    pane = open_pane(page, site, "428宗")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    pane.get_by_role("button", name="复制链接").click()
    expect(pane).to_contain_text(f"{site.url}{REPORT}#m-")


def test_by_keyboard_it_opens_and_closes_where_the_reader_was(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    figure = page.locator("span > a.figure", has_text=re.compile("^428宗$"))
    figure.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".figure-pane").get_by_role("heading")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".figure-pane").get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".figure-pane")).to_have_count(0)
    expect(figure).to_be_focused()


def test_another_figure_takes_its_place(site: StaticSite, page: Page) -> None:
    open_pane(page, site, "428宗")
    page.locator("span > a.figure", has_text=re.compile("^161宗$")).click()
    expect(page.locator(".figure-pane")).to_have_count(1)
    expect(page.locator(".figure-pane").get_by_role("heading")).to_have_text("161宗")


def test_on_a_telephone_it_hides_no_figure_and_a_finger_hits_its_buttons(
    site: StaticSite, browser: Browser
) -> None:
    with visit(browser, viewport={"width": 375, "height": 760}, has_touch=True, is_mobile=True) as page:
        pane = open_pane(page, site, "428宗")
        above = page.locator("a.figure.is-highlighted").first.bounding_box()
        over = pane.bounding_box()
        assert above
        assert over
        assert above["y"] + above["height"] <= over["y"]
        assert over["width"] == 375
        for one in pane.locator(".ways > *, .close").all():
            box = one.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44


def test_the_open_pane_shuts_no_reader_out(site: StaticSite, browser: Browser) -> None:
    script = "document.querySelectorAll('span > a.figure')[3].click()"
    with visit(browser, viewport={"width": 320, "height": 900}) as page:
        page.on("load", lambda _: page.evaluate(script))
        told = faults(page, site.url + REPORT)
        expect(page.locator(".figure-pane")).to_be_visible()
    assert told == []


def test_on_paper_the_text_comes_first(site: StaticSite, page: Page) -> None:
    page.goto(site.url + REPORT)
    page.emulate_media(media="print")
    tops = [
        page.locator(one).evaluate("one => one.getBoundingClientRect().top")
        for one in ("h1", "#text", "#about", "#figures", "#cite")
    ]
    assert tops == sorted(tops)


def test_a_sentence_gives_its_link_to_a_finger(site: StaticSite, browser: Browser) -> None:
    telephone = {"viewport": {"width": 375, "height": 760}, "has_touch": True, "is_mobile": True}
    with visit(browser, permissions=["clipboard-read", "clipboard-write"], **telephone) as page:
        page.goto(site.url + REPORT)
        sentence = page.locator("span[id^='s-']:not(:has(a.figure))").nth(2)
        sentence.tap()
        link = sentence.locator("> .headerlink")
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        link.tap()
        expect(link).to_have_text("已复制")
        anchor = sentence.get_attribute("id")
        assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}{REPORT}#{anchor}"
        assert page.evaluate("document.documentElement.scrollWidth") == 375
