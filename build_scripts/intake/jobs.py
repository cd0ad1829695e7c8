"""What is done with one file in a process of its own, within the limits of the engine."""

from dataclasses import dataclass
from pathlib import Path

from build_scripts.adding.answers import Answers, address_of_answers, open_items
from build_scripts.adding.placing import refusal_of
from build_scripts.adding.proposal import Proposal, propose
from build_scripts.errors import UnreadableError, in_stage
from build_scripts.file_kinds import needs_library
from build_scripts.intake.filing import suffix_of
from build_scripts.models import Result
from build_scripts.pipeline import process_bytes
from build_scripts.read.html_attachments import Attachment, find_attachments
from build_scripts.sources import SourceFile, parse_source, read_file

_TEXT = (".txt", ".md")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileJob:
    """A file to read. ``data`` of ``None`` are read at ``path``, whose name tells a page from a text."""

    path: Path
    this_year: int
    answers: Answers
    data: bytes | None = None


def reads_with_library(job: FileJob) -> bool:
    """Say whether code that is not Python's may read the file, so that it has to be read in a process of its own."""
    if job.data is None:
        return job.path.suffix.lower() not in _TEXT
    return needs_library(job.data, job.path.name)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read; ``refusal`` says why its names exclude the address that answers and text give."""

    proposal: Proposal
    refusal: str


def read_result(job: FileJob) -> Result:
    """Return all that is known of a file. Raises ``ReportError`` where it cannot be read."""
    file = SourceFile(job.path, job.data) if job.data is not None else read_file(job.path)
    with in_stage("read", job.path):
        source = parse_source(file)
    return process_bytes(source, file.data)


def read_proposal(job: FileJob) -> Reading:
    """Return what is proposed for a file, small enough to be kept by the thousand. Raises as ``read_result``."""
    data = read_file(job.path).data if job.data is None else job.data
    result = read_result(FileJob(path=job.path, this_year=job.this_year, answers=job.answers, data=data))
    proposal = propose(result, suffix_of(data, job.path.name), job.this_year)
    is_open = open_items(proposal, job.answers)
    refusal = "" if is_open else refusal_of(result, address_of_answers(proposal, job.answers))
    return Reading(proposal, refusal)


def read_attachments(job: FileJob) -> tuple[Attachment, ...]:
    """Return the files that a page links to within its article. Raises ``UnreadableError`` where it is no page."""
    if job.data is None:
        raise UnreadableError(job.path, "没有内容", "请检查路径")
    return find_attachments(job.path, job.data)
