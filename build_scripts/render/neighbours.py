"""The reports around one: the same body's years before and after, and who else reports in the same region or field."""

from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.models import Entry

_SHOWN = 6


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


def neighbours_of(entry: Entry, entries: Sequence[Entry]) -> Neighbours:
    """Return the reports around ``entry``; ``entries`` are all that are published.

    Of the same department those of the prefecture count as near; where it has none those of the province, then all.
    """
    place = entry.address
    own = [e for e in entries if (e.address.region, e.address.department) == (place.region, place.department)]
    years = sorted(own, key=lambda e: e.address.year)
    others = [e for e in entries if e.address.year == place.year and e.address.region != place.region]
    kin = [e for e in others if e.address.department == place.department]
    prefecture = [e for e in kin if (e.province, e.prefecture) == (entry.province, entry.prefecture)]
    province = [e for e in kin if e.province == entry.province]
    beside = [e for e in entries if e.address.region == place.region and e.address.year == place.year]
    return Neighbours(
        earlier=next((e for e in reversed(years) if e.address.year < place.year), None),
        later=next((e for e in years if e.address.year > place.year), None),
        near=tuple((prefecture or province or kin)[:_SHOWN]),
        beside=tuple(e for e in beside if e.address.department != place.department)[:_SHOWN],
    )
