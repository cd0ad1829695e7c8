"""Hold the region that the text names against the folder that the file lies in."""

from build_scripts.models import Finding, Report, Severity


def check_region_mismatch(report: Report) -> list[Finding]:
    """Return a warning where the text names another region than the file's folder."""
    folder, named = report.clean.raw.source.region_code, report.meta.region_code
    if not folder or not named or folder == named:
        return []
    message = f"文件放在地区 {folder} 之下，正文为{report.meta.region_name}（{named}）"
    return [Finding("region-mismatch", Severity.WARNING, message)]
