"""The bootstrap, run as a newcomer would: a copy of it in an empty repository whose only package is made on the spot.

No test here needs a network: the one requirement comes from a folder of wheels.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from build_scripts import bootstrap, machine
from build_scripts.machine import SetupError
from build_scripts.package_hashes import LISTED, PUBLISHED

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENT_FILES = [
    ROOT / f"requirements{kind}.txt" for kind in ("", "-cluster", "-formats", "-ocr", "-dev")
]
CLI = """
import json, sys
def main(argv):
    import tinypin
    print(json.dumps({"argv": argv, "prefix": sys.prefix, "version": tinypin.VERSION}))
    return 1
"""


# In the place of Python's own: copies an environment that was made, without what was put into it.
VENV = """
import shutil, sys
def put_in(folder, names):
    return [name for name in names if name.startswith(("tinypin", ".requirements-", "pip.log"))]
shutil.rmtree(sys.argv[-1], ignore_errors=True)
shutil.copytree({made!r}, sys.argv[-1], symlinks=True, ignore=put_in)
"""


def make_wheel(folder: Path, version: str) -> None:
    """A package `tinypin` that knows its version."""
    info = f"tinypin-{version}.dist-info"
    files = {
        "tinypin.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tinypin\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"tinypin-{version}-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A new repository of its own for one test."""
    return make_repository(tmp_path)


Prepared = tuple[Path, subprocess.CompletedProcess[str]]
_MADE: list[Prepared] = []


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A repository whose environment a first command has made, to be copied, and what that command said.

    The tests of test_package_hashes.py have it too, as a fixture of their own: it is made once for all.
    """
    if not _MADE:
        repository = make_repository(tmp_path_factory.mktemp("prepared"))
        _MADE.append((repository, run(repository, "inspect", "报告 1.txt")))
    return _MADE[0]


@pytest.fixture
def used(environment: Prepared, tmp_path: Path) -> Path:
    """A repository of its own for one test, with its environment made."""
    return shutil.copytree(environment[0], tmp_path / "used", symlinks=True)


def copy_for_venv(environment: Prepared, used: Path) -> None:
    """Let an environment that a repository makes anew be a copy of the one that was made."""
    (used / "venv.py").write_text(VENV.format(made=str(environment[0] / ".venv")), encoding="utf-8")


def make_repository(folder: Path) -> Path:
    """A repository with the real bootstrap, a command line that only reports, and one requirement."""
    package = folder / "build_scripts"
    package.mkdir()
    for name in (
        "__init__.py",
        "__main__.py",
        "bootstrap.py",
        "garbage.py",
        "machine.py",
        "package_hashes.py",
    ):
        shutil.copy(ROOT / "build_scripts" / name, package / name)
    (package / "cli.py").write_text(CLI, encoding="utf-8")
    (folder / "requirements.txt").write_text("# reason\ntinypin==1.0\n", encoding="utf-8")
    for kind in ("cluster", "formats", "ocr", "dev"):
        (folder / f"requirements-{kind}.txt").write_text("-r requirements.txt\n", encoding="utf-8")
    make_wheel(folder / "wheels", "1.0")
    make_wheel(folder / "wheels", "2.0")
    hashes = [f"tinypin=={n} --hash=sha256:{hash_of(folder / 'wheels', n)}\n" for n in ("1.0", "2.0")]
    (folder / PUBLISHED).write_text("".join(hashes), encoding="utf-8")
    # That nothing was built for the folder: without a list its wheels are not looked at.
    (folder / "wheels" / LISTED).touch()
    return folder


def hash_of(folder: Path, version: str) -> str:
    """The SHA-256 of the wheel of that version."""
    return hashlib.sha256((folder / f"tinypin-{version}-py3-none-any.whl").read_bytes()).hexdigest()


def run(repository: Path, *argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # An inherited package folder would make the requirement look met, or pip look elsewhere for it.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    kept |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(repository / "wheels"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "build_scripts", *argv]
    return subprocess.run(
        command, cwd=repository, env=kept | environment, capture_output=True, encoding="utf-8", check=False
    )


def test_a_new_machine_gets_its_environment_and_clean_output(environment: Prepared) -> None:
    repository, told = environment
    assert json.loads(told.stdout) == {
        "argv": ["inspect", "报告 1.txt"],
        "prefix": str(repository / ".venv"),
        "version": "1.0",
    }
    assert told.returncode == 1, "the exit code of the command itself comes through"
    assert told.stderr == "正在准备运行环境（首次约一分钟）…\n"
    second = run(repository, "inspect")
    assert (second.returncode, second.stderr) == (1, ""), "the second time nothing is prepared"


def test_a_changed_pin_is_installed(used: Path) -> None:
    (used / "requirements.txt").write_text("tinypin==2.0\n", encoding="utf-8")
    assert json.loads(run(used, "site").stdout)["version"] == "2.0"


def test_tests_need_the_tools_as_well(used: Path) -> None:
    (used / "requirements-dev.txt").write_text("tinydev==9\n", encoding="utf-8")
    assert run(used, "site").returncode == 1
    tested = run(used, "test")
    assert tested.returncode == 2
    assert "tinydev==9" in tested.stderr


@pytest.mark.skipif(os.name == "nt", reason="breaks links as POSIX has them")
@pytest.mark.parametrize("damage", ["dead link", "package gone", "broken off", "a file"])
def test_a_broken_environment_is_mended(environment: Prepared, used: Path, damage: str) -> None:
    """What is made anew is a copy: Python's own venv takes 3 s, and the first test has it."""
    venv = used / ".venv"
    copy_for_venv(environment, used)
    match damage:
        case "dead link":
            (venv / "bin/python").unlink()
            (venv / "bin/python").symlink_to(used / "gone")
        case "package gone":
            shutil.rmtree(next(venv.glob("lib/*/site-packages/tinypin-*.dist-info")))
        case "broken off":
            next(venv.glob(".requirements-*")).unlink()
            (venv / ".unfinished").touch()
            next(venv.glob("lib/*/site-packages/tinypin.py")).unlink()
        case "a file":
            shutil.rmtree(venv)
            venv.touch()
    assert json.loads(run(used, "site").stdout)["version"] == "1.0"


