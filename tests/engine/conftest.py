"""A Dask cluster on loopback, a scheduler and two workers in processes of their own, for the tests of a module."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lent_forks import own_forks

ROOT = Path(__file__).resolve().parent.parent.parent
SOON = 60.0


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end, "not within a minute"
        time.sleep(0.05)


class Cluster:
    """The processes and where the scheduler listens. Workers have no folder of ours to work in."""

    def __init__(self, folder: Path, workers: int, **environment: str) -> None:
        self._folder = folder
        self._environment = os.environ | {"PYTHONPATH": str(ROOT)} | environment
        self._file = folder / "scheduler.json"
        self._all: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        wait_until(self._is_there)
        self.address = str(json.loads(self._file.read_text(encoding="utf-8"))["address"])
        for _ in range(workers):
            self.start_worker()

    def _is_there(self) -> bool:
        try:
            return bool(json.loads(self._file.read_text(encoding="utf-8"))["address"])
        except (FileNotFoundError, ValueError):
            return False

    def start_worker(self) -> None:
        """Start one more worker."""
        options = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        self.workers.append(self._start("dask_worker", *options))

    def kill_worker(self) -> None:
        """End a worker as a fault of its machine would."""
        worker = self.workers.pop()
        worker.kill()
        worker.wait()

    def _start(self, program: str, *options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard"]
        log = (self._folder / f"{program}-{len(self._all)}.log").open("wb")
        process = subprocess.Popen(
            [*command, "--scheduler-file", str(self._file), *options],
            cwd=self._folder,
            env=self._environment,
            stdout=log,
            stderr=log,
        )
        log.close()
        self._all.append(process)
        return process

    def stop(self) -> None:
        """End all processes of the cluster."""
        for process in reversed(self._all):
            process.kill()
            process.wait()


@pytest.fixture(autouse=True)
def no_fork_server_is_shared() -> Iterator[None]:
    with own_forks():
        yield


# To the end of its module: a cluster that nobody asks anything takes a tenth of a core.
@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("cluster"), 2)
    try:
        yield running
    finally:
        running.stop()
