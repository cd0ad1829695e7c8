"""Adding a file at a terminal: what is asked, what is not, and that a wrong answer is asked again."""

import os
import re
import select
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
import yaml

from build_scripts.cli import main
from build_scripts.engine.warming import warm
from tests.adding.letters import BODY, letter
from tests.intake.conftest import shelved
from tests.lent_forks import own_forks

pytestmark = pytest.mark.heavy
pty = pytest.importorskip("pty")  # there is none on Windows
PROJECT = Path(__file__).parents[2]
COLUMNS = 80
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    """Load once what each fork of this process needs."""
    warm()


def talk(
    root: Path, arguments: Sequence[str], answers: Sequence[str | int], *, begun_anew: bool = False
) -> tuple[str, int]:
    """Run the command at a terminal of 80 columns, give an answer (or a signal) to each question, return all shown.

    It runs in a fork of this process, which has all loaded, or ``begun_anew``, by its own Python, as an editor's does.
    """
    command = ["--root", str(root), "add", *arguments]
    process, terminal = pty.fork()
    if process == 0:
        # A run that is started in the background of a shell is told to ignore it, and so is all that it starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ |= {"PYTHONPATH": str(PROJECT), "TERM": "xterm", "COLUMNS": str(COLUMNS)}
        if begun_anew:
            os.execv(sys.executable, [sys.executable, "-m", "build_scripts", *command])  # noqa: S606  our own command
        _run_here(command)
    shown, waiting, asked = b"", list(answers), 0
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                break
        elif waiting and len(shown) > asked and plain(shown).endswith("："):
            asked = len(shown)
            answer = waiting.pop(0)
            if isinstance(answer, int):
                os.kill(process, answer)
            else:
                os.write(terminal, answer.encode() + b"\n")
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.close(terminal)
    assert waiting == [], plain(shown)
    return plain(shown), code


def _run_here(command: list[str]) -> NoReturn:
    """Run the command in this process, whose terminal is new, and end the process."""
    code = -1
    try:
        # By another number than 0 what is typed goes past an editing of lines that other tests may have loaded.
        sys.stdin = os.fdopen(os.dup(0), encoding="utf-8")
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
        with own_forks():
            code = main(command)
    except BaseException:  # noqa: BLE001 - told as a Python of its own tells it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def plain(shown: bytes) -> str:
    return _COLOURS.sub("", shown.decode("utf-8", "ignore")).replace("\r\n", "\n")


def write(text: str) -> None:
    Path("a.txt").write_text(text, encoding="utf-8")


def record(root: Path, place: str) -> dict[str, object]:
    loaded = yaml.safe_load((root / "source_reports" / f"{place}.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_of_a_plain_report_only_its_origin_is_asked(root: Path) -> None:
    write(letter())
    shown, code = talk(root, ["a.txt"], ["", ""], begun_anew=True)
    assert code == 0
    assert shown.count("：\n") <= 3
    assert "已收入：source_reports/433126/2023-justice.txt" in shown
    assert record(root, "433126/2023-justice.txt")["taken_on"] is None


def test_a_wrong_answer_is_asked_again_and_anything_can_be_changed(root: Path) -> None:
    write(letter("鼓楼区司法局", "鼓楼区司法局法治政府建设年度报告"))
    answers = ["月球", "鼓楼区", "1", "23", "", "ftp://a", "https://a.gov.cn/1", "x", "2024-04-02"]
    changes = ["q", "4", "另一个题目", "3", "2022", "y"]
    shown, code = talk(root, ["a.txt"], [*answers, *changes])
    assert code == 0
    for words in (
        "没有叫“月球”的地区",
        "叫“鼓楼区”的地区不止一个",
        "1  江苏省南京市鼓楼区（320106）",
        "“23”不是报告年度",
        "年度（回车为 2023）：",
        "只能取 http:// 和 https:// 开头的网址",
        "“x”不是日期",
        "请写 y、n、1、2、3、4",
    ):
        assert words in shown
    assert record(root, "320106/2022-justice.txt") | {"sha256": ""} == {
        "title": "另一个题目",
        "issuer": "鼓楼区司法局",
        "year": 2022,
        "url": "https://a.gov.cn/1",
        "taken_on": "2024-04-02",
        "sha256": "",
    }


def test_a_place_that_the_text_excludes_is_asked_again(root: Path) -> None:
    write(letter())
    shown, code = talk(root, ["a.txt"], ["", "1", "411523", "433126", "justice", "y"])
    assert code == 0
    assert "请移到" in shown
    assert shelved(root)[0] == "433126/2023-justice.txt"


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("\x04", 1), (signal.SIGINT, 130)])
def test_an_editor_may_leave_it(root: Path, answer: str | int, code: int) -> None:
    write(letter(title="", body="2023年，我局认真推进法治政府建设。\n" + BODY))
    answers: list[str | int] = ["", "", answer] if answer == "n" else [answer]
    shown, ended = talk(root, ["a.txt"], answers, begun_anew=answer == signal.SIGINT)
    assert ended == code
    assert "Traceback" not in shown
    assert shelved(root) == []


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("", 1)])
def test_what_is_no_report_is_asked_about_first(root: Path, answer: str, code: int) -> None:
    write(
        "古丈县司法局召开2023年法治会议\n\n3月5日上午，古丈县司法局召开会议。会议强调，要学习。\n（记者 张三）\n"
    )
    further = ["--region", "433126", "--department", "justice", "--year", "2023"]
    shown, ended = talk(root, ["a.txt", *further], [answer, *(["", "", ""] if code == 0 else [])])
    assert ended == code
    assert "疑非法治政府建设年度报告" in shown
    assert len(shelved(root)) == (2 if code == 0 else 0)


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        (["n"], None),
        (["f", "", ""], "433126/2023-justice.md"),
        (["w", "A b", "second", "", ""], "433126/2023-justice-second.md"),
        (["r", "", ""], "433126/2023-justice.md"),
    ],
)
def test_of_an_address_that_is_taken_it_is_asked_what_the_file_is(
    root: Path, answers: list[str], place: str | None
) -> None:
    write(letter())
    talk(root, ["a.txt"], ["", ""])
    Path("b.md").write_text(letter().replace("12件", "13件"), encoding="utf-8")
    shown, code = talk(root, ["b.md"], answers)
    assert "1 个不同" in shown
    assert code == (0 if place else 1)
    assert place is None or place in shelved(root)
    assert ("433126/2023-justice.txt" in shelved(root)) == (answers[0] != "r")


def test_no_line_is_wider_than_the_terminal(root: Path) -> None:
    write(letter().replace("强化领导", "强化领导" * 9))
    shown, _ = talk(root, ["a.txt"], ["", ""])
    # A character of Chinese takes two columns.
    widths = [sum(1 + (ord(c) > 0x2E7F) for c in line.rstrip()) for line in shown.splitlines()]
    assert max(widths) <= COLUMNS


@pytest.mark.parametrize(("answer", "redactions"), [("y", 1), ("", 0)])
def test_the_editor_may_have_private_data_taken_out_at_once(root: Path, answer: str, redactions: int) -> None:
    write(letter(body="联系人手机13812345678。\n" + BODY))
    shown, code = talk(root, ["a.txt"], ["", "", answer])
    assert "1 处个人信息" in shown
    assert "13812345678" not in shown
    kept = record(root, "433126/2023-justice.txt").get("redactions", [])
    assert isinstance(kept, list)
    assert len(kept) == redactions
    assert (code, "不会上网" in shown) == ((0, False) if redactions else (1, True))
