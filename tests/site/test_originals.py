"""A PDF's original in a real browser: from a figure's row to its place in the picture and back, without scripts too."""

import shutil

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.build_commands import make_docs
from build_scripts.models import Places
from tests.site.conftest import GENERATED, ROOT, StaticServer, StaticSite, run_mkdocs, visit
from tests.site.test_access import faults, with_axe

PRINTED = ROOT / "tests" / "read" / "fixtures" / "libreoffice-433126-14.pdf"
REPORT = "reports/433126/health/2023/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, static_server: StaticServer) -> StaticSite:
    """Serve one report that came as a PDF."""
    here = tmp_path_factory.mktemp("printed")
    shutil.copytree(ROOT / "docs", here / "docs", ignore=shutil.ignore_patterns(*GENERATED))
    folder = here / "source_reports" / "433126"
    folder.mkdir(parents=True)
    shutil.copy(PRINTED, folder / "2023-health.pdf")
    make_docs(Places(here), lambda _: None)
    return static_server(run_mkdocs(here))


@pytest.mark.parametrize("scripts", [True, False], ids=("scripts", "no scripts"))
def test_a_row_leads_to_its_place_in_the_picture_and_back(
    site: StaticSite, browser: Browser, *, scripts: bool
) -> None:
    with visit(browser, java_script_enabled=scripts, viewport={"width": 1280, "height": 800}) as page:
        page.goto(f"{site.url}{REPORT}#figures")
        row = page.locator("tr[id^='m-']").first
        anchor = str(row.get_attribute("id"))
        row.get_by_role("link", name="原件").click()
        place = anchor.replace("m-", "p-", 1)
        page.wait_for_url(f"**/original/#{place}")
        mark = page.locator(f"a.mark[id='{place}']")
        expect(mark).to_be_in_viewport()
        inside, picture = mark.bounding_box(), page.locator(".leaf img").first.bounding_box()
        assert inside is not None
        assert picture is not None
        assert picture["x"] < inside["x"] < picture["x"] + picture["width"]
        mark.click()
        page.wait_for_url(f"**/{REPORT}#{anchor}")


def test_the_mark_and_the_text_are_lit_together(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}{REPORT}original/")
    mark = page.locator("a.mark").first
    place = str(mark.get_attribute("id"))
    page.goto(f"{site.url}{REPORT}original/#{place}")
    expect(page.locator(f"a.figure[id='{place.replace('p-', 'm-', 1)}']")).to_have_class(
        "figure is-highlighted"
    )
    page.goto(f"{site.url}{REPORT}original/#{place.replace('p-', 'm-', 1)}")
    expect(mark).to_have_class("mark is-highlighted")


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (375, 1)])
def test_picture_and_text_stand_side_by_side_where_there_is_room(
    site: StaticSite, browser: Browser, width: int, columns: int
) -> None:
    with visit(browser, viewport={"width": width, "height": 800}) as page:
        page.goto(f"{site.url}{REPORT}original/", wait_until="networkidle")
        picture = page.locator(".leaf .picture").first.bounding_box()
        text = page.locator(".leaf .parallel").first.bounding_box()
        assert picture is not None
        assert text is not None
        assert (text["x"] > picture["x"] + picture["width"] / 2) == (columns == 2)
        assert (text["y"] > picture["y"] + picture["height"] / 2) == (columns == 1)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_jumps_when_the_pictures_come(site: StaticSite, page: Page) -> None:
    page.goto(f"{site.url}{REPORT}original/", wait_until="networkidle")
    moved = page.evaluate(
        """() => new Promise((tell) => {
          let moved = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((one) => { moved += one.value; }))
            .observe({type: "layout-shift", buffered: true});
          setTimeout(() => tell(moved), 300);
        })"""
    )
    assert moved < 0.01
    assert page.locator(".leaf img").first.evaluate("picture => picture.naturalWidth") > 500


def test_a_page_of_which_the_rest_is_still_to_come_is_as_wide(site: StaticSite, page: Page) -> None:
    address = f"{site.url}{REPORT}original/"
    page.goto(address)
    wide = page.locator("article").bounding_box()
    whole = page.request.get(address).text()
    begun = whole[: whole.index('<section class="leaf"')]
    page.route(address, lambda route: route.fulfill(body=begun, content_type="text/html"))
    page.goto(address)
    so_far = page.locator("article").bounding_box()
    assert wide is not None
    assert so_far is not None
    assert wide["width"] > 1000
    assert (so_far["x"], so_far["width"]) == (wide["x"], wide["width"])


def test_the_pictures_shut_no_reader_out(site: StaticSite, browser: Browser) -> None:
    with with_axe(browser) as page:
        assert faults(page, f"{site.url}{REPORT}original/") == []
