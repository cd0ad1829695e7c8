"""Where the article of a page begins and ends: nothing of it may be lost, and nothing beside it may come in."""

import random
from html import escape

import pytest

from build_scripts.models import RawText, Result
from build_scripts.pipeline import process_raw
from build_scripts.read import read_raw
from tests.formats.blocks import MADE, SEEDS, Kind, blocks_of, facts_of
from tests.texts import source_at

TITLE = "平山县水利局关于2023年度法治政府建设情况的报告"
TEXT = "".join(
    f"<p>{escape(block.text)}</p>" for block in blocks_of(MADE) if block.kind not in (Kind.TITLE, Kind.ROW)
)
SHORT = "<p>2023年，平山县水利局坚持依法行政，检查企业123家。</p><p>一、主要工作</p><p>办理处罚12件。</p>"
MENU = '<div><a href="/">首页</a><a href="/1">走进平山</a><a href="/2">政务公开</a></div>'


def read(body: str, name: str = "") -> RawText:
    page = f"<html><head><title>{name}</title></head><body>{body}</body></html>"
    return read_raw(source_at("报告.html"), page.encode())


def result(body: str, name: str = "") -> Result:
    return process_raw(read(body, name))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(40))
def test_no_line_is_lost_however_blocks_stand_in_blocks(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same pages each time
    blocks = [b.text for b in blocks_of(dice.choice([*SEEDS, MADE])) if b.kind is not Kind.ROW]
    pieces = [f"<p>{escape(text)}</p>" for text in blocks]
    while len(pieces) > 3 and dice.random() < 0.95:
        start = dice.randrange(len(pieces))
        end = min(start + dice.randrange(1, 6), len(pieces))
        tag = dice.choice(("div", "section", "div class=a", "td", "blockquote", "center"))
        closed = tag.split()[0]
        inner = "".join(pieces[start:end])
        wrapped = f"<table><tr><td>{inner}</td></tr></table>" if tag == "td" else f"<{tag}>{inner}</{closed}>"
        pieces[start:end] = [wrapped]
    footer = "<div><p>主办单位：平山县人民政府办公室</p><p>版权所有，未经授权，禁止转载。</p></div>"
    lines = [line.strip() for line in read(f"{MENU}<div>{''.join(pieces)}</div>{footer}").text.splitlines()]
    assert [text for text in blocks if text.strip() not in lines] == []
    assert "首页走进平山政务公开" not in lines


TITLED = {
    "a heading": f"<h2>{TITLE}</h2><div>{TEXT}</div>",
    "no heading's tag": f"<div class=t>{TITLE}</div><div>{TEXT}</div>",
    "over two lines": f"<center><b><font size=6>{TITLE[:6]}<br>{TITLE[6:]}</font></b></center><div>{TEXT}</div>",
    "over two blocks": f"<div>平山县水利局</div><div>{TITLE.removeprefix('平山县水利局')}</div><div>{TEXT}</div>",
    "and in the path": f"<div><a href=/>首页</a>&gt;{TITLE}</div><h1>{TITLE}</h1><div>{TEXT}</div>",
    "below the site's": f"<h1>平山县人民政府</h1>{MENU}<h2>{TITLE}</h2><div>{TEXT}</div>",
}  # fmt: skip


@pytest.mark.parametrize("case", TITLED)
def test_the_title_stands_outside_the_article(case: str) -> None:
    meta = result(MENU + TITLED[case], f"{TITLE}_法治政府建设_平山县人民政府").report.meta
    assert meta.title == TITLE
    assert meta.agency == "平山县水利局"


ROWS = (
    ("索 引 号", "000014349/2024-00012"),
    ("发布机构", "平山县水利局"),
    ("文　号", ""),
    ("发布日期", "2024-01-30"),
)
PARTICULARS = {
    "blocks": "".join(f"<div><div>{a}</div><div>{b}</div></div>" for a, b in ROWS),
    "a list of terms": "<dl>" + "".join(f"<dt>{a}：</dt><dd>{b}</dd>" for a, b in ROWS) + "</dl>",
    "a list": "<ul>" + "".join(f"<li><b>{a}：</b>{b}</li>" for a, b in ROWS) + "</ul>",
    "a table": "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in ROWS) + "</table>",
    "one line": "<p>" + "&nbsp;&nbsp;".join(f"{a}：{b}" for a, b in ROWS) + "</p>",
    "in brackets": "".join(f"<p>【{a}】{b}</p>" for a, b in ROWS),
}


@pytest.mark.parametrize("case", PARTICULARS)
def test_particulars_stand_above_the_article(case: str) -> None:
    meta = result(f"{MENU}{PARTICULARS[case]}<h2>{TITLE}</h2><div>{TEXT}</div>").report.meta
    assert (meta.index_number, meta.published_on) == ("000014349/2024-00012", "2024-01-30")
    assert meta.title == TITLE


NEWS = (
    "<h3>要闻</h3><b>{}</b><p>会议总结了2022年工作，表彰先进集体15个，部署了下一步任务，检查企业300家。</p>"
)
LINKED = NEWS.format("<a href=/n>全县会议召开</a>")
BESIDE = {
    "news above": f"<div>{NEWS.format('会议召开')}</div><h2>{TITLE}</h2><div>{SHORT * 3}</div>",
    "news below, linked": f"<h2>{TITLE}</h2><div>{SHORT * 3}</div><div>{LINKED}</div>",
    "an aside": f"<h2>{TITLE}</h2><div>{SHORT * 3}</div><aside>{NEWS.format('会议召开')}</aside>",
    "a footer": f"<h2>{TITLE}</h2><div>{SHORT * 3}</div><footer>{NEWS.format('会议召开')}</footer>",
}  # fmt: skip


@pytest.mark.parametrize("case", BESIDE)
def test_what_stands_beside_the_article_is_left_out(case: str) -> None:
    text = read(MENU + BESIDE[case]).text
    assert "检查企业123家" in text
    assert "300家" not in text


LINKED_ROWS = "".join(
    f'<tr><td><a href="/{i}">行政许可事项第{i}类办理情况</a></td><td>{i + 20}件</td></tr>' for i in range(4)
)
WITHIN = {
    "a law with a link": f'<div>{SHORT}<p>按《<a href="/law">行政处罚法</a>》办理7件，均已办结，无一撤销。</p></div>',
    "laws with links in a last part": f"<div>{SHORT * 3}</div><div><p>按<a href=/a>《处罚法》</a>结案6件。</p></div>",
    "a figure in a short line": f"<div>{SHORT}<p>罚款5万元。</p></div>",
    "a table alone in its block": f"<div>{SHORT}</div><div><table><tr><td>许可<td>8<tr><td>处罚<td>9</table></div>",
    "a table of links with figures": f"<div>{SHORT}<table>{LINKED_ROWS}</table></div>",
    "a last part in a block of its own": f"<div>{SHORT * 3}</div><div><div><p>结案6件。</p></div></div>",
    "a first part in a block of its own": f"<div><b>结案6件，</b></div><div>{SHORT * 3}</div>",
    "bare words": f"结案6件，均已公示。<div>{SHORT * 3}</div>另有3件，正在办理。",
}


@pytest.mark.parametrize("case", WITHIN)
def test_what_belongs_to_the_article_stays(case: str) -> None:
    bare = facts_of(result(WITHIN[case])).figures
    found = facts_of(
        result(f"{MENU}<div class=m>{WITHIN[case]}</div><div><a href=/>返回首页</a></div>")
    ).figures
    assert found == bare
    assert len(found) > 2
