"""What the commands do that read reports and tell of them: check, inspect, explain, accept, score, benchmarks."""

import importlib
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from build_scripts.check.privacy import find_open, mask_of
from build_scripts.errors import ReportError, UsageError, in_stage
from build_scripts.machine import SetupError
from build_scripts.models import Places, Record, Result, Severity
from build_scripts.pipeline import process_bytes, process_file, propose_record, with_source_findings
from build_scripts.plain_lines import plain_line
from build_scripts.publication_files import read_publication
from build_scripts.record_files import record_path, render_redactions, write_record
from build_scripts.release_commands import tell_unexplained
from build_scripts.releases import find_changes, read_lines
from build_scripts.render.address_rules import address_of_path
from build_scripts.render.explanation import render_explanation, render_looks
from build_scripts.render.figure_line import figure_line
from build_scripts.render.report_json import report_object
from build_scripts.rules.private_data import look_through
from build_scripts.score import score_reports
from build_scripts.sources import Found, find_all, parse_source, read_file
from build_scripts.within_limits import Asked, work_on, work_on_each

Say = Callable[[str], None]
# What is told of a report, whether it may go out, and where it may its id with its line of figures.
Checked = tuple[tuple[str, ...], bool, tuple[str, str] | None]


def check_all(root: Path, say: Say) -> int:
    """Convert every report and tell every finding; write nothing. Return 1 where one failed or must not go out.

    And where a figure is another than in the last release, and no correction says why.
    """
    site = read_publication(Places(root))
    found = find_all(root)
    for file in found.passed_over:
        say(plain_line(f"{file.path.relative_to(root).as_posix()}：{file.reason}"))
    unread: dict[str, Checked] = {}
    checked = {
        outcome.item.shown.as_posix(): outcome.value or _unchecked(outcome.error)
        for outcome in work_on_each(_check, _all_files(found, unread))
    }
    told = dict(sorted((checked | unread).items()))
    for lines, _, _ in told.values():
        for line in lines:
            say(line)
    if site.releases:
        # Of what is not published anew it has been said above; what is gone is not among these.
        unknown = {address.id for path in told if (address := address_of_path(Path(path)))}
        lines_now = [line for _, _, line in told.values() if line]
        site = replace(site, pending=find_changes(read_lines(root), lines_now, unknown))
    is_open = tell_unexplained(site, say)
    return int(is_open or not all(publishable for _, publishable, _ in told.values()))


def _all_files(found: Found, unread: dict[str, Checked]) -> Iterator[Asked]:
    """Yield all reports; of those that cannot be opened ``unread`` is told why."""
    for path in found.reports:
        try:
            file = read_file(path, found.root)
        except ReportError as error:
            unread[error.path.as_posix()] = _unchecked(error)
        else:
            yield Asked(file, file.path)


def _unchecked(error: Exception | None) -> Checked:
    return (f"未能转换：{error}",), False, None


def _check(asked: Asked) -> Checked:
    """Return what is to be told of one report, a line each, and whether it may go out."""
    result = process_file(asked.file, preview=False)
    raw = result.report.clean.raw
    lines, ends = [], [at for at, sign in enumerate(raw.text) if sign == "\n"]
    for finding in result.findings:
        if finding.severity is Severity.ERROR:
            lines.append(f"不能发布：{finding.message}")
        line = bisect_left(ends, finding.span.start) + 1 if finding.span else 1
        told = f"{finding.severity}: {finding.code}: {finding.message}"
        lines.append(f"{raw.source.path.as_posix()}:{line}: {told}")
    return (*lines, *_lines_to_paste(result)), result.publishable, _line_of(result)


def _line_of(result: Result) -> tuple[str, str] | None:
    """Return the id and the line of figures of a report that may go out."""
    address = address_of_path(result.report.clean.raw.source.path)
    return (address.id, figure_line(result).decode()) if address and result.publishable else None


def _lines_to_paste(result: Result) -> Iterator[str]:
    """Yield what an editor is to write into the record where something private stops a report."""
    if places := find_open(result.report):
        record = record_path(result.report.clean.raw.source.path).as_posix()
        yield f"要遮去，在 {record} 里加上下面几行（已有 redactions: 的，只加其下各条）；"
        yield "核实可以公开的，改放在 waivers: 下，每条加 reason："
        yield from render_redactions(places).splitlines()


def accept(root: Path, file: Path, say: Say) -> None:
    """Write or renew the record of ``file``. Raises ``UsageError`` where it lies outside source_reports."""
    path = (Path.cwd() / file).resolve()
    found = find_all(root)
    for passed in found.passed_over:
        if passed.path == path:
            raise UsageError(f"{file}：{passed.reason}")
    first = next((first for first, others in found.reports.items() if path in (first, *others)), None)
    if first is None:
        raise UsageError(f"{file}：不在 source_reports/ 里，只能登记其中的文件")
    read = read_file(path, root)
    # The page stays of the file that it is made of, once that is registered.
    is_other = path != first and record_path(first).exists()
    proposed = work_on(_propose, Asked(read, read.path))
    written = write_record(path, replace(proposed, other_format=is_other))
    say(f"已登记：{written.relative_to(root).as_posix()}")


def _propose(asked: Asked) -> Record:
    with in_stage("read", asked.shown):
        source = parse_source(asked.file)
    return propose_record(process_bytes(source, asked.file.data))


def inspect_file(root: Path, file: Path) -> tuple[dict[str, object], bool]:
    """Return all that is known of one file as the object of the ``inspect`` contract, and whether it may go out.

    Raises ``AbandonedError`` where that takes more time or memory than one report may, ``ReportError`` where the
    file cannot be read, ``UsageError`` where there is none.
    """
    return work_on(_inspect, _asked(root, file))


def _inspect(asked: Asked) -> tuple[dict[str, object], bool]:
    result = _one(asked)
    with in_stage("render", asked.shown):
        return report_object(result), result.publishable


def explain_file(root: Path, file: Path, figure: str | None) -> str:
    """Return where a figure of a file comes from, or how every number of it was accounted for.

    Raises as ``inspect_file`` does.
    """
    return work_on(_explain, _asked(root, file, figure))


def _explain(asked: Asked) -> str:
    result = _one(asked)
    with in_stage("render", asked.shown):
        told = render_explanation(result, asked.words)
        # Of what looks private, too, it is said why it may go out or not.
        looks = () if asked.words else look_through(result.report.clean.raw.text)
        return mask_of(result.report).hide(told) + render_looks(result, looks)


def _asked(root: Path, file: Path, words: str | None = None) -> Asked:
    path = (Path.cwd() / file).resolve()
    if not path.is_file():
        raise UsageError(f"{file}：找不到这个文件，请检查路径")
    with in_stage("read", file):
        return Asked(read_file(path, root), file, words)


def _one(asked: Asked) -> Result:
    with in_stage("read", asked.shown):
        source = parse_source(asked.file)
    result = process_bytes(source, asked.file.data)
    return with_source_findings(result) if asked.file.is_placed else result


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
