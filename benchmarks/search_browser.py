"""Asks the searches in Chromium: a browser of its own for each, and for each first visit, with nothing in its cache."""

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, cast

from benchmarks.search_build import MATERIAL, OWN, PAGEFIND
from benchmarks.search_server import BLANK_PAGE, Server, serve

# Without the switches against background work Chromium looks for its maker's hosts at every start; a spare renderer
# would be counted with the one that searches.
_SWITCHES = [
    "--headless",
    "--lang=zh-CN",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=SpareRendererForSitePerProcess",
]
_TRIES, _PAUSE = 40, 0.05  # seconds
_OF_THE_PAGE = re.compile(r"""(?:assets/|["'])(search[-/][\w-]+)(?:\.js)?(?=["'\s])""")
_FOR_DRAWING = {"search-page", "search-status", "search-filters", "search-light", "search-box"}


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


class Tab:
    """A browser with one page, which does the tasks of the driver."""

    _numbers = count(1)

    def __init__(self, chromium: Path, server: Server) -> None:
        self.server = server
        self.name = str(next(self._numbers))
        self.profile = tempfile.mkdtemp(prefix="search-bench-")
        command = [
            str(chromium),
            *_SWITCHES,
            f"--user-data-dir={self.profile}",
            f"{server.url}{BLANK_PAGE}#{self.name}",
        ]
        # A session of its own: where Chromium is started by a script, to end that leaves the browser behind.
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def call(self, name: str, *arguments: object) -> object:
        """Let the page do a task and return what it gives."""
        return self.server.call(self.name, name, *arguments)

    def close(self) -> None:
        """End the browser and forget what it kept."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
        for _ in range(_TRIES):  # a process of the browser's own may still write there for a moment
            shutil.rmtree(self.profile, ignore_errors=True)
            if not Path(self.profile).exists():
                break
            time.sleep(_PAUSE)


class Visitor:
    """A reader with a browser of his own, who asks one search."""

    def __init__(self, name: str, chromium: Path, server: Server, root: Path) -> None:
        self.name, self.chromium, self.server = name, chromium, server
        self.options = {"base": server.url} | _OPTIONS[name](root, server.folder)
        self.id_of = _IDS[name](server.folder)
        self.tab: Tab | None = None

    def ask_cold(self, query: str) -> Answer:
        """Ask as a reader does who comes for the first time: nothing is in the browser's cache."""
        tab = Tab(self.chromium, self.server)
        try:
            self.server.take()
            opened = cast("float", tab.call("open", self.name, self.options))
            return self._ask(tab, query, opened)
        finally:
            tab.close()

    def start(self, query: str) -> None:
        """Open the page that `ask_later` asks in, with a first query that is not counted."""
        self.tab = Tab(self.chromium, self.server)
        self.tab.call("open", self.name, self.options)
        self._ask(self.tab, query, 0)

    def ask_later(self, query: str) -> Answer:
        """Ask in the page that is open already."""
        if self.tab is None:
            raise RuntimeError("start first")
        return self._ask(self.tab, query, 0)

    def _ask(self, tab: Tab, query: str, before: float) -> Answer:
        answer = cast("dict[str, Any]", tab.call("ask", self.name, query))
        size, requests = self.server.take()
        ids = (self.id_of(found) for found in answer["found"])
        return Answer(tuple(dict.fromkeys(id_ for id_ in ids if id_)), before + answer["ms"], size, requests)

    def memory(self) -> Memory | None:
        """Return what the page's renderers hold, or nothing where the system does not tell."""
        told = [_memory_of(process) for process in _renderers_of(self.tab.process.pid)] if self.tab else []
        known = [memory for memory in told if memory]
        return Memory(sum(m.rss for m in known), sum(m.pss for m in known)) if known else None

    def close(self) -> None:
        """End the browser that was started."""
        if self.tab:
            self.tab.close()


def _renderers_of(browser: int) -> list[int]:
    """Return the processes below the browser that show pages."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(status.parent.name)] = int(
                status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
            )
    return [process for process in parents if _is_below(process, browser, parents) and _shows_pages(process)]


def _is_below(process: int, ancestor: int, parents: dict[int, int]) -> bool:
    while process := parents.get(process, 0):
        if process == ancestor:
            return True
    return False


def _shows_pages(process: int) -> bool:
    with suppress(OSError):
        return b"--type=renderer" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def _memory_of(process: int) -> Memory | None:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return None
    sizes = {name: int(size) * 1024 for name, size in re.findall(r"^(\w+): +(\d+) kB", told, re.MULTILINE)}
    return Memory(sizes.get("Rss", 0), sizes.get("Pss", 0))


@contextmanager
def visit(chromium: Path, root: Path, name: str, site: Path) -> Iterator[Visitor]:
    """Serve the site of a search and have a visitor for it, for as long as the block runs."""
    with serve(site) as server:
        visitor = Visitor(name, chromium, server, root)
        try:
            yield visitor
        finally:
            visitor.close()


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
