"""Long lists in parts of at most fifty rows: the first on the list's own page, the others each on a page below it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import Generic, TypeVar

# Fifty rows of any kind leave a page within 300 kB. Those that are taller on a phone come in smaller parts.
MOST = 50
_NEAR = 1  # parts named on either side of the one shown

_HELD = 20_000  # rows held for all that go through them: some 20 MB, the largest list of ten thousand reports

Row = TypeVar("Row")
_Row_co = TypeVar("_Row_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Part(Generic[_Row_co]):
    """Some rows of a list. ``number`` counts from 1 to ``last``.

    ``below`` is the folder of the further parts below the list's page, "" where they lie right below it: a page of
    several lists has ``coverage/2/`` and ``unread/2/``. The first part of such a list has the folder's name as anchor.
    """

    rows: tuple[_Row_co, ...]
    number: int
    last: int
    below: str = ""

    @property
    def up(self) -> str:
        """Return the way from this part's page to the list's own, "" from that itself."""
        return "" if self.number == 1 else f"../{'../' if self.below else ''}"

    @property
    def shown(self) -> tuple[int | None, ...]:
        """Return the numbers that the part leads to, ``None`` for those left out: (1, None, 4, 5, 6, None, 20)."""
        near = range(max(1, self.number - _NEAR), min(self.last, self.number + _NEAR) + 1)
        told: list[int | None] = []
        for number in sorted({1, *near, self.last}):
            if told and told[-1] != number - 1:
                told.append(None)
            told.append(number)
        return tuple(told)

    def way(self, number: int) -> str:
        """Return the address of part ``number`` from this one's page."""
        if number == 1:
            return f"{self.up}{f'#{self.below}' if self.below else ''}" or "./"
        return f"{self.up}{f'{self.below}/' if self.below else ''}{number}/"

    def path(self, page: PurePosixPath) -> PurePosixPath:
        """Return the file of this part of the list that begins at ``page`` (regions/440704/index.md)."""
        if self.number == 1:
            return page
        return page.parent / self.below / str(self.number) / "index.md"


def parts_of(rows: Iterable[Row], count: int, below: str = "", most: int = MOST) -> Iterator[Part[Row]]:
    """Yield ``rows`` in parts of ``most`` as they come, at least one; ``count`` says beforehand how many there are.

    Raises ``ValueError`` where there are more or fewer.
    """
    last = max(1, -(-count // most))
    left = iter(rows)
    for number in range(1, last + 1):
        part = Part(tuple(islice(left, most)), number, last, below)
        if len(part.rows) != min(most, count - (number - 1) * most):
            raise ValueError(f"part {number} of {count} rows has {len(part.rows)}")
        yield part
    if next(left, None) is not None:
        raise ValueError(f"more than {count} rows")


def held_rows(ask: Callable[[], Iterable[Row]], count: int) -> Callable[[], Iterable[Row]]:
    """Return what gives the rows of a list of ``count`` again and again: asked for once, where they are few.

    >>> rows = held_rows(lambda: iter("甲乙"), 2)
    >>> [*rows()], [*rows()]
    (['甲', '乙'], ['甲', '乙'])
    """
    if count > _HELD:
        return ask
    rows = tuple(ask())
    return lambda: rows
