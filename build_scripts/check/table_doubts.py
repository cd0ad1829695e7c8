"""Doubts about tables: those whose numbers stand under no known head."""

import re

from build_scripts.models import Finding, Report, Severity, Span


def check_table_unread(report: Report) -> list[Finding]:
    """Return a warning for each table in which it is not known what a number counts; the place is the whole table."""
    findings = []
    for table in report.tables:
        if table.read:
            continue
        pieces = report.clean.raw_spans(table.span)
        count = len(re.findall("[0-9０-９][0-9０-９.,，．]*", table.span.of(report.clean.text)))
        message = f"表格的列名对不上，其中 {count} 个数字未列入指标"
        where = Span(min(p.start for p in pieces), max(p.end for p in pieces))
        findings.append(Finding("table-unread", Severity.WARNING, message, where))
    return findings
