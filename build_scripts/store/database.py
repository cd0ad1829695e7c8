"""The store: one SQLite file between each report's own stages and all that speaks of many reports.

A store is whole at every moment: what belongs together is written in one transaction, so that a run that is killed
leaves the last good state. A file that is damaged, or that another version or program made, is set aside and made anew.
"""

import json
import os
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import cast

from isal import isal_zlib

from build_scripts.models.conversion import AROUND, COMPARED, CORRECTED

_SCHEMA = Path(__file__).with_name("schema.sql")
_APPLICATION = 0x46_5A_42_47  # "FZBG", in SQLite's field for the program a file belongs to
# Fast, for pages are packed and unpacked far more often than kept for long. isal does it in a third of zlib's time.
_PACKING = 1
# What is raised where packed bytes are damaged.
PackedError = cast("type[Exception]", isal_zlib.error)
# How the names of texts begin that are kept as they are. Parts of the index, rows of the workbook and pictures are
# packed inside; of prose packing takes away but a half, 30 kB a report, and a third of the time of packing everything.
_AS_THEY_ARE = ("search-", "packed-", "original", "clean.txt", "index.md")
# Kilobytes of the file that SQLite keeps at hand. With its own two megabytes a build of a thousand reports reads the
# file fifty times over, with these three times.
_AT_HAND = 32_000
_WAIT = 600.0  # seconds that one build waits for another that is writing: lists of ten thousand reports take minutes


def page_key(markdown: str) -> str:
    r"""Return the key of the rich page shown in the place of ``markdown`` (without front matter); blanks do not count.

    >>> page_key("# 甲\n\n乙") == page_key("# 甲\n乙")
    True
    """
    return sha256("".join(markdown.split()).encode("utf-8", "surrogatepass")).hexdigest()


def pack(text: bytes) -> bytes:
    """Return ``text`` as it is kept."""
    return isal_zlib.compress(text, _PACKING)


def unpack(packed: bytes) -> bytes:
    """Return what was packed."""
    return isal_zlib.decompress(packed)


def pack_text(name: str, text: bytes) -> bytes:
    """Return a text of that name as it is kept: prose and what is packed inside as they are."""
    return text if name.startswith(_AS_THEY_ARE) else pack(text)


def unpack_text(name: str, packed: bytes) -> bytes:
    """Return what ``pack_text`` was given."""
    return packed if name.startswith(_AS_THEY_ARE) else unpack(packed)


def connect(file: Path) -> tuple[sqlite3.Connection, str]:
    """Open the store at ``file``, made where there is none; and "" or what is to be told of one that was no use.

    The caller closes the connection. Raises ``sqlite3.OperationalError`` where the place cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    told = (
        ""
        if not file.exists() or _is_ours(file)
        else f"缓存 {file.name} 不能用（损坏，或由别的版本写成），已重建"
    )
    if told:
        remove_store(file)
    connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_AT_HAND}")
    # What is taken out of a report must not lie on in a page of the file that nothing uses.
    connection.execute("PRAGMA secure_delete = ON")
    with transaction(connection):
        if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            for statement in _SCHEMA.read_text("utf-8").split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_version()}")
    return connection, told


def _open_to_read(file: Path) -> sqlite3.Connection:
    address = f"{file.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)


@contextmanager
def snapshot(file: Path) -> Iterator[sqlite3.Connection]:
    """Give the store at ``file`` as it is now, for reading alone: what others write meanwhile is not in it.

    Raises ``sqlite3.OperationalError`` where there is none.
    """
    with closing(_open_to_read(file)) as connection:
        connection.execute(f"PRAGMA cache_size = -{_AT_HAND}")
        connection.execute("BEGIN")
        # From its first reading on it is as it is: https://www.sqlite.org/isolation.html.
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        yield connection


def settle(connection: sqlite3.Connection) -> None:
    """Bring all that was written into the file itself, so that nothing taken out is left in it.

    SQLite does so when the last connection closes; while a process that renders pages is still about, none is the last.
    Where another build writes just now, it is left to that one.
    """
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def remove_store(file: Path) -> None:
    """Remove the store at ``file`` with what SQLite lays beside it."""
    for name in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
        name.unlink(missing_ok=True)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all that the block writes, or nothing. Two builds at once write one after the other."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version() -> int:
    """Return the number of this schema: another text of it is another number."""
    return int.from_bytes(sha256(_SCHEMA.read_bytes()).digest()[:3])


def _is_ours(file: Path) -> bool:
    """Say whether ``file`` is a store of this version. Damage further inside shows where it is read."""
    try:
        with closing(sqlite3.connect(file, timeout=_WAIT)) as known:
            ours = [
                known.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
            ]
    except sqlite3.DatabaseError:
        return False
    return ours == [_APPLICATION, _version()]


def read_page(file: Path, markdown: str) -> str | None:
    """Return the rich page kept for ``markdown``, ``None`` where there is none or no store at ``file``."""
    try:
        reader = _reader_of(file)
        sql = "SELECT packed, links, query, notice, remarks FROM pages WHERE key = ?"
        found = reader.execute(sql, (page_key(markdown),)).fetchone()
    except (OSError, sqlite3.DatabaseError):
        return None
    if not found:
        return None
    packed, links, query, notice, remarks = found
    page = unpack(packed).decode()
    page = page.replace(AROUND, links).replace(COMPARED, query).replace(CORRECTED, notice)
    return _remarked(page, json.loads(remarks)) if remarks else page


def _remarked(page: str, remarks: Mapping[str, str]) -> str:
    """Return a page with remarks at the end of the heads of the rows with these ids, those that it has."""
    for id_, told in remarks.items():
        row = re.search(f"<tr id={re.escape(id_)}[ >]", page)
        end = page.find("</th>", row.end()) if row else -1
        if end >= 0:
            page = f"{page[:end]}{told}{page[end:]}"
    return page


def kept(connection: sqlite3.Connection, key: str) -> bytes | None:
    """Return what was kept under ``key``, ``None`` where there is nothing."""
    found = connection.execute("SELECT packed FROM kept WHERE key = ?", (key,)).fetchone()
    return unpack(found[0]) if found else None


def keep(connection: sqlite3.Connection, key: str, value: bytes) -> None:
    """Keep ``value`` under ``key``."""
    connection.execute("REPLACE INTO kept VALUES (?, ?)", (key, pack(value)))


class _Reader:
    """A connection that only reads, closed with its thread; ``of`` tells the very file and process it is for."""

    def __init__(self, connection: sqlite3.Connection, of: tuple[int, ...]) -> None:
        self.connection = connection
        self.of = of

    def __del__(self) -> None:
        self.connection.close()


class _Readers(threading.local):
    """The readers of this thread. Opening a store costs more than asking it, and a site asks for every page."""

    def __init__(self) -> None:
        self.known: dict[Path, _Reader] = {}


_readers = _Readers()


def _reader_of(file: Path) -> sqlite3.Connection:
    """Return this thread's connection to ``file``, a new one where the file was made anew since."""
    told = file.stat()
    of = (os.getpid(), told.st_dev, told.st_ino)
    known = _readers.known
    if file not in known or known[file].of != of:
        known[file] = _Reader(_open_to_read(file), of)
    return known[file].connection
