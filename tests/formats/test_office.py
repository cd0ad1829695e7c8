"""Old Word files and RTF: LibreOffice apart, in its own folder, for a time; and the files that other programs made."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.pipeline import process_bytes, process_raw
from build_scripts.read import office, office_program, office_run, read_raw
from build_scripts.read.office_run import LATE
from tests.formats.blocks import MADE, ROOT, facts_of, share_whole, text_of
from tests.formats.word_files import paragraph, word_file
from tests.texts import source_at

FILES = Path(__file__).parent / "files"
OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def as_text(name: str) -> None:
    """Hold a file to the plain text that it was made from."""
    found = facts_of(process_raw(read_raw(source_at(name), (FILES / name).read_bytes())))
    wanted = facts_of(process_bytes(source_at("报告.txt"), text_of(MADE)))
    assert (found.headings, found.meta, found.figures) == (wanted.headings, wanted.meta, wanted.figures)
    assert share_whole(wanted, found) >= 0.98


@pytest.mark.parametrize("name", ["made.docx", "made-office.docx", "made-office.html"])
def test_files_of_other_programs_say_the_same(name: str) -> None:
    as_text(name)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["made.doc", "made.rtf"])
def test_libreoffice_reads_old_files(name: str) -> None:
    as_text(name)


@pytest.mark.heavy
def test_libreoffice_asks_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        field = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}" \\d}}{{\fldrslt x}}}}'
        words = "".join(rf"\u{ord(c)}?" for c in "检查5家，办结3件。")
        text = read_raw(source_at("报告.doc"), rf"{{\rtf1\ansi {words}\par {field}\par}}".encode()).text
        assert "检查5家" in text
        with pytest.raises(BlockingIOError):
            server.accept()


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program of the name of LibreOffice's first in the PATH."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport os, sys, time, pathlib\n{script}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def read_old() -> str:
    return read_raw(source_at("报告.wps"), OLD).text


MAKES = """
made = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
made.mkdir()
(made / "report.docx").write_bytes(bytes.fromhex("{}"))
assert pathlib.Path(sys.argv[-1]).name == "report.doc"
assert "registrymodifications.xcu" in str(list(pathlib.Path.cwd().rglob("*")))
"""
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script for a POSIX system")


@posix_only
def test_what_the_program_makes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, MAKES.format(word_file(paragraph("检查5家")).hex()))
    assert read_old() == "检查5家\n"


@pytest.mark.heavy
@posix_only
@pytest.mark.parametrize("script", ["sys.exit(1)", "", MAKES.format("504b0304")])
def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    stand_in(tmp_path, monkeypatch, script)
    with pytest.raises(UnreadableError):
        read_old()


@posix_only
def test_a_program_that_hangs_ends_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "alive"
    stand_in(
        tmp_path,
        monkeypatch,
        f"os.fork()\nwhile True:\n  open({str(mark)!r}, 'a').write('x'); time.sleep(0.05)",
    )
    monkeypatch.setattr(office, "_SECONDS", 1.0)
    with pytest.raises(UnreadableError, match="1 秒"):
        read_old()
    size = mark.stat().st_size
    time.sleep(0.3)
    assert mark.stat().st_size == size


def test_a_missing_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office_program, "_PLACES", ())
    with pytest.raises(UnreadableError, match="请安装 LibreOffice，或在 Word 或 WPS 中打开"):
        read_old()


def test_a_password_is_told() -> None:
    with pytest.raises(UnreadableError, match="密码"):
        read_raw(source_at("报告.docx"), OLD + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.heavy
@posix_only
def test_a_program_that_takes_all_memory_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "kept = b'x' * 300_000_000\ntime.sleep(60)")
    monkeypatch.setattr(office, "_MEMORY", 200_000_000)
    with pytest.raises(UnreadableError, match="超过 200 MB 内存"):
        read_old()


@posix_only
def test_a_program_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    folder, mark = tmp_path / "folder", tmp_path / "alive"
    folder.mkdir()
    loop = f"import time\nwhile True:\n  open({str(mark)!r}, 'a').write('x'); time.sleep(0.05)"
    bounds = (str(office._RUNNER), str(folder), "60", "1000000000")
    command = [sys.executable, "-S", *bounds, sys.executable, "-c", loop]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as asked:
        while not mark.exists():
            time.sleep(0.05)
    assert asked.returncode == LATE
    assert not folder.exists()
    size = mark.stat().st_size
    time.sleep(0.3)
    assert mark.stat().st_size == size


@posix_only
def test_pipes_of_a_killed_program_are_taken_away() -> None:
    """A pipe at which somebody answers stays."""
    dead, alive = (Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}") for name in ("dead", "alive"))  # noqa: S108 - its place
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as gone:
        for path, one in ((alive, server), (dead, gone)):
            path.unlink(missing_ok=True)
            one.bind(str(path))
        server.listen()
        gone.close()
        office_run._drop_pipes()
        assert (alive.exists(), dead.exists()) == (True, False)
    alive.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="networks are left on Linux alone")
def test_a_program_has_no_network() -> None:
    code = (
        "import socket\nfrom build_scripts.read.office_run import leave_network\n"
        "with socket.create_server(('127.0.0.1', 0)) as server:\n"
        "  left = leave_network()\n"
        "  print(left and socket.socket().connect_ex(server.getsockname()))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT).stdout
    if told.strip() == b"False":
        pytest.skip("this system lets nobody leave the network")
    assert int(told) != 0
