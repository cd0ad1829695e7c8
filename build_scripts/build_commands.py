"""What the commands do that make something of all reports: docs/, the site, the edition for a disk, the preview."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from build_scripts.building import Gathered, code_key, gather, is_laid, leave_undone, note_laid, run_lines
from build_scripts.data_folder import lay_data
from build_scripts.docs_folder import (
    keep_made,
    lay_docs,
    lay_index,
    lay_release,
    lay_reports,
    lay_texts,
    lists_of,
    resolve_neighbours,
)
from build_scripts.engine import Engine, EngineSettings, count_cores, done_beside, open_engine
from build_scripts.errors import UsageError
from build_scripts.expected_list import parse_expected
from build_scripts.job import Job, broken_off, convert_job, reads_with_library
from build_scripts.lists_apart import End, lists_begun
from build_scripts.models import Conversion, Places, RunSummary
from build_scripts.models.publication import Publication
from build_scripts.offline import SCRIPT as OFFLINE_SCRIPT
from build_scripts.offline import turn_file
from build_scripts.plain_lines import plain_line
from build_scripts.progress import Progress
from build_scripts.publication_files import read_publication, with_pending
from build_scripts.publish import DocsWriter, write_whole
from build_scripts.render.templates import compile_lists
from build_scripts.run_report import line_of, render_build_report, summarise
from build_scripts.search import FOLDER as SEARCH
from build_scripts.search import derive_vocabulary
from build_scripts.site import build_site, compile_theme, replaced_folder, turn_files
from build_scripts.sources import EXPECTED, FOLDER, find_all
from build_scripts.store import (
    FileState,
    PackedError,
    Reports,
    connect,
    keep,
    keep_expected,
    kept,
    measure_reuse,
    remove_store,
    settle,
    transaction,
)

Say = Callable[[str], None]

QUIET = {"NO_MKDOCS_2_WARNING": "1"}
_MKDOCS = (sys.executable, "-W", "ignore", "-m", "mkdocs")
_HERE = EngineSettings()
BUILD_REPORT = "build-report.csv"
_MANY = 100  # reports converted anew: there docs/ is laid in 3.3 s for 5.2, at 50 in 2.6 for 3.5 and 1 s more of CPU
# Of docs/, what is in no commit, as llms/; below feeds/ all is XML.
_PUBLICATION = "publication"
_IN_NO_COMMIT = (
    *(".md.txt", ".png", ".xml", ".xlsx", ".parquet", ".sqlite"),
    *("robots.txt", "llms.txt", "data/release.json"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """How the work is done and told: by what engine, with a line for each report or not, as a preview or not."""

    settings: EngineSettings = _HERE
    verbose: bool = False
    preview: bool = False


_PLAIN = Run()


def make_docs(places: Places, say: Say, run: Run = _PLAIN) -> RunSummary:
    """Convert what changed, bring docs/ up to date, and return what the run did.

    A store that turns out to be damaged is made anew, with one line.
    """
    try:
        return _make_docs(places, say, run)
    except (sqlite3.DatabaseError, PackedError, zlib.error) as error:
        # Of its own kind: a disk that is full, a file that is locked. Nothing is damaged then.
        if isinstance(error, sqlite3.OperationalError):
            raise
        remove_store(places.store)
        say(f"缓存 {places.store.name} 已损坏，正在重建")
        return _make_docs(places, say, run)


def _make_docs(places: Places, say: Say, run: Run) -> RunSummary:
    site = read_publication(places)
    derived = keep_made(places)
    # What the end of the first conversion needs, then the lists, then the site.
    later = derive_vocabulary, compile_lists, partial(compile_theme, places)
    with done_beside(*(() if any(derived.iterdir()) else later)), open_store(places, say) as connection:
        gathered = _convert(places, connection, run, site)
        site = with_pending(site, places.root, connection)
        writer = DocsWriter(FileState(connection, "docs", places.docs))
        _take_told(places, connection, site, say)
        with transaction(connection):
            if not (is_laid(connection) and writer.is_whole()):
                with lists_begun(places, site, apart=_pays_apart(gathered, run.settings)) as end:
                    _lay(connection, writer, site, end)
        say(
            f"docs/：写入 {len(writer.written)} 个文件，删除 {len(writer.removed)} 个，未变 {writer.unchanged} 个"
        )
        return _tell(places, connection, gathered, run)


def _pays_apart(gathered: Gathered, settings: EngineSettings) -> bool:
    """Say whether so much is to be laid that a second process is worth it, and may be had."""
    is_much = len(gathered.new) + len(gathered.changed) >= _MANY
    return is_much and settings.jobs != 1 and count_cores() > 1


def _take_told(places: Places, connection: sqlite3.Connection, site: Publication, say: Say) -> None:
    """Keep all that lists show besides the reports, and what they show of all of these together."""
    with transaction(connection):
        if any([_take_expected(places, connection, say), _take_publication(connection, site)]):
            leave_undone(connection)
        if not is_laid(connection):
            measure_reuse(connection)


def _lay(connection: sqlite3.Connection, writer: DocsWriter, site: Publication, lay_lists: End) -> None:
    """Lay all of docs/ that is made of the store."""
    lists = lists_of(connection)
    lay_reports(Reports(connection), writer)
    lay_texts(lists, writer)
    lay_index(lists, writer, code_key())
    lay_data(lists, writer)
    lay_lists(lists, writer)
    lay_release(lists, writer, site)
    writer.finish()
    note_laid(connection)


def _take_expected(places: Places, connection: sqlite3.Connection, say: Say) -> bool:
    """Keep who is expected to report, say what is wrong with the list, and return whether it is another than before."""
    try:
        expected, wrong = parse_expected((places.sources / FOLDER / EXPECTED).read_bytes())
    except FileNotFoundError:
        expected, wrong = None, []
    for line in wrong:
        say(plain_line(line))
    return keep_expected(connection, expected)


def _take_publication(connection: sqlite3.Connection, site: Publication) -> bool:
    """Keep what docs/ are to say of the site as a whole, and return whether it is another than before."""
    told = repr(site).encode()
    is_new = kept(connection, _PUBLICATION) != told
    if is_new:
        keep(connection, _PUBLICATION, told)
    return is_new


def compare_docs(places: Places, say: Say) -> int:
    """Convert what changed and say which files of docs/ differ from what they should be; 1 where any does.

    What is made with each build and is in no commit is left out: the search index, the data files that are no text, the
    copies of the Markdown, the pictures of pages.
    """
    site = read_publication(places)
    with open_store(places, say) as connection:
        gathered = _convert(places, connection, _PLAIN, site)
        site = with_pending(site, places.root, connection)
        with transaction(connection):
            _take_expected(places, connection, say)
        writer = DocsWriter(FileState(connection, "docs", places.docs), is_dry=True)
        lay_docs(lists_of(connection), writer, site)
        writer.keep_below(str(SEARCH))
        writer.finish()
        changed = (*writer.written, *writer.removed)
        differing = [file for file in changed if not file.endswith(_IN_NO_COMMIT) and file[:5] != "llms/"]
        for file in sorted(differing):
            say(f"docs/{file} 与报告不一致，请运行 build 并提交")
        return 1 if differing else int(_tell(places, connection, gathered, _PLAIN).needs_person)


def converted(engine: Engine, jobs: Iterator[Job]) -> Iterator[Conversion]:
    """Yield what becomes of each file, in whatever order: the engine's processes do the work, within its limits."""
    for outcome in engine.map_unordered(convert_job, jobs, apart=reads_with_library):
        if outcome.value is not None:
            yield outcome.value
        elif outcome.error is not None:
            yield broken_off(outcome.item, outcome.error)


