"""What lies in a folder of ours and what it was made from, so that nothing is made or written that is there already."""

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from build_scripts.store.database import keep, kept

# By itself SQLite reads all files of the folder for each owner.
_BY_OWNER = "files INDEXED BY files_by_owner"


@dataclass(frozen=True, slots=True)
class FileState:
    """What the store knows of the files of one folder, called ``name`` there, which lies at ``folder``."""

    connection: sqlite3.Connection
    name: str
    folder: Path

    def place_of(self, file: str) -> str:
        """Return where ``file`` lies. A text: of ten thousand files a Path costs as much as to look at one."""
        return f"{self.folder}/{file}"

    def is_fresh(self, file: str, made_from: str) -> bool:
        """Say whether ``file`` was made from that, and lies there as it was left."""
        row = self.connection.execute(
            "SELECT size, mtime_ns FROM files WHERE folder = ? AND file = ? AND made_from = ?",
            (self.name, file, made_from),
        ).fetchone()
        return row is not None and row == _stamp(self.place_of(file))

    def fresh(self, owner: str, made_from: str) -> list[str]:
        """Return an owner's files where all of them were made from that and lie there as they were left; else none."""
        sql = f"SELECT file, made_from, size, mtime_ns FROM {_BY_OWNER} WHERE folder = ? AND owner = ?"
        known = self.connection.execute(sql, (self.name, owner)).fetchall()
        are = all(
            key == made_from and (size, time) == _stamp(self.place_of(file))
            for file, key, size, time in known
        )
        return [str(row[0]) for row in known] if are else []

    def stamp(self, file: str) -> tuple[int, int] | None:
        """Return what would be another if ``file`` were touched, ``None`` where it was since it was left."""
        sql = "SELECT size, mtime_ns FROM files WHERE folder = ? AND file = ?"
        row: tuple[int, int] | None = self.connection.execute(sql, (self.name, file)).fetchone()
        return row if row == _stamp(self.place_of(file)) else None

    def keep_about(self, file: str, told: dict[str, Any]) -> None:
        """Keep something of ``file``, as JSON can say it, for as long as it lies there as it does now."""
        about = json.dumps({"stamp": self.stamp(file), "told": told})
        keep(self.connection, self._about(file), about.encode())

    def about(self, file: str) -> dict[str, Any]:
        """Return what was kept of ``file``, nothing where it was touched since it was noted."""
        stamp = self.stamp(file)
        about = json.loads(kept(self.connection, self._about(file)) or b"{}") if stamp else {}
        told: dict[str, Any] = about["told"] if stamp and about.get("stamp") == [*stamp] else {}
        return told

    def _about(self, file: str) -> str:
        return f"about:{self.name}/{file}"

    def left(self) -> dict[str, tuple[str, int] | None]:
        """Return all files, each with what it was made from and its inode; ``None`` where it was touched or is gone."""
        sql = "SELECT file, made_from, size, mtime_ns FROM files WHERE folder = ?"
        found: dict[str, tuple[str, int] | None] = {}
        for file, made_from, size, time in self.connection.execute(sql, (self.name,)):
            known = _look_at(f"{self.folder}/{file}")
            is_left = known and known.st_size == size and known.st_mtime_ns == time
            found[file] = (made_from, known.st_ino) if known and is_left else None
        return found

    def noted(self) -> Iterator[tuple[str, int, int]]:
        """Yield all files as they were left, each with its size and when it was written; at none of them is looked."""
        sql = "SELECT file, size, mtime_ns FROM files WHERE folder = ? ORDER BY file"
        yield from self.connection.execute(sql, (self.name,))

    def note(self, file: str, made_from: str, *, owner: str = "") -> None:
        """Keep what ``file``, as it lies there now, was made from."""
        size, mtime = _stamp(self.place_of(file)) or (-1, -1)
        self.connection.execute(
            "REPLACE INTO files (folder, file, owner, made_from, size, mtime_ns) VALUES (?, ?, ?, ?, ?, ?)",
            (self.name, file, owner, made_from, size, mtime),
        )

    def drop(self, file: str) -> None:
        """Forget ``file``."""
        self.connection.execute("DELETE FROM files WHERE folder = ? AND file = ?", (self.name, file))

    def of(self, owner: str) -> Iterator[tuple[str, str]]:
        """Yield the files of a report, each with what it was made from."""
        sql = f"SELECT file, made_from FROM {_BY_OWNER} WHERE folder = ? AND owner = ?"
        yield from self.connection.execute(sql, (self.name, owner))

    def all(self) -> Iterator[str]:
        """Yield all files in order."""
        sql = "SELECT file FROM files WHERE folder = ? ORDER BY file"
        yield from (str(file) for (file,) in self.connection.execute(sql, (self.name,)))


@dataclass(frozen=True, slots=True)
class ReadState(FileState):
    """What a store knows that may only be read: what there is to note is told to who writes, by ``notes``.

    These are files, each with what it was made from and its owner.
    """

    notes: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, file: str, made_from: str, *, owner: str = "") -> None:
        """Tell what ``file`` was made from."""
        self.notes.append((file, made_from, owner))


def _stamp(file: str) -> tuple[int, int] | None:
    """Return what changes when anybody writes the file."""
    known = _look_at(file)
    return (known.st_size, known.st_mtime_ns) if known else None


def _look_at(file: str) -> os.stat_result | None:
    try:
        return os.stat(file)  # noqa: PTH116 - of a name
    except OSError:
        return None
