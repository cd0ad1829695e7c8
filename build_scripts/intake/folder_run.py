"""Add a folder of files without asking anything: what is sure is filed, the rest is listed with the way on."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from build_scripts.adding.answers import Answers, address_of_answers, open_items
from build_scripts.adding.proposal import Proposal
from build_scripts.adding.wording import add_command, command_options, why_open
from build_scripts.errors import ReportError
from build_scripts.intake.add_outcomes import Fate, LeftError, Outcome
from build_scripts.intake.desk import Desk, filed, record_of, same_as
from build_scripts.intake.filing import Shelf
from build_scripts.intake.jobs import FileJob, Reading, read_proposal, reads_with_library
from build_scripts.intake.kept_readings import KeptReadings
from build_scripts.job import Job, broken_off
from build_scripts.plain_lines import told_line
from build_scripts.progress import Progress
from build_scripts.sources import SourceFile, is_leaving, read_file

_WINDOWS = sys.platform == "win32"


def find_files(folders: Iterable[Path]) -> tuple[list[Path], list[Outcome]]:
    """Return the files below ``folders``, each once, and what is passed over with a word.

    What an editor or the system left, and the records beside files, are passed over without one. Links are not
    followed: what they point to within the folder is found at its own place, and nothing outside was handed over.
    """
    found: dict[Path, None] = {}
    passed: list[Outcome] = []
    for folder in folders:
        for place, below, names in os.walk(folder, onerror=lambda error: passed.append(_closed(error))):
            links = [name for name in below if (Path(place) / name).is_symlink()]
            below[:] = sorted(name for name in below if not name.startswith("."))
            for name in sorted((*names, *links)):
                path = Path(place) / name
                if is_leaving(name) or (name.endswith(".yml") and path.with_suffix("").name in names):
                    continue
                if told := _passed_over(path):
                    passed.append(Outcome(name=_shown(path), fate=Fate.LEFT, told=told))
                else:
                    found.setdefault(path)
    return list(found), passed


def _closed(error: OSError) -> Outcome:
    """Return the outcome of a folder that cannot be looked into, so that its files are not passed over in silence."""
    return Outcome(name=told_line(str(error.filename)), fate=Fate.FAILED, told="文件夹打不开，请检查权限")


def _passed_over(path: Path) -> str:
    if path.is_symlink():
        return "是链接，没有跟过去"
    return "" if path.is_file() else "不是普通文件"


def _shown(path: Path) -> str:
    return told_line(path.as_posix())


@dataclass(frozen=True, slots=True)
class FolderRun:
    """A run over files about which nothing is asked. ``kept`` has what was read of some in a run before."""

    answers: Answers
    desk: Desk
    kept: KeptReadings

    def add(self, paths: Sequence[Path], progress: Progress) -> Iterator[Outcome]:
        """Yield what becomes of each file, in the order of ``paths``. The engine reads on all cores.

        A file is filed once all before it are, so that of two for one address the first by name gets it every time.
        """
        waiting: dict[Path, Outcome | Reading] = {}
        coming = iter(paths)
        due = next(coming, None)
        progress.start(len(paths), "收入文件")
        for path, read in self._readings(paths):
            waiting[path] = read
            progress.advance()
            while due in waiting and due is not None:
                known = waiting.pop(due)
                yield known if isinstance(known, Outcome) else self._settle(due, known)
                due = next(coming, None)

    def _readings(self, paths: Sequence[Path]) -> Iterator[tuple[Path, Outcome | Reading]]:
        """Yield each file with what was read of it, or what became of it without reading."""
        known: list[tuple[Path, Outcome | Reading]] = []

        def jobs() -> Iterator[FileJob]:
            for path in paths:
                if without := self._without_reading(path):
                    known.append((path, without))
                else:
                    yield FileJob(path=path, this_year=self.desk.today.year, answers=self.answers)

        for outcome in self.desk.engine.map_unordered(read_proposal, jobs(), apart=reads_with_library):
            yield from known
            known.clear()
            path = outcome.item.path
            yield path, (outcome.value if outcome.value is not None else _failed(path, outcome.error))
        yield from known

    def _without_reading(self, path: Path) -> Outcome | Reading | None:
        """Return what is known of a file that is filed already, was read before, or cannot be opened."""
        shelf = self.desk.shelf
        try:
            data = read_file(path).data
            same = shelf.find_same(data)
        except (ReportError, OSError) as error:
            return _failed(path, error)
        if same and shelf.has_record(same):
            return same_as(_shown(path), same, shelf)
        return self.kept.get(sha256(data).hexdigest())

    def _settle(self, path: Path, reading: Reading) -> Outcome:
        """File what is sure, and say of the rest what a person has to say."""
        try:
            return self._file(path, reading)
        except LeftError as error:
            self.kept.keep(reading)
            command = self._command(path, reading.proposal)
            return Outcome(name=_shown(path), fate=Fate.LEFT, told=str(error), command=command)
        except (ReportError, OSError) as error:
            return _failed(path, error)

    def _command(self, path: Path, proposal: Proposal) -> str:
        options = command_options(proposal, open_items(proposal, self.answers))
        if proposal.no_report:
            options.append("--report")
        return add_command(str(path), options, root=self.desk.root, windows=_WINDOWS)

    def _file(self, path: Path, reading: Reading) -> Outcome:
        proposal, shelf = reading.proposal, self.desk.shelf
        _see(reading, self.answers)
        data = read_file(path).data
        if sha256(data).hexdigest() != proposal.sha256:
            raise LeftError("读的时候文件变了，请再收一次")
        address = address_of_answers(proposal, self.answers)
        place = shelf.place_of(address, proposal.suffix)
        others = [other for other in shelf.find_at(address) if not _is_half(other, data, shelf)]
        if others:
            raise LeftError(f"这个地址已有 {shelf.told(others[0])}")
        shelf.put(place, data, record_of(proposal, self.answers, address, "", self.desk.today))
        self.kept.forget(proposal.sha256)
        return filed(_shown(path), shelf.told(place), proposal, self.answers)


def _failed(path: Path, error: Exception | None) -> Outcome:
    if not isinstance(error, ReportError):
        told = broken_off(Job(SourceFile(path, b"")), error or RuntimeError()).message
    else:
        told = str(error)
    reason = told.removeprefix(f"{path.as_posix()}：")
    return Outcome(name=_shown(path), fate=Fate.FAILED, told=told_line(reason))


def _see(reading: Reading, answers: Answers) -> None:
    """Raise ``LeftError`` where a person has to say something first."""
    proposal = reading.proposal
    if proposal.classified:
        raise LeftError(told_line(proposal.classified))
    if proposal.no_report and not answers.report:
        raise LeftError(told_line(proposal.no_report))
    if items := open_items(proposal, answers):
        raise LeftError(told_line(why_open(proposal, items)))
    if reading.refusal:
        raise LeftError(told_line(reading.refusal))


def _is_half(other: Path, data: bytes, shelf: Shelf) -> bool:
    """Say whether ``other`` is this very file, left without its record by a run that was killed."""
    return shelf.find_same(data) == other and not shelf.has_record(other)
