"""A figure with what was said of it, before it is a metric: what prose and tables hand on."""

from dataclasses import dataclass

from build_scripts.extract.found import Found
from build_scripts.models import Change, Kind, Relation, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure at its place in the clean text. ``total`` is the place in the list of all rows of that it belongs to.

    ``topic`` and ``clause`` are words for telling apart and for the theme; ``evidence`` names what speaks for the link.
    """

    found: Found
    subject: str
    sentence: Span
    section: int | None
    topic: str = ""
    clause: str = ""
    total: int | None = None
    relation: Relation | None = None
    evidence: tuple[str, ...] = ()
    period: str | None = None
    change: Change | None = None
    kind: Kind = Kind.RESULT
    doubts: tuple[str, ...] = ()
