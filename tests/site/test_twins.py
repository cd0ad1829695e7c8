"""The twins of a page: its Markdown, and the page that the other site tool builds. All of them say the same.

MkDocs gets no more releases and Material ends, so Zensical has to build the same pages from the same ``mkdocs.yml``,
and what a reader does in them has to work. Anchors and addresses stay in both.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from build_scripts.models import Result
from tests.render.articles import (
    article_of_html,
    article_of_markdown,
    figures_of_html,
    figures_of_markdown,
    original_of_html,
    original_of_markdown,
)
from tests.render.pages import Elements
from tests.render.sample import DATA, sample_result
from tests.render.test_bad_input import bare_result, crowded_result, marked_up_result
from tests.render.test_plain_page import odd_result, tabled_result, told_result
from tests.render.test_site import with_source
from tests.site.conftest import StaticServer, StaticSite, build_by_zensical, build_site
from tests.sites import TwinPage, twin_pages

MADE: dict[str, Callable[[], Result]] = {
    "410802": bare_result,
    "411523": told_result,
    "433126": crowded_result,
    "440704": sample_result,
    "650000": tabled_result,
    "653226": marked_up_result,
    "659001": odd_result,
}
RESULTS = [
    with_source(make(), region_code=region, path=DATA / "440704" / "2023-health.txt")
    for region, make in MADE.items()
]
ADDRESSES = [f"reports/{region}/health/2023" for region in MADE]


TOOLS = {"mkdocs": build_site, "zensical": build_by_zensical}
# Of the theme alone: its own scripts and styles, and lists of words that our search has no use for.
OF_THE_THEME = re.compile(
    r"assets/(javascripts|stylesheets|images)/|search(/search_index)?\.json|sitemap\.xml(\.gz)?"
)
HOST = "https://example.org/some/where/"
# One of the tools colours code and leaves blanks between elements.
CODE = re.compile('(?:<div class="highlight">)?<pre>.*?</pre>(?:</div>)?', re.DOTALL)
BETWEEN = re.compile(r"(?<=>)\s+(?=<)")
WAYS = {"url", "@id", "contentUrl"}
DATA_BLOCK = re.compile(r'<script[^>]*type="?application/ld\+json"?[^>]*>(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The function that gives the folder of the site that a tool built."""
    known: dict[str, Path] = {}

    def give(tool: str) -> Path:
        if tool not in known:
            known[tool] = TOOLS[tool](tmp_path_factory.mktemp(tool), RESULTS)
        return known[tool]

    return give


@pytest.fixture(scope="module", params=list(TOOLS))
def site(request: pytest.FixtureRequest, built: Callable[[str], Path]) -> Path:
    """The folder of the built site."""
    return built(request.param)


