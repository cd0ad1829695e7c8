"""Settings for every test, and which tests go together when several processes run them.

Hypothesis draws the same examples each time and never looks at the clock.
"""

import gc
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.lent_forks import lent_forks

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

TESTS = Path(__file__).parent
# What more than Python is needed for, or much of it. Tests that need more without these say so themselves.
HEAVY = frozenset({"browser", "chromium_path", "cluster", "environment", "five_thousand", "moto"})
# The tests of a file share what it makes for them. Some files share more: the site of the project, an environment.
TOGETHER = {
    **{
        f"tests/site/test_{name}.py": "project"
        for name in ("access", "contact", "hosting", "search_asked", "sizes")
    },
    **{f"tests/test_{name}.py": "environment" for name in ("bootstrap", "package_hashes")},
}
# Tests that share nothing, many and slow: they come last, and fill the time of the process that would end first.
ALONE = frozenset({"tests/test_growth.py"})


# Tests that mostly wait: for servers, for a cluster, at a terminal, for limits of time. Where there is a process more
# than there are processors, it does these, and what needs no site.
WAITING = frozenset({
    *(f"tests/engine/test_{name}.py" for name in ("dask", "engine")),
    *("tests/formats/test_office.py", "tests/hostile/test_files.py", "tests/intake/test_terminal.py"),
    *("tests/site/test_serve.py", "tests/test_verify.py", "tests/web/test_fetching.py"),
})  # fmt: skip


# Waits until the run is gone, however it went, and ends what it has left: browsers, servers, builds, a cluster. They
# are known by the name of the run, which xdist writes into the environment of its processes.
AFTER = """import os, signal, sys
sys.stdin.read()
mark = f"PYTEST_XDIST_TESTRUNUID={sys.argv[1]}".encode()
for number in filter(str.isdigit, os.listdir("/proc")):
    try:
        with open(f"/proc/{number}/environ", "rb") as file:
            if mark in file.read().split(b"\\0"):
                os.kill(int(number), signal.SIGKILL)
    except OSError:
        pass
"""


def pytest_configure(config: pytest.Config) -> None:
    """See to it that a run of several processes that is killed leaves none behind."""
    if (
        sys.platform != "linux"
        or hasattr(config, "workerinput")
        or not config.getoption("numprocesses", None)
    ):
        return
    config.option.testrunuid = name = uuid.uuid4().hex
    watch = subprocess.Popen(
        [sys.executable, "-c", AFTER, name], stdin=subprocess.PIPE, start_new_session=True
    )

    def end() -> None:
        watch.communicate()

    config.add_cleanup(end)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs more than Python; let several processes begin with it, for it takes longest."""
    for item in items:
        if _needs_more(item):
            item.add_marker("heavy")
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.nodeid.partition("::")[0] in ALONE:
        return 2
    return 0 if _needs_more(item) else 1


def _needs_more(item: pytest.Item) -> bool:
    fixtures = item.fixturenames if isinstance(item, pytest.Function) else []
    return item.path.parent == TESTS / "site" or not HEAVY.isdisjoint(fixtures)


def pytest_sessionstart() -> None:
    """Make no search for garbage among the modules that are loaded."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from going through tests, rules and caches again and again."""
    gc.collect()
    gc.freeze()
    # By Python's own threshold, 700, it takes a fifteenth of the time of tests that make many records.
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def one_fork_server() -> Iterator[None]:
    """Let the engines of all tests of this process share what loads the pipeline."""
    with lent_forks():
        yield


class _Together(LoadScopeScheduling):  # type: ignore[misc]  # ships no types
    """Gives the tests that share something to one process, so that it is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in ALONE:
            return nodeid
        return TOGETHER.get(file, file)

    def _fits(self, scope: str, node: object) -> bool:
        """Say whether a process may do what has this name: the spare one has no browser and no site of the project."""
        return (
            node is not self._spare() or scope in WAITING or not scope.startswith(("tests/site/", "project"))
        )

    def _spare(self) -> object:
        """Return the process that there is beside one for each processor, if there is one."""
        return self.nodes[-1] if len(self.nodes) > (os.cpu_count() or 1) else None

    def _assign_work_unit(self, node: object) -> None:
        """Give a process what is meant for it first: to the spare one what waits, to all others the rest."""
        waits = node is self._spare()
        fitting = [scope for scope in self.workqueue if self._fits(scope, node)]
        meant = [scope for scope in fitting if (scope in WAITING) == waits]
        self.workqueue.move_to_end((meant or fitting or [*self.workqueue])[0], last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        """End the spare process once nothing is left for it."""
        if not any(self._fits(scope, node) for scope in self.workqueue) and not node.shutting_down:
            node.shutdown()
            return
        super()._reschedule(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Say how tests are shared out among processes."""
    return _Together(config, log)
