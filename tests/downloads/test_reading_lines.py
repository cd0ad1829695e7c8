"""The lines on the data page that read the data do so, as they stand there, whether the files are split or not."""

import io
import re
import shutil
import subprocess
from contextlib import redirect_stdout
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from build_scripts.render import data_layout
from tests.downloads.filled import READERS, demos, fill_folder

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module", params=[data_layout.LIMIT, 1], ids=["whole", "split"])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(data_layout, "LIMIT", request.param)
        return fill_folder(tmp_path_factory.mktemp("reading"), demos())[0]


def blocks(data: Path, language: str) -> list[str]:
    return blocks_of((data / "index.md").read_text(encoding="utf-8"), language)


def blocks_of(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", [0, 1])
def test_the_lines_of_python_read_the_data(data: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data)
    names: dict[str, object] = {}
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(blocks(data, "python")[number], names)  # noqa: S102 - the lines that the page shows
    figures = names["figures"]
    rows = sum(len(READERS["json"](data, file.stem)) for file in data.glob("metrics*.json"))
    assert len(figures) == rows  # type: ignore[arg-type]
    assert printed.getvalue()
    kinds = {name: str(kind) for name, kind in figures.dtypes.items()}  # type: ignore[attr-defined]
    assert (kinds["region_code"], kinds["value"]) == ("str", "float64")
    if number:
        assert kinds["period_start"].startswith("datetime64")


def test_the_lines_of_duckdb_read_the_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data)
    (query,) = blocks(data, "sql")
    found = duckdb.connect().execute(query).fetchall()
    rows = [row for file in data.glob("metrics*.json") for row in READERS["json"](data, file.stem)]
    wanted = [row for row in rows if row["indicator"] and row["kind"] == "result" and not row["parent"]]
    assert sum(figures for *_, figures, _ in found) == len(wanted) > 0


def test_the_lines_for_one_region_pick_its_figures(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (data / "index.md").read_text(encoding="utf-8")
    (picked,) = re.findall(r"`(figures\[figures.*?\])`", page)
    (where,) = re.findall(r"`(WHERE region_code LIKE '4407%')`", page)
    monkeypatch.chdir(data)
    codes = [
        row["region_code"] for file in data.glob("metrics*.json") for row in READERS["json"](data, file.stem)
    ]
    prefix = str(codes[0])[:6]
    assert len({str(code)[:6] for code in codes}) > 1
    wanted = sorted(str(code) for code in codes if str(code).startswith(prefix))
    figures = pd.concat(map(pd.read_parquet, sorted(data.glob("metrics*.parquet"))))
    picked_rows = eval(picked.replace("4407", prefix), {"figures": figures})  # noqa: S307 - the line that the page shows
    assert sorted(picked_rows["region_code"]) == wanted
    found = duckdb.connect().execute(
        f"SELECT region_code FROM 'metrics*.parquet' {where.replace('4407', prefix)}"  # noqa: S608
    )
    assert sorted(code for (code,) in found.fetchall()) == wanted


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not there")
def test_the_lines_of_r_read_the_data(data: Path) -> None:
    (lines,) = blocks(data, "r")
    done = subprocess.run(["Rscript", "-e", lines], cwd=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_english_lines_read_the_same(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "en.md").read_text(encoding="utf-8")
    monkeypatch.chdir(data)
    for language in ("python", "sql"):
        (told,) = blocks_of(page, language)
        assert re.sub(r"metrics.*?parquet", "", told) == re.sub(
            r"metrics.*?parquet", "", blocks(data, language)[0]
        )
        if language == "sql":
            assert duckdb.connect().execute(told).fetchall()


def test_each_file_is_named_on_the_page_and_is_there(data: Path) -> None:
    page = (data / "index.md").read_text(encoding="utf-8")
    named = set(re.findall(r'<a href="([^"/]+)" download>', page))
    # release.json is made last, of all these files; index.json is told of in words, with what it leads to.
    there = {file.name for file in data.iterdir() if file.is_file()} - {"index.md", "index.json"}
    assert named - {"release.json"} == there
    assert "`data/index.json`" in page
