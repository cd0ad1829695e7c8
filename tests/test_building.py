"""What asks for a new conversion: all that the conversion of a report imports, and nothing that it does not."""

import ast
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import metadata
from pathlib import Path

import pytest

from build_scripts import building
from build_scripts.job import Job
from build_scripts.models import Conversion, Fate
from build_scripts.store import connect

PACKAGE = Path(building.__file__).parent


def module_file(name: str) -> Path | None:
    """Return the file of a module of ours; of a name in one, as in ``from … import name``, ``None``."""
    place = PACKAGE.parent.joinpath(*name.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def imported(file: Path) -> Iterator[str]:
    """Yield the full name of each import, those within functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: a relative import"
            yield from (
                name for alias in node.names for name in (str(node.module), f"{node.module}.{alias.name}")
            )


def reached(start: Path) -> tuple[set[Path], set[str]]:
    """Return the files of ours that ``start`` imports, however indirectly, and the packages of others."""
    files, packages, waiting = set[Path](), set[str](), [start]
    while waiting:
        file = waiting.pop()
        if file in files:
            continue
        files.add(file)
        for name in imported(file):
            top = name.split(".")[0]
            if top == PACKAGE.name:
                parts = name.split(".")
                # A module runs the packages that it lies in first.
                modules = (module_file(".".join(parts[:size])) for size in range(2, len(parts) + 1))
                waiting += filter(None, modules)
            elif top not in sys.stdlib_module_names:
                packages.add(top)
    return files, packages


def test_what_a_conversion_imports_is_what_asks_for_a_new_one() -> None:
    files, packages = reached(PACKAGE / "convert.py")
    units = {file.relative_to(PACKAGE).parts[0] for file in files}
    assert units == {*building._STAGES, *building._MODULES}
    known = metadata.packages_distributions()
    names = {distribution for name in packages for distribution in known[name]}
    # The dictionary is read as a file of jieba's.
    assert names | {"jieba"} == set(building._PACKAGES)


def test_another_libreoffice_reads_its_files_anew_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "source_reports" / "130131"
    place.mkdir(parents=True)
    (place / "2022-water.txt").write_text("检查5家。\n", encoding="utf-8")
    (place / "2023-water.rtf").write_bytes(b"{\\rtf1}")
    connection, _ = connect(tmp_path / "store.sqlite")
    read: list[str] = []

    def run(jobs: Iterator[Job]) -> Iterator[Conversion]:
        for job in jobs:
            read.append(job.file.path.name)
            yield Conversion(path=job.file.path.as_posix(), fate=Fate.FAILED)

    with closing(connection):
        for version in ("7.4", "7.4", "none"):
            monkeypatch.setattr(building, "office_version", lambda version=version: version)
            building.gather(tmp_path, connection, run, building._Silent(), preview=False)
    assert read == ["2022-water.txt", "2023-water.rtf", "2023-water.rtf"]
