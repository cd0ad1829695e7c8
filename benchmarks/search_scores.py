"""What answers are worth: recall, precision and the first ten, and what they took. Arithmetic only."""

import statistics
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.search_queries import ABSENT, TRADITIONAL, Query, Truth

ROWS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what it must find, what was listed, best first."""

    query: Query
    truth: Truth
    found: Sequence[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over several queries, added up; the shares are what they make."""

    queries: int
    right_queries: int
    wanted: int
    wanted_found: int
    listed: int
    listed_loose: int
    listed_strict: int
    shown: int
    shown_loose: int
    shown_strict: int

    @property
    def recall(self) -> float:
        """How much of what must be listed is listed."""
        return _share(self.wanted_found, self.wanted)

    @property
    def precision(self) -> float:
        """How much of what is listed may be listed."""
        return _share(self.listed_loose, self.listed)

    @property
    def precision_strict(self) -> float:
        """How much of what is listed has the query letter for letter."""
        return _share(self.listed_strict, self.listed)

    @property
    def rows_right(self) -> float:
        """How much of the first ten of each list may be listed."""
        return _share(self.shown_loose, self.shown)

    def told(self) -> dict[str, Any]:
        """Return counts and shares for the file of results."""
        names = ("recall", "precision", "precision_strict", "rows_right")
        return asdict(self) | {name: round(getattr(self, name), 5) for name in names}


def score(asked: Iterable[Asked]) -> Score:
    """Return the score of some queries together: each hit counts alike (micro-average).

    >>> truth = Truth(frozenset("ab"), frozenset("abc"))
    >>> score([Asked(Query("two", "法治", "法治"), truth, ["a", "c", "d"])]).recall
    0.5
    """
    rows = [_counts(one) for one in asked]
    return (
        Score(len(rows), *(sum(column) for column in zip(*rows, strict=True))) if rows else Score(*[0] * 10)
    )


def _counts(asked: Asked) -> tuple[int, ...]:
    strict, loose = asked.truth.strict, asked.truth.loose
    shown = asked.found[:ROWS]
    return (
        strict <= set(asked.found) <= loose,
        len(strict),
        _among(asked.found, strict),
        len(asked.found),
        _among(asked.found, loose),
        _among(asked.found, strict),
        len(shown),
        _among(shown, loose),
        _among(shown, strict),
    )


def _among(found: Iterable[str], right: Collection[str]) -> int:
    return sum(id_ in right for id_ in found)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def score_all(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the score of all queries that have hits, of each kind, and how much the queries without hits list.

    Queries in traditional characters are a kind of their own and not in the whole.
    """
    kinds = dict.fromkeys(one.query.kind for one in asked)
    main = [one for one in asked if one.query.kind not in (ABSENT, TRADITIONAL)]
    absent = [one for one in asked if one.query.kind == ABSENT]
    return {
        "all": score(main).told(),
        "absent": {"queries": len(absent), "listed": sum(len(one.found) for one in absent)},
        "kinds": {kind: score(one for one in asked if one.query.kind == kind).told() for kind in kinds},
    }


def summarise(values: Iterable[float]) -> dict[str, float]:
    """Return median, 95th percentile and most of ``values``.

    >>> summarise([1, 2, 3, 4, 100])["median"]
    3
    """
    ordered = sorted(values)
    if not ordered:
        return {}
    high = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"median": statistics.median(ordered), "p95": high, "max": ordered[-1]}


def median_ratio(ours: dict[int, float], theirs: dict[int, float]) -> float | None:
    """Return how many times ours theirs is at the median, over the queries that both were asked."""
    both = sorted(ours.keys() & theirs.keys())
    middle: Callable[[dict[int, float]], float] = lambda values: statistics.median(values[n] for n in both)  # noqa: E731
    return middle(theirs) / middle(ours) if both and middle(ours) else None
