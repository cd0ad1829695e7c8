"""A cleaned report: what each line is, the headings, paragraphs and tables, and what the report says of itself."""

from dataclasses import dataclass
from enum import StrEnum

from build_scripts.models.head import BlockKind
from build_scripts.models.records import quick
from build_scripts.models.spans import Span
from build_scripts.models.texts import CleanText


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a report says of itself; ``None`` where it does not say. Dates are YYYY-MM-DD.

    ``issued_on`` is the 成文日期 or the date at the foot; ``published_on`` and ``index_number`` come from a box of
    particulars or a portal's line. Of joint issuers the first is the ``agency``, the others are ``joint_agencies``.
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
    published_on: str | None = None
    index_number: str | None = None
    joint_agencies: tuple[str, ...] = ()


@quick
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


@quick
@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body prose. ``span`` counts in clean; ``section`` is an index into the report's sections, or ``None``."""

    span: Span
    section: int | None


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words, and where they stand (clean)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in the text. ``unit`` is the one given for the whole table (单位：万元). ``span`` counts in clean.

    ``header`` has one cell a column; where heads stand in several rows, each has the words of all that stand above
    its column (行政处罚 over 警告 gives 行政处罚警告), and ``above`` the rows over the last as they are. ``read`` is
    false where it is not known which head a number stands under: all rows are in ``rows`` then and nothing may be
    named by them. ``rebuilt`` says that its cells stood one a line and were set side by side.
    """

    caption: str | None
    unit: str | None
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    section: int | None = None
    above: tuple[tuple[Cell, ...], ...] = ()
    read: bool = True
    rebuilt: bool = False


class DocumentKind(StrEnum):
    """What a text is: a report or kin of it, or another document, of which no figure is read."""

    REPORT = "report"
    LAW = "law"
    PLAN = "plan"
    NEWS = "news"
    NOTICE = "notice"
    OPENNESS = "openness"
    BUDGET = "budget"
    RECRUITMENT = "recruitment"
    PROCUREMENT = "procurement"
    MINUTES = "minutes"
    SPEECH = "speech"
    QUESTIONS = "questions"
    STANDARD = "standard"
    DECISION = "decision"
    STORY = "story"
    AGREEMENT = "agreement"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A cleaned report with its structure. ``kind_told`` says what tells that it is none, "" where it is one."""

    clean: CleanText
    meta: Meta
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    kind: DocumentKind = DocumentKind.REPORT
    kind_told: str = ""
