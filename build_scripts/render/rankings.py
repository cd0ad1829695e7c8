"""The counties of a province or prefecture by a figure: only values of one kind, of one department and one year."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from build_scripts.models import Digest, DigestFigure, Entry, ListedFigure
from build_scripts.render.escape import escape
from build_scripts.render.names import department_name
from build_scripts.rules.families import families_by_slug
from build_scripts.rules.indicators import load_indicators

TOP = 10
WHOLE, OFFICES = "区县政府整体", "部门"
_GOVERNMENT = "government"
_FEW = 2  # values from which on an order says something
_CODE = 6  # digits of a county's code

_Key = tuple[str, str, str, str]  # family, indicator, unit, department
_Figure = DigestFigure | ListedFigure
_Ranked = tuple[Decimal, str, Entry, _Figure]


@dataclass(slots=True)
class Tally:
    """The values of a kind in one year: how many, and the ten greatest."""

    count: int = 0
    top: list[_Ranked] = field(default_factory=list)

    def add(self, value: Decimal, entry: Entry, figure: _Figure) -> None:
        """Count a value, and keep it where it is among the greatest; of equal ones the first by code."""
        self.count += 1
        insort(self.top, (-value, entry.address.region, entry, figure), key=lambda one: one[:2])
        del self.top[TOP:]

    @property
    def rows(self) -> tuple[tuple[Entry, _Figure], ...]:
        """Return the greatest, the first of all first."""
        return tuple((entry, figure) for _, _, entry, figure in self.top)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ten greatest of ``count`` values: ``group`` tells whose, ``anchor`` is its place on a page."""

    name: str
    group: str
    year: int
    count: int
    rows: tuple[tuple[Entry, _Figure], ...]
    anchor: str


def is_county(code: str) -> bool:
    """Say whether a code is a county's: no province's, prefecture's or township's.

    >>> is_county("440704"), is_county("440700"), is_county("440704001")
    (True, False, False)
    """
    return len(code) == _CODE and not code.endswith("00")


class Rankings:
    """Takes one report after the other; holds ten values of each kind and year."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[_Key, dict[int, Tally]] = {}

    def add(self, entry: Entry, digest: Digest) -> None:
        """Count the figures of a county's report that can be laid beside others."""
        if not is_county(entry.address.region):
            return
        for figure in digest.figures:
            if figure.is_comparable:
                key = figure.family, figure.indicator, figure.unit, entry.address.department
                years = self._found.setdefault(key, {})
                years.setdefault(entry.address.year, Tally()).add(figure.number, entry, figure)

    def most_told(self, most: int) -> tuple[Ranking, ...]:
        """Return the rankings of the most values, each of the year that has most, of these the newest."""
        found = sorted(self._rankings(), key=lambda one: (-one.count, one.anchor))
        return tuple(found[:most])

    def _rankings(self) -> Iterator[Ranking]:
        indicators = {one.slug: one.name for one in load_indicators()}
        families = families_by_slug()
        for (family, indicator, unit, department), years in self._found.items():
            year = max(years, key=lambda one: (years[one].count, one))
            tally = years[year]
            if tally.count >= _FEW and family in families:
                name = indicators.get(indicator, families[family].name)
                anchor = f"{indicator or family}-{department}"
                named = f"{name}（{unit}）" if unit else name
                yield Ranking(named, _group(department), year, tally.count, tally.rows, anchor)


def _group(department: str) -> str:
    return WHOLE if department == _GOVERNMENT else department_name(department) + OFFICES


def render_ranking(ranking: Ranking, root: str) -> str:
    """Return a ranking as a list of numbers: county, agency, value."""
    rows = "".join(_row(entry, figure, root) for entry, figure in ranking.rows)
    return f'<ol class="ranking">\n{rows}</ol>\n'


def _row(entry: Entry, figure: _Figure, root: str) -> str:
    at = entry.address
    place = f'<a href="{root}regions/{at.region}/">{escape(entry.county)}</a>'
    value = f'<a href="{escape(root + entry.url)}#{escape(figure.id)}">{escape(figure.written)}</a>'
    told = f"{escape(entry.agency)}，{escape(figure.subject)}"
    return f"<li>{place} <strong>{value}</strong><small>{told}</small></li>\n"
