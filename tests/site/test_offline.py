"""The offline edition as its reader has it: a folder on a disk, opened with a double click, and no network."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import StaticServer, StaticSite, visit

ROOT = Path(__file__).parents[2]
COPIED = ("docs", "source_reports", "build_scripts", "theme")
# What a folder on a stick may be called.
NAME = "报告 50%#2（新）"
REPORT = "reports/440704/health/2023"
JIANGHAI, YUTIAN = "440704-health-2023", "653226-health-2023"
QUERIES = (
    "行政复议",
    "行政複議",
    "于田",
    "县",
    "新卫〔2024〕18号",
    "264项",
    '"双随机、一公开"',
    "罚没金额 > 50万元",
    "护士执业注册管理处",
    "量子计算",
)
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)

ASK = "query => window.reportSearch.query(query)"
FOLDER_LINKS = """[...document.querySelectorAll("a[href]")].map(link => link.href)
    .filter(href => href.startsWith("file:") && new URL(href).pathname.endsWith("/"))"""

Opener = Callable[..., str]
# The reports in the list, and what the script answers.
Found = tuple[list[str], dict[str, list[str]]]


def run(here: Path, verb: str, **settings: str) -> Path:
    """Run a command in a copy of the repository at ``here``; return the folder that it leaves."""
    command = [sys.executable, "-m", "build_scripts", verb]
    subprocess.run(command, cwd=here, env=os.environ | settings, check=True)
    return here / verb


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the repository, as far as the site is made from it."""
    here = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        shutil.copytree(ROOT / name, here / name)
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy(ROOT / name, here / name)
    return here


