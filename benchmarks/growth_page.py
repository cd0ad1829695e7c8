"""The results of growth.py as a page for readers: multiples first, then what falls short, then every figure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any

from benchmarks.growth_outlook import OUTLOOK, outlook_rows
from benchmarks.growth_peers import MATERIAL, ZENSICAL
from benchmarks.growth_ratios import exponents, growth, ratio_to
from benchmarks.growth_series import Series, cpu_beside, cpu_of, cut_of, stage_cpu
from benchmarks.growth_stages import CONVERSION, INDEX, PAGES, REST, SITE
from benchmarks.growth_wording import AFTER, BEFORE, OUTLOOK_WORDS

Results = dict[str, Any]
_MILLION, _KILO = 1e6, 1e3
_IDLE = 1.0  # processes at work on average, up to which a machine counts as idle
_WRAPPED = re.compile(
    r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])"
)  # in a browser a line's end is a blank, which Chinese has not
NAMES = {
    CONVERSION: "转换（清理、读数字、核对）",
    PAGES: "页面与清单",
    INDEX: "检索索引",
    SITE: "生成网站",
    REST: "启动与其他",
    MATERIAL: "MkDocs Material 默认配置",
    ZENSICAL: "Zensical",
}
_BUILDS = {"cold": "从头建成", "unchanged": "没有改动", "changed": "改动一份"}


def render_page(results: Results) -> str:
    """Return the page in Markdown."""
    runs = {int(size): run for size, run in results["runs"].items()}
    parts = [
        _head(results, runs),
        *_ratio_part(runs),
        *_bar_part(runs, results.get("own")),
        *_cost_part(runs),
        *_growth_part(runs),
    ]
    page = (
        "\n\n".join([*parts, *_stage_part(runs), *_byte_part(runs), *_outlook_part(runs), AFTER]).rstrip()
        + "\n"
    )
    return _WRAPPED.sub("", page)


def _head(results: Results, runs: dict[int, Results]) -> str:
    versions = results["versions"]
    measured = [*runs.values(), *filter(None, [results.get("own")])]
    return BEFORE.format(
        sizes="、".join(f"{size:,}" for size in runs),
        dates="、".join(sorted({one["date"] for one in measured})),
        python=results["python"],
        processors=results["processors"],
        mkdocs=versions["mkdocs"],
        material=versions["mkdocs-material"],
        zensical=f"，Zensical {versions['zensical']}" if "zensical" in versions else "",
    ).rstrip()


def _ratio_part(runs: dict[int, Results]) -> Iterator[str]:
    yield "## 几倍 {: #ratios }"
    unit = cut_of(runs)
    rows: list[tuple[str, Series]] = [("本站：全部", ratio_to(cpu_of(runs, "cold"), unit))]
    rows += [(f"　{NAMES[s]}", ratio_to(stage_cpu(runs, s), unit)) for s in (CONVERSION, PAGES, INDEX, SITE)]
    rows += [(NAMES[peer], ratio_to(cpu_beside(runs, peer), unit)) for peer in (MATERIAL, ZENSICAL)]
    sizes = sorted({size for _, of in rows for size in of})
    if not sizes:
        yield "只量了一种份数，减去启动就没有了；请至少量两种。"
        return
    yield "从头建成网站的 CPU 时间，是结巴分词把同样的文字切一遍的几倍（启动不计）。越小越好。"
    yield "分步骤的几行，是只用一个进程时各步所占的份。"
    shown = ([name, *(_times(of.get(size)) for size in sizes)] for name, of in rows if of)
    yield _table("几倍", ["", *(f"{size:,} 份" for size in sizes)], shown)
    each = [f"{n:,} 份 {'、'.join(map(_times, run['ratios']))}" for n, run in runs.items() if "ratios" in run]
    if each:
        yield f"各轮从头建成的倍数（含启动）：{'；'.join(each)}。"


def _bar_part(runs: dict[int, Results], own: Results | None) -> Iterator[str]:
    yield "## 目标与不足 {: #bars }"
    rows = [(name, most, got) for name, most, got in bars(runs, own) if got is not None]
    shown = (
        [name, f"≤ {most:g}", _times(got), "达到" if got <= most else "**没有达到**"]
        for name, most, got in rows
    )
    yield _table("目标", ["目标", "要求", "量得", ""], shown) if rows else "所量的份数不够，还不能判断。"


def bars(runs: dict[int, Results], own: Results | None = None) -> list[tuple[str, float, float | None]]:
    """Return what was set as a goal: its name, the most it may be, and what was measured, if it was.

    ``own`` are the project's own reports, which are no made-up ones.
    """
    unit, cold = cut_of(runs), cpu_of(runs, "cold")
    most = max(runs)
    told: list[tuple[str, float, float | None]] = [
        ("1,000 份从头建成，是结巴分词的几倍", 6, ratio_to(cold, unit).get(1_000)),
        ("1,000 份的转换，是结巴分词的几倍", 2.5, ratio_to(stage_cpu(runs, CONVERSION), unit).get(1_000)),
        (
            "1,000 份从头建成，是 Material 默认配置的几倍",
            0.9,
            _over(cold, cpu_beside(runs, MATERIAL)).get(1_000),
        ),
        (
            "3,000 份从头建成，是 Material 默认配置的几倍",
            0.35,
            _over(cold, cpu_beside(runs, MATERIAL)).get(3_000),
        ),
        (f"{most:,} 份没有改动，是从头建成的几倍（启动不计）", 0.03, _again(runs, "unchanged")),
        (f"{most:,} 份改动一份，是从头建成的几倍（启动不计）", 0.05, _again(runs, "changed")),
        *_own_bars(own),
        (f"{most:,} 份，网站每份 kB（全部数据的文件不计）", 240, _per_report(runs[most])),
        (f"{most:,} 份，报告页平均 kB", 90, runs[most]["bytes"]["pages"] / _KILO / most),
        (f"{most:,} 份，最大的页面 kB", 300, runs[most]["bytes"]["largest_page"] / _KILO),
        ("10,000 份从头建成，分钟", 12, _minutes(runs, 10_000)),
        ("10,000 份内存最多，GB", 1.5, _memory(runs, 10_000)),
    ]
    grown = [(NAMES[s], stage_cpu(runs, s)) for s in (CONVERSION, INDEX, SITE)]
    grown.append(("网站的字节", {size: float(run["bytes"]["site"]) for size, run in runs.items()}))
    return told + [
        (f"10,000 份是 1,000 份的几倍：{name}", 11, growth(of, 1_000, 10_000)) for name, of in grown
    ]


def _own_bars(own: Results | None) -> Iterator[tuple[str, float, float | None]]:
    if own:
        for name, most in (("cold", 5), ("unchanged", 1.5)):
            told = f"本项目自己的 {own['reports']} 份报告{_BUILDS[name]}，秒"
            yield told, most, own["costs"][name]["wall"]


def _again(runs: dict[int, Results], build: str) -> float | None:
    """Return what part of a cold build of most reports another build is, start-up apart.

    Start-up is here what the fewest reports cost when nothing is changed: less than what a change costs there.
    """
    fewest, most = min(runs), max(runs)
    if fewest == most:
        return None
    start = cpu_of(runs, "unchanged")[fewest]
    return (cpu_of(runs, build)[most] - start) / (cpu_of(runs, "cold")[most] - start)


def _over(costs: Series, others: Series) -> Series:
    return {size: costs[size] / others[size] for size in costs if others.get(size)}


def _wall(runs: dict[int, Results], name: str, size: int) -> float | None:
    return float(runs[size]["costs"][name]["wall"]) if size in runs else None


def _minutes(runs: dict[int, Results], size: int) -> float | None:
    wall = _wall(runs, "cold", size)
    return None if wall is None else wall / 60


def _memory(runs: dict[int, Results], size: int) -> float | None:
    return runs[size]["costs"]["cold"]["memory"] / 1e9 if size in runs else None


def _per_report(run: Results) -> float:
    sizes = run["bytes"]
    return float((sizes["site"] - sizes["data"]) / _KILO / max(sizes["report_pages"], 1))


def _cost_part(runs: dict[int, Results]) -> Iterator[str]:
    yield "## 各次的花费 {: #costs }"
    names = {**_BUILDS, MATERIAL: NAMES[MATERIAL], ZENSICAL: NAMES[ZENSICAL]}
    rows = (
        [
            f"{size:,}",
            names[name],
            f"{cost['cpu']:.1f}",
            f"{cost['wall']:.1f}",
            f"{cost['memory'] / _MILLION:,.0f}",
        ]
        for size, run in runs.items()
        for name, cost in run["costs"].items()
    )
    yield _table("各次的花费", ["报告数", "做什么", "CPU 秒", "用时 秒", "内存最多 MB"], rows)
    cuts = "、".join(f"{size:,} 份 {run['cut']['cpu']:.1f} 秒" for size, run in runs.items())
    yield f"结巴分词把全部文字切一遍：{cuts}。"
    apart = [f"{size:,} 份（{run['others_date']}）" for size, run in runs.items() if "others_date" in run]
    if apart:
        yield f"别的建站办法不是同一次量的，机器快慢不同，不作比较：{'、'.join(apart)}。"
    busy = [f"{size:,} 份（{run['load']:.1f}）" for size, run in runs.items() if run.get("load", 0) > _IDLE]
    if busy:
        yield f"开始量时机器上已有别的程序在忙，用时会偏长；括号里是当时的平均负载：{'、'.join(busy)}。"


def _growth_part(runs: dict[int, Results]) -> Iterator[str]:
    yield "## 份数增加时 {: #growth }"
    rows: list[tuple[str, Series]] = [("从头建成", cpu_of(runs, "cold"))]
    rows += [(f"　{NAMES[stage]}", stage_cpu(runs, stage)) for stage in (CONVERSION, PAGES, INDEX, SITE)]
    rows += [(_BUILDS[name], cpu_of(runs, name)) for name in ("unchanged", "changed")]
    rows += [(NAMES[peer], cpu_beside(runs, peer)) for peer in (MATERIAL, ZENSICAL)]
    rows += [("内存最多", _figures(runs, lambda run: run["costs"]["cold"]["memory"]))]
    rows += [("网站的字节", _figures(runs, lambda run: run["bytes"]["site"]))]
    grown = [(name, exponents(of)) for name, of in rows if of]
    steps = sorted({step for _, of in grown for step in of})
    if not steps:
        yield "要看增长，至少量三种份数。"
        return
    yield "花费随份数的几次方增长（启动不计）：1 是份数翻倍花费也翻倍，2 是翻四倍，0 是不增长。"
    head = ["", *(f"{low:,} → {high:,}" for low, high in steps)]
    yield _table("份数增加时", head, ([name, *(_times(of.get(s)) for s in steps)] for name, of in grown))


def _figures(runs: dict[int, Results], of: Callable[[Results], float]) -> Series:
    return {size: float(of(run)) for size, run in runs.items()}


def _stage_part(runs: dict[int, Results]) -> Iterator[str]:
    yield "## 时间花在哪里 {: #stages }"
    stages = (CONVERSION, PAGES, INDEX, SITE, REST)
    rows = (
        [NAMES[s], *(f"{100 * run['stages']['shares'][s]:.0f}%" for run in runs.values())] for s in stages
    )
    yield _table("时间花在哪里", ["步骤", *(f"{size:,} 份" for size in runs)], rows)
    size, run = list(runs.items())[-1]
    yield f"{size:,} 份时最费时的一步是“{NAMES[run['stages']['slowest']]}”，其中："
    lines = ([f"`{line['function']}`", f"{100 * line['part']:.1f}%"] for line in run["stages"]["lines"][:8])
    yield _table("最费时的一步", ["函数", "占这一步"], lines)


def _byte_part(runs: dict[int, Results]) -> Iterator[str]:
    yield "## 占用的空间 {: #bytes }"
    yield "每份报告 kB；“存库”是两次建站之间留着备用的，不发布。"
    kinds = {
        "pages": "报告页",
        "originals": "原件页",
        "json": "JSON",
        "index": "检索索引",
        "site": "网站合计",
        "store": "存库",
    }
    rows = [
        [
            f"{size:,}",
            *(f"{run['bytes'][kind] / _KILO / size:,.0f}" for kind in kinds),
            f"{run['bytes']['files']:,}",
        ]
        for size, run in runs.items()
    ]
    yield _table("占用的空间", ["报告数", *kinds.values(), "文件数"], rows)


def _outlook_part(runs: dict[int, Results]) -> Iterator[str]:
    rows = outlook_rows(runs)
    if rows:
        yield f"## {OUTLOOK:,} 份，推算 {{: #outlook }}"
        yield OUTLOOK_WORDS.format(count=f"{OUTLOOK:,}", size=f"{max(runs):,}").rstrip()
        yield _table("推算", ["", "每份", f"{OUTLOOK:,} 份"], rows)


def _times(value: float | None) -> str:
    """Return a multiple with three digits: 0.02, 5.47, 93.6, 1,204.

    >>> _times(0.0213), _times(5.471), _times(93.61), _times(None)
    ('0.021', '5.47', '93.6', '—')
    """
    if value is None:
        return "—"
    if abs(value) >= 100:  # noqa: PLR2004 - three digits are shown
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) < 0.1 else f"{value:.3g}"  # noqa: PLR2004 - three digits are shown


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table that scrolls within the page, by keyboard too: more columns than a phone has room for."""
    columns = "".join(f'<th scope="col">{_cell(cell)}</th>' for cell in head)
    body = "\n".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">\n<table class="wide">\n'
        f"<thead><tr>{columns}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _cell(text: str) -> str:
    """Return the text as HTML; what stands in backticks is code, in asterisks strong."""
    if text.startswith("`"):
        return f"<code>{escape(text.strip('`'))}</code>"
    return f"<strong>{escape(text.strip('*'))}</strong>" if text.startswith("**") else escape(text)
