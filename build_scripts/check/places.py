"""Hold the region and department that the text names against the file's folder and name."""

from build_scripts.models import Finding, Report, Severity


def check_region_mismatch(report: Report) -> list[Finding]:
    """Return a warning where the text names another region than the file's folder."""
    folder, named = report.clean.raw.source.region_code, report.meta.region_code
    if not folder or not named or folder == named:
        return []
    message = f"文件放在地区 {folder} 之下，正文为{report.meta.region_name}（{named}）"
    return [Finding("region-mismatch", Severity.WARNING, message)]


def check_department_mismatch(report: Report) -> list[Finding]:
    """Return a warning where the text's agency is of another department than the file's name says.

    A word added for a second body (health-cdc) is no difference; where the agency tells none, nothing is said.
    """
    told, named = report.clean.raw.source.department, report.meta.department
    if not told or not named or told == named or told.startswith(named + "-"):
        return []
    return [Finding("department-mismatch", Severity.WARNING, f"文件名所示部门为 {told}，正文为 {named}")]
