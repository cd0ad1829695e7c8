"""One report from its bytes to all that is kept of it: a function that any process or machine can run."""

import logging
from dataclasses import replace

from build_scripts.downloads import SHEET, figures_sheet
from build_scripts.errors import ReportError, in_stage
from build_scripts.garbage import without_collection
from build_scripts.job import Job, failed
from build_scripts.models import Address, Conversion, Fate, PagePicture, Result, Severity
from build_scripts.models.digest import SAID
from build_scripts.pictures import draw_pages
from build_scripts.pipeline import process_file, propose_record
from build_scripts.record_files import render_record
from build_scripts.render.address_rules import address_of
from build_scripts.render.comparing import render_compared
from build_scripts.render.digests import digest_of
from build_scripts.render.labels import FINDINGS, word
from build_scripts.render.listed import listed_of
from build_scripts.render.report_files import COMPARED, OtherFile, report_files, ways_to_marks
from build_scripts.render.searching import searchable_of
from build_scripts.render.told import told_of
from build_scripts.search import search_part
from build_scripts.sources import SourceFile

log = logging.getLogger(__name__)


@without_collection()
def convert(job: Job) -> Conversion:
    """Return what becomes of a file. Whatever goes wrong in it is its own failure, told in one line."""
    try:
        return conversion_of(process_file(job.file, preview=job.preview), job.file)
    except ReportError as error:
        log.debug("%s", error, exc_info=error)
        return failed(job.file.path, error)


def conversion_of(result: Result, file: SourceFile) -> Conversion:
    """Return what is kept of a report and its file. Raises ``ReportError`` where no page can be made of it."""
    address = address_of(result.report.clean.raw.source)
    proposal = "" if file.record is not None else render_record(propose_record(result))
    with in_stage("render", file.path):
        made = _published(address, result, file) if result.publishable else _held(address, result, file)
    return replace(made, proposal=proposal)


def _held(address: Address, result: Result, file: SourceFile) -> Conversion:
    errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
    return Conversion(
        path=file.path.as_posix(),
        fate=Fate.HELD_BACK,
        address=address,
        message="；".join(finding.message for finding in errors),
        reason="、".join(sorted({word(FINDINGS, finding.code) for finding in errors})),
    )


def _pictures(result: Result, data: bytes) -> tuple[PagePicture, ...]:
    """Return the pictures of the pages of a file, without what its record takes out."""
    raw = result.report.clean.raw
    return draw_pages(raw, data, tuple(one.span for one in raw.redacted))


def _published(address: Address, result: Result, file: SourceFile) -> Conversion:
    data = {other.path: other.data for other in file.others}
    found = ((other, data[other.report.clean.raw.source.path]) for other in result.others)
    others = tuple(OtherFile(other, of, _pictures(other, of)) for other, of in found)
    told = told_of(result, _pictures(result, file.data), ways_to_marks(others))
    files = report_files(address, told, file.data, others)
    part = search_part(searchable_of(address, result, told.places))
    listed = listed_of(address, result, told.places)
    compared = render_compared(listed, result)
    digest = digest_of(told)
    return Conversion(
        path=file.path.as_posix(),
        fate=Fate.PUBLISHED,
        address=address,
        listed=listed,
        lines=files.lines,
        texts={
            **files.texts,
            COMPARED: compared,
            SHEET: figures_sheet(files.rows),
            "search-head": part.head,
            "search-body": part.body,
            "digest": digest.text,
            SAID: digest.said,
        },
        pages=files.pages,
    )
