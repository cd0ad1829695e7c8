"""Into the store: a report as its conversion left it, all of it or nothing."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from build_scripts.models import CodeTally, Conversion, Entry, Fate, Listed, ListedFigure, Share, UnreadPlace
from build_scripts.models.conversion import RichPage, Surroundings
from build_scripts.store.database import pack, pack_text, page_key
from build_scripts.store.doubt_queries import finding_row

_Row = dict[str, object]

_TABLES = ("metrics", "shares", "tallies", "findings", "unread", "texts")
_LISTS = {"indicator": "indicators", "family": "families"}
_NAMES = (
    "address",
    "title",
    "agency",
    "place",
    "province",
    "county",
)  # what lists of figures tell of a report
_KEY = 16  # digits of a hash, 64 bits: no change is missed by chance


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a conversion was made from: a hash of bytes, record, rules and code, and a stamp of the files' times.

    Where the stamp is the same the files need not be read to know that the key is.
    """

    key: str
    stamp: str


def save(connection: sqlite3.Connection, conversion: Conversion, made_from: MadeFrom) -> None:
    """Put ``conversion`` in the place of what was known of its file. Inside a transaction of the caller's.

    The pages of a report that failed stay as they were: its earlier good ones are still on the site.
    """
    path = conversion.path
    if connection.execute("SELECT 1 FROM reports WHERE path = ?", (path,)).fetchone():
        for table in _TABLES if conversion.fate is Fate.FAILED else (*_TABLES, "pages"):
            connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))
    rows = _rows(conversion.listed, conversion.lines) if conversion.listed else {}
    _insert(
        connection, "reports", [_report(conversion, made_from) | _keys(conversion.listed, rows)], replace=True
    )
    for table, of in rows.items():
        _insert(connection, table, [{"path": path} | row for row in of])
    texts = ((path, name, len(text), pack_text(name, text)) for name, text in conversion.texts.items())
    connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", texts)
    if conversion.address:
        for page in conversion.pages:
            save_page(connection, path, f"{conversion.address.folder}/{page.file}", page)


def save_text(connection: sqlite3.Connection, path: str, name: str, text: bytes) -> None:
    """Keep a text of the report at ``path`` as long as the report is the same."""
    connection.execute(
        "REPLACE INTO texts VALUES (?, ?, ?, ?)", (path, name, len(text), pack_text(name, text))
    )


def save_page(connection: sqlite3.Connection, path: str, file: str, page: RichPage) -> None:
    """Keep a rich page of the report at ``path``; ``file`` is its Markdown below docs/."""
    row = (page_key(page.markdown), path, file, sha256(page.rich).hexdigest(), pack(page.rich))
    connection.execute("REPLACE INTO pages (key, path, file, sha256, packed) VALUES (?, ?, ?, ?, ?)", row)


def surround(connection: sqlite3.Connection, file: str, around: Surroundings) -> None:
    """Let the page whose Markdown is ``file`` say that of the reports around it.

    Its remarks stand on the pages below it too.
    """
    told = "SET links = ?1, query = ?2, notice = ?3"
    sql = f"UPDATE pages {told} WHERE file = ?4 AND (links, query, notice) IS NOT (?1, ?2, ?3)"
    connection.execute(sql, (around.links, around.query, around.notice, file))
    folder = file.removesuffix("index.md")
    remarks = json.dumps(around.remarks, ensure_ascii=False) if around.remarks else ""
    sql = "UPDATE pages SET remarks = ?1 WHERE file >= ?2 AND file < ?3 AND remarks <> ?1"
    connection.execute(sql, (remarks, folder, f"{folder[:-1]}0"))  # "0" comes after "/"


