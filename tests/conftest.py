"""Settings for every test, and which tests go together when several processes run them.

Hypothesis draws the same examples each time and never looks at the clock.
"""

import gc
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

TESTS = Path(__file__).parent
# What more than Python is needed for. Tests that need more without these say so themselves.
HEAVY = frozenset({"browser", "chromium_path", "cluster", "environment", "moto"})
# The tests of a file share what it makes for them. These files share the site of the project as well.
OF_THE_PROJECT = frozenset(f"tests/site/test_{name}.py" for name in ("access", "contact", "sizes"))
# Tests that share nothing, many and slow: they come last, and fill the time of the process that would end first.
ALONE = frozenset({"tests/test_growth.py"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs more than Python; let several processes begin with it, for it takes longest."""
    for item in items:
        fixtures = item.fixturenames if isinstance(item, pytest.Function) else []
        if item.path.parent == TESTS / "site" or not HEAVY.isdisjoint(fixtures):
            item.add_marker("heavy")
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.nodeid.partition("::")[0] in ALONE:
        return 2
    return 1 if item.get_closest_marker("heavy") is None else 0


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from going through thousands of tests again and again."""
    gc.collect()
    gc.freeze()


class _Together(LoadScopeScheduling):  # type: ignore[misc]  # ships no types
    """Gives the tests that share something to one process, so that it is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in ALONE:
            return nodeid
        return "project" if file in OF_THE_PROJECT else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Say how tests are shared out among processes."""
    return _Together(config, log)
