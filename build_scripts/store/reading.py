"""Out of the store, row by row: what lists, data files and the search ask for, each in the order it names.

A query holds the rows that its reader has asked for so far and no more.
"""

import json
import sqlite3
from collections.abc import Iterator
from decimal import Decimal

from build_scripts.models import (
    Account,
    Address,
    CodeTally,
    Entry,
    ListedFigure,
    Severity,
    TallyKind,
    UnreadPlace,
)
from build_scripts.store.database import unpack

_ENTRY = (
    "r.region_code, r.department, r.year, r.title, r.agency, r.place, r.province, r.prefecture, r.county, r.day,"
    " r.dated, r.figures, r.doubtful, r.themes"
)
_ENTRY_WIDTH = _ENTRY.count(",") + 1
_FIGURE = (
    "m.id, m.subject, m.written, m.canonical, m.value, m.unit, m.period, m.year, m.theme, m.family, m.indicator,"
    " m.sentence, m.doubts, m.is_exact, m.is_part"
)
_PUBLISHED = "FROM reports r WHERE r.status = 'published'"
BY_ADDRESS = "r.region_code, r.department, r.year"
NEWEST = f"r.year DESC, {BY_ADDRESS}"

Row = tuple[object, ...]


class Reports:
    """The published reports of a store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open store."""
        self._connection = connection

    def count(self, where: str = "1", *values: object) -> int:
        """Return how many reports are published, of those that ``where`` picks."""
        return int(self._one(f"SELECT count(*) {_PUBLISHED} AND {where}", *values))

    def entries(self, where: str = "1", *values: object, order: str = BY_ADDRESS) -> Iterator[Entry]:
        """Yield the reports that ``where`` picks (r is the table), in ``order``."""
        for row in self._ask(f"SELECT {_ENTRY} {_PUBLISHED} AND {where} ORDER BY {order}", *values):
            yield entry_of_row(row)

    def figures(
        self, where: str, *values: object, order: str = f"{NEWEST}, m.place"
    ) -> Iterator[tuple[Entry, ListedFigure]]:
        """Yield the figures that ``where`` picks (m is the table), each with its report and its sentence."""
        sql = (
            f"SELECT {_ENTRY}, {_FIGURE}, s.words FROM metrics m JOIN reports r USING (path)"
            " LEFT JOIN sentences s ON s.path = m.path AND s.anchor = m.sentence"
            f" WHERE r.status = 'published' AND {where} ORDER BY {order}"
        )
        for row in self._ask(sql, *values):
            yield entry_of_row(row[:_ENTRY_WIDTH]), _figure(row[_ENTRY_WIDTH:])

    def accounts(self, order: str = BY_ADDRESS) -> Iterator[tuple[Entry, Account]]:
        """Yield what became of each report's numbers."""
        for row in self._ask(f"SELECT {_ENTRY}, r.account {_PUBLISHED} ORDER BY {order}"):
            yield entry_of_row(row[:_ENTRY_WIDTH]), Account(**json.loads(str(row[_ENTRY_WIDTH])))

    def tallies(self, kind: TallyKind, order: str = BY_ADDRESS) -> Iterator[tuple[Entry, CodeTally]]:
        """Yield how often each report has each code of a kind."""
        sql = (
            f"SELECT {_ENTRY}, t.code, t.severity, t.count, t.words, t.line FROM tallies t JOIN reports r USING (path)"
            f" WHERE r.status = 'published' AND t.kind = ? ORDER BY {order}, t.code"
        )
        for row in self._ask(sql, kind):
            code, severity, count, words, line = row[_ENTRY_WIDTH:]
            yield (
                entry_of_row(row[:_ENTRY_WIDTH]),
                CodeTally(
                    kind=kind,
                    code=str(code),
                    count=_int(count),
                    words=str(words),
                    line=_int(line),
                    severity=Severity(str(severity)) if severity else None,
                ),
            )

    def unread(self, *, tables: bool, order: str = BY_ADDRESS) -> Iterator[tuple[Entry, UnreadPlace]]:
        """Yield the numbers that nothing reads, or the tables that could not be read."""
        sql = (
            f"SELECT {_ENTRY}, u.words, u.line, u.is_table FROM unread u JOIN reports r USING (path)"
            f" WHERE r.status = 'published' AND u.is_table = ? ORDER BY {order}, u.place"
        )
        for row in self._ask(sql, tables):
            words, line, is_table = row[_ENTRY_WIDTH:]
            yield entry_of_row(row[:_ENTRY_WIDTH]), UnreadPlace(str(words), _int(line), bool(is_table))

    def texts(self, name: str, order: str = BY_ADDRESS) -> Iterator[tuple[str, bytes]]:
        """Yield the text of that name of each report that has one, with the report's id."""
        sql = (
            "SELECT r.id, t.packed FROM reports r JOIN texts t USING (path)"
            f" WHERE r.status = 'published' AND t.name = ? ORDER BY {order}"
        )
        for id_, packed in self._ask(sql, name):
            yield str(id_), unpack(packed if isinstance(packed, bytes) else b"")

    def _ask(self, sql: str, *values: object) -> Iterator[Row]:
        yield from self._connection.execute(sql, values)

    def _one(self, sql: str, *values: object) -> int:
        return _int(self._connection.execute(sql, values).fetchone()[0])


def entry_of_row(row: Row) -> Entry:
    """Return the report that a row of the columns of an entry tells of."""
    region, department, year, title, agency, place, province, prefecture, county, day, dated, *rest = row
    figures, doubtful, themes = rest
    address = Address(str(region), str(department), _int(year))
    return Entry(
        address=address,
        url=address.url,
        title=str(title),
        agency=str(agency),
        place=str(place),
        province=str(province),
        prefecture=str(prefecture),
        county=str(county),
        day=str(day),
        dated=str(dated),
        figures=_int(figures),
        doubtful=_int(doubtful),
        themes=tuple(str(themes).split()),
    )


def _figure(row: Row) -> ListedFigure:
    id_, subject, written, canonical, value, unit, period, year, theme, family, *rest = row
    indicator, sentence, doubts, is_exact, is_part, quote = rest
    return ListedFigure(
        id=str(id_),
        subject=str(subject),
        written=str(written),
        canonical=str(canonical),
        value=Decimal(str(value)),
        unit=str(unit),
        period=str(period),
        year=_int(year),
        theme=str(theme),
        family=str(family),
        indicator=str(indicator),
        sentence=str(sentence),
        quote=str(quote or ""),
        doubts=tuple(str(doubts).split()),
        is_exact=bool(is_exact),
        is_part=bool(is_part),
    )


def _int(value: object) -> int:
    return value if isinstance(value, int) else int(str(value))
