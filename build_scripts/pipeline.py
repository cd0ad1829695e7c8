"""The order of the stages, for one report and for all: read → head → clean → structure → extract → check."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from build_scripts.check import check, check_place, with_format, with_unread_format
from build_scripts.check.privacy import mask_of
from build_scripts.clean import clean_text
from build_scripts.errors import ReportError, SourceError, UnreadableError, in_stage
from build_scripts.extract import extract
from build_scripts.garbage import without_collection
from build_scripts.head import with_head
from build_scripts.masking import Mask
from build_scripts.models import Address, Failure, Finding, RawText, Record, Result, Severity, Source
from build_scripts.read import read_raw
from build_scripts.redactions import masked, with_redacted
from build_scripts.sources import SourceFile, find_sources, is_changed, parse_source, read_file
from build_scripts.structure import structure

log = logging.getLogger(__name__)

# What stops a report whatever of it is ■.
UNPUBLISHED = frozenset({"private-data", "private-unmatched", "classified"})


def process(source: Source, path: Path) -> Result:
    """Return all that is known of the report at ``path``. Raises ``ReportError`` where it cannot go on."""
    return process_bytes(source, read_file(path).data)


def process_bytes(source: Source, data: bytes) -> Result:
    """Return all that is known of the report with these bytes. Raises ``ReportError`` where it cannot go on."""
    return process_raw(_read(source, data))


def _read(source: Source, data: bytes) -> RawText:
    with in_stage("read", source.path):
        return with_redacted(read_raw(source, data))


def process_published(source: Source, data: bytes) -> Result:
    """Return what of the report with these bytes may be published: what its record takes out is nowhere in it.

    What must not be published is looked for in the text as it is, too: what is ■ hides no mark of secrecy, and no
    entry of the record that takes out something else. Raises ``ReportError`` where it cannot go on.
    """
    raw = _read(source, data)
    whole = process_raw(raw)
    if not raw.redacted:
        return whole
    public = process_raw(masked(raw))
    known = {(finding.code, finding.span) for finding in public.findings}
    stops = [f for f in whole.findings if f.code in UNPUBLISHED and (f.code, f.span) not in known]
    return replace(public, findings=(*stops, *public.findings))


@without_collection()
def process_raw(raw: RawText) -> Result:
    """Return all that is known of a text that is read. Raises ``InternalError`` where a stage fails on it."""
    path = raw.source.path
    with in_stage("head", path):
        raw = with_head(raw)
    with in_stage("clean", path):
        clean = clean_text(raw)
    with in_stage("structure", path):
        report = structure(clean)
    with in_stage("extract", path):
        metrics, numbers = extract(report)
    with in_stage("check", path):
        return check(report, metrics, numbers)


def check_placed(result: Result, address: Address) -> list[Finding]:
    """Return what would speak against region and department if the report of ``result`` lay at ``address``."""
    clean = result.report.clean
    source = replace(
        clean.raw.source, region_code=address.region, year=address.year, department=address.department
    )
    with in_stage("check", source.path):
        return check_place(
            replace(result.report, clean=replace(clean, raw=replace(clean.raw, source=source)))
        )


def private_mask(result: Result) -> Mask:
    """Return what hides the private data of a report in whatever is told of it."""
    with in_stage("check", result.report.clean.raw.source.path):
        return mask_of(result.report)


def process_all(root: Path, *, preview: bool = False) -> Iterator[Result | Failure]:
    """Yield the outcome of every report below ``root``. One that cannot go on never stops the others.

    A file that differs from its record is a failure; in a ``preview`` it is shown, with the finding source-changed.
    """
    for path in find_sources(root):
        try:
            yield process_file(read_file(path, root), preview=preview)
        except ReportError as error:
            yield as_failure(error)


def process_file(file: SourceFile, *, preview: bool) -> Result:
    """Return all that is known of a file in source_reports, with what file and record have to say.

    So too of its other formats, which are held against it. Raises ``ReportError`` where it cannot go on, as for a file
    that differs from its record, but in a ``preview``.
    """
    result = _process_one(file, preview=preview)
    for other in file.others:
        try:
            read = _process_one(other, preview=preview)
        except UnreadableError as error:
            result = with_unread_format(result, other.path.name, error.problem)
        else:
            with in_stage("check", other.path):
                result = with_format(result, read)
    return result


def _process_one(file: SourceFile, *, preview: bool) -> Result:
    with in_stage("read", file.path):
        source = parse_source(file)
    if is_changed(source) and not preview:
        raise SourceError(
            source.path,
            "内容与记录的 sha256 不符",
            f"确认无误后运行 build --accept {source.path.as_posix()}",
        )
    return _with_findings(process_published(source, file.data), source)


def as_failure(error: ReportError) -> Failure:
    """Return what is kept of a report that cannot go on; the way to the error is told to who debugs."""
    log.debug("%s", error, exc_info=error)
    return Failure(error.path, str(error), (Finding(error.code, Severity.ERROR, str(error)),))


def with_source_findings(result: Result) -> Result:
    """Return ``result`` with what its file and record have to say: changed, or without a record."""
    return _with_findings(result, result.report.clean.raw.source)


def _with_findings(result: Result, source: Source) -> Result:
    findings: list[Finding] = []
    if is_changed(source):
        findings.append(Finding("source-changed", Severity.WARNING, "原始文件在登记之后改动过"))
    if source.record is None:
        findings.append(Finding("record-missing", Severity.NOTE, "还没有登记记录，可用 build --accept 登记"))
    return replace(result, findings=(*findings, *result.findings))


def propose_record(result: Result) -> Record:
    """Return the record that the report's own text suggests, what was known before kept."""
    meta, source = result.report.meta, result.report.clean.raw.source
    known = source.record
    return Record(
        title=known.title if known and known.title else meta.title,
        issuer=known.issuer if known and known.issuer else meta.agency,
        year=known.year if known and known.year else meta.report_year,
        url=known.url if known else None,
        taken_on=known.taken_on if known else None,
        sha256=source.sha256,
        report=known is not None and known.report,
        redactions=known.redactions if known else (),
        waivers=known.waivers if known else (),
        other_format=known is not None and known.other_format,
    )
