"""What may lie in source_reports: names, links, pipes and records made to do harm; each is told, the others go on."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from build_scripts import cli
from build_scripts.cli import main
from build_scripts.errors import SourceError, UnreadableError
from build_scripts.folders import walk_folders
from build_scripts.plain_lines import json_lines, plain_line, plain_lines
from build_scripts.record_yaml import parse_yaml
from build_scripts.sources import SourceFile, find_all, find_sources, parse_source, read_file
from tests.hostile.wanted import PROSE, TITLE

TEXT = f"{TITLE}\n一、主要工作\n{PROSE}\n"
Captured = pytest.CaptureFixture[str]
linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="pipes, links and odd names as Linux has them"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of one good report; beside it lies one that is nobody's business."""
    good = tmp_path / "repo" / "source_reports" / "130131" / "2023-water.txt"
    good.parent.mkdir(parents=True)
    good.write_text(TEXT, encoding="utf-8")
    (tmp_path / "secret.txt").write_text(TEXT.replace("120", "31337"), encoding="utf-8")
    return good.parent


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)  # such an address has 108 bytes at most
        server.bind(path.name)
        os.chdir(here)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def outside(path: Path) -> None:
    path.symlink_to("../../../secret.txt")


def itself(path: Path) -> None:
    path.symlink_to(path.name)


def nowhere(path: Path) -> None:
    path.symlink_to("gone.txt")


def inner_folder(path: Path) -> None:
    path.mkdir()


ODD: dict[str, Callable[[Path], None]] = {
    "pipe": pipe, "socket": listening, "device": endless, "outside": outside, "itself": itself, "nowhere": nowhere,
}  # fmt: skip


@linux_only
@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_file_of_this_folder_is_one_line(folder: Path, kind: str) -> None:
    root = folder.parents[1]
    odd = folder / "2022-water.txt"
    ODD[kind](odd)
    assert find_sources(root) == [odd, folder / "2023-water.txt"]
    with pytest.raises((SourceError, UnreadableError)) as error:
        read_file(odd, root)
    assert str(error.value).startswith("source_reports/130131/2022-water.txt：")


@linux_only
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_a_record_that_is_no_file_is_one_line(folder: Path, kind: str) -> None:
    (ODD | {"folder": inner_folder})[kind](folder / "2023-water.txt.yml")
    with pytest.raises((SourceError, UnreadableError), match=r"2023-water\.txt\.yml 不是普通文件"):
        read_file(folder / "2023-water.txt", folder.parents[1])


@linux_only
def test_links_in_circles_end_and_links_out_are_told(folder: Path) -> None:
    """Two links to their own folder would make two to the power of forty ways through it."""
    root = folder.parents[1]
    for name in ("甲", "乙", "丙"):
        (folder / name).symlink_to(".")
        (folder.parent / name).symlink_to(folder)
    (folder / "丁").symlink_to("/")
    (folder / "戊").symlink_to("戊")
    assert folder / "2023-water.txt" in find_sources(root)
    assert find_sources(root) == [folder / "2023-water.txt", folder / "戊"]
    told = {file.path.name: file.reason for file in find_all(root).passed_over}
    assert "之外的链接" in told["丁"]


def test_folders_without_end_are_told(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"a" * 40)
    deep.mkdir(parents=True)
    gone = list(walk_folders(tmp_path))
    assert len(gone) == 21
    assert "太深" in gone[-1].left_out[0][1]


def test_a_folder_that_cannot_be_opened_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "130132":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    (folder.parent / "130132").mkdir()
    monkeypatch.setattr(os, "scandir", refuse)
    (told,) = find_all(folder.parents[1]).passed_over
    assert told.path.name == "130132"
    assert "权限" in told.reason


NAMES = (
    b"2022-\xff\xfe.txt", b"2022-a\nb.txt", b"2022-\x1b[31m.txt", "2022-\u202etxt.exe.txt".encode(),
    b"2022-\xed\xa0\x80.txt", "2022-\u2028.txt".encode(),
)  # fmt: skip


@pytest.mark.heavy
@linux_only
def test_names_that_cannot_be_told_are_told_on_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    root = folder.parents[1]
    (root / "docs").mkdir()
    monkeypatch.setattr(cli, "ROOT", root)
    for name in NAMES:
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text(TEXT, encoding="utf-8")
    (folder / ("2022-" + "法" * 80 + ".txt")).write_text(TEXT, encoding="utf-8")
    assert main(["build"]) == 1
    told = capsys.readouterr().err
    lines = [line for line in told.splitlines() if "已跳过；请改名" in line]
    assert len(lines) == len(NAMES)
    assert all(line.startswith("source_reports/130131/2022-") for line in lines)
    assert plain_lines(told) == told
    assert "已发布 1" in told
    assert (root / "docs/reports/130131/water/2023/index.md").is_file()


