"""Reads a page for MkDocs: what is ready is taken as it is, all else goes through the tools that MkDocs itself uses.

Nearly all pages of a site are ready: those of reports, whose HTML the store has, and lists, which are HTML already.
Through all steps of Markdown each costs 1.5 ms, and as YAML its front matter, which is JSON line by line, 0.3 ms.
"""

import json
import re
from typing import Any

from markdown import Markdown
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.utils import meta

from build_scripts.rich_pages import NAME, ReadyPage, Replacing

_HEAD = re.compile(r"---\n((?:\w+: [^\n]+\n)+)---\n\n*", re.ASCII)
# YAML takes these for line breaks too; and knows no halves of a character, which JSON has as "\ud800".
_WORDS, _HALF = r"[^\n\x85\u2028\u2029]*", re.compile(r"\\ud", re.IGNORECASE)
# A line that says the same as JSON and as YAML: words in quotation marks, lists of them, whole numbers; and of a name
# that is none of YAML's words for true, false and nothing.
_LINE = re.compile(
    r"(?!(?:yes|no|on|off|true|false|null):)([a-z][a-z0-9_]*): "
    rf'("{_WORDS}"|[\[{{]"{_WORDS}[\]}}]|\[\]|0|-?[1-9]\d*|null|true|false)\n',
    re.ASCII,
)


class PageReader(Markdown):
    """A reader of Markdown that does not read what is ready."""

    def convert(self, source: str) -> str:
        """Return the HTML of a page, and keep its headings and anchors where ``toc`` and MkDocs would."""
        page = self._ready(source)
        if page is None:
            return super().convert(source)
        headings: list[Any] = [*page.headings]
        self.toc_tokens = nest_toc_tokens(headings)
        for step in self.treeprocessors:
            # What MkDocs holds the links of other pages against.
            if isinstance(anchors := getattr(step, "present_anchor_ids", None), set):
                anchors |= page.anchors
        return page.html.strip()

    def _ready(self, source: str) -> ReadyPage | None:
        if NAME in self.preprocessors and isinstance(step := self.preprocessors[NAME], Replacing):
            return step.ready(source)
        return None


def read_head(page: str) -> tuple[str, dict[str, Any]]:
    r"""Return the Markdown of a page and what its front matter says.

    >>> read_head('---\ntitle: "甲"\nyear: 2023\n---\n\n# 甲\n')
    ('# 甲\n', {'title': '甲', 'year': 2023})
    """
    found = _HEAD.match(page)
    lines, count = _LINE.subn(r'"\1":\2,', found[1]) if found else ("", 0)
    if not found or count != found[1].count("\n") or _HALF.search(found[1]):
        return meta.get_data(page)
    try:
        told: dict[str, Any] = json.loads(f"{{{lines[:-1]}}}")
    except ValueError:
        return meta.get_data(page)
    return page[found.end() :], told
