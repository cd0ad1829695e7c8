"""The frozen records handed from stage to stage.

Offsets are code points, end exclusive. Every record says which text its spans count in: the decoded raw text
("raw") or the cleaned text ("clean"). Numbers are ``Decimal``, never ``float``. Nothing here does any work but
the mapping between the two texts.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: ``start`` inclusive, ``end`` exclusive, in code points of the text its owner names."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        """Say whether the character at ``offset`` lies inside."""
        return self.start <= offset < self.end

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the stretch of ``text``."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a raw file from outside it: the sidecar ``<file name>.yml``.

    ``sha256`` is of the file's bytes; ``url`` and ``taken_on`` (YYYY-MM-DD) are ``None`` where unknown.
    """

    title: str | None
    issuer: str | None
    year: int | None
    url: str | None
    taken_on: str | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A raw file and where it belongs. Region code, year and department slug come from its path, else ``None``."""

    path: Path
    sha256: str
    media_type: str
    record: Record | None = None
    region_code: str | None = None
    year: int | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """A file's decoded text, byte-order mark removed and line ends untouched.

    ``pages`` holds the offset at which each page starts; the first is 0.
    """

    source: Source
    text: str
    encoding: str
    pages: tuple[int, ...] = (0,)

    def page_of(self, offset: int) -> int:
        """Return the number, from 1, of the page that holds the raw ``offset``."""
        return bisect_right(self.pages, offset)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change by a named fix. ``span`` counts in raw.

    ``replacement`` is blanks, a line break or empty; a move leaves it empty and gives ``to``, the raw offset before
    which the piece now stands.
    """

    fix: str
    span: Span
    replacement: str = ""
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Characters that cleaning took away: ``text`` is exactly the raw text at ``span``; ``rule`` says why."""

    text: str
    span: Span
    rule: str


class Severity(StrEnum):
    """How grave a finding is: an error stops publication, a warning is published with its mark."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader or editor should know. ``code`` is stable and documented; ``span`` counts in raw."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """The whole text in right order, one line a block, with the way back to the raw file.

    ``origins[i]`` is the raw offset of ``text[i]``; a blank or line break that cleaning set carries the raw offset
    of the character that follows it. ``joins`` are clean offsets at which a page end was closed up.
    """

    raw: RawText
    text: str
    origins: tuple[int, ...]
    edits: tuple[Edit, ...]
    removed: tuple[Removal, ...]
    findings: tuple[Finding, ...] = ()

    def raw_span(self, span: Span) -> Span:
        """Return the raw span of the first piece of the clean ``span``."""
        return self.raw_spans(span)[0]

    def raw_spans(self, span: Span) -> tuple[Span, ...]:
        """Return the raw pieces of a clean ``span`` in reading order, parted only by a move or a removal."""
        if span.end <= span.start:
            at = self.origins[span.start] if span.start < len(self.origins) else len(self.raw.text)
            return (Span(at, at),)
        pieces: list[Span] = []
        start = last = self.origins[span.start]
        for i in range(span.start + 1, span.end):
            here = self.origins[i]
            if here < last or (here > last + 1 and self.raw.text[last + 1 : here].strip()):
                pieces.append(Span(start, last + 1))
                start = here
            last = here
        pieces.append(Span(start, last + 1))
        return tuple(pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a report says of itself; ``None`` where it does not say. ``issued_on`` is YYYY-MM-DD.

    ``department`` is a slug of the department table; region names are those in force in the report year.
    """

    title: str | None = None
    agency: str | None = None
    region_code: str | None = None
    region_name: str | None = None
    prefecture: str | None = None
    province: str | None = None
    department: str | None = None
    report_year: int | None = None
    doc_number: str | None = None
    signer: str | None = None
    addressee: str | None = None
    issued_on: str | None = None


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


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the clean text (a table: several) and what it is. ``span`` counts in clean, line break left out."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading. ``level`` goes by the kind of mark (一、 1 · （一） 2 · 1. 3 · （1） 4 · ① 5).

    ``span`` (clean) is the heading with its mark, and of a run-in heading the phrase with its full stop.
    ``heading`` is the words after the mark, without closing full stop; ``marker`` is ``None`` where there is none.
    """

    level: int
    marker: str | None
    heading: str
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body prose. ``span`` counts in clean; ``section`` is an index into the report's sections, or ``None``."""

    span: Span
    section: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words, and where they stand (clean)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in the text. ``unit`` is the one given for the whole table (单位：万元). ``span`` counts in clean."""

    caption: str | None
    unit: str | None
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    section: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A cleaned report with its structure."""

    clean: CleanText
    meta: Meta
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]


class Qualifier(StrEnum):
    """How exact a number claims to be (约 approx, 余 at least, 以内 at most)."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as written and as meant: 14.5万元 is raw "14.5", value 145000, unit 元. ``value_max`` of a range only."""

    raw: str
    value: Decimal
    unit: str
    qualifier: Qualifier = Qualifier.EXACT
    value_max: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A quantity with what it counts.

    ``span`` (clean) is the number with 余/万 and unit; ``sentence`` (clean) the sentence around it. ``parent`` is the
    id of the total of which it is a part. ``period`` is "2022" or "2022-03", ``None`` for the report year. ``change``
    is "increase", "decrease" or ``None``; ``kind`` is "result", "target" or "norm". ``rule`` names what found it.
    """

    id: str
    quantity: Quantity
    subject: str
    theme: str
    span: Span
    sentence: Span
    rule: str
    section: int | None = None
    parent: str | None = None
    indicator: str | None = None
    period: str | None = None
    change: str | None = None
    kind: str = "result"


@dataclass(frozen=True, slots=True)
class Number:
    """A run of digits of the raw text and what became of it.

    Exactly one of ``metric`` (an id) and ``rule`` (what set it aside) is given; neither means unexplained.
    """

    span: Span
    metric: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumCheck:
    """The arithmetic under a total: ``parts`` are metric ids; ``holds`` is ``None`` where the parts are not all named."""

    total: str
    parts: tuple[str, ...]
    sum: Decimal
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryPart:
    """One of the four contents a report owes (成效, 不足和原因, 第一责任人, 下一年安排).

    ``told`` is "section", "mention" or "none"; ``section`` (an index) and ``span`` (clean) say where it stands.
    """

    key: str
    label: str
    told: str
    section: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that the pipeline knows of one report."""

    report: Report
    metrics: tuple[Metric, ...] = ()
    numbers: tuple[Number, ...] = ()
    sums: tuple[SumCheck, ...] = ()
    statutory: tuple[StatutoryPart, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def publishable(self) -> bool:
        """Say whether no finding of severity error stands against publication."""
        return all(f.severity is not Severity.ERROR for f in self.findings)


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that could not go on, and the one plain line that says why."""

    path: Path
    message: str
    findings: tuple[Finding, ...] = field(default=())
