"""How much CPU a whole report costs, as a multiple of jieba's cut of the same text in the same run.

Each turn does one after the other, so that a machine that slows down slows both; the best turn is taken of each.
`python -m build_scripts bench` runs it over source_reports/ and the gold reports.
"""

import time
from collections.abc import Callable
from pathlib import Path

import jieba

from build_scripts.clean import lines
from build_scripts.extract import themes
from build_scripts.pipeline import process
from build_scripts.sources import read_source

TURNS = 25
FOLDERS = ("source_reports", "tests/gold/open", "tests/gold/read")


def main(root: Path) -> str:
    """Return a table: per report CPU milliseconds of the pipeline and of the cut, and their ratio; last, of all."""
    jieba.setLogLevel(60)
    jieba.initialize()
    rows = ["报告\t全流程 毫秒\t结巴分词 毫秒\t倍数"]
    total = total_cut = 0.0
    for path in sorted(
        p for folder in FOLDERS for p in (root / folder).rglob("*.txt") if ".clean" not in p.name
    ):
        whole, cut = _measure(path)
        total, total_cut = total + whole, total_cut + cut
        name = path.relative_to(root).as_posix()
        rows.append(f"{name}\t{1000 * whole:.1f}\t{1000 * cut:.1f}\t{whole / cut:.2f}")
    return "\n".join([*rows, f"全部\t{1000 * total:.1f}\t{1000 * total_cut:.1f}\t{total / total_cut:.2f}"])


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
    for module in (lines, themes):
        for kept in vars(module).values():
            if hasattr(kept, "cache_parameters") and kept.cache_parameters()["maxsize"] is not None:
                kept.cache_clear()


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
