"""Every kind of page under axe-core: no fault of WCAG 2.1 A or AA, narrow and wide, light and dark.

axe-core is vendored beside this file (vendor/, MPL-2.0): a test tool, no part of the site.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import StaticSite, visit

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
REPORT = "reports/440704/health/2023/"
PAGES = (
    "",
    "browse/",
    "browse/?year=2023&department=health",
    "search/",
    "search/?q=行政复议",
    "search/?q=罚没",
    "search/?q=罚没金额 > 50万元",
    "search/?q=护士执业注册管理处",
    "search-benchmark/",
    REPORT,
    f"{REPORT}original/",
    "regions/",
    "regions/440704/",
    "years/",
    "years/2023/",
    "indicators/",
    "indicators/publicity-materials/",
    "themes/",
    "themes/penalties/",
    "departments/",
    "departments/health/",
    "quality/",
    "data/",
    "compare/",
    "compare/?r=440704-health-2023&r=653226-health-2023",
    "method/",
    "about/",
    "404.html",
)
RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
  return found.violations.flatMap((fault) => fault.nodes.map(
    (node) => [fault.id, node.target.join(" "), node.failureSummary.split("\\n").slice(1).join(" ")].join(": ")));
}"""


def faults(page: Page, address: str) -> list[str]:
    """Return what axe finds on the page at ``address``."""
    page.goto(address)
    if "compare/?" in address:
        page.wait_for_selector("table.compared")
    if "search/" in address:
        page.locator("details.search-figures summary").click()
    if "search/?" in address:
        page.wait_for_selector("[data-search-count]", state="attached")
        page.wait_for_load_state("networkidle")
    page.add_script_tag(path=AXE)
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_shuts_a_reader_out(
    project_site: StaticSite, browser: Browser, width: int, scheme: str
) -> None:
    with visit(browser, color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
        found = {path: faults(page, project_site.url + path) for path in PAGES}
    told = [f"{path}: {fault}" for path, faults_ in found.items() for fault in faults_]
    assert not told, "\n" + "\n".join(told)


def test_a_fault_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="zh"><title>甲</title><main><img src="data:,"></main></html>')
    page.add_script_tag(path=AXE)
    assert any(told.startswith("image-alt") for told in page.evaluate(RUN))
    page.close()


def test_paper_is_white_and_tells_where_it_came_from(project_site: StaticSite, browser: Browser) -> None:
    with visit(browser, color_scheme="dark") as page:
        page.emulate_media(media="print")
        page.goto(project_site.url + REPORT)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator(".on-paper")).to_contain_text(f"网址：{project_site.url}{REPORT}，打印于")
        expect(page.locator(".figures td:last-child").first).to_be_hidden()
        expect(page.locator("#cleaning")).to_be_hidden()
