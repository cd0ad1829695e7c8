"""One report from its bytes to all that is kept of it: a function that any process or machine can run."""

from dataclasses import dataclass
from pathlib import Path

from build_scripts.errors import ReportError, in_stage
from build_scripts.models import Address, Conversion, Finding, Result, Severity, Status
from build_scripts.pipeline import process_file, propose_record
from build_scripts.render.address import address_of, address_of_path
from build_scripts.render.listed import listed_of
from build_scripts.render.report_files import report_files
from build_scripts.render.searching import searchable_of
from build_scripts.render.words import FINDINGS, word
from build_scripts.search import search_part
from build_scripts.sources import SourceFile, render_record


@dataclass(frozen=True, slots=True)
class Job:
    """A file to convert. In a ``preview`` one that differs from its record is shown, and the finding says so."""

    file: SourceFile
    preview: bool = False


def convert(job: Job) -> Conversion:
    """Return what becomes of a file. Whatever goes wrong in it is its own failure, told in one line."""
    path = job.file.path
    try:
        result = process_file(job.file, preview=job.preview)
        address = address_of(result.report.clean.raw.source)
        with in_stage("render", path):
            return _kept(job, address, result)
    except ReportError as error:
        return failed(path, error)


def failed(path: Path, error: ReportError) -> Conversion:
    """Return what is kept of a file that could not go on: the line that says why, and its address where it has one."""
    address = address_of_path(path)
    return Conversion(
        path=path.as_posix(), status=Status.FAILED, message=str(error), reason=str(error), address=address
    )


def _kept(job: Job, address: Address, result: Result) -> Conversion:
    proposal = "" if job.file.record is not None else render_record(propose_record(result))
    path = job.file.path.as_posix()
    if not result.publishable:
        return Conversion(
            path=path,
            status=Status.HELD,
            address=address,
            message="；".join(finding.message for finding in _errors(result)),
            reason="、".join(sorted({word(FINDINGS, finding.code) for finding in _errors(result)})),
            proposal=proposal,
        )
    part = search_part(searchable_of(address, result))
    files = report_files(address, result, job.file.data)
    return Conversion(
        path=path,
        status=Status.PUBLISHED,
        address=address,
        proposal=proposal,
        listed=listed_of(address, result),
        lines=files.lines,
        texts={**files.texts, "search-head": part.head, "search-body": part.body},
        pages=files.pages,
    )


def _errors(result: Result) -> list[Finding]:
    return [finding for finding in result.findings if finding.severity is Severity.ERROR]
