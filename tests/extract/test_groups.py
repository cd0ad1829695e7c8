"""Which figures are parts of which: what a list must have, and what only looks like one."""

import pytest

from build_scripts.models import Relation
from build_scripts.rules.lists import OutcomeSet, load_outcomes
from tests.texts import HEAD, result_of

SETS = [pytest.param(row, id=row.id) for row in load_outcomes()]

# A sentence, and for each figure the value of its total.
LINKED = {
    "其中": ("许可310件，其中新办230件，变更80件。", [None, 310, 310]),
    "括号": ("许可310件，其中新办230件（首次113件，换证117件），变更80件。", [None, 310, 230, 230, 310]),
    "冒号": ("梳理权责事项35项：行政处罚30项、行政检查5项。", [None, 35, 35]),
    "按类分为": ("办理案件28件，按领域分为：食品案件16件、药品案件12件。", [None, 28, 28]),
    "分号接续": (
        "许可320件，其中道路类200件，占62.5%；水路类60件；公路类60件。",
        [None, 320, None, 320, 320],
    ),
    "加得拢的那个总数": ("立案9件，结案8件，其中食品5件、药品3件。", [None, None, 8, 8]),
    "中间夹着金额": ("罚没12起，其中甲类7起，罚款8万元，乙类5起，罚款3万元。", [None, 12, None, 12, None]),
    "旁边的金额也成一组": (
        "办案12件，罚款11万元；其中甲类7件，罚款8万元；乙类5件，罚款3万元。",
        [None, None, 12, 110000, 12, 110000],
    ),
    "另起一句的其中": ("全年办理许可50件。其中新办20件、变更30件。", [None, 50, 50]),
    "错的合计也连上": ("共检查163家，其中医院99家、诊所21家、药店93家。", [None, 163, 163, 163]),
}
ALONE = {
    "其中不在句首": ("在研究6个试点部门做法的基础上，对草案其中9项事项提出意见。", [None, None]),
    "包含是动词": ("开展学法12次。编制包含31部法规的清单，组织考试3次。", [None, None, None]),
    "增加数": ("参保9000人，其中职工4000人，比上年增加300人。", [None, 9000, None]),
    "往年的数": ("办理案件38件（2022年29件）。", [None, None]),
    "碰巧加得拢": ("组织学习18次，讲座9次、培训7次、考试2次。", [None, None, None, None]),
    "比总数大": ("检查12家，其中发现问题的15家。", [None, None]),
    "单位不同": ("检查120家，其中发现问题30个。", [None, None]),
    "单独一个结果": ("受理投诉30件，办结21件。", [None, None]),
}


@pytest.mark.parametrize(("text", "totals"), [pytest.param(*c, id=n) for n, c in {**LINKED, **ALONE}.items()])
def test_a_figure_belongs_to_its_total_or_to_none(text: str, totals: list[int | None]) -> None:
    metrics = result_of(HEAD + text).metrics
    values = {m.id: m.quantity.value for m in metrics}
    assert [m.parent and values[m.parent] for m in metrics] == totals


@pytest.mark.parametrize("row", SETS)
def test_outcomes_of_one_set_that_exhaust_a_count_are_its_parts(row: OutcomeSet) -> None:
    first, *others = result_of(HEAD + row.example + "。").metrics
    assert {(m.parent, m.relation) for m in others} == {(first.id, Relation.OUTCOME)}


@pytest.mark.parametrize("row", SETS)
def test_outcomes_that_leave_a_rest_are_no_parts(row: OutcomeSet) -> None:
    assert {m.parent for m in result_of(HEAD + row.counter_example + "。").metrics} == {None}


def test_an_opened_list_is_of_parts_and_says_what_speaks_for_it() -> None:
    _, first, _ = result_of(HEAD + "审结20件，其中维持11件、撤销9件。").metrics
    assert first.relation is Relation.PART
    assert first.evidence == ("of-which +3", "exact-sum +2", "one-set-of-outcomes +2", "one-mark +1")
