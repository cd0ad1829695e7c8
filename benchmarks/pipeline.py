"""How much CPU a whole report costs, as a multiple of jieba's cut of the same text in the same run.

Each turn does one after the other, so that a machine that slows down slows both; the best turn is taken of each.
`python -m build_scripts bench` runs it over source_reports/ and the gold reports.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from build_scripts.pipeline import process
from build_scripts.sources import read_source

TURNS = 25
FOLDERS = ("source_reports", "tests/gold/open", "tests/gold/read", "tests/gold/blind")


def main(root: Path) -> str:
    """Return a table: per report CPU milliseconds of pipeline and cut, and their ratio; then of all, last the worst."""
    jieba.setLogLevel(60)
    jieba.initialize()
    paths = (p for folder in FOLDERS for p in (root / folder).rglob("*.txt") if ".clean" not in p.name)
    measured = {path.relative_to(root).as_posix(): _measure(path) for path in sorted(paths)}
    whole, cut = (sum(times) for times in zip(*measured.values(), strict=True))
    worst = max(measured, key=lambda name: measured[name][0] / measured[name][1])
    rows = [*measured.items(), ("全部", (whole, cut)), (f"最慢 {worst}", measured[worst])]
    return "\n".join(
        ["报告\t全流程 毫秒\t结巴分词 毫秒\t倍数", *(_row(name, *times) for name, times in rows)]
    )


def _row(name: str, whole: float, cut: float) -> str:
    return f"{name}\t{1000 * whole:.1f}\t{1000 * cut:.1f}\t{whole / cut:.2f}"


def _measure(path: Path) -> tuple[float, float]:
    source = read_source(path)
    text = process(source, path).report.clean.raw.text
    wholes, cuts = [], []
    for _ in range(TURNS):
        _forget()
        wholes.append(_seconds(lambda: process(source, path)))
        cuts.append(_seconds(lambda: list(jieba.cut(text))))
    return min(wholes), min(cuts)


def _forget() -> None:
    """Empty what was kept of the report before: no turn may profit from the last. Rules once read stay."""
    modules = [module for name, module in sys.modules.items() if name.startswith("build_scripts")]
    for kept in {id(kept): kept for module in modules for kept in vars(module).values()}.values():
        if hasattr(kept, "cache_parameters") and kept.cache_parameters()["maxsize"] is not None:
            kept.cache_clear()


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