def read(site: Path, folder: str) -> str:
    return (site / folder / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages() -> dict[str, TwinPage]:
    """The reports' pages by their folders."""
    return {page.path.parent.as_posix(): page for page in twin_pages(RESULTS)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_says_what_its_markdown_says(site: Path, pages: dict[str, TwinPage], address: str) -> None:
    shown = article_of_html(read(site, address))
    assert article_of_markdown(pages[address].plain.decode()) == shown
    assert len(shown.text) > 20


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_original_is_shown_line_by_line(site: Path, pages: dict[str, TwinPage], address: str) -> None:
    original = f"{address}/original"
    lines = original_of_html(read(site, original))
    assert original_of_markdown(pages[original].plain.decode()) == lines
    assert len(lines) > 3


def test_a_further_page_of_figures_says_what_its_markdown_says(
    site: Path, pages: dict[str, TwinPage]
) -> None:
    address = "reports/433126/health/2023/figures/2"
    shown = figures_of_html(read(site, address))
    assert figures_of_markdown(pages[address].plain.decode()) == shown
    assert len(shown) > 200


@pytest.mark.parametrize(("name", "folder"), [("report", ""), ("original", "/original")])
def test_all_addresses_stay(site: Path, name: str, folder: str) -> None:
    """The anchors are those of before reports were plain Markdown; they last for ever."""
    article = read(site, f"reports/440704/health/2023{folder}").partition("<article")[2]
    known = json.loads((DATA / "anchors.json").read_text(encoding="utf-8"))[name]
    ids = Elements(article.partition("</article>")[0]).ids
    assert [id_ for id_ in ids if not id_.startswith("__")] == known, "but for the theme's own"


def test_the_markdown_is_published_beside_the_page(site: Path, pages: dict[str, TwinPage]) -> None:
    for address in ADDRESSES:
        id_ = "-".join(address.split("/")[1:])
        (link,) = [
            attributes
            for tag, attributes in Elements(read(site, address)).elements
            if tag == "a" and attributes.get("download", "").endswith(".md")
        ]
        assert link["download"] == f"{id_}.md"
        assert (site / address / link["href"]).read_bytes() == pages[address].plain


@dataclass(frozen=True, slots=True)
class Built:
    """What a built page tells, wherever it lies: all that readers, links from elsewhere and programs go by.

    ``article`` is its HTML but for code, of which the words count alone. ``words``, ``ids`` and ``links`` are of what
    stands around it, ``told`` is what the head tells, ``astray`` are links to places that the page has not.
    """

    title: str
    article: str
    code: list[str]
    words: str
    ids: list[str]
    links: list[str]
    told: list[list[tuple[str, str]]]
    data: list[object]
    astray: set[str]


def built_page(folder: Path, name: str) -> Built:
    """Return what the page ``name`` of a site tells. Addresses are those of a site at ``HOST``."""
    page = (folder / name).read_text(encoding="utf-8")
    article = page.partition("<article")[2].partition("</article>")[0]
    around, here = (
        Elements(DATA_BLOCK.sub("", page.replace(article, ""))),
        urljoin(HOST, name.removesuffix("index.html")),
    )
    ids = {*around.ids, *re.findall(r' id="?([^" >]+)', article)}
    return Built(
        title=" ".join(page.partition("<title>")[2].partition("</title>")[0].split()),
        article=BETWEEN.sub("", CODE.sub("", article)).strip(),
        code=[html.unescape(re.sub(r"<[^>]*>|\s", "", code)) for code in CODE.findall(article)],
        words="".join("".join(around.words).split()),
        ids=around.ids,
        links=list(_links(around, here)),
        told=[sorted(a.items()) for tag, a in around.elements if tag == "meta"],
        data=[
            json.loads(block, object_hook=lambda told: _resolved(told, here))
            for block in DATA_BLOCK.findall(page)
        ],
        astray={link for link in around.links if link.startswith("#")} - {f"#{id_}" for id_ in ids},
    )


def _folder(name: str) -> str:
    return name.removesuffix("index.html")


def _resolved(told: dict[str, object], here: str) -> dict[str, object]:
    """Return an object of JSON-LD with the whole addresses of those that count from the page."""
    return {name: urljoin(here, str(of)) if name in WAYS else of for name, of in told.items()}


def _links(around: Elements, here: str) -> Iterator[str]:
    """Yield where the links, forms and scripts around the article lead, but for what each theme has of its own."""
    for tag, a in around.elements:
        for name in ("href", "action", "src"):
            is_own = a.get("class") == "md-skip" or OF_THE_THEME.search(a.get(name, ""))
            if name in a and not is_own and (tag, a.get("rel")) != ("link", "stylesheet"):
                yield urljoin(here, a[name])


def names(folder: Path) -> set[str]:
    """Return the files of a site, but for the theme's own."""
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return {name for name in found if not OF_THE_THEME.search(name)}


def test_both_tools_build_the_same_files(built: Callable[[str], Path]) -> None:
    mkdocs, zensical = names(built("mkdocs")), names(built("zensical"))
    assert (mkdocs - zensical, zensical - mkdocs) == (set(), set())
    assert len([name for name in mkdocs if name.endswith(".html")]) > 100


def test_each_page_is_the_same_whichever_tool_built_it(built: Callable[[str], Path]) -> None:
    """Title, words, anchors, links, what it tells of itself and its data: on every page. No link of it goes astray."""
    pages = sorted(name for name in names(built("mkdocs")) if name.endswith(".html"))
    differing = [
        f"{name}: {field} {_first(getattr(one, field), getattr(other, field))}"
        for name in pages
        for one, other in [(built_page(built("mkdocs"), name), built_page(built("zensical"), name))]
        for field in Built.__slots__
        if getattr(one, field) != getattr(other, field) or (field == "astray" and one.astray)
    ]
    assert differing == []


def _first(one: object, other: object) -> str:
    """Return where two begin to differ."""
    if not isinstance(one, str | list) or not isinstance(other, str | list):
        return f"{one!r} / {other!r}"
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"at {at}: {one[at : at + 30]!r} / {other[at : at + 30]!r}"


@pytest.fixture(scope="module")
def zensical(built: Callable[[str], Path], static_server: StaticServer) -> Iterator[StaticSite]:
    """Serve the site of the other tool under a base path and under the same strict policy as the first."""
    site = static_server(built("zensical"), base="/some/where/")
    yield site
    assert site.refused == []


def test_search_finds_and_lights(zensical: StaticSite, page: Page) -> None:
    page.goto(f"{zensical.url}search/?q=护士执业注册")
    expect(page.locator("#search-status")).to_contain_text("找到")
    page.locator("[data-search-count] a[data-report]").first.click()
    expect(page.locator("#text ~ p mark.hit").first).to_be_visible()


def test_the_box_in_the_header_offers_names_and_leads_to_all_results(
    zensical: StaticSite, page: Page
) -> None:
    page.goto(f"{zensical.url}about/")
    box = page.locator("#header-words")
    box.fill("新")
    expect(page.get_by_role("option").first).to_be_visible()
    box.fill("护士执业注册")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator("#search-status")).to_contain_text("找到")


def test_a_figure_shows_what_is_known_of_it(zensical: StaticSite, page: Page) -> None:
    page.goto(f"{zensical.url}reports/440704/health/2023/")
    page.locator("span > a.figure", has_text=re.compile("^428宗$")).first.click()
    expect(page.locator(".figure-pane").get_by_role("heading")).to_have_text("428宗")
    page.locator(".figure-pane").get_by_role("link", name="原件").click()
    expect(page).to_have_url(re.compile(r"/original/#m-\d+$"))


def test_filters_narrow_the_list_of_reports(zensical: StaticSite, page: Page) -> None:
    page.goto(f"{zensical.url}browse/", wait_until="networkidle")
    page.get_by_label("地区", exact=True).select_option("44")
    expect(page.locator("[data-shown]")).to_have_text(f"1 份，共 {len(RESULTS)} 份")


def test_values_are_sorted_and_their_chart_is_drawn(zensical: StaticSite, page: Page) -> None:
    page.goto(f"{zensical.url}indicators/penalty-cases/")
    expect(page.locator("figure.chart svg").first).to_be_visible()
    page.locator("select[name=sort]").select_option(index=1)
    expect(page.locator("td.rank").first).to_have_text("1")


def test_the_menu_and_the_choice_of_colours_work(zensical: StaticSite, page: Page) -> None:
    page.goto(f"{zensical.url}about/")
    before = page.evaluate("document.body.dataset.mdColorScheme")
    for _ in range(3):
        page.locator("[data-colours]").click()
        if page.evaluate("document.body.dataset.mdColorScheme") != before:
            break
    assert page.evaluate("document.body.dataset.mdColorScheme") != before
    page.set_viewport_size({"width": 375, "height": 800})
    expect(page.locator("#pages a").first).not_to_be_visible()
    page.locator(".md-header label[for=__drawer]").click()
    page.get_by_role("link", name="存疑", exact=True).click()
    expect(page).to_have_url(f"{zensical.url}findings/")
