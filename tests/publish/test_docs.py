"""The generated part of docs/: what changed is written, what no longer belongs goes, the rest is not touched."""

import os
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from build_scripts.publish import DocsWriter, Piece
from build_scripts.store import FileState, ReadState, connect

PAGE = "reports/440704/health/2023/index.md"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[FileState]:
    connection, _ = connect(tmp_path / "reports.sqlite")
    with closing(connection):
        yield FileState(connection, "docs", tmp_path / "docs")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def lay(state: FileState, files: dict[str, bytes], *, is_dry: bool = False) -> DocsWriter:
    writer = DocsWriter(state, is_dry=is_dry)
    for file, data in files.items():
        writer.put(file, data)
    writer.finish()
    return writer


def test_a_second_run_writes_nothing(state: FileState) -> None:
    assert lay(state, {PAGE: b"1", "index.md": b"2"}).written == [PAGE, "index.md"]
    before = (state.folder / PAGE).stat().st_mtime_ns
    again = lay(state, {PAGE: b"1", "index.md": b"2"})
    assert (again.written, again.removed, again.unchanged) == ([], [], 2)
    assert (state.folder / PAGE).stat().st_mtime_ns == before


def test_only_what_differs_is_written(state: FileState) -> None:
    lay(state, {PAGE: b"1", "index.md": b"2"})
    assert lay(state, {PAGE: b"1", "index.md": b"3"}).written == ["index.md"]
    assert (state.folder / "index.md").read_bytes() == b"3"


def test_what_somebody_changed_is_put_right(state: FileState) -> None:
    lay(state, {PAGE: b"1", "index.md": b"2"})
    (state.folder / PAGE).write_bytes(b"x")
    writer = DocsWriter(state)
    assert not writer.is_whole()
    writer.put(PAGE, b"1")
    writer.put("index.md", b"2")
    writer.finish()
    assert (writer.written, writer.unchanged) == ([PAGE], 1)
    assert (state.folder / PAGE).read_bytes() == b"1"
    assert (DocsWriter(state).is_whole(), writer.is_whole(), writer.unchanged) == (True, True, 2)


def test_what_lies_there_already_is_known_from_then_on(state: FileState) -> None:
    (state.folder / PAGE).parent.mkdir(parents=True)
    (state.folder / PAGE).write_bytes(b"1")
    assert lay(state, {PAGE: b"1"}).written == []
    assert DocsWriter(state).is_whole()


def test_what_no_longer_belongs_goes_with_its_folders(state: FileState) -> None:
    lay(state, {PAGE: b"1", "years/2023/index.md": b"2"})
    assert lay(state, {"years/2023/index.md": b"2"}).removed == [PAGE]
    assert not (state.folder / "reports").exists()


