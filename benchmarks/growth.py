"""What a whole site costs, from the raw reports to its pages, by how many reports there are; others beside it.

``python -m build_scripts bench --sizes 5,100,1000,10000`` makes up the reports, builds with the public commands alone,
each in a process of its own, and writes benchmarks/growth_results.json and docs/benchmark.md. What is not measured
again is kept. ``python -m benchmarks.growth`` writes the page anew and measures nothing.
"""

import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from subprocess import check_output
from typing import Any

from benchmarks.growth_page import render_page
from benchmarks.growth_peers import peer_command, peers, write_peer_docs
from benchmarks.growth_process import CommandError, Cost, run_measured
from benchmarks.growth_stages import STAGES, look_into, own_command, slowest_lines, stage_shares
from build_scripts.sources import FOLDER, find_sources

Say = Callable[[str], None]
Results = dict[str, Any]
SIZES = (5, 100, 1_000)
LIMITS = (5, 100_000)
# Turns by the largest size that the number holds for, odd ones: the middle turn counts.
_TURNS = {1_000: 3}
# Others put every page into the navigation of every page: past this many reports they take an hour and more.
PEERS_UP_TO = 1_000
_HERE = Path(__file__).parent
_RESULTS, _PAGE = "benchmarks/growth_results.json", "docs/benchmark.md"
COLD, UNCHANGED, CHANGED = "cold", "unchanged", "changed"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: over how many reports, and up to how many the others build too."""

    sizes: tuple[int, ...] = SIZES
    peers_up_to: int = PEERS_UP_TO

    @classmethod
    def of(cls, sizes: str | None, peers_up_to: int | None) -> "Plan | None":
        """Return the plan for ``--sizes`` ("5,100"), or nothing where they are no numbers from 5 to 100,000."""
        told = sizes.split(",") if sizes else [str(size) for size in SIZES]
        if not all(part.strip().isdigit() and LIMITS[0] <= int(part) <= LIMITS[1] for part in told):
            return None
        return cls(
            tuple(sorted({int(part) for part in told})), PEERS_UP_TO if peers_up_to is None else peers_up_to
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """All figures of one turn: jieba's cut of the texts, and the cost of each command by its name."""

    cut: Results
    costs: dict[str, Cost]

    @property
    def ratio(self) -> float:
        """How many cuts the build from nothing took."""
        return self.costs[COLD].cpu / float(self.cut["cpu"])


def middle_of(turns: list[Turn]) -> Turn:
    """Return the turn of the middle ratio, whole; of an even number the upper one.

    A machine that others use too is up to 1.6 times as fast at one minute as at another. What was measured in one turn
    can be set against one another; the best of the unit and the best of the build, of two turns, cannot: the same code
    gave 5.14 and 7.89 cuts so.
    """
    return sorted(turns, key=lambda turn: turn.ratio)[len(turns) // 2]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one size is measured: the project, the folder of made-up reports, the place for the others and for logs."""

    root: Path
    demo: Path
    peers: Path
    logs: Path

    @classmethod
    def of(cls, root: Path, size: int) -> "Ground":
        """Return the ground for ``size`` below the project's cache."""
        work = root / ".cache/bench" / str(size)
        return cls(root, work / "demo", work / "peers", work / "logs")


def main(root: Path, plan: Plan, say: Say) -> Path:
    """Measure every size of ``plan``, write results and page after each, and return the page's place.

    Before them, what a site of the project's own reports costs. How busy the machine is, is asked before all of it:
    later it is busy with this.
    """
    load = {"load": round(os.getloadavg()[0], 1)}
    own = measure_own(Ground.of(root, 0), say)
    for size in plan.sizes:
        run = measure_size(Ground.of(root, size), size, plan, say) | load
        results = read_results(root) | about() | {"own": own}
        runs = results.get("runs", {})
        if size > plan.peers_up_to and str(size) in runs:
            run = with_others(run, runs[str(size)])
        results["runs"] = dict(sorted((runs | {str(size): run}).items(), key=lambda r: int(r[0])))
        write_results(root, results)
    return root / _PAGE


def with_others(run: Results, known: Results) -> Results:
    """Return ``run`` with what the others cost in the one before, of which ``others_date`` is the day."""
    costs = {peer: known["costs"][peer] for peer in peers() if peer in known["costs"]}
    others_date = known.get("others_date", known["date"])
    return run | {"costs": run["costs"] | costs, "others_date": others_date} if costs else run


def read_results(root: Path) -> Results:
    """Return what was measured before; nothing the first time."""
    file = root / _RESULTS
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def write_results(root: Path, results: Results) -> None:
    """Write the results and the page made of them."""
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (root / _RESULTS).write_text(text + "\n", encoding="utf-8")
    (root / _PAGE).write_text(render_page(results), encoding="utf-8")


def about() -> Results:
    """Return on what is measured."""
    versions = {name: metadata.version(name) for name in ("mkdocs", "mkdocs-material", "jieba", *peers()[1:])}
    return {"python": platform.python_version(), "processors": os.cpu_count(), "versions": versions}


def measure_size(ground: Ground, size: int, plan: Plan, say: Say) -> Results:
    """Return what ``size`` reports cost; the folders are removed afterwards, the logs stay."""
    ground.logs.mkdir(parents=True, exist_ok=True)
    count = next((turns for most, turns in sorted(_TURNS.items()) if size <= most), 1)
    turns: list[Turn] = []
    for number in range(count):
        say(f"{size} 份报告，第 {number + 1} 轮，共 {count} 轮 …")
        turns.append(_take_turn(ground, size, plan, say))
    sizes = bytes_of(ground.demo)
    say(f"{size} 份报告：各步骤 …")
    stages = _profile(ground, size)
    shutil.rmtree(ground.demo)
    shutil.rmtree(ground.peers, ignore_errors=True)
    middle = middle_of(turns)
    measured = {name: asdict(cost) for name, cost in middle.costs.items()}
    date = datetime.now(UTC).date().isoformat()
    told = {"date": date, "turns": count, "ratios": [round(turn.ratio, 2) for turn in turns]}
    return told | {"cut": middle.cut, "costs": measured, "bytes": sizes, "stages": stages}


def measure_own(ground: Ground, say: Say) -> Results:
    """Return what the project's own reports cost, built from nothing and built again where nothing changed.

    Of each figure the best turn counts: they are seconds, and told as such.
    """
    ground.logs.mkdir(parents=True, exist_ok=True)
    say("本项目自己的报告 …")
    costs: dict[str, Cost] = {}
    for _ in range(_TURNS[min(_TURNS)]):
        _make_reports(ground, LIMITS[0])
        shutil.rmtree(ground.demo / FOLDER)
        shutil.copytree(ground.root / FOLDER, ground.demo / FOLDER)
        for name in (COLD, UNCHANGED):
            cost = _build(ground, name)
            costs[name] = cost.least(costs.get(name, cost))
    reports = len(list(find_sources(ground.demo)))
    shutil.rmtree(ground.demo)
    date = datetime.now(UTC).date().isoformat()
    return {"date": date, "reports": reports, "costs": {name: asdict(cost) for name, cost in costs.items()}}


def _make_reports(ground: Ground, size: int) -> None:
    """Write the reports anew; of the last turn nothing stays."""
    shutil.rmtree(ground.demo, ignore_errors=True)
    command = [sys.executable, "-m", "build_scripts", "demo", "--reports", str(size), "--no-site"]
    run_measured([*command, "--folder", str(ground.demo)], ground.root, ground.logs / "demo.log")


def _cut(ground: Ground) -> Results:
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "benchmarks.growth_cut",
        str(ground.demo / FOLDER),
    ]
    return dict(json.loads(check_output(command, cwd=ground.root)))


