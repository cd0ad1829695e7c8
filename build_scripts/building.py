"""From source_reports/ into the store: what changed is converted, what is there stays, what is gone is forgotten."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Protocol

from build_scripts.errors import ReportError
from build_scripts.file_kinds import FileKind, kind_of
from build_scripts.job import Job, failed
from build_scripts.models import Conversion, Fate, Novelty, ReportLine
from build_scripts.read.office_program import office_version
from build_scripts.record_files import record_path
from build_scripts.render.labels import FINDINGS, word
from build_scripts.sources import Found, SourceFile, find_others, read_file
from build_scripts.store import MadeFrom, Reports, forget, keep, kept, resolve_addresses, save, transaction

# What the conversion of one report runs through. The rest of the code makes no difference to it.
_STAGES = (
    *("check", "clean", "downloads", "extract", "head", "models", "pictures", "read", "render", "rules"),
    *("search", "structure"),
)
_MODULES = (
    "bounded_files.py",
    "convert.py",
    "derived.py",
    "errors.py",
    "file_kinds.py",
    "folders.py",
    "garbage.py",
    "job.py",
    "masking.py",
    "offsets.py",
    "pipeline.py",
    "record_files.py",
    "redactions.py",
    "plain_lines.py",
    "record_yaml.py",
    "source_advice.py",
    "source_formats.py",
    "sources.py",
)
# Packages whose words and numbers are in what is kept.
_PACKAGES = ("jieba", "rjieba", "numpy", "orjson", "Jinja2", "MarkupSafe", "PyYAML")
# Packages of some kinds of files, which need not be installed.
_OPTIONAL = ("lxml", "pypdfium2", "rapidocr", "onnxruntime")
_OFFICE = "office:"  # in the key of a file that LibreOffice reads, before its version
_LAID = "docs"  # under this name: the code that docs/ was last laid by, where nothing was left undone
_TOGETHER = 10  # reports of one transaction: with a hundred, who converts stands idle a sixth of the time


class Steps(Protocol):
    """Hears how far the work is."""

    def start(self, total: int) -> None:
        """Hear how many reports there are."""

    def advance(self) -> None:
        """Hear that one more is done."""


Run = Callable[[Iterator[Job]], Iterable[Conversion]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of the files of one run: paths of those that were new, and converted anew; how many are gone."""

    new: frozenset[str]
    changed: frozenset[str]
    gone: int


@dataclass(slots=True)
class _Gathering:
    """A run over all files. ``known`` are key and stamp by path, as the store has them."""

    root: Path
    connection: sqlite3.Connection
    preview: bool
    progress: Steps
    known: dict[str, tuple[str, str]]
    unread: list[Conversion]
    made_from: dict[str, MadeFrom]

    def jobs(self, reports: Mapping[Path, tuple[Path, ...]]) -> Iterator[Job]:
        """Yield the files that have to be converted; one that cannot be read fails here.

        ``reports`` are files, each with those of the same report in other formats.
        """
        for path, others in reports.items():
            name, stamp = path.relative_to(self.root).as_posix(), _stamp((path, *others))
            key, known = self.known.get(name, ("", ""))
            if known == stamp and key.endswith(_code()) and _is_of_office(key):
                self.progress.advance()
                continue
            try:
                file = read_file(path, self.root)
            except ReportError as error:
                self.made_from[name] = MadeFrom("", "")
                self.unread.append(failed(path.relative_to(self.root), error))
                continue
            fresh = self._key(file)
            self.made_from[name] = MadeFrom(fresh, stamp)
            if fresh == key:
                self.connection.execute("UPDATE reports SET stamp = ? WHERE path = ?", (stamp, name))
                del self.made_from[name]
                self.progress.advance()
                continue
            yield Job(file, preview=self.preview)

    def _key(self, file: SourceFile) -> str:
        """Return the key of a file and its other formats, of these with their names.

        Only one that differs from its record is another thing in a preview.
        """
        beside = "".join(f"{other.path.suffix}-{self._bytes_key(other)}-" for other in file.others)
        return f"{self._bytes_key(file)}-{beside}{_code()}"

    def _bytes_key(self, file: SourceFile) -> str:
        digest, record = sha256(file.data).hexdigest(), file.record
        shown = "-preview" if self.preview and record and digest.encode() not in record else ""
        office = (
            f"-{_OFFICE}{office_version()}" if kind_of(file.data) in (FileKind.WORD, FileKind.RTF) else ""
        )
        return f"{digest}-{sha256(record or b'').hexdigest()[:16]}{shown}{office}"


def _is_of_office(key: str) -> bool:
    """Say whether a file was read by the LibreOffice that is here, or without any."""
    return _OFFICE not in key or f"-{_OFFICE}{office_version()}-" in key


