"""A page that is HTML already is taken apart as Markdown would, and Markdown stays Markdown."""

import pytest
from markdown import Markdown

from build_scripts.ready_blocks import Heading, ready_parts
from build_scripts.render.list_files import list_files
from build_scripts.site.page_reader import PageReader
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up

# Settings of the site's own.
OWN = ["attr_list", "def_list", "fenced_code", "tables", "toc"]
TOC = {"toc": {"permalink": True, "permalink_title": "", "toc_depth": 4}}
# Pages as they are made; of each the number of parts.
READY = {
    "one block": ('<ul class="reports">\n<li>甲</li>\n</ul>', 1),
    "headings": ("# 甲（第 2 页）\n\n<p>乙</p>\n\n\n## 丙 {: #c-1 }\n\n<p>丁</p>\n\n## 丙\n\n##### 戊", 6),
    "signs of other places": ("# 甲 ~ 1. -- \"乙\" | = + http://a.b:8 '丙'  {: #a }  \n\n<p>丁</p>", 2),
    "a heading of one sign": ("# 甲\n\n<p>乙</p>", 2),
    "anchors that others would get": ("# a b\n\n## c {: #a-b }\n\n## a b", 3),
    "several elements in a row": (
        '<h3 id="y2024">2024</h3>\n<p>甲</p>\n<table><tr><td>1</td></tr></table>',
        1,
    ),
    "what folds over empty lines": (
        "<details><summary>更早</summary>\n<h3>甲</h3>\n\n<p>乙</p>\n\n\n<details><summary>丙</summary>\n</details>\n</details>",
        1,
    ),
    "empty lines before and behind": ("\n\n\n<div>乙</div>\n\n\n", 1),
}
READ = {
    "words behind an element": "<p>甲</p>\n*乙*",
    "words between elements": "<p>甲</p>\n\n乙 *丙*\n\n<p>丁</p>",
    "words before the last element": "<p>甲</p>\n*乙*\n<p>丙</p>",
    "an element that is not closed": "<div>\n\n*甲*",
    "an element closed twice": "<p>甲</p></p>\n\n*乙*",
    "code": "<p>甲</p>\n\n```html\n<div>乙</div>\n\n<p>丙</p>\n```",
    "an element inside words": "甲 <b>乙</b>\n\n<b>丙</b> *丁*",
    "a comparison": "a <p and b\n\n*丙*",
    "a heading with a mark": "# 甲 *乙*\n\n<p>丙</p>",
    "a heading with an entity": "# 甲&lt;乙\n\n<p>丙</p>",
    "a heading with a class": "# 甲 {: .folded }\n\n## 乙\n\n<p>丙</p>",
    "a heading that closes itself": "# 甲 #\n\n<p>丙</p>",
    "an anchor right behind the words": "# 甲{: #a }\n\n<p>丙</p>",
    "a wide blank at an end": "# 甲\u3000\n\n<p>丙</p>",
    "a tab in a heading": "# 甲\t乙\n\n<p>丙</p>",
    "a heading and words below it": "# 甲\n乙\n\n<p>丙</p>",
    "a heading under a line": "甲\n===\n\n<p>丙</p>",
}


def both(page: str) -> tuple[tuple[str, object], tuple[str, object]]:
    """Return the HTML and the contents of a page as we make them, and as Markdown does."""
    ours = PageReader(extensions=[*OWN, "build_scripts.rich_pages"], extension_configs=TOC)
    plain = Markdown(extensions=OWN, extension_configs=TOC)
    made, wanted = ours.convert(page), plain.convert(page)
    return (made, ours.toc_tokens), (wanted, plain.toc_tokens)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("page", "parts"), READY.values(), ids=READY)
def test_what_is_html_comes_out_as_markdown_gives_it(page: str, parts: int) -> None:
    assert len(ready_parts(page)) == parts
    made, wanted = both(page)
    assert made == wanted


@pytest.mark.parametrize("page", [page for page, _ in READY.values()], ids=READY)
def test_under_other_tools_headings_are_markdown_still(page: str) -> None:
    """They look through the headings for anchors, and get all else unread."""
    extension = Markdown(extensions=[*OWN, "build_scripts.rich_pages"], extension_configs=TOC)
    plain = Markdown(extensions=OWN, extension_configs=TOC)
    assert _lines(extension.convert(page)) == _lines(plain.convert(page))
    blocks = sum(isinstance(part, str) for part in ready_parts(page))
    assert extension.htmlStash.html_counter == blocks


def _lines(html: str) -> list[str]:
    """Return the lines without empty ones, which mean nothing."""
    return list(filter(None, html.split("\n")))


@pytest.mark.parametrize("page", READ.values(), ids=READ)
def test_what_may_be_markdown_is_left_to_markdown(page: str) -> None:
    assert ready_parts(page) == []


def test_a_heading_is_told_with_its_anchor() -> None:
    assert ready_parts("## 甲 乙 {: #a }") == [Heading(2, "甲 乙", "a")]


@pytest.mark.heavy
def test_lists_are_what_markdown_makes_of_them() -> None:
    pages = {
        path.as_posix(): data.decode().rpartition("\n---\n")[2]
        for path, data in list_files(ListMemory(made_up(60)))
        if path.suffix == ".md"
    }
    read = {name for name, page in pages.items() if not ready_parts(page)}
    # Pages that are one of their kind, and explain more than they list. Of all others one can have thousands.
    alone = ("completeness", "corrections", "data", "findings", "quality", "releases")
    assert read <= {f"{name}/index.md" for name in alone}
    assert len(pages) > 10 * len(read)
    for name, page in pages.items():
        made, wanted = both(page)
        assert made == wanted, name
