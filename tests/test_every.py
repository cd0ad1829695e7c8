"""Many cases in one test: each is checked, all that fail are told, a known failure stays a test of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.every import every

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[1]
MADE = """import pytest
from tests.every import every
CASES = [(1, "one"), (2, "two"), pytest.param(3, "drei", id="third"), pytest.param(4, "four", id="fourth")]
KNOWN = pytest.param(5, "fünf", id="fifth", marks=pytest.mark.xfail(strict=True, reason="not yet"))
WORDS = ("none", "one", "two", "three", "four", "five")
@every(("number", "word"), [*CASES, KNOWN])
def test_words(number: int, word: str) -> None:
    assert WORDS[number] == word
@every("number", [2, 4])
@pytest.mark.parametrize("half", [1, 2])
def test_even(number: int, half: int, tmp_path) -> None:
    assert tmp_path.is_dir()
    assert number % half == 0
@every("number", [1, 2, 0])
def test_error(number: int) -> None:
    assert 1 / number
    with pytest.raises(ValueError):
        int("1" * number if number == 2 else "x")
@every("number", [pytest.param(1, marks=pytest.mark.xfail(strict=True, reason="holds by now"))])
def test_holds(number: int) -> None:
    assert number
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the tests above."""
    here = tmp_path_factory.mktemp("made")
    (here / "test_made.py").write_text(MADE, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        str(ROOT / "pyproject.toml"),
    ]
    run = [*command, "--rootdir", str(here), "test_made.py"]
    done = subprocess.run(run, cwd=here, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    return done.stdout


def test_all_that_fail_are_told_by_name_and_no_other(told: str) -> None:
    assert "1 of 4 cases fail:" in told
    assert "third\n" in told
    assert "assert 'three' == 'drei'" in told
    assert "fourth" not in told
    assert "2 of 3 cases fail:" in told
    assert "\n0\n" in told
    assert "ZeroDivisionError" in told
    assert "\n2\n" in told
    assert "DID NOT RAISE" in told


def test_a_known_failure_is_a_test_of_its_own(told: str) -> None:
    assert "XFAIL test_made.py::test_words[fifth] - not yet" in told
    assert "[XPASS(strict)] holds by now" in told
    assert "3 failed, 2 passed, 1 xfailed" in told


def test_no_cases_are_no_test() -> None:
    with pytest.raises(ValueError, match="no cases"):
        every("case", [])
