"""The figures of many reports, list by list; ``render.list_source`` says what each is."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from build_scripts.models import Count, Entry, ListedFigure, Scope, ScopeKind
from build_scripts.store.table_columns import ENTRY, FIGURE, Row, entry_of_row, figure_of_row

_NEWEST = "r.year DESC, r.region_code, r.department, r.year"
_PUBLISHED = "r.fate = 'published'"
# Reports first, in their order, and of each its figures, whatever the planner thinks: so nothing has to be sorted.
_FIGURES = f"SELECT r.path, {FIGURE} FROM reports r CROSS JOIN metrics m"
# By itself SQLite goes through all figures of each report for each family, which takes twice the time.
_INDEXES = {"indicator": "", "family": "INDEXED BY metrics_by_family"}
_FOLDERS = {ScopeKind.INDICATOR: "indicators", ScopeKind.FAMILY: "families"}
_HELD = 16_384  # reports at hand while figures are told, some 1 kB each: each stands in dozens of lists

FigureRow = tuple[Entry, ListedFigure]


class FigureQueries:
    """The figures of all reports, out of an open store that does not change meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the store."""
        self._connection = connection
        self._entry_at = lru_cache(_HELD)(self._find_entry)

    def of_indicator(self, slug: str) -> Iterator[FigureRow]:
        """Yield the figures of an indicator, newest report first, with their sentences."""
        return self._figures("indicator", slug)

    def of_family(self, slug: str) -> Iterator[FigureRow]:
        """Yield the figures of a family, newest report first."""
        return self._figures("family", slug)

    def units(self, scope: Scope) -> Sequence[Count]:
        """Return the units of the figures of an indicator or a family, the one of most figures first."""
        sql = (
            "SELECT m.unit, count(DISTINCT m.path), count(*) FROM shares s"
            f" CROSS JOIN metrics m {_INDEXES[scope.kind]} ON m.path = s.path"
            f" WHERE s.list = ? AND m.{scope.kind} = ? GROUP BY 1 ORDER BY 3 DESC, 1"
        )
        rows = self._connection.execute(sql, (f"{_FOLDERS[scope.kind]}/{scope.key}", scope.key))
        return [Count(str(unit), int(str(reports)), int(str(figures))) for unit, reports, figures in rows]

    def _figures(self, column: str, slug: str) -> Iterator[FigureRow]:
        sql = (
            f"{_FIGURES} {_INDEXES[column]} ON m.path = r.path"
            f" WHERE {_PUBLISHED} AND m.{column} = ? ORDER BY {_NEWEST}, m.place"
        )
        return self._told(self._connection.execute(sql, (slug,)))

    def _told(self, rows: Iterable[Row]) -> Iterator[FigureRow]:
        """Yield the figures of ``rows``, each with its report, of which they hold the path alone."""
        for path, of in groupby(rows, key=itemgetter(0)):
            entry = self._entry_at(str(path))
            for row in of:
                yield entry, figure_of_row(row[1:])

    def _find_entry(self, path: str) -> Entry:
        return entry_of_row(
            self._connection.execute(f"SELECT {ENTRY} FROM reports r WHERE r.path = ?", (path,)).fetchone()
        )
