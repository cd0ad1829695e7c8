"""What `make test` runs: steps one after the other or beside one another, up to the first that fails."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WAITS = "import time; print('begun', flush=True); time.sleep(600)"
# Has not ended its line when `late` fails, as pytest has not among its dots.
HALFWAY = (
    "import pathlib, time; print('..', end='', flush=True); pathlib.Path('told').touch(); time.sleep(600)"
)
LATE = """import pathlib, time
while not pathlib.Path('told').exists(): time.sleep(.01)
print('wrong')
raise SystemExit(3)"""
# Runs the steps whose modules are named, from a folder that has them.
RUN = """import os, sys
from pathlib import Path
from build_scripts.verify import Step, run_steps
steps = [Step(name.strip('+'), (name.strip('+'),), beside=name.startswith('+')) for name in sys.argv[1:]]
raise SystemExit(run_steps(steps, Path.cwd(), dict(os.environ)))
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    modules = {
        "good": "print('fine')",
        "bad": "raise SystemExit(3)",
        "waits": WAITS,
        "halfway": HALFWAY,
        "late": LATE,
    }
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


@pytest.mark.heavy
@pytest.mark.parametrize("names", [("bad", "waits"), ("+bad", "waits"), ("+waits", "bad"), ("+good", "+bad")])
def test_the_first_that_fails_ends_the_run(here: Path, names: tuple[str, ...]) -> None:
    code, told = run(here, *names)
    assert code == 3
    assert any(line.startswith("未通过 bad") for line in told)


@pytest.mark.heavy
def test_what_failed_beside_others_stands_on_lines_of_its_own(here: Path) -> None:
    code, told = run(here, "+late", "halfway")
    assert code == 3
    assert told[2:4] == ["..", "wrong"]
    assert told[4].startswith("未通过 late")


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


# A test that starts a process which nobody ends, as a browser or a server would be.
LEAVES = """import subprocess, sys, time
from pathlib import Path
def test_leaves():
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    Path("number.part").write_text(str(started.pid), "ascii")
    Path("number.part").rename("number")
    time.sleep(600)
"""


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "not within a minute"
        time.sleep(0.05)


def is_alive(number: str) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] not in "XZ"
    except FileNotFoundError:
        return False


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="what a killed run has left is found in /proc")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_a_run_of_tests_that_is_killed_leaves_nothing_behind(tmp_path: Path, how: str) -> None:
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_leaves.py").write_text(LEAVES, encoding="utf-8")
    run = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider"]
    with subprocess.Popen(run, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        wait_until((tmp_path / "number").exists)
        number = (tmp_path / "number").read_text(encoding="ascii")
        assert is_alive(number)
        running.send_signal(getattr(signal, how))
        wait_until(lambda: not is_alive(number))
