"""The reports around one: the same body's years before and after, and who else reports in the same region or field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from build_scripts.models import Entry

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Reports to go on to. ``near`` are the same department in the prefecture, ``beside`` others of the region."""

    earlier: Entry | None = None
    later: Entry | None = None
    near: tuple[Entry, ...] = ()
    beside: tuple[Entry, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the reports to compare with first: the body's own years, then its neighbours."""
        own = [entry for entry in (self.earlier, self.later) if entry]
        return tuple(entry.address.id for entry in (*own, *self.near, *self.beside))


def neighbours_of(
    entry: Entry, own: Iterable[Entry], near: Sequence[Iterable[Entry]], beside: Iterable[Entry]
) -> Neighbours:
    """Return the reports around ``entry``, chosen from few rows by address.

    ``own`` are the same body's reports, of any year. ``near`` are others' reports of the same department and year, in
    other regions: those of the prefecture, of the province, of all; the first that has any counts, and is not asked
    further. ``beside`` are the reports of the same region and year. Six of each are enough, beside ``entry`` itself.
    """
    years = sorted(own, key=lambda e: e.address.year)
    year = entry.address.year
    return Neighbours(
        earlier=next((e for e in reversed(years) if e.address.year < year), None),
        later=next((e for e in years if e.address.year > year), None),
        near=next(filter(None, (_others(entry, of) for of in near)), ()),
        beside=_others(entry, beside),
    )


def _others(entry: Entry, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(islice((e for e in entries if e.address != entry.address), SHOWN))
