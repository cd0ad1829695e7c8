"""What the browser tests share: the machine's Chromium, a page that notes its requests, a server of static files.

def test_search(static_server: StaticServer, page: Page, requested_origins: set[str]) -> None:
    site = static_server(folder, base="/reports-site/")
    page.goto(site.url + "search/?q=行政复议")
    assert requested_origins == {site.origin}
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from build_scripts.machine import ensure_browser
from build_scripts.models import Failure, Places, Result
from build_scripts.pipeline import process_all
from build_scripts.search import FOLDER as SEARCH
from tests.forked_commands import Commands, forked_commands
from tests.sites import write_site

ROOT = Path(__file__).parents[2]
# What lies in docs/ and is made from reports, so that a site of others leaves it out.
GENERATED = (
    "agencies",
    "completeness",
    "families",
    "findings",
    "reports",
    "regions",
    "years",
    "indicators",
    "themes",
    "departments",
    "browse",
    "quality",
    "data",
    "index.md",
)
# Read from the command line of a Chromium that Playwright 1.65 started.
PLAYWRIGHT_NO_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
# Files that no test changes in a site that is served. Without them a page takes 0.20 s of CPU in place of 0.26 s.
SAME_ALL_DAY_RE = re.compile(r"/assets/(?!search/)[^?]*\.(?:js|css)(?:$|\?)")
# Milliseconds until a wait is given up: on a busy machine a page takes its time, and that is no fault of the page.
PATIENCE = 60_000
# What Chromium is told to leave alone: the first line is Playwright's own list, which a second switch of this name puts
# out of force; the second the list under the address bar, which a new window draws though nobody sees it: half of the
# time of a page (1.4 s of it against 0.65 s, Chromium 156).
_NO_FEATURES = (
    *PLAYWRIGHT_NO_FEATURES,
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    # A process in store for the next page, which a test has no use for.
    *("SpareRendererForSitePerProcess", "MultipleSpareRPHs"),
)
# Without the switches against background work Chromium looks for its maker's hosts at every start.
CHROMIUM_SWITCHES = [
    f"--disable-features={','.join(_NO_FEATURES)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=PATIENCE)


# What README.md has servers send: nothing from elsewhere, and nothing that is written into a page itself.
POLICY = "default-src 'self'; img-src 'self' data:"
TOLD_OF_BREACHES = ("document-uri", "effective-directive", "line-number", "blocked-uri")


@dataclass(frozen=True, slots=True)
class StaticSite:
    """A folder served on loopback: `url` is its `origin` and base path, and ends in `/`.

    `paths` has the path of each request that came in, in order; `hosts` the names it was asked under (`Host`);
    `refused` what browsers told of pages that broke `POLICY`.
    """

    origin: str
    url: str
    paths: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)


class StaticServer(Protocol):
    """Serves `folder` under the path `base` until the tests end. What lies outside the base is not found."""

    def __call__(self, folder: Path, base: str = "/") -> StaticSite:
        """Start a server of its own, on a free port, and tell where it is."""


class _Server(ThreadingHTTPServer):
    def __init__(self, folder: Path, base: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.base = f"/{base.strip('/')}/".replace("//", "/")
        origin = f"http://127.0.0.1:{self.server_port}"
        self.site = StaticSite(origin=origin, url=origin + self.base)

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell a fault, but for a browser that left a page before all of it had come."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(SimpleHTTPRequestHandler):
    server: _Server
    # The machine's own table may give scripts a type that browsers refuse.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
    }

    def parse_request(self) -> bool:
        """Note the request."""
        known = super().parse_request()
        if known:
            self.server.site.paths.append(self.path)
            self.server.site.hosts.add(self.headers["Host"])
        return known

    def translate_path(self, path: str) -> str:
        """The file for a path under the base; for any other, one that does not exist."""
        self.directory = str(self.server.folder)
        inside = path.startswith(self.server.base)
        return super().translate_path(
            "/" + path.removeprefix(self.server.base) if inside else "/outside the base"
        )

    def do_POST(self) -> None:
        """Note what a browser refused of a page."""
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["csp-report"]
        self.server.site.refused.append(" ".join(str(told[name]) for name in TOLD_OF_BREACHES))
        self.send_response(204)
        self.end_headers()

    def end_headers(self) -> None:
        """Hold every page to the policy; what looks and scripts are made of, the browser need ask for once."""
        # The tests' own way to wait for a condition evaluates words; test_hosting.py has the policy without that.
        policy = f"{POLICY}; script-src 'self' 'unsafe-eval'; report-uri /refused"
        self.send_header("Content-Security-Policy", policy)
        known = SAME_ALL_DAY_RE.search(self.path)
        self.send_header("Cache-Control", "max-age=86400" if known else "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        """Say nothing: `paths` has it."""


@contextmanager
def serve_folder(folder: Path, base: str) -> Iterator[StaticSite]:
    """Serve `folder` for as long as the block runs."""
    with _Server(folder, base) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.site
        finally:
            server.shutdown()
            thread.join()
            assert not server.site.refused, "\n".join(sorted({*server.site.refused})[:20])


@pytest.fixture(scope="session")
def static_server() -> Iterator[StaticServer]:
    """The function that serves a folder; session-wide, so that a site built once can be served once."""
    with ExitStack() as running:

        def start(folder: Path, base: str = "/") -> StaticSite:
            return running.enter_context(serve_folder(folder, base))

        yield start


def build_site(here: Path, outcomes: Sequence[Result | Failure]) -> Path:
    """Build the site of `outcomes` below `here` with the project's own settings, and return its folder."""
    lay_site(here, outcomes)
    return run_mkdocs(here)


