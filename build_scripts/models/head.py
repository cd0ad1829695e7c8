"""What stands round the body of a report: its title, the organs it names, its box of particulars, a portal's lines.

It is read once, on the raw text; all spans count in raw.
"""

from dataclasses import dataclass
from enum import StrEnum

from build_scripts.models.spans import Span


class BlockKind(StrEnum):
    """What a line of the clean text is."""

    TITLE = "title"
    LETTERHEAD = "letterhead"
    DOC_NUMBER = "doc-number"
    SIGNER = "signer"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    SIGNATURE = "signature"
    DATE = "date"
    IMPRINT = "imprint"


class NamedBy(StrEnum):
    """Where a page names the organ that reports; the first of these that names one decides."""

    TITLE = "title"
    LETTERHEAD = "letterhead"
    SIGNATURE = "signature"
    BOX = "box"
    OPENING = "opening"


class BoxField(StrEnum):
    """What a label of an information box gives. The values are the names of the fields of ``Meta``."""

    INDEX_NUMBER = "index_number"
    AGENCY = "agency"
    DOC_NUMBER = "doc_number"
    ISSUED_ON = "issued_on"
    PUBLISHED_ON = "published_on"
    TITLE = "title"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Organ:
    """A name of an organ as written, without blanks, where it is said, and its place."""

    name: str
    named_by: NamedBy
    span: Span


@dataclass(frozen=True, slots=True)
class BoxEntry:
    """A label of an information box or portal line and its value, "" where it has none; ``span`` is of the label."""

    field: BoxField
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """A block round the body, such as the title, over as many raw lines as it stands on."""

    kind: BlockKind
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch that is no part of the document, and the rule that says so."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """All that is read of a page before it is cleaned. Dates are YYYY-MM-DD; ``None`` where the page does not say.

    ``parts`` are in order of place; no two share a character. ``breaks`` are offsets at which a line must be parted,
    as between a title and the body that stands on the same line. ``body`` is where the text below the head begins.
    """

    title: str | None = None
    parts: tuple[Part, ...] = ()
    organs: tuple[Organ, ...] = ()
    box: tuple[BoxEntry, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    breaks: tuple[int, ...] = ()
    body: int = 0
    doc_number: str | None = None
    signer: str | None = None
    addressee: str | None = None
    issued_on: str | None = None
    published_on: str | None = None
    index_number: str | None = None
