"""Reports in plain Markdown: the words of the page, nothing that a program takes for markup, all particulars."""

import dataclasses
import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.models import Cell, Meta, Result, Span, Table
from build_scripts.pipeline import process_all
from build_scripts.render.escape import decode, escape_markdown
from build_scripts.render.front_matter import strip_front_matter
from build_scripts.render.plain_page import render_markdown, render_plain_original
from build_scripts.render.report_page import render_original, render_report
from tests.every import every
from tests.render.articles import (
    COMMONMARK,
    article_of_html,
    article_of_markdown,
    original_of_html,
    original_of_markdown,
)
from tests.render.pages import Elements, html_of
from tests.render.sample import report_of, sample_result
from tests.render.test_bad_input import bare_result, crowded_result, long_title_result, marked_up_result
from tests.render.test_escape import TEXTS, TRAPS, as_read
from tests.render.test_report_page import HOSTILE, moved_result, unsure_result, with_meta
from tests.render.test_site import with_source
from tests.sites import TwinPage, twin_pages
from tests.texts import HEAD, result_of

ROOT = Path(__file__).parents[2]


def tabled_result() -> Result:
    """Return a report with a table under two rows of heads, one without a head, one row shorter than the others."""
    result = sample_result()
    text = result.report.clean.text
    at = text.index("\n", text.index("\n") + 1) + 1

    def cells(*starts: int) -> tuple[Cell, ...]:
        return tuple(Cell(text[at + n : at + n + 2], Span(at + n, at + n + 2)) for n in starts)

    span = Span(at, text.index("\n", at))
    table = Table(
        caption="表|一",
        unit="件",
        header=cells(2, 4),
        above=(cells(0),),
        rows=(cells(6, 8), cells(10)),
        span=span,
    )
    nameless = Span(span.end + 1, text.index("\n", span.end + 1))
    bare = dataclasses.replace(table, caption=None, unit=None, header=(), above=(), span=nameless)
    return dataclasses.replace(result, report=dataclasses.replace(result.report, tables=(table, bare)))


def told_result() -> Result:
    """Return a report of whose particulars none is missing."""
    return with_meta(
        sample_result(),
        doc_number="新卫〔2024〕18号",
        signer="张三",
        addressee="县委、县政府",
        index_number="01/2024-5",
        published_on="2024-02-01",
        joint_agencies=("甲局", "乙局"),
    )


def odd_result() -> Result:
    """Return a report with every kind of blank, invisible characters, and one that no page may hold."""
    text = (
        "甲局2023年报告\n一、强\u2028化\u2029领\x85导\n\u3000\u3000共\xa0办\x0b结\x0c3\u2009件\ufeff。\n"
        "\u200b- 二\u00ad\t三\x07四\U0001f600\n\ufeff# 五\n"
    )
    return Result(report=report_of(text, sample_result().report.clean.raw.source, Meta()))


MADE: tuple[Callable[[], Result], ...] = (
    sample_result,
    bare_result,
    long_title_result,
    crowded_result,
    marked_up_result,
    moved_result,
    unsure_result,
    tabled_result,
    told_result,
    odd_result,
)


@pytest.mark.heavy
@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_page_and_markdown_say_the_same(make: Callable[[], Result]) -> None:
    result = with_source(make(), region_code="440704", department="health", year=2023)
    shown = article_of_html(html_of(render_report(result).decode()))
    assert article_of_markdown(render_markdown(result).decode()) == shown
    assert len(shown.text) > 5


@pytest.mark.heavy
def test_page_and_markdown_of_the_real_reports_say_the_same() -> None:
    for result in process_all(ROOT, preview=False):
        assert isinstance(result, Result)
        shown = article_of_html(html_of(render_report(result).decode()))
        assert article_of_markdown(render_markdown(result).decode()) == shown
        assert len(shown.figures) > 20


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_the_original_stands_between_the_fences_as_it_is(make: Callable[[], Result]) -> None:
    result = with_source(make(), region_code="440704", department="health", year=2023)
    lines = original_of_html(html_of(render_original(result).decode()))
    assert original_of_markdown(render_plain_original(result).decode()) == lines


def test_no_text_ends_the_fence() -> None:
    text = f"{HEAD}```\n~~~\n`````` x\n</pre>\n{{% raw %}}\n"
    result = result_of(text, sample_result().report.clean.raw.source)
    page = render_plain_original(result).decode()
    assert "\n".join(original_of_markdown(page)) == text.strip("\n")
    assert "`" * 7 in page


def pages_of(result: Result) -> list[TwinPage]:
    return twin_pages([result])


@pytest.mark.heavy
@pytest.mark.parametrize("make", [*MADE], ids=lambda make: make.__name__)
def test_no_page_has_a_tag_or_an_attribute(make: Callable[[], Result]) -> None:
    result = with_source(make(), region_code="440704", department="health", year=2023)
    for page in pages_of(result):
        check_is_plain(page.plain.decode())


def test_no_page_in_docs_has_a_tag_or_an_attribute() -> None:
    pages = sorted((ROOT / "docs" / "reports").rglob("*.md"))
    assert len(pages) >= 10
    for page in pages:
        check_is_plain(page.read_text(encoding="utf-8"))


