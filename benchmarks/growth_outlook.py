"""What 400,000 reports would want, on paper: the unit costs of the most that was measured, times their number.

So many are all that counties' agencies publish in some ten years: 2,800 counties, some 14 agencies each.
"""

from collections.abc import Mapping
from typing import Any

from benchmarks.growth_ratios import marginal
from build_scripts.search.segment_plan import Limits

OUTLOOK = 400_000
_CORES = 32
_HOUR, _GIGA = 3600, 1e9
# Yuan a gigabyte and month: what object storage in China lists for its standard class, within a tenth of each other.
_STORAGE = 0.12


def outlook_rows(runs: Mapping[int, Mapping[str, Any]]) -> list[list[str]]:
    """Return name, unit cost and what ``OUTLOOK`` reports come to; nothing where only one size was measured."""
    if len(runs) < len(("start-up", "the rest")):
        return []
    size = max(runs)
    run = runs[size]
    cold = marginal({n: of["costs"]["cold"]["cpu"] for n, of in runs.items()})
    looked_at = marginal({n: of["costs"]["unchanged"]["cpu"] for n, of in runs.items()})
    changed = run["costs"]["changed"]["cpu"] - run["costs"]["unchanged"]["cpu"] + looked_at * OUTLOOK
    site, index, store = (run["bytes"][kind] / size for kind in ("site", "index", "store"))
    block = Limits().block
    files, hours = run["bytes"]["files"] / size, cold * OUTLOOK / _HOUR
    memory = run["costs"]["cold"]["memory"]
    return [
        [
            "从头建成，CPU 小时",
            f"{1000 * cold:,.0f} 毫秒",
            f"{hours:,.1f}（{_CORES} 核约 {hours / _CORES:.1f} 小时）",
        ],
        ["改动一份以后再建，CPU 秒", f"查看 {1000 * looked_at:.2g} 毫秒", f"{changed:,.0f}"],
        ["内存最多，MB", "—", f"{memory / 1e6:,.0f}，不随份数增加"],
        ["网站，GB", f"{site / 1000:,.0f} kB", f"{site * OUTLOOK / _GIGA:,.0f}"],
        ["　其中检索索引，GB", f"{index / 1000:,.1f} kB", f"{index * OUTLOOK / _GIGA:,.1f}"],
        ["　检索索引的大段", f"每段至多 {block:,} 份", f"{-(-OUTLOOK // block)}，新的在前，出够十条就不再读"],
        ["文件数", f"{files:,.1f}", f"{files * OUTLOOK:,.0f}"],
        ["存库，GB", f"{store / 1000:,.0f} kB", f"{store * OUTLOOK / _GIGA:,.0f}"],
        ["网站的存储费，元一个月", f"每 GB {_STORAGE:g} 元", f"{site * OUTLOOK / _GIGA * _STORAGE:,.0f}"],
    ]
