"""A process with one thread that has the pipeline loaded and forks the processes that do the work.

Each of them would take 1.4 s of CPU to load modules, rules and the dictionary. The server is forked itself where this
process has one thread, and so has the modules; else it is started anew. Windows and macOS have none: there a fork is
missing, or the system's own libraries do not bear it.
"""

import gc
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol, cast

from build_scripts.engine.child import serve
from build_scripts.engine.frames import pack, unpack

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from build_scripts.engine.fork_server import serve_forks; serve_forks(int(sys.argv[2]))"
)
_NUMBER = struct.Struct("<q")
_TASKS = Path("/proc/self/task")  # a folder for each thread, those of libraries too
_LARGEST = 65536  # bytes of a packed function
_START = 300.0  # seconds after which a server that does not answer is given up

Warm = Callable[[], None]


class Process(Protocol):
    """A process that does the work, with its pipes: those of ``subprocess`` are, and the forked ones."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None:
        """End it at once."""

    def wait(self) -> int:
        """Wait until it has ended, and return its exit code, below 0 for a signal."""


class ForkServer:
    """The server from the side of those who ask it, from whatever thread. One that is not forked starts when asked.

    Raises ``OSError`` where it cannot be started or is gone.
    """

    def __init__(self, warm: Warm) -> None:
        self._lock = threading.Lock()
        self._warm = warm
        self._socket: socket.socket | None = None
        self._wait: Callable[[], object] | None = None
        if has_one_thread():
            self._begin(_fork_server)

    def _begin(self, make: Callable[[socket.socket], Callable[[], object]]) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._wait = make(theirs)
        ours.settimeout(_START)
        ours.sendall(pack(self._warm))
        self._socket = ours
        return ours

    def fork(self) -> Process:
        """Return a new process that answers jobs as ``child.serve`` does."""
        jobs_in, jobs_out = os.pipe()
        answers_in, answers_out = os.pipe()
        try:
            with self._lock:
                asked = self._socket or self._begin(_start_server)
                socket.send_fds(asked, [b"fork"], [jobs_in, answers_out])
                number = _answer(asked)
        except OSError:
            os.close(jobs_out)
            os.close(answers_in)
            raise
        finally:
            os.close(jobs_in)
            os.close(answers_out)
        return _Forked(self, number, (jobs_out, answers_in))

    def end(self, number: int) -> int:
        """End a process that was forked and return its exit code. Until then nobody else has its number."""
        with self._lock:
            asked = cast("socket.socket", self._socket)
            asked.sendall(b"end" + _NUMBER.pack(number))
            return _answer(asked)

    def close(self) -> None:
        """Let the server end, if there is one."""
        if self._socket and self._wait:
            self._socket.close()
            self._wait()


def _answer(asked: socket.socket) -> int:
    data = asked.recv(_NUMBER.size)
    if not data:
        raise ConnectionError("the fork server is gone")
    return cast("int", _NUMBER.unpack(data)[0])


class _Forked:
    """A process that the server forked."""

    def __init__(self, server: ForkServer, number: int, pipes: tuple[int, int]) -> None:
        self._server, self.pid = server, number
        self.stdin: IO[bytes] | None = os.fdopen(pipes[0], "wb")
        self.stdout: IO[bytes] | None = os.fdopen(pipes[1], "rb")

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        try:
            return self._server.end(self.pid)
        except OSError:  # the server is gone; its processes go when their pipes close
            return -signal.SIGKILL


def can_fork() -> bool:
    """Say whether there is a fork server on this system."""
    return sys.platform == "linux" and _TASKS.is_dir()


def has_one_thread() -> bool:
    """Say whether this process can be forked as it is: no other thread, of a library neither, may hold a lock."""
    return can_fork() and len(list(_TASKS.iterdir())) == 1


def close_inherited(*kept: int) -> None:
    """Close what a forked process has open of the one it came from: the store, pipes that others wait at the end of.

    Its standard streams and the files numbered ``kept`` stay.
    """
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names alone
        if int(name) > 2 and int(name) not in kept:  # noqa: PLR2004  standard error
            with suppress(OSError):
                os.close(int(name))


def _fork_server(theirs: socket.socket) -> Callable[[], object]:
    """Fork the server from this process, which has one thread, and return how to wait for its end."""
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if number:
        return lambda: os.waitpid(number, 0)
    try:
        close_inherited(theirs.fileno())
        # Streams as a new program has them: those of this one may be anything, and lead to what was just closed.
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
        serve_forks(theirs.fileno())
    finally:
        os._exit(0)


def _start_server(theirs: socket.socket) -> Callable[[], object]:
    """Start the server as a new program and return how to wait for its end."""
    command = [sys.executable, "-c", _BOOT, json.dumps(sys.path), str(theirs.fileno())]
    # One thread: NumPy would start one for each core.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=2, pass_fds=[theirs.fileno()]
    )
    return process.wait


def serve_forks(file: int) -> None:
    """Fork and end processes as the socket ``file`` asks, until its other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and says what is to be done
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with socket.socket(fileno=file) as asked:
        warm, is_warm = cast("Warm", unpack(asked.recv(_LARGEST))), False
        while True:
            message, files, _, _ = socket.recv_fds(asked, _LARGEST, 2)
            if not message:
                return
            if not is_warm:
                is_warm = True
                # What cannot be loaded, each process tells itself.
                with suppress(Exception):
                    warm()
                gc.freeze()  # what is loaded is there for all: no collection writes into it, which would copy it
            number = message.removeprefix(b"end")
            answer = _fork_child(asked, files) if files else _end_child(*_NUMBER.unpack(number))
            asked.sendall(_NUMBER.pack(answer))


def _fork_child(asked: socket.socket, files: list[int]) -> int:
    number = os.fork()
    if not number:
        try:
            asked.close()
            for place, file in enumerate(files):
                os.dup2(file, place)
                os.close(file)
            serve()
        finally:
            os._exit(1)
    for file in files:
        os.close(file)
    return number


def _end_child(number: int) -> int:
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
