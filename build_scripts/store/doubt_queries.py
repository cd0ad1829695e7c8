"""The rows of the pages of findings and of completeness; ``render.list_source`` says what each is."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict

from build_scripts.models import (
    Address,
    Arithmetic,
    Arrival,
    CodeTally,
    Entry,
    Expected,
    Facet,
    Fate,
    FindingFacets,
    ListedFinding,
    Severity,
    TallyKind,
)
from build_scripts.store.database import keep, kept
from build_scripts.store.table_columns import ENTRY, TALLY, WIDTH, Row, entry_of_row, tally_of_row

_BY_ADDRESS = "r.region_code, r.department, r.year"
_NEWEST = f"r.year DESC, {_BY_ADDRESS}"
_PUBLISHED = "r.fate = 'published'"
_FINDING = "f.code, f.severity, f.message, f.quote, f.link, f.arithmetic"
_OF_CODE = f"FROM findings f JOIN reports r USING (path) WHERE {_PUBLISHED} AND f.code = ?"
_EXPECTED = "expected"
LATE, LACKING = "late-publication", "missing-required-part"  # findings that tell how a report came


def finding_row(finding: ListedFinding) -> dict[str, object]:
    """Return a finding as its columns, but for path and place."""
    arithmetic = finding.arithmetic
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "quote": finding.quote,
        "link": finding.link,
        "arithmetic": json.dumps(asdict(arithmetic), ensure_ascii=False) if arithmetic else "",
    }


def _finding_of_row(row: Row) -> ListedFinding:
    code, severity, message, quote, link, arithmetic = map(str, row)
    return ListedFinding(
        code=code,
        severity=Severity(severity),
        message=message,
        quote=quote,
        link=link,
        arithmetic=Arithmetic(**json.loads(arithmetic)) if arithmetic else None,
    )


def keep_expected(connection: sqlite3.Connection, rows: tuple[Expected, ...] | None) -> bool:
    """Keep who is expected to report, ``None`` where nobody says it; say whether that is new."""
    told = b"" if rows is None else json.dumps([list(_fields(one)) for one in rows]).encode()
    is_new = (kept(connection, _EXPECTED) or b"") != told
    if is_new:
        keep(connection, _EXPECTED, told)
    return is_new


def _fields(one: Expected) -> tuple[object, ...]:
    return one.region, one.department, one.first, one.last


class DoubtQueries:
    """The findings of all reports and how each came, out of an open store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the store."""
        self._store = connection

    def findings(self, code: str) -> Iterator[tuple[Entry, ListedFinding]]:
        """Yield the findings of a code, newest report first, those of one in the order that it tells them."""
        sql = f"SELECT {ENTRY}, {_FINDING} {_OF_CODE} ORDER BY {_NEWEST}, f.place"
        for row in self._store.execute(sql, (code,)):
            yield entry_of_row(row), _finding_of_row(row[WIDTH:])

    def tallied(self, kind: TallyKind, code: str) -> Iterator[tuple[Entry, CodeTally]]:
        """Yield how often each report has a code, newest report first."""
        sql = (
            f"SELECT {ENTRY}, {TALLY} FROM reports r JOIN tallies t USING (path)"
            f" WHERE {_PUBLISHED} AND t.kind = ? AND t.code = ? ORDER BY {_NEWEST}, t.severity"
        )
        for row in self._store.execute(sql, (kind, code)):
            yield entry_of_row(row), tally_of_row(row[WIDTH:])

    def finding_facets(self, code: str) -> FindingFacets:
        """Return what the findings of a code can be chosen by."""
        return FindingFacets(
            years=self._facets("CAST(r.year AS TEXT)", "''", code, "1 DESC"),
            provinces=self._facets("substr(r.region_code, 1, 2)", "max(r.province)", code, "1"),
            departments=self._facets("r.department", "''", code, "1"),
        )

    def _facets(self, value: str, name: str, code: str, order: str) -> tuple[Facet, ...]:
        sql = f"SELECT {value}, {name}, count(*) {_OF_CODE} GROUP BY 1 ORDER BY {order}"
        found = self._store.execute(sql, (code,))
        return tuple(Facet(str(value), str(name), int(count)) for value, name, count in found)

    def arrivals(self) -> Iterator[Arrival]:
        """Yield how each report came by address, those that are not published too."""
        count = "(SELECT total(count) FROM tallies t WHERE t.path = r.path AND t.kind = ? AND t.code = ?)"
        sql = (
            f"SELECT {ENTRY}, r.fate, {count}, {count} FROM reports r WHERE r.region_code IS NOT NULL"
            f" ORDER BY {_BY_ADDRESS}"
        )
        kind = TallyKind.FINDING
        for row in self._store.execute(sql, (kind, LATE, kind, LACKING)):
            fate, late, missing = row[WIDTH:]
            yield Arrival(
                address=Address(str(row[0]), str(row[1]), int(str(row[2]))),
                entry=entry_of_row(row) if fate == Fate.PUBLISHED else None,
                is_late=late > 0,
                missing=int(missing),
            )

    def expected(self) -> tuple[Expected, ...] | None:
        """Return who is expected to report, ``None`` where nobody says it."""
        told = kept(self._store, _EXPECTED)
        return tuple(Expected(*one) for one in json.loads(told)) if told else None
