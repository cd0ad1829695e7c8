"""The results as a page for readers: what does not depend on the machine first, then the bars, then every figure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any

from benchmarks.search_bars import (
    BARS_FROM,
    bars_of,
    cpu_of,
    index_bytes,
    render_multiple,
    render_part,
    render_whole,
)
from benchmarks.search_build import MATERIAL, NAMES, OWN, PAGEFIND
from benchmarks.search_queries import ABSENT, label_of
from benchmarks.search_wording import AFTER, BEFORE

Results = dict[str, Any]
_KILO, _MEGA, _GIGA = 1e3, 1e6, 1e9
_WRAPPED = re.compile(
    r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])"
)  # in a browser a line's end is a blank, which Chinese has not
_BOLD_RE = re.compile(r"\*\*(.+?)\*\*")

_FEWER = "这些线是为一万份定的：份数少时，别的检索慢得不多，每份报告摊到的索引也大些，这两条达不到不算退步。"


def render_page(results: Results) -> str:
    """Return the page in Markdown."""
    parts = [
        BEFORE.format(**_facts(results)),
        *_ratio_part(results),
        *_bar_part(results),
        *_found_part(results),
    ]
    parts += [*_cost_part(results), *_build_part(results), *_kind_part(results), *_corpus_part(results)]
    page = "\n\n".join([*parts, AFTER.format(**_facts(results))]).rstrip() + "\n"
    return _WRAPPED.sub("", page)


def _facts(results: Results) -> Results:
    sizes = [_count(int(size)) for size in results["runs"]]
    return results | {"sizes": "、".join(sizes), "query_count": results["queries"]}


def _ratio_part(results: Results) -> Iterator[str]:
    yield "## 几倍 {: #ratios }"
    yield (
        "同一次运行里，别的检索是本站检索的几倍（中位数之比，同样的检索词，一个问完换另一个）。"
        "**大于 1，就是本站省时、省流量、省内存。** 机器快慢不同，这些倍数大致不变。"
    )
    head = [
        "报告数",
        "与谁比",
        "以后检索用时",
        "首次检索用时",
        "首次检索下载",
        "浏览器内存",
        "索引大小",
        "建索引 CPU",
    ]
    yield _wide_table("几倍", head, (_ratio_row(size, run, peer) for size, run, peer in _others(results)))


def _others(results: Results) -> Iterator[tuple[str, Results, str]]:
    for size, run in results["runs"].items():
        yield from ((size, run, peer) for peer in (PAGEFIND, MATERIAL) if peer in run["peers"])


def _ratio_row(size: str, run: Results, peer: str) -> list[str]:
    ratios = run["ratios"][peer]
    figures = [ratios["later_ms"], ratios["cold_ms"], ratios["cold_bytes"], _times(run, peer, _memory)]
    figures += [_times(run, peer, index_bytes), _times(run, peer, cpu_of)]
    return [_count(int(size)), NAMES[peer], *(render_multiple(figure) for figure in figures)]


def _times(run: Results, peer: str, of: Callable[[Results], float | None]) -> float | None:
    ours, theirs = of(run["peers"][OWN]), of(run["peers"][peer])
    return theirs / ours if ours and theirs else None


def _memory(told: Results) -> float | None:
    return told["memory"]["rss"] if told["memory"] else None


def _bar_part(results: Results) -> Iterator[str]:
    size, run = list(results["runs"].items())[-1]
    yield "## 定下的线 {: #bars }"
    yield f"{_count(int(size))} 份报告时，本站检索应当做到的，和实际做到的。" + (
        _FEWER if int(size) < BARS_FROM else ""
    )
    head = ["项目", "应当", "实际", "做到没有"]
    yield _wide_table("定下的线", head, (bar.row(run) for bar in bars_of(int(size))))


def _found_part(results: Results) -> Iterator[str]:
    yield "## 找得全不全，准不准 {: #found }"
    yield (
        "“查全”：该找到的找到了多少。“查准”：列出的有多少是对的，标点不计；括号里是标点也要一样的算法。"
        "“全对”：该列的都列了，不该列的一份没列。“不存在的词”：所有报告里都没有的词，共列出多少份。"
    )
    head = ["报告数", "检索", "问了", "查全", "查准", "前十行", "全对", "不存在的词"]
    yield _wide_table(
        "找得全不全，准不准", head, (_found_row(size, peer, told) for size, peer, told in _each(results))
    )


def _each(results: Results) -> Iterator[tuple[str, str, Results]]:
    for size, run in results["runs"].items():
        yield from ((size, peer, told) for peer, told in run["peers"].items())


def _found_row(size: str, peer: str, told: Results) -> list[str]:
    score, absent = told["all"], told["absent"]
    precision = f"{render_part(score['precision'])}（{render_part(score['precision_strict'])}）"
    right = f"{score['right_queries']} / {score['queries']}"
    listed = f"{absent['listed']}（{absent['queries']} 个词）" if absent["queries"] else "—"
    shares = [render_part(score["recall"]), precision, render_part(score["rows_right"])]
    return [_count(int(size)), NAMES[peer], str(score["queries"]), *shares, right, listed]


def _cost_part(results: Results) -> Iterator[str]:
    yield "## 用时、下载与内存 {: #cost }"
    yield (
        "用时从提问起，到结果齐全、前十行的标题和摘录都备好为止，单位毫秒，写作“中位数 / 第 95 百分位 / 最多”。"
        "首次：浏览器里什么都没有存，连同装入检索程序。下载含报头，单位 kB。用时随机器而变，只宜在同一张表里比。"
    )
    head = [
        "报告数",
        "检索",
        "首次用时",
        "首次下载",
        "首次请求数",
        "以后用时",
        "以后下载",
        "内存 MB（独占分摊）",
    ]
    yield _wide_table(
        "用时、下载与内存", head, (_cost_row(size, peer, told) for size, peer, told in _each(results))
    )


def _cost_row(size: str, peer: str, told: Results) -> list[str]:
    cold, later, memory = told["cold"], told["later"], told["memory"]
    held = f"{memory['rss'] / _MEGA:.0f}（{memory['pss'] / _MEGA:.0f}）" if memory else "未测"
    first = [
        _three(cold["ms"], 1),
        _three(cold["bytes"], _KILO),
        render_whole(cold["requests"].get("median", 0)),
    ]
    return [
        _count(int(size)),
        NAMES[peer],
        *first,
        _three(later["ms"], 1),
        _three(later["bytes"], _KILO),
        held,
    ]


def _build_part(results: Results) -> Iterator[str]:
    yield "## 建索引 {: #build }"
    head = ["报告数", "检索", "CPU 秒", "内存最多 MB", "索引 MB", "每份 kB", "文件数"]
    yield _wide_table(
        "建索引的花费",
        head,
        (_build_row(int(size), peer, told["build"]) for size, peer, told in _each(results)),
    )
    size, run = list(results["runs"].items())[-1]
    reading = run["reading_cpu_seconds"]
    yield (
        f"本站一栏含启动程序、读入报告和写出文件；{_count(int(size))} 份时，单是读入就要 {reading:.1f} CPU 秒。"
        "Material 一栏是生成整个网站，索引只是其中一部分；它的索引不压缩存放，传输时才压缩，另两种是压缩好的。"
    )


def _build_row(size: int, peer: str, cost: Results) -> list[str]:
    figures = [
        f"{cost['cpu_seconds']:.1f}",
        f"{cost['peak_bytes'] / _MEGA:,.0f}",
        f"{cost['bytes'] / _MEGA:,.1f}",
    ]
    return [_count(size), NAMES[peer], *figures, f"{cost['bytes'] / _KILO / size:.1f}", _count(cost["files"])]


def _kind_part(results: Results) -> Iterator[str]:
    size, run = max(
        ((size, run) for size, run in results["runs"].items() if PAGEFIND in run["peers"]),
        key=lambda item: (_asked(item[1]), int(item[0])),
        default=list(results["runs"].items())[-1],
    )
    peers = run["peers"]
    yield "## 各类检索词 {: #kinds }"
    yield f"{_count(int(size))} 份报告，写作“查全 / 查准”。繁体字只问了本站检索：答案是同一个词的简体。"
    kinds = [kind for kind in peers[OWN]["kinds"] if kind != ABSENT]
    yield _wide_table(
        "各类检索词",
        ["检索词", "个数", *(NAMES[peer] for peer in peers)],
        (
            [
                label_of(k),
                str(peers[OWN]["kinds"][k]["queries"]),
                *(_kind(told, k) for told in peers.values()),
            ]
            for k in kinds
        ),
    )


def _asked(run: Results) -> int:
    return int(run["peers"][PAGEFIND]["all"]["queries"])


def _kind(told: Results, kind: str) -> str:
    score = told["kinds"].get(kind)
    return f"{render_part(score['recall'])} / {render_part(score['precision'])}" if score else "—"


def _corpus_part(results: Results) -> Iterator[str]:
    corpora = results["corpora"]
    yield "## 用来比的报告 {: #corpus }"
    rows = (
        [
            _count(int(size)),
            _count(c["characters"]),
            _count(c["substrings"]),
            f"{100 * c['new_in_last']:.0f}%",
        ]
        for size, c in corpora.items()
        if size.isdigit()
    )
    yield _wide_table(
        "报告的字数与不同的字串", ["报告数", "平均字数", "不同的四字串", "最后五份里新出现的"], rows
    )
    yield (
        f"前 17 份里，最后五份有 {100 * corpora['made_up_17']:.0f}% 的四字串是前面没有的；"
        f"换成 17 份真实的和人工标注的报告，是 {100 * corpora['real_17']:.0f}%。"
        "可见编写的报告比真实的还要相像一些，真实的索引会再大一些，每次检索列出的会再少一些。"
    )


def _wide_table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table that scrolls within the page, by keyboard too: more columns than a phone has room for."""
    columns = "".join(f'<th scope="col">{_marked(cell)}</th>' for cell in head)
    body = "\n".join(f"<tr>{''.join(f'<td>{_marked(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">\n<table class="wide">\n'
        f"<thead><tr>{columns}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _marked(cell: str) -> str:
    """Return a cell's words as HTML, bold where Markdown has them so: **未达到**."""
    return _BOLD_RE.sub(r"<strong>\1</strong>", escape(cell))


def _three(told: dict[str, float], unit: float) -> str:
    names = ("median", "p95", "max")
    return " / ".join(_count(round(told[name] / unit)) for name in names) if told else "—"


def _count(number: int) -> str:
    return f"{number:,}"
