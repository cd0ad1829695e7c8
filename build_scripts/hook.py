"""Keeps plain `mkdocs build` and `mkdocs serve` fresh: the pipeline runs first, in a process of its own.

The hook carries no content: what it would show is on disk before MkDocs reads it, and a site tool that knows no hooks
builds the same site. Nothing of the package is imported here, for MkDocs loads this file by its path and may not find
the package.

Under `serve` the process is kept: it holds the program loaded, and forks for each save. One that follows a change of
code or rules starts anew. Of a report that is saved its own pages are there at once; what speaks of many reports is
made meanwhile, and the pages say so until it is there.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Literal, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler
from watchdog import events
from watchdog.observers import Observer

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
SITE = CACHE / "preview"
FRESH = "BUILD_SCRIPTS_FRESH"
# What a preview is made from. The folder of the code with it, so that a change of it is not taken for none.
INPUTS = ("source_reports", "build_scripts", "theme", "mkdocs.yml", "docs", "docs/assets")
FLAT = frozenset({"docs", "docs/assets"})  # of these no folder below: those hold what is made anew
MADE = frozenset({"index.md", "robots.txt", "llms.txt"})  # in docs/, but not by hand
WATCHED = ("source_reports", "build_scripts/rules", "build_scripts/render/templates", "theme")
CODE = f"build_scripts{os.sep}"
REPORTS = f"source_reports{os.sep}"
# So many saved at once are brought in by a run over all.
FEW = 20
# From so many files on it costs a core to look at each of them twice a second.
MANY = 2000
WRITES = (events.FileCreatedEvent, events.FileDeletedEvent, events.FileModifiedEvent, events.FileMovedEvent)

# Windows has no fork: there a process is started for each save.
CAN_FORK = hasattr(os, "fork")
NOTICE = (
    '<p role="status" style="position:fixed;inset:auto 1rem 1rem auto;z-index:9;margin:0;padding:.5rem .75rem;'
    'background:#fff3cd;color:#333;border:1px solid #b58900">'
    "预览：这份报告的页面已更新；列表、检索和数据文件正在更新，完成后自动刷新。</p>"
).encode()

Snapshot = dict[str, tuple[int, int]]

log = get_plugin_logger("build_scripts")


class Worker:
    """A process that holds the program loaded, is asked for one thing at a time, and ends with this one."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "build_scripts", "site", "--preview", "--requests"]
        # Here and below in a session of its own: Ctrl+C is for MkDocs, and the pipeline ends with it without a word.
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)
        self._is_over = False

    def ask(self, names: Sequence[str]) -> int:
        """Show the reports with these files, without names all; return the exit code, below 0 where broken off."""
        self._write(json.dumps(names))
        return int(self._answers.readline() or (-1 if self._is_over else 2))

    def stop(self) -> None:
        """Let what is being done be broken off."""
        self._write("stop")

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._is_over = True
        with suppress(OSError):
            self._requests.close()
        self._process.wait()

    @property
    def has_ended(self) -> bool:
        """Say whether it can be asked no more."""
        return self._process.poll() is not None

    def _write(self, line: str) -> None:
        with suppress(OSError):
            self._requests.write(f"{line}\n".encode())
            self._requests.flush()


@dataclass(slots=True)
class Preview:
    """What one run of MkDocs remembers: whether it serves, the inputs as they were when last used, who does the work.

    ``following`` brings lists and index up to date; while it does, ``is_behind``.
    """

    serving: bool = False
    used: Snapshot = field(default_factory=dict)
    worker: Worker | None = None
    following: threading.Thread | None = None
    is_behind: bool = False


preview = Preview()


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 - MkDocs' names
    """Learn which command runs, and say where the store of this very folder lies: Python may have another's code."""
    preview.serving = command == "serve"
    os.environ.setdefault("BUILD_SCRIPTS_STORE", str(CACHE / "reports.sqlite"))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Under `serve` let MkDocs itself build nothing: the preview's site is brought up to date page by page.

    A warning is read there, and ends nothing; `strict` is for the finished site.
    """
    if preview.serving:
        nothing = CACHE / "nothing"
        nothing.mkdir(parents=True, exist_ok=True)
        config.docs_dir, config.nav = str(nothing), []
        logger = logging.getLogger("mkdocs")
        for handler in [h for h in logger.handlers if isinstance(h, CountHandler)]:
            logger.removeHandler(handler)
    return config


def on_pre_build(config: MkDocsConfig) -> None:  # noqa: ARG001 - MkDocs' name
    """Make docs/ fresh, and under `serve` the site. What fails on one report stops neither the others nor the site.

    Raises `Abort` where nothing could be made, but under `serve`, which shows the messages and goes on.
    """
    # Taken before anything is read: what changes from now on asks for a build of its own.
    preview.used = take_snapshot()
    if os.environ.get(FRESH):
        return
    if preview.serving:
        _make_preview(())
    else:
        _convert()


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG001 - MkDocs' names
    """Serve the preview's site, watch what it is made from, and build but once for a save."""
    inject = server._inject_js_into_html  # noqa: SLF001 - no other way, in a version that is the last

    def inject_notice(content: bytes, epoch: int) -> bytes:
        return bytes(inject(content + NOTICE if preview.is_behind else content, epoch))  # type: ignore[no-untyped-call]

    server._inject_js_into_html = inject_notice  # type: ignore[method-assign]  # noqa: SLF001 - as above
    server.builder = lambda: build_if_changed(server)
    server.root = str(SITE)
    server.error_handler = _page_for
    if len(preview.used) > MANY:
        # Told by the system of what changes, in place of looking; and not of what is only read.
        observer = Observer()
        observer.schedule = partial(observer.schedule, event_filter=[*WRITES])  # type: ignore[method-assign]
        server.observer = observer  # type: ignore[assignment]
        server._watched_paths.clear()  # noqa: SLF001 - as above
        server.watch(str(ROOT), recursive=False)
    for name in WATCHED:
        server.watch(str(ROOT / name))
    for name in FLAT:
        server.watch(str(ROOT / name), recursive=False)
    return server


