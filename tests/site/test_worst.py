"""The worst reports in a real browser: nothing runs, nothing scrolls sideways, nothing shuts a reader out."""

import pytest
from playwright.sync_api import Browser, Page

from tests.render.sample import DATA
from tests.render.test_bad_input import bare_result, crowded_result, long_title_result, marked_up_result
from tests.render.test_site import with_source
from tests.site.conftest import SiteBuilder, StaticSite
from tests.site.test_access import View, faults, with_axe

FILE = DATA / "440704" / "2023-health.txt"
REPORTS = {
    "410802": bare_result,
    "411523": long_title_result,
    "433126": crowded_result,
    "653226": marked_up_result,
}
PAGES = (
    "",
    "browse/",
    "regions/",
    "indicators/penalty-amount/",
    "quality/",
    "compare/?r=411523-health-2023&r=653226-health-2023",
    *(f"reports/{region}/health/2023/" for region in REPORTS),
    *(f"reports/{region}/health/2023/original/" for region in REPORTS),
    "reports/433126/health/2023/figures/2/",
)


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve reports with nothing in them, a title of 300 characters, 2,000 figures, markup in every field."""
    return site_builder(
        [with_source(make(), region_code=region, path=FILE) for region, make in REPORTS.items()]
    )


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_and_nothing_scrolls_sideways(site: StaticSite, page: Page, path: str) -> None:
    told: list[str] = []
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site.url + path, wait_until="networkidle")
    page.wait_for_function("document.documentElement.scrollWidth === 320")
    assert not told


def test_no_page_shuts_a_reader_out(site: StaticSite, browser: Browser) -> None:
    views: list[View] = [(320, "light"), (320, "dark")]
    with with_axe(browser) as page:
        found = [f"{path}: {fault}" for path in PAGES for fault in faults(page, site.url + path, views)]
    assert not found, "\n" + "\n".join(found[:30])


def test_a_figure_of_a_further_page_goes_both_ways(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}reports/433126/health/2023/figures/2/")
    row = page.locator("tr[id^='m-']").first
    anchor = row.get_attribute("id")
    page.goto(f"{site.url}reports/433126/health/2023/#{anchor}")
    figure = page.locator(f"a.figure[id='{anchor}']")
    assert figure.evaluate("figure => figure.matches(':target')")
    figure.click()
    page.wait_for_url(f"**/figures/2/#{anchor}")
    row.get_by_role("link", name="原件").click()
    page.wait_for_url(f"**/original/#{anchor}")
