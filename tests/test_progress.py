"""What the one who starts a run sees: how far it is, what needs a person, and what it did."""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

import pytest

from build_scripts.models import Fate, Novelty, ReportLine
from build_scripts.progress import Progress
from build_scripts.run_report import last_line, render_build_report, summarise

HELD = ReportLine(
    path="source_reports/411523/2023-health.txt",
    id="411523-health-2023",
    fate=Fate.HELD_BACK,
    novelty=Novelty.NEW,
    cause="不是报告",
    reason="source_reports/411523/2023-health.txt：像是一部法规",
)
FAILED = ReportLine(
    path="source_reports/440704/2022-health.txt",
    fate=Fate.FAILED,
    novelty=Novelty.NEW,
    cause="文件是空的",
    reason="source_reports/440704/2022-health.txt：文件是空的。请换上报告的文本。",
)


class Clock:
    """Goes on by ``step`` seconds each time it is looked at."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        """Return the time."""
        self.now += self.step
        return self.now


def fine(number: int, novelty: Novelty = Novelty.NEW, doubts: int = 0) -> ReportLine:
    return ReportLine(
        path=f"source_reports/411523/{number}-health.txt",
        id=f"411523-health-{number}",
        fate=Fate.PUBLISHED,
        novelty=novelty,
        figures=57,
        doubts=(("主体存疑", doubts),) if doubts else (),
    )


def told(
    lines: Iterable[ReportLine], *, verbose: bool = False, terminal: bool = False, step: float = 1.0
) -> str:
    stream, known = io.StringIO(), list(lines)
    with Progress(stream, verbose=verbose, is_terminal=terminal, clock=Clock(step)) as progress:
        progress.start(len(known))
        for line in known:
            progress.tell(line)
        progress.say(progress.finish(summarise(known, "build-report.csv")))
    return stream.getvalue()


def progress_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("转换报告 ")]


@pytest.mark.parametrize(
    ("count", "step"), [(10_000, 0.001), (10_000, 1.0), (300, 100.0), (7, 40.0), (100, 0.4)]
)
def test_a_log_gets_about_a_dozen_lines(count: int, step: float) -> None:
    lines = progress_lines(told((fine(number) for number in range(count)), step=step))
    assert 1 <= len(lines) <= 12
    assert lines[-1].startswith(f"转换报告 {count}/{count}")


def test_a_run_of_a_moment_is_one_line() -> None:
    assert len(progress_lines(told((fine(number) for number in range(5)), step=0.01))) == 1


def test_a_long_silence_is_broken() -> None:
    lines = progress_lines(told((fine(number) for number in range(1000)), step=40.0))
    assert int(lines[0].split()[1].partition("/")[0]) < 100


def test_a_line_tells_rate_and_time_left() -> None:
    stream, clock = io.StringIO(), Clock(0.0)
    with Progress(stream, is_terminal=False, clock=clock) as progress:
        progress.start(400, "生成页面")
        clock.now = 20.0
        progress.advance(40)
    assert stream.getvalue() == "生成页面 40/400，每秒 2.0 份，约剩 3 分 0 秒\n"


@pytest.mark.parametrize("terminal", [False, True])
def test_only_what_needs_a_person_gets_a_line(terminal: bool) -> None:
    text = told([fine(2020), HELD, fine(2021), FAILED], terminal=terminal)
    assert "[2/4] 暂不发布：source_reports/411523/2023-health.txt：像是一部法规" in text
    assert "[4/4] 未能转换：source_reports/440704/2022-health.txt：文件是空的。" in text
    assert "2020-health" not in text


@pytest.mark.parametrize("terminal", [False, True])
def test_every_report_gets_a_line_where_that_is_asked_for(terminal: bool) -> None:
    text = told([fine(2020, Novelty.UNCHANGED, doubts=2), fine(2021)], verbose=True, terminal=terminal)
    assert "[1/2] source_reports/411523/2020-health.txt：未变，数据 57 个，存疑 2 处" in text
    assert "[2/2] source_reports/411523/2021-health.txt：新增，数据 57 个" in text


@pytest.mark.parametrize("terminal", [False, True])
def test_the_end_tells_what_the_run_did(terminal: bool) -> None:
    lines = [fine(2020, Novelty.UNCHANGED, doubts=2), fine(2021, Novelty.CHANGED, doubts=3), HELD, FAILED]
    rows = re.sub(r"\x1b\[[\d?;]*\w", "", told(lines, terminal=terminal)).splitlines()
    table = {tuple(row.split()) for row in rows}
    for row in (
        ("已发布", "2"),
        ("暂不发布", "1"),
        ("不是报告", "1"),
        ("未能转换", "1"),
        ("文件是空的", "1"),
        ("新增", "2"),
        ("重新转换", "1"),
        ("未变", "1"),
        ("存疑", "5"),
        ("主体存疑", "5"),
    ):
        assert row in table
    assert rows[-1] == "需要处理：暂不发布 1 份、未能转换 1 份，其余 2 份已发布，清单见 build-report.csv"


def test_a_terminal_gets_a_bar_with_count_and_rate() -> None:
    text = told((fine(number) for number in range(20)), terminal=True, step=0.3)
    assert "\x1b[" in text
    assert "20/20" in text
    assert "每秒" in text


def test_a_long_line_is_not_cut_and_markup_is_words() -> None:
    line = FAILED.__class__(
        path="a.txt", fate=Fate.FAILED, novelty=Novelty.NEW, reason="[bold]" + "文件" * 200
    )
    assert "[bold]" + "文件" * 200 in told([line], terminal=True)


def test_nothing_left_to_do_is_said_so() -> None:
    summary = summarise([fine(2020), fine(2021)])
    assert not summary.needs_person
    assert last_line(summary) == "完成：2 份报告全部发布"


def test_the_list_has_a_row_for_each_report_and_begins_with_what_needs_a_person() -> None:
    text = render_build_report([fine(2020, doubts=2), FAILED, HELD])
    assert text.startswith("\ufeff文件,编号,状态")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["状态"] for row in rows] == ["暂不发布", "未能转换", "已发布"]
    assert rows[0]["说明"] == HELD.reason
    assert rows[2]["存疑种类"] == "主体存疑 2"
    assert Decimal(rows[2]["数据"]) == 57


def test_a_name_is_no_formula() -> None:
    line = ReportLine(path="=1+1.txt", fate=Fate.FAILED, novelty=Novelty.NEW)
    assert "'=1+1.txt" in render_build_report([line])


def start_and_stop(progress: Progress) -> None:
    with progress:
        progress.start(3)
        raise KeyboardInterrupt


def test_a_run_that_is_stopped_leaves_the_terminal_as_it_was() -> None:
    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        start_and_stop(Progress(stream, is_terminal=True, clock=Clock(0.1)))
    hidden, shown = (stream.getvalue().rindex(code) for code in ("\x1b[?25l", "\x1b[?25h"))
    assert hidden < shown
