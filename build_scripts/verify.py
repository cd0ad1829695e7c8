"""What the command `test` runs: everything that must hold before a change is taken in, cheapest first.

Each step is a program of its own; its output goes straight to the reader. A step that keeps one core busy and no more
runs beside the next ones, and what it says is told when it ends.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from build_scripts.machine import SetupError, ensure_browser, ensure_fonts, ensure_nginx, ensure_office, say


@dataclass(frozen=True, slots=True)
class Step:
    """One check: the `name` that the reader sees, the module with its arguments that Python runs, what it is told.

    One that is `beside` others lets the next step begin at once.
    """

    name: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    beside: bool = False


# A file opened without naming its encoding reads differently on a Chinese Windows: our own code is told to warn of it.
ENCODINGS = (("PYTHONWARNDEFAULTENCODING", "1"),)

CODE = (
    Step("代码排版", ("ruff", "format", "--check")),
    Step("代码规范", ("ruff", "check")),
    Step("类型检查", ("mypy", "build_scripts", "tests", "benchmarks"), beside=True),
)
# Each process takes some 300 MB at first, and up to 1.4 GB after many tests.
_MOST = 8
_CORES = os.cpu_count() or 1


# What the tests share is made once, and what takes long is begun first: tests/conftest.py says how. A process for each
# core does what needs a site or a browser, and one more what mostly waits. A third with a browser and caches of its own
# costs more than it gains: on two cores 481 s against 423 without, 695 s of the processor against 536.
def _pytest(processes: int, *more: str) -> tuple[str, ...]:
    return (
        "pytest",
        "-n",
        str(min(processes, _MOST)),
        "--dist",
        "loadscope",
        "--no-loadscope-reorder",
        *more,
    )


# The tests come last, so that their closing line, with their number, ends the output.
STEPS = (
    *CODE,
    Step("生成的文件与报告一致", ("build_scripts", "build", "--check-generated"), ENCODINGS, beside=True),
    Step("测试", _pytest(_CORES + 1), ENCODINGS),
)
# These tests wait for nothing. All below tests/site/ need a site: to look for tests there takes a second by itself.
FAST = (*CODE, Step("测试", _pytest(_CORES, "-m", "not heavy", "--ignore", "tests/site"), ENCODINGS))


def run_quality(root: Path, *, fast: bool = False) -> int:
    """Run every step in the repository at `root`, in order, up to the first that fails.

    `fast` leaves out what needs a browser, a cluster or a built site, and what takes long. Returns 0 where all pass,
    else the failed step's exit code; 2 with one line on standard error where the tests lack a browser, a Chinese font,
    LibreOffice or nginx and it cannot be installed. Names and times go to standard output.
    """
    # Hundreds of processes start in a run. Without the compiled files each would compile the project for a second.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    try:
        if fast:
            ensure_fonts()
            return run_steps(FAST, root, environment)
        browser = ensure_browser()
        ensure_office()
        ensure_nginx()
    except SetupError as error:
        say(str(error))
        return 2
    return run_steps(STEPS, root, environment | {"CHROMIUM": str(browser)})


def run_steps(steps: Sequence[Step], root: Path, environment: dict[str, str]) -> int:
    """Run `steps` in `root` up to the first that fails; return its exit code, or 0. None runs on after that."""
    running: list[_Running] = []
    with _stopped_at_the_end(running):
        for number, step in enumerate(steps, start=1):
            _tell(f"[{number}/{len(steps)}] {step.name}：{' '.join(step.arguments)}")
            running.append(_start(step, root, environment))
            if not step.beside and (code := _wait(running, running[-1])):
                return code
        return next((code for one in [*running] if (code := _wait(running, one))), 0)


@dataclass(slots=True, eq=False)
class _Running:
    """A step that was begun; `told` has what it says until it ends, where others have the terminal."""

    step: Step
    process: subprocess.Popen[bytes]
    told: IO[bytes] | None
    started: float = field(default_factory=time.perf_counter)

    def end(self) -> int:
        """Say how it ended, and return its exit code."""
        code = self.process.returncode
        if self.told:
            with self.told:
                self.told.seek(0)
                # Another step may have stopped halfway through a line, as pytest does among its dots.
                sys.stdout.buffer.write(b"\n" + self.told.read())
        # pytest tells its own time, and its line must stay the last one.
        if code or "pytest" not in self.step.arguments:
            seconds = time.perf_counter() - self.started
            _tell(f"{'未通过' if code else '通过'} {self.step.name}（{seconds:.1f} 秒）")
        return code


def _start(step: Step, root: Path, environment: dict[str, str]) -> _Running:
    told = TemporaryFile() if step.beside else None  # noqa: SIM115 - closed at its end
    command = [sys.executable, "-m", *step.arguments]
    env = environment | dict(step.environment)
    process = subprocess.Popen(command, cwd=root, env=env, stdout=told, stderr=told and subprocess.STDOUT)
    return _Running(step, process, told)


# Seconds between two looks at what runs.
_LOOK = 0.05


def _wait(running: list[_Running], last: _Running) -> int:
    """Wait until ``last`` has ended; return the code of the first of all that fails, as soon as it does, or 0."""
    while last in running:
        for one in [one for one in running if one.process.poll() is not None]:
            running.remove(one)
            if code := one.end():
                return code
        time.sleep(_LOOK)
    return 0


@contextmanager
def _stopped_at_the_end(running: list[_Running]) -> Iterator[None]:
    """Leave no step running, also where this process is told to go."""
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        for one in running:
            with suppress(OSError):
                one.process.terminate()
            one.process.wait()
        signal.signal(signal.SIGTERM, before)


def _tell(line: str) -> None:
    print(line, flush=True)