def test_hand_written_files_stay(state: FileState) -> None:
    for file in ("method.md", "assets/site.css"):
        (state.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (state.folder / file).write_bytes(b"")
    assert lay(state, {}).removed == []


def test_the_files_of_a_report_stay_as_long_as_they_are_asked_for(state: FileState) -> None:
    first = DocsWriter(state)
    first.put(PAGE, b"1", owner="a.txt", made_from="one")
    first.finish()
    again = DocsWriter(state)
    assert not again.keeps("a.txt", "two")
    assert again.keeps("a.txt", "one")
    again.finish()
    assert again.removed == []
    (state.folder / PAGE).unlink()
    assert not DocsWriter(state).keeps("a.txt", "one")


def test_a_dry_run_says_what_differs_and_writes_nothing(state: FileState) -> None:
    lay(state, {PAGE: b"1", "years/2023/index.md": b"2", "index.md": b"3"})
    dry = lay(state, {PAGE: b"1", "index.md": b"4"}, is_dry=True)
    assert (dry.written, dry.removed) == (["index.md"], ["years/2023/index.md"])
    assert (state.folder / "index.md").read_bytes() == b"3"
    assert (state.folder / "years/2023/index.md").exists()


def test_a_stream_is_a_file_like_any_other(state: FileState) -> None:
    writer = DocsWriter(state)
    writer.stream("data/metrics.csv", iter([b"a\n", b"b\n"]))
    again = DocsWriter(state)
    again.stream("data/metrics.csv", iter([b"a\n", b"b\n"]))
    assert (writer.written, again.written, again.unchanged) == (["data/metrics.csv"], [], 1)
    assert (state.folder / "data/metrics.csv").read_bytes() == b"a\nb\n"
    assert names(state.folder / "data") == ["metrics.csv"]


def test_a_stream_that_breaks_off_leaves_the_old_file(state: FileState) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    DocsWriter(state).stream("data/metrics.csv", iter([b"whole"]))
    with pytest.raises(OSError, match="No space"):
        DocsWriter(state).stream("data/metrics.csv", broken())
    assert (state.folder / "data/metrics.csv").read_bytes() == b"whole"
    assert names(state.folder / "data") == ["metrics.csv"]


def test_a_write_that_breaks_off_leaves_the_old_page(
    state: FileState, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(state, {PAGE: b"old"})

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        lay(state, {PAGE: b"new"})
    assert (state.folder / PAGE).read_bytes() == b"old"
    assert names((state.folder / PAGE).parent) == ["index.md"]


@pytest.mark.parametrize("file", ["/etc/x", "../x", "reports/../../x"])
def test_no_file_leaves_the_folder(state: FileState, file: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        DocsWriter(state).put(file, b"")
    with pytest.raises(ValueError, match="leads out"):
        DocsWriter(state).stream(file, [b"x"])


DATA = "data/metrics.json"


def stream(
    state: FileState, pieces: dict[str, bytes], *, is_dry: bool = False
) -> tuple[DocsWriter, list[str]]:
    """Lay down a file of pieces by what each is made from; return what had to be loaded too."""
    loaded: list[str] = []

    def load(name: str) -> bytes:
        loaded.append(name)
        return pieces[name]

    def told() -> Iterator[bytes | Piece]:
        for name in pieces:
            yield b"["
            yield Piece(name, partial(load, name))
        yield b"]"

    writer = DocsWriter(state, is_dry=is_dry)
    writer.stream(DATA, told(), made_from=" ".join(pieces))
    return writer, loaded


def test_pieces_that_stay_are_taken_from_the_file(state: FileState) -> None:
    assert stream(state, {"a": b"1", "b": b"", "c": b"33"})[1] == ["a", "b", "c"]
    for pieces, loaded in (
        ({"a": b"1", "b": b"", "c": b"33", "d": b"4"}, ["d"]),
        ({"c": b"33", "x": b"new", "a": b"1", "d": b"4"}, ["x"]),
        ({"d": b"4"}, []),
        ({}, []),
        ({"d": b"4"}, ["d"]),
    ):
        assert stream(state, pieces)[1] == loaded
        assert (state.folder / DATA).read_bytes() == b"".join(b"[" + data for data in pieces.values()) + b"]"


def test_of_a_file_that_somebody_changed_no_piece_is_taken(state: FileState) -> None:
    stream(state, {"a": b"1", "b": b"2"})
    (state.folder / DATA).write_bytes(b"[x[y]")
    assert stream(state, {"a": b"1", "b": b"2"})[1] == ["a", "b"]
    assert (state.folder / DATA).read_bytes() == b"[1[2]"
    (state.folder / DATA).unlink()
    assert stream(state, {"a": b"1", "b": b"2"})[1] == ["a", "b"]


def test_of_a_file_that_was_touched_as_it_was_noted_no_piece_is_taken(
    state: FileState, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FileState, "stamp", lambda *_: None)
        stream(state, {"a": b"1", "b": b"2"})
    assert stream(state, {"a": b"1", "b": b"2"})[1] == ["a", "b"]
    assert stream(state, {"a": b"1", "b": b"2"})[1] == []


def test_a_file_that_is_looked_at_is_told_by_the_pieces_themselves(state: FileState) -> None:
    stream(state, {"a": b"1", "b": b"2"})
    assert stream(state, {"a": b"1", "b": b"2"}, is_dry=True)[1] == ["a", "b"]


def test_what_was_to_stay_and_is_gone_is_forgotten(state: FileState) -> None:
    about = "data/reports/440704-health-2023.json"
    writer = DocsWriter(state)
    for file in (PAGE, "reports/440704/health/2023/original/index.md", about):
        writer.put(file, b"1", owner="failed.txt")
    writer.finish()
    (state.folder / PAGE).unlink()
    (state.folder / about).unlink()
    again = DocsWriter(state)
    again.keep("failed.txt")
    again.keep_below("reports/440704/health/2023")
    again.keep_below(about)
    again.finish()
    assert [*state.all()] == ["reports/440704/health/2023/original/index.md"]
    assert DocsWriter(state).is_whole()


def test_what_another_writer_has_laid_counts_as_laid_here(state: FileState) -> None:
    lay(state, {"index.md": b"1", "data/metrics.csv": b"2"})
    other = ReadState(state.connection, "docs", state.folder)
    theirs, ours = DocsWriter(other), DocsWriter(state)
    theirs.put("index.md", b"1")
    theirs.put("data/reports.csv", b"3", owner="data", made_from="a")
    assert not state.is_fresh("data/reports.csv", "a")
    ours.take_over(theirs.laid(other.notes))
    ours.finish()
    assert (ours.written, ours.unchanged, ours.removed) == (["data/reports.csv"], 1, ["data/metrics.csv"])
    assert state.fresh("data", "a") == ["data/reports.csv"]
    assert DocsWriter(state).is_whole()


def test_what_a_killed_run_left_half_goes_where_all_else_is_left(state: FileState) -> None:
    lay(state, {"assets/search/a/s/0.bin": b"1"})
    half = state.folder / "assets/search/a/s/.4711-1.part"
    half.write_bytes(b"1")
    assert not DocsWriter(state).is_whole()
    writer = DocsWriter(state)
    writer.keep_below("assets/search/a")
    writer.finish()
    assert writer.removed == ["assets/search/a/s/.4711-1.part"]
    assert names(half.parent) == ["0.bin"]
    assert DocsWriter(state).is_whole()
