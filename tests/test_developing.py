"""DEVELOPING.md keeps up with the code: what it names is there, and the figure that it follows is read as it says."""

import ast
import csv
import io
import re
from functools import cache
from pathlib import Path, PurePosixPath

import yaml

from build_scripts.models import Result
from build_scripts.pipeline import process_file
from build_scripts.render.report_json import report_object
from build_scripts.sources import read_file
from tests.sites import shown_site
from tests.test_docs import find_targets, find_verbs

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "DEVELOPING.md").read_text(encoding="utf-8")
CODE_RE = re.compile(r"`([^`\n]+)`")
# `name` in `path`, and `name`, `name` in `path`.
NAMED_RE = re.compile(r"((?:`[A-Za-z_]+`(?:, )?)+) in `([a-z_/]+\.py)`")
TEST_RE = re.compile(r"(tests/[a-z_/]+\.py)::(\w+)")
# Made by a build, in no commit.
MADE = {"site/", "offline/", ".cache/", ".cache/reports.sqlite"}
STAGE_RE = re.compile(r'(?:^    |--> )[a-z]+\["([a-z]+/)"\]', re.MULTILINE)


def paths() -> set[str]:
    """Return what is written like a path: in code, in the picture, in links."""
    spans = {
        span.partition("::")[0] for span in CODE_RE.findall(re.sub("```.*?```", "", PAGE, flags=re.DOTALL))
    }
    told = {span for span in spans if re.fullmatch(r"[\w.-]+/[\w./-]*|[\w.-]+\.(?:py|yml|md|txt|toml)", span)}
    blocks = "".join(re.findall("```(.*?)```", PAGE, re.DOTALL))
    told |= set(re.findall(r"(?<![\w/<])(?:build_scripts|source_reports|tests|docs|theme)/[\w./-]*", blocks))
    return told | {link for link in re.findall(r"\]\(([^)#]+)\)", PAGE) if "://" not in link}


def test_every_path_is_there() -> None:
    known = {"index.md", "reports.sqlite"}  # names of files, wherever they lie
    missing = [
        path for path in sorted(paths() - MADE - known) if not (ROOT / path.removeprefix("/")).exists()
    ]
    assert missing == []
    assert len(paths()) > 60


def test_every_stage_of_the_picture_is_a_package() -> None:
    stages = STAGE_RE.findall(PAGE)
    assert len(stages) == 7
    assert [stage for stage in stages if not (ROOT / "build_scripts" / stage / "__init__.py").exists()] == []


@cache
def defined(path: str) -> set[str]:
    """Return what a module defines or imports at its top."""
    names: set[str] = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_every_name_is_in_its_module() -> None:
    found = [(name, path) for names, path in NAMED_RE.findall(PAGE) for name in CODE_RE.findall(names)]
    assert [(name, path) for name, path in found if name not in defined(path)] == []
    assert len(found) > 15
    tests = TEST_RE.findall(PAGE)
    assert [test for test in tests if test[1] not in defined(test[0])] == []
    assert len(tests) >= 5


def test_every_command_is_there() -> None:
    verbs = re.findall(r"python -m build_scripts ([a-z-]+)", PAGE)
    assert verbs
    assert set(verbs) <= set(find_verbs())
    targets = re.findall(r"^make ([a-z-]+)$", PAGE, re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets
    assert [target for target in targets if f"\n{target}:" not in makefile] == []
    assert set(find_targets())


def test_the_site_tools_are_those_that_are_installed() -> None:
    pinned = re.search(
        r"^zensical==(.+)$", (ROOT / "requirements-dev.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert pinned
    assert f"100 reports, {pinned[1]}" in PAGE
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - no tags
    assert settings["theme"]["variant"] == "classic"


@cache
def figure() -> Result:
    file = ROOT / "source_reports/433126/2023-health.txt"
    return process_file(read_file(file, ROOT), preview=False)


def row(step: str) -> list[str]:
    """Return the code of the last cell of the row of the walk that begins so."""
    walk = PAGE.partition("## One figure")[2].partition("\n## ")[0]
    rows = [line for line in walk.splitlines() if line.startswith(f"| {step} ")]
    assert rows, step
    return CODE_RE.findall(rows[0].rsplit("|", 2)[1])


def test_the_raw_text_and_its_edits_are_as_told() -> None:
    report = report_object(figure())
    raw, edits = str(report["raw_text"]), report["edits"]
    words = row("raw text, 491–526")[0]
    assert raw[491:526] == words.replace("⏎", "\n")
    told = re.findall(r"`([a-z-]+)` takes out (\d+)–(\d+)", PAGE)
    assert len(told) == 2
    assert isinstance(edits, list)
    for fix, start, end in told:
        assert any((e["fix"], e["start"], e["end"]) == (fix, int(start), int(end)) for e in edits)
    (clean,) = row("clean text")
    assert clean in str(report["clean_text"])


def test_the_figure_is_read_as_told() -> None:
    result = figure()
    metric = next(one for one in result.metrics if one.id == "m-521-2")
    quantity = metric.quantity
    assert row("quantity") == [quantity.raw, str(quantity.value), quantity.unit, quantity.qualifier]
    assert row("metric") == [metric.id, metric.subject, metric.theme, metric.family, metric.indicator]
    paragraph = next(p for p in result.report.paragraphs if metric.sentence.start in p.span)
    section = result.report.sections[paragraph.section or 0]
    assert row("section") == [section.marker, section.heading]
    assert f"level {section.level}," in PAGE


def test_the_figure_is_published_as_told() -> None:
    files = shown_site([figure()])
    rows = csv.DictReader(io.StringIO(files[PurePosixPath("data/metrics.csv")].decode("utf-8-sig")))
    cell = next(line for line in PAGE.splitlines() if "row of `/data" in line).rsplit("|", 2)[1]
    told = dict(re.findall(r"(\w+) `([^`]+)`", cell))
    (found,) = [one for one in rows if one["metric_id"] == told["metric_id"]]
    assert {name: found[name] for name in told} == told
    address, sentence = row("on the page")
    page = files[PurePosixPath(address.strip("/").partition("#")[0], "index.md")].decode()
    for anchor in (address.partition("#")[2], sentence.removeprefix("#")):
        assert re.search(f'id="?{anchor}[" >]', page), anchor
