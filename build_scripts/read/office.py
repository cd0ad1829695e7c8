"""Read old Word files (.doc, .wps) and RTF: LibreOffice makes a DOCX of them, apart from all else on this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from build_scripts.errors import UnreadableError
from build_scripts.file_kinds import FileKind, kind_of
from build_scripts.models import RawText, Source
from build_scripts.read.docx import read_docx
from build_scripts.read.office_program import find_office
from build_scripts.read.office_run import LARGE, LATE

# By the clock: a start takes some 6 seconds on an idle machine.
_SECONDS = 20.0
# Of memory: a report takes some 250 MB.
_MEMORY = 1_000_000_000
_RUNNER = Path(__file__).with_name("office_run.py")
_LARGEST_MADE = 64_000_000
_PROFILE = Path(__file__).with_name("office_profile.xcu")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SWITCHES = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
_SUFFIXES = {FileKind.WORD: ".doc", FileKind.RTF: ".rtf"}
_ADVICE = "请在 Word 或 WPS 中打开，另存为 .docx"


def read_office(source: Source, data: bytes) -> RawText:
    """Return the text of an old Word file or RTF. Raises ``UnreadableError``, also where LibreOffice is missing.

    The file is copied into a folder of its own, with a profile of its own; no macro runs and no link is followed.
    """
    if _ENCRYPTED in data:
        raise UnreadableError(source.path, "Word 文件加了密码", "请去掉密码后另存为 .docx")
    program = find_office()
    if program is None:
        raise UnreadableError(
            source.path,
            "读 .doc、.wps、.rtf 要用 LibreOffice，这台电脑上没有",
            f"请安装 LibreOffice，或{_ADVICE[1:]}",
        )
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = _convert(source, data, program, Path(folder))
        if made is None:
            raise UnreadableError(source.path, "LibreOffice 打不开这份文件，可能已损坏", _ADVICE)
        return read_docx(source, made)


def _convert(source: Source, data: bytes, program: str, folder: Path) -> bytes | None:
    """Return the DOCX that LibreOffice makes of ``data``, ``None`` where it makes none."""
    file = folder / f"report{_SUFFIXES.get(kind_of(data), '.doc')}"
    settings = folder / "profile" / "user"
    settings.mkdir(parents=True)
    shutil.copyfile(_PROFILE, settings / "registrymodifications.xcu")
    file.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={settings.parent.as_uri()}",
        *_SWITCHES,
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(file)),
    ]
    _run(source, command, folder)
    made = folder / "made" / "report.docx"
    if not made.is_file() or made.stat().st_size > _LARGEST_MADE:
        return None
    return made.read_bytes()


def _run(source: Source, command: list[str], folder: Path) -> None:
    """Run a program to its end, or until it is past its time or memory; whatever it started ends with it."""
    # A home of its own: nothing of the editor's settings is read or changed. No proxy: nothing answers at port 9.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    environment = os.environ | nowhere | {"HOME": str(folder), "TMPDIR": str(folder)}
    bounds = (str(folder), str(_SECONDS), str(_MEMORY))
    try:
        # The pipe to its standard input closes with this process, and that ends it.
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_RUNNER), *bounds, *command],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise UnreadableError(source.path, "LibreOffice 启动不了", _ADVICE) from error
    code = process.wait()
    if process.stdin:
        process.stdin.close()
    if code in (LATE, LARGE):
        limit = f"{_SECONDS:g} 秒" if code == LATE else f"{_MEMORY / 1e6:g} MB 内存"
        raise UnreadableError(source.path, f"LibreOffice 转换超过 {limit}", _ADVICE)
