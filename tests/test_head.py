"""The head of a page: labels show themselves by examples, organs are names, doubts are said, and bad pages are read."""

import time
from typing import Any

import pytest

from build_scripts.head import find_head
from build_scripts.head.head_lines import cut_lines
from build_scripts.head.information_box import find_line
from build_scripts.models import BlockKind, BoxField, Finding, NamedBy
from build_scripts.rules.box_labels import load_labels
from build_scripts.rules.loading import load_yaml
from build_scripts.rules.organs import find_leading, is_organ, is_place, same_organ, split_names
from tests.every import every
from tests.texts import result_of

# A hundredth of it is enough here; what is quadratic takes many minutes.
_SECONDS = 60
TITLE = "平山县水利局2023年度法治政府建设情况报告\n"
BODY = "2023年，我局依法履职，成效明显，现将有关情况报告如下。\n一、主要举措\n召开会议3次。\n"


def labels() -> list[dict[str, Any]]:
    found = load_yaml("box.yml")["labels"]
    assert isinstance(found, list)
    return [entry for entry in found if isinstance(entry, dict)]


EXAMPLES = [pytest.param(e["id"], text, id=f"{e['id']}-{text}") for e in labels() for text in e["examples"]]
COUNTER = [pytest.param(text, id=text) for e in labels() for text in e.get("counter_examples", [])]


@every(("name", "text"), EXAMPLES)
def test_an_example_is_read_as_its_own_label(name: str, text: str) -> None:
    read = find_line(cut_lines(text)[0], in_box=True)
    entry = next(e for e in labels() if e["id"] == name)
    assert read
    assert [e.field for e in read.entries] == [BoxField(entry["field"])]


@every("text", COUNTER)
def test_a_counter_example_is_no_line_of_a_box(text: str) -> None:
    assert find_line(cut_lines(text)[0]) is None


def test_no_label_stands_twice() -> None:
    words = [word for entry in labels() for word in str(entry["words"]).split()]
    assert len(words) == len(set(words)) == len(load_labels())


@pytest.mark.parametrize(
    "name", ["平山县水利局", "中共平山县委", "国家税务总局平山县税务局", "岗南镇人民政府", "水利部"]
)
def test_an_organ_is_known_by_its_name(name: str) -> None:
    assert is_organ(name)


@pytest.mark.parametrize(
    "line", ["今天是星期二", "公开目录", "新闻中心", "办事大厅", "我局", "县委", "机构设置", ""]
)
def test_no_other_line_is_an_organ(line: str) -> None:
    assert not is_organ(line)


@pytest.mark.parametrize(
    "name", ["平山县", "石家庄市平山县", "岗南镇", "平山县岗南镇", "新市街道", "天津市静海区"]
)
def test_a_place_governs_itself(name: str) -> None:
    assert is_place(name)


@pytest.mark.parametrize("name", ["示范县", "幸福社区", "全县", "我区", "先进乡镇县", "镇", "各乡镇"])
def test_no_other_word_is_a_place(name: str) -> None:
    assert not is_place(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("解放区卫健委2022年度法治政府建设情况报告", "解放区卫健委"),
        ("关于2023年度平山县教育局法治政府建设情况的报告", "平山县教育局"),
        ("平山县2023年法治政府建设情况报告", "平山县"),
        ("平山县水利局党组书记2023年度述法报告", "平山县水利局"),
        ("平山县党史和地方志研究室2023年度法治政府建设情况报告", "平山县党史和地方志研究室"),
        ("平山县图书馆2023年度法治建设情况报告", "平山县图书馆"),
        ("关于2023年度法治政府建设情况的报告", None),
        ("2023年度全县法治政府建设情况报告", None),
    ],
)
def test_a_title_opens_with_a_name(title: str, name: str | None) -> None:
    found = find_leading(title)
    assert (title[found[0] : found[1]] if found else None) == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("中共平山县委、平山县人民政府", ["中共平山县委", "平山县人民政府"]),
        ("中共平山县委平山县人民政府", ["中共平山县委", "平山县人民政府"]),
        ("平山县教育局和平山县体育局", ["平山县教育局", "平山县体育局"]),
        ("平山县发展和改革局", ["平山县发展和改革局"]),
        ("遵义市生态环境局湄潭分局", ["遵义市生态环境局湄潭分局"]),
        ("平山县人民政府办公室", ["平山县人民政府办公室"]),
        ("公安县公安局", ["公安县公安局"]),
    ],
)
def test_names_written_as_one_are_parted(written: str, names: list[str]) -> None:
    assert [written[start:end] for start, end in split_names(written)] == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("解放区卫健委", "解放区卫生健康委员会", True),
        ("平山县", "平山县人民政府", True),
        ("平山县", "平山县人民政府办公室", True),
        ("石家庄市平山县水利局", "平山县水利局", True),
        ("平山县教育局", "县教育局", True),
        ("平山县水利局", "平山县教育局", False),
        ("平山县水利局", "元氏县水利局", False),
    ],
)
def test_two_names_may_mean_one_organ(one: str, other: str, *, same: bool) -> None:
    assert same_organ(one, other) is same


def findings(text: str, code: str) -> list[Finding]:
    return [f for f in result_of(text).findings if f.code == code]


