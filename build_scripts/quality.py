"""What the command `test` runs: everything that must hold before a change is taken in, cheapest first.

Each step is a program of its own; its output goes straight to the reader.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts.machine import SetupError, ensure_browser, say


@dataclass(frozen=True, slots=True)
class Step:
    """One check: the `name` that the reader sees, the module with its arguments that Python runs, what it is told."""

    name: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


# A file opened without naming its encoding reads differently on a Chinese Windows: our own code is told to warn of it.
ENCODINGS = (("PYTHONWARNDEFAULTENCODING", "1"),)

CODE = (
    Step("代码排版", ("ruff", "format", "--check")),
    Step("代码规范", ("ruff", "check")),
    Step("类型检查", ("mypy", "build_scripts", "tests", "benchmarks")),
)
# One process more than there are cores, for tests wait for browsers and servers; each takes some 300 MB.
_MOST = 8
PYTEST = (
    "pytest",
    *("-n", str(min((os.cpu_count() or 1) + 1, _MOST))),
    # What the tests share is made once, and what takes long is begun first: tests/conftest.py says how.
    *("--dist", "loadscope", "--no-loadscope-reorder"),
)
# The tests come last, so that their closing line, with their number, ends the output.
STEPS = (
    *CODE,
    Step("生成的文件与报告一致", ("build_scripts", "build", "--check-generated"), ENCODINGS),
    Step("测试", PYTEST, ENCODINGS),
)
FAST = (*CODE, Step("测试", (*PYTEST, "-m", "not heavy"), ENCODINGS))


def run_quality(root: Path, *, fast: bool = False) -> int:
    """Run every step in the repository at `root`, in order, up to the first that fails.

    `fast` leaves out what needs a browser, a cluster or a built site. Returns 0 where all pass, else the failed step's
    exit code; 2 with one line on standard error where there is no browser or Chinese font for the tests and none can
    be installed. Names and times go to standard output.
    """
    if fast:
        return run_steps(FAST, root, dict(os.environ))
    try:
        browser = ensure_browser()
    except SetupError as error:
        say(str(error))
        return 2
    return run_steps(STEPS, root, os.environ | {"CHROMIUM": str(browser)})


def run_steps(steps: Sequence[Step], root: Path, environment: dict[str, str]) -> int:
    """Run `steps` in `root` up to the first that fails; return its exit code, or 0."""
    for number, step in enumerate(steps, start=1):
        _tell(f"[{number}/{len(steps)}] {step.name}：{' '.join(step.arguments)}")
        code = _run(step, root, environment)
        if code:
            return code
    return 0


def _run(step: Step, root: Path, environment: dict[str, str]) -> int:
    started = time.perf_counter()
    command = [sys.executable, "-m", *step.arguments]
    code = subprocess.run(command, cwd=root, env=environment | dict(step.environment), check=False).returncode
    seconds = time.perf_counter() - started
    # pytest tells its own time, and its line must stay the last one.
    if code or "pytest" not in step.arguments:
        _tell(f"{'未通过' if code else '通过'} {step.name}（{seconds:.1f} 秒）")
    return code


def _tell(line: str) -> None:
    print(line, flush=True)
