"""Packages are installed by their published hashes; a folder of wheels may list those that were built for it."""

import hashlib
from pathlib import Path

import pytest

from build_scripts import bootstrap
from build_scripts.machine import SetupError
from build_scripts.package_hashes import (
    LISTED,
    PUBLISHED,
    allowed_hashes,
    main,
    read_hashes,
    render_requirements,
    wheel_folders,
    write_list,
)
from tests.test_bootstrap import (
    Prepared,
    copy_for_venv,
    environment,
    hash_of,
    make_wheel,
    run,
    used,
)

__all__ = ["environment", "used"]
ROOT = Path(__file__).resolve().parent.parent


def test_every_pin_has_its_published_hashes_and_nothing_else_has() -> None:
    files = [file for file in ROOT.glob("requirements*.txt") if file.name != PUBLISHED]
    pins = [f"{name}=={version}" for name, version in bootstrap.read_pins(files).items()]
    published = read_hashes(ROOT / PUBLISHED)
    assert render_requirements(pins, published).count("\n") == len(pins) == len(published)
    text = (ROOT / PUBLISHED).read_text(encoding="utf-8")
    assert sum(map(len, published.values())) == text.count("--hash=")
    # A package with compiled parts has a wheel for each system: hashes of one machine alone would stop all others.
    assert len(published["numpy==2.4.6".replace("2.4.6", dict(bootstrap.read_pins(files))["numpy"])]) > 20


def test_a_list_with_the_line_ends_of_windows_is_read(tmp_path: Path) -> None:
    one, other = "a" * 64, "b" * 64
    (tmp_path / PUBLISHED).write_bytes(
        f"# 说明\r\nPy_A==1 \\\r\n    --hash=sha256:{one} \\\r\n    --hash=sha256:{other}\r\nb==2\r\n".encode()
    )
    assert read_hashes(tmp_path / PUBLISHED) == {"py-a==1": {one, other}}
    assert read_hashes(tmp_path / "none.txt") == {}


@pytest.mark.parametrize(("off", "found"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_folders_count_where_no_registry_is_asked(tmp_path: Path, off: str, found: bool) -> None:
    told = {"PIP_NO_INDEX": off, "PIP_FIND_LINKS": f"{tmp_path} {tmp_path / 'none'}"}
    assert wheel_folders(told) == ([tmp_path] if found else [])


def test_only_wheels_built_there_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_wheel(tmp_path, "1.0")
    make_wheel(tmp_path, "2.0")
    (tmp_path / "other-1-py3-none-any.whl").write_bytes(b"")
    published = {"tinypin==1.0": {hash_of(tmp_path, "1.0")}, "tinypin==2.0": {"a" * 64}}
    assert write_list(tmp_path, published) == ["tinypin-2.0-py3-none-any.whl"]
    assert read_hashes(tmp_path / LISTED) == {"tinypin==2.0": {hash_of(tmp_path, "2.0")}}
    (tmp_path / PUBLISHED).write_text(f"tinypin==2.0 --hash=sha256:{'a' * 64}\n", encoding="utf-8")
    assert allowed_hashes(tmp_path, [tmp_path]) == {"tinypin==2.0": {"a" * 64, hash_of(tmp_path, "2.0")}}
    assert main([str(tmp_path / "none")]) == 2
    assert main([str(tmp_path)]) == 0
    assert "在本机做成的 0 个\n" in capsys.readouterr().out


def test_a_wheel_that_was_changed_is_not_installed(environment: Prepared, used: Path) -> None:
    copy_for_venv(environment, used)
    wheel = used / "wheels/tinypin-2.0-py3-none-any.whl"
    (used / "requirements.txt").write_text("tinypin==2.0\n", encoding="utf-8")
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    done = run(used, "site")
    assert done.returncode == 2
    assert "软件包与公布的校验值不符" in done.stderr
    write_list(used / "wheels", read_hashes(used / PUBLISHED))
    assert run(used, "site").returncode == 1, "listed, it is as good as a published one"


def test_a_folder_without_a_list_is_taken_and_that_is_said(used: Path) -> None:
    (used / "requirements.txt").write_text("tinypin==2.0\n", encoding="utf-8")
    (used / "wheels" / LISTED).unlink()
    done = run(used, "site")
    assert done.returncode == 1
    assert "没有核对软件包的校验值" in done.stderr


def test_a_pin_without_hashes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("tinypin==3\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    with pytest.raises(SetupError, match=r"没有 tinypin==3 的校验值"):
        bootstrap.install(tmp_path / ".venv", [tmp_path / "requirements.txt"])


def test_the_hash_is_that_of_the_file(environment: Prepared) -> None:
    wheel = environment[0] / "wheels/tinypin-1.0-py3-none-any.whl"
    assert read_hashes(environment[0] / PUBLISHED)["tinypin==1.0"] == {
        hashlib.sha256(wheel.read_bytes()).hexdigest()
    }
