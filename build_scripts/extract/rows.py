"""A figure with what was said of it, before it is a metric: what prose and tables hand on."""

from dataclasses import dataclass

from build_scripts.extract.phrases import Phrase
from build_scripts.models import Change, Doubt, Kind, Quantity, Relation, Span
from build_scripts.models.records import maker


# Rows, and the notes and words they are made of, stay in this package and are not frozen: frozen ones take three times
# as long to make, a twelfth of the whole time for a report of 150 figures.
@dataclass(slots=True)
class Row:
    """A figure at its place in the clean text, ``lead`` where its words begin (约). ``rule`` names what found it.

    ``total`` is the place in the list of all rows of the figure it belongs to, ``evidence`` names what speaks for that.
    ``clause`` are the words of its clause; ``ahead`` those of its sentence before it and of the sentence before that.
    """

    quantity: Quantity
    span: Span
    lead: int
    rule: str
    subject: str
    sentence: Span
    section: int | None
    ahead: tuple[str, str] = ("", "")
    clause: str = ""
    total: int | None = None
    relation: Relation | None = None
    evidence: tuple[str, ...] = ()
    period: str | None = None
    change: Change | None = None
    kind: Kind = Kind.RESULT
    doubts: tuple[Doubt, ...] = ()


new_row = maker(Row)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a paragraph stands: its start in the clean text and its section.

    ``year`` is the report year; from ``plans_from`` in the clean text on its section tells of the year to come.
    """

    start: int = 0
    section: int | None = None
    year: int | None = None
    plans_from: int | None = None


@dataclass(slots=True)
class Note:
    """What a figure's own clause says: its ``own`` words, its period, whether it is a ``rest`` (其余), a difference.

    ``core`` are the words before it without what only joins them to it.
    """

    core: Phrase
    own: Phrase
    rest: bool
    period: str | None
    change: Change | None


new_note = maker(Note)
