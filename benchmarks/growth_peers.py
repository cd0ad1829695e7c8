"""Other ways to a site from the same Markdown: MkDocs with Material as it comes, and Zensical."""

import importlib.util
import shutil
import sys
from pathlib import Path

MATERIAL, ZENSICAL = "material", "zensical"
# As a beginner sets it up: every page in the navigation, the theme's own search, which cuts Chinese with jieba.
_SETTINGS = """\
site_name: 法治政府建设年度报告
docs_dir: {docs}
site_dir: {site}
theme:
  name: material
  language: zh
  font: false
plugins:
  - search
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - tables
  - pymdownx.details
  - pymdownx.superfences
  - toc:
      permalink: true
"""
_REPORT_DEPTH = 4  # reports/<region>/<department>/<year>/index.md; what lies deeper is no report's own page


def peers() -> list[str]:
    """Return those that this Python has."""
    return [name for name in (MATERIAL, ZENSICAL) if importlib.util.find_spec(name)]


def write_peer_docs(docs: Path, folder: Path) -> int:
    """Copy the reports' Markdown into ``folder``/docs and nothing else; return how many there are."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = [
        p for p in docs.glob("reports/*/*/*/index.md") if len(p.relative_to(docs).parts) == _REPORT_DEPTH + 1
    ]
    for page in pages:
        target = folder / "docs" / page.relative_to(docs)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, target)
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "docs/index.md").write_text("# 首页\n", encoding="utf-8")
    for peer in (MATERIAL, ZENSICAL):
        settings = _SETTINGS.format(docs="docs", site=f"site-{peer}")
        (folder / f"{peer}.yml").write_text(settings, encoding="utf-8")
    return len(pages)


def peer_command(peer: str) -> list[str]:
    """Return the command that builds a site from what ``write_peer_docs`` wrote, from nothing."""
    if peer == MATERIAL:
        return [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--clean", "-q", "-f", f"{peer}.yml"]
    return [sys.executable, "-W", "ignore", "-m", "zensical", "build", "--clean", "-f", f"{peer}.yml"]
