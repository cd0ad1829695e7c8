"""A file to convert, and what is kept of it where its conversion could not go on. No stage is loaded for that."""

from dataclasses import dataclass, replace
from pathlib import Path

from build_scripts.errors import AbandonedError, BrokenOffError, InternalError, LackingError, ReportError
from build_scripts.file_kinds import needs_library
from build_scripts.models import Conversion, Fate
from build_scripts.render.address_rules import address_of_path
from build_scripts.sources import SourceFile


@dataclass(frozen=True, slots=True)
class Job:
    """A file to convert. In a ``preview`` one that differs from its record is shown, and the finding says so."""

    file: SourceFile
    preview: bool = False


def convert_job(job: Job) -> Conversion:
    """Return what becomes of a file. The stages are loaded with the first, and not where nothing changed."""
    from build_scripts.convert import convert  # noqa: PLC0415  a third of a second

    return convert(job)


def reads_with_library(job: Job) -> bool:
    """Say whether a library reads the file, or the report in another format, as ``needs_library`` does."""
    return any(needs_library(file.data, file.path.name) for file in (job.file, *job.file.others))


def failed(path: Path, error: ReportError) -> Conversion:
    """Return what is kept of a file that could not go on: the line that says why, and its address where it has one."""
    address = address_of_path(path)
    return Conversion(
        path=path.as_posix(),
        fate=Fate.FAILED,
        message=str(error),
        reason=str(error),
        address=address,
        broken_off=isinstance(error, LackingError),
    )


def broken_off(job: Job, error: Exception) -> Conversion:
    """Return what is kept of a file on which work was broken off, or whose fault no stage could tell."""
    path = job.file.path
    known = (
        AbandonedError(path, error)
        if isinstance(error, BrokenOffError)
        else InternalError(path, "read", error)
    )
    return replace(failed(path, known), broken_off=True)