def check_is_plain(page: str) -> None:
    """Fail where a part outside a fence is HTML, code or an attribute list, or a link leads to no file or web page."""
    tokens = COMMONMARK.parse(strip_front_matter(page))
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    assert not kinds & {
        "html_block",
        "html_inline",
        "code_block",
        "code_inline",
        "image",
        "blockquote_open",
        "hr",
    }
    assert not kinds & {"s_open", "em_open", "ordered_list_open", "hardbreak"}
    links = [str(token.attrs["href"]) for token in inline if token.type == "link_open"]
    assert not [link for link in links if ":" in link and not link.startswith(("http:", "https:"))]
    written = [token.content for token in tokens if token.type == "inline"]
    assert not [line for line in written if re.search(r"(?<!\\)\{", line)]


@pytest.mark.parametrize("render", [render_markdown, render_plain_original])
def test_what_programs_read_of_a_report_is_in_front_matter(render: Callable[[Result], bytes]) -> None:
    for make in MADE:
        result = with_source(make(), region_code="440704", department="health", year=2023)
        page = render(result).decode()
        values = yaml.safe_load(page.split("\n---\n")[0].removeprefix("---\n"))
        assert values["report_id"] == "440704-health-2023"
        assert values["sha256"] == result.report.clean.raw.source.sha256
        assert "<" not in values["title"]
        assert strip_front_matter(page).startswith("# ")


def test_every_particular_is_in_front_matter() -> None:
    result = told_result()
    page = render_markdown(result).decode()
    values = yaml.safe_load(page.split("\n---\n")[0].removeprefix("---\n"))
    meta = result.report.meta
    for name in ("agency", "doc_number", "index_number", "signer", "addressee", "issued_on", "published_on"):
        assert values[name] == getattr(meta, name)
    assert values["joint_agencies"] == ["甲局", "乙局"]
    assert (values["figures"], values["doubts"], values["taken_on"]) == (36, 1, None)
    assert values["source_url"] == "https://example.gov.cn/1.html"
    assert (values["region_name"], values["department_name"]) == ("广东省江门市江海区", "卫生健康")


def test_a_report_without_particulars_has_null() -> None:
    page = render_markdown(with_source(bare_result(), record=None)).decode()
    values = yaml.safe_load(page.split("\n---\n")[0].removeprefix("---\n"))
    missing = ("agency", "doc_number", "index_number", "signer", "addressee", "issued_on", "source_url")
    assert [values[name] for name in missing] == [None] * len(missing)
    assert values["joint_agencies"] == []


@pytest.mark.heavy
@given(TEXTS)
def test_front_matter_is_safe_yaml(text: str) -> None:
    page = render_markdown(
        with_meta(sample_result(), title=text or "甲", signer=text, joint_agencies=(text,))
    )
    values = yaml.safe_load(page.decode().split("\n---\n")[0].removeprefix("---\n"))
    assert as_read(html.unescape(values["title"])) == as_read(decode(text or "甲"))
    assert as_read(values["signer"]) == as_read(decode(text))
    assert values["report_id"] == "440704-health-2023"


def test_an_address_on_the_web_is_a_link_of_markdown() -> None:
    source = sample_result().report.clean.raw.source
    assert source.record is not None
    url = "https://example.gov.cn/a(b)/<i>_x_&copy;?q=1 2&r=中"
    record = dataclasses.replace(source.record, url=url)
    page = render_markdown(with_source(sample_result(), record=record)).decode()
    encoded = "https://example.gov.cn/a%28b%29/%3Ci%3E_x_&copy;?q=1%202&r=%E4%B8%AD"
    assert encoded in Elements(COMMONMARK.render(strip_front_matter(page))).links
    assert encoded in Elements(html_of(page)).links


def shown_by_both(markdown: str) -> list[str]:
    """Return what Markdown says to a reader: by the site's own renderer, and by another."""
    pages = (html_of(markdown), COMMONMARK.render(markdown))
    return [" ".join("".join(Elements(page).words).split()) for page in pages]


@pytest.mark.heavy
@every("text", [*TRAPS, HOSTILE, "3~5件，6~8件", "$1$", "a^2^", "甲\\|乙", "\\", "`\\`|"])
def test_traps_read_the_same_everywhere(text: str) -> None:
    check_reads_the_same(text)


@pytest.mark.heavy
@given(TEXTS)
def test_any_text_reads_the_same_everywhere(text: str) -> None:
    check_reads_the_same(text)


def check_reads_the_same(text: str) -> None:
    told, read = escape_markdown(text), as_read(text)
    for markdown in (f"{told}\n", f"- {told}\n\n尾\n", f"### {told}\n\n尾\n", f"- 甲：[{told}](a.md)\n"):
        before = "甲：" if "](" in markdown[-8:] else ""
        after = " 尾" if "尾" in markdown[len(told) :] else ""
        wanted = as_read(f"{before}{read}{after}")
        assert shown_by_both(markdown) == [wanted, wanted], markdown
    table = f"| 甲 | 乙 |\n| --- | ---: |\n| {told} | {told} |\n"
    wanted = as_read(f"甲 乙 {read} {read}")
    assert [as_read(shown) for shown in shown_by_both(table)] == [wanted, wanted], table


@pytest.mark.heavy
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_plain_words_are_left_as_they_are(text: str) -> None:
    """What means nothing in Markdown needs no escape: letters, digits, Chinese punctuation."""
    words = "".join(char for char in text if char.isalnum() or char in "，。、：；（）《》“”—…·% /")
    assert escape_markdown(words) == " ".join(re.split(r"[ ]+", words)).strip()
