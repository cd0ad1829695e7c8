"""What is made of rules and dictionary alone, kept from one run to the next: each would spend half a second anew."""

from collections.abc import Callable
from hashlib import sha256
from typing import Protocol


class Keeper(Protocol):
    """Keeps bytes under a name."""

    def get(self, name: str) -> bytes | None:
        """Return what is kept, ``None`` where nothing is, or where it is damaged."""

    def put(self, name: str, data: bytes) -> None:
        """Keep it, if that can be."""


_keepers: list[Keeper] = []


def keep_derived(keeper: Keeper) -> None:
    """Let ``keeper`` keep what is derived from now on; without one all of it is made anew."""
    _keepers[:] = [keeper]


def derive(name: str, source: bytes, make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` makes of ``source``, the same each time, as kept or made now.

    ``name`` stands for how it is made; that code and the packages it uses are the same is the keeper's affair.
    """
    if not _keepers:
        return make()
    place = f"{name}-{sha256(source).hexdigest()[:32]}"
    known = _keepers[0].get(place)
    if known is None:
        known = make()
        _keepers[0].put(place, known)
    return known
