"""Where a report goes over to the year to come, and its figures are targets."""

import pytest

from build_scripts.models import Kind
from tests.texts import result_of

TITLE = "某县司法局2023年法治政府建设年度报告\n\n一、主要工作\n\n全年开展培训12场。\n\n"
# What stands behind the first part of a report, and of which of its figures each is a target.
TEXTS = {
    "计划的一部分": ("二、下一步工作打算\n\n开展培训20场。\n", {"20"}),
    "下一年的一部分": ("二、2024年工作安排\n\n开展培训20场。\n", {"20"}),
    "问题和打算，同一段": (
        "二、存在问题及下步打算\n\n专业人才占比只有58%，与75%的要求还有差距。2024年开展培训20场。检查企业30家。\n",
        {"20", "30"},
    ),
    "问题和打算，各一段": (
        "二、存在的不足和下一步工作安排\n\n全局仅有执法人员8人。\n\n针对以上问题，下一步我局开展培训20场。\n\n检查企业30家。\n",
        {"20", "30"},
    ),
    "问题和打算，各有小标题": (
        "二、存在问题和下一步打算\n\n（一）存在问题\n\n全局仅有执法人员8人。\n\n（二）下一步打算\n\n开展培训20场。\n",
        {"20"},
    ),
    "只写了问题": ("二、存在问题及下步打算\n\n全局仅有执法人员8人。\n\n三、其他\n\n开展培训20场。\n", set()),
    "一句里的下一年": ("二、其他\n\n检查企业30家，2024年培训20人。\n", {"20"}),
    "计划完成率": ("二、其他\n\n执法检查计划完成率100%，2024年将确保完成率达95%。\n", {"95"}),
}


@pytest.mark.parametrize(("text", "planned"), TEXTS.values(), ids=TEXTS)
def test_what_is_planned_is_a_target_and_nothing_else(text: str, planned: set[str]) -> None:
    metrics = result_of(TITLE + text).metrics
    assert {m.quantity.raw for m in metrics if m.kind is Kind.TARGET} == planned
