"""The search benchmark asks this site's own search in a browser, over the five real reports."""

import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.search_browser import Tab, scripts_of, visit
from benchmarks.search_build import OWN, Cost, build
from benchmarks.search_corpus import read_corpus, write_corpus
from benchmarks.search_queries import ABSENT, find_truths, read_queries
from benchmarks.search_scores import Asked, score
from benchmarks.search_server import serve

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("bench") / "corpus.jsonl"
    write_corpus(ROOT, 5, file)
    return file


@pytest.fixture(scope="module")
def built(corpus: Path) -> tuple[Path, Cost]:
    site = corpus.parent / "site"
    return site, build(OWN, ROOT, corpus, 5, site)


def test_the_build_tells_what_it_cost(built: tuple[Path, Cost]) -> None:
    _, cost = built
    assert cost.cpu_seconds > 0
    assert cost.peak_bytes > 10_000_000
    assert cost.bytes > 10_000
    assert cost.files > 5


def test_the_scripts_of_the_search_page_come_along() -> None:
    scripts = scripts_of(ROOT)
    assert scripts[0] == "search-fold.js"
    assert "search-engine.js" in scripts
    assert "search-page.js" not in scripts


def test_a_run_finds_what_it_must(chromium_path: Path, corpus: Path, built: tuple[Path, Cost]) -> None:
    records = list(read_corpus(corpus, 5))
    queries = read_queries(records)[::6]
    truths = find_truths(records, queries)
    with visit(chromium_path, ROOT, OWN, built[0]) as visitor:
        visitor.start("法治")
        answers = [visitor.ask_later(query.typed) for query in queries]
        cold = visitor.ask_cold("护士")
        memory = visitor.memory()
    pairs = zip(queries, truths, answers, strict=True)
    asked = [Asked(query, truth, answer.found) for query, truth, answer in pairs]
    assert score(one for one in asked if one.query.kind == "two").recall == 1
    assert [one.found for one in asked if one.query.kind == ABSENT and one.found] == []
    assert cold.bytes > 10_000
    assert cold.requests > 4
    assert memory is None or memory.rss > memory.pss > 0


# Closed so, a connection is reset and not ended.
AT_ONCE = struct.pack("ii", 1, 0)


@pytest.mark.parametrize(
    ("sent", "is_fault"),
    [(b"GET /", False), (b"POST /tasks/of-no-length HTTP/1.1\r\n\r\n", True)],
)
def test_a_browser_that_breaks_off_is_no_fault(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], sent: bytes, is_fault: bool
) -> None:
    with serve(tmp_path) as server:
        before = threading.active_count()
        with socket.create_connection(("127.0.0.1", server.server_port)) as browser:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            wait_until(lambda: threading.active_count() > before)
            browser.sendall(sent)
        wait_until(lambda: threading.active_count() == before)
    assert ("Traceback" in capfd.readouterr().err) is is_fault


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells of processes")
def test_a_browser_that_is_closed_is_gone_with_all_it_started(chromium_path: Path, tmp_path: Path) -> None:
    """Also where what is started is a script that starts the browser, as on Debian: it alone would end."""
    script = tmp_path / "chromium"
    script.write_text(f'#!/bin/sh\n"{chromium_path}" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    with serve(tmp_path) as server:
        tab = Tab(script, server)
        wait_until(lambda: len(processes_of(tab.profile)) > 1)
        tab.close()
        wait_until(lambda: not processes_of(tab.profile))


def processes_of(profile: str) -> list[str]:
    """Return the processes whose command names a browser's profile."""
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if profile.encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
    return found


def wait_until(condition: Callable[[], bool]) -> None:
    """Return once ``condition`` holds, within a minute."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
