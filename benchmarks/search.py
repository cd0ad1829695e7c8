"""This site's search beside Pagefind's and the theme's own: the same reports, queries and browser, in one run.

``python -m build_scripts bench-search`` runs it whole, which takes up to an hour, and writes the results into docs/
(search-benchmark.md) and benchmarks/ (search_results.json). With other sizes or fewer queries both files go below
.cache/search-bench/.
"""

import json
import os
import platform
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.search_browser import Answer, Visitor, visit
from benchmarks.search_build import MATERIAL, OWN, PAGEFIND, build, reading_cost
from benchmarks.search_corpus import SEED, read_corpus
from benchmarks.search_page import render_page
from benchmarks.search_queries import TRADITIONAL, Query, Truth, find_truths, read_queries, spread
from benchmarks.search_scores import Asked, median_ratio, score_all, summarise
from build_scripts.machine import ensure_browser

Say = Callable[[str], None]
SIZES = (5, 500, 5_000, 10_000)
_ALL, _FEWEST = 10_000, 10
# How many queries each search is asked, by the largest size that the number holds for.
_LATER = {OWN: {_ALL: _ALL}, PAGEFIND: {_ALL: _ALL}, MATERIAL: {500: _ALL}}
_COLD = {OWN: {_ALL: 40}, PAGEFIND: {5_000: 40, _ALL: 15}, MATERIAL: {5: 40, 500: 5}}
_FIRST = "法治"  # asked first in a page that stays open, and not counted


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: over how many reports, with at most how many queries."""

    sizes: tuple[int, ...] = SIZES
    queries: int = _ALL

    @classmethod
    def of(cls, sizes: str | None, queries: int | None) -> "Plan | None":
        """Return the plan for ``--sizes`` and ``--queries``, or nothing where they make no sense."""
        numbers = [int(part) for part in sizes.split(",") if part.strip().isdigit()] if sizes else [*SIZES]
        told = len(sizes.split(",")) if sizes else len(SIZES)
        fits = len(numbers) == told and all(SIZES[0] <= number <= SIZES[-1] for number in numbers)
        wanted = _ALL if queries is None else queries
        return cls(tuple(sorted({*numbers})), wanted) if fits and wanted >= _FEWEST else None

    @property
    def whole(self) -> bool:
        """Say whether nothing is left out."""
        return self == Plan()


@dataclass(frozen=True, slots=True)
class Ground:
    """What stays the same from size to size."""

    root: Path
    work: Path
    corpus: Path
    chromium: Path
    queries: Sequence[Query]
    truths: Sequence[Truth]


def main(root: Path, plan: Plan, say: Say) -> Path:
    """Measure, write results and page, and return the page's place."""
    ground, corpora = _prepare(root, plan, say)
    runs: dict[str, Any] = {}
    for size in plan.sizes:
        runs[str(size)] = _measure_size(ground, size, say)
    results = _about(ground) | {"queries": len(ground.queries), "corpora": corpora, "runs": runs}
    place = root if plan.whole else ground.work
    return write_results(
        place / ("benchmarks" if plan.whole else ""), results, _page_of(root, plan, ground.work)
    )


def _page_of(root: Path, plan: Plan, work: Path) -> Path:
    return root / "docs/search-benchmark.md" if plan.whole else work / "search-benchmark.md"


def write_results(folder: Path, results: dict[str, Any], page: Path) -> Path:
    """Write the results below ``folder`` and the page made of them; return the page's place."""
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (folder / "search_results.json").write_text(text + "\n", encoding="utf-8")
    page.write_text(render_page(results), encoding="utf-8")
    return page


def _prepare(root: Path, plan: Plan, say: Say) -> tuple[Ground, dict[str, Any]]:
    chromium = ensure_browser()
    work = root / ".cache/search-bench"
    work.mkdir(parents=True, exist_ok=True)
    corpus = work / "corpus.jsonl"
    largest = max(plan.sizes)
    say(f"正在编写 {largest} 份报告 …")
    corpora = _write_corpus(root, corpus, plan.sizes)
    queries = read_queries(list(read_corpus(corpus, 5)))
    queries = [queries[n] for n in spread(range(len(queries)), plan.queries)]
    random.Random(SEED).shuffle(queries)  # noqa: S311 - so that one kind does not follow itself
    say(f"正在通读，得出 {len(queries)} 个检索词的正确答案 …")
    truths = find_truths(read_corpus(corpus, largest), queries)
    return Ground(root, work, corpus, chromium, queries, truths), corpora


def _write_corpus(root: Path, corpus: Path, sizes: Iterable[int]) -> dict[str, Any]:
    """Write the corpus in a process of its own, which gives back the memory that counting its words takes."""
    command = [sys.executable, "-m", "benchmarks.search_vocabulary", str(root), str(corpus), *map(str, sizes)]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, check=True)
    corpora: dict[str, Any] = json.loads(done.stdout)
    return corpora


