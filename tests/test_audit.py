"""The audit of packages: a licence that may not be used and a known fault are told, and never silence for an answer."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts import audit
from build_scripts.audit import FAULTY, FINE, UNCHECKED, check_licence, read_licence, run_audit
from build_scripts.bootstrap import read_pins

ROOT = Path(__file__).parents[1]
Say = Callable[[str], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    pytest_version = read_pins([ROOT / "requirements-dev.txt"])["pytest"]
    (tmp_path / "requirements.txt").write_text(f"pytest=={pytest_version}\n", encoding="utf-8")
    hashed = f"pytest=={pytest_version} --hash=sha256:{'0' * 64}\npytest==0.0.1 --hash=sha256:{'0' * 64}\n"
    (tmp_path / "requirements-hashes.txt").write_text(hashed, encoding="utf-8")
    return tmp_path


def answered(monkeypatch: pytest.MonkeyPatch, told: object) -> None:
    monkeypatch.setattr(audit, "ask_registry", lambda _: told)


def entry(**more: object) -> object:
    return {"dependencies": [{"name": "pytest", "version": "9", "vulns": [], **more}]}


KNOWN = entry(vulns=[{"id": "PYSEC-1", "fix_versions": ["10"]}])
SKIPPED = entry(skip_reason="not found")


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [
        (entry(), FINE, "没有已知漏洞"),
        (KNOWN, FAULTY, "要处理：pytest 9：已知漏洞 PYSEC-1，改正于 10"),
        (SKIPPED, UNCHECKED, "没有查成 1 项：pytest"),
        (None, UNCHECKED, "没有查成 1 项：已知漏洞（连不上"),
    ],
)
def test_what_is_known_of_a_version_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, told: object, code: int, said: str
) -> None:
    answered(monkeypatch, told)
    lines: list[str] = []
    assert run_audit(root, lines.append) == code
    assert said in lines[-1]
    assert lines[0].startswith("pytest ")
    assert "MIT" in lines[0]


def test_a_licence_that_binds_the_whole_program_fails(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, entry())
    monkeypatch.setattr(audit, "read_licence", lambda *_: "AGPL-3.0-only")
    lines: list[str] = []
    assert run_audit(root, lines.append) == FAULTY
    assert "要处理：pytest" in lines[-1]


def test_a_pin_without_hashes_fails(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, entry())
    (root / "requirements-hashes.txt").unlink()
    lines: list[str] = []
    assert run_audit(root, lines.append) == FAULTY
    assert "里没有校验值" in lines[-1]


def test_a_version_that_is_not_installed_is_not_checked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, entry())
    (root / "requirements.txt").write_text("pytest==0.0.1\n", encoding="utf-8")
    assert run_audit(root, lambda _: None) == UNCHECKED


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True), ("MPL-2.0 AND MIT", True), ("LGPL-2.1-or-later", True), ("BSD-3-Clause OR GPL-2.0", True),
        ("GNU Lesser General Public License v3", True), ("GPL-3.0-only", False), ("AGPL-3.0", False), ("", False),
        ("GNU General Public License v3 (GPLv3)", False), ("GNU Affero General Public License v3", False),
    ],
)  # fmt: skip
def test_which_licences_may_be_used(licence: str, may: bool) -> None:
    assert (check_licence(licence) == "") == may


def test_no_pinned_package_binds_the_whole_program() -> None:
    pins = read_pins(sorted(ROOT.glob("requirements*.txt")))
    told = {name: read_licence(name, version) for name, version in pins.items()}
    assert [name for name, licence in told.items() if licence is not None and check_licence(licence)] == []


@pytest.mark.parametrize("output", [b"", b"Traceback", b"{}"])
def test_an_answer_that_is_none_is_no_clean_bill(
    root: Path, monkeypatch: pytest.MonkeyPatch, output: bytes
) -> None:
    done = subprocess.CompletedProcess([], 1, stdout=output)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert run_audit(root, lambda _: None) == UNCHECKED


def test_the_registry_is_asked_for_every_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(Path(command[4]).read_text(encoding="utf-8"))
        return subprocess.CompletedProcess([], 0, stdout=json.dumps(entry()).encode())

    monkeypatch.setattr(subprocess, "run", run)
    assert audit.ask_registry({"甲": "1", "乙": "2"}) == entry()
    assert asked == ["甲==1\n乙==2\n"]
