"""Pages of portals: what is read of them, what is not, and that the same report gives the same facts in each layout."""

from collections.abc import Callable
from contextlib import suppress
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.models import BoxField, RawText
from build_scripts.pipeline import process_bytes, process_raw
from build_scripts.read import read_raw
from tests.formats.blocks import MADE, SEEDS, blocks_of, facts_of, share_whole, text_of
from tests.formats.pages import CHROME, SET, make_page
from tests.texts import source_at

TITLE = "平山县水利局2023年度法治政府建设情况报告"
BODY = f"<p>{TITLE}</p><p>2023年，我局检查企业123家。</p><p>一、主要工作</p><p>办理处罚12件。</p>"
TEXT = f"{TITLE}\n2023年，我局检查企业123家。\n一、主要工作\n办理处罚12件。\n"
CHARSETS = ("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig")


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def read(data: str | bytes, name: str = "报告.html") -> RawText:
    return read_raw(source_at(name), data.encode() if isinstance(data, str) else data)


def shown(body: str) -> str:
    """Return what is read of ``body`` between an opening and a closing paragraph."""
    text = read(page(f"<p>全文如下，共三段。</p>{body}<p>以上，完毕。</p>")).text
    return text.removeprefix("全文如下，共三段。\n").removesuffix("以上，完毕。\n")


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [*SEEDS, MADE], ids=lambda path: path.parent.name)
@pytest.mark.parametrize("layout", SET)
def test_a_report_says_the_same_in_every_layout(layout: str, seed: Path) -> None:
    encoding = "gb18030" if layout in ("zoom", "word-made") else "utf-8"
    raw = read(make_page(layout, blocks_of(seed)).encode(encoding))
    wanted, found = facts_of(process_bytes(source_at("报告.txt"), text_of(seed))), facts_of(process_raw(raw))
    assert found.headings == wanted.headings
    assert found.meta == wanted.meta
    assert found.figures == wanted.figures
    assert share_whole(wanted, found) >= 0.98
    assert not [words for words in CHROME if words in raw.text]


@pytest.mark.parametrize("told", ["utf-8", "gb2312", "big5", "x-nonsense", "base64"])
@pytest.mark.parametrize("encoding", CHARSETS)
def test_a_charset_that_lies_garbles_nothing(encoding: str, told: str) -> None:
    assert read(page(BODY, f'<meta charset="{told}">').encode(encoding)).text == TEXT


def test_what_the_page_says_is_asked_where_bytes_say_nothing() -> None:
    body = "<p>2023年，臺北市政府堅持依法行政，全年共檢查企業123家，辦理行政處罰12件。</p>"
    assert "檢查企業123家" in read(page(body, '<meta charset="big5">').encode("big5")).text


def test_a_damaged_byte_in_a_long_page_harms_no_other() -> None:
    data = page(BODY * 40).encode().replace("完".encode(), b"")
    text = read(data[:-20] + b"\xff" + data[-20:]).text
    assert text.count("检查企业123家。") == 40


def test_a_page_saved_with_its_pictures_is_read() -> None:
    saved = MIMEMultipart("related")
    saved["Subject"] = TITLE
    saved.attach(MIMEText(page(BODY), "html", "utf-8"))
    saved.attach(MIMEText("检查9家", "css", "utf-8"))
    assert read(b"From: <Saved by Blink>\n" + saved.as_bytes(), "报告.mht").text == TEXT


def test_bytes_of_no_charset_are_refused() -> None:
    with pytest.raises(UnreadableError, match="编码"):
        read(b"<html><body>" + bytes(range(128, 256)) * 30)


