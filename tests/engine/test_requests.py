"""A process that forks for each request: loaded once, whatever a request does, and nothing of it is left behind."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import ROOT, SOON, wait_until

Answering = subprocess.Popen[str]


@pytest.fixture
def answering() -> Iterator[Answering]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.engine.requests"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield process
        process.kill()


def begin(answering: Answering, line: str) -> None:
    assert answering.stdin
    answering.stdin.write(f"{line}\n")
    answering.stdin.flush()


def ask(answering: Answering, *names: str) -> int:
    begin(answering, json.dumps(names))
    return answer(answering)


def answer(answering: Answering) -> int:
    assert answering.stdout
    return int(answering.stdout.readline())


def is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_each_request_has_a_process_of_its_own_and_none_is_loaded_anew(
    answering: Answering, tmp_path: Path
) -> None:
    assert ask(answering, str(tmp_path / "one")) == 1
    assert ask(answering) == 0
    assert ask(answering, str(tmp_path / "two"), str(tmp_path / "three")) == 2
    (parent, one), (other, two) = ((tmp_path / name).read_text("ascii").split() for name in ("one", "two"))
    assert parent == other == str(answering.pid)
    assert one != two


def test_a_request_that_fails_fails_alone(answering: Answering, tmp_path: Path) -> None:
    assert ask(answering, "raise") == 2
    assert ask(answering, str(tmp_path / "one")) == 1


def test_what_is_being_done_can_be_broken_off(answering: Answering, tmp_path: Path) -> None:
    begin(answering, "stop")  # nothing to stop
    begin(answering, json.dumps([str(tmp_path / "wait")]))
    wait_until((tmp_path / "wait").exists)
    begin(answering, "stop")
    assert answer(answering) < 0
    assert ask(answering, str(tmp_path / "one")) == 1


def test_all_ends_with_who_asks(answering: Answering, tmp_path: Path) -> None:
    begin(answering, json.dumps([str(tmp_path / "wait")]))
    wait_until((tmp_path / "wait").exists)
    _, process = (tmp_path / "wait").read_text("ascii").split()
    assert answering.stdin
    answering.stdin.close()
    assert answering.wait(SOON) == 0
    wait_until(lambda: not is_running(process))
