"""Whatever a report holds is shown as text: through Markdown, and as HTML."""

import html
import re
from collections.abc import Callable
from itertools import product

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.render.escape import (
    decode,
    escape,
    escape_exact,
    escape_html,
    escape_line,
    escape_markdown,
)
from tests.every import every
from tests.render.pages import EXTENSIONS, visible_text

TURNED = "罚款\u202e321\u202c万元\u2066甲\u2069\u200f乙"

TRAPS = (
    TURNED,
    "<script>alert(1)</script>",
    "<!-- 注 -->",
    "[文字](javascript:alert(1))",
    "![图](x.png)",
    "<javascript:alert(1)>",
    "# 一",
    "一 #",
    "| 甲 | 乙 |",
    "**重** __点__ _斜_ `码`",
    "{{ config }} {% raw %}",
    "&amp; &lt;b&gt; &#42; &nbsp",
    "+ 一",
    "1. 一",
    "1.",
    "12) 二",
    "- 三",
    "> 四",
    "::: note",
    ":   定义",
    "!!! note",
    "??? note",
    "[^1]",
    "[^1]: 注",
    "*[x]: 缩写",
    "[链]: javascript:alert(1)",
    "---",
    "===",
    "~~~",
    "```",
    '--8<-- "mkdocs.yml"',
    "文字 {: onclick=alert(1) }",
    "{#id}",
    "&#x6a;avascript",
    "\\* \\\\",
    "==标== ^^下^^ ~~删~~ ++键++",
    ":smile:",
    "wzxhzdk:0",
    "klzzwxh:0000",
    "\x02wzxhzdk:0\x03",
    "    四格",
    "\t制表",
    "http://example.com/?a=1&b=2",
    "www.example.com",
    "甲\n\n# 乙",
    "甲\r\n1. 乙",
    "$x$ \\(x\\)",
)


def as_read(text: str) -> str:
    """Return what a reader would see of ``text``: blanks folded, what does harm on a page replaced."""
    turning = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    harm = rf"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff{turning}]"
    return " ".join(re.sub(harm, "\ufffd", text).split())


PIECES = st.one_of(
    st.sampled_from(TRAPS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text("#*_`[](){}<>!&|\\~^=+-.:;1 ax\n\"'$%@/?", max_size=12),
)
TEXTS = st.lists(PIECES, max_size=4).map("".join)


@every("text", TRAPS)
def test_traps_read_the_same_in_a_paragraph(text: str) -> None:
    assert visible_text(escape(text)) == as_read(text)


@pytest.mark.heavy
@given(TEXTS)
def test_any_text_reads_the_same_in_a_paragraph(text: str) -> None:
    assert visible_text(escape(text)) == as_read(text)


@pytest.mark.heavy
@given(TEXTS)
def test_any_text_reads_the_same_in_a_heading(text: str) -> None:
    page = f"### 甲{escape(text)} {{: #h-1 }}\n\n正文"
    assert visible_text(page) == as_read(f"甲{text} 正文")


@pytest.mark.heavy
@given(TEXTS)
def test_any_text_reads_the_same_in_a_list_and_in_html(text: str) -> None:
    assert visible_text(f"- {escape(text)}\n\n尾") == as_read(f"{text} 尾")
    assert visible_text(f"<p>{escape(text)}</p>\n\n尾") == as_read(f"{text} 尾")


@pytest.mark.heavy
@given(TEXTS)
def test_any_text_makes_no_element_but_its_paragraph(text: str) -> None:
    made = markdown.markdown(escape(text), extensions=EXTENSIONS)
    assert set(re.findall(r"<[^>]*>", made)) <= {"<p>", "</p>"}


@pytest.mark.heavy
@given(TEXTS)
def test_a_title_survives_the_front_matter(text: str) -> None:
    loaded = yaml.safe_load(f'title: "{escape(text)}"')["title"]
    assert as_read(html.unescape(loaded)) == as_read(text)


@given(st.text("甲乙 \t<&*_1.", max_size=20))
def test_a_line_of_the_original_keeps_its_blanks(text: str) -> None:
    assert html.unescape(escape_exact(text)) == text


def test_only_whole_entities_are_decoded() -> None:
    assert (
        decode("&lt;b&gt; &ldquo;&#8212;&copy2020 A&B;C &notathing;") == "<b> “—&copy2020 A&B;C &notathing;"
    )


@pytest.mark.parametrize("show", [escape, escape_exact, escape_html, escape_line, escape_markdown, decode])
def test_nothing_turns_the_words_around_it(show: Callable[[str], str]) -> None:
    assert show(TURNED) == "罚款\ufffd321\ufffd万元\ufffd甲\ufffd\ufffd乙"
    assert decode("&#x202e;5") == "\ufffd5"


@pytest.mark.parametrize("show", [escape, escape_html, escape_line, escape_markdown])
def test_signs_do_not_pile_up(show: Callable[[str], str]) -> None:
    """Three signs over a letter stay, as some scripts have them: ế with a dot."""
    assert show("检" + "\u0301" * 5 + "查") == "检\u0301\u0301\u0301\ufffd\ufffd查"
    assert show("e\u0302\u0301\u0323") == "e\u0302\u0301\u0323"


@pytest.mark.heavy
def test_what_is_taken_for_harmless_needs_nothing() -> None:
    """All short texts of the signs that do no harm in most places: what is asked first says what the patterns do."""
    texts = ["".join(signs) for n in range(6) for signs in product("1a甲.-,/%…", repeat=n)]
    for text in texts:
        assert escape(text) == escape_exact(text)
        assert escape_html(text) == escape_line(text)
        # The sign behind it is shown as it is, and asks the patterns. Those say otherwise of these two at an end.
        if text != "-" and text != "1" * (len(text) - 1) + ".":
            assert escape_markdown(text) == escape_markdown(f"{text}·").removesuffix("·")
    assert (
        escape("../../reports/440704/urban-management/2024/,1.5%")
        == "../../reports/440704/urban-management/2024/,1.5%"
    )
