"""The counties of a province or prefecture by a figure: only values of one kind, of one department and one year."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from build_scripts.models import Digest, DigestFigure, Entry
from build_scripts.render.escape import escape
from build_scripts.render.names import department_name
from build_scripts.rules.families import families_by_slug
from build_scripts.rules.indicators import load_indicators

TOP = 10
_FEW = 2  # values from which on an order says something
_CODE = 6  # digits of a county's code

_Key = tuple[str, str, str, str]  # family, indicator, unit, department
_Ranked = tuple[Decimal, str, Entry, DigestFigure]


@dataclass(slots=True)
class _Tally:
    """The values of a kind in one year: how many, and the ten greatest."""

    count: int = 0
    top: list[_Ranked] = field(default_factory=list)

    def add(self, entry: Entry, figure: DigestFigure) -> None:
        """Count a value, and keep it where it is among the greatest; of equal ones the first by code."""
        self.count += 1
        insort(self.top, (-figure.number, entry.address.region, entry, figure), key=lambda one: one[:2])
        del self.top[TOP:]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ten greatest of ``count`` values. ``anchor`` is its place on a page."""

    name: str
    department: str
    year: int
    count: int
    rows: tuple[tuple[Entry, DigestFigure], ...]
    anchor: str

    @property
    def group(self) -> str:
        """Return whose values are ranked: whole governments, or one department."""
        return (
            "区县政府整体" if self.department == "government" else f"{department_name(self.department)}部门"
        )


class Rankings:
    """Takes one report after the other; holds ten values of each kind and year."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[_Key, dict[int, _Tally]] = {}

    def add(self, entry: Entry, digest: Digest) -> None:
        """Count the figures of a county's report that can be laid beside others."""
        code = entry.address.region
        if len(code) != _CODE or code.endswith("00"):
            return
        for figure in digest.figures:
            if figure.is_comparable:
                key = figure.family, figure.indicator, figure.unit, entry.address.department
                years = self._found.setdefault(key, {})
                years.setdefault(entry.address.year, _Tally()).add(entry, figure)

    def most_told(self, most: int) -> tuple[Ranking, ...]:
        """Return the rankings of the most values, each of the year that has most, of these the newest."""
        found = sorted(self._rankings(), key=lambda one: (-one.count, one.department, one.anchor))
        return tuple(found[:most])

    def _rankings(self) -> Iterator[Ranking]:
        indicators = {one.slug: one.name for one in load_indicators()}
        families = families_by_slug()
        for (family, indicator, unit, department), years in self._found.items():
            year = max(years, key=lambda one: (years[one].count, one))
            tally = years[year]
            if tally.count >= _FEW and family in families:
                name = indicators.get(indicator, families[family].name)
                rows = tuple((entry, figure) for _, _, entry, figure in tally.top)
                anchor = f"{indicator or family}-{department}"
                named = f"{name}（{unit}）" if unit else name
                yield Ranking(named, department, year, tally.count, rows, anchor)


def render_ranking(ranking: Ranking, root: str) -> str:
    """Return a ranking as a list of numbers: county, agency, value."""
    rows = "".join(_row(entry, figure, root) for entry, figure in ranking.rows)
    return f'<ol class="ranking">\n{rows}</ol>\n'


def _row(entry: Entry, figure: DigestFigure, root: str) -> str:
    at = entry.address
    place = f'<a href="{root}regions/{at.region}/">{escape(entry.county)}</a>'
    value = f'<a href="{escape(root + entry.url)}#{escape(figure.id)}">{escape(figure.written)}</a>'
    told = f"{escape(entry.agency)}，{escape(figure.subject)}"
    return f"<li>{place} <strong>{value}</strong><small>{told}</small></li>\n"
