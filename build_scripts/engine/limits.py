"""How long and with how much memory one report may be worked on, and work in this very process within that."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypeVar

from build_scripts.errors import BrokenOffError

Item = TypeVar("Item")
Value = TypeVar("Value")

# Beside eight busy programs on two cores a report took four times as long.
PATIENCE = 10
# Seconds until the alarm goes off again: what it throws is lost where it meets a callback of the garbage collector.
_AGAIN = 0.1
_STATM = Path("/proc/self/statm")
# In /proc/<pid>/stat, behind the name in brackets: ticks in the program and in the system for it (proc(5), 14 and 15).
_TICKS = slice(11, 13)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one report may take: seconds of a processor, and bytes on top of what the program itself holds.

    By the clock it may take ``PATIENCE`` times as long: beside other programs a sound report gets little of a machine.
    ``more`` are seconds besides that the reading of scans may ask for. With the start of a process and with what the
    program holds, some 200 MB, a report stays within half a minute and 1.5 GB.
    """

    seconds: float = 25.0
    memory: int = 1_200_000_000
    more: float = 400.0


class _OutOfTimeError(BaseException):
    """Thrown into the work by the alarm; no ``except Exception`` on the way stops it."""


def out_of_time(limits: Limits) -> BrokenOffError:
    """Return the error of an item that took too long."""
    return BrokenOffError(f"处理超过 {limits.seconds:g} 秒")


def out_of_memory(limits: Limits) -> BrokenOffError:
    """Return the error of an item that took too much memory."""
    return BrokenOffError(f"处理占用内存超过 {limits.memory / 1e6:g} MB")


def can_limit_here() -> bool:
    """Say whether this thread can bound its own work: the system has alarms and tells how large a process is."""
    return (
        hasattr(signal, "setitimer")
        and _STATM.exists()
        and threading.current_thread() is threading.main_thread()
    )


def run_limited(function: Callable[[Item], Value], item: Item, limits: Limits) -> Value:
    """Return ``function(item)``, worked out in this thread, where ``can_limit_here``.

    The alarm breaks off Python code and regular expressions, which look for signals as they go. Raises
    ``BrokenOffError`` past a limit, and what the function raises.
    """
    try:
        with _alarm(limits.seconds), memory_bound(limits.memory):
            return function(item)
    except _OutOfTimeError:
        raise out_of_time(limits) from None
    except MemoryError:
        raise out_of_memory(limits) from None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    begun, end = time.process_time(), time.monotonic() + PATIENCE * seconds

    def stop(_number: int, _frame: FrameType | None) -> None:
        left = seconds - (time.process_time() - begun)
        is_over = left <= 0 or time.monotonic() > end
        signal.setitimer(signal.ITIMER_REAL, _AGAIN if is_over else left)
        if is_over:
            raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def memory_bound(more: int) -> Iterator[None]:
    """Let the block take ``more`` bytes of addresses than are in use now, where the system can see to that."""
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415  there is none on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_bytes() + more
    limit = wanted if soft == resource.RLIM_INFINITY else min(wanted, soft)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def seconds_spent(process: int) -> float | None:
    """Return the processor's seconds that a process has had, ``None`` where the system does not tell."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return sum(map(int, told.rpartition(")")[2].split()[_TICKS])) / os.sysconf("SC_CLK_TCK")


def _address_bytes() -> int:
    return _statm(0)


def _statm(field: int) -> int:
    return int(_STATM.read_text(encoding="ascii").split()[field]) * os.sysconf("SC_PAGE_SIZE")


def resident_bytes() -> int:
    """Return how much memory this process has in use; 0 where the system does not tell. On macOS: had at its peak."""
    if sys.platform == "linux":
        return _statm(1)
    elif sys.platform == "win32":  # noqa: RET505  the type checker knows platforms by branches
        return _windows_bytes()
    else:
        import resource  # noqa: PLC0415  there is none on Windows

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _windows_bytes() -> int:
    """Return the private bytes of this process: ``PROCESS_MEMORY_COUNTERS.PagefileUsage``."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  only here

        # cb and PageFaultCount are 4 bytes each, then eight sizes: PagefileUsage is the seventh of them.
        counters = (ctypes.c_size_t * 9)()
        ctypes.cast(counters, ctypes.POINTER(ctypes.c_uint32))[0] = ctypes.sizeof(counters)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.K32GetProcessMemoryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
        told = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), counters, ctypes.sizeof(counters))
        return int(counters[7]) if told else 0
    return 0
