"""Which sentences of a report stand in other reports, counted over all reports at once.

SQLite sorts the hashes that digests hold, in a file of its own that is gone afterwards; what follows goes through them
once. So the work grows with the number of sentences, and memory holds the counts of each report and the reports that
say one sentence.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby, pairwise
from operator import itemgetter

from build_scripts.models import COMMON, Address, Alike, Reuse
from build_scripts.store.database import keep, kept, unpack

_MEASURED = "text-reuse"  # under this name: the reports that were measured, as a hash
_COUNTY = 6  # digits of a region code
_ALIKE = 3  # agencies told of one report
_COUNTED = (
    "SELECT r.path, r.made_from, u.path IS NOT NULL FROM reports r LEFT JOIN reuse u USING (path)"
    " WHERE r.fate = 'published' ORDER BY r.path"
)
_DIGESTS = (
    "SELECT r.path, r.region_code, r.department, r.year, t.packed FROM reports r"
    " LEFT JOIN texts t ON t.path = r.path AND t.name = 'digest'"
    " WHERE r.fate = 'published' ORDER BY r.region_code, r.department, r.year"
)


@dataclass(slots=True, eq=False)
class _Told:
    """A report and what was counted of it so far. ``before`` is the agency's report before it."""

    number: int
    path: str
    address: Address
    agency: tuple[str, str]
    county: str
    before: int | None = None
    sentences: int = 0
    common: int = 0
    kept: int = 0
    kept_common: int = 0
    shared: int = 0


# A sentence of a report, by the raw offset where it begins.
_Said = tuple[_Told, int]


def measure_reuse(connection: sqlite3.Connection) -> None:
    """Count anew what of each report stands in others, where any report changed. Inside the caller's transaction.

    One that another run has put in its own place has lost its counts, though it is the same.
    """
    state, is_whole = sha256(), True
    for path, made_from, is_counted in connection.execute(_COUNTED):
        state.update(repr((path, made_from)).encode("utf-8", "surrogatepass"))
        is_whole = is_whole and bool(is_counted)
    if not is_whole or kept(connection, _MEASURED) != state.digest():
        connection.execute("DELETE FROM reuse")
        connection.executemany("INSERT INTO reuse VALUES (?, ?, ?, ?, ?, ?, ?)", _measured(connection))
        keep(connection, _MEASURED, state.digest())


def reuse_of_agency(
    connection: sqlite3.Connection, region: str, department: str
) -> Iterator[tuple[int, Reuse]]:
    """Yield what of each report of an agency stands in others, by its year, the newest first."""
    sql = (
        "SELECT r.year, u.sentences, u.kept, u.common, u.kept_common, u.shared, u.alike"
        " FROM reports r JOIN reuse u USING (path) WHERE r.region_code = ? AND r.department = ? ORDER BY r.year DESC"
    )
    for year, *told in connection.execute(sql, (region, department)):
        yield year, _reuse(connection, told)


def reuse_at(connection: sqlite3.Connection, path: str) -> Reuse | None:
    """Return what of the report at ``path`` stands in others, ``None`` where nothing was counted."""
    sql = "SELECT sentences, kept, common, kept_common, shared, alike FROM reuse WHERE path = ?"
    told = connection.execute(sql, (path,)).fetchone()
    return _reuse(connection, told) if told else None


def counts_at(connection: sqlite3.Connection, path: str) -> Reuse:
    """Return the counts of the report at ``path``, without who says the same. Raises ``KeyError`` before any count."""
    sql = "SELECT sentences, kept, common, kept_common, shared, '[]' FROM reuse WHERE path = ?"
    told = connection.execute(sql, (path,)).fetchone()
    if told is None:
        raise KeyError(path)
    return _reuse(connection, told)


def _reuse(connection: sqlite3.Connection, row: Sequence[object]) -> Reuse:
    sentences, kept_, common, kept_common, shared, alike = row
    return Reuse(
        sentences=int(str(sentences)),
        kept=_number(kept_),
        common=_number(common),
        kept_common=int(str(kept_common)),
        shared=_number(shared),
        alike=tuple(filter(None, (_alike(connection, one) for one in json.loads(str(alike))))),
    )


def _number(cell: object) -> int | None:
    return None if cell is None else int(str(cell))


def _alike(connection: sqlite3.Connection, told: Sequence[object]) -> Alike | None:
    path, sentences, here, there = told
    sql = "SELECT agency, region_code, department, year FROM reports WHERE path = ? AND fate = 'published'"
    for agency, *address in connection.execute(sql, (path,)):
        return Alike(agency, Address(*address), int(str(sentences)), int(str(here)), int(str(there)))
    return None


