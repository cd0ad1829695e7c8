"""What is proposed of a text, how sure, and whether the words quoted for it stand where they are said to."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.adding.answers import Answers, open_items
from build_scripts.adding.placing import compare_reports, refusal_of
from build_scripts.adding.proposal import ADDRESS, Item, Proposal, propose
from build_scripts.adding.wording import doubt_rows, figure_rows, item_rows, missing_line
from build_scripts.errors import UnreadableError
from build_scripts.models import Address, Result
from build_scripts.render.labels import FINDINGS, SEVERITIES
from tests.adding.letters import BODY, letter
from tests.texts import result_of

NOTHING = Answers(values={})


def proposed(text: str) -> tuple[Result, Proposal]:
    result = result_of(text)
    return result, propose(result, ".txt", 2026)


def sure(text: str) -> dict[str, str]:
    """Return the parts of the address that need no person."""
    proposal = proposed(text)[1]
    return {item: proposal.get(item).value for item in ADDRESS if proposal.get(item).is_sure}


def opened(text: str) -> list[Item]:
    return open_items(proposed(text)[1], NOTHING)


GUZHANG = {"region": "433126", "department": "justice", "year": "2023"}


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        letter(),
        letter(title="古丈县司法局\n关于2023年度法治政府建设情况的报告"),
        letter(title="古丈县司法局关于\n二〇二三年度法治政府\n建设情况的报告"),
        letter(title="", body="2023年，我局认真推进法治政府建设。\n" + BODY),
        letter(title="", body="现将我局2023年度法治政府建设情况报告如下：\n" + BODY),
        "古丈县人民政府门户网站\n\n" + letter(),
        "古司发〔2024〕5号\n" + letter(),
        letter(agency="", day=""),
        letter(
            title="古丈县司法局关于"
            + "深入学习贯彻全面依法治县有关要求、" * 4
            + "推进2023年度法治政府建设情况的报告"
        ),
        letter(title="古丈县司法局落实《法治政府建设实施纲要（2021—2025年）》2023年度情况报告"),
        letter().replace("2023", "２０２３"),
    ],
)
def test_what_a_report_says_plainly_is_sure(text: str) -> None:
    assert sure(text) == GUZHANG


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("岗南镇人民政府2023年法治政府建设年度报告", ("130131104", "government")),
        ("平山县岗南镇2023年度法治政府建设工作报告", ("130131104", "government")),
        ("石家庄市长安区跃进街道办事处2023年法治政府建设情况报告", ("130102005", "government")),
        ("南京市鼓楼区司法局2023年法治政府建设年度报告", ("320106", "justice")),
        ("古丈县2023年法治政府建设年度报告", ("433126", "government")),
        ("古丈县教育和体育局2023年法治政府建设年度报告", ("433126", "education")),
        ("湖南省司法厅2023年法治政府建设年度报告", ("430000", "justice")),
    ],
)
def test_places_of_every_kind(title: str, address: tuple[str, str]) -> None:
    found = sure(letter(agency="", title=title))
    assert (found.get("region"), found.get("department")) == address


@pytest.mark.parametrize(
    "title",
    [
        "鼓楼区司法局2023年法治政府建设年度报告",
        "城关镇人民政府2023年法治政府建设年度报告",
        "县司法局2023年法治政府建设年度报告",
        "2023年法治政府建设年度报告",
    ],
)
def test_a_region_that_several_share_or_none_names_is_asked(title: str) -> None:
    assert Item.REGION in opened(letter(agency="", title=title))


def test_a_shared_name_is_not_settled_by_a_word_in_the_text() -> None:
    """鼓楼区 is in Nanjing, Xuzhou, Fuzhou and Kaifeng; one of them praised in the text decides nothing by itself."""
    title = "鼓楼区司法局2023年法治政府建设年度报告"
    result, proposal = proposed(letter("鼓楼区司法局", title, body="学习福州市的经验。\n" + BODY))
    found = proposal.get(Item.REGION)
    assert not found.is_sure
    assert "350102" in {choice.value for choice in found.choices}
    assert found.value == result.report.meta.region_code
    assert any("福州市" in quote.words for quote in found.quotes)


def test_a_department_that_the_table_lacks_is_asked() -> None:
    title = "古丈县牦牛办公室2023年法治政府建设年度报告"
    proposal = proposed(letter("古丈县牦牛办公室", title))[1]
    assert Item.DEPARTMENT in open_items(proposal, NOTHING)
    assert "--department" in missing_line(proposal, [Item.DEPARTMENT])


def test_two_bodies_that_both_report_leave_the_department_open() -> None:
    text = letter("古丈县水利局", "古丈县司法局2023年法治政府建设年度报告")
    found = proposed(text)[1].get(Item.DEPARTMENT)
    assert not found.is_sure
    assert {choice.value for choice in found.choices} == {"justice", "water"}


def test_a_year_that_only_follows_from_the_date_is_asked() -> None:
    text = letter(title="古丈县司法局法治政府建设年度报告")
    found = proposed(text)[1].get(Item.YEAR)
    assert (found.value, found.is_sure) == ("2023", False)
    assert found.quotes[0].words == "2024年1月15日"


@pytest.mark.parametrize(
    "text",
    [
        letter(day="2021年1月15日"),
        letter(title="古丈县司法局2031年法治政府建设年度报告", day=""),
        letter(body=BODY + "2019年做了。2019年又做了。2019年再做。2019年还做。\n"),
    ],
)
def test_a_year_that_something_speaks_against_is_asked(text: str) -> None:
    assert Item.YEAR in opened(text)


def test_whoever_says_yes_takes_what_is_proposed_but_not_what_is_missing() -> None:
    proposal = proposed(letter(title="古丈县司法局法治政府建设年度报告"))[1]
    assert open_items(proposal, Answers(values={}, yes=True)) == []
    nameless = proposed(letter(agency="", title="2023年法治政府建设年度报告"))[1]
    assert Item.REGION in open_items(nameless, Answers(values={}, yes=True))


def test_every_quote_stands_where_it_is_said_to() -> None:
    text = "古司发〔2024〕5号\n\n" + letter(title="古丈县司法局\n关于2023年度法治政府建设情况的报告")
    result, proposal = proposed(text)
    lines = text.split("\n")
    quotes = [quote for found in proposal.found for quote in found.quotes]
    assert {quote.where for quote in quotes} >= {"题目", "发文字号", "日期"}
    for quote in quotes:
        line = "".join(lines[quote.line - 1 :])
        assert quote.words.strip("…") in line, quote
    assert result.report.meta.doc_number == proposal.get(Item.DOC_NUMBER).value == "古司发〔2024〕5号"


@pytest.mark.parametrize(
    ("title", "is_sure"),
    [
        ("古丈县司法局2023年法治政府建设年度报告", True),
        ("古丈县司法局2023年度依法行政工作情况", True),
        ("古丈县司法局2023年行政执法年度报告", True),
        ("古丈县司法局关于2023年工作情况的报告", False),
        ("古丈县司法局关于2023年安全生产情况的报告", False),
        ("古丈县司法局2023年法治政府建设工作要点", False),
    ],
)
def test_what_names_another_matter_is_no_report_for_sure(title: str, is_sure: bool) -> None:
    opening = "2023年，我局做了工作。"
    proposal = proposed(letter(title=title, body=f"{opening}\n一、工作\n（一）检查企业3家。\n"))[1]
    assert (proposal.no_report == "") is is_sure


def test_without_a_title_the_opening_says_what_it_is() -> None:
    assert proposed(letter(title="", body="2023年，我局推进法治政府建设。\n" + BODY))[1].no_report == ""
    other = "2023年，我局推进水利建设。\n一、工作\n修水库2座。\n二、打算\n再修。\n"
    assert proposed(letter(title="", body=other))[1].no_report != ""


@pytest.mark.heavy
def test_the_projects_own_reports_are_sure_of_their_place() -> None:
    root = Path(__file__).parents[2] / "source_reports"
    for file in sorted(root.rglob("*.txt")):
        year, department = file.stem.split("-")
        assert sure(file.read_text(encoding="utf-8")) == {
            "region": file.parent.name,
            "department": department,
            "year": year,
        }


PHONE, CARD = "13812345678", "11010519491231002X"


def test_private_data_are_told_by_place_and_never_shown() -> None:
    """Not in a quote, a finding's words, a figure's subject, or the difference of two texts."""
    body = f"联系人{PHONE}，身份证{CARD[:6]} {CARD[6:]}检查3家，检查{PHONE}家。\n" + BODY
    result, proposal = proposed(letter(title=f"古丈县司法局2023年法治政府建设年度报告（{PHONE}）", body=body))
    assert "private-data" in dict(proposal.errors)
    shown = [*item_rows(proposal), *doubt_rows(result, proposal, SEVERITIES, FINDINGS), proposal.errors]
    digits = re.sub(r"\s", "", str(shown))
    assert "手机号码" in digits
    assert PHONE not in digits
    assert CARD[:17] not in digits


def test_a_place_that_the_names_exclude_is_refused() -> None:
    result, _ = proposed(letter())
    assert "请移到" in refusal_of(result, Address("411523", "justice", 2023))
    assert "请改名" in refusal_of(result, Address("433126", "water", 2023))
    assert refusal_of(result, Address("433126", "justice", 2023)) == ""
    assert refusal_of(result, Address("433126", "justice-second", 2023)) == ""


@pytest.mark.parametrize("text", ["", "\n", "一", "。" * 50, "2023年\n", "<b>\u202e局</b>\n", "局\n" * 500])
def test_nothing_is_proposed_of_nothing(text: str) -> None:
    proposal = proposed(text + "字\n")[1]
    assert Item.REGION in open_items(proposal, NOTHING)
    assert Item.DEPARTMENT in open_items(proposal, NOTHING)


WORDS = (
    "古丈县 司法局 鼓楼区 2023年 法治政府建设 年度报告 ： 。 （ ） 一、 2024年1月5日 索引号： 发布机构： 13812345678 "
    "11010519491231002X &nbsp; ** # 3件"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", "\x0c", "\u202e"])


@pytest.mark.heavy
@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_whatever_a_text_says_it_is_proposed_and_compared_without_a_private_datum(text: str) -> None:
    try:
        result, proposal = proposed(text.encode("utf-8", "ignore").decode() + "字\n")
    except UnreadableError:
        return
    shown = [*item_rows(proposal), *doubt_rows(result, proposal, SEVERITIES, FINDINGS)]
    shown += figure_rows(result, proposal)
    told = str(shown) + missing_line(proposal, open_items(proposal, NOTHING))
    assert not any(datum in told for datum in proposal.mask.data)
    assert not set("\x1b\x0c\u202e") & set(told)
    for found in proposal.found:
        assert found.value or not found.is_sure
    assert compare_reports(result, result).is_none
