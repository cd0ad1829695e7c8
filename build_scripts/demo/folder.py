"""Fills a folder of its own that is laid out like the project, with made-up reports in the place of real ones."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from build_scripts.demo.broken import broken_reports
from build_scripts.demo.reports import DemoReport, demo_reports
from build_scripts.errors import UsageError
from build_scripts.publication_files import DEMO
from build_scripts.record_files import record_path, render_record
from build_scripts.sources import FOLDER

# By this file a folder is known as one that may be emptied, and its feeds say what they tell of.
MARK = DEMO
_MARK_TEXT = "这个文件夹里的报告都是程序编造的演示数据，每次生成都会全部重写，请勿放入自己的文件。\n"
# The pages that people write, but for the one that a build writes: read from the project's own docs/, so that a
# change there is seen here.
_HAND_WRITTEN = ("*.md", "assets/*", "search/*")
_GENERATED = frozenset({"index.md"})
_SETTINGS = """\
# 演示用的网站设置，由程序写成。INHERIT 以外的各项都由项目的 mkdocs.yml 决定。
INHERIT: {settings}
site_name: 法治政府建设年度报告（演示）
docs_dir: docs
site_dir: site
# 转换由 build_scripts 先做好，不在建站时再做。
hooks:
  - {lean}
theme:
  custom_dir: {theme}
extra:
  # 每一页的顶上都写明：演示数据。
  demo: true
"""


def write_demo(project: Path, folder: Path, reports: int, broken: int, seed: int = 1) -> None:
    """Fill ``folder`` with ``reports`` files, ``broken`` of them of a kind that cannot go out, and what a site needs.

    A report that is already there as it should be stays as it is, so a second build finds nothing changed. Raises
    ``UsageError`` where the folder holds something else, or where there are not so many bodies.
    """
    _claim(folder)
    kept = {_write_report(folder / FOLDER, demo) for demo in _demos(reports, broken, seed)}
    if len(kept) < reports:
        raise UsageError(f"最多只能生成 {len(kept)} 份演示报告")
    _remove_others(folder / FOLDER, kept)
    _write_docs(project, folder)


def _demos(reports: int, broken: int, seed: int) -> Iterator[DemoReport]:
    whole = reports - broken
    return chain(demo_reports(whole, seed), broken_reports(broken, seed, after=whole))


def _claim(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise UsageError(f"{folder}：不是演示用的文件夹，里面有别的文件；请换一个文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / MARK, _MARK_TEXT.encode())


def _write_report(folder: Path, demo: DemoReport) -> Path:
    path = folder / demo.path
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, demo.data)
    _write(record_path(path), render_record(demo.record).encode())
    return path


def _remove_others(folder: Path, kept: set[Path]) -> None:
    wanted = kept | {record_path(path) for path in kept}
    for path in [p for p in folder.rglob("*") if p.is_file() and p not in wanted]:
        path.unlink()


def _write_docs(project: Path, folder: Path) -> None:
    docs = folder / "docs"
    # A page that the project has no more would stand in the way of the one in its place.
    for page in docs.glob("*.md"):
        if page.name not in _GENERATED and not (project / "docs" / page.name).exists():
            page.unlink()
    for pattern in _HAND_WRITTEN:
        for file in (project / "docs").glob(pattern):
            if file.is_file() and file.name not in _GENERATED:
                _write(docs / file.relative_to(project / "docs"), file.read_bytes())
    settings = _SETTINGS.format(
        settings=_told(project / "mkdocs.yml"),
        lean=_told(project / "build_scripts" / "lean_theme.py"),
        theme=_told(project / "theme"),
    )
    _write(folder / "mkdocs.yml", settings.encode())


def _told(path: Path) -> str:
    """Return a path as a YAML string: in quotes, for a folder's name may hold a colon or a blank."""
    return json.dumps(path.resolve().as_posix(), ensure_ascii=False)


def _write(path: Path, data: bytes) -> None:
    """Write a file that does not hold ``data`` already."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