@pytest.fixture(scope="module")
def offline(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the edition and hand it on under a name with all that addresses quote."""
    return run(tree, "offline").rename(tmp_path_factory.mktemp("stick") / NAME)


@pytest.fixture(scope="module")
def site(tree: Path, offline: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - builds
    """Return the site that the edition was made of."""
    return shutil.copytree(tree / "site", tmp_path_factory.mktemp("site") / "site")


@pytest.fixture(scope="module")
def online(site: Path, static_server: StaticServer) -> StaticSite:
    """Serve that site."""
    return static_server(site)


@pytest.fixture(scope="module")
def asked_online(online: StaticSite, browser: Browser) -> Iterator[Callable[[str], Found]]:
    """Give a function that tells what a query finds online, list and script: in a window of its own, one for all."""
    with visit(browser) as page:

        def ask(query: str) -> Found:
            page.goto(f"{online.url}search/?q={query}")
            return ids(page), page.evaluate(ASK, query)

        yield ask


@pytest.fixture(scope="module")
def addressed(tree: Path, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - comes first
    """Make the edition of a site that knows its address."""
    settings = {"SITE_URL": "https://example.gov.cn/reports/", "SITE_CONTACT": "fzb@example.gov.cn"}
    return run(tree, "offline", **settings).rename(tmp_path_factory.mktemp("addressed") / "offline")


@pytest.fixture
def requests(page: Page) -> list[str]:
    """Collect the address of each request of the page."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.fixture
def problems(page: Page) -> list[str]:
    """Collect what the page's scripts complain of, and what could not be loaded."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: found.append(message.text) if message.type in {"error", "warning"} else None,
    )
    # A page that is left before its icon has come is no complaint.
    page.on("requestfailed", lambda r: found.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
    return found


@pytest.fixture
def opened(page: Page, offline: Path, requests: list[str], problems: list[str]) -> Iterator[Opener]:
    """Give a function that opens a page of the folder; at the end nothing outside of it must have been asked for."""

    def go(path: str = "", search: str = "") -> str:
        page.goto((offline / path / "index.html").as_uri() + search)
        return page.url

    yield go
    assert problems == []
    assert [url for url in requests if not is_inside(url, offline)] == []


def is_inside(url: str, folder: Path) -> bool:
    """Say whether an address is that of a file of the folder; a listing of one is none."""
    if url.startswith(("data:", "blob:")):
        return True
    file = Path(unquote(urlsplit(url).path))
    return url.startswith(folder.as_uri() + "/") and file.is_file()


def ids(page: Page) -> list[str]:
    page.locator("[data-search-count]").wait_for(state="attached")
    links = page.locator("[data-search-count] a[data-report]")
    found: list[str] = links.evaluate_all("all => all.map(a => a.dataset.report)")
    return found


class Tags(HTMLParser):
    """What the tags of a page lead to or load, and the places in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parent's
        """Note the tag's addresses and its name."""
        for name, value in attrs:
            if name in {"href", "src", "action"}:
                self.links.append(value or "")
            elif name == "id":
                self.places.add(value or "")


def broken_links(folder: Path) -> list[str]:
    """Return the links of all pages that lead to no file of the folder, or to no place in one."""
    pages = {file: Tags(file.read_text(encoding="utf-8")) for file in folder.rglob("*.html")}
    assert len(pages) > 60
    files = {str(file): pages.get(file) for file in folder.rglob("*") if file.is_file()}
    return [
        f"{file.relative_to(folder).as_posix()}: {link}"
        for file, page in pages.items()
        for link in page.links
        if not _leads_somewhere(str(file), link, files)
    ]


def _leads_somewhere(file: str, link: str, files: Mapping[str, Tags | None]) -> bool:
    """Say whether a link of a file leads to one of the ``files``, and to a place that the page there has."""
    parts = urlsplit(link)
    if parts.scheme in {"https", "mailto", "data"}:
        return True
    path, place = unquote(parts.path), unquote(parts.fragment)
    target = os.path.normpath(os.path.join(os.path.dirname(file), path)) if path else file  # noqa: PTH118, PTH120
    if target not in files:
        return False
    page = files[target]
    return not place or page is None or place in page.places


def test_every_link_leads_to_a_file(offline: Path, addressed: Path) -> None:
    assert broken_links(offline) == []
    assert broken_links(addressed) == []


def test_the_site_itself_would_not_do(site: Path) -> None:
    broken = broken_links(site)
    assert "index.html: regions/" in broken


def test_the_sites_address_stays_and_nothing_is_loaded_from_it(addressed: Path) -> None:
    page = (addressed / REPORT / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.gov.cn/reports/reports/440704/health/2023/">' in page
    loaded = [link for link in Tags(page).links if link.startswith("http")]
    assert loaded == ["https://example.gov.cn/reports/reports/440704/health/2023/"] * len(loaded)


def test_the_folder_can_be_copied_anywhere(offline: Path) -> None:
    names = [file.relative_to(offline).as_posix() for file in offline.rglob("*")]
    assert [name for name in names if re.search(r'[<>:"\\|?*\x00-\x1f]|[. ](?:/|$)', name)] == []
    assert [name for name in names if any(RESERVED.fullmatch(part) for part in name.split("/"))] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) <= 120
    assert not any(file.is_symlink() for file in offline.rglob("*"))


def test_no_file_is_there_twice_or_for_a_server(offline: Path) -> None:
    index = [file.name for file in (offline / "assets/search").rglob("*") if file.is_file()]
    assert index
    assert [name for name in index if not name.endswith(".js")] == []
    for name in ("404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"):
        assert not (offline / name).exists()


def test_downloads_and_originals_are_the_sites(offline: Path, site: Path) -> None:
    files = [file for pattern in ("*.txt", "*.csv", "data/**/*.json") for file in site.rglob(pattern)]
    files = [
        file for file in files if file.parent.name not in {"browse", "compare", "compared", "values"}
    ]  # these only scripts read
    assert len(files) > 10
    for file in files:
        assert (offline / file.relative_to(site)).read_bytes() == file.read_bytes()


def test_one_walks_from_home_to_a_report(opened: Opener, page: Page) -> None:
    opened()
    page.get_by_role("link", name="地区", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/regions/index\.html$"))
    page.locator(".md-content").get_by_role("link", name="江海区").first.click()
    expect(page).to_have_url(re.compile(r"/regions/440704/index\.html$"))
    page.locator(".md-content").get_by_role("link", name="2023年").first.click()
    expect(page).to_have_url(re.compile(rf"/{REPORT}/index\.html$"))
    page.get_by_role("link", name="看原件").click()
    expect(page).to_have_url(re.compile(rf"/{REPORT}/original/index\.html$"))
    page.locator(".md-logo").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("法治政府建设年度报告")


def test_a_page_of_each_kind_opens_without_complaint(opened: Opener, page: Page, offline: Path) -> None:
    paths = [file.parent.relative_to(offline).as_posix() for file in sorted(offline.rglob("index.html"))]
    kinds = {re.sub(r"(?<=/)[^/]+$", "", re.sub(r"\d+", "0", path)): path for path in paths}
    assert len(kinds) > 12
    for path in kinds.values():
        opened(path)
        assert page.evaluate("typeof siteFile") == "function"
        assert page.evaluate(FOLDER_LINKS) == []


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_what_it_finds_online(
    opened: Opener, page: Page, asked_online: Callable[[str], Found], query: str
) -> None:
    expected = asked_online(query)
    opened("search", f"?q={query}")
    assert (ids(page), page.evaluate(ASK, query)) == expected
    assert page.locator("#search-status").inner_text()


def test_a_hit_opens_and_lights_its_sentence(opened: Opener, page: Page) -> None:
    opened()
    box = page.locator(".md-content input[name=q]")
    box.fill("罚没金额 55.01万元")
    box.press("Enter")
    assert ids(page) == [JIANGHAI]
    page.locator("[data-search-count] a").click()
    expect(page).to_have_url(re.compile(rf"/{REPORT}/index\.html\?h=.*#s-\d+$"))
    lit = page.locator(":is(.sentence, [id^='s-']).is-highlighted")
    expect(lit).to_contain_text("罚没金额")
    expect(lit).to_be_in_viewport()
    page.go_back()
    assert ids(page) == [JIANGHAI]


def test_a_search_is_kept_in_the_address(opened: Opener, page: Page) -> None:
    opened("search")
    page.locator("#search-words").fill("行政复议")
    assert len(ids(page)) == 3
    page.get_by_role("checkbox", name="2022").check()
    expect(page.locator("[data-search-count='1']")).to_be_attached()
    expect(page).to_have_url(re.compile(r"/search/index\.html\?q=.*&year=2022$"))
    page.reload()
    expect(page.locator("[data-search-count='1']")).to_be_attached()


def test_the_box_in_the_header_offers_names_and_leads_to_results(opened: Opener, page: Page) -> None:
    opened(REPORT)
    box = page.locator("#header-words")
    box.press_sequentially("yt")
    expect(page.get_by_role("option").first).to_contain_text("于田县")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("于田县 ")
    box.press_sequentially("罚款")
    box.press("Escape")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/index\.html\?q=%"))
    assert ids(page) == [YUTIAN]
    expect(page.locator("#search-answers li").first).to_contain_text("14.5万元")


def test_a_page_loads_nothing_for_a_search_that_nobody_makes(
    opened: Opener, page: Page, requests: list[str]
) -> None:
    opened(REPORT)
    page.wait_for_load_state("networkidle")
    assert len(requests) > 5
    assert [url for url in requests if "/assets/search/" in url] == []


def test_reports_stand_side_by_side(opened: Opener, page: Page) -> None:
    opened("compare")
    for words in ("江海", "于田卫健委2023"):
        page.get_by_role("combobox", name="添加一份报告").fill(words)
        page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(rf"/compare/index\.html\?r={JIANGHAI}&r={YUTIAN}$"))
    page.locator("table.compared").get_by_role("link", name="55.01万元", exact=True).click()
    expect(page).to_have_url(re.compile(rf"/{REPORT}/index\.html#m-\d+$"))
    expect(page.locator("tr:target")).to_contain_text("55.01万元")
    page.go_back()
    page.locator("table.compared").get_by_role("link", name="罚没金额", exact=True).click()
    expect(page).to_have_url(re.compile(r"/indicators/penalty-amount/index\.html$"))


def test_all_reports_are_filtered(opened: Opener, page: Page) -> None:
    opened("browse", "?year=2022")
    expect(page.locator("[data-shown]")).to_have_text("1 份，共 5 份")
    page.get_by_label("年度", exact=True).select_option("2023")
    expect(page.locator(".pickable li")).to_have_count(4)
    page.locator(".pickable a", has_text="江海区").click()
    expect(page).to_have_url(re.compile(rf"/{REPORT}/index\.html$"))


@pytest.mark.parametrize(
    ("spoil", "words"), [(Path.unlink, "缺了"), (lambda file: file.write_bytes(b"takeS"), "已损坏")]
)
def test_a_copy_with_a_broken_file_says_which(
    offline: Path, tmp_path: Path, page: Page, spoil: Callable[[Path], None], words: str
) -> None:
    shutil.copytree(offline, tmp_path / "copy")
    spoil(tmp_path / "copy/assets/search/manifest.json.js")
    page.goto((tmp_path / "copy/search/index.html").as_uri() + "?q=县")
    expect(page.locator("#search-status")).to_contain_text(words)
    expect(page.locator("#search-status")).to_contain_text("assets/search/manifest.json.js")


def test_a_mail_tells_no_path_of_the_disk(addressed: Path, page: Page) -> None:
    page.goto((addressed / REPORT / "index.html").as_uri())
    mail = unquote(page.locator("a[data-contact]").get_attribute("href") or "")
    assert "file:" not in mail
    assert "https://example.gov.cn/reports/reports/440704/health/2023/" in mail


def test_what_fails_leaves_the_old_edition(tree: Path) -> None:
    (tree / "offline").mkdir()
    (tree / "offline/old.html").touch()
    settings = (tree / "mkdocs.yml").read_bytes()
    (tree / "mkdocs.yml").write_bytes(settings + b"theme: nowhere\n")
    try:
        command = [sys.executable, "-m", "build_scripts", "offline"]
        done = subprocess.run(command, cwd=tree, capture_output=True, encoding="utf-8", check=False)
    finally:
        (tree / "mkdocs.yml").write_bytes(settings)
    assert done.returncode == 1
    assert "离线版没有换新" in done.stderr.splitlines()[-1]
    assert [file.name for file in (tree / "offline").iterdir()] == ["old.html"]
    assert [*tree.glob(".offline-*")] == []
