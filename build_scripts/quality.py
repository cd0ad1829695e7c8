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

STEPS = (
    Step("代码排版", ("ruff", "format", "--check")),
    Step("代码规范", ("ruff", "check")),
    Step("类型检查", ("mypy", "--strict", "build_scripts")),
    Step("生成的文件与报告一致", ("build_scripts", "build", "--check-generated"), ENCODINGS),
    # Last, so that its closing line, with the number of tests, ends the output.
    Step("测试", ("pytest",), ENCODINGS),
)


def run_quality(root: Path) -> int:
    """Run every step in the repository at `root`, in order, up to the first that fails.

    Returns 0 where all pass, else the failed step's exit code; 2 with one line on standard error where there is no
    browser or Chinese font for the tests and none can be installed. Names and times go to standard output.
    """
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
    if code or step is not STEPS[-1]:
        _tell(f"{'未通过' if code else '通过'} {step.name}（{seconds:.1f} 秒）")
    return code


def _tell(line: str) -> None:
    print(line, flush=True)
