"""What was read of files that need a person, kept until they are filed: a scan takes minutes to be read again.

By the file's bytes, the code, the answers and the year; what no longer fits is never asked for. No private datum is
kept. A damaged or foreign file is no use and made anew.
"""

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from build_scripts.adding.answers import Answers
from build_scripts.building import code_key
from build_scripts.intake.jobs import Reading
from build_scripts.masking import Mask

_TABLE = "CREATE TABLE IF NOT EXISTS readings (key BLOB PRIMARY KEY, reading BLOB NOT NULL)"


@dataclass(frozen=True, slots=True)
class KeptReadings:
    """The readings of one run's answers. What goes wrong with the file is no loss but of time."""

    connection: sqlite3.Connection
    seed: bytes

    def get(self, digest: str) -> Reading | None:
        """Return what was read of the file with this SHA-256, ``None`` where it is not known."""
        sql = "SELECT reading FROM readings WHERE key = ?"
        with suppress(sqlite3.Error, pickle.UnpicklingError, EOFError, AttributeError, ImportError):
            row = self.connection.execute(sql, (self._key(digest),)).fetchone()
            known = pickle.loads(row[0]) if row else None  # noqa: S301  the program's own file
            return known if isinstance(known, Reading) else None
        return None

    def keep(self, reading: Reading) -> None:
        """Keep what was read of a file."""
        plain = replace(reading, proposal=replace(reading.proposal, mask=Mask()))
        with suppress(sqlite3.Error), self.connection:
            row = (self._key(plain.proposal.sha256), pickle.dumps(plain))
            self.connection.execute("INSERT OR IGNORE INTO readings VALUES (?, ?)", row)

    def forget(self, digest: str) -> None:
        """Keep no more of a file."""
        with suppress(sqlite3.Error), self.connection:
            self.connection.execute("DELETE FROM readings WHERE key = ?", (self._key(digest),))

    def _key(self, digest: str) -> bytes:
        return sha256(self.seed + digest.encode()).digest()


@contextmanager
def open_kept(folder: Path, answers: Answers, this_year: int) -> Iterator[KeptReadings]:
    """Give the readings below ``folder``, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(_connect(folder / "add.sqlite")) as connection:
        said = repr((sorted(answers.values.items()), answers.yes, answers.report, this_year))
        yield KeptReadings(connection, sha256(code_key() + _own_code() + said.encode()).digest())


def _own_code() -> bytes:
    """Return the code by which a proposal is made, beside that of a conversion."""
    files = sorted((Path(__file__).parents[1] / "adding").glob("*.py"))
    return b"".join(file.read_bytes() for file in files)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    try:
        connection.execute(_TABLE)
    except sqlite3.DatabaseError:
        connection.close()
        file.unlink(missing_ok=True)
        connection = sqlite3.connect(file)
        connection.execute(_TABLE)
    return connection
