"""What each command does: run the pipeline over files and hand the outcome to render and publish."""

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath

from build_scripts.errors import ReportError, UsageError, in_stage
from build_scripts.machine import SetupError
from build_scripts.models import Failure, Result, Severity
from build_scripts.offline import SCRIPT as OFFLINE_SCRIPT
from build_scripts.offline import turn_file
from build_scripts.pipeline import as_failure, process, process_all, propose_record, with_source_findings
from build_scripts.publish import compare_docs, write_docs
from build_scripts.render import kept_paths, render_site, searchables, settle_addresses
from build_scripts.render.explanation import render_explanation
from build_scripts.render.report_json import report_object
from build_scripts.score import score_reports
from build_scripts.search import FOLDER as SEARCH
from build_scripts.search import render_search
from build_scripts.site import replaced_folder, turn_files
from build_scripts.sources import find_passed_over, find_sources, read_source, render_record, write_record

Say = Callable[[str], None]
Outcome = Result | Failure
Pages = Mapping[PurePosixPath, bytes | Path]

# The theme's notice of its end of life is for us, not for each editor.
QUIET = {"NO_MKDOCS_2_WARNING": "1"}
# Tells the hook that docs/ is fresh.
FRESH = QUIET | {"BUILD_SCRIPTS_FRESH": "1"}
_MKDOCS = (sys.executable, "-W", "ignore", "-m", "mkdocs")


def build_all(root: Path, say: Say, *, preview: bool) -> int:
    """Convert every report and write docs/. Return 1 where one failed or must not go out, else 0."""
    outcomes, pages = _render(_gather(root, say, preview=preview), _pages, say)
    written = write_docs(pages, kept_paths(outcomes), root / "docs")
    say(
        f"docs/：写入 {len(written.written)} 个文件，删除 {len(written.removed)} 个，未变 {written.unchanged} 个"
    )
    _propose(outcomes, say)
    return _code(outcomes)


def compare_all(root: Path, say: Say) -> int:
    """Convert every report and say which files of docs/ differ from what they should be; 1 where any does.

    The search index is left out: it is made with each build and is in no commit.
    """
    outcomes, pages = _render(_gather(root, say, preview=False), render_site, say)
    differing = compare_docs(pages, kept_paths(outcomes) | {SEARCH}, root / "docs")
    for path in differing:
        say(f"docs/{path} 与报告不一致，请运行 build 并提交")
    return 1 if differing else _code(outcomes)


def _pages(outcomes: Iterable[Outcome]) -> Pages:
    known = list(outcomes)
    return {**render_site(known), **render_search(searchables(known))}


def _render(
    outcomes: list[Outcome], make: Callable[[Iterable[Outcome]], Pages], say: Say
) -> tuple[list[Outcome], Pages]:
    """Return the outcomes and the files made of them. A report that no page can be made of fails, the rest go on."""
    try:
        return outcomes, make(outcomes)
    except ExceptionGroup as group:
        faults = {e.path: as_failure(e) for e in group.exceptions if isinstance(e, ReportError)}
    for fault in faults.values():
        say(f"未能转换：{fault.message}")
    return _render([faults.get(_path(o), o) for o in outcomes], make, say)


def _path(outcome: Outcome) -> Path:
    return outcome.path if isinstance(outcome, Failure) else outcome.report.clean.raw.source.path


def check_all(root: Path, say: Say) -> int:
    """Convert every report and tell every finding; write nothing."""
    outcomes = _gather(root, say, preview=False)
    for outcome in outcomes:
        if isinstance(outcome, Result):
            _tell(outcome, say)
    return _code(outcomes)


def _gather(root: Path, say: Say, *, preview: bool) -> list[Outcome]:
    for file in find_passed_over(root):
        say(f"{file.path.relative_to(root).as_posix()}：{file.reason}")
    total = len(find_sources(root))
    outcomes: list[Outcome] = []
    for outcome in process_all(root, preview=preview):
        outcomes.append(outcome)
        if isinstance(outcome, Failure):
            say(f"[{len(outcomes)}/{total}] 未能转换：{outcome.message}")
        else:
            say(f"[{len(outcomes)}/{total}] {_summary(outcome)}")
    settled = settle_addresses(outcomes)
    for outcome in settled:
        if isinstance(outcome, Failure) and outcome not in outcomes:
            say(f"不能发布：{outcome.message}")
    if not outcomes:
        say("source_reports/ 里还没有报告：放入“地区代码/年度-部门.txt”后再运行")
    return settled


