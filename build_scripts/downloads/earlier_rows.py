"""Rows of a database that stood in the one before: copied from there, which takes a sixth of making them anew."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

_NAME = "earlier"  # of the one before, beside the one that is written
_Ends = tuple[int, ...]  # of each table


@dataclass(frozen=True, slots=True)
class Earlier:
    """A database as it was left at ``file``: its reports in order, each with its key and its rows of each table."""

    file: Path
    reports: Sequence[tuple[str, Sequence[int]]]


class EarlierRows:
    """Copies rows of reports from ``earlier`` into ``connection``, which has tables of the same names.

    Report by report, as they are made: the pages of the tables then follow each other in the same way, and the file has
    the same bytes.
    """

    def __init__(
        self, connection: sqlite3.Connection, tables: Sequence[str], earlier: Earlier | None
    ) -> None:
        """Take the connection, of which no transaction has begun. One that lacks rows or cannot be read gives none."""
        self._connection, self._tables = connection, tables
        self._places: Mapping[str, tuple[_Ends, _Ends]] = {}
        if earlier:
            with suppress(sqlite3.DatabaseError):
                self._places = self._open(earlier)

    def copy(self, key: str) -> _Ends | None:
        """Copy the rows of a report and return how many there are of each table; ``None`` where it is not there.

        Raises ``sqlite3.DatabaseError`` where they cannot be read.
        """
        if key not in self._places:
            return None
        first, end = self._places[key]
        for table, *rows in zip(self._tables, first, end, strict=True):
            named = f"main.{table} SELECT * FROM {_NAME}.{table}"
            self._connection.execute(
                f"INSERT INTO {named} WHERE rowid > ? AND rowid <= ? ORDER BY rowid", rows
            )
        return tuple(after - before for before, after in zip(first, end, strict=True))

    def _open(self, earlier: Earlier) -> Mapping[str, tuple[_Ends, _Ends]]:
        """Return where the rows of each report begin and end."""
        self._connection.execute(f"ATTACH ? AS {_NAME}", (str(earlier.file),))
        none = (0,) * len(self._tables)
        ends = list(accumulate((rows for _, rows in earlier.reports), _sum, initial=none))
        if self._counts() != ends[-1]:
            return {}
        return dict(zip((key for key, _ in earlier.reports), pairwise(ends), strict=True))

    def _counts(self) -> _Ends:
        rows = (self._connection.execute(f"SELECT max(rowid) FROM {_NAME}.{table}") for table in self._tables)
        return tuple(found.fetchone()[0] or 0 for found in rows)


def _sum(one: Sequence[int], other: Sequence[int]) -> _Ends:
    return tuple(a + b for a, b in zip(one, other, strict=True))
