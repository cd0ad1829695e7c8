"""What the commands do that read reports and tell of them: check, inspect, explain, accept, score, benchmarks."""

import importlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from build_scripts.errors import UsageError, in_stage
from build_scripts.machine import SetupError
from build_scripts.models import Failure, Result, Severity
from build_scripts.pipeline import process, process_all, propose_record, with_source_findings
from build_scripts.render.explanation import render_explanation
from build_scripts.render.report_json import report_object
from build_scripts.score import score_reports
from build_scripts.sources import find_passed_over, find_reports, read_source, record_path, write_record

Say = Callable[[str], None]


def check_all(root: Path, say: Say) -> int:
    """Convert every report and tell every finding; write nothing. Return 1 where one failed or must not go out."""
    code = 0
    for file in find_passed_over(root):
        say(f"{file.path.relative_to(root).as_posix()}：{file.reason}")
    for outcome in process_all(root, preview=False):
        if isinstance(outcome, Failure):
            say(f"未能转换：{outcome.message}")
        else:
            _tell(outcome, say)
        code |= isinstance(outcome, Failure) or not outcome.publishable
    return int(code)


def _tell(result: Result, say: Say) -> None:
    raw = result.report.clean.raw
    for finding in result.findings:
        if finding.severity is Severity.ERROR:
            say(f"不能发布：{finding.message}")
        line = raw.text.count("\n", 0, finding.span.start) + 1 if finding.span else 1
        say(f"{raw.source.path.as_posix()}:{line}: {finding.severity}: {finding.code}: {finding.message}")


def accept(root: Path, file: Path, say: Say) -> None:
    """Write or renew the record of ``file``. Raises ``UsageError`` where it lies outside source_reports."""
    path = (Path.cwd() / file).resolve()
    for passed in find_passed_over(root):
        if passed.path == path:
            raise UsageError(f"{file}：{passed.reason}")
    reports = find_reports(root)
    first = next((first for first, others in reports.items() if path in (first, *others)), None)
    if first is None:
        raise UsageError(f"{file}：不在 source_reports/ 里，只能登记其中的文件")
    result = process(read_source(path, root), path)
    # The page stays of the file that it is made of, once that is registered.
    is_other = path != first and record_path(first).exists()
    written = write_record(path, replace(propose_record(result), other_format=is_other))
    say(f"已登记：{written.relative_to(root).as_posix()}")


def inspect_file(root: Path, file: Path) -> tuple[dict[str, object], bool]:
    """Return all that is known of one file as the object of the ``inspect`` contract, and whether it may go out."""
    result = _one(root, file)
    with in_stage("render", file):
        return report_object(result), result.publishable


def explain_file(root: Path, file: Path, figure: str | None) -> str:
    """Return where a figure of a file comes from, or how every number of it was accounted for."""
    result = _one(root, file)
    with in_stage("render", file):
        return render_explanation(result, figure)


def _one(root: Path, file: Path) -> Result:
    path = (Path.cwd() / file).resolve()
    if not path.is_file():
        raise UsageError(f"{file}：找不到这个文件，请检查路径")
    with in_stage("read", file):
        source = read_source(path, root)
    result = process(source, path)
    inside = path.is_relative_to(root / "source_reports")
    return with_source_findings(result) if inside else result


def score_folder(folder: Path) -> str:
    """Return the table of scores of all gold reports in ``folder``."""
    return score_reports(folder)


def run_benchmark(root: Path, sizes: str | None, peers_up_to: int | None, say: Say) -> None:
    """Measure the stages of one report, then whole sites of ``sizes`` ("5,100") reports, and say where the page is.

    Raises ``UsageError`` where ``sizes`` are no numbers from 5 on.
    """
    sys.path.insert(0, str(root))
    growth = importlib.import_module("benchmarks.growth")
    plan = growth.Plan.of(sizes, peers_up_to)
    if plan is None:
        raise UsageError("--sizes 要写成 5,100 这样，每个数 5 到 100000")
    say(str(importlib.import_module("benchmarks.pipeline").main(root)))
    page = growth.main(root, plan, say)
    say(f"完成：{page.relative_to(root).as_posix()}")


def compare_searches(root: Path, sizes: str | None, queries: int | None, say: Say) -> None:
    """Measure this search beside others over corpora of ``sizes`` ("5,500") and say where the page of results is.

    Raises ``UsageError`` where ``sizes`` are no numbers from 5 on, where fewer than 10 ``queries`` are asked for, and
    where there is no browser.
    """
    sys.path.insert(0, str(root))
    benchmark = importlib.import_module("benchmarks.search")
    plan = benchmark.Plan.of(sizes, queries)
    if plan is None:
        raise UsageError("--sizes 要写成 5,500 这样，每个数 5 到 10000；--queries 至少 10")
    try:
        page = benchmark.main(root, plan, say)
    except SetupError as error:
        raise UsageError(str(error)) from error
    say(f"完成：{page.relative_to(root).as_posix()}")
