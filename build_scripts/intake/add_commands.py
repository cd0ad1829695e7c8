"""The command ``add``: which arguments are files, folders and addresses, in what order they are added, and the end."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from build_scripts.adding.answers import (
    AnswerError,
    Answers,
    parse_day,
    parse_department,
    parse_region,
    parse_report_year,
    parse_word,
)
from build_scripts.adding.proposal import Item
from build_scripts.engine import EngineSettings, open_engine
from build_scripts.errors import ReportError, UsageError
from build_scripts.intake.add_outcomes import Fate, Outcome, outcome_lines, table_lines
from build_scripts.intake.desk import Candidate, Desk
from build_scripts.intake.filing import Shelf
from build_scripts.intake.folder_run import FolderRun, find_files
from build_scripts.intake.kept_readings import open_kept
from build_scripts.intake.one_file import add_one, parse_origin
from build_scripts.intake.screen import Screen
from build_scripts.intake.web_pages import Web, add_page
from build_scripts.models import Places
from build_scripts.plain_lines import told_line
from build_scripts.progress import Progress
from build_scripts.sources import read_file
from build_scripts.web import Fetcher, FetchError, parse_web_address
from build_scripts.web.web_address import is_web_address

_INTERRUPTED = 130  # as a shell says of Ctrl-C
_PROJECT = Path(__file__).resolve().parents[2]
_AGENT = "build-scripts/0 (archive of reports on law-based government{})"


@dataclass(frozen=True, slots=True)
class _Targets:
    """What is to be added, each once, by kind and in the order of the arguments."""

    files: Sequence[Path]
    folders: Sequence[Path]
    pages: Sequence[str]


def add(arguments: Namespace) -> int:
    """Add what the arguments name. Return 1 where something is left to a person, 2 where a file cannot be read.

    Raises ``UsageError`` for an argument that is no file, folder or address, or an option that says nothing.
    """
    today = datetime.now(tz=UTC).astimezone().date()
    targets = _sort(arguments.targets)
    answers = _answers(arguments, targets, today.year)
    screen = Screen(sys.stdout, asks=sys.stdin.isatty() and sys.stdout.isatty())
    listed: list[Outcome] = []
    code = 0
    try:
        # One file is read in this process; a folder is worth starting others.
        with open_engine(EngineSettings(jobs=None if targets.folders else 2)) as engine:
            root = "" if arguments.root == _PROJECT else str(arguments.root)
            desk = Desk(Shelf(arguments.root), engine, screen, today, root)
            web = Web(Fetcher(_agent(), allow_private=arguments.allow_private), desk)
            code = _add_each(targets, answers, web)
            listed += _add_folders(targets.folders, answers, desk, listed)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    for line in table_lines(listed, is_whole=code != _INTERRUPTED) if targets.folders else ():
        screen.say(line)
    if code == _INTERRUPTED:
        screen.say("\n已停下。再运行同一条命令就接着做，收入了的不会再收。")
    return code or int(any(outcome.needs_person for outcome in listed))


def _sort(arguments: Sequence[str]) -> _Targets:
    """Tell files, folders and addresses apart. Raises ``UsageError`` for what is none."""
    files, folders, pages = dict[Path, Path](), dict[Path, Path](), dict[str, None]()
    for argument in arguments:
        path = Path(argument)
        if is_web_address(argument):
            parse_web_address(argument)
            pages.setdefault(argument)
        elif path.is_dir():
            folders.setdefault(path.resolve(), path)
        elif path.is_file():
            files.setdefault(path.resolve(), path)
        else:
            why = "不是普通文件" if path.exists() else "找不到这个文件或文件夹，请检查路径"
            raise UsageError(f"{told_line(argument)}：{why}")
    return _Targets(tuple(files.values()), tuple(folders.values()), tuple(pages))


def _answers(arguments: Namespace, targets: _Targets, this_year: int) -> Answers:
    """Return what the options say. Raises ``UsageError`` where one says nothing, or is of one file among several."""
    is_one = len(targets.files) + len(targets.pages) == 1 and not targets.folders
    for name in ("title", "word", "url", "taken_on", "replace", "another_format"):
        if getattr(arguments, name) and not is_one:
            raise UsageError(f"--{name.replace('_', '-')} 只能用于一份文件")
    if arguments.replace and arguments.another_format:
        raise UsageError("--replace 和 --another-format 只能写一个")
    parsers = {
        Item.REGION: parse_region,
        Item.DEPARTMENT: parse_department,
        Item.YEAR: lambda answer: parse_report_year(answer, this_year),
        Item.TITLE: str.strip,
    }
    return Answers(
        values={item: value for item, parse in parsers.items() if (value := _parsed(arguments, item, parse))},
        word=_parsed(arguments, "word", parse_word),
        url=_parsed(arguments, "url", parse_origin),
        taken_on=_parsed(arguments, "taken_on", parse_day),
        report=arguments.report,
        replace=arguments.replace,
        another_format=arguments.another_format,
        yes=arguments.yes,
    )


def _parsed(arguments: Namespace, name: str, parse: Callable[[str], str]) -> str:
    written: str | None = getattr(arguments, name)
    try:
        return parse(written) if written is not None else ""
    except AnswerError as error:
        raise UsageError(f"--{name.replace('_', '-')}：{told_line(str(error))}") from error


def _add_each(targets: _Targets, answers: Answers, web: Web) -> int:
    """Add files and pages one by one, tell each end at once, and return the exit code of the worst."""
    code, is_filed = 0, False
    each: tuple[Path | str, ...] = (*targets.files, *targets.pages)
    for target in each:
        try:
            for outcome in _outcomes(target, answers, web):
                for line in outcome_lines(outcome):
                    web.desk.screen.say(line)
                code = max(code, int(outcome.needs_person or outcome.fate is Fate.SAME))
                is_filed |= outcome.fate is Fate.FILED
        except (ReportError, FetchError, UsageError) as error:
            print(told_line(str(error)), file=sys.stderr, flush=True)
            code = 2
    if is_filed:
        web.desk.screen.say_busy("看一眼它的页面：python -m build_scripts serve")
    return code


def _outcomes(target: Path | str, answers: Answers, web: Web) -> Iterator[Outcome]:
    if isinstance(target, str):
        yield from add_page(target, answers, web)
    else:
        yield add_one(Candidate(target, read_file(target).data), answers, web.desk)


def _add_folders(
    folders: Sequence[Path], answers: Answers, desk: Desk, listed: list[Outcome]
) -> Sequence[Outcome]:
    """Add folders, and keep in ``listed`` what became of each file, also when it is interrupted."""
    if not folders:
        return ()
    paths, passed = find_files(folders)
    cache = Places(desk.shelf.root).cache
    with Progress(sys.stderr) as progress, open_kept(cache, answers, desk.today.year) as kept:
        for outcome in FolderRun(answers, desk, kept).add(paths, progress):
            listed.append(outcome)  # noqa: PERF402  what is done is told also of a run that is stopped
    return passed


def _agent() -> str:
    """Return what this program calls itself on the web, with the site's address where it has one."""
    site = os.environ.get("SITE_URL", "")
    with suppress(UsageError):
        return _AGENT.format(f"; +{parse_web_address(site).geturl()}" if site else "")
    return _AGENT.format("")
