"""What the finders hand to one another: a number in its place, before anybody says what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Quantity, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quantity at its place (clean). ``lead`` is where its words begin: 约 and 超过 stand between lead and start.

    ``things`` are the names of what it counts where the place itself says so (无A和B案件); ``subject`` likewise where
    it is a table cell's. ``rule`` names the finder; ``total`` is the place of the total of which it is a part.
    """

    quantity: Quantity
    span: Span
    lead: int
    rule: str
    things: tuple[str, ...] = ()
    total: Span | None = None


def is_free(span: Span, aside: Sequence[SetAside]) -> bool:
    """Say whether no set-aside stretch touches ``span``."""
    return not any(span.overlaps(a.span) for a in aside)
