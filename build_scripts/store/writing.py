"""Into the store: a report as its conversion left it, all of it or nothing."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256

from build_scripts.models import CodeTally, Conversion, Entry, Listed, ListedFigure, Status, UnreadPlace
from build_scripts.store.database import pack, page_key

_TABLES = ("metrics", "sentences", "tallies", "unread", "texts")


def save(connection: sqlite3.Connection, conversion: Conversion, made_from: str) -> None:
    """Put ``conversion`` in the place of what was known of its file. Inside a transaction of the caller's.

    The pages of a report that failed stay as they were: its earlier good ones are still on the site.
    """
    path = conversion.path
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))
    _insert(connection, "reports", [_report(conversion, made_from)], replace=True)
    if conversion.listed:
        _save_listed(connection, path, conversion.listed)
    texts = ((path, name, pack(text)) for name, text in conversion.texts.items())
    connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", texts)
    if conversion.status is not Status.FAILED:
        connection.execute("DELETE FROM pages WHERE path = ?", (path,))


def save_page(connection: sqlite3.Connection, path: str, file: str, markdown: str, page: bytes) -> None:
    """Keep the rich page that is shown in the place of ``markdown`` (without front matter), the file ``file``."""
    connection.execute("DELETE FROM pages WHERE file = ?", (file,))
    row = (page_key(markdown), path, file, sha256(page).hexdigest(), pack(page))
    connection.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)", row)


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Drop all that is known of files that are gone."""
    for path in paths:
        for table in (*_TABLES, "pages", "reports"):
            connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def _insert(
    connection: sqlite3.Connection, table: str, rows: list[dict[str, object]], *, replace: bool = False
) -> None:
    if rows:
        verb = "REPLACE" if replace else "INSERT"
        names, marks = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
        sql = f"{verb} INTO {table} ({names}) VALUES ({marks})"
        connection.executemany(sql, [tuple(row.values()) for row in rows])


def _report(conversion: Conversion, made_from: str) -> dict[str, object]:
    address = conversion.address
    told: dict[str, object] = {
        "path": conversion.path,
        "made_from": made_from,
        "status": conversion.status,
        "message": conversion.message,
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


def _entry(entry: Entry) -> dict[str, object]:
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
    )
    return {name: getattr(entry, name) for name in names} | {"themes": " ".join(entry.themes)}


def _save_listed(connection: sqlite3.Connection, path: str, listed: Listed) -> None:
    figures = enumerate(listed.figures)
    _insert(connection, "metrics", [{"path": path, "place": n} | _metric(one) for n, one in figures])
    quotes = {one.sentence: one.quote for one in listed.figures if one.sentence}
    sentences: list[dict[str, object]] = [
        {"path": path, "anchor": anchor, "words": words} for anchor, words in quotes.items()
    ]
    _insert(connection, "sentences", sentences)
    _insert(connection, "tallies", [{"path": path} | _tally(one) for one in listed.tallies])
    unread = enumerate(listed.unread)
    _insert(connection, "unread", [{"path": path, "place": n} | _unread(one) for n, one in unread])


def _metric(figure: ListedFigure) -> dict[str, object]:
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
        "doubts": " ".join(figure.doubts),
        "is_exact": figure.is_exact,
        "is_part": figure.is_part,
    }


def _tally(tally: CodeTally) -> dict[str, object]:
    return {
        "kind": tally.kind,
        "code": tally.code,
        "severity": tally.severity or "",
        "count": tally.count,
        "words": tally.words,
        "line": tally.line,
    }


def _unread(place: UnreadPlace) -> dict[str, object]:
    return {"words": place.words, "line": place.line, "is_table": place.is_table}
