"""One piece of work beside this process: its value comes back, and it ends with the block or with this process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.engine import begun_apart
from build_scripts.engine.fork_server import can_fork
from tests.engine.conftest import ROOT, SOON, wait_until
from tests.engine.jobs import double, fail_on_three, name_process, tell_and_run_on

_BEGIN = """
import sys, time
from build_scripts.engine import begun_apart
from tests.engine.jobs import tell_and_run_on
with begun_apart(tell_and_run_on, sys.argv[1]):
    print("begun", flush=True)
    time.sleep(1000)
"""


def is_running(number: int) -> bool:
    """Say whether a process runs; one that has ended and that nobody asked for its code does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def number_told(folder: Path) -> int:
    """Return the number of the process that left a mark in ``folder``."""
    wait_until(lambda: [*folder.glob("mark-*")])
    (mark,) = folder.glob("mark-*")
    return int(mark.name.removeprefix("mark-"))


def test_the_value_comes_from_another_process() -> None:
    with begun_apart(double, 21) as value, begun_apart(name_process, 0) as number:
        assert value.result() == 42
        assert number.result() != os.getpid()


def test_an_error_comes_back_as_it_is() -> None:
    with begun_apart(fail_on_three, 3) as value, pytest.raises(ValueError, match="drei"):
        value.result()


@pytest.mark.skipif(not can_fork(), reason="no /proc on this system")
def test_with_the_block_it_ends_done_or_not(tmp_path: Path) -> None:
    with begun_apart(tell_and_run_on, str(tmp_path / "mark")):
        number = number_told(tmp_path)
        assert is_running(number)
    assert not is_running(number)


@pytest.mark.skipif(not can_fork(), reason="no /proc on this system")
def test_it_ends_with_the_process_that_began_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _BEGIN, str(tmp_path / "mark")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stdout.readline() == b"begun\n"
        number = number_told(tmp_path)
        assert is_running(number)
        running.send_signal(signal.SIGKILL)
        running.wait(SOON)
        wait_until(lambda: not is_running(number))