def _take_turn(ground: Ground, size: int, plan: Plan, say: Say) -> Turn:
    """Build from nothing, build again, build after one change, and let the others build: one after the other.

    The texts are cut before and after the build from nothing; the unit is the mean of both.
    """
    _make_reports(ground, size)
    before = _cut(ground)
    costs = {COLD: _build(ground, COLD)}
    cut = before | {"cpu": (before["cpu"] + _cut(ground)["cpu"]) / 2}
    costs[UNCHANGED] = _build(ground, UNCHANGED)
    change_one(ground.demo / FOLDER)
    costs[CHANGED] = _build(ground, CHANGED)
    if size <= plan.peers_up_to and write_peer_docs(ground.demo / "docs", ground.peers):
        for peer in peers():
            say(f"{size} 份报告：{peer} …")
            try:
                costs[peer] = run_measured(peer_command(peer), ground.peers, ground.logs / f"{peer}.log")
            except CommandError as error:  # its figures are left out, ours are not
                say(str(error))
    return Turn(cut, costs)


def _build(ground: Ground, name: str) -> Cost:
    return run_measured(
        own_command(ground.demo, "site"), ground.root, ground.logs / f"{name}.log", allowed=(0, 1)
    )


def change_one(reports: Path) -> None:
    """Set a sentence behind the report in the middle, and its record to what the file is now."""
    files = sorted(reports.rglob("*.txt"))
    file = files[len(files) // 2]
    file.write_bytes(file.read_bytes() + "\n全年另开展检查7次。\n".encode())
    record = file.with_name(f"{file.name}.yml")
    digest = sha256(file.read_bytes()).hexdigest()
    told = re.sub(
        r"^sha256: .*$", f"sha256: {digest}", record.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    record.write_text(told, encoding="utf-8")


def bytes_of(folder: Path) -> Results:
    """Return how many bytes the site has, by kind, its largest page, and what is kept between builds."""
    site = folder / "site"
    kinds = {
        "pages": "reports/*/*/*/index.html",
        "originals": "reports/*/*/*/original/index.html",
        "json": "data/reports/*.json",
        "index": "assets/search/**/*",
        "data": "data/*.*",
        "site": "**/*",
    }
    found = {kind: [f.stat().st_size for f in site.glob(glob) if f.is_file()] for kind, glob in kinds.items()}
    return {kind: sum(sizes) for kind, sizes in found.items()} | {
        "files": len(found["site"]),
        "report_pages": len(found["pages"]),
        "largest_report_page": max(found["pages"], default=0),
        "largest_page": max((f.stat().st_size for f in site.rglob("*.html")), default=0),
        "store": sum(f.stat().st_size for f in (folder / ".cache").rglob("*") if f.is_file()),
    }


def _profile(ground: Ground, size: int) -> Results:
    """Return each stage's part of a build from nothing, and the lines that the slowest spends its time in.

    By one process, which does all there is to do: forked ones leave no looks behind.
    """
    _make_reports(ground, size)
    folder = ground.logs / "profile"
    shutil.rmtree(folder, ignore_errors=True)
    command = [*own_command(ground.demo, "site"), "--jobs", "1"]
    looks = look_into(command, ground.root, folder, ground.logs / "profile.log")
    shares = stage_shares(looks)
    slowest = max(STAGES[:-1], key=lambda stage: shares[stage])
    told = {stage: round(share, 4) for stage, share in shares.items()}
    return {"shares": told, "slowest": slowest, "lines": slowest_lines(looks, slowest)}


if __name__ == "__main__":  # after a change of the page's words
    write_results(_HERE.parent, read_results(_HERE.parent))
