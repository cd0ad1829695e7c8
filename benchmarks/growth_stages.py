"""How a whole build's CPU is shared out among its stages: from profiles of all its processes, whatever runs where.

A function of the project or of the site tool belongs to a stage by its file; any other (regular expressions, the
standard library, templates) to the stages that called it, in the parts of its time that each of them asked for.
"""

import os
import pstats
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from benchmarks.growth_process import run_measured

CONVERSION, PAGES, INDEX, SITE, REST = "conversion", "pages", "index", "site", "rest"
STAGES = (CONVERSION, PAGES, INDEX, SITE, REST)
# By the part of the package, as its folders are named; what is not here counts as start-up and the rest.
_UNITS = {
    **dict.fromkeys(("read", "head", "clean", "structure", "extract", "check", "rules"), CONVERSION),
    **dict.fromkeys(("pipeline", "conversion", "sources", "offsets", "models"), CONVERSION),
    **dict.fromkeys(("render", "publish", "store"), PAGES),
    "search": INDEX,
    "site": SITE,
}
_UNIT = re.compile(r"build_scripts[/\\](\w+)")
_SITE_TOOL = re.compile(r"[/\\](?:mkdocs|material)[/\\]")
_PASSES = 30  # of handing time up to callers; calls are nested less deep than that where it matters
_TOLD = 15  # lines of the slowest stage

Function = tuple[str, int, str]
# Of each function: calls that are not recursive, calls, own seconds, seconds with what it calls, by caller the same.
Stats = Mapping[Function, tuple[int, int, float, float, Mapping[Function, tuple[int, int, float, float]]]]
Shares = dict[str, float]


def profile(command: list[str], cwd: Path, folder: Path, log: Path) -> Stats:
    """Run ``command`` with a profile of each of its processes, below ``folder``, and return them as one."""
    folder.mkdir(parents=True)
    here = str(Path(__file__).with_name("profiled"))
    path = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    run_measured(
        command, cwd, log, os.environ | {"BENCH_PROFILE": str(folder), "PYTHONPATH": path}, allowed=(0, 1)
    )
    files = [str(file) for file in sorted(folder.glob("*.prof"))]
    return cast("Stats", cast("Any", pstats.Stats(*files)).stats)


def stage_of(file: str) -> str | None:
    """Return the stage that a file's functions belong to; nothing for what serves any stage.

    >>> stage_of("/a/build_scripts/extract/prose.py"), stage_of("/lib/re/__init__.py")
    ('conversion', None)
    """
    if units := _UNIT.findall(file):
        return _UNITS.get(units[-1], REST)
    return SITE if _SITE_TOOL.search(file) else None


def share_out(stats: Stats) -> dict[Function, Shares]:
    """Return for each function the stages that it works for, in parts of one."""
    owners: dict[Function, Shares] = {}
    foreign: list[Function] = []
    for function in stats:
        stage = stage_of(function[0])
        if stage is None:
            foreign.append(function)
        else:
            owners[function] = {stage: 1.0}
    for _ in range(_PASSES):
        owners |= {function: _asked_by(stats[function][4], owners) for function in foreign}
    return owners


def _asked_by(
    callers: Mapping[Function, tuple[int, int, float, float]], owners: Mapping[Function, Shares]
) -> Shares:
    parts: Shares = defaultdict(float)
    for caller, (_, _, _, seconds) in callers.items():
        for stage, part in owners.get(caller, {}).items():
            parts[stage] += part * seconds
    whole = sum(parts.values())
    return {stage: part / whole for stage, part in parts.items()} if whole else {}


def stage_shares(stats: Stats) -> Shares:
    """Return what part of the CPU each stage had; all stages are there, and they add up to one."""
    owners, spent = share_out(stats), dict.fromkeys(STAGES, 0.0)
    for function, (_, _, own, _, _) in stats.items():
        parts = owners[function] or {REST: 1.0}
        for stage, part in parts.items():
            spent[stage] += own * part
    whole = sum(spent.values()) or 1.0
    return {stage: seconds / whole for stage, seconds in spent.items()}


def slowest_lines(stats: Stats, stage: str) -> list[dict[str, Any]]:
    """Return the functions that a stage spent most of its own time in, most first, with their parts of the stage."""
    owners = share_out(stats)
    spent = {f: own * owners[f].get(stage, 0.0) for f, (_, _, own, _, _) in stats.items()}
    whole = sum(spent.values()) or 1.0
    most = sorted(spent, key=lambda function: -spent[function])[:_TOLD]
    return [{"function": _name(f), "part": round(spent[f] / whole, 4), "calls": stats[f][1]} for f in most]


def _name(function: Function) -> str:
    """Return where a function is, without the machine's own folders."""
    file, line, name = function
    if file == "~":
        return name
    short = re.sub(r"^.*[/\\](?=(?:build_scripts|site-packages|python3?[.\d]*)[/\\])", "", file)
    short = short.removeprefix("site-packages/")
    return f"{Path(short).as_posix() if not Path(short).is_absolute() else Path(short).name}:{line} {name}"


def own_command(folder: Path, verb: str) -> list[str]:
    """Return the public command that works on ``folder``."""
    return [sys.executable, "-m", "build_scripts", "--root", str(folder), verb]
