"""Stop a document that says of itself that it is not for the public."""

from build_scripts.models import Finding, Report, Severity
from build_scripts.rules.secrecy_marks import find_marks


def check_classified(report: Report) -> list[Finding]:
    """Return an error, which nothing waives, for each mark at the head or the end: 机密★1年, 内部资料, 此件不公开."""
    raw = report.clean.raw
    return [
        Finding(
            "classified",
            Severity.ERROR,
            f"第{raw.page_of(mark.span.start)}页第{raw.text.count(chr(10), 0, mark.span.start) + 1}行"
            f"标有“{mark.means}”，不得公开，也不能放行；请拿走文件，并向发布机关核实",
            mark.span,
        )
        for mark in find_marks(raw.text)
    ]
