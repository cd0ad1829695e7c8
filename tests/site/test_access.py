"""Every kind of page under axe-core: no fault of WCAG 2.2 A or AA, narrow and wide, light and dark.

axe-core is vendored beside this file (vendor/, MPL-2.0): a test tool, no part of the site.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

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
    "search/?q=江海区 处罚",
    "search-benchmark/",
    REPORT,
    f"{REPORT}original/",
    "regions/",
    "regions/440704/",
    "years/",
    "years/2023/",
    "indicators/",
    "indicators/publicity-materials/",
    "families/",
    "families/penalty-money/",
    "agencies/440704/health/",
    "findings/",
    "findings/late-publication/",
    "completeness/",
    "completeness/440000/",
    "themes/",
    "themes/penalties/",
    "departments/",
    "departments/health/",
    "quality/",
    "data/",
    "compare/",
    "en/",
    "compare/?r=440704-health-2023&r=653226-health-2023",
    "method/",
    "about/",
    "404.html",
)
RUN = """async (runOnly) => {
  const found = await axe.run(document, {runOnly, resultTypes: ["violations"]});
  return found.violations.flatMap((fault) => fault.nodes.map(
    (node) => [fault.id, node.target.join(" "), node.failureSummary.split("\\n").slice(1).join(" ")].join(": ")));
}"""

ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# The rules among them that look at a colour.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# All else that a rule can look at, what stands where and whether it is seen: is it as at the last look?
SAME_AS_BEFORE = """() => {
  const before = window.laid;
  window.laid = JSON.stringify([document.body.innerText, ...Array.from(document.body.querySelectorAll("*"), (one) => {
    const {x, y, width, height} = one.getBoundingClientRect();
    const {display, visibility, opacity} = getComputedStyle(one);
    return [one.localName, one.attributes.length, x, y, width, height, display, visibility, opacity];
  })]);
  return window.laid === before;
}"""

Scheme = Literal["light", "dark"]
# A width of the window, and what its reader likes.
View = tuple[int, Scheme]
VIEWS: tuple[View, ...] = ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark"))
# The theme turns its own colours by script, and some of them slowly: those are brought to their end, for to draw each
# picture on the way costs as much as axe.
TURNED = """([width, scheme]) => {
  const slowly = () => document.getAnimations().filter((one) => one.playState === "running");
  if (innerWidth !== width || !matchMedia(`(prefers-color-scheme: ${scheme})`).matches
      || ![undefined, scheme === "dark" ? "slate" : "default"].includes(document.body.dataset.mdColorScheme))
    return false;
  slowly().filter((one) => one instanceof CSSTransition).forEach((one) => one.finish());
  return slowly().length === 0;
}"""


def faults(page: Page, address: str, views: Sequence[View] = VIEWS) -> list[str]:
    """Return what axe finds on the page at ``address`` in each of the ``views``, told with the view's name.

    The page is loaded once, in the first view: it is laid out by its style, and turned to another width it comes to the
    same as when it is loaded there. Where nothing of it but its colours has changed since the view before, the rules
    that look at none are not held against it again.
    """
    _turn(page, views[0])
    page.goto(address)
    if "compare/?" in address:
        page.wait_for_selector("table.compared")
    if "search/" in address:
        page.locator("details.search-figures summary").click()
    if "search/?" in address:
        page.wait_for_selector("[data-search-count]", state="attached")
        page.wait_for_load_state("networkidle")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for view in views:
        if view != views[0]:
            _turn(page, view)
        page.wait_for_function(TURNED, arg=view)
        rules = OF_COLOURS if page.evaluate(SAME_AS_BEFORE) else ALL
        found += [f"{view[1]} {view[0]}: {fault}" for fault in page.evaluate(RUN, rules)]
    return found


def _turn(page: Page, view: View) -> None:
    width, scheme = view
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


@contextmanager
def with_axe(browser: Browser) -> Iterator[Page]:
    """Give a page that has axe-core wherever it goes: to send it there each time costs a third of the page."""
    with visit(browser) as page:
        page.add_init_script(path=AXE)
        yield page


def test_no_page_shuts_a_reader_out(project_site: StaticSite, browser: Browser) -> None:
    with with_axe(browser) as page:
        told = [f"{path}: {fault}" for path in PAGES for fault in faults(page, project_site.url + path)]
    assert not told, "\n" + "\n".join(told)


def test_a_fault_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="zh"><title>甲</title><main><img src="data:,"></main></html>')
    page.add_script_tag(path=AXE)
    assert any(told.startswith("image-alt") for told in page.evaluate(RUN, ALL))
    page.close()


def test_a_fault_of_one_scheme_is_told_with_its_name(browser: Browser) -> None:
    style = "@media (prefers-color-scheme: dark) {p {color: #eee; transition: color 0.1s}}"
    with visit(browser) as page:
        page_of_one = f"<html lang=zh><title>1</title><style>{style}</style><main><p>More words</p></main>"
        told = faults(page, f"data:text/html,{quote(page_of_one)}")
    assert told
    assert {fault.split(": ")[0] for fault in told} == {"dark 320", "dark 1280"}
    assert all(fault.split(": ")[1] == "color-contrast" for fault in told)


def test_what_one_scheme_alone_shows_is_held_against_all_rules(browser: Browser) -> None:
    style = "img {display: none} @media (prefers-color-scheme: dark) {img {display: block}}"
    with visit(browser) as page:
        page_of_one = (
            f'<html lang=zh><title>1</title><style>{style}</style><main><img src="data:,"></main></html>'
        )
        told = faults(page, f"data:text/html,{quote(page_of_one)}")
    assert [fault.split(": ")[:2] for fault in told] == [
        ["dark 320", "image-alt"],
        ["dark 1280", "image-alt"],
    ]


def test_paper_is_white_and_tells_where_it_came_from(project_site: StaticSite, browser: Browser) -> None:
    with visit(browser, color_scheme="dark") as page:
        page.emulate_media(media="print")
        page.goto(project_site.url + REPORT)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator(".on-paper")).to_contain_text(f"网址：{project_site.url}{REPORT}，打印于")
        expect(page.locator(".figures tr[id] > th > a").first).to_be_hidden()
        expect(page.locator("#cleaning")).to_be_hidden()
