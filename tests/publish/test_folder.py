"""Pages on disk: only what differs is written, nothing is half written, what failed keeps its page."""

import os
from pathlib import Path, PurePosixPath

import pytest

from build_scripts.publish import compare_docs, write_docs

PAGE = PurePosixPath("reports/440704/health/2023/index.md")
OTHER = PurePosixPath("reports/410802/health/2023/index.md")
HOME = PurePosixPath("index.md")


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    pages = {PAGE: b"a", HOME: b"b"}
    assert write_docs(pages, (), tmp_path).written == (HOME, PAGE)
    before = (tmp_path / PAGE).stat().st_mtime_ns
    again = write_docs(pages, (), tmp_path)
    assert (again.written, again.removed, again.unchanged) == ((), (), 2)
    assert (tmp_path / PAGE).stat().st_mtime_ns == before


def test_only_changed_bytes_are_written(tmp_path: Path) -> None:
    write_docs({PAGE: b"a", HOME: b"b"}, (), tmp_path)
    os.utime(tmp_path / HOME, ns=(1, 1))
    assert write_docs({PAGE: b"c", HOME: b"b"}, (), tmp_path).written == (PAGE,)
    assert (tmp_path / PAGE).read_bytes() == b"c"
    assert (tmp_path / HOME).stat().st_mtime_ns == 1


def test_what_no_longer_belongs_goes_with_its_folders(tmp_path: Path) -> None:
    write_docs({PAGE: b"a", OTHER: b"b"}, (), tmp_path)
    assert write_docs({PAGE: b"a"}, (), tmp_path).removed == (OTHER,)
    assert not (tmp_path / "reports" / "410802").exists()
    assert (tmp_path / PAGE).exists()


def test_hand_written_and_later_built_files_stay(tmp_path: Path) -> None:
    for name in ("about.md", "assets/site.css", "data/metrics.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert write_docs({HOME: b"a"}, (), tmp_path).removed == ()


def test_a_failed_report_keeps_its_earlier_page(tmp_path: Path) -> None:
    write_docs({PAGE: b"good", OTHER: b"b"}, (), tmp_path)
    keep = {PurePosixPath("reports/440704/health/2023")}
    done = write_docs({OTHER: b"b"}, keep, tmp_path)
    assert (done.written, done.removed) == ((), ())
    assert (tmp_path / PAGE).read_bytes() == b"good"
    assert compare_docs({OTHER: b"b"}, keep, tmp_path) == []


def test_a_source_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    write_docs({PAGE: b"a"}, (), tmp_path)
    with pytest.raises(FileNotFoundError):
        write_docs({PAGE: b"c", OTHER: tmp_path / "gone.txt"}, (), tmp_path)
    assert (tmp_path / PAGE).read_bytes() == b"a"


def test_files_are_copied_byte_for_byte(tmp_path: Path) -> None:
    source = tmp_path / "raw.txt"
    source.write_bytes(b"\xef\xbb\xbf\r\n\xff")
    write_docs({OTHER: source}, (), tmp_path / "docs")
    assert (tmp_path / "docs" / OTHER).read_bytes() == source.read_bytes()


def test_a_relative_source_counts_from_the_folder_that_holds_docs(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_bytes(b"x")
    write_docs({OTHER: Path("raw.txt")}, (), tmp_path / "docs")
    assert (tmp_path / "docs" / OTHER).read_bytes() == b"x"


def test_comparing_names_what_differs_and_writes_nothing(tmp_path: Path) -> None:
    write_docs({PAGE: b"a", OTHER: b"b"}, (), tmp_path)
    assert compare_docs({PAGE: b"c", HOME: b"d"}, (), tmp_path) == sorted(
        path.as_posix() for path in (PAGE, HOME, OTHER)
    )
    assert (tmp_path / PAGE).read_bytes() == b"a"


def test_a_write_that_breaks_off_leaves_the_old_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_docs({PAGE: b"old"}, (), tmp_path)

    def broken(self: Path, target: Path) -> Path:
        raise OSError(f"disk full: {self} {target}")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        write_docs({PAGE: b"new"}, (), tmp_path)
    assert (tmp_path / PAGE).read_bytes() == b"old"
    assert [file.name for file in (tmp_path / PAGE).parent.iterdir()] == ["index.md"]


@pytest.mark.parametrize("path", ["../x.md", "/x.md", "reports/../../x.md"])
def test_no_page_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        write_docs({PurePosixPath(path): b"a"}, (), tmp_path)