def test_without_network_one_line_says_what_to_do(used: Path) -> None:
    shutil.rmtree(used / "wheels")
    (used / "requirements.txt").write_text("tinypin==2.0\n", encoding="utf-8")
    done = run(used, "site")
    assert (done.returncode, done.stdout) == (2, "")
    assert "tinypin==2.0" in done.stderr
    assert "PIP_FIND_LINKS" in done.stderr
    assert len(done.stderr.splitlines()) == 2, "the progress line and the one that tells"


def test_the_project_is_the_folder_of_the_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever folder the command is run from: pip takes `-e .` for the one that it runs in itself."""
    ran: list[Path | None] = []

    def run(command: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        ran.append(cwd)
        return subprocess.CompletedProcess([str(command)], 0, "", "")

    monkeypatch.setattr(bootstrap, "_captured", run)
    monkeypatch.delenv("PIP_NO_INDEX", raising=False)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("a==1\n-e .\n", encoding="utf-8")
    (tmp_path / PUBLISHED).write_text(f"a==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    bootstrap.install(tmp_path / ".venv", [tmp_path / "requirements.txt"])
    assert ran == [tmp_path, tmp_path]


def test_the_pip_that_is_pinned_installs_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []

    def run(command: list[str | Path], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        assert cwd == tmp_path
        installed.append(Path(command[-1]).read_text(encoding="utf-8"))
        return subprocess.CompletedProcess(list(map(str, command)), 0, "", "")

    monkeypatch.setattr(bootstrap, "_captured", run)
    monkeypatch.delenv("PIP_NO_INDEX", raising=False)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("a==1\npip-b==2\npip==3\n", encoding="utf-8")
    lines = [f"{pin} --hash=sha256:{'0' * 64}\n" for pin in ("a==1", "pip==3", "pip-b==2")]
    (tmp_path / PUBLISHED).write_text("".join(lines), encoding="utf-8")
    bootstrap.install(tmp_path / ".venv", [tmp_path / "requirements.txt"])
    assert installed == [lines[1], lines[0] + lines[2]]


def test_it_never_starts_itself_for_ever(repository: Path) -> None:
    done = run(repository, "site", BUILD_SCRIPTS_RESTARTED="1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "tinypin==1.0" in done.stderr
    assert not (repository / ".venv").exists()


def test_packages_at_hand_need_no_environment(repository: Path) -> None:
    pinned = f"pytest=={metadata.version('pytest')}\n"
    (repository / "requirements.txt").write_text(pinned, encoding="utf-8")
    cli = "import sys\ndef main(argv):\n    print(sys.prefix)\n    return 0\n"
    (repository / "build_scripts/cli.py").write_text(cli, encoding="utf-8")
    assert run(repository, "site").stdout == f"{sys.prefix}\n"
    assert not (repository / ".venv").exists()


def test_every_requirement_is_pinned_once_without_address() -> None:
    lines = [line for file in REQUIREMENT_FILES for line in file.read_text(encoding="utf-8").splitlines()]
    pins = [line for line in lines if line and not line.startswith("#")]
    for line in ("-r requirements.txt", "-e ."):
        pins.remove(line)
    pins = [pin for pin in pins if not pin.startswith("-r ")]
    assert [pin for pin in pins if not bootstrap.PIN.fullmatch(pin)] == []
    names = [pin.partition("==")[0].lower() for pin in pins]
    assert len(names) == len(set(names))
    assert len(bootstrap.read_pins(REQUIREMENT_FILES)) == len(pins)


def test_what_builds_the_project_is_pinned_as_well() -> None:
    """So that it lies in the folder of wheels that a machine without network installs from."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = bootstrap.read_pins(REQUIREMENT_FILES)
    assert [f"{name}=={pins[name]}" for name in ("flit_core",)] == settings["build-system"]["requires"]


