"""Run one command and say what it cost: CPU of all its processes, wall, the most memory they held at one time."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.05  # seconds between two looks at the memory, at least
# A pause is so many looks long, at least. A look takes up to 20 ms, the memory of what is looked at locked meanwhile:
# with 20 looks a second 1,000 reports took 92 and 95 s of wall, with this one 80 and 80, in turns, of the same peak.
_SELDOM = 50
_KIB = 1024


class CommandError(Exception):
    """A measured command that ended otherwise than it may."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds of CPU (user and system, its children's too) and of wall, bytes of memory at most.

    Memory is the sum over all processes at one time, pages that several share counted once; 0 where the system has no
    /proc.
    """

    cpu: float
    wall: float
    memory: int

    def least(self, other: "Cost") -> "Cost":
        """Return the better of each figure of two turns."""
        return Cost(min(self.cpu, other.cpu), min(self.wall, other.wall), min(self.memory, other.memory))


def run_measured(
    command: Sequence[str],
    cwd: Path,
    log: Path,
    env: Mapping[str, str] | None = None,
    allowed: Sequence[int] = (0,),
) -> Cost:
    """Run ``command`` to its end, what it prints in ``log``. Raises ``CommandError`` where its code is not allowed."""
    peak = [0]
    done = threading.Event()
    with log.open("w", encoding="utf-8") as out:
        start = time.perf_counter()
        running = subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=subprocess.STDOUT)
        watcher = threading.Thread(target=_watch, args=(running.pid, done, peak))
        watcher.start()
        try:
            _, status, used = os.wait4(running.pid, 0)
        finally:
            done.set()
            watcher.join()
        wall = time.perf_counter() - start
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode not in allowed:
        last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
        raise CommandError(f"{' '.join(command)} → {running.returncode}\n{last}")
    return Cost(used.ru_utime + used.ru_stime, wall, peak[0])


def _watch(pid: int, done: threading.Event, peak: list[int]) -> None:
    pause = _EVERY
    while not done.wait(pause):
        start = time.perf_counter()
        peak[0] = max(peak[0], sum(_memory_of(process) for process in find_family(pid)))
        pause = pause_after(time.perf_counter() - start)


def pause_after(look: float) -> float:
    """Return the seconds to wait after a look that took ``look`` seconds: looking takes a fiftieth at most.

    >>> pause_after(0.0001), pause_after(0.02)
    (0.05, 1.0)
    """
    return max(_EVERY, _SELDOM * look)


def find_family(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it, as the system knows them now; of one that has ended, itself."""
    yield pid
    for thread in _threads_of(pid):
        for child in _told_by(thread / "children").split():
            yield from find_family(int(child))


def _threads_of(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:  # it has ended, maybe since it was listed
        return []


def _memory_of(pid: int) -> int:
    """Return a process's share of memory (Pss): what it shares with others is counted in parts."""
    told = _told_by(Path(f"/proc/{pid}/smaps_rollup"))
    return next((int(line.split()[1]) * _KIB for line in told.splitlines() if line.startswith("Pss:")), 0)


def _told_by(file: Path) -> str:
    """Return what the system tells in one of its files; nothing where the process has ended meanwhile."""
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""