def _convert(places: Places, connection: sqlite3.Connection, run: Run, site: Publication) -> Gathered:
    with Progress(sys.stderr) as progress, open_engine(run.settings) as engine:
        found = find_all(places.sources)
        for passed in found.passed_over:
            progress.say(plain_line(f"{passed.path.relative_to(places.sources).as_posix()}：{passed.reason}"))
        gathered = gather(found, connection, partial(converted, engine), progress, preview=run.preview)
    with transaction(connection):
        resolve_neighbours(connection, site.told)
    return gathered


def _tell(places: Places, connection: sqlite3.Connection, gathered: Gathered, run: Run) -> RunSummary:
    """Tell what needs a person, list all reports in a file, show the table; return the counts."""
    lines = list(run_lines(connection, gathered))
    with Progress(sys.stderr) as progress:
        for number, line in enumerate(lines, 1):
            if line.needs_person or run.verbose:
                progress.say(line_of(line, number, len(lines)))
        for path, proposal in Reports(connection).proposals():
            progress.say(
                f"{path} 还没有记录，建议如下（运行 build --accept {path} 即可写入）：\n{proposal.rstrip()}"
            )
        if not lines:
            progress.say("source_reports/ 里还没有报告：放入“地区代码/年度-部门.txt”后再运行")
        write_whole(places.root / BUILD_REPORT, render_build_report(lines).encode())
        summary = summarise(lines, _told_path(places.root / BUILD_REPORT))
        progress.finish(summary)
    return summary


