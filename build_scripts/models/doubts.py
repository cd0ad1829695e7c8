"""What the pages of findings tell: a finding with its sentence and its arithmetic, what findings are chosen by."""

from dataclasses import dataclass

from build_scripts.models.texts import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """A total that its parts do not make, each value with thousands parted: 60, 20 + 30, 50, 10."""

    total: str
    parts: str
    sum: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFinding:
    """A finding of a report as a row of a list, in words ready but for escaping.

    ``quote`` is the sentence it speaks of, of a long one what stands around the place, "" where it speaks of none.
    ``link`` leads there from the report's page: #m-12, #s-10, original/#L3; "" where it speaks of the whole report.
    """

    code: str
    severity: Severity
    message: str
    quote: str = ""
    link: str = ""
    arithmetic: Arithmetic | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that findings can be chosen by, its name as far as the store has one, and how many have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacets:
    """What the findings of one code can be chosen by: years newest first, provinces (two digits), departments."""

    years: tuple[Facet, ...]
    provinces: tuple[Facet, ...]
    departments: tuple[Facet, ...]
