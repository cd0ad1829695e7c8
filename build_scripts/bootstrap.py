"""Makes the environment that the other modules need, so that one command works on a new machine.

Standard library only. If the pinned packages are at hand in the running Python, the command runs at once.
Otherwise `.venv/` in the repository root is made or mended, filled, and the same command starts again in it.
Nothing is written to standard output: `inspect` prints its JSON there.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from build_scripts.garbage import collect_seldom, without_collection
from build_scripts.machine import SetupError, install_packages, say
from build_scripts.package_hashes import (
    LISTED,
    PUBLISHED,
    Hashes,
    allowed_hashes,
    render_requirements,
    wheel_folders,
)

ROOT = Path(__file__).resolve().parent.parent
BENCH_VERBS = frozenset({"bench-search"})
AUDIT_VERBS = frozenset({"audit"})
DEV_VERBS = frozenset({"test", "bench"}) | BENCH_VERBS | AUDIT_VERBS
_PROJECT = "-e ."
_LISTING = "build_scripts.package_hashes <文件夹>"
RESTARTED = "BUILD_SCRIPTS_RESTARTED"
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([\w.!+-]+)", re.MULTILINE | re.ASCII)


def main(argv: list[str]) -> int:
    """Run the command line `argv` with the pinned packages and return its exit code.

    Does not return where the command starts again in `.venv` (on POSIX). 2 with one line on standard error where
    the environment cannot be made.
    """
    files = requirement_files(ROOT, argv)
    try:
        if missing := unmet(files):
            _refuse_loop(missing)
            return restart(prepare(ROOT, files), argv)
    except SetupError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(f"不能准备运行环境：{error}")
        return 2
    return _run(argv)


def _refuse_loop(missing: Sequence[str]) -> None:
    if os.environ.get(RESTARTED):
        raise SetupError(f"运行环境缺少软件包：{'、'.join(missing)}；请删除 .venv 文件夹后重试。")


def _run(argv: list[str]) -> int:
    os.environ.pop(RESTARTED, None)
    # NumPy would start a thread for each core when it is loaded, and a process with threads is not safe to fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Not at the top: the command line needs the packages that this module has just found or made.
    with without_collection():
        cli = importlib.import_module("build_scripts.cli")
    collect_seldom()
    return int(cli.main(argv))


def requirement_files(root: Path, argv: Sequence[str]) -> list[Path]:
    """The requirement files that the command `argv` needs: the run-time set, for tests the tools, and so on."""
    names = ["requirements.txt"]
    if argv and argv[0] in DEV_VERBS:
        names += [f"requirements-{kind}.txt" for kind in ("cluster", "formats", "ocr", "dev")]
    if argv and argv[0] in BENCH_VERBS:
        names.append("requirements-bench.txt")
    if argv and argv[0] in AUDIT_VERBS:
        names.append("requirements-audit.txt")
    return [root / name for name in names]


def read_pins(files: Iterable[Path]) -> dict[str, str]:
    """The pinned version of each package named in `files`. A line such as `-r other.txt` is left to pip."""
    return dict(pin for file in files for pin in PIN.findall(file.read_text(encoding="utf-8")))


def unmet(files: Iterable[Path]) -> list[str]:
    """The pins, as `name==version`, that the running Python does not meet; empty where all is at hand."""
    return [f"{name}=={pin}" for name, pin in read_pins(files).items() if _version(name) != pin]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def prepare(root: Path, files: Sequence[Path]) -> Path:
    """Make or mend `.venv` under `root` until it holds the pins of `files`; return its Python.

    Raises `SetupError` where the environment cannot be made or the packages cannot be installed.
    """
    venv = root / ".venv"
    stamp = venv / f".requirements-{fingerprint(files)}"
    if stamp.exists() and meets(venv, files):
        return venv_python(venv)
    say("正在准备运行环境（首次约一分钟）…")
    for anew in (_unfinished(venv).exists() or not has_pip(venv), True):
        if anew:
            make_venv(venv)
        install(venv, files)
        if meets(venv, files):
            stamp.touch()
            return venv_python(venv)
    raise SetupError(f"安装后仍缺少软件包，日志见 {venv / 'pip.log'}；请删除 .venv 文件夹后重试。")


def fingerprint(files: Iterable[Path]) -> str:
    """The SHA-256 of the files' contents one after the other, line ends apart, in hexadecimal."""
    text = "\0".join(file.read_text(encoding="utf-8") for file in files)
    return hashlib.sha256(text.encode()).hexdigest()


def venv_python(venv: Path) -> Path:
    """The place of the environment's Python, whether or not it is there."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _unfinished(venv: Path) -> Path:
    # Stands while pip is at work. Found at the start it tells of a broken-off run, whose half-written packages
    # pip would take for installed ones.
    return venv / ".unfinished"


def has_pip(venv: Path) -> bool:
    """Say whether the environment's Python starts, is new enough and can run pip."""
    return _succeeds(venv, "import sys, pip; sys.exit(sys.version_info < (3, 11))")