def resolve_addresses(connection: sqlite3.Connection) -> None:
    """Let of two files of one address the first one have it. The other fails, and is tried again at the next run."""
    doubled = connection.execute(
        "SELECT r.path, min(o.path) FROM reports r JOIN reports o ON o.id = r.id AND o.path < r.path"
        " WHERE r.fate <> 'failed' AND o.fate <> 'failed' GROUP BY r.path"
    ).fetchall()
    for path, other in doubled:
        name = PurePosixPath(other).name
        told = f"{path}：与 {name} 是同一地址。一份报告只留一个文件，或在部门后另加一词区分。"
        made = Conversion(path=path, fate=Fate.FAILED, message=told, reason=told)
        save(connection, made, MadeFrom("", ""))


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Drop all that is known of files that are gone."""
    for path in paths:
        for table in (*_TABLES, "pages", "reports"):
            connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def _insert(connection: sqlite3.Connection, table: str, rows: list[_Row], *, replace: bool = False) -> None:
    if rows:
        verb = "REPLACE" if replace else "INSERT"
        names, marks = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
        sql = f"{verb} INTO {table} ({names}) VALUES ({marks})"
        connection.executemany(sql, [tuple(row.values()) for row in rows])


def _report(conversion: Conversion, made_from: MadeFrom) -> _Row:
    address = conversion.address
    told: _Row = {
        "path": conversion.path,
        "made_from": made_from.key,
        "fate": conversion.fate,
        "message": conversion.message,
        "reason": conversion.reason,
        "stamp": made_from.stamp,
        "proposal": conversion.proposal,
    }
    if address:
        told |= {
            "id": address.id,
            "region_code": address.region,
            "department": address.department,
            "year": address.year,
        }
    if conversion.listed:
        told |= _entry(conversion.listed.entry) | {"account": json.dumps(asdict(conversion.listed.account))}
    return told


def _entry(entry: Entry) -> _Row:
    names = (
        "title",
        "agency",
        "place",
        "province",
        "prefecture",
        "county",
        "day",
        "dated",
        "figures",
        "doubtful",
        "latest",
    )
    return {name: getattr(entry, name) for name in names} | {"themes": " ".join(entry.themes)}


def _rows(listed: Listed, lines: Sequence[str]) -> dict[str, list[_Row]]:
    """Return the rows of a report by table, but for its path."""
    metrics = [
        _metric(one, line)
        for one, line in zip(listed.figures, lines, strict=True)
        if one.indicator or one.family
    ]
    return {
        "metrics": [{"place": n} | row for n, row in enumerate(metrics)],
        "shares": _keyed(listed.entry, [*map(_share, listed.shares), *_values(metrics)]),
        "tallies": [_tally(one) for one in listed.tallies],
        "findings": [{"place": n} | finding_row(one) for n, one in enumerate(listed.findings)],
        "unread": [{"place": n} | _unread(one) for n, one in enumerate(listed.unread)],
    }


def _keys(listed: Listed | None, rows: dict[str, list[_Row]]) -> _Row:
    """Return what tells whether the lists that show the report change."""
    if not listed:
        return {}
    return {
        "entry_key": _hash(listed.entry),
        "name_key": _name_key(listed.entry),
        "audit_key": _hash([listed.account, rows["tallies"], rows["findings"], rows["unread"]]),
    }


def _name_key(entry: Entry) -> str:
    return _hash([getattr(entry, name) for name in _NAMES])


def _keyed(entry: Entry, shares: Iterable[_Row]) -> list[_Row]:
    """Return shares with what tells whether their lists change."""
    name = _name_key(entry)
    return [
        share
        | {"key": int(_hash([name, *share.values()]), 16) >> 1, "day": entry.day}  # SQLite's have a sign
        for share in shares
    ]


def _hash(told: object) -> str:
    return _digest(repr(told))


def _digest(told: str) -> str:
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY]


def _share(share: Share) -> _Row:
    first = [[one.id, one.subject, one.written] for one in share.first]
    return {
        "list": f"themes/{share.theme}",
        "figures": share.figures,
        "shown": json.dumps(first, ensure_ascii=False),
    }


def _values(metrics: Iterable[_Row]) -> Iterator[_Row]:
    """Yield what a report has of each indicator, then of each family.

    Where its figures stand among the others makes no difference.
    """
    told = [(row, repr(tuple(row.values()))) for row in metrics]
    for column, name in _LISTS.items():
        found: dict[object, list[str]] = {}
        for row, words in told:
            if row[column]:
                found.setdefault(row[column], []).append(words)
        for slug, of in found.items():
            yield {"list": f"{name}/{slug}", "figures": len(of), "shown": _digest(f"[{', '.join(of)}]")}


def _metric(figure: ListedFigure, line: str) -> _Row:
    names = (
        "id",
        "subject",
        "written",
        "canonical",
        "unit",
        "period",
        "year",
        "theme",
        "family",
        "indicator",
    )
    return {name: getattr(figure, name) for name in names} | {
        "value": f"{figure.value:f}",
        "sentence": figure.sentence,
        "quote": figure.quote,
        "doubts": " ".join(figure.doubts),
        "is_exact": figure.is_exact,
        "is_part": figure.is_part,
        "csv": line if figure.indicator else "",
    }


def _tally(tally: CodeTally) -> _Row:
    return {
        "kind": tally.kind,
        "code": tally.code,
        "severity": tally.severity or "",
        "count": tally.count,
        "words": tally.words,
        "line": tally.line,
    }


def _unread(place: UnreadPlace) -> _Row:
    return {"words": place.words, "line": place.line, "is_table": place.is_table}
