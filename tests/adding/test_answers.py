"""What answers mean, what is no answer, and the words and commands that an editor is given."""

import shlex
import subprocess
from collections.abc import Callable
from functools import partial

import pytest

from build_scripts.adding.answers import (
    AnswerError,
    parse_day,
    parse_department,
    parse_region,
    parse_report_year,
    parse_word,
)
from build_scripts.adding.placing import compare_reports
from build_scripts.adding.wording import add_command, difference_lines
from build_scripts.masking import Mask, mask_over
from build_scripts.models import Span
from build_scripts.plain_lines import told_line
from tests.adding.letters import letter
from tests.texts import result_of

parse_year = partial(parse_report_year, this_year=2026)


@pytest.mark.parametrize(
    ("parse", "answer", "meant"),
    [
        (parse_region, " ４３３１２６ ", "433126"),
        (parse_region, "古丈县", "433126"),
        (parse_region, "湖南省湘西州古丈县", "433126"),
        (parse_region, "平山县岗南镇", "130131104"),
        (parse_department, "Health", "health"),
        (parse_department, "卫生健康", "health"),
        (parse_department, "人民政府", "government"),
        (parse_year, "２０２３年度", "2023"),
        (parse_word, " CDC ", "cdc"),
        (parse_day, "2024-04-02", "2024-04-02"),
    ],
)
def test_an_answer_is_understood(parse: Callable[[str], str], answer: str, meant: str) -> None:
    assert parse(answer) == meant


@pytest.mark.parametrize(
    ("parse", "answer"),
    [
        *((parse_region, answer) for answer in ("", "99", "999999", "鼓楼区", "月球", "1" * 5000, "城关镇")),
        *((parse_department, answer) for answer in ("", "x" * 3000, "牦牛", "../etc", "health/../x")),
        *((parse_year, answer) for answer in ("", "23", "20233", "1900", "2027", "二〇二三", "-2023")),
        *((parse_word, answer) for answer in ("", "疾控", "a b", "../x", "-a", "a-", "1a", "a.b")),
        *((parse_day, answer) for answer in ("", "昨天", "2024-13-01", "2024/4/2")),
    ],
)
def test_what_is_no_answer_is_told_in_a_line(parse: Callable[[str], str], answer: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse(answer)
    assert "\n" not in str(caught.value)


def test_a_name_that_several_share_names_them() -> None:
    with pytest.raises(AnswerError, match="320106 江苏省南京市鼓楼区"):
        parse_region("鼓楼区")


NAMES = [
    "报告.pdf",
    "a b.txt",
    "it's.txt",
    "$(rm x).txt",
    "`x`;&|.txt",
    '"q".txt',
    "-x.txt",
    "a\nb.txt",
    "\udcff\udc80报.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_command_can_be_pasted(name: str) -> None:
    command = add_command(name, ["--year", "2023"])
    assert "\n" not in command
    words = ["bash", "-c", f"printf '%s\\0' {command}"]
    given = subprocess.run(words, capture_output=True, check=True).stdout.split(b"\0")
    assert given[4].removeprefix(b"./") == name.encode("utf-8", "surrogateescape")
    assert given[5:7] == [b"--year", b"2023"]


def test_a_command_for_windows() -> None:
    command = add_command(r"C:\报告\2023 年.pdf", ["--region", "433126"], windows=True)
    assert command == r'py -m build_scripts add "C:\报告\2023 年.pdf" --region 433126'
    assert shlex.split(command, posix=False)[4] == r'"C:\报告\2023 年.pdf"'


def test_what_is_shown_moves_no_cursor_and_turns_no_direction() -> None:
    assert told_line("\x1b]0;x\x07报\u202e告\r\n\x9b2J") == r"\x1b]0;x\x07报\u202e告 \x9b2J"


def test_a_mask_hides_a_datum_however_it_is_cut() -> None:
    mask = Mask(("13812345678",))
    assert "1381" not in mask.hide("电话138 1234 5678，13812345678，138-1234-5678")
    assert mask.hide("检查138家") == "检查138家"


def test_a_mask_hides_short_names_and_parts_that_are_quoted_alone() -> None:
    text = "患者王小明，电话138 1234 5678。"
    mask = mask_over(text, [Span(2, 5), Span(8, 21)])
    assert mask.hide("患者王小明反映") == "患者■■■反映"
    assert mask.hide("数字“5678”未能解释") == "数字“■■■■”未能解释"
    assert mask.covers(Span(20, 22))
    assert not mask.covers(Span(5, 8))


def test_a_difference_is_short_and_counts_figures() -> None:
    old = result_of(letter())
    new = result_of(letter().replace("立案12件", "立案13件").replace("继续推进", "继续\u202e努力"))
    found = compare_reports(old, new)
    assert (found.differing, found.old_figures == found.new_figures, found.is_none) == (1, True, False)
    told = list(difference_lines(found, "source_reports/x"))
    assert any("立案13件" in line for line in told)
    assert "\u202e" not in "".join(told)
    assert compare_reports(old, old).is_none


def test_a_difference_shows_no_private_datum() -> None:
    old, new = result_of(letter()), result_of(letter(body="联系人13812345678。\n"))
    found = compare_reports(old, new)
    assert "13812345678" not in "".join(found.lines)


@pytest.mark.heavy
def test_a_difference_of_long_texts_is_quick_and_bounded() -> None:
    old = result_of(letter(body="第一条，做。\n第二条，做。\n" * 2000))
    new = result_of(letter(body="第三条，做。\n第四条，做。\n" * 2000))
    assert len(compare_reports(old, new).lines) <= 12
