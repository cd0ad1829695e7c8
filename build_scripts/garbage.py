"""Python's search for circles of objects, put off while work runs that makes none."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two searches. By Python's own threshold, 700, they take a tenth of a build of one changed report.
_SELDOM = (50_000, 20, 20)


def collect_seldom() -> None:
    """Let circles of objects be sought among those made from now on alone, seldom, and none when the program ends.

    At the end Python goes through all that is left, half a second of a thousand reports, to give back what the system
    takes back anyway.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    atexit.register(gc.freeze)


@contextmanager
def without_collection() -> Iterator[None]:
    """Let no search for circles of objects interrupt the work inside, also where that work raises.

    For work that keeps all it makes: each search looks through what is all still in use. A report of 4,400 characters
    sees 120 of them, which is 3 % of its time. Memory is freed as ever where nothing refers to it any more.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
