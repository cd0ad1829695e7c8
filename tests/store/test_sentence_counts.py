"""Sentences counted on whole arrays are those that one counts by hand, whatever reports say."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest

from build_scripts.models import COMMON
from build_scripts.store.sentence_counts import Counted, Sentences, count_sentences
from tests.every import every


@dataclass(frozen=True)
class _Report:
    """A report by agency, county and year; of each sentence its hash and place."""

    agency: int
    county: int
    year: int
    said: dict[int, int]


def _made_up(seed: int) -> list[_Report]:
    """Return reports of few agencies, many of which say the same; some have none before them, or say nothing."""
    chance = Random(seed)  # noqa: S311 - no secret, and the same at each run
    words, county = chance.choice([3, 30, 300]), 0
    reports = []
    for agency in range(chance.randrange(12)):
        county += chance.random() < 1 / 3
        for year in sorted(chance.sample(range(2015, 2026), chance.randrange(1, 5))):
            hashes = chance.sample(range(1 << 39, (1 << 39) + words), chance.randrange(min(words, 20) + 1))
            reports.append(_Report(agency, county, year, {one: place for place, one in enumerate(hashes)}))
    return reports


def _by_hand(reports: Sequence[_Report], number: int) -> Counted:
    own = reports[number]
    before = reports[number - 1] if number and reports[number - 1].agency == own.agency else None
    saying = {one: [n for n, other in enumerate(reports) if one in other.said] for one in own.said}
    common = {one for one, by in saying.items() if len({reports[n].agency for n in by}) >= COMMON}
    kept = {one for one in own.said if before and one in before.said}
    shared: set[int] = set()
    alike: dict[int, list[tuple[int, int, int]]] = {}
    for one in own.said.keys() - common:
        beside = [
            n for n in saying[one] if reports[n].county == own.county and reports[n].agency != own.agency
        ]
        shared |= {one} if beside else set()
        for agency in {reports[n].agency for n in beside}:
            of = [n for n in beside if reports[n].agency == agency]
            nearest = min(of, key=lambda n: (abs(reports[n].year - own.year), n))
            alike.setdefault(agency, []).append((own.said[one], nearest, reports[nearest].said[one]))
    told = [(min(of)[1], len(of), min(of)[0], min(of)[2]) for of in alike.values()]
    most = sorted(told, key=lambda row: (-row[1], row[0]))[:3]
    return Counted(len(common), len(kept), len(kept & common), len(shared), most or ())


def _arrays(reports: Sequence[_Report]) -> Sentences:
    def numbers(told: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(told, np.int64)

    return Sentences(
        hashes=numbers([one for report in reports for one in report.said]),
        report=numbers([n for n, report in enumerate(reports) for _ in report.said]),
        place=numbers([place for report in reports for place in report.said.values()]),
        agency=numbers([report.agency for report in reports]),
        county=numbers([report.county for report in reports]),
        year=numbers([report.year for report in reports]),
    )


@pytest.mark.heavy
@every("seed", range(200))
def test_counts_are_those_made_by_hand(seed: int) -> None:
    reports = _made_up(seed)
    found = list(count_sentences(_arrays(reports)))
    assert found == [_by_hand(reports, number) for number in range(len(reports))]


def test_the_made_up_reports_have_all_that_is_counted() -> None:
    found = [one for seed in range(200) for one in count_sentences(_arrays(_made_up(seed)))]
    assert all(any(one[column] for one in found) for column in range(len(Counted._fields)))
    assert any(len(one.alike) > 1 for one in found)
