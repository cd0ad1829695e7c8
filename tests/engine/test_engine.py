"""Work on many items: each has its outcome once, whatever the others do; one that runs away or dies fails alone."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from build_scripts.engine import EngineSettings, Outcome, open_engine
from build_scripts.engine import work as engine_run
from build_scripts.engine.limits import Limits, resident_bytes, run_limited
from build_scripts.errors import (
    AbandonedError,
    BrokenOffError,
    InternalError,
    ReportError,
    RuleError,
    SourceError,
    UnreadableError,
    UsageError,
)
from tests.engine import jobs
from tests.engine.conftest import ROOT, SOON, wait_until

SHORT = Limits(seconds=1, memory=150_000_000)
PATIENT = Limits(seconds=SOON, memory=150_000_000)


@pytest.fixture(params=["here", "processes"])
def job_count(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """One job is done in this process; two are done by processes, here however few the items are."""
    monkeypatch.setattr(engine_run, "FEW", 0)
    return 1 if request.param == "here" else 2


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(engine_run, "FEW", 0)
    return 2


def run(
    function: Callable[..., object], items: Iterable[object], count: int, limits: Limits = PATIENT
) -> list[Outcome[object, object]]:
    with open_engine(EngineSettings(jobs=count, limits=limits), warm=jobs.no_warming) as engine:
        return list(engine.map_unordered(function, items))


def values(outcomes: Iterable[Outcome[object, object]]) -> dict[object, object]:
    return {outcome.item: outcome.value for outcome in outcomes if outcome.error is None}


def errors(outcomes: Iterable[Outcome[object, object]]) -> dict[object, str]:
    return {outcome.item: str(outcome.error) for outcome in outcomes if outcome.error is not None}


def is_gone(process: int) -> bool:
    """Say whether a process has ended; one that nobody has asked for its exit code is a mere entry in a table."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return True


@pytest.mark.heavy
def test_each_item_has_its_outcome_once(job_count: int) -> None:
    outcomes = run(jobs.double, range(300), job_count)
    assert len(outcomes) == 300
    assert values(outcomes) == {number: 2 * number for number in range(300)}


def test_no_items_are_no_outcomes(job_count: int) -> None:
    assert run(jobs.double, [], job_count) == []


def test_an_item_that_raises_fails_alone(job_count: int) -> None:
    outcomes = run(jobs.fail_on_three, range(50), job_count)
    assert errors(outcomes) == {3: "drei"}
    assert len(values(outcomes)) == 49


def test_the_work_is_shared_by_as_many_processes_as_asked_for(two: int, tmp_path: Path) -> None:
    outcomes = run(jobs.meet_another, [f"{tmp_path}/1", f"{tmp_path}/2"], two)
    assert len(set(values(outcomes).values())) == 2


def test_few_items_are_worked_on_in_this_very_process() -> None:
    outcomes = run(jobs.name_process, range(3), 2)
    assert set(values(outcomes).values()) == {os.getpid()}


