"""The worst reports in a real browser: nothing runs, nothing scrolls sideways, nothing shuts a reader out."""

import os
import re
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

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
# What axe looks at in place of the 2,000 figures: a full table on the page of the report, and a further page. All of
# them take it 25 s more, for what it says of the first; LONG_TESTS=1 has it look at all.
CROWD = "433126" if os.environ.get("LONG_TESTS") else "440704"
PAGES = (
    "",
    "browse/",
    "regions/",
    "indicators/penalty-amount/",
    "quality/",
    "compare/?r=411523-health-2023&r=653226-health-2023",
    *(f"agencies/{region}/health/" for region in REPORTS),
    "regions/653226/",
    "findings/",
    "findings/likely-slip/",
    "completeness/",
    "completeness/650000/",
    "completeness/?place=%3Cimg%20src=x%20onerror=alert(1)%3E",
    *(f"reports/{region}/health/2023/" for region in REPORTS),
    *(f"reports/{region}/health/2023/original/" for region in REPORTS),
    "reports/433126/health/2023/figures/2/",
)
SEEN_BY_AXE = tuple(path.replace("433126", CROWD) for path in PAGES)


# What no filter offers, and no page has.
STRANGE = (
    "year=1&region=%22%3E%3Cb%3E&department=x&level=cheese&unit=%00"
    "&state=none&theme=7&sort=up%27&page=-9&pick=%3Cb%3E"
)
FILTERED = ("browse/", "indicators/penalty-amount/", "findings/likely-slip/", "completeness/")


@pytest.fixture(scope="module")
def site(site_builder: SiteBuilder) -> StaticSite:
    """Serve reports with nothing in them, a title of 300 characters, 2,000 figures, markup in every field."""
    all_of_them = {"440704": partial(crowded_result, 240)} | REPORTS
    return site_builder(
        [with_source(make(), region_code=region, path=FILE) for region, make in all_of_them.items()]
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
        found = [f"{path}: {fault}" for path in SEEN_BY_AXE for fault in faults(page, site.url + path, views)]
    # Of the report whose every sign is a figure: links in a sentence may be as small as its signs (SC 2.5.8, "inline").
    found = [
        fault for fault in found if not re.search(r"health/2023/.*target-size: (?:\.figure\[|#m-)", fault)
    ]
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


@pytest.mark.parametrize("path", FILTERED)
def test_filters_that_are_unknown_leave_the_whole_list(site: StaticSite, page: Page, path: str) -> None:
    """A list that is asked for nonsense is the list, in which nothing runs and nothing is hidden."""
    told: list[str] = []
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("pageerror", lambda error: told.append(str(error)))
    rows = "[data-list] > li, table[data-rows] tbody, table.plain tbody tr"
    page.goto(site.url + path, wait_until="networkidle")
    count = page.locator(rows).count()
    page.goto(f"{site.url}{path}?{STRANGE}", wait_until="networkidle")
    expect(page.locator(rows)).to_have_count(count)
    expect(page.locator("b:text-is('x'), article script")).to_have_count(0)
    assert count
    assert not told


def test_a_county_without_reports_is_found_and_told(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}completeness/?place=并不存在的县")
    expect(page.locator("[data-shown]")).to_contain_text("没有同时符合这几项的")
    page.route(
        "**/regions/999999/", lambda route: route.fulfill(response=route.fetch(url=f"{site.url}404.html"))
    )
    page.goto(f"{site.url}regions/999999/")
    page.get_by_role("link", name="哪些报告没有收到").click()
    expect(page).to_have_url(f"{site.url}completeness/")
