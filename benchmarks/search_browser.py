"""Asks the searches in Chromium: one browser for each, so that the memory of each is told apart."""

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

from benchmarks.search_build import MATERIAL, OWN, PAGEFIND
from benchmarks.search_server import BLANK_PAGE, Server, serve

_DRIVER = Path(__file__).with_name("search_driver.js")
# Without the switches against background work Chromium looks for its maker's hosts at every start; a spare renderer
# would be counted with the one that searches.
_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=SpareRendererForSitePerProcess",
]
_OF_THE_PAGE = re.compile(r"""(?:assets/|["'])(search[-/][\w-]+)(?:\.js)?(?=["'\s])""")
_FOR_DRAWING = {"search-page", "search-filters", "search-light", "search-box"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search answered, and what it took."""

    found: tuple[str, ...]
    ms: float
    bytes: int
    requests: int


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of the renderer in bytes: what it holds, and its share where pages are held by several."""

    rss: int
    pss: int


class Visitor:
    """A reader with a browser of his own, who asks one search."""

    def __init__(self, name: str, browser: Browser, server: Server, root: Path) -> None:
        self.name, self.browser, self.server = name, browser, server
        self.options = {"base": server.url} | _OPTIONS[name](root, server.folder)
        self.id_of = _IDS[name](server.folder)
        self.page: Page | None = None

    def ask_cold(self, query: str) -> Answer:
        """Ask as a reader does who comes for the first time: nothing is in the browser's cache."""
        page = self._blank()
        opened: float = page.evaluate(f"(options) => benchmark.open('{self.name}', options)", self.options)
        answer = self._ask(page, query, opened)
        page.context.close()
        return answer

    def start(self, query: str) -> None:
        """Open the page that `ask_later` asks in, with a first query that is not counted."""
        self.page = self._blank()
        self.page.evaluate(f"(options) => benchmark.open('{self.name}', options)", self.options)
        self._ask(self.page, query, 0)

    def ask_later(self, query: str) -> Answer:
        """Ask in the page that is open already."""
        if self.page is None:
            raise RuntimeError("start first")
        return self._ask(self.page, query, 0)

    def _blank(self) -> Page:
        context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        page = context.new_page()
        page.goto(self.server.url + BLANK_PAGE)
        page.evaluate(_DRIVER.read_text(encoding="utf-8"))
        self.server.take()
        return page

    def _ask(self, page: Page, query: str, before: float) -> Answer:
        answer: dict[str, Any] = page.evaluate(f"(query) => benchmark.ask('{self.name}', query)", query)
        size, requests = self.server.take()
        ids = (self.id_of(found) for found in answer["found"])
        return Answer(tuple(dict.fromkeys(id_ for id_ in ids if id_)), before + answer["ms"], size, requests)

    def memory(self) -> Memory | None:
        """Return what the renderers hold, or nothing where the system does not tell."""
        session = self.browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        told = [_memory_of(p["id"]) for p in processes if p["type"] == "renderer"]
        known = [memory for memory in told if memory]
        return Memory(sum(m.rss for m in known), sum(m.pss for m in known)) if known else None


def _memory_of(process: int) -> Memory | None:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return None
    sizes = {name: int(size) * 1024 for name, size in re.findall(r"^(\w+): +(\d+) kB", told, re.MULTILINE)}
    return Memory(sizes.get("Rss", 0), sizes.get("Pss", 0))


@contextmanager
def visit(playwright: Playwright, chromium: Path, root: Path, name: str, site: Path) -> Iterator[Visitor]:
    """Serve the site of a search and start a browser for it, for as long as the block runs."""
    with serve(site) as server:
        browser = playwright.chromium.launch(executable_path=chromium, args=_SWITCHES)
        try:
            yield Visitor(name, browser, server, root)
        finally:
            browser.close()


def scripts_of(root: Path) -> Sequence[str]:
    """Return the scripts that the search page loads to find and show, in its order; what only draws is left out."""
    places = (root / "mkdocs.yml", root / "theme/search.html")
    named = [name for place in places for name in _OF_THE_PAGE.findall(place.read_text(encoding="utf-8"))]
    return [f"{name}.js" for name in dict.fromkeys(named) if name not in _FOR_DRAWING]


def _worker_of(_: Path, site: Path) -> dict[str, Any]:
    worker = next((site / "assets/javascripts/workers").glob("search.*.min.js"))
    return {"worker": worker.relative_to(site).as_posix()}


def _fragments(site: Path) -> Callable[[str], str | None]:
    """Return the function from the id of a result to the report: it stands in the file of the same name."""
    folder = site / "pagefind/fragment"

    def id_of(result: str) -> str | None:
        data = gzip.decompress((folder / f"{result}.pf_fragment").read_bytes())
        url: str = json.loads(data[data.index(b"{") :])["url"]
        return url.strip("/").split("/")[0]

    known: dict[str, str | None] = {}
    return lambda result: known[result] if result in known else known.setdefault(result, id_of(result))


def _location(_: Path) -> Callable[[str], str | None]:
    return lambda location: location.split("/")[1] if location.startswith("r/") else None


_OPTIONS: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
    OWN: lambda root, _: {"scripts": scripts_of(root)},
    PAGEFIND: lambda _, __: {},
    MATERIAL: _worker_of,
}
_IDS: dict[str, Callable[[Path], Callable[[str], str | None]]] = {
    OWN: lambda _: str,
    PAGEFIND: _fragments,
    MATERIAL: _location,
}
