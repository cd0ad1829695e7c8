"""A Python-Markdown extension: shows a report's rich page in the place of its plain Markdown.

Named in ``mkdocs.yml``, so MkDocs and Zensical both run it. The page is found in the store by the Markdown itself, so
it never shows what the Markdown does not say. It is ready HTML and is set aside unparsed; its headings get what the
``toc`` extension gives to those of Markdown: anchors, permanent links, a place in the contents. Where no page is found
(other Markdown, no store) the Markdown itself is shown; of a report that is told, and under ``strict`` no site is made.
Lists of many reports are HTML between headings, and are set aside likewise (``ready_blocks``).
"""

import html
import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension, TocTreeprocessor, nest_toc_tokens, strip_tags, unique
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from build_scripts.folded_pages import FoldedPage
from build_scripts.ready_blocks import Heading, ready_parts
from build_scripts.store import read_page

STORE = Path(__file__).resolve().parents[1] / ".cache" / "reports.sqlite"
# The step by which Markdown finds the pages that are ready.
NAME = "rich_pages"
# Names another store; goes before the extension's option ``store``.
VARIABLE = "BUILD_SCRIPTS_STORE"
# The line by which a page of a report is known, and the report.
_NAMED = "报告编号："
_ID = re.compile(rf"^- {_NAMED}(.+)$", re.MULTILINE)
# A heading of a rich page: one line, whose attributes are written in full.
_HEADING = re.compile(r'^<h([1-6])((?: [a-z-]+(?:="[^"]*")?)*)>(.*)</h\1>$', re.MULTILINE)
_ANCHOR = re.compile(r' id="([^"]*)"')
# Below normalize_whitespace (30), which would strip the marks of what is set aside; above all that reads blocks.
_PRIORITY = 28
# Below toc (5), which finds no headings where a page is ready, and gives those of other pages their anchors.
_AFTER_TOC, _LAST = 4, 3

# A last line break of its own, else a mark at the end is taken for the words of a paragraph.
_END = ("", "")

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
        contents = _Contents(md)
        md.preprocessors.register(Replacing(md, file, contents), NAME, _PRIORITY)
        md.treeprocessors.register(contents, "rich_contents", _AFTER_TOC)
        md.treeprocessors.register(FoldedPage(md), "folded_pages", _LAST)


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """A page with its headings' anchors and links set; the headings that are told in the contents; their anchors."""

    html: str
    headings: tuple[dict[str, object], ...]
    anchors: frozenset[str]


