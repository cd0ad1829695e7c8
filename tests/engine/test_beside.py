"""Tasks done beside: by another process, without a word, as long as the block runs; their faults are nobody's."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.engine.fork_server import can_fork
from tests.engine.conftest import ROOT, SOON

pytestmark = pytest.mark.skipif(not can_fork(), reason="no process can be forked on this system")

_BEGIN = """
import os, pathlib, sys, threading, time
from build_scripts.engine import done_beside
os.sched_getaffinity = lambda _: {0, 1}
here = pathlib.Path(sys.argv[1])
def write(name):
    print("a word")
    sys.stderr.write("a word")
    (here / "fresh").write_text(str(os.getpid()), "ascii")
    os.replace(here / "fresh", here / name)
def wait_for(name):
    while not (here / name).exists():
        time.sleep(0.01)
def children():
    return len(pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split())
"""


def _run(program: str, here: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + program, here],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=SOON,
        check=True,
    )
    assert not done.stderr
    return done.stdout


def test_tasks_are_done_in_turn_by_another_process_without_a_word(tmp_path: Path) -> None:
    program = """
with done_beside(lambda: write("a"), lambda: sys.exit("a word")):
    wait_for("a")
    print(os.getpid(), children())
print(children())
"""
    own, during, after = _run(program, tmp_path).split()
    assert (during, after) == ("1", "0")
    assert (tmp_path / "a").read_text("ascii") != own


def test_a_task_that_fails_keeps_none_from_its_turn(tmp_path: Path) -> None:
    _run("with done_beside(lambda: 1 / 0, lambda: write('b')):\n    wait_for('b')", tmp_path)
    assert (tmp_path / "b").exists()


def test_what_is_not_done_in_time_is_left_undone(tmp_path: Path) -> None:
    program = """
try:
    with done_beside(lambda: write("a"), lambda: time.sleep(1000)):
        wait_for("a")
        raise KeyError
except KeyError:
    print(children())
"""
    assert _run(program, tmp_path) == "0\n"


def test_a_reader_of_what_the_command_says_waits_for_nothing_beside(tmp_path: Path) -> None:
    program = """
with done_beside(lambda: write("a"), lambda: time.sleep(1000)):
    wait_for("a")
    print("done", flush=True)
    os._exit(0)
"""
    assert _run(program, tmp_path) == "done\n"
    os.kill(int((tmp_path / "a").read_text("ascii")), signal.SIGKILL)


@pytest.mark.parametrize(
    "why",
    [
        "threading.Thread(target=lambda: time.sleep(1000), daemon=True).start()",
        "os.sched_getaffinity = lambda _: {0}",
    ],
)
def test_nothing_is_done_where_a_fork_is_no_use(tmp_path: Path, why: str) -> None:
    assert _run(f"{why}\nwith done_beside(lambda: write('a')):\n    print(children())", tmp_path) == "0\n"


def test_without_a_task_there_is_no_process(tmp_path: Path) -> None:
    assert _run("with done_beside():\n    print(children())", tmp_path) == "0\n"
