"""The built page and its Markdown say the same, whichever tool built the site; addresses and anchors stay."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

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
from tests.site.conftest import build_by_zensical, build_site
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


@pytest.fixture(scope="module", params=[build_site, build_by_zensical], ids=["mkdocs", "zensical"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    build: Callable[[Path, list[Result]], Path] = request.param
    return build(tmp_path_factory.mktemp("site"), RESULTS)


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
