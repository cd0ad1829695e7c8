"""What is at hand while files are added, and the steps that all ways of adding share: read, record, say the end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from build_scripts.adding.answers import Answers
from build_scripts.adding.proposal import NOT_A_REPORT, Item, Proposal
from build_scripts.bounded_files import largest_of
from build_scripts.engine import Engine
from build_scripts.errors import ReportError, UnreadableError
from build_scripts.intake.add_outcomes import Fate, Outcome
from build_scripts.intake.filing import Shelf
from build_scripts.intake.jobs import FileJob, read_result, reads_with_library
from build_scripts.intake.screen import Screen
from build_scripts.job import Job, broken_off
from build_scripts.models import Address, Record, Result
from build_scripts.plain_lines import told_line
from build_scripts.sources import SourceFile


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that is to be added: its name as shown, its bytes, and the address on the web that it came from."""

    path: Path
    data: bytes
    url: str = ""

    @property
    def name(self) -> str:
        """Return the name as it may be shown."""
        return told_line(self.url or self.path.as_posix())


@dataclass(frozen=True, slots=True)
class Desk:
    """What is at hand: the shelf with the reports, the engine that reads, the screen, and the day.

    ``root`` is the folder of the project as a command names it, "" for the program's own.
    """

    shelf: Shelf
    engine: Engine
    screen: Screen
    today: date
    root: str = ""


def read_candidate(candidate: Candidate, desk: Desk, answers: Answers) -> Result:
    """Return all that is known of a file, read within the limits. Raises ``ReportError`` where it cannot be read."""
    if len(candidate.data) > largest_of(candidate.data, candidate.path.name):
        raise UnreadableError(candidate.path, "文件太大", "请确认这是一份报告")
    job = FileJob(path=candidate.path, data=candidate.data, this_year=desk.today.year, answers=answers)
    for outcome in desk.engine.map_unordered(read_result, [job], apart=reads_with_library):
        if outcome.value is not None:
            return outcome.value
        if isinstance(outcome.error, ReportError):
            raise outcome.error
        raise UnreadableError(candidate.path, _reason(candidate, outcome.error), "请换一份文件")
    raise UnreadableError(candidate.path, "没有读出", "请再试一次")


def _reason(candidate: Candidate, error: Exception | None) -> str:
    """Return why work on a file was broken off, in the words of a build."""
    lost = broken_off(Job(SourceFile(candidate.path, b"")), error or RuntimeError())
    return lost.message.partition("：")[2].rstrip("。") or "没有读出"


def record_of(proposal: Proposal, answers: Answers, address: Address, url: str, today: date) -> Record:
    """Return the record of a file by what it says and what the editor says; of a page fetched ``url`` and today."""
    title = (answers.values.get(Item.TITLE) or proposal.get(Item.TITLE).value).strip()
    return Record(
        title=title or None,
        issuer=proposal.get(Item.AGENCY).value or None,
        year=address.year,
        url=url or answers.url or None,
        taken_on=(today.isoformat() if url else answers.taken_on) or None,
        sha256=proposal.sha256,
        report=answers.report,
    )


def filed(
    name: str, where: str, proposal: Proposal, answers: Answers, settled: Collection[str] = ()
) -> Outcome:
    """Return the outcome of a file that lies at ``where`` now; errors whose codes are ``settled`` stop it no more."""
    passed = {*settled, NOT_A_REPORT} if answers.report else set(settled)
    stopping = [message for code, message in proposal.errors if code not in passed]
    return Outcome(name=name, fate=Fate.FILED, told=where, stopped="；".join(map(told_line, stopping)))


def same_as(name: str, same: Path, shelf: Shelf) -> Outcome:
    """Return the outcome of a file whose very bytes are filed."""
    return Outcome(name=name, fate=Fate.SAME, told=f"与 {shelf.told(same)} 完全相同，没有再收")
