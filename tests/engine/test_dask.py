"""A real cluster: the same bytes as here, nothing lost or doubled when a worker dies, the same limits."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from build_scripts.demo import demo_reports
from build_scripts.engine import EngineKind, EngineSettings, Outcome, open_engine
from build_scripts.engine import cluster as engine_cluster
from build_scripts.engine.limits import Limits
from build_scripts.errors import UsageError
from build_scripts.sources import find_sources
from tests.engine import conversion, jobs
from tests.engine.conftest import ROOT, SOON, Cluster

pytestmark = pytest.mark.heavy


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker may take its time to start on a busy machine."""
    monkeypatch.setattr(engine_cluster, "_WAIT", SOON)


def settings(running: Cluster, limits: Limits | None = None) -> EngineSettings:
    return EngineSettings(
        engine=EngineKind.DASK, scheduler=running.address, limits=limits or Limits(seconds=SOON)
    )


def reports(count: int) -> list[tuple[str, bytes]]:
    """The reports of this repository and as many made up, as names and bytes."""
    real = [(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in find_sources(ROOT)]
    return real + [(f"made/{demo.path}", demo.data) for demo in demo_reports(count, seed=1)]


def converted_here(items: Iterable[tuple[str, bytes]]) -> dict[tuple[str, bytes], bytes | None]:
    with open_engine(EngineSettings(jobs=1)) as engine:
        return {outcome.item: outcome.value for outcome in engine.map_unordered(conversion.convert, items)}


def failed(outcomes: Iterable[Outcome[Any, Any]]) -> dict[object, str]:
    return {outcome.item: str(outcome.error) for outcome in outcomes if outcome.error is not None}


def take_all(outcomes: Iterator[object], meanwhile: Callable[[], None]) -> None:
    next(outcomes)
    meanwhile()
    for _ in outcomes:
        pass


def test_a_cluster_gives_the_same_bytes(cluster: Cluster) -> None:
    items = reports(12)
    with open_engine(settings(cluster)) as engine:
        outcomes = list(engine.map_unordered(conversion.convert, items))
    assert len(outcomes) == len(items)
    assert {outcome.item: outcome.value for outcome in outcomes} == converted_here(items)


def test_a_worker_that_is_killed_in_mid_run_loses_and_doubles_nothing(cluster: Cluster) -> None:
    items = reports(20)
    outcomes = []
    with open_engine(settings(cluster)) as engine:
        for outcome in engine.map_unordered(conversion.convert_slowly, items, most_at_once=8):
            outcomes.append(outcome)
            if len(outcomes) == 5:
                cluster.kill_worker()
    cluster.start_worker()
    assert not failed(outcomes)
    assert len(outcomes) == len(items)
    assert {outcome.item: outcome.value for outcome in outcomes} == converted_here(items)


def test_what_is_not_begun_when_the_work_is_left_is_called_off(cluster: Cluster, tmp_path: Path) -> None:
    marks = [str(tmp_path / str(number)) for number in range(40)]
    with open_engine(settings(cluster), warm=jobs.no_warming) as engine:
        next(engine.map_unordered(jobs.wait_at_the_gate, marks, most_at_once=40))
    (tmp_path / "open").touch()
    with open_engine(settings(cluster), warm=jobs.no_warming) as engine:
        list(engine.map_unordered(jobs.double, range(10)))
    # The first, those that the workers were at, and what slipped through while the news went round.
    assert len(list(tmp_path.iterdir())) < 20


@pytest.mark.parametrize(
    ("kind", "told"),
    [*((kind, "处理超过 1 秒") for kind in jobs.RUNAWAYS), ("leap", "处理占用内存超过 150 MB")],
)
def test_an_item_past_its_limits_fails_alone(cluster: Cluster, kind: str, told: str) -> None:
    limits = Limits(seconds=1, memory=150_000_000)
    with open_engine(settings(cluster, limits), warm=jobs.no_warming) as engine:
        outcomes = list(engine.map_unordered(jobs.do_by_name, ["fine", kind, "fine too"]))
    assert failed(outcomes) == {kind: told}
    assert len(outcomes) == 3


@pytest.mark.parametrize(
    ("function", "told"),
    [(jobs.fail_on_three, "drei"), (jobs.die_on_three, "处理它的进程意外结束（信号 9），重试一次仍如此")],
)
def test_an_item_that_fails_or_dies_does_so_alone(
    cluster: Cluster, function: Callable[[int], int], told: str
) -> None:
    with open_engine(settings(cluster), warm=jobs.no_warming) as engine:
        outcomes = list(engine.map_unordered(function, range(50)))
    assert failed(outcomes) == {3: told}
    assert len(outcomes) == 50


def test_an_item_that_kills_worker_after_worker_fails_alone(tmp_path: Path) -> None:
    own = Cluster(tmp_path, 3, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1")
    try:
        with open_engine(settings(own), warm=jobs.no_warming) as engine:
            outcomes = list(engine.map_unordered(jobs.kill_parent_on_three, range(8), most_at_once=2))
    finally:
        own.stop()
    assert failed(outcomes) == {3: "处理它的 Dask 工作进程一再意外结束"}
    assert len(outcomes) == 8


def test_a_cluster_of_another_version_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_cluster, "program_digest", lambda: "another")
    with (
        pytest.raises(UsageError, match="另一版程序"),
        open_engine(settings(cluster), warm=jobs.no_warming) as engine,
    ):
        list(engine.map_unordered(jobs.double, range(3)))


@pytest.mark.parametrize(
    ("scheduler", "told"), [("", "--scheduler"), ("tcp://127.0.0.1:1", "连不上"), ("nonsense://x", "连不上")]
)
def test_a_scheduler_that_is_not_there_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, scheduler: str, told: str
) -> None:
    monkeypatch.setattr(engine_cluster, "_WAIT", 1)
    with (
        pytest.raises(UsageError, match=told) as error,
        open_engine(EngineSettings(engine=EngineKind.DASK, scheduler=scheduler)),
    ):
        pass
    assert "\n" not in str(error.value)


def test_a_missing_package_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(UsageError, match=r"pip install -r requirements-cluster\.txt"),
        open_engine(EngineSettings(engine=EngineKind.DASK, scheduler="tcp://127.0.0.1:8786")),
    ):
        pass


def test_a_scheduler_that_goes_stops_the_run(tmp_path: Path) -> None:
    own = Cluster(tmp_path, 1)
    try:
        with (
            pytest.raises(UsageError, match="断了"),
            open_engine(settings(own), warm=jobs.no_warming) as engine,
        ):
            take_all(engine.map_unordered(jobs.double, range(10_000)), own.stop)
    finally:
        own.stop()