def build_pages(here: Path, pages: Mapping[PurePosixPath, bytes]) -> Path:
    """Build the site of generated `pages` and the hand-written ones below `here`, and return its folder."""
    shutil.copytree(ROOT / "docs", here / "docs", ignore=shutil.ignore_patterns(*GENERATED))
    for path, data in pages.items():
        (here / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (here / "docs" / path).write_bytes(data)
    return run_mkdocs(here)


def build_by_zensical(here: Path, outcomes: Sequence[Result | Failure]) -> Path:
    """Build the same site with the other site tool, from a copy of the settings, and return its folder."""
    lay_site(here, outcomes)
    shutil.copytree(ROOT / "theme", here / "theme")
    shutil.copy(ROOT / "mkdocs.yml", here / "mkdocs.yml")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    subprocess.run(command, cwd=here, env=os.environ | _variables(here), check=True)
    return here / "site"


def lay_site(here: Path, outcomes: Sequence[Result | Failure]) -> None:
    """Write all that a site tool reads of the site of `outcomes`: `here/docs`, and the store."""
    shutil.copytree(ROOT / "docs", here / "docs", ignore=shutil.ignore_patterns(*GENERATED))
    write_site(outcomes, here)


def _variables(here: Path) -> dict[str, str]:
    """Return what a site tool is told by its environment: the store, and the code for one that runs elsewhere."""
    paths = filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])
    return {
        "NO_MKDOCS_2_WARNING": "1",
        "BUILD_SCRIPTS_STORE": str(Places(here).store),
        "PYTHONPATH": os.pathsep.join(paths),
    }


