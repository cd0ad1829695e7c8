"""What a first build needs later, made by a second process while this one is at something else."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from build_scripts.engine.fork_server import close_inherited, has_one_thread

_LONGEST = 60  # seconds: the process that it was forked from may be killed


@contextmanager
def done_beside(*tasks: Callable[[], object]) -> Iterator[None]:
    """Do ``tasks`` in turn in a process forked from this one, for as long as the block runs and no longer.

    Each makes files that are made where they are needed too, if they are not there: what fails or comes too late is
    no fault, and nothing is told of it. Nothing is done where this process cannot be forked, or has one core alone.
    """
    if not tasks or not has_one_thread() or len(os.sched_getaffinity(0)) == 1:
        yield
        return
    number = os.fork()
    if not number:
        _do(tasks)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)


def _do(tasks: tuple[Callable[[], object], ...]) -> None:
    """Do the tasks and end this process, without a word: whatever is open belongs to the one it was forked from."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(_LONGEST)
        close_inherited()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        for task in tasks:
            with suppress(Exception):
                task()
    finally:
        os._exit(0)
