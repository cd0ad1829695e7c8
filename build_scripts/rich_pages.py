"""A Python-Markdown extension: shows a report's rich page in the place of its plain Markdown.

Named in ``mkdocs.yml``, so MkDocs and Zensical both run it. The page is found in the store by the Markdown itself, so
it never shows what the Markdown does not say. Headings stay Markdown, for contents and anchors; what lies between is
ready HTML and is set aside unparsed. Where no page is found (other Markdown, no store) the Markdown itself is shown; of
a report that is told, and under ``strict`` no site is made.
"""

import logging
import os
import re
from itertools import groupby
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from build_scripts.store import read_page

STORE = Path(__file__).resolve().parents[1] / ".cache" / "reports.sqlite"
# Names another store; goes before the extension's option ``store``.
VARIABLE = "BUILD_SCRIPTS_STORE"
# The line by which a page of a report is known, and the report.
_ID = re.compile(r"^- 报告编号：(.+)$", re.MULTILINE)
# The tags that pages of many reports begin their blocks with; all of them are blocks to Markdown too.
_TAG = re.compile("<(p|ul|ol|dl|div|table|nav|form|figure|details)[ >]")
# In code of a page a tag is no tag.
_FENCE = re.compile("^(?:```|~~~)", re.MULTILINE)
# Below normalize_whitespace (30), which would strip the marks of what is set aside; above all that reads blocks.
_PRIORITY = 28

# The stores that had no page of the report asked for last: of many in a row the first alone is told.
_without_page: set[Path] = set()
# MkDocs counts the warnings of loggers under its own name.
log = logging.getLogger("mkdocs.build_scripts")


class RichPages(Extension):
    """The extension. Its option ``store`` is the path of the store, "" for the one of the project."""

    def __init__(self, **settings: object) -> None:
        """Take the settings that a site tool gives."""
        self.config = {"store": ["", "Path of the store"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Put the step in its place."""
        file = Path(os.environ.get(VARIABLE) or self.getConfig("store") or STORE)
        md.preprocessors.register(_Replacing(md, file), "rich_pages", _PRIORITY)


class _Replacing(Preprocessor):
    """Gives the lines of the rich page for those of the plain one."""

    def __init__(self, md: Markdown, file: Path) -> None:
        super().__init__(md)
        self._file = file

    def run(self, lines: list[str]) -> list[str]:
        markdown = "\n".join(lines)
        page = read_page(self._file, markdown)
        if page is not None:
            _without_page.discard(self._file)
            return set_aside(page, self.md)
        named = _ID.search(markdown)
        if named and self._file not in _without_page:
            _without_page.add(self._file)
            log.warning(
                "%s：缓存里没有它的网页，只显示 Markdown；请先运行 python -m build_scripts build", named[1]
            )
        return lines if _FENCE.search(markdown) else spare_html(markdown, self.md)


def set_aside(page: str, md: Markdown) -> list[str]:
    """Return the lines of a rich page: headings as they are, for each stretch of HTML between them its mark."""
    told: list[str] = []
    for is_heading, lines in groupby(page.split("\n"), key=lambda line: line.startswith("#")):
        if is_heading:
            told += [part for line in lines for part in (line, "")]
        elif html := "\n".join(lines).strip():
            told += [md.htmlStash.store(html), ""]
    # A last line break of its own, else the last mark is taken for the words of a paragraph.
    return [*told, ""]


def spare_html(markdown: str, md: Markdown) -> list[str]:
    """Return the lines of a page whose blocks of HTML are set aside.

    Markdown would give them back as they are, but reads each tag of a list of fifty reports first: two thirds of what
    such a page costs. A block is taken only where it begins and ends with one tag, and has as many closed as opened.
    """
    return [
        line
        for block in markdown.split("\n\n")
        for line in ([md.htmlStash.store(f"{block}\n"), ""] if _is_html(block) else [*block.split("\n"), ""])
    ]


def _is_html(block: str) -> bool:
    found = _TAG.match(block)
    return found is not None and block.rstrip().endswith(f"</{found[1]}>") and _is_closed(block, found[1])


def _is_closed(block: str, tag: str) -> bool:
    return len(re.findall(rf"<{tag}\b", block)) == block.count(f"</{tag}>")


def makeExtension(**settings: object) -> RichPages:  # noqa: N802 - Markdown's name
    """Return the extension; Markdown calls this."""
    return RichPages(**settings)
