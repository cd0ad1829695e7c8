"""What was measured, by how many reports there were: of a command, of a stage, of another tool beside ours."""

from typing import Any

Results = dict[str, Any]
Series = dict[int, float]


def cpu_of(runs: dict[int, Results], name: str) -> Series:
    """Return by size the CPU seconds of one command, where it was measured."""
    return {size: run["costs"][name]["cpu"] for size, run in runs.items() if name in run["costs"]}


def cpu_beside(runs: dict[int, Results], peer: str) -> Series:
    """Return by size the CPU seconds of another tool, where it ran beside ours: another day is no measure of this."""
    return cpu_of({size: run for size, run in runs.items() if "others_date" not in run}, peer)


def stage_cpu(runs: dict[int, Results], stage: str) -> Series:
    """Return by size the CPU seconds of one stage of a build from nothing."""
    return {size: run["costs"]["cold"]["cpu"] * run["stages"]["shares"][stage] for size, run in runs.items()}


def cut_of(runs: dict[int, Results]) -> Series:
    """Return by size the CPU seconds of jieba's cut of all texts."""
    return {size: run["cut"]["cpu"] for size, run in runs.items()}
