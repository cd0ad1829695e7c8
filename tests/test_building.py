"""What asks for a new conversion: all that the conversion of a report imports, and nothing that it does not."""

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import metadata
from pathlib import Path

import pytest

from build_scripts import build_commands, building
from build_scripts.build_commands import compare_docs, make_docs
from build_scripts.engine import EngineSettings, work
from build_scripts.errors import LackingError, UnreadableError
from build_scripts.job import Job, failed
from build_scripts.models import Conversion, Fate, Places
from build_scripts.models.publication import UNNAMED
from build_scripts.sources import find_all
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


@pytest.mark.heavy
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
            building.gather(find_all(tmp_path), connection, run, building._Silent(), preview=False)
    assert read == ["2022-water.txt", "2023-water.rtf", "2023-water.rtf"]


def test_what_this_machine_lacked_is_looked_at_again_and_what_the_file_lacks_is_not(tmp_path: Path) -> None:
    place = tmp_path / "source_reports" / "130131"
    place.mkdir(parents=True)
    for year in (2022, 2023):
        (place / f"{year}-water.txt").write_text("检查5家。\n", encoding="utf-8")
    connection, _ = connect(tmp_path / "store.sqlite")
    read: list[str] = []

    def run(jobs: Iterator[Job]) -> Iterator[Conversion]:
        for job in jobs:
            path = job.file.path
            read.append(path.name)
            kind = LackingError if path.name.startswith("2023") else UnreadableError
            yield failed(path, kind(path, "没有字体", "请安装"))

    with closing(connection):
        for _ in range(2):
            building.gather(find_all(tmp_path), connection, run, building._Silent(), preview=False)
    assert read == ["2022-water.txt", "2023-water.txt", "2023-water.txt"]


REPORT = "平山县水利局2023年法治政府建设年度报告\n一、主要工作\n全年检查企业{}家，办理案件7件。\n"


def silent(_: str) -> None:
    """Say nothing."""


def killed(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run end when all is converted and nothing laid."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build_commands, "lay_reports", end)
        with pytest.raises(KeyboardInterrupt):
            make_docs(places, silent)


def compared(places: Places, _: pytest.MonkeyPatch) -> None:
    """Let a run only look."""
    assert compare_docs(places, silent) == 1


@pytest.mark.heavy
@pytest.mark.parametrize("run", [killed, compared])
def test_what_a_run_has_converted_and_not_laid_is_laid_by_the_next(
    run: Callable[[Places, pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has changed for the next one, and docs/ is whole as it was left."""
    places = Places(tmp_path)
    first, second = (tmp_path / f"source_reports/130131/{year}-water.txt" for year in (2022, 2023))
    page = places.docs / "reports/130131/water/2023/index.md"
    first.parent.mkdir(parents=True)
    for file in (first, second):
        file.write_text(REPORT.format(100).replace("2023", file.name[:4]), encoding="utf-8")
    make_docs(places, silent)
    second.write_text(REPORT.format(101), encoding="utf-8")
    run(places, monkeypatch)
    assert "检查企业100家" in page.read_text("utf-8")
    make_docs(places, silent)
    assert "检查企业101家" in page.read_text("utf-8")
    second.unlink()
    run(places, monkeypatch)
    assert page.exists()
    make_docs(places, silent)
    assert not page.exists()


def test_who_is_expected_is_laid_by_the_next_run_where_one_ends_before(tmp_path: Path) -> None:
    places = Places(tmp_path)
    expected = tmp_path / "source_reports/expected.csv"
    expected.parent.mkdir()
    connection, _ = connect(places.store)
    with closing(connection):
        build_commands._take_told(places, connection, UNNAMED, silent)
        for told, is_new in (
            (None, False),
            ("region_code,department,first_year,last_year\n130131,water,2023,\n", True),
        ):
            building.note_laid(connection)
            if told:
                expected.write_text(told, encoding="utf-8")
            build_commands._take_told(places, connection, UNNAMED, silent)
            assert building.is_laid(connection) is not is_new


@pytest.mark.parametrize(
    ("new", "jobs", "cores", "pays"),
    [(99, None, 2, False), (100, None, 2, True), (100, 1, 2, False), (100, 2, 1, False)],
)
def test_few_reports_and_one_core_are_not_worth_a_second_process(
    new: int,
    jobs: int | None,
    cores: int,
    pays: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(build_commands, "count_cores", lambda: cores)
    gathered = building.Gathered(frozenset(map(str, range(new))), frozenset(), 0)
    assert build_commands._pays_apart(gathered, EngineSettings(jobs=jobs)) is pays


def test_what_was_converted_is_kept_ten_by_ten(tmp_path: Path) -> None:
    """And while ten are written, those who convert have as many jobs at hand, two of them at least."""
    kept: list[int] = []
    connection, _ = connect(tmp_path / "store.sqlite")
    place = tmp_path / "source_reports/130131"
    place.mkdir(parents=True)
    for year in range(2000, 2025):
        (place / f"{year}-water.txt").write_text("检查5家。\n", encoding="utf-8")

    def run(jobs: Iterator[Job]) -> Iterator[Conversion]:
        for job in jobs:
            kept.extend(connection.execute("SELECT count(*) FROM reports").fetchone())
            yield failed(job.file.path, UnreadableError(job.file.path, "没有字", "请换一个文件"))

    with closing(connection):
        building.gather(find_all(tmp_path), connection, run, building._Silent(), preview=False)
    assert kept == [10 * (number // 10) for number in range(25)]
    assert building._TOGETHER <= 2 * work._AHEAD
