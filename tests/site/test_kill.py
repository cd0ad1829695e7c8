"""A run that is killed, or that runs out of disk, leaves a site that is whole: the old one or the new one."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build_scripts.models import Places

ROOT = Path(__file__).parents[2]
REPORT = "source_reports/440704/2023-health.txt"
SEARCH = "assets/search/"
PAGE = "reports/440704/health/2023/index.html"
# Kills of one test; a hundred were tried by hand.
KILLS = int(os.environ.get("KILLS", "5"))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A copy of the project, its site built once."""
    here = tmp_path_factory.mktemp("project")
    for name in ("docs", "source_reports", "theme"):
        shutil.copytree(ROOT / name, here / name)
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("  - build_scripts/hook.py\n", "  []\n", 1)
    (here / "mkdocs.yml").write_text(text, "utf-8")
    finish(here)
    return Places(here)


def run(here: Path, told: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a build of the site, its processes in a group of their own; what it says goes to ``told``."""
    command = [sys.executable, "-m", "build_scripts", "--root", str(here), "site"]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=told)


def finish(here: Path) -> None:
    """Build the site, and tell what a build said that went wrong."""
    running = run(here, subprocess.PIPE)
    told = running.communicate()[1]
    assert running.returncode == 0, told.decode()


def timed(here: Path) -> float:
    """Return how many seconds a build with one change takes: a run is killed at any moment of it."""
    change(here, 99)
    begun = time.monotonic()
    finish(here)
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


def test_a_run_that_is_killed_leaves_the_old_site_or_the_new(places: Places) -> None:
    rnd = random.Random(3)  # noqa: S311 - chance, not secrecy
    took = timed(places.root)
    before = tree(places.site)
    for number in range(100, 100 + KILLS):
        change(places.root, number)
        running = run(places.root)
        try:
            running.wait(rnd.uniform(0, took))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        found = tree(places.site)
        finish(places.root)
        finished = tree(places.site)
        assert found in (before, finished)
        assert str(number) in (places.site / PAGE).read_text("utf-8")
        before = finished


def test_two_builds_at_once_do_not_mix(places: Places) -> None:
    change(places.root, 999)
    both = [run(places.root), run(places.root)]
    assert [running.wait() for running in both] == [0, 0]
    found = tree(places.site)
    assert "999" in (places.site / PAGE).read_text("utf-8")
    finish(places.root)
    assert tree(places.site) == found
    shutil.rmtree(places.site)
    shutil.rmtree(places.cache)
    finish(places.root)
    again = tree(places.site)
    # The index of a site that was made anew is put together otherwise; all else is the same.
    assert {f: h for f, h in again.items() if SEARCH not in f} == {
        f: h for f, h in found.items() if SEARCH not in f
    }
