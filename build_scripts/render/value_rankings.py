"""The greatest values of an indicator in its newest year, which a page shows without scripts: counties alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from build_scripts.models import Entry, ListedFigure
from build_scripts.render.list_source import FigureRow
from build_scripts.render.rankings import OFFICES, WHOLE, Ranking, Tally, is_county

_GOVERNMENT = "government"
_FEW = 3  # values from which on a list of the greatest says something


@dataclass(slots=True)
class ValueRankings:
    """Looks on while rows go by, those of one report together; holds the ten greatest exact values of each year.

    Of a report the greatest value counts. ``newest_day`` is the latest date among the reports, "" where none has one.
    """

    unit: str
    newest_day: str = ""
    _found: dict[tuple[int, bool], Tally] = field(default_factory=dict)
    _best: FigureRow | None = None

    def watch(self, rows: Iterable[FigureRow]) -> Iterator[FigureRow]:
        """Yield ``rows`` as they come, noted."""
        last = None
        for entry, figure in rows:
            if entry.address != last:
                self._close()
                last = entry.address
                self.newest_day = max(self.newest_day, entry.day)
            if self._counts(entry, figure) and (self._best is None or self._best[1].value < figure.value):
                self._best = (entry, figure)
            yield entry, figure
        self._close()

    def _counts(self, entry: Entry, figure: ListedFigure) -> bool:
        at = entry.address
        is_own = figure.is_exact and figure.unit == self.unit and figure.period == f"{at.year}年"
        return is_own and is_county(at.region)

    def _close(self) -> None:
        if self._best:
            entry, figure = self._best
            key = entry.address.year, entry.address.department == _GOVERNMENT
            self._found.setdefault(key, Tally()).add(figure.value, entry, figure)
        self._best = None

    def newest(self) -> tuple[Ranking, ...]:
        """Return the greatest of whole governments and of departments, each of the newest year that has a few."""
        return tuple(self._rankings())

    def _rankings(self) -> Iterator[Ranking]:
        for is_whole in (True, False):
            of = {year: tally for (year, whole), tally in self._found.items() if whole == is_whole}
            year = max((year for year, tally in of.items() if tally.count >= _FEW), default=None)
            if year is not None:
                group, slug = (WHOLE, _GOVERNMENT) if is_whole else (f"区县{OFFICES}", "departments")
                yield Ranking(group, group, year, of[year].count, of[year].rows, f"top-{slug}")
