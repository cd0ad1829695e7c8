"""What a new process does before its first report, so that no report's time is spent on loading rules."""

from pathlib import Path

# An address that no table may lose: without one there would be no page, and no template loaded.
_PLACE = Path("source_reports/440704/2023-health.txt")
_SAMPLE = """\
江门市江海区卫生健康局2023年法治政府建设年度报告
一、主要举措和成效
（一）强化领导。全年召开会议3次，开展培训2场，培训120人次，其中线上培训40人次。
（二）严格执法。检查企业230家，立案12件，罚款3.5万元，同比增长12%，办结率100%。
二、存在问题
执法力量不足。
江门市江海区卫生健康局
2024年1月15日
"""


def warm() -> None:
    """Load the pipeline, its rules and its templates by converting a short made-up report."""
    from build_scripts.job import Job, convert_job  # noqa: PLC0415  in the process that is to be warm alone
    from build_scripts.sources import SourceFile  # noqa: PLC0415

    convert_job(Job(SourceFile(_PLACE, _SAMPLE.encode(), is_placed=True)))
