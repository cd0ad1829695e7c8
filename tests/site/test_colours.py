"""Light and dark: as the system has it until a reader chooses, kept from page to page, and at no cost to a page."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import SIZE, StaticSite, visit

REPORT = "reports/440704/health/2023/"
BUTTON = "[data-colours]"
SHOWN = """() => [document.body.dataset.mdColorScheme,
  ...["color-scheme", "theme-color"].map((name) => document.querySelector(`meta[name=${name}]`).content)]"""
LIGHT, DARK = ["default", "light", "#1f4468"], ["slate", "dark", "#16293c"]


def test_the_systems_colours_are_followed_until_the_reader_chooses(
    project_site: StaticSite, browser: Browser
) -> None:
    with visit(browser, color_scheme="dark") as page:
        page.goto(project_site.url)
        assert page.evaluate(SHOWN) == DARK
        page.emulate_media(color_scheme="light")
        page.wait_for_function("document.body.dataset.mdColorScheme === 'default'")
        assert page.evaluate(SHOWN) == LIGHT
        page.locator(BUTTON).click()
        expect(page.locator(BUTTON)).to_have_attribute("title", "现为浅色，改用深色")
        page.emulate_media(color_scheme="dark")
        page.goto(project_site.url + REPORT)
        assert page.evaluate(SHOWN) == LIGHT
        button = page.get_by_role("button", name="现为浅色，改用深色")
        button.focus()
        page.keyboard.press("Enter")
        assert page.evaluate(SHOWN) == DARK
        page.emulate_media(color_scheme="light")
        page.reload()
        assert page.evaluate(SHOWN) == DARK
        page.get_by_role("button", name="现为深色，改为跟随系统").click()
        assert page.evaluate(SHOWN) == LIGHT


# What earlier versions kept, and what somebody else may have.
KEPT = {
    '{"index": 2, "color": {"media": "(prefers-color-scheme: dark)", "scheme": "slate"}}': DARK,
    '{"index": 1}': LIGHT,
    '{"index": 9}': LIGHT,
    '{"index": "length"}': LIGHT,
    "3": LIGHT,
    "null": LIGHT,
    "no JSON": LIGHT,
}


@pytest.mark.parametrize(("kept", "shown"), KEPT.items())
def test_what_was_kept_is_read(project_site: StaticSite, page: Page, kept: str, shown: list[str]) -> None:
    page.goto(project_site.url)
    page.evaluate("kept => localStorage.setItem('/.__palette', kept)", kept)
    page.goto(project_site.url + "about/")
    assert page.evaluate(SHOWN) == shown


def test_a_page_is_styled_once(project_site: StaticSite, browser: Browser) -> None:
    """The theme's own choice of colours had the style of all that is on a page worked out four times."""
    with visit(browser, viewport=SIZE) as page:
        browser.start_tracing(
            page=page, categories=["disabled-by-default-devtools.timeline", "devtools.timeline"]
        )
        page.goto(project_site.url + REPORT, wait_until="networkidle")
        count = page.evaluate("document.querySelectorAll('*').length")
        events = json.loads(browser.stop_tracing())["traceEvents"]
    styled = [e["args"].get("elementCount", 0) for e in events if e["name"] == "UpdateLayoutTree"]
    assert [number > count / 2 for number in styled].count(True) == 1, styled
