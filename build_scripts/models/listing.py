"""What pages about many reports tell of each one: a line of a list, its figures, what became of its numbers.

These records hold words for readers, ready but for escaping: entities are decoded. Nothing leads back to the whole
report, so that lists are made without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from build_scripts.models.address import Address
from build_scripts.models.doubts import ListedFinding
from build_scripts.models.records import carried, quick
from build_scripts.models.texts import Severity

_HIGHLIGHTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A published report as a line of a list. ``url`` counts from the site's root; ``themes`` are slugs.

    ``day`` is the date of the report, else of its publication, "" where neither is known; ``dated`` tells it in words.
    ``latest`` is the last of the days known of it: issued, published, or taken for this site; "" where none is.
    """

    address: Address
    url: str
    title: str
    agency: str
    place: str
    province: str
    prefecture: str
    county: str
    day: str
    dated: str
    figures: int
    doubtful: int
    themes: tuple[str, ...] = ()
    latest: str = ""

    @property
    def by(self) -> str:
        """Return who issued the report where its title does not say so, else ""."""
        return "" if self.agency in self.title else self.agency

    @property
    def county_alone(self) -> str:
        """Return the county without its prefecture: 江海区; the prefecture where the report is its own."""
        return self.county.removeprefix(self.prefecture) or self.county


@carried
@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFigure:
    """A figure as a list of many reports' figures shows it.

    ``written`` keeps the report's words (200余期), ``canonical`` is value and unit (145,000元), ``period`` is told in
    words and ``year`` is the one it speaks of. ``theme``, ``family`` and ``indicator`` are slugs, "" where it has none.
    ``sentence`` is the anchor of its sentence; ``quote`` its words, of one too long the beginning: "" where no figure
    of the sentence has an indicator, for no other list shows it. ``doubts`` are codes. ``is_exact`` is false of 约, 余,
    以内 and of a range; ``is_part`` says that it belongs to a total of the same report.
    """

    id: str
    subject: str
    written: str
    canonical: str
    value: Decimal
    unit: str
    period: str
    year: int
    theme: str
    family: str = ""
    indicator: str = ""
    sentence: str = ""
    quote: str = ""
    doubts: tuple[str, ...] = ()
    is_exact: bool = True
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Highlight:
    """A figure by name, where a list gives a few of many: its anchor, and the words for it."""

    id: str
    subject: str
    written: str


@dataclass(frozen=True, slots=True)
class Share:
    """What a report has of a theme: how many figures, and the first three; parts of totals where nothing else is."""

    entry: Entry
    theme: str
    figures: int
    first: tuple[Highlight, ...]


class ScopeKind(StrEnum):
    """What the rows of a list have in common."""

    ALL = "all"  # every report
    REGION = "region"
    AGENCY = "agency"  # the reports of one agency: 440704/health
    YEAR = "year"
    DEPARTMENT = "department"
    THEME = "theme"
    INDICATOR = "indicator"
    FAMILY = "family"
    AUDIT = "audit"  # every report with what became of its numbers, and what is not published
    FINDING = "finding"  # the findings of one code
    ARRIVALS = "arrivals"  # how each report came, and how many of the contents owed it lacks
    DOUBT = "doubt"  # the reports with figures of which one thing is unsure, or with a finding that is but counted
    DATA = "data"  # every report with all its data, or those of a year
    DATA_ABOUT = "data-about"  # the same, with how much of each stands in others
    DATA_REGION = "data-region"  # and of those of a province alone, or of a year of it: 44/, 44/2023


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of a list: ``key`` is the beginning of region codes, a year, a slug; "" where all reports count."""

    kind: ScopeKind
    key: str = ""


class TallyKind(StrEnum):
    """What a tally counts in one report."""

    RULE = "rule"  # numbers that a rule set aside
    DOUBT = "doubt"  # figures of which something is unsure
    FINDING = "finding"


@carried
@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTally:
    """How often a report has one code. ``words`` and ``line`` (of the original, from 1) are its first place.

    ``severity`` is given for findings alone.
    """

    kind: TallyKind
    code: str
    count: int
    words: str
    line: int
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class UnreadPlace:
    """A number that nothing reads, or a table (``is_table``) that could not be read: its words and its raw line."""

    words: str
    line: int
    is_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of the numbers of one report's text. ``figures`` are the rows of its table.

    A range and a number cut by blanks are ``joined``, several numbers in one row; of a number told of two things the
    rows after the first are ``shared``. So ``figures`` is ``in_figures`` less ``joined`` and ``shared`` more.
    """

    total: int
    in_figures: int
    left_out: int
    unread: int
    figures: int
    joined: int
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """All that the pages about many reports need of one: enough to make each list without the report itself."""

    entry: Entry
    account: Account
    figures: tuple[ListedFigure, ...] = ()
    tallies: tuple[CodeTally, ...] = ()
    unread: tuple[UnreadPlace, ...] = ()
    findings: tuple[ListedFinding, ...] = ()

    @property
    def shares(self) -> tuple[Share, ...]:
        """Return what the report has of each theme, in the order of their first figures."""
        found: dict[str, list[ListedFigure]] = {}
        for figure in self.figures:
            if figure.theme:
                found.setdefault(figure.theme, []).append(figure)
        return tuple(Share(self.entry, theme, len(of), _first(of)) for theme, of in found.items())


def _first(figures: Sequence[ListedFigure]) -> tuple[Highlight, ...]:
    tops = [figure for figure in figures if not figure.is_part] or figures
    return tuple(Highlight(one.id, one.subject, one.written) for one in tops[:_HIGHLIGHTS])


@dataclass(frozen=True, slots=True)
class Count:
    """How many reports one key has, and how many figures of it; the key is a year, or a slug."""

    key: str
    reports: int
    figures: int = 0


@dataclass(frozen=True, slots=True)
class RegionCount:
    """How many reports a region has of its own; ``newest`` is the newest of them, which names it."""

    newest: Entry
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What there is, counted: what all reports can be chosen by. Only published reports count.

    ``regions`` go by code, ``years`` newest first, the others by slug; what has no report may be left out.
    """

    reports: int
    figures: int
    regions: tuple[RegionCount, ...] = ()
    years: tuple[Count, ...] = ()
    departments: tuple[Count, ...] = ()
    themes: tuple[Count, ...] = ()
    indicators: tuple[Count, ...] = ()
    families: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSum:
    """How often a code occurs in all reports: ``tally`` has the count of all, and the first place, in ``entry``."""

    entry: Entry
    tally: CodeTally
    reports: int


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is not published, or not anew: its name in words, and why; never the words found in it."""

    name: str
    reason: str
    is_failure: bool = False
