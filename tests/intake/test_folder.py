"""Adding a folder: what is sure is filed, the rest is listed with a command that works, and it can be resumed."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build_scripts.intake import folder_run
from build_scripts.intake.folder_run import find_files
from tests.adding.letters import BODY, letter
from tests.intake.conftest import Add, shelved
from tests.lent_forks import own_forks

PROJECT = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]
PLACES = ("古丈县", "新县", "于田县", "平山县", "湄潭县", "解放区")


def fill(folder: Path, count: int) -> None:
    """Put ``count`` reports of different addresses into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        place, year = PLACES[i % len(PLACES)], 2023 - i // len(PLACES)
        title = f"{place}司法局{year}年法治政府建设年度报告"
        text = letter(f"{place}司法局", title, f"{year + 1}年1月15日")
        (folder / f"{i:03d}.txt").write_text(text, encoding="utf-8")


@pytest.mark.heavy
def test_what_is_sure_is_filed_and_the_rest_is_told(root: Path, add: Add, capsys: Captured) -> None:
    folder = Path("一批 文件")
    fill(folder, 3)
    (folder / "下层").mkdir()
    (folder / "下层/鼓楼.txt").write_text(
        letter("鼓楼区司法局", "鼓楼区司法局2023年度报告"), encoding="utf-8"
    )
    (folder / "年.txt").write_text(letter(title="古丈县司法局法治政府建设年度报告"), encoding="utf-8")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 x")
    (folder / "空.txt").write_bytes(b"")
    (folder / "私.txt").write_text(
        letter("新县水利局", "新县水利局2023年法治政府建设年度报告", body="手机13812345678。\n" + BODY),
        encoding="utf-8",
    )
    (folder / "~$草稿.docx").write_bytes(b"x")
    with own_forks():  # in this folder, from where the files are read
        assert add(folder) == 1
    told = capsys.readouterr()
    assert " 4 份  已收入" in told.out
    assert " 2 份  没有收入，需要人看" in told.out
    assert " 2 份  读不了" in told.out
    assert "鼓楼.txt：缺地区" in told.out
    assert "source_reports/411523/2023-water.txt：第1页第3行有手机号码" in told.out
    assert "13812345678" not in told.out + told.err
    assert "草稿" not in told.out
    assert len(shelved(root)) == 8


def test_each_command_that_is_told_files_its_file(root: Path, add: Add, capsys: Captured) -> None:
    folder = Path("一批 文件")
    folder.mkdir()
    (folder / "it's 年.txt").write_text(letter(title="古丈县司法局法治政府建设年度报告"), encoding="utf-8")
    title = "古丈县司法局召开2022年法治会议\n\n3月5日上午，古丈县司法局召开会议。会议强调，要学习。\n（记者 张三）\n"
    (folder / "会议.txt").write_text(title, encoding="utf-8")
    assert add(folder) == 1
    commands = [line.strip() for line in capsys.readouterr().out.splitlines() if "-m build_scripts" in line]
    assert len(commands) == 2
    for command in commands:
        words = shlex.split(command)
        assert words[:6] == ["python", "-m", "build_scripts", "--root", str(root), "add"]
        add(*words[6:])
    assert "433126/2023-justice.txt" in shelved(root)


def test_a_second_run_takes_up_where_the_first_stopped(root: Path, add: Add, capsys: Captured) -> None:
    fill(Path("all"), 5)
    assert add("all/000.txt") == 0
    assert add("all") == 0
    assert " 1 份  已有，没有再收" in capsys.readouterr().out
    assert add("all", "./all", "all/../all") == 0
    assert " 5 份  已有，没有再收" in capsys.readouterr().out
    assert len(shelved(root)) == 10