@contextmanager
def open_store(places: Places, say: Say) -> Iterator[sqlite3.Connection]:
    """Give the store for the block; say what is to be told of one that was no use."""
    connection, told = connect(places.store)
    if told:
        say(told)
    with closing(connection):
        yield connection
        settle(connection)


def _told_path(file: Path) -> str:
    """Return where a file lies, from the folder that the reader is in if it lies below that."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def make_site(places: Places, say: Say, jobs: int | None = None) -> int:
    """Bring site/ up to date with docs/ and return 1 where MkDocs warned of something, else 0."""
    say("正在生成网站 site/ …")
    with open_store(places, say) as connection:
        built = build_site(places, connection, jobs=jobs or os.cpu_count() or 1)
    for warning in built.warnings:
        say(warning)
    say(f"网站：{(places.site / 'index.html').as_posix()}（生成 {built.rendered} 页）")
    return int(bool(built.warnings))


def make_offline(places: Places, say: Say) -> int:
    """Make of site/ the edition offline/, to be opened from a disk; 1 where that fails, and then the old one stays."""
    say("正在生成离线版 offline/ …")
    folder = places.root / "offline"
    try:
        with replaced_folder(folder) as fresh:
            _fill_offline(places, fresh)
    except (OSError, UsageError) as error:
        say(f"离线版没有换新，原来的 offline/（若有）没有动：{error}")
        return 1
    say(f"完成：双击打开 {(folder / 'index.html').as_posix()}，或复制整个文件夹")
    return 0


def _fill_offline(places: Places, fresh: Path) -> None:
    shutil.copytree(places.site, fresh, dirs_exist_ok=True)

    def turn(path: PurePosixPath, data: bytes) -> Mapping[PurePosixPath, bytes]:
        return turn_file(path, data, is_page=not (places.docs / path).exists())

    turn_files(fresh, turn)
    shutil.copyfile(Path(__file__).parent / "offline" / "offline.js", fresh / OFFLINE_SCRIPT)


def serve_site(places: Places, port: int) -> int:
    """Preview the site on this machine until interrupted."""
    environment = {name: value for name, value in os.environ.items() if name != "BUILD_SCRIPTS_FRESH"}
    command = [*_MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=places.root, env=environment | QUIET) as running:
        # Whoever ends this command ends the preview with it, and frees its port.
        signal.signal(signal.SIGTERM, lambda *_: running.terminate())
        try:
            return running.wait()
        except KeyboardInterrupt:
            return 0