def gather(
    found: Found, connection: sqlite3.Connection, run: Run, progress: Steps, *, preview: bool
) -> Gathered:
    """Bring the store up to date with what was found; ``run`` converts jobs, in whatever order and process."""
    root, reports = found.root, found.reports
    known = {
        str(path): (str(key), str(stamp))
        for path, key, stamp in connection.execute("SELECT path, made_from, stamp FROM reports")
    }
    work = _Gathering(root, connection, preview, progress, known, [], {})
    waiting: list[Conversion] = []
    progress.start(len(reports))
    for conversion in chain(run(work.jobs(reports)), _rest(work)):
        waiting.append(conversion)
        progress.advance()
        if len(waiting) == _TOGETHER:
            _keep(work, waiting)
            waiting = []
    _keep(work, waiting)
    gone = known.keys() - {path.relative_to(root).as_posix() for path in reports}
    with transaction(connection):
        if gone:
            leave_undone(connection)
        forget(connection, sorted(gone))
        resolve_addresses(connection)
    return Gathered(
        new=frozenset(work.made_from.keys() - known.keys()),
        changed=frozenset(work.made_from.keys() & known.keys()),
        gone=len(gone),
    )


def gather_some(
    root: Path, connection: sqlite3.Connection, run: Run, paths: Iterable[Path]
) -> list[Conversion]:
    """Bring the store up to date with these files alone, as a preview shows them; return what was converted."""
    sql = "SELECT made_from, stamp FROM reports WHERE path = ?"
    reports = {path: find_others(path) for path in paths}
    names = [path.relative_to(root).as_posix() for path in reports]
    known = {name: row for name in names if (row := connection.execute(sql, (name,)).fetchone())}
    work = _Gathering(
        root, connection, preview=True, progress=_Silent(), known=known, unread=[], made_from={}
    )
    made = list(chain(run(work.jobs(reports)), _rest(work)))
    _keep(work, made)
    with transaction(connection):
        resolve_addresses(connection)
    return made


class _Silent:
    """Steps of which nothing is told."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""


def run_lines(connection: sqlite3.Connection, gathered: Gathered) -> Iterator[ReportLine]:
    """Yield what a run has to tell of each report, by path."""
    for path, id_, fate, message, reason, figures, doubts in Reports(connection).fates():
        held = fate is Fate.HELD_BACK
        yield ReportLine(
            path=path,
            id=id_,
            fate=fate,
            novelty=_novelty(path, gathered),
            # Of a failure what is wrong, without the file and what to do.
            cause=reason if held else reason.partition("：")[2].partition("。")[0],
            reason=f"{path}：{message}" if held else message,
            figures=figures,
            doubts=tuple((word(FINDINGS, code), count) for code, count in doubts),
        )


def _novelty(path: str, gathered: Gathered) -> Novelty:
    if path in gathered.new:
        return Novelty.NEW
    return Novelty.CHANGED if path in gathered.changed else Novelty.UNCHANGED


def _rest(work: _Gathering) -> Iterator[Conversion]:
    """Yield what could not be read, which is known once all files were asked for."""
    yield from work.unread


def leave_undone(connection: sqlite3.Connection) -> None:
    """Let the next run look at all of docs/, though no report changes any more: a run can end before it gets there.

    In one transaction with what changes.
    """
    keep(connection, _LAID, b"")


def note_laid(connection: sqlite3.Connection) -> None:
    """Keep that docs/ has all that the store holds, by this code."""
    keep(connection, _LAID, code_key())


def is_laid(connection: sqlite3.Connection) -> bool:
    """Say whether that was noted, and nothing in the store has changed since."""
    return kept(connection, _LAID) == code_key()


def _keep(work: _Gathering, conversions: Sequence[Conversion]) -> None:
    if not conversions:
        return
    with transaction(work.connection):
        leave_undone(work.connection)
        for conversion in conversions:
            again = MadeFrom("", "")
            save(
                work.connection,
                conversion,
                again if conversion.broken_off else work.made_from[conversion.path],
            )


def _stamp(paths: Iterable[Path]) -> str:
    """Return what changes when anybody writes one of the files or its record."""
    return ";".join(_times(file) for path in paths for file in (path, record_path(path)))


def _times(file: Path) -> str:
    try:
        known = file.stat()
    except OSError:
        return ""
    return f"{known.st_size}-{known.st_mtime_ns}-{known.st_ctime_ns}"


@cache
def code_key() -> bytes:
    """Return what changes when the code or the rules do that docs/ is made by, conversion and lists alike."""
    here = Path(__file__).parent
    files = [here / "docs_folder.py", here / "data_folder.py"]
    for name in ("store", "publish", "downloads"):
        files += (here / name).glob("*.py")
    return sha256(_code().encode() + b"".join(file.read_bytes() for file in sorted(files))).digest()


def _version(name: str) -> str:
    """Return the version of a package, of an optional one that is missing "none"."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


@cache
def _code() -> str:
    """Return a hash of the code and rules that a conversion runs through."""
    here = Path(__file__).parent
    files = [file for name in _STAGES for file in (here / name).rglob("*") if file.is_file()]
    names = " ".join(f"{name} {_version(name)}" for name in (*_PACKAGES, *_OPTIONAL))
    whole = sha256(names.encode())
    for file in sorted([*files, *(here / name for name in _MODULES)]):
        if file.suffix != ".pyc":
            whole.update(file.relative_to(here).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()[:16]
