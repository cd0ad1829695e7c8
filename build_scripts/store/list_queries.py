"""The rows of the pages about many reports, as queries that stream them; ``render.list_source`` says what each is."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from build_scripts.models import (
    Account,
    Address,
    CodeSum,
    CodeTally,
    Count,
    Digest,
    Entry,
    Fate,
    Held,
    Highlight,
    Overview,
    RegionCount,
    Reuse,
    Scope,
    ScopeKind,
    Share,
    TallyKind,
    UnreadPlace,
    parse_digest,
)
from build_scripts.store.database import unpack
from build_scripts.store.doubt_queries import DoubtQueries
from build_scripts.store.figure_queries import FigureQueries
from build_scripts.store.table_columns import (
    ACCOUNT,
    ENTRY,
    TALLY,
    WIDTH,
    Row,
    account_of_row,
    entry_of_row,
    tally_of_row,
)
from build_scripts.store.text_reuse import reuse_of_agency

_BY_ADDRESS = "r.region_code, r.department, r.year"
_NEWEST = f"r.year DESC, {_BY_ADDRESS}"
_PUBLISHED = "r.fate = 'published'"
_LATEST = (
    "CASE r.latest WHEN '' THEN CAST(r.year + 1 AS TEXT) ELSE r.latest END DESC,"
    " r.region_code DESC, r.department DESC, r.year DESC"
)
# The reports of regions whose code begins with the first value, the second is past them. By itself SQLite would look at
# all reports for each region.
_BELOW = f"FROM reports r INDEXED BY reports_by_region WHERE {_PUBLISHED} AND r.region_code >= ? AND r.region_code < ?"
# A report that an earlier run left without one shows as a line alone.
_DIGEST = "(SELECT t.packed FROM texts t WHERE t.path = r.path AND t.name = 'digest')"

DigestRow = tuple[Entry, Digest]
NameOf = Callable[[str, Address | None], str]


class ListQueries(DoubtQueries, FigureQueries):
    """The rows of all lists, out of an open store."""

    def __init__(self, connection: sqlite3.Connection, name_of: NameOf) -> None:
        """Take the store, and what names a report without its text, by its file's path and its address."""
        DoubtQueries.__init__(self, connection)
        FigureQueries.__init__(self, connection)
        self._connection = connection
        self._name_of = name_of
        self._sizes: dict[tuple[str, str], Sequence[Count]] = {}  # asked for by each format of each table

    def overview(self) -> Overview:
        """Return the counts of all reports."""
        return self._overview

    @cached_property
    def _overview(self) -> Overview:
        reports, figures = self._row(f"SELECT count(*), total(figures) FROM reports r WHERE {_PUBLISHED}")
        return Overview(
            reports=int(str(reports)),
            figures=int(float(str(figures))),
            regions=tuple(self._regions()),
            years=tuple(self._counts("CAST(year AS TEXT)", "1 DESC")),
            departments=tuple(self._counts("department", "1")),
            themes=tuple(self._shares("themes/")),
            indicators=tuple(self._shares("indicators/")),
            families=tuple(self._shares("families/")),
        )

    def _regions(self) -> Iterator[RegionCount]:
        # max() picks the row that the other columns come from: https://www.sqlite.org/lang_select.html#bareagg
        sql = f"SELECT {ENTRY}, count(*), max(r.year) FROM reports r WHERE {_PUBLISHED} GROUP BY region_code ORDER BY 1"
        for row in self._ask(sql):
            yield RegionCount(entry_of_row(row), int(str(row[WIDTH])))

    def _counts(self, column: str, order: str) -> Iterator[Count]:
        sql = f"SELECT {column}, count(*) FROM reports r WHERE {_PUBLISHED} GROUP BY 1 ORDER BY {order}"
        for key, count in self._ask(sql):
            yield Count(str(key), int(str(count)))

    def _shares(self, folder: str) -> Iterator[Count]:
        """Yield how many reports have how many figures of each list in ``folder``, by slug."""
        # Only of what is published any share is kept. The first name past the folder's: "0" comes after "/".
        sql = "SELECT list, count(*), sum(figures) FROM shares WHERE list > ? AND list < ? GROUP BY 1 ORDER BY 1"
        for name, reports, figures in self._ask(sql, folder, f"{folder[:-1]}0"):
            yield Count(str(name).removeprefix(folder), int(str(reports)), int(str(figures)))

    def text_sizes(self, name: str, region: str) -> Sequence[Count]:
        """Return by report year how many reports have a text of that name, and how many bytes these have together.

        They are those of the regions whose code begins with ``region``.
        """
        if (name, region) not in self._sizes:
            self._sizes[name, region] = self._text_sizes(name, region)
        return self._sizes[name, region]

    def _text_sizes(self, name: str, region: str) -> Sequence[Count]:
        every = f"FROM reports r WHERE {_PUBLISHED}"
        below, values = (_BELOW, (region, f"{region}:")) if region else (every, ())
        sql = (
            f"SELECT r.year, count(*), total(t.size) FROM (SELECT r.path, r.year {below}) r"
            " CROSS JOIN texts t ON t.path = r.path WHERE t.name = ? GROUP BY 1 ORDER BY 1"
        )
        found = self._ask(sql, *values, name)
        return [Count(str(year), int(str(n)), int(float(str(size)))) for year, n, size in found]

    def newest(self, most: int) -> Iterator[Entry]:
        """Yield ``most`` reports, the latest day first."""
        day = "CASE day WHEN '' THEN CAST(year + 1 AS TEXT) ELSE day END"
        last = "region_code DESC, department DESC, year DESC"
        return self._entries("1", order=f"{day} DESC, {last} LIMIT {most}")

    def latest(self, scope: Scope, most: int) -> Iterator[Entry]:
        """Yield the ``most`` reports of all, a region or a department whose latest day is the last."""
        of = {
            ScopeKind.REGION: _BELOW,
            ScopeKind.DEPARTMENT: f"FROM reports r WHERE {_PUBLISHED} AND r.department = ?",
        }.get(scope.kind, f"FROM reports r WHERE {_PUBLISHED}")
        values = (scope.key, f"{scope.key}:", "")[: of.count("?")]
        sql = f"SELECT {ENTRY} {of} ORDER BY {_LATEST} LIMIT {most}"
        return map(entry_of_row, self._ask(sql, *values))

    def entries(self) -> Iterator[Entry]:
        """Yield all reports, newest first."""
        return self._entries("1")

    def of_ids(self, ids: Iterable[str]) -> Iterator[Entry]:
        """Yield the reports with these ids, in their order; those that are not there are left out."""
        for id_ in ids:
            yield from self._entries("r.id = ?", id_)

    def of_region(self, prefix: str) -> Iterator[Entry]:
        """Yield the reports whose region code begins with ``prefix``, newest first."""
        sql = f"SELECT {ENTRY} {_BELOW} ORDER BY {_NEWEST}"
        return map(entry_of_row, self._ask(sql, prefix, f"{prefix}:"))

    def of_year(self, year: int) -> Iterator[Entry]:
        """Yield the reports of a year by address."""
        return self._entries("r.year = ?", year, order=_BY_ADDRESS)

    def of_department(self, slug: str) -> Iterator[Entry]:
        """Yield the reports of a department, newest first."""
        return self._entries("r.department = ?", slug)

    def of_agency(self, region: str, department: str) -> Iterator[Entry]:
        """Yield the reports of one body, newest first."""
        return self._entries("r.region_code = ? AND r.department = ?", region, department)

    def agencies(self) -> Iterator[tuple[str, str]]:
        """Yield region code and department of each agency that has a report, in their order."""
        sql = f"SELECT DISTINCT region_code, department FROM reports r WHERE {_PUBLISHED} ORDER BY 1, 2"
        for region, department in self._ask(sql):
            yield str(region), str(department)

    def digests_of_agency(self, region: str, department: str) -> Iterator[DigestRow]:
        """Yield the reports of one agency with their digests, newest first."""
        sql = (
            f"SELECT {ENTRY}, {_DIGEST} FROM reports r INDEXED BY reports_by_region"
            f" WHERE {_PUBLISHED} AND r.region_code = ? AND r.department = ? ORDER BY r.year DESC"
        )
        return map(_digest_row, self._ask(sql, region, department))

    def reuse_of_agency(self, region: str, department: str) -> Iterator[tuple[int, Reuse]]:
        """Yield what of each report of an agency stands in others, by its year, newest first."""
        return reuse_of_agency(self._connection, region, department)

    def digests_of_region(self, prefix: str) -> Iterator[DigestRow]:
        """Yield the reports whose region code begins with ``prefix`` with their digests, newest first."""
        sql = f"SELECT {ENTRY}, {_DIGEST} {_BELOW} ORDER BY {_NEWEST}"
        return map(_digest_row, self._ask(sql, prefix, f"{prefix}:"))

    def of_theme(self, slug: str) -> Iterator[Share]:
        """Yield what each report has of a theme, newest report first."""
        sql = (
            f"SELECT {ENTRY}, s.figures, s.shown FROM reports r CROSS JOIN shares s ON s.path = r.path"
            f" WHERE {_PUBLISHED} AND s.list = ? ORDER BY {_NEWEST}"
        )
        for row in self._ask(sql, f"themes/{slug}"):
            figures, first = row[WIDTH:]
            highlights = tuple(Highlight(*one) for one in json.loads(str(first)))
            yield Share(entry_of_row(row), slug, int(str(figures)), highlights)

    def silent(self, slug: str, most: int) -> Iterator[Entry]:
        """Yield the first ``most`` reports without a figure of an indicator, newest first."""
        told = "NOT EXISTS (SELECT 1 FROM metrics m WHERE m.indicator = ? AND m.path = r.path)"
        return self._entries(told, slug, order=f"{_NEWEST} LIMIT {most}")

    def sums(self) -> Account:
        """Return the accounts of all reports, added up."""
        told = ", ".join(f"total(json_extract(account, '$.{name}'))" for name in ACCOUNT)
        row = self._row(f"SELECT {told} FROM reports r WHERE {_PUBLISHED}")
        return account_of_row(tuple(int(float(str(value))) for value in row))

    def accounts(self) -> Iterator[tuple[Entry, Account, Sequence[CodeTally]]]:
        """Yield each report's account by address, and its tallies of rules, the greatest count first."""
        told = ", ".join(f"json_extract(account, '$.{name}')" for name in ACCOUNT)
        rules = f"SELECT {TALLY} FROM tallies t WHERE path = ? AND kind = ? ORDER BY count DESC, code"
        sql = f"SELECT {ENTRY}, {told}, path FROM reports r WHERE {_PUBLISHED} ORDER BY {_BY_ADDRESS}"
        for row in self._ask(sql):
            tallies = self._ask(rules, row[-1], TallyKind.RULE)
            yield entry_of_row(row), account_of_row(row[WIDTH:-1]), [tally_of_row(one) for one in tallies]

    def codes(self, kind: TallyKind) -> Sequence[CodeSum]:
        """Return the codes of a kind that occur, each with its first place by address."""
        sql = (
            "SELECT t.code, t.severity, sum(t.count), count(*),"
            " min(printf('%-9s%-40s%04d', r.region_code, r.department, r.year) || r.path)"
            f" FROM tallies t JOIN reports r USING (path) WHERE {_PUBLISHED} AND t.kind = ? GROUP BY 1, 2"
        )
        first = (
            f"SELECT {ENTRY}, {TALLY} FROM reports r JOIN tallies t USING (path)"
            " WHERE path = ? AND kind = ? AND code = ? AND severity = ?"
        )
        found: list[CodeSum] = []
        for code, severity, count, reports, key in list(self._ask(sql, kind)):
            row = self._row(first, str(key)[53:], kind, code, severity)
            tally = replace(tally_of_row(row[WIDTH:]), count=int(str(count)))
            found.append(CodeSum(entry_of_row(row), tally, int(str(reports))))
        return found

    def unread(self, *, tables: bool) -> Iterator[tuple[Entry, UnreadPlace]]:
        """Yield the numbers, or the tables, that were not read, by address."""
        sql = (
            f"SELECT {ENTRY}, u.words, u.line FROM reports r CROSS JOIN unread u ON u.path = r.path"
            f" WHERE {_PUBLISHED} AND u.is_table = ? ORDER BY {_BY_ADDRESS}, u.place"
        )
        for row in self._ask(sql, tables):
            yield entry_of_row(row), UnreadPlace(str(row[WIDTH]), int(str(row[WIDTH + 1])), is_table=tables)

    def held(self) -> Sequence[Held]:
        """Return what is not published: first the reports held back, then those that failed, each by path."""
        sql = (
            "SELECT path, region_code, department, year, fate, reason FROM reports"
            " WHERE fate <> 'published' ORDER BY fate = 'failed', path"
        )
        found: list[Held] = []
        for path, region, department, year, fate, reason in self._ask(sql):
            address = Address(str(region), str(department), int(str(year))) if region else None
            name = self._name_of(str(path), address)
            found.append(Held(name, str(reason), is_failure=fate == Fate.FAILED))
        return found

    def _entries(self, where: str, *values: object, order: str = _NEWEST) -> Iterator[Entry]:
        sql = f"SELECT {ENTRY} FROM reports r WHERE {_PUBLISHED} AND {where} ORDER BY {order}"
        return map(entry_of_row, self._ask(sql, *values))

    def _ask(self, sql: str, *values: object) -> Iterator[Row]:
        yield from self._connection.execute(sql, values)

    def _row(self, sql: str, *values: object) -> Row:
        row: Row = self._connection.execute(sql, values).fetchone()
        return row


def _digest_row(row: Row) -> DigestRow:
    packed = row[WIDTH]
    return entry_of_row(row), parse_digest(unpack(packed)) if isinstance(packed, bytes) else Digest()