def _measured(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the table ``reuse``."""
    with closing(sqlite3.connect("", isolation_level=None)) as scratch:
        scratch.execute("PRAGMA journal_mode = OFF")
        scratch.execute("CREATE TABLE said (sentence INTEGER, report INTEGER, place INTEGER)")
        scratch.execute(
            "CREATE TABLE alike (report INTEGER, agency INTEGER, other INTEGER, here INTEGER, there INTEGER)"
        )
        reports = _take(connection, scratch)
        agencies = {agency: number for number, agency in enumerate({one.agency for one in reports})}
        pairs = (
            (one.number, agencies[other.agency], other.number, here, there)
            for group in _groups(scratch, reports)
            for (one, here), (other, there) in _count(group)
        )
        scratch.executemany("INSERT INTO alike VALUES (?, ?, ?, ?, ?)", pairs)
        scratch.execute("CREATE INDEX alike_by_report ON alike (report, agency)")
        counties = _counties(agencies)
        for one in reports:
            yield _row(one, scratch, reports, len(agencies), counties[one.county])


def _take(connection: sqlite3.Connection, scratch: sqlite3.Connection) -> list[_Told]:
    """Put all sentences of all reports where they can be sorted, and return the reports."""
    reports: list[_Told] = []
    for path, region, department, year, packed in connection.execute(_DIGESTS):
        told = json.loads(unpack(packed)) if packed else {"sentences": [], "places": []}
        address, agency = Address(region, department, year), (region, department)
        one = _Told(len(reports), path, address, agency, region[:_COUNTY], sentences=len(told["sentences"]))
        reports.append(one)
        rows = zip(told["sentences"], told["places"], strict=True)
        scratch.executemany(
            "INSERT INTO said VALUES (?, ?, ?)", ((int(said, 16), one.number, place) for said, place in rows)
        )
    for before, after in pairwise(reports):
        after.before = before.number if before.agency == after.agency else None
    return reports


def _groups(scratch: sqlite3.Connection, reports: Sequence[_Told]) -> Iterator[list[_Said]]:
    """Yield who says each sentence that stands in more than one report, by address."""
    rows = scratch.execute("SELECT sentence, report, place FROM said ORDER BY sentence, report")
    for _, same in groupby(rows, itemgetter(0)):
        group = [(reports[number], place) for _, number, place in same]
        if len(group) > 1:
            yield group


def _count(group: Sequence[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Count a sentence of these reports, and yield each that shares it with each other agency of its county, once."""
    is_common = len({told.agency for told, _ in group}) >= COMMON
    numbers = {told.number for told, _ in group}
    for told, _ in group:
        told.common += is_common
        if told.before in numbers:
            told.kept += 1
            told.kept_common += is_common
    if not is_common:
        for _, county in groupby(group, lambda said: said[0].county):
            yield from _shared(list(county))


def _shared(county: Sequence[_Said]) -> Iterator[tuple[_Said, _Said]]:
    agencies = [list(own) for _, own in groupby(county, lambda said: said[0].agency)]
    for own in agencies if len(agencies) > 1 else ():
        for told, place in own:
            told.shared += 1
            for others in agencies:
                if others is not own:
                    yield (told, place), min(others, key=lambda said: _apart(said[0], told))


def _apart(one: _Told, other: _Told) -> int:
    """Return how many years lie between two reports."""
    return abs(one.address.year - other.address.year)


def _counties(agencies: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return how many agencies each county has."""
    found: dict[str, int] = {}
    for region, _ in agencies:
        found[region[:_COUNTY]] = found.get(region[:_COUNTY], 0) + 1
    return found


def _row(
    one: _Told, scratch: sqlite3.Connection, reports: Sequence[_Told], agencies: int, beside: int
) -> tuple[object, ...]:
    # min() picks the row that the other columns come from: https://www.sqlite.org/lang_select.html#bareagg
    sql = (
        "SELECT other, count(*), min(here), there FROM alike WHERE report = ? GROUP BY agency"
        f" ORDER BY 2 DESC, other LIMIT {_ALIKE}"
    )
    alike = [(reports[row[0]].path, *row[1:]) for row in scratch.execute(sql, (one.number,))]
    return (
        one.path,
        one.sentences,
        None if one.before is None else one.kept,
        one.common if agencies >= COMMON else None,
        one.kept_common,
        one.shared if beside > 1 else None,
        json.dumps(alike, ensure_ascii=False),
    )