def run_mkdocs(
    here: Path, name: str = "site", *, strict: bool = False, variables: Mapping[str, str] | None = None
) -> Path:
    """Build `here/docs` into the folder `name` beside it, with further `variables` of the environment.

    Not by `--quiet`: MkDocs then hears no warning, and `strict` no fault.
    """
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(here / "docs"),
        "site_dir": str(here / name),
        "theme": {"custom_dir": str(ROOT / "theme")},
        "hooks": [str(ROOT / "build_scripts" / "lean_theme.py")],
        "strict": strict,
    }
    (here / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    environment, told = _variables(here) | dict(variables or {}), here / f"{name}.log"
    command = ["build", "--config-file", str(here / "mkdocs.yml")]
    running = mkdocs_commands().start(*command, told=told, variables=environment)
    assert running.wait() == 0, told.read_text(encoding="utf-8")
    return here / name


# What runs until the last test has ended.
_RUNNING = ExitStack()


@cache
def mkdocs_commands() -> Commands:
    """Return what starts MkDocs."""
    return _RUNNING.enter_context(forked_commands("mkdocs"))


@pytest.fixture(autouse=True, scope="session")
def nothing_runs_on() -> Iterator[None]:
    """End what starts MkDocs."""
    with _RUNNING:
        yield


class SiteBuilder(Protocol):
    """Builds a site of `results` with the project's own settings and serves it under a base path."""

    def __call__(self, results: Sequence[Result]) -> StaticSite:
        """Build and serve."""


@pytest.fixture(scope="session")
def site_builder(tmp_path_factory: pytest.TempPathFactory, static_server: StaticServer) -> SiteBuilder:
    """The function that makes a site of results; hand-written pages and assets are the project's."""

    def build(results: Sequence[Result]) -> StaticSite:
        return static_server(build_site(tmp_path_factory.mktemp("site"), results), base="/some/where/")

    return build


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project's own pages as they lie in docs/, index and store made anew: no commit has them."""
    here = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "docs", here / "docs")
    shutil.rmtree(here / "docs" / SEARCH, ignore_errors=True)
    write_site(process_all(ROOT, preview=False), here)
    return here


@pytest.fixture(scope="session")
def project_folder(project: Path) -> Path:
    """The folder of the project's own site."""
    return run_mkdocs(project, strict=True)


@pytest.fixture(scope="session")
def project_site(project_folder: Path, static_server: StaticServer) -> StaticSite:
    """The project's own site."""
    return static_server(project_folder)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The machine's Chromium. What is missing is installed, or the test fails with the command to run."""
    return ensure_browser()


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_SWITCHES)
        yield chromium
        chromium.close()


@contextmanager
def visit(browser: Browser, **options: object) -> Iterator[Page]:
    """Give a page in a fresh profile, with Playwright's own ``options`` for one."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


READER = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
SIZE: ViewportSize = {"width": 1280, "height": 720}


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """The page that the tests of this process use one after the other; `page` gives it as good as new."""
    with visit(browser, viewport=SIZE, **READER) as page:
        yield page


@pytest.fixture
def page(tab: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A page as of a reader in China, who was never here before.

    A window of its own would cost each test a third of a second: the page is the last test's, and nothing is left of
    that but steps back in its history.
    """
    heard: list[tuple[str, Any]] = []
    on = tab.on

    def hear(event: Any, told: Any) -> None:  # noqa: ANN401 - of any event
        heard.append((event, told))
        on(event, told)

    monkeypatch.setattr(tab, "on", hear)
    visited: set[str] = set()
    tab.on("framenavigated", lambda frame: visited.update(_origin(frame.url)))
    yield tab
    for event, told in heard:
        tab.remove_listener(event, told)
    _leave(tab, visited)


def _origin(url: str) -> set[str]:
    parts = urlsplit(url)
    return {f"{parts.scheme}://{parts.netloc}"} if parts.netloc else set()


@pytest.fixture
def requested_origins(page: Page) -> set[str]:
    """The origin of every request that `page` makes, whether or not it is answered; `data:` and `blob:` stay out."""
    origins: set[str] = set()
    page.on("request", lambda request: origins.update(_origin(request.url)))
    page.on("websocket", lambda socket: origins.update(_origin(socket.url)))
    return origins


def _leave(tab: Page, origins: Iterable[str]) -> None:
    """Make a page forget what was done in it, at ``origins``."""
    context = tab.context
    for other in [other for other in context.pages if other != tab]:
        other.close()
    tab.unroute_all(behavior="wait")
    context.unroute_all(behavior="wait")
    if tab.url.startswith("http"):
        tab.evaluate("sessionStorage.clear()")
    # First of all that follows: a page that is there would be laid out anew for each, for 0.04 s of CPU a test.
    tab.goto("about:blank")
    _forget(tab, origins)
    context.clear_cookies()
    tab.mouse.move(0, 0)
    tab.set_viewport_size(SIZE)
    tab.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")


def _forget(tab: Page, origins: Iterable[str]) -> None:
    """Empty all that a browser keeps for its visitors' origins."""
    session = tab.context.new_cdp_session(tab)
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()
