"""Every link of the built site, under a base path of two folders: the file is there, and so is the anchor."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from mkdocs.config import load_config

from build_scripts.site.mkdocs_run import named_pages, place_of
from tests.render.pages import Elements
from tests.render.sample import sample_result
from tests.render.test_bad_input import crowded_result
from tests.render.test_indicator_pages import told_result
from tests.render.test_site import with_source
from tests.site.conftest import build_site

BASE = "http://site/some/where/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site of several reports, one of them with a split table."""
    results = [
        told_result(),
        told_result("410802"),
        with_source(crowded_result(), region_code="411523"),
        with_source(sample_result(), year=2022),
    ]
    return build_site(tmp_path_factory.mktemp("links"), results)


@cache
def elements(file: Path) -> Elements:
    return Elements(file.read_text(encoding="utf-8"))


@cache
def anchors(file: Path) -> frozenset[str]:
    return frozenset(elements(file).ids)


def forget() -> None:
    for known in (elements, anchors):
        known.cache_clear()


def broken(folder: Path, file: Path) -> Iterator[str]:
    """Yield the links of a page that lead nowhere."""
    here = BASE + file.relative_to(folder).as_posix().removesuffix("index.html")
    for link in elements(file).links:
        target = urljoin(here, link)
        parts = urlsplit(target)
        if f"{parts.scheme}://{parts.netloc}" != "http://site":
            continue
        if not target.startswith(BASE):
            yield f"{here}: {link} leads out of the site's folder"
            continue
        at = folder / unquote(target.removeprefix(BASE).split("?")[0].split("#")[0])
        at = at / "index.html" if target.split("?")[0].split("#")[0].endswith("/") else at
        if not at.is_file():
            yield f"{here}: {link} has no file"
        elif parts.fragment and at.suffix == ".html" and unquote(parts.fragment) not in anchors(at):
            # The theme's own anchor for "to the top" is made by its script.
            yield f"{here}: {link} has no anchor"


def test_the_list_of_pages_leads_to_every_page_it_names(folder: Path) -> None:
    config = load_config(config_file="mkdocs.yml", plugins=[], hooks=[])
    wanted = [BASE + place_of(page).removesuffix("index.html") for page in named_pages(config)]
    sections = [below for named in config.nav or [] for below in named.values() if isinstance(below, list)]
    assert len(wanted) > 15, "as the navigation stands"
    assert len(sections) > 2, "some of it in sections"
    for page in ("index.html", "about/index.html", "reports/440704/health/2023/original/index.html"):
        here = BASE + page.removesuffix("index.html")
        listed = re.search(
            "<nav class=md-tabs id=pages.*?</nav>", (folder / page).read_text("utf-8"), re.DOTALL
        )
        assert listed
        assert [urljoin(here, link) for link in Elements(listed[0]).links] == wanted, page


def test_every_link_finds_its_file_and_anchor(folder: Path) -> None:
    # The page for lost addresses stands at any depth; it finds the folder by script and is tested in the browser.
    files = [file for file in sorted(folder.rglob("*.html")) if file.name != "404.html"]
    assert len(files) > 40
    found = [fault for file in files for fault in broken(folder, file)]
    assert not found, "\n".join(found[:40])


def test_a_broken_link_would_be_found(folder: Path) -> None:
    file = folder / "about" / "index.html"
    told = file.read_text(encoding="utf-8")
    file.write_text(
        told.replace("</body>", '<a href="../nowhere/">x</a><a href="../#no">x</a></body>'), encoding="utf-8"
    )
    forget()
    assert len(list(broken(folder, file))) == 2
    file.write_text(told, encoding="utf-8")
    forget()
