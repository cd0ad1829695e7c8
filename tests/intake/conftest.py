"""A folder laid out like the project, and files to add to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.cli import main
from tests.adding.letters import letter

Add = Callable[..., int]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder, with the files beside it as the working folder."""
    root = tmp_path / "repo"
    (root / "source_reports").mkdir(parents=True)
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    return root


@pytest.fixture
def add(root: Path) -> Add:
    """Return the command, to be called with its arguments."""
    return lambda *arguments: main(["--root", str(root), "add", *map(str, arguments)])


@pytest.fixture
def report() -> Path:
    """Return a report of which all is known, in the working folder."""
    file = Path("报 告.txt")
    file.write_text(letter(), encoding="utf-8")
    return file


def shelved(root: Path) -> list[str]:
    """Return all files below source_reports/, by name."""
    folder = root / "source_reports"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
