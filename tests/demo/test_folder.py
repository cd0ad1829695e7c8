"""A folder of made-up reports: built like the project, marked on every page, never mixed with anything else."""

import re
from pathlib import Path

import pytest

from build_scripts import cli
from build_scripts.cli import main
from build_scripts.demo.folder import MARK, write_demo
from build_scripts.errors import UsageError
from build_scripts.sources import find_sources, is_changed, read_source

REPO = Path(__file__).parents[2]
MARKED = "演示数据"


def tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.mark.heavy
def test_a_demo_site_says_so_on_every_page_and_in_every_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    folder = tmp_path / "演示: 12 份"
    assert main(["demo", "--reports", "12", "--folder", str(folder)]) == 0
    pages = sorted((folder / "site").rglob("*.html"))
    assert len([p for p in pages if "reports" in p.parts]) >= 2 * 12
    unmarked = [p for p in pages if MARKED not in p.read_text(encoding="utf-8")]
    assert unmarked == []
    feeds = [file.read_text(encoding="utf-8") for file in (folder / "site" / "feeds").rglob("*.xml")]
    assert len(feeds) > 2
    assert all(re.search(f"<title>{MARKED}：.*</title>\n<subtitle>", feed) for feed in feeds)


def test_the_real_site_has_no_such_mark() -> None:
    assert "demo" not in (REPO / "mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.heavy
def test_every_file_has_an_address_and_its_record(tmp_path: Path) -> None:
    write_demo(REPO, tmp_path, reports=40, broken=0)
    sources = [read_source(path, tmp_path) for path in find_sources(tmp_path)]
    assert len(sources) == 40
    assert all(source.record and not is_changed(source) for source in sources)


def test_a_second_time_nothing_changes_and_fewer_leave_no_rest(tmp_path: Path) -> None:
    write_demo(REPO, tmp_path, reports=12, broken=0)
    before = tree(tmp_path)
    times = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("*") if f.is_file()}
    write_demo(REPO, tmp_path, reports=12, broken=0)
    assert {f: f.stat().st_mtime_ns for f in times} == times
    write_demo(REPO, tmp_path, reports=5, broken=2)
    after = tree(tmp_path)
    assert len(find_sources(tmp_path)) == 5
    assert {name for name in after if name not in before} == set()


def test_a_page_that_the_project_has_no_more_is_gone(tmp_path: Path) -> None:
    write_demo(REPO, tmp_path, reports=1, broken=0)
    (tmp_path / "docs/old.md").write_text("# 旧页\n", encoding="utf-8")
    (tmp_path / "docs/index.md").write_text("# 首页\n", encoding="utf-8")
    write_demo(REPO, tmp_path, reports=1, broken=0)
    assert not (tmp_path / "docs/old.md").exists()
    assert (tmp_path / "docs/index.md").exists(), "which the build writes"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="不是演示用的文件夹"):
        write_demo(REPO, tmp_path, reports=1, broken=0)
    assert tree(tmp_path) == {"mine.txt": b"mine"}


@pytest.mark.heavy
def test_broken_files_are_told_and_the_rest_is_converted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    assert main(["demo", "--reports", "10", "--broken", "3", "--folder", str(folder), "--no-site"]) == 0
    assert (folder / MARK).is_file()
    assert main(["--root", str(folder), "build"]) == 1
    assert len(list((folder / "docs/reports").rglob("original/index.md"))) == 7
    capsys.readouterr()


@pytest.mark.parametrize("asked", [["--reports", "0"], ["--reports", "3", "--broken", "4"]])
def test_misuse_is_told_in_one_line(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", *asked]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_root_is_the_project_where_none_is_given() -> None:
    assert cli.ROOT == REPO
