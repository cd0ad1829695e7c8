"""The arithmetic of growth: what a report costs beside start-up, by how much cost grows faster than the reports."""

from collections.abc import Mapping
from itertools import pairwise
from math import log


def beyond_start(costs: Mapping[int, float]) -> dict[int, float]:
    """Return what each size costs more than the smallest; the smallest stands for the start-up and is left out.

    >>> beyond_start({5: 3.0, 100: 22.0})
    {100: 19.0}
    """
    first = min(costs)
    return {size: cost - costs[first] for size, cost in sorted(costs.items()) if size != first}


def ratio_to(costs: Mapping[int, float], units: Mapping[int, float]) -> dict[int, float]:
    """Return by size how many units (of the same reports) the reports cost, start-up apart.

    Both are taken without the smallest size. >>> ratio_to({5: 3, 105: 23}, {5: 1, 105: 6})
    {105: 4.0}
    """
    both = {size: costs[size] for size in costs if size in units}
    unit = {size: units[size] for size in both}
    if len(both) < 2:  # noqa: PLR2004 - one size alone says nothing
        return {}
    cost, of = beyond_start(both), beyond_start(unit)
    return {size: cost[size] / of[size] for size in cost if of[size] > 0}


def exponents(costs: Mapping[int, float]) -> dict[tuple[int, int], float]:
    """Return from each size to the next the power of the reports that their cost grows with, start-up apart.

    1 is in step with the reports, 2 with their square. >>> exponents({5: 1, 105: 11, 1005: 101})
    {(105, 1005): 1.0}
    """
    first = min(costs)
    beyond = {size - first: cost for size, cost in beyond_start(costs).items() if cost > 0}
    return {
        (low + first, high + first): log(beyond[high] / beyond[low]) / log(high / low)
        for low, high in pairwise(beyond)
    }


def marginal(costs: Mapping[int, float]) -> float:
    """Return what one report more costs, between the fewest and the most that were measured.

    >>> marginal({5: 3.0, 105: 23.0})
    0.2
    """
    fewest, most = min(costs), max(costs)
    return (costs[most] - costs[fewest]) / (most - fewest)


def growth(costs: Mapping[int, float], low: int, high: int) -> float | None:
    """Return how many times as much ``high`` reports cost as ``low``, start-up apart; nothing where one is missing."""
    beyond = beyond_start(costs) if costs else {}
    return beyond[high] / beyond[low] if low in beyond and high in beyond and beyond[low] > 0 else None
