"""Plain `mkdocs serve` and `mkdocs build`: fresh from the raw reports, and quiet once they are."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.error import URLError

import pytest

from build_scripts.render.labels import FINDINGS

ROOT = Path(__file__).parents[2]
COPIED = ("docs", "source_reports", "build_scripts", "theme", "mkdocs.yml", "requirements.txt")
# The one that is saved, and another beside it: each further one takes a build up to half a second.
REGIONS = {"440704", "411523"}
REPORT = "source_reports/440704/2023-health.txt"
PAGE = "reports/440704/health/2023/"
BUILDING = "Building documentation..."
ENDED = ("Documentation built", "Reloading browsers", "An error happened during the rebuild")
LIMIT = 60  # seconds until a wait is given up: beside eight busy loops the longest takes 40
NOTICE = "预览：这份报告的页面已更新"
QUIET = 3  # seconds: MkDocs looks for changes twice a second
SLIP = "  - {{id: made-up-{0}, pattern: '{0}', examples: ['{0}']}}\n"
# Words of the report.
NURSES, COMMUNITY = "护士执业注册", "石鹤利社区"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the repository, as far as the site is made from it."""
    return copy_tree(tmp_path)


def copy_tree(here: Path) -> Path:
    """Copy what the site is made from into the folder ``here``, and return it."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, here / name, ignore=_of_other_regions)
        else:
            shutil.copy(ROOT / name, here / name)
    (here / "tmp").mkdir()
    return here


def _of_other_regions(folder: str, names: list[str]) -> set[str]:
    return set(names) - REGIONS if Path(folder).name == "source_reports" else set()


def mkdocs_command() -> str:
    """Find the console script: it starts without the repository on Python's path, as for a reader."""
    found = shutil.which("mkdocs", path=str(Path(sys.executable).parent))
    assert found, "mkdocs is not beside the running Python"
    return found


