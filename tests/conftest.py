"""Settings for every test, and which tests go together when several processes run them.

Hypothesis draws the same examples each time and never looks at the clock.
"""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

TESTS = Path(__file__).parent
# What more than Python is needed for. Tests that build a site without them say so themselves.
HEAVY = frozenset({"browser", "chromium_path", "cluster", "moto"})
# The tests of a file share what it makes for them, and those of several files this one.
SHARED = "project"
# Tests that share nothing, many and slow.
ALONE = frozenset({"test_growth.py"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs more than Python, and what shares something; let several processes begin with what takes long."""
    for item in items:
        fixtures = item.fixturenames if isinstance(item, pytest.Function) else []
        if item.path.parent == TESTS / "site" or not HEAVY.isdisjoint(fixtures):
            item.add_marker("heavy")
        if item.path.name not in ALONE:
            group = SHARED if SHARED in fixtures else item.path.relative_to(TESTS.parent).as_posix()
            item.add_marker(pytest.mark.xdist_group(group))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("heavy") is None)