def test_everything_that_the_requirements_need_is_pinned() -> None:
    pins = {name.lower().replace("_", "-") for name in bootstrap.read_pins(REQUIREMENT_FILES)}
    # Datasette names it for its command that adds plugins to it, and for nothing else.
    known = pins | {"setuptools"}
    for name in pins:
        for need in metadata.requires(name) or []:
            if "extra ==" not in need and ";" not in need:
                needed = re.split(r"[^\w.-]", need, maxsplit=1)[0].lower().replace("_", "-")
                assert needed in known, f"{name} needs {needed}"


def test_line_ends_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "unix").write_bytes(b"a==1\nb==2\n")
    (tmp_path / "windows").write_bytes(b"a==1\r\nb==2\r\n")
    (tmp_path / "other").write_bytes(b"a==1\nb==3\n")
    unix, windows, other = (bootstrap.fingerprint([tmp_path / name]) for name in ("unix", "windows", "other"))
    assert unix == windows != other


def test_without_root_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    monkeypatch.setattr(machine, "_is_root", lambda: False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(
        SetupError, match="sudo apt-get install -y chromium-headless-shell fontconfig fonts-noto-cjk"
    ):
        machine.ensure_browser()


def test_as_root_what_is_missing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run_but_one(command: list[str]) -> bool:
        ran.append(command)
        return command[-1] != "chromium-headless-shell"

    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(machine, "_is_root", lambda: True)
    monkeypatch.setattr(machine, "_quietly", run_but_one)
    machine.install_packages(["chromium", "font"])
    assert ran == [
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "chromium-headless-shell"],
        ["apt-get", "install", "-y", "chromium"],
        ["apt-get", "install", "-y", "fonts-noto-cjk"],
    ]


def test_a_failed_installation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name == "dnf" else None)
    monkeypatch.setattr(machine, "_is_root", lambda: True)
    monkeypatch.setattr(machine, "_quietly", lambda _: False)
    with pytest.raises(SetupError, match="dnf install -y chromium"):
        machine.install_packages(["chromium"])


def test_the_browser_that_the_environment_names_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named = tmp_path / "my-chromium"
    monkeypatch.setenv("CHROMIUM", str(named))
    with pytest.raises(SetupError, match="my-chromium"):
        machine.find_browser()
    named.touch()
    assert machine.find_browser() == named
