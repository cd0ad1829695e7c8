"""Who says the same sentences as whom, counted over the sentences of all reports at once, on whole arrays.

They are sorted by their hashes, of one hash by report, which stand in the order of their addresses: so what belongs
together lies together, and each count is a pass over it. A sentence takes some 70 bytes of memory while it is counted,
those of ten thousand reports 70 MB in 0.3 s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from build_scripts.models import COMMON

_ALIKE = 3  # agencies told of one report
_YEARS = 10_000  # years that there are: a report's place among those of its agency

Numbers = NDArray[np.int64] | NDArray[np.int32]
_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """The sentences of all reports: hash, number of the report, and place in it.

    Of each report, by its number, ``agency`` and ``county`` are numbers too, ascending with it, and ``year`` is one.
    """

    hashes: Numbers
    report: Numbers
    place: Numbers
    agency: Numbers
    county: Numbers
    year: Numbers


class Counted(NamedTuple):
    """How many sentences of a report are common, and kept, and both, and shared within the county; and with whom.

    Each of ``alike``: the other report's number, sentences, the place of the first of them here and there.
    """

    common: int
    kept: int
    kept_common: int
    shared: int
    alike: Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """Sentences that stand in more than one report, sorted, with the number of each group of the same ones."""

    group: Numbers
    report: Numbers
    place: Numbers
    agency: Numbers
    county: Numbers

    def where(self, chosen: _Flags) -> "_Said":
        return _Said(
            self.group[chosen],
            self.report[chosen],
            self.place[chosen],
            self.agency[chosen],
            self.county[chosen],
        )


def count_sentences(found: Sentences) -> Iterator[Counted]:
    """Yield what was counted of each report, by its number."""
    reports = len(found.agency)
    said = _said(found)
    begins = _begins(said.group, said.agency)
    is_common = np.bincount(said.group, begins)[said.group] >= COMMON if len(begins) else begins
    # An agency's reports have numbers one after the other: the one before, if it says the sentence, stands before it.
    is_kept = ~begins
    is_kept[1:] &= np.diff(said.report) == 1
    local = said.where(~is_common)
    run = np.cumsum(_begins(local.group, local.county)) - 1
    is_shared = np.bincount(run, _begins(local.group, local.agency))[run] > 1 if len(run) else run == 0
    shared = local.where(is_shared)
    alike = _alike(shared, run[is_shared], found.year)
    chosen = (said.report[is_common], said.report[is_kept], said.report[is_kept & is_common], shared.report)
    counts = zip(*(np.bincount(of, minlength=reports).tolist() for of in chosen), strict=True)
    for number, (common, kept, kept_common, told) in enumerate(counts):
        yield Counted(common, kept, kept_common, told, alike.get(number, ()))


def _said(found: Sentences) -> _Said:
    order = np.argsort(found.hashes, kind="stable")
    begins = _begins(found.hashes[order])
    # One that begins a group and is followed by one that does stands in one report alone.
    order = order[~(begins & np.append(begins[1:], True))]
    report = found.report[order]
    group = np.cumsum(_begins(found.hashes[order])) - 1
    return _Said(group, report, found.place[order], found.agency[report], found.county[report])


def _begins(*columns: Numbers) -> _Flags:
    """Say of each row whether it differs in a column from the one before it."""
    begins = np.ones(len(columns[0]), bool)
    if len(begins):
        begins[1:] = np.logical_or.reduce([np.diff(column) != 0 for column in columns])
    return begins


def _alike(said: _Said, run: Numbers, year: Numbers) -> dict[int, list[tuple[int, int, int, int]]]:
    """Return of each report those that it shares most sentences with, one of each other agency.

    ``run`` numbers the groups of one county. Of an agency's reports that say a sentence the one nearest in time counts.
    """
    begins = _begins(run, said.agency)
    agency = np.cumsum(begins) - 1  # in its group
    run_of = run[begins]
    keys = agency * _YEARS + year[said.report]
    pairs = []
    # A sentence of more agencies is common. Each report is laid beside the agencies before and behind its own.
    for step in (*range(1 - COMMON, 0), *range(1, COMMON)):
        other = agency + step
        here = np.flatnonzero((other >= 0) & (other < len(run_of)))
        here = here[run_of[other[here]] == run[here]]
        if len(here):
            there = _nearest(keys, other[here] * _YEARS + year[said.report[here]])
            pairs.append(np.stack([here, there]))
    return _most_alike(said, *np.concatenate(pairs, axis=1)) if pairs else {}


def _nearest(keys: Numbers, wanted: Numbers) -> Numbers:
    """Return where of ``keys`` of the wanted agency the nearest year stands, the earlier one of two."""
    after = np.searchsorted(keys, wanted)
    before, after = np.maximum(after - 1, 0), np.minimum(after, len(keys) - 1)
    agency = wanted // _YEARS
    apart = keys[after] - wanted
    is_after = (keys[before] // _YEARS != agency) | (
        (keys[after] // _YEARS == agency) & (apart < wanted - keys[before])
    )
    return np.where(is_after, after, before)


def _most_alike(said: _Said, here: Numbers, there: Numbers) -> dict[int, list[tuple[int, int, int, int]]]:
    """Return of each report the reports that pairs of the same sentences lead to, those with most sentences first."""
    order = np.lexsort((here, said.place[here], said.agency[there], said.report[here]))
    here, there = here[order], there[order]
    firsts = np.flatnonzero(_begins(said.report[here], said.agency[there]))
    count = np.diff(np.append(firsts, len(here)))
    here, there = here[firsts], there[firsts]
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    for at in np.lexsort((said.report[there], -count, said.report[here])).tolist():
        alike = found.setdefault(int(said.report[here[at]]), [])
        if len(alike) < _ALIKE:
            told = said.report[there[at]], count[at], said.place[here[at]], said.place[there[at]]
            alike.append((int(told[0]), int(told[1]), int(told[2]), int(told[3])))
    return found
