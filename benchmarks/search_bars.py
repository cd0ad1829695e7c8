"""What this site's search has to reach at the largest corpus, and how figures are written for readers."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.search_build import OWN, PAGEFIND

Results = dict[str, Any]
BARS_FROM = 10_000  # reports: for so many the bars were set
_KILO, _MEGA, _GIGA = 1e3, 1e6, 1e9


@dataclass(frozen=True, slots=True)
class Bar:
    """What this site's search has to reach at the largest corpus: at most (``≤``) or at least (``≥``) the bound."""

    name: str
    sign: str
    bound: float
    value: Callable[[Results], float | None]
    render: Callable[[float], str]

    def row(self, run: Results) -> list[str]:
        """Return the row of the table: name, bar, what was reached, whether that is enough."""
        value = self.value(run)
        bound = f"{self.sign} {self.render(self.bound)}"
        if value is None:
            return [self.name, bound, "未测", "—"]
        reached = value <= self.bound if self.sign == "≤" else value >= self.bound
        return [self.name, bound, self.render(value), "达到" if reached else "**未达到**"]


def bars_of(size: int) -> Sequence[Bar]:
    """Return all bars for a corpus of ``size`` reports."""

    def own(*names: str) -> Callable[[Results], float | None]:
        return lambda run: value_at(run["peers"][OWN], names)

    def build_times(run: Results) -> float | None:
        return (
            cpu_of(run["peers"][OWN]) / cpu_of(run["peers"][PAGEFIND]) if PAGEFIND in run["peers"] else None
        )

    def multiple(run: Results) -> float | None:
        return value_at(run, ("ratios", PAGEFIND, "later_ms"))

    def each(run: Results) -> float:
        return index_bytes(run["peers"][OWN]) / size

    return (
        Bar("该找到的，找到了多少", "≥", 1, own("all", "recall"), render_part),
        Bar("列出的全部结果，对的占多少（标点不计）", "≥", 0.995, own("all", "precision"), render_part),
        Bar("前十行，对的占多少", "≥", 1, own("all", "rows_right"), render_part),
        Bar("不存在的词，列出的报告", "≤", 0, own("absent", "listed"), render_whole),
        Bar("首次检索下载，中位数", "≤", 160e3, own("cold", "bytes", "median"), render_kilobytes),
        Bar("以后检索下载，中位数", "≤", 40e3, own("later", "bytes", "median"), render_kilobytes),
        Bar("以后检索下载，最多", "≤", 200e3, own("later", "bytes", "max"), render_kilobytes),
        Bar("以后检索，Pagefind 用时是本站的几倍", "≥", 8, multiple, render_multiple),
        Bar("浏览器内存", "≤", 250e6, own("memory", "rss"), render_megabytes),
        Bar("索引连同正文，每份报告", "≤", 20e3, each, render_kilobytes),
        Bar("建索引 CPU，是 Pagefind 的几倍", "≤", 1.5, build_times, render_multiple),
        Bar("建索引内存最多", "≤", 1.5e9, own("build", "peak_bytes"), render_gigabytes),
    )


def index_bytes(told: Results) -> float:
    """Return how large the index of a search is."""
    return float(told["build"]["bytes"])


def cpu_of(told: Results) -> float:
    """Return the CPU seconds of a build."""
    return float(told["build"]["cpu_seconds"])


def value_at(told: Any, names: Iterable[str]) -> float | None:  # noqa: ANN401 - read from JSON
    """Return the figure that stands under ``names`` one in the other, or nothing where there is none."""
    for name in names:
        if not told or name not in told:
            return None
        told = told[name]
    return None if told is None else float(told)


def render_part(share: float) -> str:
    """Write a share with three places, cut off: 0.9996 is not 1.000.

    >>> render_part(0.9996)
    '0.999'
    """
    return f"{math.floor(share * _KILO + 1e-9) / _KILO:.3f}"


def render_whole(number: float) -> str:
    """Write a number without places."""
    return f"{number:.0f}"


def render_kilobytes(size: float) -> str:
    """Write a size in kB, of 1,000 bytes."""
    return f"{size / _KILO:.1f} kB"


def render_megabytes(size: float) -> str:
    """Write a size in MB."""
    return f"{size / _MEGA:.0f} MB"


def render_gigabytes(size: float) -> str:
    """Write a size in GB."""
    return f"{size / _GIGA:.2f} GB"


def render_multiple(ratio: float | None) -> str:
    """Write how many times something is; nothing measured is a dash."""
    return "—" if ratio is None else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"  # noqa: PLR2004