def test_what_needs_a_person_is_not_read_again(
    root: Path, add: Add, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("all").mkdir()
    title = "鼓楼区司法局2023年法治政府建设年度报告（13812345678）"
    Path("all/a.txt").write_text(
        letter("鼓楼区司法局", title, body="张三13812345678。\n" + BODY), encoding="utf-8"
    )
    assert add("all") == 1
    first = capsys.readouterr().out
    kept = root / ".cache/add.sqlite"
    assert b"13812345678" not in kept.read_bytes()

    def never(_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(folder_run, "read_proposal", never)
        assert add("all") == 1
        assert capsys.readouterr().out == first
        assert add("all", "--department", "justice") == 1
        assert " 1 份  读不了" in capsys.readouterr().out
    kept.write_bytes(b"no database at all" * 100)
    assert add("all") == 1
    assert capsys.readouterr().out == first


def test_of_two_for_one_address_the_first_by_name_is_filed(root: Path, add: Add, capsys: Captured) -> None:
    folder = Path("all")
    folder.mkdir()
    for name, count in (("b.txt", 12), ("a.txt", 13), ("c.md", 12)):
        (folder / name).write_text(letter().replace("12件", f"{count}件"), encoding="utf-8")
    assert add(folder) == 1
    told = capsys.readouterr().out
    assert told.count("这个地址已有 source_reports/433126/2023-justice.txt") == 2
    assert told.index("all/b.txt：") < told.index("all/c.md：")
    assert "13件" in (root / "source_reports/433126/2023-justice.txt").read_text(encoding="utf-8")


def test_options_hold_for_all_files(root: Path, add: Add) -> None:
    folder = Path("all")
    folder.mkdir()
    for year in (2021, 2022):
        text = letter("司法局", f"{year}年法治政府建设年度报告", f"{year + 1}年1月5日")
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    assert add(folder, "--region", "古丈县") == 0
    assert "433126/2021-justice.txt" in shelved(root)
    assert len(shelved(root)) == 4


def test_links_lead_nowhere_and_what_is_no_file_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text(letter(), encoding="utf-8")
    (folder / "in.txt").write_text(letter(), encoding="utf-8")
    (folder / "in.txt.yml").write_text("title: x\n", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nothing")
    (folder / ".DS_Store").write_bytes(b"x")
    os.mkfifo(folder / "pipe.txt")
    paths, passed = find_files([folder, folder / "sub"])
    assert [path.name for path in paths] == ["in.txt"]
    assert sorted(Path(outcome.name).name for outcome in passed) == [
        "gone.txt",
        "loop",
        "out.txt",
        "pipe.txt",
    ]


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "all/closed").mkdir(parents=True)
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    _, passed = find_files([tmp_path / "all"])
    assert [outcome.told for outcome in passed] == ["文件夹打不开，请检查权限"]


def test_an_empty_folder_has_nothing_to_do(add: Add, capsys: Captured) -> None:
    Path("all").mkdir()
    assert add("all") == 0
    assert " 0 份  已收入" in capsys.readouterr().out


def test_names_that_are_no_utf8(root: Path, add: Add, capsys: Captured) -> None:
    fill(Path("all"), 2)
    name = os.fsdecode(b"all/\xb1\xa8.txt")
    Path(name).write_text(letter("鼓楼区司法局", "鼓楼区司法局2023年度报告"), encoding="utf-8")
    assert add("all") == 1
    told = capsys.readouterr().out
    assert r"add $'all/\xb1\xa8.txt' --region 地区代码" in told
    assert len(shelved(root)) == 4


# The command, which waits behind the second report that it files: there it is stopped, however fast the machine is.
HELD = """
import pathlib, signal, sys, time
from build_scripts.cli import main
from build_scripts.intake.filing import Shelf

put, filed = Shelf.put, []

def put_and_wait(*told):
    put(*told)
    filed.append(told)
    if len(filed) == 2:
        pathlib.Path("held").touch()
        time.sleep(600)

Shelf.put = put_and_wait
# A run that is started in the background of a shell is told to ignore it, and so is all that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.heavy
def test_a_run_that_is_stopped_says_so_and_goes_on_later(root: Path, add: Add, capsys: Captured) -> None:
    """Sixty files go to processes; Ctrl-C in the midst of it leaves none of them and no half file behind."""
    fill(Path("all"), 60)
    command = [sys.executable, "-c", HELD, "--root", str(root), "add", "all"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        end = time.monotonic() + 120
        while not Path("held").exists() and time.monotonic() < end:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        try:
            out, err = running.communicate(timeout=60)
        finally:
            running.kill()
    before = shelved(root)
    assert running.returncode == 130
    assert "Traceback" not in err.decode()
    assert "再运行同一条命令就接着做" in out.decode()
    assert "到停下时为止" in out.decode()
    assert len(before) == 4
    with own_forks():
        assert add("all") == 0
    assert len(shelved(root)) == 120
    assert " 2 份  已有，没有再收" in capsys.readouterr().out
