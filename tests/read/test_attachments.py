"""Which files of a page belong to its article."""

from pathlib import Path

import pytest

from build_scripts.read.html_attachments import find_attachments

SENTENCES = "".join(f"<p>我局认真推进法治政府建设，检查企业{i}家，立案{i}件。</p>" for i in range(2, 9))


def hrefs(body: str, head: str = "") -> list[str]:
    page = f"<html><head><meta charset=utf-8><title>报告</title>{head}</head><body>{body}</body></html>"
    return [attachment.href for attachment in find_attachments(Path("a.html"), page.encode())]


def article(inner: str, around: str = "") -> str:
    return f"<div id=top><a href=/>首页</a></div><div class=main><div class=text>{inner}</div>{around}</div>"


@pytest.mark.parametrize(
    "link",
    [
        "<a href='P0.pdf'>2023年度报告</a>",
        "<p>附件：<a href='./a/P0.docx?x=1#y'>年度报告</a></p>",
        "<a href='/download?id=7'>2023年法治政府建设年度报告.pdf</a>",
        "<a href='%E6%8A%A5.DOC'>报</a>",
        "<a href='a.wps'>一</a><a href='b.ofd'>二</a><a href='c.rtf'>三</a>",
    ],
)
def test_files_within_the_article(link: str) -> None:
    found = hrefs(article(SENTENCES + link))
    assert len(found) == link.count("<a ")


def test_files_beside_the_article_are_others() -> None:
    side = "<div class=side><ul><li><a href='guide.pdf'>操作手册</a></li></ul></div>"
    assert hrefs(article(SENTENCES, side)) == []


def test_files_called_attachment_right_below_it() -> None:
    below = "<div class=fj>附件：<a href='a.pdf'>报告全文</a></div>"
    assert hrefs(article(SENTENCES, below)) == ["a.pdf"]


def test_a_page_that_only_hands_over_a_file() -> None:
    assert hrefs("<h1>古丈县司法局2023年法治政府建设年度报告</h1><p><a href='a.pdf'>下载</a></p>") == [
        "a.pdf"
    ]


def test_a_page_may_have_a_base_for_its_addresses() -> None:
    page = article(SENTENCES + "<a href='a.pdf'>附件</a><a href='/b.pdf'>附件</a>")
    base = "<base href='https://a.gov.cn/files/'>"
    assert hrefs(page, base) == ["https://a.gov.cn/files/a.pdf", "https://a.gov.cn/b.pdf"]


def test_a_file_in_a_frame_comes_first_and_each_once() -> None:
    frame = "<iframe src='a.pdf'></iframe><p><a href='a.pdf'>下载</a> <a href='b.doc'>下载</a></p>"
    assert hrefs(article(SENTENCES + frame)) == ["a.pdf", "b.doc"]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='2.html'>下一篇</a>",
        "<a href='a.zip'>附件</a>",
        "<a>报告.pdf</a>",
        "<a href=''>报告.pdf</a>",
        "<a href='http://[bad'>x</a>",
        "<div style='display:none'><a href='hidden.pdf'>附件</a></div>",
        "<script>document.write('<a href=a.pdf>附件</a>')</script>",
    ],
)
def test_what_is_no_file(link: str) -> None:
    assert hrefs(article(SENTENCES + link)) == []


def test_a_page_of_many_levels_and_links_is_read_in_time() -> None:
    assert len(hrefs(article(SENTENCES + "<div>" * 500 + "<a href='a.pdf'>x</a>" * 2000))) == 1
