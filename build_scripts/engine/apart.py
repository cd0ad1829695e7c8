"""One long piece of work, done by a process begun anew, which has nothing open that this one has, beside this one."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

from build_scripts.engine.limits import Limits
from build_scripts.engine.processes import ProcessExecutor

Item = TypeVar("Item")
Value = TypeVar("Value")

_UNBOUNDED = Limits(seconds=math.inf, memory=1 << 50, more=0.0)


@contextmanager
def begun_apart(function: Callable[[Item], Value], item: Item) -> Iterator[Future[Value]]:
    """Give what becomes of ``function(item)``, both of which can be pickled.

    With the block the process ends, done or not, and so it does when this one ends, by whatever: what the function
    writes must be whole at every moment.
    """
    executor = ProcessExecutor(1, _UNBOUNDED, _nothing)
    try:
        yield executor.submit(function, item)
    finally:
        executor.shutdown(cancel_futures=True)


def _nothing() -> None:
    """Ready nothing: what the work needs it loads itself."""