def _summary(result: Result) -> str:
    source = result.report.clean.raw.source
    counts = {s: sum(f.severity is s for f in result.findings) for s in Severity}
    text = f"{source.path.as_posix()}：指标 {len(result.metrics)} 个"
    if counts[Severity.WARNING]:
        text += f"，存疑 {counts[Severity.WARNING]} 处"
    if counts[Severity.ERROR]:
        first = next(f for f in result.findings if f.severity is Severity.ERROR)
        text += f"，不能发布：{first.message}"
    return text


def _tell(result: Result, say: Say) -> None:
    raw = result.report.clean.raw
    for finding in result.findings:
        line = raw.text.count("\n", 0, finding.span.start) + 1 if finding.span else 1
        say(f"{raw.source.path.as_posix()}:{line}: {finding.severity}: {finding.code}: {finding.message}")


def _propose(outcomes: Iterable[Outcome], say: Say) -> None:
    for outcome in outcomes:
        if isinstance(outcome, Result) and outcome.report.clean.raw.source.record is None:
            path = outcome.report.clean.raw.source.path
            say(f"{path.as_posix()} 还没有记录，建议如下（运行 build --accept {path.as_posix()} 即可写入）：")
            say(render_record(propose_record(outcome)).rstrip())


def _code(outcomes: Iterable[Outcome]) -> int:
    return int(any(isinstance(o, Failure) or not o.publishable for o in outcomes))


def accept(root: Path, file: Path, say: Say) -> None:
    """Write or renew the record of ``file``. Raises ``UsageError`` where it lies outside source_reports."""
    path = (Path.cwd() / file).resolve()
    for passed in find_passed_over(root):
        if passed.path == path:
            raise UsageError(f"{file}：{passed.reason}")
    if path not in find_sources(root):
        raise UsageError(f"{file}：不在 source_reports/ 里，只能登记其中的文件")
    result = process(read_source(path, root), path)
    written = write_record(path, propose_record(result))
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


def run_benchmark(root: Path) -> str:
    """Return what the pipeline costs, measured by ``benchmarks`` in the repository root."""
    sys.path.insert(0, str(root))
    benchmark = importlib.import_module("benchmarks.pipeline")
    return str(benchmark.main(root))


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


def build_site(root: Path, say: Say) -> int:
    """Run MkDocs over docs/ into site/ and return its exit code."""
    say("正在生成网站 site/ …")
    code = _build(root)
    if code == 0:
        say(f"完成：{(root / 'site').as_posix()}/index.html")
    return code


def build_offline(root: Path, say: Say) -> int:
    """Build the site into offline/, to be opened from a disk; 1 where it fails, and then the old one stays."""
    say("正在生成离线版 offline/ …")
    folder = root / "offline"
    try:
        with replaced_folder(folder) as fresh:
            _fill_offline(root, fresh)
    except (OSError, UsageError) as error:
        say(f"离线版没有换新，原来的 offline/（若有）没有动：{error}")
        return 1
    say(f"完成：双击打开 {(folder / 'index.html').as_posix()}，或复制整个文件夹")
    return 0


def _fill_offline(root: Path, fresh: Path) -> None:
    if _build(root, "--site-dir", str(fresh)):
        raise UsageError("网站没有生成，原因见上")

    def turn(path: PurePosixPath, data: bytes) -> Mapping[PurePosixPath, bytes]:
        return turn_file(path, data, is_page=not (root / "docs" / path).exists())

    turn_files(fresh, turn)
    shutil.copyfile(Path(__file__).parent / "offline" / "offline.js", fresh / OFFLINE_SCRIPT)


def serve_site(root: Path, port: int) -> int:
    """Preview the site on this machine until interrupted."""
    environment = {name: value for name, value in os.environ.items() if name != "BUILD_SCRIPTS_FRESH"}
    command = [*_MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"]
    try:
        return subprocess.run(command, cwd=root, env=environment | QUIET, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _build(root: Path, *arguments: str) -> int:
    """Build the site and tell what is wrong. Not by `--quiet`: MkDocs then hears no warning, and `strict` no fault."""
    command = [*_MKDOCS, "build", "--clean", *arguments]
    done = subprocess.run(
        command, cwd=root, env=os.environ | FRESH, stderr=subprocess.PIPE, encoding="utf-8", check=False
    )
    for line in done.stderr.splitlines():
        if line.strip() and not line.startswith("INFO"):
            print(line, file=sys.stderr)
    return done.returncode