class _Contents(Treeprocessor):
    """Tells the headings of a rich page in the place of those that ``toc`` has found."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.headings: tuple[dict[str, object], ...] = ()

    def run(self, root: object) -> None:  # noqa: ARG002 - Markdown's name
        if self.headings:
            headings = list(self.headings)
            self.md.toc_tokens = nest_toc_tokens(headings)  # type: ignore[attr-defined,arg-type]


class Replacing(Preprocessor):
    """Gives the lines of the rich page for those of the plain one, and marks for the blocks of a list."""

    def __init__(self, md: Markdown, file: Path, contents: _Contents) -> None:
        super().__init__(md)
        self._file = file
        self._contents = contents

    def ready(self, markdown: str) -> ReadyPage | None:
        """Return what is shown in the place of ``markdown``, ``None`` where that must be read.

        It is the rich page of a report, or the page itself where that is HTML.
        """
        if page := self._kept(markdown):
            return page
        parts = ready_parts(markdown)
        return join_ready(parts, _toc_of(self.md)) if parts else None

    def _kept(self, markdown: str) -> ReadyPage | None:
        page = read_page(self._file, markdown) if _NAMED in markdown else None
        if page is None:
            return None
        _without_page.discard(self._file)
        return make_ready(page, _toc_of(self.md))

    def run(self, lines: list[str]) -> list[str]:
        """Return marks of what is ready; headings of lists stay for those who look for anchors to link to."""
        markdown = "\n".join(lines)
        shown = self._kept(markdown)
        self._contents.headings = shown.headings if shown else ()
        if shown:
            return [self.md.htmlStash.store(shown.html), *_END]
        named = _ID.search(markdown)
        if named and self._file not in _without_page:
            _without_page.add(self._file)
            log.warning(
                "%s：缓存里没有它的网页，只显示 Markdown；请先运行 python -m build_scripts build", named[1]
            )
        parts = ready_parts(markdown)
        return [line for part in parts for line in (self._line(part), "")] + [*_END] if parts else lines

    def _line(self, part: Heading | str) -> str:
        return part.markdown if isinstance(part, Heading) else self.md.htmlStash.store(f"{part}\n")


def _toc_of(md: Markdown) -> TocTreeprocessor:
    """Return the step of ``toc`` with its settings, its usual ones where the site has it not."""
    for step in md.treeprocessors:
        if isinstance(step, TocTreeprocessor):
            return step
    return TocTreeprocessor(md, TocExtension().getConfigs())


def make_ready(page: str, toc: TocTreeprocessor) -> ReadyPage:
    """Return a rich page with anchors and permanent links at its headings, by the settings of ``toc``."""
    heads = _Headings(
        toc,
        {anchor for _, attributes, _ in _HEADING.findall(page) for anchor in _ANCHOR.findall(attributes)},
    )

    def linked(found: re.Match[str]) -> str:
        level, attributes, words = found.groups()
        known = _ANCHOR.search(attributes)
        return heads.html(int(level), words, attributes, known[1] if known else "")

    return heads.page(_HEADING.sub(linked, page))


def join_ready(parts: Sequence[Heading | str], toc: TocTreeprocessor) -> ReadyPage:
    """Return a page of headings and blocks of HTML as Markdown would, by the settings of ``toc``."""
    known = [part.anchor for part in parts if isinstance(part, Heading) and part.anchor]
    heads = _Headings(toc, {*known}, "&para;")
    shown = "".join(
        f"{_head_of(part, heads)}\n" if isinstance(part, Heading) else f"{part}\n\n" for part in parts
    )
    return heads.page(shown.strip())


def _head_of(heading: Heading, heads: "_Headings") -> str:
    anchor = f' id="{heading.anchor}"' if heading.anchor else ""
    return heads.html(heading.level, heading.words, anchor, heading.anchor)


@dataclass(slots=True)
class _Headings:
    """Writes the headings of a page; ``told`` are those of the contents, ``anchors`` those that are taken.

    ``sign`` is what a permanent link shows.
    """

    toc: TocTreeprocessor
    anchors: set[str]
    sign: str = "¶"
    told: list[dict[str, object]] = field(default_factory=list)

    def html(self, level: int, words: str, attributes: str, anchor: str) -> str:
        """Return a heading with an anchor, a new one where it has none, and its permanent link."""
        toc, name = self.toc, strip_tags(words)
        id_ = anchor or unique(toc.slugify(html.unescape(name), toc.sep), self.anchors)
        if toc.toc_top <= level <= toc.toc_bottom:
            self.told.append({"level": level, "id": id_, "name": name, "html": words, "data-toc-label": ""})
        own = attributes if anchor else f'{attributes} id="{id_}"'
        return f"<h{level}{own}>{words}{_permalink(id_, toc, self.sign)}</h{level}>"

    def page(self, shown: str) -> ReadyPage:
        """Return the page whose headings were all written."""
        return ReadyPage(shown, tuple(self.told), frozenset(self.anchors))


def _permalink(id_: str, toc: TocTreeprocessor, sign: str) -> str:
    if not toc.use_permalinks:
        return ""
    title = f' title="{html.escape(toc.permalink_title)}"' if toc.permalink_title else ""
    return f'<a class="{toc.permalink_class}" href="#{id_}"{title}>{sign}</a>'


def makeExtension(**settings: object) -> RichPages:  # noqa: N802 - Markdown's name
    """Return the extension; Markdown calls this."""
    return RichPages(**settings)
