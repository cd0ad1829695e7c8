"""A folder made anew: it appears as a whole or not at all, and nothing is left beside it."""

import os
from pathlib import Path, PurePosixPath

import pytest

from build_scripts.site import replaced_folder, swap, turn_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder that holds an old page."""
    (tmp_path / "offline" / "regions").mkdir(parents=True)
    (tmp_path / "offline" / "regions" / "old.html").write_text("old", encoding="utf-8")
    return tmp_path / "offline"


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_the_new_folder_takes_the_place_of_the_old(folder: Path) -> None:
    with replaced_folder(folder) as fresh:
        (fresh / "new.html").write_text("new", encoding="utf-8")
        assert names(folder) == ["regions/old.html"]
    assert names(folder) == ["new.html"]
    assert [*folder.parent.iterdir()] == [folder]


def test_the_new_folder_takes_the_place_of_the_old_in_two_steps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_two_steps(monkeypatch)
    test_the_new_folder_takes_the_place_of_the_old(folder)


def test_what_a_killed_run_left_goes_a_day_later(folder: Path) -> None:
    fresh, stale = folder.parent / ".offline-fresh", folder.parent / ".offline-stale"
    for left in (fresh, stale):
        (left / "new").mkdir(parents=True)
    os.utime(stale, (0, 0))
    with replaced_folder(folder):
        pass
    assert fresh.exists()
    assert not stale.exists()


def test_a_first_folder_needs_no_old_one(tmp_path: Path) -> None:
    with replaced_folder(tmp_path / "offline") as fresh:
        (fresh / "new.html").touch()
    assert names(tmp_path) == ["offline/new.html"]


def test_after_a_failure_the_old_one_stays(folder: Path) -> None:
    def fail() -> None:
        with replaced_folder(folder) as fresh:
            (fresh / "new.html").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(folder.parent) == ["offline/regions/old.html"]
    assert [*folder.parent.iterdir()] == [folder]


def test_of_two_at_once_the_later_one_stays(folder: Path) -> None:
    with replaced_folder(folder) as later:
        with replaced_folder(folder) as earlier:
            (earlier / "earlier.html").touch()
        assert names(folder) == ["earlier.html"]
        (later / "later.html").touch()
    assert names(folder.parent) == ["offline/later.html"]


def test_the_one_before_is_the_next_to_fill(folder: Path) -> None:
    for number in (1, 2, 3):
        with replaced_folder(folder, keeps=True) as fresh:
            assert names(fresh) == (
                [] if number == 1 else ["regions/old.html"] if number == 2 else ["1.html"]
            )
            for file in fresh.rglob("*.html"):
                file.unlink()
            (fresh / f"{number}.html").touch()
        assert names(folder) == [f"{number}.html"]
    assert {left.name for left in folder.parent.iterdir()} == {"offline", ".offline-before"}
    assert names(folder.parent / ".offline-before") == ["2.html"]


def test_the_one_before_is_kept_in_two_steps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_two_steps(monkeypatch)
    test_the_one_before_is_the_next_to_fill(folder)


def test_of_two_at_once_one_fills_the_one_before(folder: Path) -> None:
    with replaced_folder(folder, keeps=True) as fresh:
        (fresh / "first.html").touch()
    with replaced_folder(folder, keeps=True) as later:
        with replaced_folder(folder, keeps=True) as earlier:
            assert (names(later), names(earlier)) == (["regions/old.html"], [])
            (earlier / "earlier.html").touch()
        (later / "later.html").touch()
    assert names(folder) == ["later.html", "regions/old.html"]
    assert names(folder.parent / ".offline-before") == ["first.html"]
    assert {left.name for left in folder.parent.iterdir()} == {"offline", ".offline-before"}


def test_the_one_before_is_no_leaving_of_a_killed_run(folder: Path) -> None:
    with replaced_folder(folder, keeps=True):
        pass
    os.utime(folder.parent / ".offline-before", (0, 0))
    with replaced_folder(folder, keeps=True) as fresh:
        assert names(fresh) == ["regions/old.html"]


def test_a_folder_that_lies_elsewhere_is_not_kept(folder: Path) -> None:
    there = folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(there, target_is_directory=True)
    with replaced_folder(folder, keeps=True) as fresh:
        (fresh / "new.html").touch()
    assert not folder.is_symlink()
    assert names(folder) == ["new.html"]
    assert names(there) == ["regions/old.html"]
    assert not (folder.parent / ".offline-before").exists()


def in_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no two folders change places at once, as on other systems than Linux."""
    monkeypatch.setattr(swap, "_are_exchanged", lambda *_: False)


def test_another_run_may_come_in_between(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_two_steps(monkeypatch)
    rename = Path.rename

    def slow_rename(self: Path, target: Path) -> Path:
        """Put another run's folder there, once, right after the old one has gone."""
        done = rename(self, target)
        if self == folder and target.name == "old":
            monkeypatch.undo()
            (folder / "theirs").mkdir(parents=True)
        return done

    monkeypatch.setattr(Path, "rename", slow_rename)
    with replaced_folder(folder) as fresh:
        (fresh / "ours.html").touch()
    assert names(folder.parent) == ["offline/ours.html"]


def test_a_folder_that_cannot_be_moved_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_two_steps(monkeypatch)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError), replaced_folder(folder) as fresh:
        (fresh / "new.html").touch()
    assert names(folder.parent) == ["offline/regions/old.html"]


def test_files_are_turned_one_by_one(tmp_path: Path) -> None:
    for name in ("a/kept", "a/gone", "a/moved", "b"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    turned = {
        PurePosixPath("a/kept"): {PurePosixPath("a/kept"): b"a/kept"},
        PurePosixPath("a/moved"): {PurePosixPath("a/moved.js"): b"moved"},
        PurePosixPath("b"): {PurePosixPath("b"): b"B", PurePosixPath("b.js"): b"b"},
    }
    turn_files(tmp_path, lambda path, _: turned.get(path, {}))
    assert names(tmp_path) == ["a/kept", "a/moved.js", "b", "b.js"]
    assert (tmp_path / "b").read_bytes() == b"B"
