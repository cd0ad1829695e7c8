"""The order of the stages, for one report and for all: read → head → clean → structure → extract → check."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from build_scripts.check import check
from build_scripts.clean import clean_text
from build_scripts.errors import ReportError, SourceError
from build_scripts.extract import extract
from build_scripts.head import with_head
from build_scripts.models import Failure, Finding, Record, Result, Severity, Source
from build_scripts.read import read_raw
from build_scripts.sources import find_sources, is_changed, read_source
from build_scripts.structure import structure


def process(source: Source, path: Path) -> Result:
    """Return all that is known of the report at ``path``. Raises ``ReportError`` where it cannot go on."""
    raw = read_raw(source, path)
    clean = clean_text(with_head(raw))
    report = structure(clean)
    metrics, numbers = extract(report)
    return check(report, metrics, numbers)


def process_all(root: Path, *, preview: bool = False) -> Iterator[Result | Failure]:
    """Yield the outcome of every report below ``root``. One that cannot go on never stops the others.

    A file that differs from its record is a failure; in a ``preview`` it is shown, with the finding source-changed.
    """
    for path in find_sources(root):
        try:
            source = read_source(path, root)
            if is_changed(source) and not preview:
                raise SourceError(
                    source.path,
                    "内容与记录的 sha256 不符",
                    f"确认无误后运行 build --accept {source.path.as_posix()}",
                )
            yield with_source_findings(process(source, path))
        except ReportError as error:
            yield Failure(error.path, str(error))


def with_source_findings(result: Result) -> Result:
    """Return ``result`` with what its file and record have to say: changed, or without a record."""
    source = result.report.clean.raw.source
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
    )
