"""A process that holds the loaded program and forks for each request, so that none waits until all is loaded.

It has one thread, so that a fork carries no lock of another along, and no state from one request to the next.
"""

import json
import os
import select
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from build_scripts.engine.child import take_streams

STOP = b"stop"
_LOOK = 0.02  # seconds between two looks whether the work is done

Do = Callable[[Sequence[str]], int]


def serve_requests(do: Do, warm: Callable[[], None]) -> None:
    """Answer the lines of standard input until it closes, each by an exit code in a line on standard output.

    A line is a JSON list of names, for which ``do`` gives the code in a process of its own. The line ``stop`` ends
    that process with all that it started, and its answer is -9. ``warm`` loads what can be loaded before a request;
    the first one does not wait for it. What it raises is left to the requests to tell.
    """
    stream, answers = take_streams()
    lines, running, is_warm = _Lines(stream.fileno()), 0, False
    while True:
        try:
            line = lines.read(_LOOK if running else None)
        except EOFError:
            _end(running)
            return
        if line == STOP:
            _end(running)
        elif line is not None and not running:
            running = _fork(do, json.loads(line))
            if not is_warm:
                is_warm = True
                with suppress(Exception):
                    warm()
        done, status = os.waitpid(running, os.WNOHANG) if running else (0, 0)
        if done:
            running = 0
            answers.write(b"%d\n" % os.waitstatus_to_exitcode(status))
            answers.flush()


class _Lines:
    """The lines of a pipe, one by one. No stream of Python's: what it has read ahead no ``select`` sees."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._ahead = b""

    def read(self, seconds: float | None) -> bytes | None:
        """Return the next line, ``None`` where none came in time. Raises ``EOFError`` at the end."""
        while b"\n" not in self._ahead:
            if not select.select([self._file], [], [], seconds)[0]:
                return None
            data = os.read(self._file, 65536)
            if not data:
                raise EOFError
            self._ahead += data
        line, _, self._ahead = self._ahead.partition(b"\n")
        return line


def _fork(do: Do, names: Sequence[str]) -> int:
    """Begin a process with a group of its own that does the work, and return its number."""
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        # The child does the same: whichever comes first, it can be ended from now on.
        with suppress(OSError):
            os.setpgid(process, process)
        return process
    code = 2
    try:
        os.setpgid(0, 0)
        code = do(names)
    except Exception:  # noqa: BLE001  this request alone fails
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end(process: int) -> None:
    """End a process and all that it started."""
    if process:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
