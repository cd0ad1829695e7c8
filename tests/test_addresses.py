"""A run whose reports, store and site lie elsewhere: the same bytes as one here, and taken up again by another."""

import hashlib
import shutil
from pathlib import Path

import pytest

from build_scripts.addresses import Addresses, brought_here
from build_scripts.cli import main
from build_scripts.errors import UsageError
from build_scripts.models import Places

ROOT = Path(__file__).parents[1]


def project(folder: Path) -> Path:
    """Copy what a site is made from, but for the reports."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("reports", "search"))
    shutil.copytree(ROOT / "theme", folder / "theme")
    text = (
        (ROOT / "mkdocs.yml")
        .read_text("utf-8")
        .replace("  - build_scripts/hook.py\n  - build_scripts/lean_theme.py\n", "  []\n", 1)
    )
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != ".published.json"
    }


@pytest.mark.heavy
def test_a_run_from_elsewhere_is_the_run_from_here(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "source_reports", tmp_path / "elsewhere" / "source_reports")
    here, there = project(tmp_path / "here"), project(tmp_path / "there")
    shutil.copytree(ROOT / "source_reports", here / "source_reports")
    at = {name: f"file://{tmp_path}/elsewhere/{name}" for name in ("source_reports", "cache", "output")}
    options = ["--sources", at["source_reports"], "--cache", at["cache"], "--output", at["output"]]
    assert main(["--root", str(here), "site"]) == 0
    assert main(["--root", str(there), "site", *options]) == 0
    assert tree(tmp_path / "elsewhere" / "output") == tree(here / "site")


def test_a_run_that_fails_puts_nothing_back(tmp_path: Path) -> None:
    places, cache = Places(tmp_path / "here"), tmp_path / "cache"
    with pytest.raises(UsageError), brought_here(places, Addresses(cache=f"file://{cache}")):
        raise UsageError("")
    assert not list(cache.rglob("*")) if cache.exists() else True


def test_what_lies_here_needs_no_address(tmp_path: Path) -> None:
    with brought_here(Places(tmp_path), Addresses()) as places:
        assert places == Places(tmp_path)
    assert not list(tmp_path.iterdir())
