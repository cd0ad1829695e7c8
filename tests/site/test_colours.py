"""Light and dark: as the system has it until a reader chooses, kept from page to page, and at no cost to a page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import StaticSite, visit

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


# What the theme's own choice of colours writes into a page while it is at it.
WATCH = """window.switching = [];
new MutationObserver((seen) => switching.push(...seen.map((one) => one.attributeName)))
  .observe(document, {subtree: true, attributeFilter: ["data-md-color-switching"]});"""


def test_the_theme_does_not_turn_colours_too(project_site: StaticSite, browser: Browser) -> None:
    """It has the style of all that is on a page worked out three times more at each load."""
    with visit(browser) as page:
        page.add_init_script(WATCH)
        page.goto(project_site.url + REPORT, wait_until="networkidle")
        page.locator(BUTTON).click()
        page.wait_for_function("document.querySelector('[data-colours]').title.includes('现为浅色')")
        assert page.evaluate("switching") == []
        expect(page.locator("meta[name=color-scheme]")).to_have_count(1)
        # What would be told is told.
        page.evaluate("document.body.setAttribute('data-md-color-switching', '')")
        page.wait_for_function("switching.length === 1")
