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
    "按类分另起一句": (
        "受理信访356件，办结率100%。按污染类型分：噪声231件，占65%；大气125件，占35%。",
        [None, None, 356, None, 356, None],
    ),
    "从什么看": ("立案100起，罚款20万元。从案件类型看，市容类60起、违建类40起。", [None, None, 100, 100]),
    "什么中": ("审结案件149件。审结的案件中，维持109件、驳回申请40件。", [None, 149, 149]),
    "涉及的加得拢": ("查处案件52件，涉及食品20件、药品32件。", [None, 52, 52]),
    "先列名称再说分别": ("办理案件100件，一般程序、简易程序案件分别为40件、60件。", [None, 100, 100]),
    "各占一句": ("查案100件。其中食品案件60件，罚款3万元。药品案件40件。", [None, 100, None, 100]),
    "合计在前两句": ("审批项目71个。总投资46亿元。其中报告书9个、报告表62个。", [None, None, 71, 71]),
    "各带一句话": ("许可90件，其中新办50件，多为餐饮，变更40件。", [None, 90, 90]),
    "上年结转是今年的": ("受理案件182件（其中上年结转12件）。", [None, 182]),
    "期数后面的人次": ("培训320人次，其中线下3期120人次，线上4期200人次。", [None, None, 320, None, 320]),
    "两样各一个": ("拆除违建41处5620平方米，其中旧房29处4310平方米。", [None, None, 41, 5620]),
    "旁边的说法相同": ("办案35件，罚款80万元，其中食品案件12件，罚款22万元。", [None, None, 35, 800000]),
    "正在的和已经的": ("赔偿案件11件，已磋商结案8件，正在磋商3件。", [None, 11, 11]),
    "不予的和予以的": ("工伤申请90件，认定工伤79件，视同工伤3件，不予认定8件。", [None, 90, 90, 90]),
    "另外几个怎样": ("行政诉讼案件2件，一审胜诉1件，另1件尚在审理。", [None, 2, 2]),
    "除几个以外": ("交办问题35个，除4个正在整改外，其余31个均已销号。", [None, 35, 35]),
    "成对的人数不打断": (
        "事故26起、死亡21人，其中道路19起、死亡15人，建筑7起、死亡6人。",
        [None, None, 26, 21, 26, 21],
    ),
    "没有合计的人数不打断": (
        "查处案件12起，其中盗窃7起、抓获9人，诈骗5起、抓获6人。",
        [None, 12, None, 12, None],
    ),
    "增加数不打断": ("参演3000人，其中学生2000人，较上年增加500人，居民1000人。", [None, 3000, None, 3000]),
    "决定怎样": ("清理文件88件，决定保留60件，修改11件，废止17件。", [None, 88, 88, 88]),
    "几组结果在一起": ("受理申请58件，准予许可55件，不予许可1件，申请人撤回2件。", [None, 58, 58, 58]),
    "单位相同的才近": ("排查隐患1530条，下发通知书312份，其中重大隐患9条。", [None, None, 1530]),
    "按什么划分": (
        "火灾起数312起，亡1人。按起火场所划分：住宅240起，占76.9%；其他72起。",
        [None, None, 312, None, 312],
    ),
    "数在前面的结果": ("受理复议30件，维持22件，5件被撤销，3件终止。", [None, 30, 30, 30]),
    "谁胜诉": ("提起诉讼7件，我局胜诉4件，原告撤诉2件，未开庭1件。", [None, 7, 7, 7]),
    "公共二字不是又数": (
        "供地58宗，其中工业21宗、住宅9宗、公共设施28宗。",
        [None, 58, 58, 58],
    ),
    "总数不是增加数": ("起诉1420人，较上年增加86人，其中未成年人37人。", [None, None, 1420]),
    "前几个先凑成": ("立案67件，已结案61件，尚在办理6件；作出处罚61件。", [None, 67, 67, None]),
    "准予的和责令的": ("备案审查31件，准予备案29件，责令修改2件。", [None, 31, 31]),
    "说完怎么办再说结果": ("发现隐患570处，当场整改498处，下达指令书限期整改72处。", [None, 570, 570]),
    "主动的和申请的": ("办案376件，罚款9万元，当事人主动履行369件，申请强制执行7件。", [None, None, 376, 376]),
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
    "类型不说分类": ("召开会议5次。从工作实际看，开展培训3次、演练2次。", [None, None, None]),
    "涉及的加不拢": ("查处案件52件，涉及企业30件。", [None, None]),
    "行动中": ("办理案件30件。专项行动中，检查场所20件，约谈10件。", [None, None, None]),
    "另起一句又是一事": (
        "查处案件50件，其中食品案件20件，同比增长10%。受理举报案件30件。",
        [None, 50, None, None],
    ),
    "列完又开一事": (
        "举办培训班3期，培训180人，其中骨干60人；组织考试2次，参考120人。",
        [None, None, 180, None, None],
    ),
    "结果说的是全部": ("受理投诉30件，其中农民工20件，办结10件。", [None, 30, None]),
    "旁边说的是别的": ("立案9件，罚款12万元，其中移送2件，挽回损失5万元。", [None, None, 9, None]),
    "别的事办不成": ("受理信访10件，接待来访8件，未办结2件。", [None, None, None]),
    "别的案件未办完": ("受理复议案件10件，办理诉讼案件8件，未审结2件。", [None, None, None]),
    "单位不全同": ("审核合同10份，提出意见8条，未采纳2条。", [None, None, None]),
    "金额在前一句": (
        "立案30起，罚款9万元，其中当场罚款2万元。召开会议20次，约谈10次。",
        [None, None, 90000, None, None],
    ),
    "列完又发生": (
        "查处违法8000起，其中超员340起，超速2100起，发生事故12起。",
        [None, 8000, 8000, None],
    ),
    "两组结果中夹着别的": ("检查企业90家，合格80家，约谈6家，不合格4家。", [None, None, None, None]),
    "份与件不是一样东西": (
        "与12个部门签订协议15份，其中跨区域4份；联合办案8件。",
        [None, None, 15, None],
    ),
    "未就业是一类人": (
        "新增就业80人，再就业30人，困难就业10人，未就业毕业生帮扶40人。",
        [None, None, None, None],
    ),
    "同一个结果两样东西": ("受理许可20件，投诉办结12件，举报办结8件。", [None, None, None]),
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
