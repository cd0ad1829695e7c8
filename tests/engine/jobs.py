"""What the tests of the engine hand out. Each is found by name in another process."""

import os
import re
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from build_scripts.engine.fork_server import can_fork
from build_scripts.errors import RuleError
from build_scripts.patience import ask_for_time


def no_warming() -> None:
    """Nothing to load."""


def double(number: int) -> int:
    return 2 * number


def name_process(_: int) -> int:
    return os.getpid()


def name_parent(_: int) -> int:
    return os.getppid()


loaded = False  # what a process has once it was made ready, or was forked from one that was


def mark_process(mark: str) -> None:
    """Say which process is made ready, and whether it was before."""
    global loaded  # noqa: PLW0603
    Path(f"{mark}-{os.getpid()}").write_text(f"{os.getpid()} {loaded}", encoding="ascii")
    loaded = True


def is_loaded(_: int) -> bool:
    return loaded


def meet_another(mark: str) -> int:
    """Wait until another process has left its mark beside this one's."""
    Path(f"{mark}-{os.getpid()}").touch()
    _wait(lambda: len(list(Path(mark).parent.iterdir())) > 1)
    return os.getpid()


def wait_at_the_gate(mark: str) -> str:
    """Leave a mark; all but the first then wait for the gate beside it to open."""
    Path(mark).touch()
    if not mark.endswith("/0"):
        _wait((Path(mark).parent / "open").exists)
    return mark


def _wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)


def fail_on_three(number: int) -> int:
    if number == 3:
        raise ValueError("drei")
    return number


def die_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(mark: str) -> str:
    """Kill the process at the first try; the second finds the mark of the first."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark


def fault_on_three(number: object) -> object:
    """Die as a process does whose library writes where it must not."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGSEGV)
    return number


def exit_on_three(number: int) -> int:
    if number == 3:
        os._exit(7)
    return number


def leave_on_three(number: int) -> int:
    if number == 3:
        raise SystemExit(9)
    return number


def print_and_read(number: int) -> int:
    print("stray words")
    return number + len(os.read(0, 10))


def tell_and_run_on(mark: str) -> None:
    """Leave the number of the process in a new file beside ``mark`` and loop for ever."""
    Path(f"{mark}-{os.getpid()}").touch()
    run_on(None)


def wait_twice_the_limit(seconds: float) -> float:
    """Take next to nothing of a processor for longer than a short limit: as where other programs have the machine."""
    time.sleep(2 * seconds)
    return seconds


def run_on(_: object) -> None:
    """Loop for ever in Python code that catches what it can."""
    while True:
        with suppress(Exception):
            sum(range(1000))


def match_for_ever(_: object) -> None:
    """Stay for ever in one call of the regular expressions' C code."""
    re.match(r"(?:a|a)*b", "a" * 200)


def grow(_: object) -> int:
    """Take memory step by step."""
    kept = bytearray()
    while True:
        kept += bytes(1_000_000)


def leap(_: object) -> int:
    """Take memory in one step."""
    return len(b"x" * 20_000_000_000)


def grow_in_list(_: object) -> int:
    kept: list[str] = []
    while True:
        kept.append(str(len(kept)) * 100)


class OddError(Exception):
    """Cannot be made from what it is packed as."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one}-{two}")


def raise_odd(_: object) -> None:
    raise OddError(1, 2)


def give_function(_: object) -> Callable[[], int]:
    return lambda: 1


RUNAWAYS: dict[str, Callable[[object], object]] = {
    "loop": run_on,
    "pattern": match_for_ever,
}
GLUTTONS: dict[str, Callable[[object], object]] = {"steps": grow, "leap": leap, "list": grow_in_list}


def do_by_name(kind: str) -> object:
    return (RUNAWAYS | GLUTTONS).get(kind, str)(kind)


def grow_unbound(item: str) -> int:
    """Take memory step by step, the system's own bound lifted as where there is none."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    return grow(item)


def run_or_tell(mark: str) -> None:
    if mark:
        tell_and_run_on(mark)


def break_a_rule(_: object) -> None:
    raise RuleError("units.yml", "m", "坏了")


def break_rules() -> None:
    break_a_rule(None)


def kill_parent_on_three(number: int) -> int:
    """Kill the Dask worker that waits for this process."""
    if number == 3:
        server = os.getppid()
        told = Path(f"/proc/{server}/status").read_text(encoding="utf-8") if can_fork() else ""
        waiting = int(told.partition("\nPPid:")[2].split()[0]) if told else server
        os.kill(waiting, signal.SIGKILL)
        time.sleep(60)
    return number


def work_longer(seconds: float) -> float:
    """Keep a processor busy for three times a limit, having asked for so much."""
    ask_for_time(9 * seconds)
    end = time.process_time() + 3 * seconds
    while time.process_time() < end:
        sum(range(1000))
    return seconds
