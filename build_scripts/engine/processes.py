"""Processes of this machine as an ``Executor`` that can stop a single item, on every system.

The standard library's pool breaks as a whole when one of its processes dies, and cannot end one that runs on. Here
each thread keeps a process of its own and gives it one item at a time: it is known who is guilty, nothing that
another holds is touched, and a process past its limits is killed and followed by a new one. Where the system can, a
fork server makes them.
"""

import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any, BinaryIO, cast

from build_scripts.engine.child import Answer
from build_scripts.engine.fork_server import ForkServer, Process, Warm, can_fork
from build_scripts.engine.frames import pack, read_frame, unpack, write_frame
from build_scripts.engine.limits import PATIENCE, Limits, out_of_time, seconds_spent
from build_scripts.errors import BrokenOffError

_LOOK = 0.05  # seconds between two looks at the clock
_START = 300.0  # seconds after which a process that is not ready is given up
_TRIES = 2  # a process may be killed from outside: its item is tried once more in a new one
# By these signals a process ends of its own doing: a fault in a library, or memory that it could not have.
_FAULTS = frozenset(
    -getattr(signal, name)
    for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP")
    if hasattr(signal, name)
)
_START_FAILED = "工作进程没有启动成功（{code}）"
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from build_scripts.engine.child import serve; serve()"
)

_Work = tuple["Future[Any]", bytes]


class _Child:
    """One process and the time by which it must have answered."""

    def __init__(self, process: Process, limits: Limits, warm: Warm) -> None:
        self.process = process
        self.lock = threading.Lock()
        self.due: float | None = None
        self._end = 0.0
        self._spent: float | None = None
        self.is_late = False
        self._limits = limits
        self._warm = warm

    def warm_up(self) -> None:
        """Wait until the process is ready. Raises what its warming raises."""
        answer, message = self.ask(pack((self._limits, self._warm)), Limits(_START / PATIENCE))
        if answer is not Answer.VALUE:
            raise cast("Exception", message)

    def ask(self, frame: bytes, limits: Limits) -> tuple[Answer, object]:
        """Return the answer to one job. Raises ``EOFError`` or ``OSError`` where the process is gone."""
        with self.lock:
            now, spent = time.monotonic(), seconds_spent(self.process.pid)
            self.due, self._end = now + limits.seconds, now + PATIENCE * limits.seconds
            self._spent = None if spent is None else spent + limits.seconds
        write_frame(cast("BinaryIO", self.process.stdin), frame)
        left = limits.more
        try:
            while True:
                answer, message = cast(
                    "tuple[Answer, object]", unpack(read_frame(cast("BinaryIO", self.process.stdout)))
                )
                if answer is not Answer.MORE:
                    return answer, message
                more = max(0.0, min(cast("float", message), left))
                left -= more
                self._grant(more)
        finally:
            with self.lock:
                self.due = None

    def _grant(self, more: float) -> None:
        """Let the process have more seconds for the job at hand."""
        with self.lock:
            self.due = None if self.due is None else self.due + more
            self._end += PATIENCE * more
            self._spent = None if self._spent is None else self._spent + more

    def kill_if_late(self, now: float) -> None:
        """End the process where its answer is overdue: it has had its seconds, or waited for them too long."""
        with self.lock:
            if self.due is None or now <= self.due:
                return
            spent = seconds_spent(self.process.pid)
            left = 0.0 if spent is None or self._spent is None else self._spent - spent
            if left > 0 and now < self._end:
                self.due = min(now + left, self._end)
            else:
                self.is_late = True
                self.process.kill()

    def end(self) -> int:
        """End the process, if it has not ended, and return its exit code."""
        self.process.kill()
        code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                cast("BinaryIO", stream).close()
        return code


