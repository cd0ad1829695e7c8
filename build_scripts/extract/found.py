"""What the finders hand to one another: a number in its place, before anybody says what it counts."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Change, Quantity, Span
from build_scripts.models.records import maker


@dataclass(slots=True)
class Found:
    """A quantity at its place (clean). ``lead`` is where its words begin: 约 and 超过 stand between lead and start.

    ``things`` are the names of what it counts where the place itself says so (无A和B案件); ``subject`` likewise where
    it is a table cell's. ``rule`` names the finder; ``total`` is the place of the total of which it is a part;
    ``change`` is set where the number itself says it: 翻一番.
    """

    quantity: Quantity
    span: Span
    lead: int
    rule: str
    things: tuple[str, ...] = ()
    total: Span | None = None
    change: Change | None = None


new_found = maker(Found)


def is_free(start: int, end: int, aside: Sequence[SetAside]) -> bool:
    """Say whether no set-aside stretch touches ``start``-``end``. ``aside`` is in order, and no two of it overlap."""
    if not aside or aside[-1].span.end <= start:
        return True
    before = bisect_left(aside, end, key=lambda a: a.span.start)
    return before == 0 or aside[before - 1].span.end <= start