def on_shutdown() -> None:
    """Leave no process behind."""
    if preview.worker:
        preview.worker.end()


def build_if_changed(server: LiveReloadServer) -> None:
    """Bring the preview up to date with what was saved since it was last."""
    now = take_snapshot()
    changed = [name for name in now.keys() | preview.used.keys() if now.get(name) != preview.used.get(name)]
    if not changed:
        # Nothing new: the browsers need not load the page again.
        server._wanted_epoch = server._visible_epoch  # noqa: SLF001 - as above
        return
    log.info("Building documentation...")
    preview.used = now
    _break_off()
    names = [os.path.relpath(name, ROOT) for name in changed]
    if preview.worker and any(name.startswith(CODE) for name in names):
        preview.worker.end()
        preview.worker = None
    preview.is_behind = CAN_FORK and len(names) <= FEW and all(name.startswith(REPORTS) for name in names)
    _make_preview(names if preview.is_behind else ())
    if preview.is_behind:
        _follow(server)


def _break_off() -> None:
    """Let lists and index be: they are made again after what was saved now."""
    if preview.following and preview.worker:
        preview.worker.stop()
        preview.following.join()
    preview.following = None


def _follow(server: LiveReloadServer) -> None:
    """Bring all else up to date while the pages can be read, and let browsers load them again when it is there."""

    def follow() -> None:
        if _make_preview(()) < 0:  # broken off
            return
        with server._epoch_cond:  # noqa: SLF001 - as above
            server._wanted_epoch = server._visible_epoch = round(time.monotonic() * 1000)  # noqa: SLF001 - as above
            server._epoch_cond.notify_all()  # noqa: SLF001 - as above

    preview.following = threading.Thread(target=follow, daemon=True)
    preview.following.start()


def _page_for(code: int) -> bytes | None:
    page = SITE / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def take_snapshot() -> Snapshot:
    """Return time and size of every file that a preview is made from; compiled Python left out."""
    return dict(stamp for name in INPUTS for stamp in _stamps(name))


def _stamps(name: str) -> Iterator[tuple[str, tuple[int, int]]]:
    top, made = ROOT / name, MADE if name == "docs" else frozenset[str]()
    # Found again by each save: of ten thousand reports there are some thirty thousand files.
    for entry in _files(top, deep=name not in FLAT) if top.is_dir() else (top,):
        if not entry.name.endswith(".pyc") and entry.name not in made:
            with suppress(OSError):  # gone since it was listed
                known = entry.stat()
                yield os.fspath(entry), (known.st_mtime_ns, known.st_size)


def _files(folder: Path | str, *, deep: bool) -> Iterator["os.DirEntry[str]"]:
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if not entry.is_dir():
                yield entry
            elif deep:
                yield from _files(entry.path, deep=True)


def _convert() -> None:
    """Bring docs/ up to date for MkDocs, by a process for this alone. Raises `Abort` where nothing could be made."""
    code = _run("build")
    if code > 1:
        raise Abort("转换没有完成，网站没有生成：请按上面的提示改正后重试。")
    if code:
        # The build goes on: under `strict` this warning lets it end with 1, the site of the others made.
        log.warning("有报告没有转换成功（见上面的提示），其余报告的页面照常生成；请改正后重试。")


def _make_preview(names: Sequence[str]) -> int:
    """Bring the preview up to date, of the reports with these files or all, and return the exit code."""
    if not CAN_FORK:
        code = _run("site", "--preview")
    else:
        if not preview.worker or preview.worker.has_ended:
            preview.worker = Worker()
        try:
            code = preview.worker.ask(names)
        except BaseException:
            preview.worker.end()
            raise
    preview.is_behind = preview.is_behind and bool(names or code < 0)
    if code > 1:
        log.warning("转换没有完成（见上面的提示），页面还是原来的；改好保存后会自动重试。")
    elif code == 1 and not names:
        log.warning("有报告没有转换成功（见上面的提示），其余报告的页面照常生成；请改正后重试。")
    return code


def _run(*verb: str) -> int:
    command = [sys.executable, "-m", "build_scripts", *verb]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as running:
        try:
            return running.wait()
        except BaseException:
            running.terminate()
            raise