# What stands in the page, and what is read.
SHOWN: dict[str, tuple[str, str]] = {
    "spans cut a number": ("<p>检查<span>1</span><b><i>2</i>3</b>家，共3次。</p>", "检查123家，共3次。\n"),
    "lines of the file": ("<p>检查\n   企业<b>\n5</b>家，AB\nCD。</p>", "检查企业5家，AB CD。\n"),
    "line breaks": ("<div>甲，1次<br>乙，2次<br/><br/>丙，3次</div>", "甲，1次\n乙，2次\n丙，3次\n"),
    "bare text": ("<div>甲，1次<div>乙，2次</div>丙，3次</div>", "甲，1次\n乙，2次\n丙，3次\n"),
    "hard blanks": ("<p>&nbsp;&nbsp;&nbsp;&nbsp;甲&nbsp;乙，1次</p>", "　　甲 乙，1次\n"),
    "an indent by style": ('<p style="text-indent: 32pt">甲，1次</p>', "　　甲，1次\n"),
    "no indent by style": ('<p style="text-indent:0px">甲，1次</p>', "甲，1次\n"),
    "signs without width": ("<p>检\u200b查1\u200b2\ufeff家，办\u00ad结3件。</p>", "检查12家，办结3件。\n"),
    "entities": ("<p>&#20840;年&ldquo;放管服&rdquo;&hellip;&yen;3&lt;5。</p>", "全年“放管服”…¥3<5。\n"),
    "kept lines": ("<pre>甲，1次\n\n乙，2次</pre>", "甲，1次\n乙，2次\n"),
    "numbered": ("<ol><li>甲，1次</li><li value=5>乙，2次</li></ol>", "1.甲，1次\n5.乙，2次\n"),
    "numbered in Chinese": (
        '<ol style="list-style-type:cjk-ideographic"><li>甲，1次</li><li>乙，2次</li></ol>',
        "一、甲，1次\n二、乙，2次\n",
    ),
    "numbered by hand": ("<ol><li>1.甲，1次</li><li>（二）乙，2次</li></ol>", "1.甲，1次\n（二）乙，2次\n"),
    "not numbered": ('<ol style="list-style:none"><li>甲，1次</li></ol><ul><li>乙</li></ul>', "甲，1次\n乙\n"),
    "white on blue": (
        '<p style="background:#036"><font color="#fff">合计，5件</font></p>',
        "合计，5件\n",
    ),
    "white on a picture": ('<p style="background:url(a.png)"><b style="color:white">合计，5件</b></p>', "合计，5件\n"),
    "small but seen": ('<p style="font-size:9pt;opacity:.8">合计，5件</p>', "合计，5件\n"),
    "a box that scrolls": ('<div style="height:0;overflow:visible">合计，5件</div>', "合计，5件\n"),
    "a link within": ('<p>按《<a href="/law.html">条例</a>》办理5件。</p>', "按《条例》办理5件。\n"),
    "files that go with it": (
        '<p><a href="a.doc">附件1.doc</a></p><p><a href="b.pdf?x=1">附件2</a></p><p><a href="#c">附件3</a></p>',
        "附件1.doc\n附件2\n附件3\n",
    ),
    "two links": ('<p><a href="/1">甲</a></p><p><a href="/2">乙</a></p>', "甲\n乙\n"),
    "links of other pages": ('<p><a href="/1">甲</a></p><p><a href="/2">乙</a></p><p><a href="/3">丙</a></p>', ""),
    "less than": ("<p>合格率<95%的企业5家，已整改。</p>", "合格率<95%的企业5家，已整改。\n"),
    "unclosed": ("<p><b>甲，1次<p><font>乙，2次", "甲，1次\n乙，2次\n"),
    "upper case": ("<P>甲，1次<BR>乙，2次</P>", "甲，1次\n乙，2次\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", SHOWN)
def test_what_is_seen_is_read(case: str) -> None:
    body, text = SHOWN[case]
    assert shown(body) == text


UNSEEN = [
    "<p hidden>罚款9万元。</p>",
    '<p hidden="">罚款9万元。</p>',
    '<p aria-hidden="true">罚款9万元。</p>',
    '<p style="display:none">罚款9万元。</p>',
    '<p style="DISPLAY : NONE !important">罚款9万元。</p>',
    '<div style="visibility:hidden"><p>罚款9万元。</p></div>',
    '<p style="font-size:0">罚款9万元。</p>',
    '<p style="font-size:0.0px;color:#333">罚款9万元。</p>',
    '<p style="font-size:1px">罚款9万元。</p>',
    '<p style="opacity:0">罚款9万元。</p>',
    '<p style="color:#fff">罚款9万元。</p>',
    '<p style="color:white">罚款9万元。</p>',
    '<p><font color="#FFFFFF">罚款9万元。</font></p>',
    '<p style="color:rgb(255, 255, 255)">罚款9万元。</p>',
    '<p style="color:transparent">罚款9万元。</p>',
    '<div style="background:#eee"><span style="color:#EEEEEE">罚款9万元。</span></div>',
    '<div style="height:0;overflow:hidden">罚款9万元。</div>',
    '<p style="text-indent:-9999px">罚款9万元。</p>',
    '<p style="position:absolute;left:-5000px">罚款9万元。</p>',
    "<style>.off{display:none}</style><p class='a off'>罚款9万元。</p>",
    "<style>#off, p.x { visibility : hidden }</style><p id=off>罚款9万元。</p>",
    "<style>div.x .y > p.off{display:none}</style><div class='x'><b class=y><p class=off>罚款9万元。</p></b></div>",
    "<style>/* .a{} */ .a.b{display:none}</style><p class='b c a'>罚款9万元。</p>",
    "<b style='display:none'>罚<p>罚款9万元。</p></b>",
    "<font color=white><p>罚款9万元。</p></font>",
    "<script>document.write('罚款9万元。')</script>",
    "<style>p:after{content:'罚款9万元。'}</style>",
    "<template><p>罚款9万元。</p></template>",
    "<noscript>罚款9万元。</noscript>",
    "<!-- 罚款9万元。 -->",
    "<![CDATA[ 罚款9万元。 ]]>",
    "<textarea>罚款9万元。</textarea>",
    "<select><option>罚款9万元。</option></select>",
    "<button>罚款9万元。</button>",
    "<iframe>罚款9万元。</iframe>",
    "<p style='mso-hide:all'>罚款9万元。</p>",
]


@pytest.mark.parametrize("body", UNSEEN)
def test_what_is_not_seen_is_not_read(body: str) -> None:
    assert shown(f"{body}尾，1次") == "尾，1次\n"


def test_a_style_that_hides_the_whole_page_is_undone_by_its_scripts() -> None:
    assert read(page(f"<div class=c>{BODY}</div>", "<style>.c{display:none}</style>")).text == TEXT


@pytest.mark.parametrize(
    "selector", ["p:hover", ".x p", ".c.d", "p[lang]", "li", ".c + p", "*", ".c::after", "@font-face"]
)
def test_a_style_for_others_hides_nothing(selector: str) -> None:
    style = f"<style>{selector} {{ display: none }}</style>"
    assert shown(f"{style}<p class=c>罚款9万元。</p>") == "罚款9万元。\n"


def test_a_style_for_paper_hides_nothing() -> None:
    style = "<style>@media print { p { display:none } .c { display:none } }</style>"
    assert shown(f"{style}<p class=c>罚款9万元。</p>") == "罚款9万元。\n"


_TABS = "\t" * 100
TABLES: dict[str, tuple[str, str]] = {
    "plain": (
        "<table><tr><th>项目<th>件数<tr><td>处罚<td>5<tr><td>许可<td></td></table>",
        "项目\t件数\n处罚\t5\n许可\t\n",
    ),
    "merged heads": (
        ("<table><tr><td rowspan=2>项目</td><td colspan=2>处罚</td></tr><tr><td>警告</td><td>罚款</td></tr>"
        "<tr><td>水政</td><td>3</td><td>9</td></tr></table>"),
        "项目\t处罚\t\n\t警告\t罚款\n水政\t3\t9\n",
    ),
    "a figure over two rows": (
        "<table><tr><td>甲</td><td rowspan=2>7</td></tr><tr><td>乙</td></tr><tr><td>丙</td><td>8</td></tr></table>",
        "甲\t7\n乙\t\n丙\t8\n",
    ),
    "caption and note": (
        ("<table><tr><td colspan=2>许可统计表</td></tr><tr><td>甲</td><td>7</td></tr>"
        "<tr><td colspan=2>注：截至年底。</td></tr></table>"),
        "许可统计表\n甲\t7\n注：截至年底。\n",
    ),
    "lines in a cell": (
        "<table><tr><td>行政<br>许可</td><td><p>12</p><p>件</p></td><td>3<br>4</td></tr></table>",
        "行政许可\t12 件\t3 4\n",
    ),
    "more columns than anybody has": (
        "<table><tr><td colspan=9999>甲</td><td>8</td></tr><tr><td>乙</td></tr></table>",
        f"甲{_TABS}8\n乙\n",
    ),
    "a frame": (
        "<table><tr><td><p>甲，1次</p></td></tr><tr><td><p>乙，2次</p></td></tr></table>",
        "甲，1次\n乙，2次\n",
    ),
    "a table within a frame": (
        "<table><tr><td>左，1次</td><td>右，2次<table><tr><td>甲</td><td>5</td></tr></table></td></tr></table>",
        "左，1次\n右，2次\n甲\t5\n",
    ),
    "particulars": (
        ("<table><tr><td>索引号：</td><td>A-1/2024-01</td><td>发布机构</td><td>平山县水利局</td></tr>"
        "<tr><td>文　号</td><td></td><td>发布日期：2024-01-20</td></tr></table>"),
        "索引号：A-1/2024-01\n发布机构：平山县水利局\n文号：\n发布日期：2024-01-20\n",
    ),
    "particulars over each other": (
        "<table><tr><td>索引号</td><td>发布日期</td></tr><tr><td>A-1/2024-01</td><td>2024-01-20</td></tr></table>",
        "索引号：A-1/2024-01\n发布日期：2024-01-20\n",
    ),
    "documents with their dates": (
        ("<table><tr><td>文号</td><td>发布日期</td></tr><tr><td>平水〔2023〕1号</td><td>2023-01-20</td></tr>"
        "<tr><td>平水〔2023〕2号</td><td>2023-02-20</td></tr></table>"),
        "文号\t发布日期\n平水〔2023〕1号\t2023-01-20\n平水〔2023〕2号\t2023-02-20\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_tables(case: str) -> None:
    body, text = TABLES[case]
    assert shown(body) == text


def test_tags_of_the_page_are_kept_and_the_text_goes_before_them() -> None:
    tags = '<meta name="PubDate" content="2024-01-20 10:00"><meta name="ContentSource" content="县水利局">'
    raw = read(page(BODY, tags))
    assert raw.tags == ((BoxField.PUBLISHED_ON, "2024-01-20 10:00"), (BoxField.AGENCY, "县水利局"))
    assert process_raw(raw).report.meta.published_on == "2024-01-20"
    told = process_raw(read(page(f"<div>发布日期：2024-02-02</div>{BODY}", tags))).report.meta.published_on
    assert told == "2024-02-02"


def test_a_tag_that_is_no_day_says_nothing() -> None:
    assert read(page(BODY, '<meta name="PubDate" content="昨天">')).tags == ()


NO_ARTICLE = {
    "nothing": "",
    "blanks": "   \n",
    "no words": page(""),
    "only chrome": page(
        '<a href="/">首页</a><a href="/a">政务公开</a><div>版权所有：某县人民政府　主办：某县人民政府办公室</div>'
    ),
    "only scripts": page("<div id=app></div><script>render('检查5家。')</script>"),
    "only links": page(
        "".join(f'<li><a href="/{i}">关于第{i}次检查的通知，请看</a></li>' for i in range(30))
    ),
    "no Han": page("<p>Annual report, 2023; all is well.</p>" * 9),
}


@pytest.mark.parametrize("case", NO_ARTICLE)
def test_a_page_without_an_article_is_refused_in_one_plain_line(case: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read(NO_ARTICLE[case])
    assert "\n" not in str(error.value)


def test_the_article_may_stand_in_several_blocks() -> None:
    body = f"<div>现将情况报告如下，共7项。</div><div>{BODY * 9}</div><div>平山县水利局</div><div>2024年1月16日</div>"
    text = read(page(f'<div><a href="/">首页</a></div>{body}<div><a href="/">返回首页</a></div>')).text
    assert "现将情况报告如下，共7项。\n" in text
    assert "平山县水利局\n2024年1月16日\n" in text


HOSTILE: dict[str, Callable[[], str]] = {
    "20,000 levels": lambda: page("<div>" * 20_000 + BODY),
    "entities of its own": lambda: (
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + page(BODY + "<p>&b;</p>")
    ),
    "a file of this machine": lambda: page(
        BODY + '<iframe src="file:///etc/hostname"></iframe><img src="//x/y.png">'
    ),
    "a huge attribute": lambda: page(f'<p title="{"x" * 2_000_000}">甲，乙</p>{BODY}'),
    "control signs round scripts": lambda: page(f"<p>&#1;甲\x02<script></script>\x03&#xFFFF;乙</p>{BODY}"),
    "100,000 open comments": lambda: page(BODY, "<style>" + "/*a" * 100_000 + "</style>"),
    "a style without end": lambda: page(f'<p style="{"a:b" * 100_000}">甲</p>{BODY}'),
    "blanks without end": lambda: page(
        f"<table><tr><td>甲{' ' * 500_000}乙</td><td>5</td></tr></table>{BODY}"
    ),
    "one line of 1 MB": lambda: page(f"<p>{'检查5家，' * 100_000}</p>"),
    "20,000 items": lambda: page("<ol>" + "<li>检查5家，办结3件。</li>" * 20_000 + "</ol>"),
    "20,000 open tags": lambda: page("<b>甲，1次<i>" * 20_000),
    "20,000 braces": lambda: page(BODY, "<style>" + "{" * 20_000 + "</style>"),
    "300 open tables": lambda: page("<table><tr><td>" * 300 + BODY),
}


# A text, or one plain line.
@pytest.mark.heavy
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_page_harms_nothing(case: str) -> None:
    with suppress(UnreadableError):
        assert "/etc" not in read(HOSTILE[case]()).text


def test_a_tag_without_end_takes_nothing_along() -> None:
    """<embed> of a film, <wbr> in a word: the parser takes what follows for a part of them."""
    text = shown("<p>检查<wbr>5家。</p><embed src=a.swf width=9><p>办结<source src=x>3件。</p>")
    assert text == "检查5家。\n办结3件。\n"


def test_a_page_of_more_tags_than_any_has_is_refused() -> None:
    with pytest.raises(UnreadableError, match="400007 个标签"):
        read_raw(source_at("报告.html"), ("<html><body>检查5家" + "<br>" * 400_005).encode())


@pytest.mark.parametrize("times", [1, 5])
def test_a_tag_of_endless_attributes_is_refused(times: int) -> None:
    tag = "<p " + " ".join(f"a{n}" for n in range(1_500)) + ">检查5家</p>"
    with pytest.raises(UnreadableError, match="1000 个以上的属性"):
        read("<html>" + tag * times)


def test_a_picture_within_a_tag_is_no_attribute_too_many() -> None:
    assert shown(f"<img src='data:image/png;base64,{'A' * 100_000}'>检查5家") == "检查5家\n"
