"""Report and metrics to findings: what adds up, what is missing, what is doubtful, what must not be published."""

from collections.abc import Callable, Sequence

from build_scripts.check.agency import check_ambiguous_agency
from build_scripts.check.agreement import check_contradictory_figures, check_rate_mismatch
from build_scripts.check.date_agreement import check_late_publication, check_year_mismatch
from build_scripts.check.document_kind import check_not_a_report
from build_scripts.check.format_agreement import with_format, with_unread_format
from build_scripts.check.place_agreement import check_department_mismatch, check_region_mismatch
from build_scripts.check.privacy import check_private_data, without_private
from build_scripts.check.recognition import check_line_lost, check_pictures, check_recognised
from build_scripts.check.required_contents import find_statutory
from build_scripts.check.secrecy import check_classified
from build_scripts.check.sums import find_sums
from build_scripts.check.table_doubts import check_table_unread
from build_scripts.check.text import check_furniture_left, check_likely_slip, check_unreadable
from build_scripts.models import Finding, Metric, Number, Report, Result, Severity

__all__ = ["check", "with_format", "with_unread_format"]

ReportCheck = Callable[[Report], list[Finding]]

_WHOLE = 100
_OF_A_PLAN = ("完成率", "达成率")

REPORT_CHECKS: tuple[ReportCheck, ...] = (
    check_private_data,
    check_classified,
    check_not_a_report,
    check_unreadable,
    check_recognised,
    check_line_lost,
    check_pictures,
    check_region_mismatch,
    check_department_mismatch,
    check_ambiguous_agency,
    check_year_mismatch,
    check_late_publication,
    check_furniture_left,
    check_likely_slip,
    check_table_unread,
)


def check(report: Report, metrics: Sequence[Metric], numbers: Sequence[Number]) -> Result:
    """Return the result: the report, its metrics, and every finding on them, in order of place."""
    sums, sum_findings = find_sums(report, metrics)
    statutory, missing = find_statutory(report)
    findings = [
        *report.clean.findings,
        *(finding for run in REPORT_CHECKS for finding in run(report)),
        *sum_findings,
        *missing,
        *check_unexplained_number(report, numbers),
        *check_percent_over_100(report, metrics),
        *check_rate_mismatch(report, metrics),
        *check_contradictory_figures(report, metrics),
    ]
    told = without_private(report, findings)
    return Result(
        report=report,
        metrics=tuple(metrics),
        numbers=tuple(numbers),
        sums=sums,
        statutory=statutory,
        findings=tuple(sorted(told, key=lambda f: (f.span.start if f.span else -1, f.code))),
    )


def check_place(report: Report) -> list[Finding]:
    """Return what speaks against the region and the department of the report's source."""
    return [*check_region_mismatch(report), *check_department_mismatch(report)]


def check_unexplained_number(report: Report, numbers: Sequence[Number]) -> list[Finding]:
    """Return a warning for each run of digits that is in no metric and that no rule set aside."""
    raw = report.clean.raw.text
    return [
        Finding("unexplained-number", Severity.WARNING, f"数字“{n.span.of(raw)}”未能解释，未列入指标", n.span)
        for n in numbers
        if n.metric is None and n.rule is None
    ]


def check_percent_over_100(report: Report, metrics: Sequence[Metric]) -> list[Finding]:
    """Return a warning for a rate over 100% of something that is a share: 合格率105%.

    A growth is none, nor how much of a plan was done: 计划检查320家，实际检查352家，完成率110%.
    """
    return [
        Finding(
            "percent-over-100",
            Severity.WARNING,
            f"“{m.subject}”为{m.quantity.raw}%，超过100%",
            report.clean.raw_span(m.span),
        )
        for m in metrics
        if m.quantity.unit == "%"
        and m.quantity.value > _WHOLE
        and m.change is None
        and m.subject.endswith(("率", "占比"))
        and not m.subject.endswith(_OF_A_PLAN)
    ]
