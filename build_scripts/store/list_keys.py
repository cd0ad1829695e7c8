"""Keys of lists: another key where a list would show something else, found without its rows."""

import sqlite3
from collections.abc import Callable
from functools import cached_property, lru_cache
from hashlib import sha256

from build_scripts.models import Scope, ScopeKind, TallyKind
from build_scripts.store.doubt_queries import LACKING, LATE

_PUBLISHED = "SELECT {} FROM reports r WHERE r.fate = 'published'"
# By itself SQLite looks at all reports for each region.
_BELOW = (
    "SELECT {} FROM reports r INDEXED BY reports_by_region"
    " WHERE r.fate = 'published' AND r.region_code >= ? AND r.region_code < ? ORDER BY 1"
)
_FINDINGS = (
    "SELECT r.name_key, f.* FROM findings f JOIN reports r USING (path)"
    " WHERE r.fate = 'published' AND f.code = ? ORDER BY f.path, f.place"
)
_TALLIES = (
    "SELECT r.name_key, t.* FROM tallies t JOIN reports r USING (path)"
    " WHERE r.fate = 'published' AND t.code = ? ORDER BY t.path, t.kind, t.severity"
)
_ARRIVALS = "SELECT path, region_code, department, year, fate, name_key, day <> '' FROM reports ORDER BY 1"
_HOW = "SELECT path, code, count FROM tallies WHERE kind = ? AND code IN (?, ?) ORDER BY 1, 2"
_ENTRIES = _PUBLISHED.format("r.entry_key")
_ABOUT = (
    "SELECT r.path, r.made_from, u.sentences, u.kept, u.common, u.shared FROM reports r LEFT JOIN reuse u USING (path)"
    " WHERE r.fate = 'published'"
)
_ABOUT_BELOW = f"{_ABOUT} AND r.region_code >= ? AND r.region_code < ? AND ? IN ('', r.year) ORDER BY 1"
_ROWS = 1000  # held and told at once, which takes half the time of one by one
_HELD = 64  # hashes of scopes at hand
_Way = Callable[[str], bytes]
# Of each list of figures: the sum of the hashes of what reports have of it, each with the name that it is told by, and
# the newest of their days. Hashes are added up in halves, for a sum has 64 bits.
_SHARES = "SELECT list, count(*), sum(key >> 32), sum(key & 0xFFFFFFFF), max(day) FROM shares GROUP BY 1"


class ListKeys:
    """The keys of all lists, out of an open store that does not change meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the store."""
        self._connection = connection
        # Of the scopes that are asked for again, all reports and those of a year, there are few.
        self._rows_of = lru_cache(_HELD)(lambda scope: self._ways[scope.kind](scope.key))
        self._ways: dict[ScopeKind, _Way] = {
            ScopeKind.ALL: lambda _: self._hash(f"{_ENTRIES} ORDER BY 1"),
            ScopeKind.REGION: lambda key: self._region("r.entry_key, r.made_from", key),
            ScopeKind.AGENCY: self._agency,
            ScopeKind.YEAR: lambda key: self._hash(f"{_ENTRIES} AND r.year = ? ORDER BY 1", int(key)),
            ScopeKind.DEPARTMENT: lambda key: self._hash(f"{_ENTRIES} AND r.department = ? ORDER BY 1", key),
            ScopeKind.THEME: lambda key: self._share(f"themes/{key}"),
            ScopeKind.INDICATOR: lambda key: self._names + self._share(f"indicators/{key}"),
            ScopeKind.FAMILY: lambda key: self._share(f"families/{key}"),
            ScopeKind.AUDIT: lambda _: self._audit(),
            ScopeKind.ARRIVALS: lambda _: (
                self._hash(_ARRIVALS) + self._hash(_HOW, TallyKind.FINDING, LATE, LACKING)
            ),
            ScopeKind.FINDING: lambda key: self._hash(_FINDINGS, key),
            ScopeKind.DOUBT: lambda key: self._hash(_TALLIES, key),
            ScopeKind.DATA: self._data,
            ScopeKind.DATA_ABOUT: lambda year: self._data(year, _ABOUT),
            ScopeKind.DATA_REGION: self._data_below,
        }

    def of(self, scope: Scope, *told: object) -> str:
        """Return the key of a list of these rows that shows ``told`` besides, of which the ``repr`` counts."""
        return sha256(self._rows_of(scope) + repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    def _data(self, year: str, rows: str = _PUBLISHED.format("r.path, r.made_from")) -> bytes:
        where, values = ("AND r.year = ?", [int(year)]) if year else ("", [])
        return self._hash(f"{rows} {where} ORDER BY 1", *values)

    def _data_below(self, key: str) -> bytes:
        prefix, year = key.split("/")
        return self._hash(_ABOUT_BELOW, prefix, f"{prefix}:", int(year) if year else "")

    def _region(self, columns: str, prefix: str) -> bytes:
        return self._hash(_BELOW.format(columns), prefix, f"{prefix}:")

    def _agency(self, key: str) -> bytes:
        columns = _PUBLISHED.format("r.entry_key, r.made_from")
        return self._hash(f"{columns} AND r.region_code = ? AND r.department = ? ORDER BY 1", *key.split("/"))

    def _share(self, name: str) -> bytes:
        return repr(self._shares.get(name)).encode()

    @cached_property
    def _shares(self) -> dict[str, list[object]]:
        """What tells of each list of figures what its reports have of it, read in one go: some two hundred lists."""
        return {str(name): told for name, *told in self._connection.execute(_SHARES)}

    @cached_property
    def _names(self) -> bytes:
        """By what name each report is told, the silent ones of a list too."""
        return self._hash(f"{_PUBLISHED.format('r.name_key')} ORDER BY r.path")

    def _audit(self) -> bytes:
        held = "SELECT path, id, fate, reason FROM reports WHERE fate <> 'published' ORDER BY 1"
        return self._hash(f"{_PUBLISHED.format('r.entry_key, r.audit_key')} ORDER BY 1") + self._hash(held)

    def _hash(self, sql: str, *values: object) -> bytes:
        whole, found = sha256(), self._connection.execute(sql, values)
        while rows := found.fetchmany(_ROWS):
            whole.update(repr(rows).encode("utf-8", "surrogatepass"))
        return whole.digest()
