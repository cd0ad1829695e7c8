"""Reports made on the fly, of any agency, year and title."""

BODY = """一、主要举措和成效
（一）强化领导。全年召开会议3次，开展培训2场，培训120人次，其中线上培训40人次。
（二）严格执法。检查企业230家，立案12件，罚款3.5万元，同比增长12%，办结率100%。
二、存在问题
执法力量不足。
三、党政主要负责人履行推进法治建设第一责任人职责情况
主要负责人主持会议4次。
四、下一步打算
继续推进。
"""


def letter(
    agency: str = "古丈县司法局",
    title: str = "古丈县司法局2023年法治政府建设年度报告",
    day: str = "2024年1月15日",
    body: str = BODY,
) -> str:
    """Return a report: title, body, signature, date; each may be ""."""
    parts = (title, "" if not title else "\n", body, agency, day)
    return "".join(part if part.endswith("\n") else f"{part}\n" for part in parts if part)