def _measure_size(ground: Ground, size: int, say: Say) -> dict[str, Any]:
    peers = [peer for peer in (OWN, PAGEFIND, MATERIAL) if _limit(_LATER, peer, size)]
    costs = {}
    for peer in peers:
        say(f"{size} 份：{peer} 建索引 …")
        costs[peer] = build(peer, ground.root, ground.corpus, size, _site(ground, peer, size))
    with ExitStack() as open_:
        visitors = [
            open_.enter_context(visit(ground.chromium, ground.root, peer, _site(ground, peer, size)))
            for peer in peers
        ]
        say(f"{size} 份：逐个检索 …")
        later = _ask(visitors, ground.queries, _LATER, size)
        memory = {visitor.name: visitor.memory() for visitor in visitors}
        say(f"{size} 份：首次检索 …")
        cold = _ask(visitors, ground.queries, _COLD, size, cold=True)
    truths = _within(ground, size)
    told = {peer: _told(ground.queries, truths, later[peer], cold[peer]) for peer in peers}
    for peer in peers:
        told[peer] |= {"build": asdict(costs[peer]), "memory": asdict(m) if (m := memory[peer]) else None}
    reading = reading_cost(ground.root, ground.corpus, size)
    return {"peers": told, "ratios": _ratios(later, cold), "reading_cpu_seconds": reading}


def _site(ground: Ground, peer: str, size: int) -> Path:
    return ground.work / f"{peer}-{size}"


def _limit(limits: dict[str, dict[int, int]], peer: str, size: int) -> int:
    return next((most for largest, most in sorted(limits[peer].items()) if size <= largest), 0)


def _within(ground: Ground, size: int) -> list[Truth]:
    """Return the truths of the first reports alone."""
    ids = {record["id"] for record in read_corpus(ground.corpus, size)}
    return [Truth(truth.strict & ids, truth.loose & ids) for truth in ground.truths]


Answers = dict[str, dict[int, Answer]]


def _ask(
    visitors: Sequence[Visitor],
    queries: Sequence[Query],
    limits: dict[str, dict[int, int]],
    size: int,
    *,
    cold: bool = False,
) -> Answers:
    """Ask each query of one search after the other, so that a machine that slows down slows all."""
    wanted = {v.name: set(_chosen(v.name, queries, _limit(limits, v.name, size))) for v in visitors}
    if not cold:
        for visitor in visitors:
            visitor.start(_FIRST)
    answers: Answers = {visitor.name: {} for visitor in visitors}
    for number, query in enumerate(queries):
        for visitor in visitors:
            if number in wanted[visitor.name]:
                ask = visitor.ask_cold if cold else visitor.ask_later
                answers[visitor.name][number] = ask(query.typed)
    return answers


def _chosen(peer: str, queries: Sequence[Query], most: int) -> Iterable[int]:
    """Return the places of the queries that a search is asked: in traditional characters only this site's own."""
    fit = [n for n, query in enumerate(queries) if peer == OWN or query.kind != TRADITIONAL]
    shared = [n for n in fit if queries[n].kind != TRADITIONAL]
    return fit if most >= len(fit) else shared[:most]  # in mixed order, so that few are among many


def _told(
    queries: Sequence[Query], truths: Sequence[Truth], later: dict[int, Answer], cold: dict[int, Answer]
) -> dict[str, Any]:
    asked = [Asked(queries[n], truths[n], answer.found) for n, answer in later.items()]
    return score_all(asked) | {"later": _took(later.values()), "cold": _took(cold.values())}


def _took(answers: Iterable[Answer]) -> dict[str, Any]:
    all_ = list(answers)
    return {
        "queries": len(all_),
        "ms": summarise(answer.ms for answer in all_),
        "bytes": summarise(answer.bytes for answer in all_),
        "requests": summarise(answer.requests for answer in all_),
    }


def _ratios(later: Answers, cold: Answers) -> dict[str, Any]:
    """Return how many times as long, and as many bytes, every other search takes for the same queries."""
    return {
        peer: {
            "later_ms": median_ratio(_part(later[OWN], "ms"), _part(later[peer], "ms")),
            "cold_ms": median_ratio(_part(cold[OWN], "ms"), _part(cold[peer], "ms")),
            "cold_bytes": median_ratio(_part(cold[OWN], "bytes"), _part(cold[peer], "bytes")),
        }
        for peer in later
        if peer != OWN
    }


def _part(answers: dict[int, Answer], name: str) -> dict[int, float]:
    return {number: getattr(answer, name) for number, answer in answers.items()}


def _about(ground: Ground) -> dict[str, Any]:
    told = subprocess.run(
        [ground.chromium, "--version"], capture_output=True, encoding="utf-8", errors="replace", check=True
    )
    version = next((word for word in told.stdout.split() if word[0].isdigit()), "")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "chromium": version,
        "python": platform.python_version(),
        "pagefind": metadata.version("pagefind_bin_extended"),
        "material": metadata.version("mkdocs-material"),
        "processors": os.cpu_count(),
    }