@pytest.mark.parametrize(
    "text",
    [
        "发布机构：平山县教育局\n" + TITLE + BODY,
        "平山县教育局文件\n平教〔2024〕3号\n" + TITLE + BODY,
        TITLE + BODY + "平山县教育局\n2024年3月1日\n",
    ],
)
def test_names_that_differ_are_said_and_the_title_decides(text: str) -> None:
    assert result_of(text).report.meta.agency == "平山县水利局"
    assert [f.severity.value for f in findings(text, "ambiguous-agency")] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "发布机构：平山县水利局\n" + TITLE + BODY,
        "平山县人民政府办公室文件\n平政办〔2024〕3号\n平山县2023年度法治政府建设情况报告\n" + BODY,
        "来源：河北省人民政府网\n" + TITLE + BODY,
        TITLE + "2023年，县水利局坚持依法行政，成效明显。\n",
        BODY,
    ],
)
def test_names_that_agree_or_are_no_agency_of_the_report_are_not_said(text: str) -> None:
    assert findings(text, "ambiguous-agency") == []


@pytest.mark.parametrize(
    ("box", "label"),
    [
        ("成文日期：2024-03-20 发布日期：2024-04-08\n", "发布日期2024-04-08"),
        ("成文日期：2024-04-08\n", "成文日期2024-04-08"),
        ("成文日期：2024-04-08 发布日期：2024-03-20\n", None),
        ("时间：2024-04-08\n", None),
    ],
)
def test_the_time_limit_is_held_against_the_day_of_publication(box: str, label: str | None) -> None:
    told = [f.message for f in findings(box + TITLE + BODY, "late-publication")]
    assert [message[: len(label or "")] for message in told] == ([label] if label else [])


def test_years_of_plans_are_no_years_of_the_report() -> None:
    plan = "按照《法治政府建设实施纲要（2021—2025年）》和2021—2025年规划推进工作。\n"
    text = "现将我局2023年法治政府建设情况报告如下。\n一、主要举措\n" + plan * 4
    assert result_of(text).report.meta.report_year == 2023
    assert findings(text, "year-mismatch") == []


def test_numbers_of_a_box_are_set_aside_by_its_rule() -> None:
    text = "| 索引号 | 620721125/2024-00002 |\n|---|---|\n| 发布机构 | 平山县水利局 |\n" + TITLE + BODY
    result = result_of(text)
    assert result.report.tables == ()
    assert [n.rule for n in result.numbers if n.span.start < text.index(TITLE)] == ["information-box"] * 3


def test_a_letter_keeps_its_own_parts() -> None:
    text = (
        "平山县水利局关于2023年度法治政府建设情况的报告\n县委、县政府：\n现呈上报告，请审阅。\n"
        "平山县水利局\n2024年3月8日\n" + TITLE + BODY
    )
    kinds = [block.kind for block in result_of(text).report.blocks]
    assert kinds[:6] == [
        BlockKind.TITLE,
        BlockKind.ADDRESSEE,
        BlockKind.PARAGRAPH,
        BlockKind.SIGNATURE,
        BlockKind.DATE,
        BlockKind.TITLE,
    ]


def test_each_name_is_kept_with_its_place() -> None:
    text = (
        "发布机构：平山县水利局\n平山县水利局文件\n"
        + TITLE
        + "2023年，平山县水利局坚持依法行政，成效明显。\n平山县水利局\n"
    )
    organs = find_head(text).organs
    assert [organ.named_by for organ in organs] == list(NamedBy)
    assert {organ.name for organ in organs} == {"平山县水利局"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "索引号：",
        "索引号：\n发布机构：\n",
        "|||\n|||",
        "目录",
        "目录\n目录\n目录",
        "《" * 200,
        "平山县、元氏县2023年度法治政府建设情况报告",
        "平山县" + "水利" * 150 + "局2023年度法治政府建设情况报告",
        "报告" * 300,
        "【】【】：：",
        "2024年13月45日",
        "签发人：",
        "\u200b\u200b",
    ],
)
def test_any_page_has_a_head(text: str) -> None:
    head = find_head(text)
    assert all(0 <= f.span.start < f.span.end <= len(text) for f in head.furniture)
    assert head.issued_on is None


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        "（一（二（三" * 20_000,
        "一" * 200_000,
        "一、主要举措\n" * 20_000,
        "索引号：\n" * 20_000,
        "| 索引号 | 1 |\n" * 10_000,
        "目录\n" * 3_000 + "一、主要举措\n" * 3_000,
        " " * 200_000 + "一" + " " * 200_000,
        "平山县水利局2023年度法治政府建设情况报告2023年，我局。一、" * 5_000,
        "平山县水利局\n2024年1月1日\n" * 10_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_a_page_without_end_is_read_in_time_with_its_length(text: str) -> None:
    start = time.process_time()
    find_head(text)
    assert time.process_time() - start < _SECONDS


def test_a_title_that_stands_among_a_portals_lines_is_whole() -> None:
    text = "登录 | 注册\n县情概览\n平山县水利局二〇二三年度\n推进法治政府建设工作报告\n" + BODY
    assert find_head(text).title == "平山县水利局二〇二三年度推进法治政府建设工作报告"
