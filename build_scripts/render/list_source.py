"""What the pages about many reports are made from: rows of small records, in the order that each page wants.

Whoever holds the reports gives these rows, as a query streams them or from memory. "Newest first" is by year downwards,
then by region code and department; "by address" is by region code, department, year. Figures of one report follow one
another in the order of its text. Only published reports count.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from build_scripts.models import (
    Account,
    Arrival,
    CodeSum,
    CodeTally,
    Count,
    Digest,
    Entry,
    Expected,
    FindingFacets,
    Held,
    ListedFigure,
    ListedFinding,
    Overview,
    Reuse,
    Scope,
    Share,
    TallyKind,
    UnreadPlace,
)

FigureRow = tuple[Entry, ListedFigure]
DigestRow = tuple[Entry, Digest]
AccountRow = tuple[Entry, Account, Sequence[CodeTally]]
FindingRow = tuple[Entry, ListedFinding]
TallyRow = tuple[Entry, CodeTally]
UnreadRow = tuple[Entry, UnreadPlace]


class ListSource(Protocol):
    """Gives the rows of each list. Every call begins anew; nothing is asked twice for one page."""

    def overview(self) -> Overview:
        """Return the counts of all reports."""

    def text_sizes(self, name: str, region: str) -> Sequence[Count]:
        """Return by report year how many reports have a text of that name, and how many bytes these have together.

        They are those of the regions whose code begins with ``region``.
        """

    def newest(self, most: int) -> Iterable[Entry]:
        """Return ``most`` reports, the latest day first; where no day is known, as if on the first of the next year.

        Those of one day by address, the last first.
        """

    def latest(self, scope: Scope, most: int) -> Iterable[Entry]:
        """Return the ``most`` reports of all, a region or a department that came last, by ``latest``, as ``newest``."""

    def entries(self) -> Iterable[Entry]:
        """Return all reports, newest first."""

    def of_ids(self, ids: Iterable[str]) -> Iterable[Entry]:
        """Return the reports with these ids, in their order; those that are not there are left out."""

    def of_region(self, prefix: str) -> Iterable[Entry]:
        """Return the reports whose region code begins with ``prefix``, newest first."""

    def of_year(self, year: int) -> Iterable[Entry]:
        """Return the reports of a year by address."""

    def of_department(self, slug: str) -> Iterable[Entry]:
        """Return the reports of a department, newest first. ``health-cdc`` is none of ``health``'s."""

    def agencies(self) -> Iterable[tuple[str, str]]:
        """Return region code and department of each agency that has a report, in their order."""

    def digests_of_agency(self, region: str, department: str) -> Iterable[DigestRow]:
        """Return the reports of one agency with their digests, newest first."""

    def reuse_of_agency(self, region: str, department: str) -> Iterable[tuple[int, Reuse]]:
        """Return what of each report of an agency stands in others, by its year, newest first."""

    def digests_of_region(self, prefix: str) -> Iterable[DigestRow]:
        """Return the reports whose region code begins with ``prefix`` with their digests, newest first."""

    def of_theme(self, slug: str) -> Iterable[Share]:
        """Return what each report has of a theme, newest report first."""

    def of_indicator(self, slug: str) -> Iterable[FigureRow]:
        """Return the figures of an indicator, newest report first, with their ``quote``."""

    def of_family(self, slug: str) -> Iterable[FigureRow]:
        """Return the figures of a family, newest report first. Their ``quote`` may be ""."""

    def units(self, scope: Scope) -> Sequence[Count]:
        """Return the units of the figures of an indicator or a family, that of most figures first, then by name."""

    def silent(self, slug: str, most: int) -> Iterable[Entry]:
        """Return the first ``most`` reports without a figure of an indicator, newest first."""

    def sums(self) -> Account:
        """Return the accounts of all reports, added up; zeros where there is none."""

    def accounts(self) -> Iterable[AccountRow]:
        """Return each report's account by address, and its tallies of rules: the greatest count first, then by code."""

    def codes(self, kind: TallyKind) -> Sequence[CodeSum]:
        """Return the codes of a kind that occur, each with its first place by address; a finding's by severity too.

        In any order.
        """

    def unread(self, *, tables: bool) -> Iterable[UnreadRow]:
        """Return the numbers, or the tables, that were not read, by address."""

    def findings(self, code: str) -> Iterable[FindingRow]:
        """Return the findings of a code, newest report first; those of one report in the order that it tells them."""

    def tallied(self, kind: TallyKind, code: str) -> Iterable[TallyRow]:
        """Return how often each report has a code, newest report first."""

    def finding_facets(self, code: str) -> FindingFacets:
        """Return what the findings of a code can be chosen by."""

    def arrivals(self) -> Iterable[Arrival]:
        """Return how each report came by address, those that are not published too."""

    def expected(self) -> Sequence[Expected] | None:
        """Return who is expected to report, ``None`` where nobody says it."""

    def held(self) -> Sequence[Held]:
        """Return what is not published: first the reports held back, then those that failed, each by path."""
