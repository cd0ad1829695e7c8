"""What is HTML already is set aside, and Markdown stays Markdown."""

import pytest
from markdown import Markdown

from build_scripts.ready_blocks import spare_html

# Pages as they are made, with what Markdown makes of them; of each the number of blocks that are set aside.
SPARED = {
    "one block": ('<ul class="reports">\n<li>甲</li>\n</ul>', 1),
    "two, and words between": ("<p>甲</p>\n\n乙 *丙*\n\n<p>丁</p>", 2),
    "several elements in a row": (
        '<h3 id="y2024">2024</h3>\n<p>甲</p>\n<table><tr><td>1</td></tr></table>',
        1,
    ),
    "what folds over empty lines": (
        "<details><summary>更早</summary>\n<h3>甲</h3>\n\n<p>乙</p>\n\n\n<details><summary>丙</summary>\n</details>\n</details>",
        1,
    ),
    "an empty line before": ("甲\n\n\n<div>乙</div>", 1),
}
KEPT = {
    "words behind an element": "<p>甲</p>\n*乙*",
    "words before the last element": "<p>甲</p>\n*乙*\n<p>丙</p>",
    "an element that is not closed": "<div>\n\n*甲*",
    "an element closed twice": "<p>甲</p></p>\n\n*乙*",
    "code": "<p>甲</p>\n\n```html\n<div>乙</div>\n\n<p>丙</p>\n```",
    "an element inside words": "甲 <b>乙</b>\n\n<b>丙</b> *丁*",
    "a comparison": "a <p and b\n\n*丙*",
}


@pytest.mark.parametrize(("page", "blocks"), SPARED.values(), ids=SPARED)
def test_html_is_set_aside_and_comes_out_as_it_was(page: str, blocks: int) -> None:
    md = Markdown(extensions=["fenced_code"])
    spare_html(page, md)
    assert md.htmlStash.html_counter == blocks
    spared = _shown(Markdown(extensions=["fenced_code", "build_scripts.rich_pages"]).convert(page))
    assert spared == _shown(Markdown(extensions=["fenced_code"]).convert(page))


@pytest.mark.parametrize("page", KEPT.values(), ids=KEPT)
def test_what_may_be_markdown_is_left_to_markdown(page: str) -> None:
    md = Markdown(extensions=["fenced_code"])
    assert "\n".join(spare_html(page, md)).strip("\n") == page
    assert md.htmlStash.html_counter == 0


def _shown(html: str) -> list[str]:
    """Return the lines without empty ones, which mean nothing."""
    return list(filter(None, html.split("\n")))
