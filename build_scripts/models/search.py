"""A published report as the search sees it: its words, where its sentences are, and what it can be filtered by."""

from dataclasses import dataclass
from decimal import Decimal

from build_scripts.models.records import quick


@quick
@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that a page can be opened at: ``start`` and ``end`` count in the line of that number."""

    line: int
    start: int
    end: int
    anchor: str


@dataclass(frozen=True, slots=True)
class SearchLink:
    """A page that a word leads to: of the ``kind`` 地区, 部门 or 指标; ``url`` counts from the site's root."""

    kind: str
    name: str
    url: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFigure:
    """A figure as a row to be found: ``written`` as in the report, ``anchor`` its row, ``passage`` its sentence.

    ``indicator`` is the name of its indicator, "" where it has none.
    """

    subject: str
    indicator: str = ""
    theme: str
    value: Decimal
    unit: str
    written: str
    anchor: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """All of a report that a query can meet, as a reader sees it; "" where the report does not say.

    ``url`` counts from the site's root. ``issued`` is the date in digits and in words. ``lines`` is the clean text.
    """

    id: str
    url: str
    title: str
    agency: str
    doc_number: str
    signer: str
    issued: tuple[str, ...]
    lines: tuple[str, ...]
    passages: tuple[Passage, ...]
    figures: tuple[SearchFigure, ...]
    year: int
    region_code: str
    place: str
    province: str
    department: str
    themes: tuple[str, ...]
    findings: tuple[str, ...]
    ways: tuple[SearchLink, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the words outside the text that a query can meet; title and agency come first."""
        return (self.title, self.agency, self.doc_number, self.signer, *self.issued)


@dataclass(frozen=True, slots=True)
class SearchPart:
    """What the index needs of one report, and of no other: ``head`` is small, ``body`` has text, words and figures."""

    id: str
    head: bytes
    body: bytes
