"""What is kept of single reports: their files and data, how they stand, and the reports around each."""

import sqlite3
from collections.abc import Container, Iterator

from build_scripts.models import Address, Entry, Fate
from build_scripts.store.database import unpack_text
from build_scripts.store.table_columns import ENTRY, WIDTH, entry_of_row

_BY_ADDRESS = "r.region_code, r.department, r.year"
_MAIN = "printf('reports/%s/%s/%04d/index.md', r.region_code, r.department, r.year)"
_AROUND = 7  # six are shown, and the report itself may be among them


class Reports:
    """The published reports of an open store, one by one, by address."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open store."""
        self._connection = connection

    def published(self) -> Iterator[tuple[str, str, Entry]]:
        """Yield each report's path, what it was made from, and the report as lists tell of it."""
        sql = f"SELECT {ENTRY}, r.path, r.made_from FROM reports r WHERE r.fate = 'published' ORDER BY {_BY_ADDRESS}"
        for row in self._connection.execute(sql):
            yield row[WIDTH], row[WIDTH + 1], entry_of_row(row)

    def published_at(self, path: str) -> tuple[str, str, Entry] | None:
        """Return what ``published`` yields of the report at ``path``, ``None`` where it is not published."""
        sql = f"SELECT {ENTRY}, r.path, r.made_from FROM reports r WHERE r.fate = 'published' AND r.path = ?"
        row = self._connection.execute(sql, (path,)).fetchone()
        return (row[WIDTH], row[WIDTH + 1], entry_of_row(row)) if row else None

    def unsettled(self) -> Iterator[tuple[str, str, Entry]]:
        """Yield, as ``published`` does, the reports whose page says nothing of those around it yet."""
        sql = (
            f"SELECT {ENTRY}, r.path, r.made_from FROM reports r JOIN pages p USING (path)"
            f" WHERE r.fate = 'published' AND p.query = '' AND p.file = {_MAIN} ORDER BY {_BY_ADDRESS}"
        )
        for row in self._connection.execute(sql):
            yield row[WIDTH], row[WIDTH + 1], entry_of_row(row)

    def lines(self, indicator: str) -> Iterator[str]:
        """Yield the lines of an indicator's CSV, by address."""
        sql = (
            "SELECT m.csv FROM reports r CROSS JOIN metrics m ON m.path = r.path"
            f" WHERE r.fate = 'published' AND m.indicator = ? ORDER BY {_BY_ADDRESS}, m.place"
        )
        yield from (str(line) for (line,) in self._connection.execute(sql, (indicator,)))

    def fates(self) -> Iterator[tuple[str, str, Fate, str, str, int, list[tuple[str, int]]]]:
        """Yield of each file, by path: id, fate, message, reason, figures, and how often it has each warning."""
        warnings = (
            "SELECT code, count FROM tallies WHERE path = ? AND kind = 'finding' AND severity = 'warning'"
            " ORDER BY count DESC, code"
        )
        sql = "SELECT path, id, fate, message, reason, figures FROM reports ORDER BY path"
        for path, id_, fate, message, reason, figures in self._connection.execute(sql):
            doubts = self._connection.execute(warnings, (path,)).fetchall()
            yield path, id_ or "", Fate(fate), message, reason, figures, doubts

    def proposals(self) -> Iterator[tuple[str, str]]:
        """Yield the files that have no record, each with the one that its text suggests."""
        yield from self._connection.execute(
            "SELECT path, proposal FROM reports WHERE proposal <> '' ORDER BY path"
        )

    def failed(self) -> Iterator[str]:
        """Yield the paths of what could not go on."""
        sql = "SELECT path FROM reports WHERE fate = 'failed' ORDER BY path"
        yield from (str(path) for (path,) in self._connection.execute(sql))

    def failed_ids(self) -> Iterator[str]:
        """Yield the ids of those that could not go on and have one."""
        sql = "SELECT region_code, department, year FROM reports WHERE fate = 'failed' AND region_code IS NOT NULL"
        yield from (Address(*row).id for row in self._connection.execute(sql))

    def texts_of(self, path: str, leave: Container[str] = ()) -> dict[str, bytes]:
        """Return the files and data of one report by name, but for those to ``leave``, which are not unpacked."""
        sql = "SELECT name, packed FROM texts WHERE path = ?"
        found = self._connection.execute(sql, (path,))
        return {name: unpack_text(name, packed) for name, packed in found if name not in leave}

    def texts(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield the text of that name of each published report that has one, with the report's id."""
        sql = (
            "SELECT r.id, t.packed FROM reports r CROSS JOIN texts t ON t.path = r.path"
            f" WHERE r.fate = 'published' AND t.name = ? ORDER BY {_BY_ADDRESS}"
        )
        yield from (
            (id_, unpack_text(name, packed)) for id_, packed in self._connection.execute(sql, (name,))
        )

    def with_text(self, name: str, year: int = 0) -> Iterator[tuple[str, str]]:
        """Yield the paths of those that ``texts`` gives, each with what it was made from; or those of a year."""
        sql = (
            "SELECT r.path, r.made_from FROM reports r CROSS JOIN texts t ON t.path = r.path"
            f" WHERE r.fate = 'published' AND t.name = ?1 AND (?2 = 0 OR r.year = ?2) ORDER BY {_BY_ADDRESS}"
        )
        yield from self._connection.execute(sql, (name, year))

    def with_places(self, year: int = 0) -> Iterator[tuple[str, str, int, str]]:
        """Yield each published report's path, what it was made from, year and region; or those of a year."""
        sql = (
            "SELECT r.path, r.made_from, r.year, r.region_code FROM reports r"
            f" WHERE r.fate = 'published' AND (?1 = 0 OR r.year = ?1) ORDER BY {_BY_ADDRESS}"
        )
        yield from self._connection.execute(sql, (year,))

    def findings_of(self, path: str) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield code, severity, message, sentence and link of each finding of the report at ``path``."""
        sql = "SELECT code, severity, message, quote, link FROM findings WHERE path = ? ORDER BY place"
        yield from self._connection.execute(sql, (path,))

    def text_at(self, path: str, name: str) -> bytes:
        """Return one text of the report at ``path``, b"" where it has none of that name."""
        sql = "SELECT packed FROM texts WHERE path = ? AND name = ?"
        found = self._connection.execute(sql, (path, name)).fetchone()
        return unpack_text(name, found[0]) if found else b""

    def text(self, id_: str, name: str) -> bytes:
        """Return one text of the report with that id. Raises ``KeyError`` where it has none."""
        sql = (
            "SELECT t.packed FROM reports r JOIN texts t USING (path)"
            " WHERE r.id = ? AND r.fate = 'published' AND t.name = ?"
        )
        found = self._connection.execute(sql, (id_, name)).fetchone()
        if found is None:
            raise KeyError(id_)
        return unpack_text(name, found[0])

    def own(self, entry: Entry) -> Iterator[Entry]:
        """Yield the reports of the same body."""
        place = entry.address
        return self._around("r.region_code = ? AND r.department = ?", place.region, place.department, most=-1)

    def near(self, entry: Entry) -> tuple[Iterator[Entry], ...]:
        """Return the reports of the same department and year: those of the prefecture, of the province, and all."""
        place = entry.address
        kin, values = (
            "r.department = ? AND r.year = ? AND r.region_code <> ?",
            (place.department, place.year, place.region),
        )
        return (
            self._around(
                f"{kin} AND r.province = ? AND r.prefecture = ?", *values, entry.province, entry.prefecture
            ),
            self._around(f"{kin} AND r.province = ?", *values, entry.province),
            self._around(kin, *values),
        )

    def beside(self, entry: Entry) -> Iterator[Entry]:
        """Yield the reports of the same region and year."""
        place = entry.address
        return self._around("r.region_code = ? AND r.year = ?", place.region, place.year)

    def _around(self, where: str, *values: object, most: int = _AROUND) -> Iterator[Entry]:
        sql = (
            f"SELECT {ENTRY} FROM reports r WHERE r.fate = 'published' AND {where}"
            f" ORDER BY {_BY_ADDRESS} LIMIT {most}"
        )
        yield from map(entry_of_row, self._connection.execute(sql, values))