class ProcessExecutor(Executor):
    """At most ``jobs`` processes, started as they are needed, each warmed before its first item."""

    def __init__(self, jobs: int, limits: Limits, warm: Warm) -> None:
        self._jobs, self._limits, self._warm = jobs, limits, warm
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._children: set[_Child] = set()
        self._threads: list[threading.Thread] = []
        self._watcher: threading.Thread | None = None
        self._open = 0  # items handed over and not yet settled
        self._closed = threading.Event()
        # Here, where there may be no thread yet: then the server is forked and has all modules.
        self._server = ForkServer(warm) if can_fork() and jobs > 1 else None

    @property
    def is_running(self) -> bool:
        """Say whether processes were started."""
        return bool(self._threads)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        """Hand over ``fn(item)``, both of which can be pickled; exactly one argument is taken."""
        (item,) = args
        if kwargs or self._closed.is_set():
            raise RuntimeError("closed, or called with keyword arguments")
        future: Future[Any] = Future()
        self._waiting.put((future, pack((fn, item))))
        with self._lock:
            self._open += 1
            if self._open > len(self._threads) < self._jobs:
                self._start_thread()
        return future

    def _start_thread(self) -> None:
        if not self._threads:
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()
        self._threads.append(threading.Thread(target=self._work, daemon=True))
        self._threads[-1].start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Take no more work. With ``cancel_futures`` all processes end at once; else after what is handed over."""
        if cancel_futures:
            self._closed.set()
            self._drop_waiting()
            with self._lock:
                for child in self._children:
                    child.process.kill()
        for _ in self._threads:
            self._waiting.put(None)
        if wait or cancel_futures:
            for thread in self._threads:
                thread.join()
            self._closed.set()
            if self._watcher:
                self._watcher.join()
            if self._server:
                self._server.close()
                self._server = None

    def _drop_waiting(self) -> None:
        with suppress(queue.Empty):
            while True:
                if work := self._waiting.get_nowait():
                    work[0].cancel()

    def _watch(self) -> None:
        while not self._closed.wait(_LOOK):
            now = time.monotonic()
            with self._lock:
                children = tuple(self._children)
            for child in children:
                child.kill_if_late(now)

    def _work(self) -> None:
        """Settle items, in one process after the other, until told that there are no more."""
        child: _Child | None = None
        while work := self._waiting.get():
            future, frame = work
            if future.set_running_or_notify_cancel():
                child = self._settle(future, frame, child)
            with self._lock:
                self._open -= 1
        if child:
            self._end(child)

    def _settle(self, future: "Future[Any]", frame: bytes, child: _Child | None) -> _Child | None:
        """Give ``future`` its outcome and return the process, where it lives on."""
        code = 0
        for _ in range(_TRIES):
            try:
                child = child or self._begin()
            except Exception as error:  # noqa: BLE001  whatever the warming raised
                future.set_exception(error)
                return None
            answer, message = self._ask(child, frame)
            if answer in {Answer.GONE, Answer.LOST} or child.is_late:
                code, child = self._end(child), None
                message = _lost(code) if answer is Answer.LOST else message
            if answer is not Answer.LOST or self._closed.is_set() or code in _FAULTS:
                break
        if answer is Answer.VALUE:
            future.set_result(message)
        else:
            future.set_exception(cast("Exception", message))
        return child

    def _ask(self, child: _Child, frame: bytes) -> tuple[Answer, object]:
        """Return the answer to one job, that of a process which is gone too."""
        try:
            return child.ask(frame, self._limits)
        except (EOFError, OSError):
            return (Answer.GONE, out_of_time(self._limits)) if child.is_late else (Answer.LOST, None)
        except Exception as error:  # noqa: BLE001  unpickling raises anything
            return Answer.ERROR, error

    def _begin(self) -> _Child:
        child = _Child(self._new_process(), self._limits, self._warm)
        with self._lock:
            self._children.add(child)
        if self._closed.is_set():
            child.process.kill()
        try:
            child.warm_up()
        except (EOFError, OSError) as error:
            raise BrokenOffError(_START_FAILED.format(code=self._end(child))) from error
        except BaseException:
            self._end(child)
            raise
        return child

    def _new_process(self) -> Process:
        if self._server:
            with suppress(OSError):  # gone: killed from outside
                return self._server.fork()
        command = [sys.executable, "-c", _BOOT, json.dumps(sys.path)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _end(self, child: _Child) -> int:
        with self._lock:
            self._children.discard(child)
        return child.end()


def _lost(code: int) -> BrokenOffError:
    told = f"信号 {-code}" if code < 0 else f"退出码 {code}"
    again = "" if code in _FAULTS else "，重试一次仍如此"
    return BrokenOffError(f"处理它的进程意外结束（{told}）{again}")
