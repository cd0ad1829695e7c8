"""What `make test` runs: steps one after the other or beside one another, up to the first that fails."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WAITS = "import time; print('begun', flush=True); time.sleep(600)"
# Runs the steps whose modules are named, from a folder with modules of one line each.
RUN = """import os, sys
from pathlib import Path
from build_scripts.quality import Step, run_steps
steps = [Step(name.strip('+'), (name.strip('+'),), beside=name.startswith('+')) for name in sys.argv[1:]]
raise SystemExit(run_steps(steps, Path.cwd(), dict(os.environ)))
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    modules = {"good": "print('fine')", "bad": "raise SystemExit(3)", "waits": WAITS}
    for name, line in modules.items():
        (tmp_path / f"{name}.py").write_text(line, encoding="utf-8")
    return tmp_path


def run(here: Path, *names: str) -> tuple[int, list[str]]:
    """Run steps in a process of their own; return its exit code and what it said."""
    done = subprocess.run(command(*names), cwd=here, env=environment(), capture_output=True, check=False)
    return done.returncode, done.stdout.decode().splitlines()


def command(*names: str) -> list[str]:
    return [sys.executable, "-c", RUN, *names]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def test_what_a_step_says_beside_others_is_told_when_it_ends(here: Path) -> None:
    code, told = run(here, "+good", "good")
    assert code == 0
    assert told.count("fine") == 2
    assert [line[:7] for line in told if line.startswith("通过")] == ["通过 good"] * 2


@pytest.mark.parametrize("names", [("bad", "waits"), ("+bad", "waits"), ("+waits", "bad"), ("+good", "+bad")])
def test_the_first_that_fails_ends_the_run(here: Path, names: tuple[str, ...]) -> None:
    code, told = run(here, *names)
    assert code == 3
    assert any(line.startswith("未通过 bad") for line in told)


def test_a_run_that_is_told_to_go_leaves_no_step_behind(here: Path) -> None:
    # The steps keep the pipe open for as long as they live.
    with subprocess.Popen(
        command("waits"), cwd=here, env=environment(), stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:
        assert running.stdout
        assert "begun\n" in running.stdout
        running.send_signal(signal.SIGTERM)
        assert running.stdout.read() == ""
        assert running.wait() != 0
