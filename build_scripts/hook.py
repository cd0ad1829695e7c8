"""Keeps plain `mkdocs build` and `mkdocs serve` fresh: the pipeline runs first, in a process of its own.

The hook carries no content: what it would show is on disk before MkDocs reads it, and a site tool that knows no hooks
builds the same site. A process of its own sees rules and code as they are now. Nothing of the package is imported
here, for MkDocs loads this file by its path and may not find the package.
"""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler

ROOT = Path(__file__).resolve().parent.parent
FRESH = "BUILD_SCRIPTS_FRESH"
# What the pipeline reads; the folder of the code with it, so that a change of it is not taken for none.
INPUTS = ("source_reports", "build_scripts")
PAGES = ("docs", "theme", "mkdocs.yml")
COMPILED = ROOT / ".cache" / "templates"
WATCHED = ("source_reports", "build_scripts/rules", "build_scripts/render/templates")

Snapshot = dict[str, tuple[int, int]]

log = get_plugin_logger("build_scripts")


@dataclass(slots=True)
class Preview:
    """What one run of MkDocs remembers: whether it serves, and the files as they were when last used."""

    serving: bool = False
    inputs: Snapshot = field(default_factory=dict)
    used: Snapshot = field(default_factory=dict)


preview = Preview()


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 - MkDocs' names
    """Learn which command runs, and say where the store of this very folder lies: Python may have another's code."""
    preview.serving = command == "serve"
    os.environ.setdefault("BUILD_SCRIPTS_STORE", str(ROOT / ".cache" / "reports.sqlite"))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let a warning be read in a preview instead of ending it; `strict` is for the finished site."""
    if preview.serving:
        logger = logging.getLogger("mkdocs")
        for handler in [h for h in logger.handlers if isinstance(h, CountHandler)]:
            logger.removeHandler(handler)
    return config


def on_pre_build(config: MkDocsConfig) -> None:  # noqa: ARG001 - MkDocs' name
    """Make docs/ fresh. What fails on one report stops neither the others nor the site.

    Raises `Abort` where nothing could be made, but under `serve`, which shows the messages and goes on.
    """
    inputs = take_snapshot(INPUTS)
    stale = not preview.serving or inputs != preview.inputs
    if stale and not os.environ.get(FRESH):
        _convert()
    preview.inputs = inputs
    # Taken before MkDocs reads the pages: what changes from now on asks for a build of its own.
    preview.used = preview.inputs | take_snapshot(PAGES)


def on_env(env: Environment, **_: object) -> Environment:
    """Keep the theme's templates as compiled from one build of a preview to the next: a third of its time."""
    if preview.serving:
        COMPILED.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))
    return env


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG001 - MkDocs' names
    """Watch what the pages are made from, and build but once for a save.

    The pages that a save makes anew are watched too. The change that is seen then is already in the site.
    """
    build = server.builder

    def build_if_changed() -> None:
        if take_snapshot(INPUTS + PAGES) != preview.used:
            build()
        else:
            # Nothing new: the browsers need not load the page again.
            server._wanted_epoch = server._visible_epoch  # noqa: SLF001 - no other way, in a version that is the last

    server.builder = build_if_changed
    for name in WATCHED:
        server.watch(str(ROOT / name))
    return server


def take_snapshot(names: tuple[str, ...]) -> Snapshot:
    """Return time and size of every file at or below `names` in the repository; compiled Python left out."""
    tops = [ROOT / name for name in names]
    files = (file for top in tops for file in (top, *top.rglob("*")) if file.suffix != ".pyc")
    return dict(entry for file in files for entry in _entry(file))


def _entry(file: Path) -> list[tuple[str, tuple[int, int]]]:
    try:
        known = file.stat()
    except OSError:  # gone since it was listed
        return []
    return [(str(file), (known.st_mtime_ns, known.st_size))] if file.is_file() else []


def _convert() -> None:
    command = [sys.executable, "-m", "build_scripts", "build", *(["--preview"] if preview.serving else [])]
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
