"""More time for work that is known to take long: who does it asks, and who waits for it grants it within bounds."""

from collections.abc import Callable

_hearers: list[Callable[[float], None]] = []


def ask_for_time(seconds: float) -> None:
    """Ask whoever waits for this work for so many more seconds of the processor; without one, nothing happens."""
    for hear in _hearers:
        hear(seconds)


def grant_time(hear: Callable[[float], None]) -> None:
    """Let ``hear`` be told of all that is asked for from now on in this process."""
    _hearers.append(hear)
