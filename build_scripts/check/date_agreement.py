"""Hold the dates of a report against the rule and against one another."""

import re
from collections import Counter

from build_scripts.models import BlockKind, BoxField, Finding, Report, Severity, Span
from build_scripts.rules.dates import without_plans
from build_scripts.rules.numerals import fold_width

_OFTEN = 3
_YEAR_RE = re.compile("([2２][0０][0-9０-９]{2})年")


def check_late_publication(report: Report) -> list[Finding]:
    """Return a warning where the report was published after 1 April of the following year, and by what it is judged.

    The day of publication goes first; where the page does not say it, the report's own date is taken.

    Source: 《法治政府建设与责任落实督察工作规定》 Art. 24, publication before 1 April each year.
    """
    meta = report.meta
    year, day = meta.report_year, meta.published_on or meta.issued_on
    if not year or not day or day <= f"{year + 1}-04-01":
        return []
    field, label = (
        (BoxField.PUBLISHED_ON, "发布日期") if meta.published_on else (BoxField.ISSUED_ON, "成文日期")
    )
    message = f"{label}{day}晚于{year + 1}年4月1日的公开期限"
    return [Finding("late-publication", Severity.WARNING, message, _box_or_date(report, field))]


def check_year_mismatch(report: Report) -> list[Finding]:
    """Return a warning where the file's name, the date or the body's own years do not fit the report year."""
    year, issued = report.meta.report_year, report.meta.issued_on
    source = report.clean.raw.source
    findings = []
    told = _year_told_most(report)
    if year and told and told not in (year, year + 1):
        message = f"题目为{year}年，正文多写{told}年"
        findings.append(Finding("year-mismatch", Severity.WARNING, message, _place(report, BlockKind.TITLE)))
    if year and source.year and source.year != year:
        message = f"文件名所示年度为{source.year}，正文为{year}"
        findings.append(Finding("year-mismatch", Severity.WARNING, message, _place(report, BlockKind.TITLE)))
    if year and issued and int(issued[:4]) not in (year, year + 1):
        message = f"成文日期{issued}与报告年度{year}不符"
        findings.append(Finding("year-mismatch", Severity.WARNING, message, _place(report, BlockKind.DATE)))
    return findings


def _year_told_most(report: Report) -> int | None:
    """Return the year that the body names most, three times at least and twice as often as the report year.

    ``None`` where no other than the report year and the next is told so often.
    """
    year = report.meta.report_year or 0
    words = "".join(p.span.of(report.clean.text) for p in report.paragraphs)
    # Names of plans are taken out only where their years may count: hardly a report tells another year so often.
    if not any(n >= _OFTEN and y not in (year, year + 1) for y, n in _years(words).items()):
        return None
    years = _years(without_plans(words))
    most = max(years, key=lambda y: (years[y], y), default=None)
    clear = most is not None and years[most] >= max(_OFTEN, 2 * years[year])
    return most if clear else None


def _years(words: str) -> Counter[int]:
    return Counter(int(fold_width(written)) for written in _YEAR_RE.findall(words))


def _box_or_date(report: Report, field: BoxField) -> Span | None:
    """Return where the box gives the day, else where the date stands at the foot."""
    spans = (entry.span for entry in report.clean.raw.head.box if entry.field is field and entry.value)
    return next(spans, None) or _place(report, BlockKind.DATE)


def _place(report: Report, kind: BlockKind) -> Span | None:
    blocks = [b for b in report.blocks if b.kind is kind]
    return report.clean.raw_span(blocks[-1].span) if blocks else None