@linux_only
def test_a_name_that_the_editor_types_is_told_on_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(cli, "ROOT", folder.parents[1])
    for name in NAMES:
        path = Path(os.fsdecode(bytes(folder) + b"/" + name))
        path.write_bytes(b"")
        for file in (path, path.with_suffix(".no")):
            assert main(["inspect", str(file)]) == 2
            told = capsys.readouterr()
            assert told.out == ""
            assert len(told.err.splitlines()) == 1
            assert plain_lines(told.err) == told.err


def test_json_means_the_same_with_these_signs_written_out() -> None:
    text = "甲\u202e\u2028\ud800\x9b\x7f"
    assert json_lines(f'"{text}"') == '"甲\\u202e\\u2028\\ud800\\u009b\\u007f"'
    assert plain_line("甲\t\r\n") == "甲\\t\\r\\n"


def bomb(depth: int = 30) -> str:
    return "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 10}]\n" for n in range(1, depth))


RECORDS: dict[str, str | bytes] = {
    "bomb": bomb() + "title: *a29\n",
    "alias": "title: &a 甲\nissuer: *a\n",
    "alias of itself": "title: &a [*a]\n",
    "python": "title: !!python/object/apply:os.system ['touch escaped']\n",
    "python name": "title: !!python/name:os.system\n",
    "tag": "title: !x 甲\n",
    "deep": "title: " + "[" * 5000 + "]" * 5000,
    "deep mapping": "".join(" " * n + "a:\n" for n in range(300)),
    "twice": "title: 甲\ntitle: 乙\n",
    "no day": "taken_on: 2023-99-99\n",
    "no number": "year: " + "9" * 5000,
    "two documents": "title: 甲\n---\ntitle: 乙\n",
    "no UTF-8": b"title: \xff\n",
    "control signs": "title: \x07\n",
    "tabs": "\ttitle: 甲\n",
    "a list": "- 甲\n",
    "nothing": "",
    "a word": "甲",
    "half": "title: '甲\n",
    "binary": "title: !!binary '甲'\n",
    "no number for a tag": "year: !!int ''\n",
    "no truth for a tag": "report: !!bool 甲\n",
    "no day for a tag": "taken_on: !!timestamp 甲\n",
    "keys that are lists": "? [a]\n: b\n",
}


@pytest.mark.heavy
@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_made_to_do_harm_is_one_line(kind: str) -> None:
    told = RECORDS[kind]
    file = SourceFile(
        Path("source_reports/130131/2023-water.txt"),
        TEXT.encode(),
        told.encode() if isinstance(told, str) else told,
        is_placed=True,
    )
    with pytest.raises(SourceError) as error:
        parse_source(file)
    assert "\n" not in str(error.value)


ODD_VALUES = (
    "title: [a, b]\nissuer: {a: b}\nyear: 甲\nurl: 'javascript:alert(1)'\ntaken_on: 2023-01-01\nreport: 1\n"
)


def test_values_of_another_kind_are_none() -> None:
    record = (ODD_VALUES + f"sha256: {'a' * 64}\n").encode()
    path = Path("source_reports/130131/2023-water.txt")
    known = parse_source(SourceFile(path, TEXT.encode(), record, is_placed=True)).record
    assert known is not None
    assert (known.title, known.issuer, known.year, known.taken_on) == (None, None, None, "2023-01-01")
    assert not known.report


def test_a_record_of_endless_length_is_not_read(folder: Path) -> None:
    (folder / "2023-water.txt.yml").write_text("# " + "x" * 300_000, encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"2023-water\.txt\.yml 有 0\.3 MB，超过 0\.2 MB"):
        read_file(folder / "2023-water.txt", folder.parents[1])


def test_plain_yaml_means_what_it_says() -> None:
    told = {"title": "甲", "year": 2023, "redactions": [{"line": 3, "kind": "mobile"}], "report": True}
    assert parse_yaml(yaml.safe_dump(told, allow_unicode=True).encode()) == told


@pytest.mark.heavy
@linux_only
def test_a_folder_of_many_files_is_gone_through_once_each(tmp_path: Path) -> None:
    place = tmp_path / "source_reports" / "130131"
    place.mkdir(parents=True)
    for number in range(2_000):
        (place / f"{number}.txt").touch()
    assert len(find_sources(tmp_path)) == 2_000
