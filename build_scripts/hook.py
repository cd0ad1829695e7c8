"""Keeps plain `mkdocs build` and `mkdocs serve` fresh: the pipeline runs first, in a process of its own.

The hook carries no content: what it would show is on disk before MkDocs reads it, and a site tool that knows no hooks
builds the same site. A process of its own sees rules and code as they are now. Nothing of the package is imported
here, for MkDocs loads this file by its path and may not find the package.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler
from watchdog.observers import Observer

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
SITE = CACHE / "preview"
FRESH = "BUILD_SCRIPTS_FRESH"
# What a preview is made from. The folder of the code with it, so that a change of it is not taken for none.
INPUTS = ("source_reports", "build_scripts", "theme", "mkdocs.yml", "docs", "docs/assets")
FLAT = frozenset({"docs", "docs/assets"})  # of these no folder below: those hold what is made anew
MADE = frozenset({"index.md", "browse.md", "quality.md"})  # in docs/, but not by hand
WATCHED = ("source_reports", "build_scripts/rules", "build_scripts/render/templates", "theme")
# From so many files on it costs a core to look at each of them twice a second.
MANY = 2000

Snapshot = dict[str, tuple[int, int]]

log = get_plugin_logger("build_scripts")


@dataclass(slots=True)
class Preview:
    """What one run of MkDocs remembers: whether it serves, and the inputs as they were when last used."""

    serving: bool = False
    used: Snapshot = field(default_factory=dict)


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
    if not os.environ.get(FRESH):
        _convert()


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG001 - MkDocs' names
    """Serve the preview's site, watch what it is made from, and build but once for a save."""
    build = server.builder

    def build_if_changed() -> None:
        if take_snapshot() != preview.used:
            build()
        else:
            # Nothing new: the browsers need not load the page again.
            server._wanted_epoch = server._visible_epoch  # noqa: SLF001 - no other way, in a version that is the last

    server.builder = build_if_changed
    server.root = str(SITE)
    server.error_handler = _page_for
    if len(preview.used) > MANY:
        # Told by the system of what changes, in place of looking.
        server.observer = Observer()  # type: ignore[assignment]
        server._watched_paths.clear()  # noqa: SLF001 - no other way, as above
    for name in WATCHED:
        server.watch(str(ROOT / name))
    for name in FLAT:
        server.watch(str(ROOT / name), recursive=False)
    return server


def _page_for(code: int) -> bytes | None:
    page = SITE / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def take_snapshot() -> Snapshot:
    """Return time and size of every file that a preview is made from; compiled Python left out."""
    return dict(entry for file in _inputs() for entry in _entry(file))


def _inputs() -> Iterator[Path]:
    for name in INPUTS:
        top = ROOT / name
        below = top.iterdir() if name in FLAT else top.rglob("*")
        made = MADE if name == "docs" else frozenset[str]()
        yield from (top, *(file for file in below if file.suffix != ".pyc" and file.name not in made))


def _entry(file: Path) -> list[tuple[str, tuple[int, int]]]:
    try:
        known = file.stat()
    except OSError:  # gone since it was listed
        return []
    return [(str(file), (known.st_mtime_ns, known.st_size))] if file.is_file() else []


def _convert() -> None:
    command = [
        sys.executable,
        "-m",
        "build_scripts",
        *(["site", "--preview"] if preview.serving else ["build"]),
    ]
    # In a session of its own: Ctrl+C is for MkDocs, and the pipeline ends with it without a word.
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as running:
        try:
            code = running.wait()
        except BaseException:
            running.terminate()
            raise
    if code > 1 and not preview.serving:
        raise Abort("转换没有完成，网站没有生成：请按上面的提示改正后重试。")
    if code > 1:
        log.warning("转换没有完成（见上面的提示），页面还是原来的；改好保存后会自动重试。")
    elif code:
        # A build goes on too: under `strict` this warning lets it end with 1, the site of the others made.
        log.warning("有报告没有转换成功（见上面的提示），其余报告的页面照常生成；请改正后重试。")
