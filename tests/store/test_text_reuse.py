"""How much of a report stands in others: kept from the year before, said by many, shared within the county."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

import pytest

from build_scripts.models import COMMON, Address, Alike, Conversion, Digest, Fate, Reuse
from build_scripts.models.digest import SAID
from build_scripts.render.quality import name_of
from build_scripts.store import (
    ListQueries,
    MadeFrom,
    connect,
    forget,
    measure_reuse,
    reuse_at,
    save,
    transaction,
)
from tests.render.made_up import made_up

LISTED = next(made_up(1))
# What every report of these tests says of its own besides: so no two of them are alike.
OWN = 3


def path_of(at: Address) -> str:
    return f"source_reports/{at.region}/{at.year}-{at.department}.txt"


def put(connection: Connection, id_: str, words: str, made_from: str = "") -> None:
    """Keep a report, ``440704-health-2023``, of sentences of one letter each, which tells where it begins as well."""
    region, department, year = id_.split("-")
    at = Address(region, department, int(year))
    own = [f"{abs(hash((id_, n))) % 16**10:010x}" for n in range(OWN)]
    digest = Digest(
        sentences=(*(f"{ord(letter):010x}" for letter in words), *own),
        places=(*(10 * ord(letter) for letter in words), *range(OWN)),
    )
    entry = replace(LISTED.entry, address=at, url=at.url, agency=f"{region}-{department}")
    made = Conversion(
        path=path_of(at),
        fate=Fate.PUBLISHED,
        address=at,
        listed=replace(LISTED, entry=entry, figures=()),
        texts={SAID: digest.said},
    )
    save(connection, made, MadeFrom(made_from or f"{id_} {words}", ""))


@contextmanager
def store(folder: Path, said: Mapping[str, str]) -> Iterator[Connection]:
    """Give a store of these reports, measured."""
    connection, _ = connect(folder / "reports.sqlite")
    with closing(connection), transaction(connection):
        for id_, words in said.items():
            put(connection, id_, words)
        measure_reuse(connection)
        yield connection


def of(connection: Connection, id_: str) -> Reuse:
    region, department, year = id_.split("-")
    found = reuse_at(connection, path_of(Address(region, department, int(year))))
    assert found
    return found


def test_a_report_that_another_run_keeps_again_is_counted_again(tmp_path: Path) -> None:
    said = {"440704-health-2022": "abx", "440704-health-2023": "acx"}
    with store(tmp_path, said) as connection:
        before = of(connection, "440704-health-2023")
        put(connection, "440704-health-2023", "acx")
        measure_reuse(connection)
        assert of(connection, "440704-health-2023") == before


def test_sentences_kept_from_the_report_before(tmp_path: Path) -> None:
    said = {"440704-health-2020": "abcd", "440704-health-2022": "abx", "440704-health-2023": "acx"}
    with store(tmp_path, said) as connection:
        assert of(connection, "440704-health-2020") == Reuse(sentences=4 + OWN)
        assert of(connection, "440704-health-2022") == Reuse(sentences=3 + OWN, kept=2)
        # c stands in an older report alone.
        assert of(connection, "440704-health-2023") == Reuse(sentences=3 + OWN, kept=2)


def test_sentences_shared_within_a_county(tmp_path: Path) -> None:
    said = {
        "440704-health-2022": "ab",
        "440704-health-2023": "abc",
        "440704-justice-2021": "a",
        "440704-justice-2023": "ac",
        "440704001-government-2023": "b",  # a township is of the county
        "440703-health-2023": "abc",  # another county
    }
    with store(tmp_path, said) as connection:
        health = of(connection, "440704-health-2023")
        assert (health.kept, health.shared, health.common) == (2, 3, None)
        assert health.alike == (
            Alike("440704-justice", Address("440704", "justice", 2023), 2, 970, 970),
            Alike("440704001-government", Address("440704001", "government", 2023), 1, 980, 980),
        )
        # The report of the nearest year is named; a sentence of several years counts once.
        assert of(connection, "440704-health-2022").alike[0].sentences == 1
        assert of(connection, "440704-justice-2021").alike[0].other.year == 2022
        # In its county no other agency reports.
        assert of(connection, "440703-health-2023").shared is None


def test_what_many_say_is_told_apart(tmp_path: Path) -> None:
    kinds = ("health", "justice", "education", "finance", "transport")
    said = {f"440704-{kind}-{year}": "ab" for kind in kinds[:COMMON] for year in (2022, 2023)}
    said |= {"440704-health-2022": "abc", "440704-health-2023": "abc", "440704-justice-2023": "abc"}
    with store(tmp_path, said) as connection:
        health = of(connection, "440704-health-2023")
        assert (health.kept, health.common, health.kept_common, health.shared) == (3, 2, 2, 1)
        assert [one.agency for one in health.alike] == ["440704-justice"]
        finance = of(connection, "440704-finance-2023")
        assert (finance.common, finance.shared, finance.alike) == (2, 0, ())


def test_one_agency_says_it_often_and_it_is_not_common(tmp_path: Path) -> None:
    said = {f"440704-health-{year}": "ab" for year in range(2015, 2024)}
    said |= {f"4407{n:02d}-justice-2023": "z" for n in range(10, 14)}
    with store(tmp_path, said) as connection:
        assert of(connection, "440704-health-2023").common == 0
        assert of(connection, "440710-justice-2023").common == 0


def test_too_few_agencies_make_nothing_common(tmp_path: Path) -> None:
    with store(tmp_path, {"440704-health-2023": "a", "440704-justice-2023": "a"}) as connection:
        assert of(connection, "440704-health-2023").common is None


def test_it_follows_what_changes(tmp_path: Path) -> None:
    said = {"440704-health-2022": "ab", "440704-health-2023": "ab", "440704-justice-2023": "a"}
    with store(tmp_path, said) as connection:
        put(connection, "440704-justice-2023", "", "anew")
        put(connection, "440704-health-2022", "x", "anew")
        measure_reuse(connection)
        health = of(connection, "440704-health-2023")
        assert (health.kept, health.shared, health.alike) == (0, 0, ())
        forget(connection, [path_of(Address("440704", "justice", 2023))])
        measure_reuse(connection)
        assert of(connection, "440704-health-2023").shared is None
        rows = list(ListQueries(connection, name_of).reuse_of_agency("440704", "health"))
        assert [year for year, _ in rows] == [2023, 2022]


def test_a_report_without_a_digest_is_no_fault(tmp_path: Path) -> None:
    with store(tmp_path, {"440704-health-2023": "a"}) as connection:
        connection.execute("DELETE FROM texts")
        connection.execute("DELETE FROM kept")
        measure_reuse(connection)
        assert of(connection, "440704-health-2023") == Reuse(sentences=0)


@pytest.mark.heavy
@pytest.mark.parametrize("alike", ["different", "the same"])
def test_the_work_grows_with_the_reports_alone(tmp_path: Path, alike: str) -> None:
    """Whether no two reports share a sentence, or all of them every one, of one county and of one agency."""
    seconds = []
    for count in (100, 400):
        said = {}
        for n in range(count):
            first = 1000 if alike == "the same" else 1000 + 40 * n
            place = "440704" if alike == "the same" else f"{440000 + n // 8:06d}"
            said[f"{place}-k{n % 97}-{1000 + n}"] = "".join(map(chr, range(first, first + 40)))
        (tmp_path / f"{count}").mkdir()
        with store(tmp_path / f"{count}", said) as connection:
            connection.execute("DELETE FROM kept")
            start = time.process_time()
            measure_reuse(connection)
            seconds.append(time.process_time() - start)
    # Four times the reports: twelve times the work would be quadratic nearly, six leaves room for a busy machine.
    assert seconds[1] < 6 * seconds[0] + 0.05, seconds
