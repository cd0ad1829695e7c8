"""A version of the data: what is kept of it, what the next is held to, and what readers and programs are told."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from build_scripts.cli import main
from build_scripts.models import Places
from build_scripts.render.front_matter import strip_front_matter
from build_scripts.store import read_page
from tests.test_cli import FIRST, PAGE, Captured, repo, tree

__all__ = ["repo"]

YEAR = Path("releases/figures/2023.txt")
ID = "411523-health-2023"

pytestmark = pytest.mark.heavy


@pytest.fixture
def released(repo: Path, capsys: Captured) -> Path:
    """Give a repository whose data have a first version."""
    assert run(repo, "release", "1.0") == 0
    capsys.readouterr()
    return repo


def run(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


def first_figure(root: Path) -> tuple[str, str]:
    """Return place and value of the first figure that was released of the first report."""
    line = next(line for line in (root / YEAR).read_text("utf-8").splitlines() if line.startswith(ID))
    place, _, value = line.split("|")[1].partition("=")
    return place, value


def pretend(root: Path, value: str = "777 件", *, further: str = "") -> tuple[str, str]:
    """Let the last release hold another value than is read now; return place and value of now."""
    place, now = first_figure(root)
    file = root / YEAR
    told = file.read_text("utf-8").replace(f"|{place}={now}", f"|{place}={value}{further}", 1)
    file.write_text(told, encoding="utf-8")
    return place, now


def release_of(root: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((root / "docs/data/release.json").read_bytes())
    return found


def test_a_release_keeps_counts_checksums_and_figures(released: Path) -> None:
    told = json.loads((released / "releases/1.0.json").read_bytes())
    assert told["version"] == "1.0"
    assert told["reports"] == 2
    assert told["added"] == told["removed"] == told["corrected"] == []
    data = json.loads((released / "docs/data/metrics.json").read_bytes())
    assert told["figures"] == len(data)
    for file in told["files"]:
        there = (released / "docs/data" / file["name"]).read_bytes()
        assert len(there) == file["bytes"]
        assert hashlib.sha256(there).hexdigest() == file["sha256"]
    names = {file["name"] for file in told["files"]}
    assert {"metrics.csv", "metrics.json", "reports.json", "index.json"} <= names
    assert not names & {"release.json", "index.md"}
    page = (released / "docs/data/index.md").read_text("utf-8")
    (told_of,) = re.findall(r"^dataset_files: (.+)$", page, re.MULTILINE)
    assert set(json.loads(told_of)) <= names
    lines = (released / YEAR).read_text("utf-8").splitlines()
    assert [line.split(" ")[0] for line in lines] == [ID, "433126-health-2023"]
    assert sum(line.count("|") for line in lines) == len(data)


def test_the_same_state_gives_the_same_files(released: Path, capsys: Captured) -> None:
    before = tree(released)
    assert run(released, "release", "1.1") == 0
    assert "没有不同" in capsys.readouterr().err
    assert run(released, "build") == 0
    assert tree(released) == before
    assert release_of(released)["version"] == "1.0"


@pytest.mark.parametrize("version", ["", "1.0", "0.9", "eins", "1.", "v2", "１.1", "1.1; rm", "../1"])
def test_a_version_that_is_none_is_refused(released: Path, version: str, capsys: Captured) -> None:
    before = tree(released)
    assert run(released, "release", version) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "1.0" in told
    assert tree(released) == before


def test_without_a_release_nothing_is_asked_for(repo: Path, capsys: Captured) -> None:
    assert run(repo, "corrections") == 0
    assert "还没有定过版" in capsys.readouterr().err
    assert not (repo / "corrections.yml").exists()
    assert run(repo, "check") == 0
    told = release_of(repo)
    assert told["version"] is None
    assert told["since"] is None


def test_a_changed_figure_without_a_row_fails_and_with_one_passes(released: Path, capsys: Captured) -> None:
    place, now = pretend(released)
    assert run(released, "check") == 1
    (told,) = [line for line in capsys.readouterr().err.splitlines() if "corrections.yml" in line]
    assert ID in told
    assert f"m-{place}" in told
    assert "777 件" in told
    assert run(released, "build", "--check-generated") == 1
    assert f"m-{place}" in capsys.readouterr().err
    assert run(released, "release", "1.1") == 1
    assert not (released / "releases/1.1.json").exists()
    # The site goes out all the same; who reads the run is not stopped.
    assert run(released, "build") == 0

    assert run(released, "corrections") == 1
    file = released / "corrections.yml"
    assert f"figure: m-{place}" in file.read_text("utf-8")
    assert run(released, "check") == 1
    before = file.read_bytes()
    assert run(released, "corrections") == 1
    assert file.read_bytes() == before

    file.write_text(file.read_text("utf-8").replace('reason: ""', "reason: 单位读错"), encoding="utf-8")
    assert run(released, "check") == 0
    assert run(released, "release", "1.1") == 0
    kept = json.loads((released / "releases/1.1.json").read_bytes())
    assert [(one["old"], one["new"], one["reason"]) for one in kept["corrected"]] == [
        ("777 件", now, "单位读错")
    ]
    assert run(released, "check") == 0


def report_page(root: Path) -> str:
    """Return what the site shows of the report that is corrected."""
    file = root / f"docs/reports/{ID.replace('-', '/')}/index.md"
    page = read_page(Places(root).store, strip_front_matter(file.read_text("utf-8")))
    assert page
    return page


def test_what_was_corrected_is_told_where_readers_look(released: Path) -> None:
    place, now = pretend(released)
    run(released, "corrections")
    file = released / "corrections.yml"
    file.write_text(
        file.read_text("utf-8").replace('reason: ""', "reason: <b>单位</b>读错"), encoding="utf-8"
    )
    assert run(released, "build") == 0
    page = (released / "docs/corrections/index.md").read_text("utf-8")
    assert "777 件改为" in page
    assert f"2023/#m-{place}" in page
    assert "<b>" not in page
    report = report_page(released)
    row = report[report.index(f"<tr id=m-{place}") :].partition("</th>")[0]
    assert "<small><strong>更正</strong> 原为 777 件，" in row
    assert report.count("原为 777 件") == 1
    assert f'<a href="#m-{place}">' in report
    told = release_of(released)
    assert told["version"] is None
    assert told["since"] == "1.0"
    assert told["changes"]["corrected"][0]["old"] == "777 件"  # type: ignore[index]
    assert "1 处改动" in (released / "docs/releases/index.md").read_text("utf-8")
    assert now
    # A row that is taken back leaves nothing behind.
    file.unlink()
    assert run(released, "build") == 0
    assert "原为" not in report_page(released)


def test_a_withdrawn_report_is_told(released: Path, capsys: Captured) -> None:
    (released / FIRST).unlink()
    (released / f"{FIRST}.yml").unlink()
    assert run(released, "check") == 1
    assert f"{ID} 的 整份撤下" in capsys.readouterr().err
    run(released, "corrections")
    file = released / "corrections.yml"
    assert "new: 撤下" in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace('reason: ""', "reason: 机关撤回"), encoding="utf-8")
    assert run(released, "release", "1.1") == 0
    kept = json.loads((released / "releases/1.1.json").read_bytes())
    assert kept["removed"] == [ID]
    assert ID not in (released / YEAR).read_text("utf-8")
    page = (released / "docs/corrections/index.md").read_text("utf-8")
    assert "新县" in page
    assert PAGE not in page


def test_a_report_that_fails_is_no_withdrawal(released: Path, capsys: Captured) -> None:
    (released / FIRST).write_bytes(bytes(50))
    assert run(released, "check") == 1
    assert "corrections.yml" not in capsys.readouterr().err
    run(released, "corrections")
    assert not (released / "corrections.yml").exists()


@pytest.mark.parametrize("verb", [["build"], ["site"], ["check"], ["corrections"], ["release", "1.1"]])
def test_a_broken_list_stops_all_with_one_line(released: Path, verb: list[str], capsys: Captured) -> None:
    pretend(released)
    (released / "corrections.yml").write_text("# 甲\n- report: 411523\n  new: 1 件\n", encoding="utf-8")
    before = tree(released)
    assert run(released, *verb) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith("corrections.yml 第 2 行：")
    assert tree(released) == before


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("releases/1.0.json", "{"),
        ("releases/1.0.json", "[]"),
        ("releases/1.0.json", '{"version": "1.0"}'),
        ("releases/figures/2023.txt", "<<<<<<< HEAD\n"),
        ("releases/figures/2023.txt", "411523-health-2023 第一行\n"),
    ],
)
def test_a_broken_file_of_a_release_is_named(released: Path, file: str, text: str, capsys: Captured) -> None:
    (released / file).write_text(text, encoding="utf-8")
    before = tree(released)
    assert run(released, "release", "1.1") == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith(file)
    assert {name: of for name, of in tree(released).items() if not name.startswith("docs/")} == {
        name: of for name, of in before.items() if not name.startswith("docs/")
    }
