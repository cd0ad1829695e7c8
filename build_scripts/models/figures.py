"""Quantities, metrics, what became of every number, and all that is known of one report."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from build_scripts.models.document import Report
from build_scripts.models.records import maker, quick
from build_scripts.models.spans import Span
from build_scripts.models.texts import Finding, Severity


class Qualifier(StrEnum):
    """How exact a number claims to be (约 approx, 余 at least, 以内 at most)."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Change(StrEnum):
    """Which way a difference or a growth goes; a level has none."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Kind(StrEnum):
    """What a figure tells: a result, the agency's own target, or a standing norm (每月一次)."""

    RESULT = "result"
    TARGET = "target"
    NORM = "norm"


class Relation(StrEnum):
    """How a figure belongs to its total: a part of it (其中…), or one of the outcomes that exhaust it."""

    PART = "part"
    OUTCOME = "outcome"


class Doubt(StrEnum):
    """What is unsure of one figure: what it counts, its total, its theme, the table or the picture it was read from."""

    SUBJECT_UNSURE = "subject-unsure"
    LINK_UNSURE = "link-unsure"
    THEME_UNSURE = "theme-unsure"
    TABLE_REBUILT = "table-rebuilt"
    OCR = "ocr"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as written and as meant: 14.5万元 is raw "14.5", value 145000, unit 元; ``value_max`` if a range."""

    raw: str
    value: Decimal
    unit: str
    qualifier: Qualifier = Qualifier.EXACT
    value_max: Decimal | None = None


new_quantity = maker(Quantity)


@quick
@dataclass(frozen=True, slots=True)
class Metric:
    """A quantity with what it counts.

    ``span`` (clean) is the number with 余/万 and unit; ``sentence`` (clean) the sentence around it. ``parent`` is the
    id of the total to which it belongs and ``relation`` says how; both are given or neither. ``period`` is "2022" or
    "2022-03", ``None`` for the report year. ``rule`` names what found it. ``family`` is the slug of the broad kind of
    figure, ``indicator`` of the strict one inside it. ``doubts`` say what is unsure of this figure alone, ``evidence``
    names what speaks for its link to its total.
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
    relation: Relation | None = None
    family: str | None = None
    indicator: str | None = None
    period: str | None = None
    change: Change | None = None
    kind: Kind = Kind.RESULT
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[str, ...] = ()


new_metric = maker(Metric)


@quick
@dataclass(frozen=True, slots=True)
class Number:
    """A run of digits of the raw text and what became of it.

    Exactly one of ``metric`` (an id) and ``rule`` (what set it aside) is given; neither means unexplained.
    """

    span: Span
    metric: str | None = None
    rule: str | None = None


new_number = maker(Number)


@dataclass(frozen=True, slots=True, kw_only=True)
class SumCheck:
    """The arithmetic under a total: ``parts`` are metric ids; ``holds`` is ``None`` where not all parts are named."""

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
    """All that the pipeline knows of one report.

    ``others`` is what was read of its files in other formats. Of their figures those are kept that are in this one too,
    with its ids.
    """

    report: Report
    metrics: tuple[Metric, ...] = ()
    numbers: tuple[Number, ...] = ()
    sums: tuple[SumCheck, ...] = ()
    statutory: tuple[StatutoryPart, ...] = ()
    findings: tuple[Finding, ...] = ()
    others: tuple["Result", ...] = ()

    @property
    def publishable(self) -> bool:
        """Say whether no finding of severity error stands against publication."""
        return all(f.severity is not Severity.ERROR for f in self.findings)


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that could not go on, and the one plain line that says why."""

    path: Path
    message: str
    findings: tuple[Finding, ...] = ()
