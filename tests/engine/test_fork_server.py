"""The fork server: the pipeline is loaded once for all processes, and no process depends on its life."""

import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from build_scripts.engine import EngineSettings, open_engine
from build_scripts.engine import work as engine_run
from build_scripts.engine.fork_server import can_fork
from tests.engine import jobs
from tests.engine.conftest import ROOT, SOON

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system has no fork server")

_PROGRAM = """
from build_scripts.engine import EngineSettings, open_engine, work
from tests.engine import jobs
work.FEW = 0
jobs.loaded = True
with open_engine(EngineSettings(jobs=2), warm=jobs.no_warming) as engine:
    print(*{outcome.value for outcome in engine.map_unordered(jobs.name_parent, range(20))})
    print(*{outcome.value for outcome in engine.map_unordered(jobs.is_loaded, range(20))})
"""


@pytest.fixture(autouse=True)
def _processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_run, "FEW", 0)


def test_what_is_loaded_is_loaded_by_the_server_before_any_process(tmp_path: Path) -> None:
    (tmp_path / "at work").mkdir()
    marks = [str(tmp_path / "at work" / name) for name in ("1", "2")]
    warm = partial(jobs.mark_process, str(tmp_path / "warm"))
    with open_engine(EngineSettings(jobs=2), warm=warm) as engine:
        workers = {outcome.value for outcome in engine.map_unordered(jobs.meet_another, marks)}
        parents = {outcome.value for outcome in engine.map_unordered(jobs.name_parent, range(20))}
    told = [file.read_text("ascii").split() for file in tmp_path.glob("warm-*")]
    # In the server nothing was loaded; in each process what the server had was there.
    assert len(workers) == 2
    assert len(parents) == 1
    assert [loaded for process, loaded in told if int(process) in parents] == ["False"]
    assert [loaded for process, loaded in told if int(process) in workers] == ["True", "True"]


def test_a_program_with_one_thread_forks_the_server() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=SOON,
        check=True,
    )
    parents, has_modules = done.stdout.splitlines()
    assert len(parents.split()) == 1
    assert has_modules == "True"
    assert done.stderr == ""


def test_beside_other_threads_the_server_is_a_new_program(tmp_path: Path) -> None:
    released = threading.Event()
    other = threading.Thread(target=released.wait)
    other.start()
    try:
        test_what_is_loaded_is_loaded_by_the_server_before_any_process(tmp_path)
    finally:
        released.set()
        other.join()


@pytest.mark.heavy
def test_where_the_server_was_killed_the_work_goes_on() -> None:
    with open_engine(EngineSettings(jobs=2), warm=jobs.no_warming) as engine:
        parent = next(outcome.value for outcome in engine.map_unordered(jobs.name_parent, range(1)))
        assert parent
        os.kill(parent, signal.SIGKILL)
        assert len([o for o in engine.map_unordered(jobs.double, range(20)) if o.error is None]) == 20
        errors = [o.error for o in engine.map_unordered(jobs.die_on_three, range(5)) if o.error]
    assert len(errors) == 1
