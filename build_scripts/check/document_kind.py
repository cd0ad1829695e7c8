"""Say of a text that it is no report on 法治政府建设, and what tells it."""

from build_scripts.models import DocumentKind, Finding, Report, Severity
from build_scripts.rules.document_kinds import label_of


def check_not_a_report(report: Report) -> list[Finding]:
    """Return an error where the text is another document, with what tells it: 有“第一条”等条文 12 处."""
    if report.kind is DocumentKind.REPORT:
        return []
    message = f"疑非法治政府建设年度报告，似为{label_of(report.kind)}：{report.kind_told}"
    return [Finding("not-a-report", Severity.ERROR, message)]
