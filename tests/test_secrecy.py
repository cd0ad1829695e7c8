"""A document that is marked as secret or not public never goes out; one that speaks of secrets does."""

import pytest

from build_scripts.models import Finding
from tests.test_checks import OWED, TITLE
from tests.texts import result_of

BODY = OWED + "2024年1月9日\n"
MARKED = (
    "秘密\n{title}",
    "机密★1年\n{title}",
    "绝密★长期\n新县人民政府文件\n{title}",
    "000012\n机密★三年\n特急\n新县卫生健康委员会文件\n新卫〔2024〕1号\n{title}",
    "000012 秘密 ★ 1 年\n{title}",
    "密级：机密\n{title}",
    "秘　密\n{title}",
    "【秘密】\n{title}",
    "工作秘密★2年\n{title}",
    "秘密★解密前  加急\n{title}",
    "机密☆五年第3号\n{title}",
    "索引号：123/2024-1\n密级：秘密\n{title}",
    "内部资料 注意保存\n{title}",
    "内部资料\n{title}",
    "内部文件，请勿外传\n{title}",
    "（内部使用）\n{title}",
    "内部材料  不得公开\n{title}",
    "{title}\n（内部参考）\n",
    "涉密文件 严禁上网\n{title}",
    "阅后收回\n{title}",
    "公开属性：不予公开\n{title}",
    "信息公开属性：依申请公开\n{title}",
    "公开方式：依申请公开\n发布日期：2024-01-02\n{title}",
    "不予公开\n{title}",
    "ＳＥＣ\n机密★１年\n{title}",
)
MARKED_AT_THE_END = (
    "（此件不公开）",
    "（此件依申请公开）",
    "此件不予公开",
    "公开范围：系统内部",
    "信息公开选项：不予公开",
)
OPEN = (
    "公开属性：主动公开\n{title}",
    "公开方式：主动公开\n{title}",
    "首页\n政务公开\n依申请公开\n政府信息公开年报\n{title}",
    "密级：公开\n{title}",
    "密级：无\n{title}",
    "特急\n{title}",
    "内部审计局\n{title}",
    "新县国家保密局\n{title}",
    "保密和机要局文件\n{title}",
    "{title}\n严守国家秘密、商业秘密和个人隐私。\n",
    "{title}\n机密文件管理规范有序。\n",
    "{title}\n内部资料管理制度3项。\n",
)
SENTENCES = (
    "严格遵守保密纪律，保守国家秘密，开展机密级涉密人员培训2次。",
    "依法保护商业秘密和个人隐私。",
    "清理内部文件12份，修订内部资料管理办法1项。",
    "收到政府信息公开申请10件，予以公开8件，不予公开2件，依申请公开目录同步更新。",
    "对涉密文件严禁上网的规定开展检查。",
    "公开方式：主动公开目录12条，依申请公开3件。",
    "确定秘密事项3项，机密事项1项，绝密事项0项。",
)


def marks(text: str) -> list[Finding]:
    return [finding for finding in result_of(text).findings if finding.code == "classified"]


@pytest.mark.parametrize("head", MARKED)
def test_a_mark_at_the_head_stops_a_document(head: str) -> None:
    assert len(marks(head.format(title=TITLE) + BODY)) == 1


@pytest.mark.parametrize("foot", MARKED_AT_THE_END)
def test_a_mark_at_the_end_stops_a_document(foot: str) -> None:
    assert len(marks(f"{TITLE}{BODY}{foot}\n")) == 1


@pytest.mark.parametrize("head", OPEN)
def test_an_open_document_goes_out(head: str) -> None:
    assert marks(head.format(title=TITLE) + BODY) == []


@pytest.mark.parametrize(
    "foot", ["（此件公开发布）", "公开属性：主动公开", "（联系人：甲，电话0376-2000000）"]
)
def test_an_open_foot_stops_nothing(foot: str) -> None:
    assert marks(f"{TITLE}{BODY}{foot}\n") == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_a_sentence_says_of_secrets_is_no_mark(sentence: str) -> None:
    assert marks(TITLE + OWED.replace("二、", f"{sentence}\n二、", 1)) == []


def test_the_line_of_a_mark_is_told() -> None:
    (mark,) = marks(f"新县人民政府\n机密★1年\n{TITLE}{BODY}")
    assert mark.message.startswith("第1页第2行标有“密级”")
