"""What the completeness pages tell: how each report came, and which are expected."""

from dataclasses import dataclass

from build_scripts.models.address import Address
from build_scripts.models.listing import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a report came. ``entry`` is ``None`` of one that is there and not published.

    ``missing`` counts the contents owed that it lacks.
    """

    address: Address
    entry: Entry | None
    is_late: bool = False
    missing: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """A body that has to report of the years from ``first`` to ``last``; ``None``: to the newest year of the site."""

    region: str
    department: str
    first: int
    last: int | None = None
