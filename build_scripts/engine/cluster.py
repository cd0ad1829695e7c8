"""A Dask cluster as an ``Executor``. Its workers need this same program, and none of our files: bytes go both ways.

A thread of a Dask worker cannot be stopped, so each item is worked on in a process that the worker keeps for it, as
on this machine; the same limits hold there. Dask gives the items of a worker that dies to the others.
"""

import hashlib
import importlib
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, cast

from build_scripts.engine.fork_server import Warm
from build_scripts.engine.frames import pack, unpack
from build_scripts.engine.limits import Limits
from build_scripts.engine.processes import ProcessExecutor
from build_scripts.errors import BrokenOffError, UsageError

INSTALL = "pip install -r requirements-cluster.txt"
_WAIT = 20.0  # seconds for the scheduler to answer and for the first worker to be there
_MOST_THREADS = 1024  # processes start only as they are needed
_PROGRAM = Path(__file__).resolve().parent.parent
_LOOK = 0.5  # seconds between two looks whether the scheduler is there
_CUT_OFF = "与 Dask 调度器的连接断了，已停止"
# What words are cut with, rules are read with and pages are filled with.
_SHAPING = ("jieba", "rjieba", "PyYAML", "Jinja2", "Markdown", "orjson")

Call = tuple[Limits, Warm, Callable[[Any], Any], Any]


def open_cluster(scheduler: str, limits: Limits, warm: Warm) -> tuple[Executor, int]:
    """Return an executor of the cluster whose scheduler is at ``scheduler``, and how many items it takes at a time.

    Raises ``UsageError`` where Dask is not installed, nothing answers, or there is no worker.
    """
    if not scheduler:
        raise UsageError("--engine dask 要用 --scheduler 写明调度器的地址，如 tcp://127.0.0.1:8786")
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise UsageError(f"用 Dask 需要另装软件包：{INSTALL}") from error
    try:
        client = distributed.Client(scheduler, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"连不上 Dask 调度器 {scheduler}：{error}") from error
    try:
        client.wait_for_workers(1, timeout=_WAIT)
    except TimeoutError as error:
        client.close()
        raise UsageError(f"Dask 调度器 {scheduler} 没有工作进程") from error
    return ClusterExecutor(client, limits, warm), sum(client.nthreads().values())


class ClusterExecutor(Executor):
    """Sends each item to the cluster with all that is needed to work on it."""

    def __init__(self, client: Any, limits: Limits, warm: Warm) -> None:  # noqa: ANN401  an optional package
        self._client = client
        self._inner: Executor = client.get_executor()
        self._limits, self._warm = limits, warm
        self._out: set[Future[Any]] = set()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        """Hand over ``fn(item)``, both of which can be pickled; exactly one argument is taken."""
        (item,) = args
        if kwargs:
            raise TypeError("no keyword arguments")
        call = pack((self._limits, self._warm, fn, item))
        outer: Future[Any] = Future()
        self._out.add(outer)
        outer.add_done_callback(self._out.discard)
        inner = self._inner.submit(work_off, program_digest(), call)
        inner.add_done_callback(lambda done: _settle(outer, *_outcome(done)))
        outer.add_done_callback(lambda done: done.cancelled() and inner.cancel())
        return outer

    def _watch(self) -> None:
        """Fail all that is out when the scheduler is gone: Dask's own futures may then wait for ever."""
        while not self._closed.wait(_LOOK):
            if self._client.status != "running":
                for outer in tuple(self._out):
                    _settle(outer, None, UsageError(_CUT_OFF))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Take no more work and leave the cluster; what has not begun there is called off."""
        self._closed.set()
        self._inner.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def _settle(outer: "Future[Any]", value: object, error: Exception | None) -> None:
    """Give ``outer`` its outcome, unless it has one."""
    with suppress(InvalidStateError):
        if error is None:
            outer.set_result(value)
        else:
            outer.set_exception(error)


def _outcome(done: "Future[Any]") -> tuple[object, Exception | None]:
    """Return the value of ``done``, else the error: what Dask has to say in the words of this program."""
    try:
        return unpack(done.result()), None
    except CancelledError:
        return None, UsageError(_CUT_OFF)
    except ImportError as error:
        return None, UsageError(f"Dask 的工作进程里没有本程序：{error}")
    except Exception as error:  # noqa: BLE001  whatever the item raised
        if type(error).__name__ == "KilledWorker":
            return None, BrokenOffError("处理它的 Dask 工作进程一再意外结束")
        return None, error


def work_off(digest: str, call: bytes) -> bytes:
    """On a Dask worker: return the packed value of a call, worked out in a process beside it. Raises what it raises.

    Raises ``UsageError`` where the worker's program is not the one whose digest is given.
    """
    if digest != program_digest():
        raise UsageError("Dask 的工作进程用的是另一版程序：请把各台机器更新到同一版")
    limits, warm, function, item = cast("Call", unpack(call))
    return pack(_processes(limits, warm).submit(function, item).result())


@cache
def _processes(limits: Limits, warm: Warm) -> ProcessExecutor:
    """Return the processes of this Dask worker: as many as it has threads, which bound how many are asked for."""
    return ProcessExecutor(_MOST_THREADS, limits, warm)


@cache
def program_digest() -> str:
    """Return a name for this very version of the program and of what its results depend on besides.

    Two programs that differ in any line, rule or template, or run on another Python or dictionary, differ in it.
    """
    around = (sys.version_info[:2], *(metadata.version(name) for name in _SHAPING))
    digest = hashlib.sha256(repr(around).encode())
    for file in sorted(_PROGRAM.rglob("*")):
        if file.is_file() and file.suffix != ".pyc" and not file.name.startswith("."):
            digest.update(f"{file.relative_to(_PROGRAM).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
