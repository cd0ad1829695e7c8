"""A run that is killed, or that runs out of disk, leaves a site that is whole: the old one or the new one."""

import hashlib
import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from build_scripts.models import Places
from tests.forked_commands import Command, Commands, forked_commands

ROOT = Path(__file__).parents[2]
REPORT = "source_reports/440704/2023-health.txt"
SEARCH = "assets/search/"
PAGE = "reports/440704/health/2023/index.html"
# Kills of one test, each in its own part of the run; a hundred were tried by hand.
KILLS = int(os.environ.get("KILLS", "3"))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, commands: Commands) -> Places:
    """A copy of the project, its site built once."""
    here = tmp_path_factory.mktemp("project")
    for name in ("docs", "source_reports", "theme"):
        shutil.copytree(ROOT / name, here / name)
    text = (
        (ROOT / "mkdocs.yml")
        .read_text("utf-8")
        .replace("  - build_scripts/hook.py\n  - build_scripts/lean_theme.py\n", "  []\n", 1)
    )
    (here / "mkdocs.yml").write_text(text, "utf-8")
    Builds(here, commands, here / "told").finish()
    return Places(here)


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    """What starts the builds: of a Python of its own half the time is loading, which has nothing to break."""
    with forked_commands() as commands:
        yield commands


@pytest.fixture
def builds(places: Places, commands: Commands, tmp_path: Path) -> "Builds":
    """The builds of that site."""
    return Builds(places.root, commands, tmp_path / "told")


@dataclass
class Builds:
    """Builds the site of a folder, each time in processes of a group of their own."""

    here: Path
    commands: Commands
    told: Path

    def run(self) -> Command:
        """Start a build."""
        return self.commands.start("--root", str(self.here), "site")

    def finish(self) -> None:
        """Build the site, and tell what a build said that went wrong."""
        running = self.commands.start("--root", str(self.here), "site", told=self.told)
        assert running.wait() == 0, self.told.read_text(encoding="utf-8")

    def timed(self) -> float:
        """Return how many seconds a build with one change takes: a run is killed at any moment of it."""
        change(self.here, 99)
        begun = time.monotonic()
        self.finish()
        return time.monotonic() - begun


def tree(site: Path) -> dict[str, str]:
    files = sorted(file for file in site.rglob("*") if file.is_file())
    return {str(file.relative_to(site)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def change(here: Path, number: int) -> None:
    """Let the report say another number, and its record agree."""
    file = here / REPORT
    data = (ROOT / REPORT).read_bytes() + f"全年另检查企业{number}家。\n".encode()
    file.write_bytes(data)
    record = file.with_name(f"{file.name}.yml")
    lines = [line for line in record.read_text("utf-8").splitlines() if not line.startswith("sha256")]
    record.write_text("\n".join([*lines, f"sha256: {hashlib.sha256(data).hexdigest()}", ""]), "utf-8")


def test_a_run_that_is_killed_leaves_the_old_site_or_the_new(places: Places, builds: Builds) -> None:
    rnd = random.Random(3)  # noqa: S311 - chance, not secrecy
    took = builds.timed()
    before = tree(places.site)
    for part in range(KILLS):
        number = 100 + part
        change(places.root, number)
        running = builds.run()
        if running.wait(took * (part + rnd.random()) / KILLS) is None:
            running.kill()
        found = tree(places.site)
        builds.finish()
        finished = tree(places.site)
        assert found in (before, finished)
        assert str(number) in (places.site / PAGE).read_text("utf-8")
        before = finished


def test_two_builds_at_once_do_not_mix(places: Places, builds: Builds) -> None:
    change(places.root, 999)
    both = [builds.run(), builds.run()]
    assert [running.wait() for running in both] == [0, 0]
    found = tree(places.site)
    assert "999" in (places.site / PAGE).read_text("utf-8")
    builds.finish()
    assert tree(places.site) == found
    shutil.rmtree(places.site)
    shutil.rmtree(places.cache)
    builds.finish()
    again = tree(places.site)
    # The index of a site that was made anew is put together otherwise; all else is the same.
    assert {f: h for f, h in again.items() if SEARCH not in f} == {
        f: h for f, h in found.items() if SEARCH not in f
    }
