"""Which sentences of a report stand in other reports, counted over all reports at once; ``sentence_counts`` counts."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from build_scripts.models import COMMON, Address, Alike, Reuse
from build_scripts.models.digest import HASH_BYTES, PLACE_BYTES, SAID
from build_scripts.store.database import keep, kept
from build_scripts.store.sentence_counts import Numbers, Sentences, count_sentences

_MEASURED = "text-reuse"  # under this name: the reports that were measured, as a hash
_COUNTY = 6  # digits of a region code
_COUNTED = (
    "SELECT r.path, r.made_from, u.path IS NOT NULL FROM reports r LEFT JOIN reuse u USING (path)"
    " WHERE r.fate = 'published' ORDER BY r.path"
)
# Only what is another count is written: of ten thousand reports one that changes concerns some dozens.
_COUNTS = (
    "INSERT INTO reuse VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
    " (sentences, kept, common, kept_common, shared, alike)"
    " = (excluded.sentences, excluded.kept, excluded.common, excluded.kept_common, excluded.shared, excluded.alike)"
    " WHERE (sentences, kept, common, kept_common, shared, alike) IS NOT"
    " (excluded.sentences, excluded.kept, excluded.common, excluded.kept_common, excluded.shared, excluded.alike)"
)
_NOT_COUNTED = "DELETE FROM reuse WHERE path NOT IN (SELECT path FROM reports WHERE fate = 'published')"
_SAID = (
    "SELECT r.path, r.region_code, r.department, r.year, t.packed FROM reports r"
    " LEFT JOIN texts t ON t.path = r.path AND t.name = ?"
    " WHERE r.fate = 'published' ORDER BY r.region_code, r.department, r.year"
)


@dataclass(frozen=True, slots=True)
class _Report:
    path: str
    agency: tuple[str, str]
    county: str
    year: int
    sentences: int


def measure_reuse(connection: sqlite3.Connection) -> None:
    """Count anew what of each report stands in others, where any report changed. Inside the caller's transaction.

    One that another run has put in its own place has lost its counts, though it is the same.
    """
    state, is_whole = sha256(), True
    for path, made_from, is_counted in connection.execute(_COUNTED):
        state.update(repr((path, made_from)).encode("utf-8", "surrogatepass"))
        is_whole = is_whole and bool(is_counted)
    if not is_whole or kept(connection, _MEASURED) != state.digest():
        connection.execute(_NOT_COUNTED)
        connection.executemany(_COUNTS, _measured(connection))
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
    reports: list[_Report] = []
    hashes, places = bytearray(), bytearray()
    for path, region, department, year, said in connection.execute(_SAID, (SAID,)):
        count = len(said or b"") // (HASH_BYTES + PLACE_BYTES)
        reports.append(_Report(path, (region, department), region[:_COUNTY], year, count))
        if said:
            hashes += said[: count * HASH_BYTES]
            places += said[count * HASH_BYTES :]
    beside = Counter(region[:_COUNTY] for region, _ in {one.agency for one in reports})
    counted = count_sentences(_sentences(reports, hashes, places))
    for before, one, of in zip([None, *reports], reports, counted, strict=False):
        yield (
            one.path,
            one.sentences,
            of.kept if before and before.agency == one.agency else None,
            of.common if beside.total() >= COMMON else None,
            of.kept_common,
            of.shared if beside[one.county] > 1 else None,
            json.dumps([(reports[other].path, *told) for other, *told in of.alike], ensure_ascii=False),
        )


def _sentences(reports: Sequence[_Report], hashes: bytearray, places: bytearray) -> Sentences:
    wide = np.zeros((len(hashes) // HASH_BYTES, 8), np.uint8)
    wide[:, -HASH_BYTES:] = np.frombuffer(hashes, np.uint8).reshape(-1, HASH_BYTES)
    return Sentences(
        hashes=wide.view(">i8").ravel().astype(np.int64),
        report=np.repeat(
            np.arange(len(reports), dtype=np.int32), np.array([one.sentences for one in reports], np.int64)
        ),
        place=np.frombuffer(places, f"<u{PLACE_BYTES}").astype(np.int32),
        agency=_numbers(one.agency for one in reports),
        county=_numbers(one.county for one in reports),
        year=np.array([one.year for one in reports], np.int32),
    )


def _numbers(told: Iterable[object]) -> Numbers:
    """Return values, of which the same follow one another, as ascending numbers."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(one, len(known)) for one in told], np.int32)
