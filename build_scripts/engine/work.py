"""One way to hand out work on many items: in this process, to processes of this machine, or to a Dask cluster."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, islice
from typing import Generic, TypeVar

from build_scripts.engine.cluster import open_cluster
from build_scripts.engine.fork_server import Warm
from build_scripts.engine.limits import Limits, can_limit_here, run_limited
from build_scripts.engine.processes import ProcessExecutor
from build_scripts.engine.warming import warm as warm_pipeline
from build_scripts.errors import RuleError, UsageError

Item = TypeVar("Item")
Value = TypeVar("Value")

# Below this many items processes cost more than they save: each takes 0.9 s of CPU to import the pipeline, which this
# process has done, and the work saved is half of some 40 ms an item on two cores.
FEW = 40
_AHEAD = 8  # items that wait for each process, so that none stands idle while the caller looks at a result
_TICK = 0.5  # seconds after which a wait looks for Ctrl-C, which on Windows breaks no wait


class EngineKind(StrEnum):
    """Who does the work."""

    PROCESSES = "processes"
    DASK = "dask"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """Who does the work, with how many processes here, and the limits of an item.

    ``scheduler`` is the address of Dask's, as tcp://127.0.0.1:8786; ``jobs`` of ``None``
    are as many as this process may use cores.
    """

    jobs: int | None = None
    engine: EngineKind = EngineKind.PROCESSES
    scheduler: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Value]):
    """What became of one item: its value, else the error by which it alone failed."""

    item: Item
    value: Value | None = None
    error: Exception | None = None


class Engine:
    """Works on items through any ``Executor`` that bounds each item, or in this very process."""

    def __init__(self, settings: EngineSettings, executor: Executor, workers: int) -> None:
        self._settings = settings
        self._executor = executor
        self._workers = workers

    def map_unordered(
        self,
        function: Callable[[Item], Value],
        items: Iterable[Item],
        *,
        most_at_once: int | None = None,
        apart: Callable[[Item], bool] = lambda _: False,
    ) -> Iterator[Outcome[Item, Value]]:
        """Yield the outcome of ``function`` for each item once, in whatever order they come.

        ``function`` and items can be pickled. At most ``most_at_once`` items are taken that have not been yielded.
        What ``apart`` says of an item holds however few there are: it is never worked on in this very process, which
        code that is not Python's would take along when it dies, and which no alarm reaches while it runs.
        Raises ``RuleError`` and ``UsageError``, which are about no single item.
        """
        coming = iter(items)
        first = list(islice(coming, FEW))
        if self._is_better_here(len(first)) and (self._workers == 1 or not any(map(apart, first))):
            outcomes = self._map_here(function, chain(first, coming), apart)
        else:
            ahead = max(1, most_at_once or self._workers * _AHEAD)
            outcomes = self._map_handed_out(function, chain(first, coming), ahead)
        with closing(outcomes):
            for outcome in outcomes:
                if isinstance(outcome.error, RuleError | UsageError):
                    raise outcome.error
                yield outcome

    def _is_better_here(self, count: int) -> bool:
        if not isinstance(self._executor, ProcessExecutor) or self._executor.is_running:
            return False
        return (count < FEW or self._workers == 1) and can_limit_here()

    def _map_here(
        self, function: Callable[[Item], Value], items: Iterable[Item], apart: Callable[[Item], bool]
    ) -> Generator[Outcome[Item, Value], None, None]:
        for item in items:
            if apart(item):
                yield _outcome(item, self._executor.submit(function, item))
                continue
            try:
                outcome = Outcome(item, run_limited(function, item, self._settings.limits))
            except SystemExit as error:
                outcome = Outcome(item, None, RuntimeError(repr(error)))
            except Exception as error:  # noqa: BLE001  the item alone fails
                outcome = Outcome(item, None, error)
            yield outcome

    def _map_handed_out(
        self, function: Callable[[Item], Value], items: Iterator[Item], ahead: int
    ) -> Generator[Outcome[Item, Value], None, None]:
        out: dict[Future[Value], Item] = {}
        try:
            while True:
                for item in islice(items, ahead - len(out)):
                    out[self._executor.submit(function, item)] = item
                if not out:
                    return
                done, _ = wait(out, timeout=_TICK, return_when=FIRST_COMPLETED)
                for future in done:
                    yield _outcome(out.pop(future), future)
        finally:
            for future in out:
                future.cancel()


def _outcome(item: Item, future: "Future[Value]") -> Outcome[Item, Value]:
    try:
        return Outcome(item, future.result())
    except Exception as error:  # noqa: BLE001  the item alone fails
        return Outcome(item, None, error)


@contextmanager
def open_engine(settings: EngineSettings, *, warm: Warm = warm_pipeline) -> Iterator[Engine]:
    """Give an engine for the block; when it is left, also by Ctrl-C, no process of it is left and no work goes on.

    ``warm``, which can be pickled, readies each process before its first item. Raises ``UsageError`` where the
    settings cannot be met.
    """
    executor, workers = _open_executor(settings, warm)
    try:
        yield Engine(settings, executor, workers)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _open_executor(settings: EngineSettings, warm: Warm) -> tuple[Executor, int]:
    if settings.engine == EngineKind.DASK:
        return open_cluster(settings.scheduler, settings.limits, warm)
    if settings.jobs is not None and settings.jobs < 1:
        raise UsageError("--jobs 至少是 1")
    jobs = settings.jobs or count_cores()
    return ProcessExecutor(jobs, settings.limits, warm), jobs


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