def test_one_item_after_the_other_is_taken_and_not_all_at_once(two: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with open_engine(EngineSettings(jobs=two), warm=jobs.no_warming) as engine:
        outcomes = engine.map_unordered(jobs.double, items(), most_at_once=5)
        for given in range(1, 50):
            next(outcomes)
            assert len(taken) < given + 5


@pytest.mark.heavy
@pytest.mark.parametrize("kind", jobs.RUNAWAYS)
def test_an_item_past_its_time_fails_alone(job_count: int, kind: str) -> None:
    outcomes = run(jobs.do_by_name, ["fine", kind, "fine too"], job_count, SHORT)
    assert errors(outcomes) == {kind: "处理超过 1 秒"}
    assert len(values(outcomes)) == 2


def test_time_that_other_programs_had_does_not_count(job_count: int) -> None:
    limits = Limits(seconds=0.5)
    assert not errors(run(jobs.wait_twice_the_limit, [limits.seconds] * 3, job_count, limits))


@pytest.mark.heavy
@pytest.mark.parametrize(("more", "is_done"), [(20.0, True), (0.1, False)])
def test_more_time_is_granted_to_who_asks_within_bounds(two: int, more: float, is_done: bool) -> None:
    limits = Limits(seconds=0.5, more=more)
    outcomes = run(jobs.work_longer, [limits.seconds], two, limits)
    assert (values(outcomes) == {0.5: 0.5}) == is_done


def test_an_item_that_waits_for_ever_is_given_up(job_count: int) -> None:
    limits = Limits(seconds=0.1)
    outcomes = run(jobs.wait_twice_the_limit, [limits.seconds, 300.0], job_count, limits)
    assert errors(outcomes) == {300.0: "处理超过 0.1 秒"}


@pytest.mark.heavy
@pytest.mark.parametrize("kind", jobs.GLUTTONS)
def test_an_item_past_its_memory_fails_alone(job_count: int, kind: str) -> None:
    outcomes = run(jobs.do_by_name, ["fine", kind, "fine too"], job_count)
    assert errors(outcomes) == {kind: "处理占用内存超过 150 MB"}
    assert len(values(outcomes)) == 2


@pytest.mark.heavy
def test_memory_is_watched_where_the_system_sets_no_bound(two: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    outcomes = run(jobs.grow_unbound, ["all there is"], two)
    assert errors(outcomes) == {"all there is": "处理占用内存超过 150 MB"}


def test_memory_in_use_is_told() -> None:
    kept = b"x" * 100_000_000
    assert resident_bytes() > len(kept)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("function", "told"), [(jobs.die_on_three, "信号 9"), (jobs.exit_on_three, "退出码 7")]
)
def test_an_item_that_takes_its_process_along_fails_alone(
    two: int, function: Callable[[int], int], told: str
) -> None:
    outcomes = run(function, range(50), two)
    assert errors(outcomes) == {3: f"处理它的进程意外结束（{told}），重试一次仍如此"}
    assert len(values(outcomes)) == 49
    assert len(outcomes) == 50


def test_a_fault_in_a_library_is_not_tried_again(two: int) -> None:
    outcomes = run(jobs.fault_on_three, range(10), two)
    assert errors(outcomes) == {3: f"处理它的进程意外结束（信号 {signal.SIGSEGV.value}）"}
    assert len(values(outcomes)) == 9


@pytest.mark.heavy
@pytest.mark.parametrize("count", [1, 2])
def test_what_is_to_be_apart_takes_nothing_along_however_few_it_is(count: int) -> None:
    work: Callable[[object], object] = jobs.fault_on_three
    with open_engine(EngineSettings(jobs=count, limits=PATIENT), warm=jobs.no_warming) as engine:
        outcomes = list(engine.map_unordered(work, [*range(5)], apart=lambda number: number == 3))
    assert list(errors(outcomes)) == [3]
    assert len(values(outcomes)) == 4


def test_an_item_whose_process_is_killed_from_outside_is_tried_once_more(two: int, tmp_path: Path) -> None:
    marks = [str(tmp_path / str(number)) for number in range(4)]
    assert values(run(jobs.die_once, marks, two)) == dict(zip(marks, marks, strict=True))


def test_an_item_that_wants_to_leave_does_not(job_count: int) -> None:
    assert errors(run(jobs.leave_on_three, range(5), job_count)) == {3: "SystemExit(9)"}


def test_what_an_item_prints_does_not_mix_with_the_answers(two: int) -> None:
    assert len(values(run(jobs.print_and_read, range(20), two))) == 20


@pytest.mark.heavy
@pytest.mark.parametrize(("function", "told"), [(jobs.raise_odd, "1-2"), (jobs.give_function, "function")])
def test_what_cannot_be_sent_is_the_error_of_its_item(
    two: int, function: Callable[[object], object], told: str
) -> None:
    assert told in errors(run(function, [1], two))[1]


def test_a_broken_rule_stops_the_run(job_count: int) -> None:
    with pytest.raises(RuleError, match="units"):
        run(jobs.break_a_rule, range(5), job_count)


def test_a_process_that_cannot_be_made_ready_says_why(two: int) -> None:
    with (
        pytest.raises(RuleError, match="units"),
        open_engine(EngineSettings(jobs=two), warm=jobs.break_rules) as engine,
    ):
        list(engine.map_unordered(jobs.double, range(3)))


def test_no_fewer_than_one_job_is_asked_for() -> None:
    with pytest.raises(UsageError, match="--jobs"), open_engine(EngineSettings(jobs=0)):
        pass


def test_when_the_work_is_left_nothing_goes_on(two: int, tmp_path: Path) -> None:
    mark = tmp_path / "at work"
    with open_engine(EngineSettings(jobs=two), warm=jobs.no_warming) as engine:
        outcomes = engine.map_unordered(jobs.run_or_tell, ["", "", *[str(mark)] * 3], most_at_once=5)
        next(outcomes)
        wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
    processes = [int(path.name.rpartition("-")[2]) for path in tmp_path.iterdir()]
    assert all(is_gone(process) for process in processes)


# A shell has what it runs in the background ignore Ctrl-C. And with the usual limits the first process might be gone
# before the second has begun on a machine that is very busy.
_PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from build_scripts.engine import EngineSettings, Limits, open_engine
from tests.engine import jobs
with open_engine(EngineSettings(jobs=2, limits=Limits(seconds=600)), warm=jobs.no_warming) as engine:
    list(engine.map_unordered(jobs.tell_and_run_on, [{mark!r}] * 50))
"""


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_program_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    mark = tmp_path / "at work"
    program = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM.format(mark=str(mark))],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
        program.send_signal(number)
        program.wait(SOON)
    finally:
        program.kill()
        program.wait()
    processes = [int(path.name.rpartition("-")[2]) for path in tmp_path.iterdir()]
    wait_until(lambda: all(is_gone(process) for process in processes))


@pytest.mark.parametrize(
    "error",
    [
        UnreadableError(Path("甲.txt"), "坏", "换"),
        SourceError(Path("甲.txt"), "坏", "换"),
        InternalError(Path("甲.txt"), "clean", KeyError("x")),
        AbandonedError(Path("甲.txt"), BrokenOffError("处理超过 30 秒")),
        RuleError("units.yml", "m", "坏了"),
        UsageError("没有"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_goes_from_process_to_process_whole(error: Exception) -> None:
    other = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(other), str(other), other.__dict__) == (type(error), str(error), error.__dict__)


def test_a_report_that_was_given_up_says_why_in_one_line() -> None:
    error = AbandonedError(Path("411523/2023-health.txt"), BrokenOffError("处理超过 30 秒"))
    assert isinstance(error, ReportError)
    assert error.code == "internal-fault"
    assert str(error).startswith("411523/2023-health.txt：处理超过 30 秒（internal-fault），已放弃这一份。")
    assert "\n" not in str(error)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarms")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_alarm_that_is_swallowed_goes_off_again() -> None:
    """What is thrown into a callback of the garbage collector, or the end of an object, is lost."""

    class Slow:
        def __del__(self) -> None:
            end = time.process_time() + 0.3
            while time.process_time() < end:
                pass

    def work(_: int) -> int:
        Slow()
        while True:
            pass

    with pytest.raises(BrokenOffError, match="处理超过"):
        run_limited(work, 0, Limits(seconds=0.1))
