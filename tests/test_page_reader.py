"""What MkDocs is given for a page is what its own tools would have read."""

from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.utils import meta

from build_scripts.render.front_matter import render_front_matter
from build_scripts.site.page_reader import PageReader, read_head
from tests.every import every
from tests.test_rich_pages import PLAIN, keep

ROOT = Path(__file__).parents[1]
RICH = '<h1>甲</h1>\n\n<p>乙</p>\n<h2 data-x id="h-1">丙&amp;</h2>\n\n<table><tr><td>3次</td></tr></table>\n'
HEADS = {
    "ours": render_front_matter(
        {"title": "甲“乙”\\\n\t<b>", "n": 3, "no": None, "hide": ("toc",), "yes": True, "is_split": False}
    ),
    "no words": render_front_matter({"title": "", "list": ()}),
    "a mapping": render_front_matter({"search": {"exclude": True}}),
    "words without quotation marks": "---\ntitle: 甲\nn: 012\nday: 2024-01-01\nhide:\n  - toc\n---\n",
    "numbers of YAML": "---\na: 1e3\nb: 0x1F\nc: 1_000\nd: +1\ne: 1.50\nf: 010\n---\n",
    "a comment": '---\ntitle: "甲" # 乙\n---\n',
    "other quotation marks": "---\ntitle: '甲''乙'\n---\n",
    "twice": '---\ntitle: "甲"\ntitle: "乙"\n---\n',
    "no JSON": '---\ntitle: "甲\\x41"\nmore: "乙\\"\n---\n',
    "line breaks of YAML": '---\ntitle: "甲\x85乙\u2028丙"\n---\n',
    "half a character": '---\ntitle: "\\ud800"\n---\n',
    "not closed": '---\ntitle: "甲"\n',
    "none": "",
    "old": "title: 甲\n",
}


PAGES = {
    **{name: f"{head}\n\n# 甲\n\n乙\n" for name, head in HEADS.items()},
    **{path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")},
    **{path.parent.as_posix(): path.read_text("utf-8") for path in (ROOT / "docs/reports").rglob("*.md")},
}


@every("page", [pytest.param(page, id=name) for name, page in PAGES.items()])
def test_front_matter_says_what_yaml_says(page: str) -> None:
    assert read_head(page) == meta.get_data(page)


@pytest.mark.parametrize("text", [PLAIN, f"\n{PLAIN}\n\n", PLAIN.replace("440704", "440703")])
def test_a_report_is_what_the_extension_shows(tmp_path: Path, text: str) -> None:
    store = keep(tmp_path / "reports.sqlite", RICH)
    settings: dict[str, dict[str, Any]] = {
        "build_scripts.rich_pages": {"store": str(store)},
        "toc": {"permalink": True},
    }
    reader = PageReader(extensions=["toc", "build_scripts.rich_pages"], extension_configs=settings)
    made = reader.convert(text), reader.toc_tokens
    wanted = super(PageReader, reader.reset()).convert(text), reader.toc_tokens
    assert made == wanted
    assert ("3次</td></tr></table>" in made[0]) is ("440704" in text)


class _Anchors(Treeprocessor):
    """Like the step by which MkDocs learns where pages may link to."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.present_anchor_ids: set[str] = set()


def test_mkdocs_learns_the_anchors_of_what_is_not_read() -> None:
    reader = PageReader(extensions=["toc", "attr_list", "build_scripts.rich_pages"])
    anchors = _Anchors(reader)
    reader.treeprocessors.register(anchors, "anchors", 5)
    reader.convert("# a b\n\n<p>丙</p>\n\n##### 丁 {: #d }\n")
    assert anchors.present_anchor_ids == {"a-b", "d"}


def test_heads_of_reports_need_no_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half the pages of a site are theirs."""
    monkeypatch.delattr(meta, "get_data")
    pages = [*(ROOT / "docs/reports").rglob("index.md")]
    assert pages
    for page in pages:
        assert read_head(page.read_text("utf-8"))[1]["title"]