def meets(venv: Path, files: Sequence[Path]) -> bool:
    """Say whether the environment holds every pin of `files`. Asks its own Python, which may have changed since."""
    names = [str(file) for file in files]
    here = str(Path(__file__).resolve().parent.parent)
    code = f"import sys, pathlib; sys.path.append({here!r}); from build_scripts import bootstrap"
    return _succeeds(venv, f"{code}; sys.exit(bool(bootstrap.unmet(map(pathlib.Path, {names!r}))))")


def _succeeds(venv: Path, code: str) -> bool:
    try:
        done = subprocess.run([venv_python(venv), "-I", "-c", code], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_venv(venv: Path) -> None:
    """Make the environment anew, whatever was there. Raises `SetupError` where there is no venv to be had."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        install_packages(["venv"])
    if venv.is_file() or venv.is_symlink():
        venv.unlink()
    shutil.rmtree(venv, ignore_errors=True)
    # The Python that an environment was made from outlives the environment; sys.executable may lie in it.
    base = getattr(sys, "_base_executable", None) or sys.executable
    done = _captured([base, "-m", "venv", "--clear", venv])
    if done.returncode:
        raise SetupError(f"不能建立运行环境 {venv}：{_last_line(done.stdout + done.stderr)}")


def install(venv: Path, files: Sequence[Path]) -> None:
    """Install the pins of `files` into the environment, by their hashes. Raises `SetupError` with pip's last word.

    A folder of wheels in place of a registry that lists none of its own is taken as it is, and that is said.
    """
    root = files[0].parent
    folders = wheel_folders(os.environ)
    mark = _unfinished(venv)
    mark.touch()
    if folders and not any((folder / LISTED).is_file() for folder in folders):
        say(
            f"没有核对软件包的校验值：{folders[0]} 里没有 {LISTED}（在备好它的机器上运行 python -m {_LISTING}）"
        )
        _install(venv, root, [word for file in files for word in ("-r", str(file))])
    else:
        allowed = allowed_hashes(root, folders)
        for pins in _pip_first(read_pins(files)):
            hashed = _write_hashed(venv, pins, allowed)
            _install(venv, root, ["--require-hashes", "--no-deps", "-r", str(hashed)])
        if _PROJECT in "".join(file.read_text(encoding="utf-8") for file in files).splitlines():
            _install(venv, root, ["--no-deps", "--no-build-isolation", *_PROJECT.split()])
    mark.unlink()


def _pip_first(pins: Mapping[str, str]) -> list[list[str]]:
    """Return the pins as `name==version`, in the order they are installed: pip where it is pinned, then the others.

    The pip of Python 3.11 compares every file that an index lists with every wheel tag of this system: all packages
    for tests take it 126 s of CPU, pip 26.3 takes 85.
    """
    lines = [f"{name}=={version}" for name, version in pins.items()]
    own = [line for line in lines if line.startswith("pip==")]
    return [some for some in (own, [line for line in lines if line not in own]) if some]


def _write_hashed(venv: Path, pins: Iterable[str], allowed: Hashes) -> Path:
    """Write the pins with their hashes for pip, which takes no folder (`-e .`) beside them."""
    hashed = venv / "requirements.txt"
    try:
        hashed.write_text(render_requirements(pins, allowed), encoding="utf-8")
    except KeyError as error:
        raise SetupError(f"{PUBLISHED} 里没有 {error.args[0]} 的校验值；改了版本，要一起更新。") from error
    return hashed


def _install(venv: Path, root: Path, arguments: Sequence[str]) -> None:
    """Run pip in `root`: the requirements name the project as the folder that pip runs in."""
    log = venv / "pip.log"
    command: list[str | Path] = [venv_python(venv), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = _captured([*command, "--no-input", "--log", log, "install", *arguments], root)
    if done.returncode:
        told = (
            f"软件包与公布的校验值不符：{_last_line(done.stderr)}；自己做成的 wheel 要先列入 {LISTED}："
            f"python -m {_LISTING}（日志 {log}）"
            if "HASHES" in done.stderr
            else f"安装软件包失败：{_last_line(done.stderr)}（日志 {log}）；没有网络时，"
            "可用 PIP_NO_INDEX=1 和 PIP_FIND_LINKS=<存放 wheel 的文件夹> 从本地安装。"
        )
        raise SetupError(told)


def _captured(command: Sequence[str | Path], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["原因不明"])[-1]


def restart(python: Path, argv: Sequence[str]) -> int:
    """Start the command again with `python` in place of this process; on Windows beside it, for its exit code."""
    os.environ[RESTARTED] = "1"
    command = [str(python), "-m", "build_scripts", *argv]
    if os.name != "nt":
        os.execv(python, command)  # noqa: S606 - no shell is wanted
    return subprocess.run(command, check=False).returncode
