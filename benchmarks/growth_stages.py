"""How a whole build's CPU is shared out among its stages, whichever of its processes does what.

Each process is looked at while it runs (profiled/sitecustomize.py); what is seen belongs to the stage of the file that
is at work, the nearest one of the project or of the site tool.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.growth_process import run_measured

CONVERSION, PAGES, INDEX, SITE, REST = "conversion", "pages", "index", "site", "rest"
STAGES = (CONVERSION, PAGES, INDEX, SITE, REST)
# By the part of the package, as its folders are named; what is not here counts as start-up and the rest.
_UNITS = {
    **dict.fromkeys(("read", "head", "clean", "structure", "extract", "check", "rules"), CONVERSION),
    **dict.fromkeys(("pipeline", "convert", "job", "sources", "file_kinds", "offsets", "models"), CONVERSION),
    **dict.fromkeys(("render", "publish", "store"), PAGES),
    "search": INDEX,
    "site": SITE,
}
_UNIT = re.compile(r"build_scripts[/\\](\w+)")
_SITE_TOOL = re.compile(r"[/\\](?:mkdocs|material)[/\\]")
_MACHINE = re.compile(r"^.*[/\\](?=(?:build_scripts|site-packages|python3?[.\d]*)[/\\])")
_TOLD = 15  # lines of the slowest stage


Look = tuple[str, str, float]  # the file at work, the function that ran, seconds of CPU


def look_into(command: list[str], cwd: Path, folder: Path, log: Path) -> list[Look]:
    """Run ``command`` and return where each of its processes spent its CPU; the files go below ``folder``."""
    folder.mkdir(parents=True)
    here = str(Path(__file__).with_name("profiled"))
    path = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"BENCH_PROFILE": str(folder), "PYTHONPATH": path}
    run_measured(command, cwd, log, environment, allowed=(0, 1))
    files = sorted(folder.glob("*.json"))
    return [(owner, name, s) for file in files for owner, name, s in json.loads(file.read_text("utf-8"))]


def stage_of(file: str) -> str:
    """Return the stage that a file belongs to.

    >>> stage_of("/a/build_scripts/extract/naming.py"), stage_of("/lib/mkdocs/structure/pages.py"), stage_of("")
    ('conversion', 'site', 'rest')
    """
    if units := _UNIT.findall(file):
        return _UNITS.get(units[-1], REST)
    return SITE if _SITE_TOOL.search(file) else REST


def stage_shares(looks: Iterable[Look]) -> dict[str, float]:
    """Return what part of the CPU each stage had; all stages are there, and they add up to one."""
    spent = Counter(dict.fromkeys(STAGES, 0.0))
    for owner, _, seconds in looks:
        spent[stage_of(owner)] += seconds  # type: ignore[assignment]
    whole = sum(spent.values()) or 1.0
    return {stage: seconds / whole for stage, seconds in spent.items()}


def slowest_lines(looks: Iterable[Look], stage: str) -> list[dict[str, Any]]:
    """Return the functions that ran while a stage was at work, most first, with their parts of its time."""
    spent: Counter[str] = Counter()
    for owner, name, seconds in looks:
        if stage_of(owner) == stage:
            spent[_short(name)] += seconds  # type: ignore[assignment]
    whole = sum(spent.values()) or 1.0
    return [{"function": name, "part": round(s / whole, 4)} for name, s in spent.most_common(_TOLD)]


def _short(name: str) -> str:
    """Return where a function is, without the machine's own folders.

    >>> _short("/x/lib/python3.11/site-packages/mkdocs/nav.py:7 f"), _short("/x/build_scripts/cli.py:1 main")
    ('mkdocs/nav.py:7 f', 'build_scripts/cli.py:1 main')
    """
    return _MACHINE.sub("", name).removeprefix("site-packages/").replace("\\", "/")


def own_command(folder: Path, verb: str) -> list[str]:
    """Return the public command that works on ``folder``."""
    return [sys.executable, "-m", "build_scripts", "--root", str(folder), verb]