def environment(tree: Path, **more: str) -> dict[str, str]:
    """Leave what MkDocs lays aside in the test's own folder; let our own settings not reach it."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("BUILD_SCRIPTS")}
    return ours | {"TMPDIR": str(tree / "tmp"), "TEMP": str(tree / "tmp"), "PYTHONUTF8": "1"} | more


@dataclass
class Server:
    """A running `mkdocs serve`: its address and what it has said so far."""

    url: str
    process: int
    tree: Path
    lines: list[str] = field(default_factory=list)

    def page(self, path: str) -> str:
        """Return a page, or nothing while the server does not give it."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=LIMIT) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            return ""

    def shows(self, words: str) -> bool:
        """Say whether the report's page has these words."""
        return words in self.page(PAGE)

    def builds(self) -> int:
        """Return how many builds were begun."""
        return sum(BUILDING in line for line in self.lines)

    def is_building(self) -> bool:
        """Say whether a build was begun that has not ended: a slow machine may say nothing all the while."""
        told = [BUILDING in line for line in self.lines if any(word in line for word in (BUILDING, *ENDED))]
        return bool(told) and told[-1]

    def workers(self) -> set[int]:
        """Return the processes that the server keeps, by their numbers."""
        found: set[int] = set()
        for task in Path(f"/proc/{self.process}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended meanwhile
                found.update(map(int, (task / "children").read_text("ascii").split()))
        return found

    def wait(self, condition: Callable[[], object]) -> None:
        """Return once ``condition`` holds."""
        end = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < end, "".join(self.lines)
            time.sleep(0.05)

    def settle(self) -> int:
        """Wait until nothing more is said for a while, and return the number of builds."""
        seen, since = -1, time.monotonic()

        def is_quiet() -> bool:
            nonlocal seen, since
            if len(self.lines) != seen or self.is_building():
                seen, since = len(self.lines), time.monotonic()
            return time.monotonic() - since > QUIET

        self.wait(is_quiet)
        return self.builds()


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a copied tree until the last test ends: to start it takes longer than what a test does with it."""
    tree = copy_tree(tmp_path_factory.mktemp("served"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    running = subprocess.Popen(
        [mkdocs_command(), "serve", "--dev-addr", address],
        cwd=tree,
        env=environment(tree),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    server = Server(f"http://{address}/", running.pid, tree)
    assert running.stdout
    listening = threading.Thread(target=server.lines.extend, args=(running.stdout,))
    listening.start()
    try:
        server.wait(lambda: running.poll() is not None or server.page(PAGE))
        yield server
    finally:
        running.terminate()
        running.wait(LIMIT)
        listening.join(LIMIT)
        running.stdout.close()


@pytest.fixture
def server(running_server: Server) -> Server:
    """Return the server, its report as it was published and nothing left to do."""
    server, raw = running_server, ROOT / REPORT
    server.settle()
    if (server.tree / REPORT).read_bytes() != raw.read_bytes():
        (server.tree / REPORT).write_bytes(raw.read_bytes())
        server.wait(partial(server.shows, "428宗"))
        server.wait(lambda: NOTICE not in server.page(PAGE))
    server.lines.clear()
    return server


def test_a_save_is_on_the_page_and_then_all_is_quiet(server: Server) -> None:
    tree = server.tree
    assert "428宗" in server.page(PAGE), "".join(server.lines)
    before, kept = server.settle(), server.workers()
    raw = tree / REPORT
    raw.write_bytes(raw.read_bytes().replace("428宗".encode(), "437宗".encode()))
    server.wait(lambda: "437宗" in server.page(PAGE))
    assert "428宗" not in server.page(PAGE)
    assert FINDINGS["source-changed"] in server.page(PAGE)
    after = server.settle()
    assert after - before == 1, "".join(server.lines)
    server.wait(lambda: NOTICE not in server.page(PAGE))
    # No process was loaded anew: what holds the program forked, and is still there.
    assert kept
    assert server.workers() == kept
    rules = tree / "build_scripts/rules/slips.yml"
    slip = SLIP.format(NURSES)
    rules.write_text(rules.read_text(encoding="utf-8") + slip, encoding="utf-8", newline="\n")
    server.wait(partial(server.shows, f"：“{NURSES}”"))
    assert 1 <= server.settle() - after <= 2, "".join(server.lines)
    assert server.workers() != kept


def test_lists_follow_a_save(server: Server) -> None:
    before, raw = server.settle(), server.tree / REPORT
    # The second save breaks off what follows the first.
    for old, new in (("428宗", "437宗"), ("437宗", "438宗")):
        raw.write_bytes(raw.read_bytes().replace(old.encode(), new.encode()))
        server.wait(partial(server.shows, new))
    server.wait(lambda: "438" in server.page("data/metrics.csv"))
    server.wait(lambda: NOTICE not in server.page(PAGE))
    assert server.settle() - before == 2, "".join(server.lines)


def test_a_broken_rule_is_told_and_the_preview_goes_on(server: Server) -> None:
    rules = server.tree / "build_scripts/rules/slips.yml"
    good = rules.read_bytes()
    rules.write_bytes(good + b"  - {id: broken, pattern: '('}\n")
    server.wait(lambda: any("slips.yml" in line for line in server.lines))
    assert "428宗" in server.page(PAGE)
    rules.write_bytes(good + SLIP.format(COMMUNITY).encode())
    server.wait(partial(server.shows, f"：“{COMMUNITY}”"))
    assert not any("Traceback" in line for line in server.lines)


def build(tree: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run plain `mkdocs build` in the tree."""
    return subprocess.run(
        [mkdocs_command(), "build"],
        cwd=tree,
        env=environment(tree, **more),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_build_is_fresh_or_ends_with_a_plain_line(tree: Path) -> None:
    shutil.rmtree(tree / "docs" / "reports", ignore_errors=True)
    done = build(tree)
    assert done.returncode == 0, done.stderr
    assert "428宗" in (tree / "site" / PAGE / "index.html").read_text(encoding="utf-8")
    assert "jieba" not in done.stderr
    assert "dictionary" not in done.stderr
    raw = tree / REPORT
    raw.write_bytes(raw.read_bytes().replace("428宗".encode(), "437宗".encode()))
    done = build(tree)
    assert done.returncode == 1
    assert "其余报告的页面照常生成" in done.stderr
    assert "--accept" in done.stderr
    assert (tree / "site" / "reports/411523/health/2023/index.html").is_file()
    assert "Traceback" not in done.stderr
    done = build(tree, BUILD_SCRIPTS_FRESH="1")
    assert done.returncode == 0, done.stderr
    assert "[1/" not in done.stderr


def test_a_fault_of_the_program_leaves_the_others_their_site(tree: Path) -> None:
    shutil.rmtree(tree / "docs" / "reports", ignore_errors=True)
    stage = tree / "build_scripts/clean/__init__.py"
    before = "    draft = begin(raw.text)\n"
    fault = f'    if "440704" in raw.source.path.as_posix():\n        raise KeyError\n{before}'
    stage.write_text(stage.read_text(encoding="utf-8").replace(before, fault), encoding="utf-8", newline="\n")
    done = build(tree)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "internal-fault" in line and "（clean）" in line]
    assert "Traceback" not in done.stderr
    assert (tree / "site" / "reports/411523/health/2023/index.html").is_file()
    assert not (tree / "site" / PAGE).exists()
