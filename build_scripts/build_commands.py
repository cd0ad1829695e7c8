"""What the commands do that make something of all reports: docs/, the site, the edition for a disk, the preview."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from build_scripts.building import Gathered, code_key, gather
from build_scripts.conversion import Job, broken_off, convert
from build_scripts.docs import lay_docs, lay_index, settle_neighbours
from build_scripts.engine import Engine, EngineSettings, open_engine
from build_scripts.errors import UsageError
from build_scripts.models import Conversion, Places
from build_scripts.offline import SCRIPT as OFFLINE_SCRIPT
from build_scripts.offline import turn_file
from build_scripts.publish import DocsWriter
from build_scripts.search import FOLDER as SEARCH
from build_scripts.site import build_site, replaced_folder, turn_files
from build_scripts.sources import find_passed_over
from build_scripts.store import FileState, connect, keep, kept, transaction

Say = Callable[[str], None]

QUIET = {"NO_MKDOCS_2_WARNING": "1"}
_MKDOCS = (sys.executable, "-W", "ignore", "-m", "mkdocs")
_HERE = EngineSettings()
_DOCS = "docs"  # under this name: the code that docs/ was last laid by, where nothing was left undone


def make_docs(places: Places, say: Say, settings: EngineSettings = _HERE, *, preview: bool = False) -> int:
    """Convert what changed and bring docs/ up to date. Return 1 where a report failed or must not go out, else 0."""
    with _store(places, say) as connection:
        gathered = _convert(places, connection, say, settings, preview=preview)
        writer = DocsWriter(FileState(connection, "docs", places.docs))
        with transaction(connection):
            if not (gathered.is_same and kept(connection, _DOCS) == code_key() and writer.is_whole()):
                lay_docs(connection, writer)
                lay_index(connection, writer)
                writer.finish()
                keep(connection, _DOCS, code_key())
        say(
            f"docs/：写入 {len(writer.written)} 个文件，删除 {len(writer.removed)} 个，未变 {writer.unchanged} 个"
        )
        return _code(connection)


def compare_docs(places: Places, say: Say) -> int:
    """Convert what changed and say which files of docs/ differ from what they should be; 1 where any does.

    What is made with each build and is in no commit is left out: the search index, the copies of the Markdown.
    """
    with _store(places, say) as connection:
        _convert(places, connection, say, _HERE, preview=False)
        writer = DocsWriter(FileState(connection, "docs", places.docs), is_dry=True)
        lay_docs(connection, writer)
        writer.keep_below(str(SEARCH))
        writer.finish()
        differing = [file for file in (*writer.written, *writer.removed) if not file.endswith(".md.txt")]
        for file in sorted(differing):
            say(f"docs/{file} 与报告不一致，请运行 build 并提交")
        return 1 if differing else _code(connection)


def _converted(engine: Engine, jobs: Iterator[Job]) -> Iterator[Conversion]:
    """Yield what becomes of each file, in whatever order: the engine's processes do the work, within its limits."""
    for outcome in engine.map_unordered(convert, jobs):
        if outcome.value is not None:
            yield outcome.value
        elif outcome.error is not None:
            yield broken_off(outcome.item, outcome.error)


def _convert(
    places: Places, connection: sqlite3.Connection, say: Say, settings: EngineSettings, *, preview: bool
) -> Gathered:
    for passed in find_passed_over(places.root):
        say(f"{passed.path.relative_to(places.root).as_posix()}：{passed.reason}")
    with open_engine(settings) as engine:
        gathered = gather(places.root, connection, partial(_converted, engine), preview=preview)
    with transaction(connection):
        settle_neighbours(connection)
    _tell(connection, gathered, say)
    return gathered


def _tell(connection: sqlite3.Connection, gathered: Gathered, say: Say) -> None:
    sql = "SELECT path, status, message, proposal FROM reports ORDER BY path"
    none = True
    for path, status, message, proposal in connection.execute(sql):
        none = False
        if status == "failed":
            say(f"未能转换：{message}")
        elif status == "held":
            say(f"不能发布：{path}：{message}")
        if proposal:
            say(f"{path} 还没有记录，建议如下（运行 build --accept {path} 即可写入）：")
            say(proposal.rstrip())
    if none:
        say("source_reports/ 里还没有报告：放入“地区代码/年度-部门.txt”后再运行")
    say(f"转换 {len(gathered.converted)} 份，未变 {gathered.unchanged} 份")


def _code(connection: sqlite3.Connection) -> int:
    return int(
        connection.execute("SELECT EXISTS (SELECT 1 FROM reports WHERE status <> 'published')").fetchone()[0]
    )


@contextmanager
def _store(places: Places, say: Say) -> Iterator[sqlite3.Connection]:
    connection, told = connect(places.store)
    if told:
        say(told)
    with closing(connection):
        yield connection


def make_site(places: Places, say: Say) -> int:
    """Bring site/ up to date with docs/ and return 1 where MkDocs warned of something, else 0."""
    say("正在生成网站 site/ …")
    with _store(places, say) as connection:
        built = build_site(places, connection, jobs=os.cpu_count() or 1)
    for warning in built.warnings:
        say(warning)
    say(f"完成：{(places.site / 'index.html').as_posix()}（生成 {built.rendered} 页）")
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


def make_preview(places: Places, say: Say) -> int:
    """Bring docs/ and the preview's own site up to date; return as ``make_docs`` does. What MkDocs warns of is told."""
    code = make_docs(places, say, preview=True)
    with _store(places, say) as connection:
        built = build_site(replace(places, preview=True), connection, jobs=os.cpu_count() or 1)
    for warning in built.warnings:
        say(warning)
    return code


def serve_site(places: Places, port: int) -> int:
    """Preview the site on this machine until interrupted."""
    environment = {name: value for name, value in os.environ.items() if name != "BUILD_SCRIPTS_FRESH"}
    command = [*_MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"]
    try:
        return subprocess.run(command, cwd=places.root, env=environment | QUIET, check=False).returncode
    except KeyboardInterrupt:
        return 0
