"""What the queries give is what records in memory give: the same rows in the same order."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from random import Random
from sqlite3 import Connection

import pytest

from build_scripts.models import Address, Conversion, Fate, Listed, ListedFigure, Scope, ScopeKind, TallyKind
from build_scripts.render.listed import listed_of
from build_scripts.render.quality import name_of
from build_scripts.store import ListQueries, MadeFrom, connect, save, transaction
from tests.render.list_memory import ListMemory
from tests.render.sample import sample_result

PLACES = [("广东省", "江门市", "440704"), ("广东省", "佛山市", "440608"), ("河南省", "焦作市", "410802")]


def made_up_figure(figure: ListedFigure, rnd: Random) -> ListedFigure:
    """Let some figures have an indicator."""
    slug = rnd.choice(["", "", "penalty-cases", "penalty-money"])
    family = rnd.choice(["", "penalty-cases", "training"])
    return replace(figure, indicator=slug, family=family, quote=f"{slug}：{figure.subject}" if slug else "")


def made_up() -> list[Listed]:
    """Reports of a few bodies over the years, their figures and tallies thinned out by chance."""
    rnd = Random(7)  # noqa: S311 - chance, not secrecy
    whole = listed_of(Address("440704", "health", 2023), sample_result())
    found = []
    for province, prefecture, region in PLACES:
        for department in ("health", "justice"):
            for year in rnd.sample(range(2018, 2025), 4):
                address = Address(region, department, year)
                day = "" if rnd.random() < 0.3 else f"{year + 1}-03-{rnd.randint(1, 28):02d}"
                entry = replace(
                    whole.entry,
                    address=address,
                    url=address.url,
                    province=province,
                    prefecture=prefecture,
                    day=day,
                    latest=day and f"{year + 1}-{rnd.randint(4, 12):02d}-01",
                )
                found.append(
                    replace(
                        whole,
                        entry=entry,
                        figures=tuple(made_up_figure(f, rnd) for f in whole.figures if rnd.random() < 0.6),
                        tallies=tuple(t for t in whole.tallies if rnd.random() < 0.6),
                        unread=tuple(u for u in whole.unread if rnd.random() < 0.6),
                    )
                )
    return found


LISTED = made_up()
MEMORY = ListMemory(LISTED)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    connection, _ = connect(tmp_path_factory.mktemp("store") / "reports.sqlite")
    with closing(connection):
        with transaction(connection):
            for one in LISTED:
                at = one.entry.address
                made = Conversion(
                    path=f"source_reports/{at.region}/{at.year}-{at.department}.txt",
                    fate=Fate.PUBLISHED,
                    address=at,
                    listed=one,
                    lines=tuple(figure.id for figure in one.figures),
                )
                save(connection, made, MadeFrom(made.path, ""))
        yield connection


@pytest.fixture
def queries(connection: Connection) -> ListQueries:
    return ListQueries(connection, name_of)


INDICATORS = sorted({figure.indicator for one in LISTED for figure in one.figures if figure.indicator})
FAMILIES = sorted({figure.family for one in LISTED for figure in one.figures if figure.family})
THEMES = sorted({figure.theme for one in LISTED for figure in one.figures})


def test_there_is_something_to_compare() -> None:
    assert INDICATORS
    assert len(FAMILIES) > 1
    assert len(THEMES) > 1


def test_the_counts_agree(queries: ListQueries) -> None:
    ours, theirs = queries.overview(), MEMORY.overview()
    assert ours == theirs


@pytest.mark.parametrize("most", [1, 8, 100])
def test_the_newest_agree(queries: ListQueries, most: int) -> None:
    assert list(queries.newest(most)) == list(MEMORY.newest(most))


@pytest.mark.parametrize("most", [1, 3, 100])
@pytest.mark.parametrize("key", ["", "44", "4407", "440704", "99", "health", "justice"])
def test_the_latest_agree(queries: ListQueries, key: str, most: int) -> None:
    kind = ScopeKind.ALL
    if key:
        kind = ScopeKind.REGION if key.isdecimal() else ScopeKind.DEPARTMENT
    scope = Scope(kind, key)
    assert list(queries.latest(scope, most)) == list(MEMORY.latest(scope, most))


def test_lists_of_reports_agree(queries: ListQueries) -> None:
    assert list(queries.entries()) == list(MEMORY.entries())
    for prefix in ("44", "4407", "440704", "41", "99"):
        assert list(queries.of_region(prefix)) == list(MEMORY.of_region(prefix))
    for year in range(2018, 2025):
        assert list(queries.of_year(year)) == list(MEMORY.of_year(year))
    for slug in ("health", "justice"):
        assert list(queries.of_department(slug)) == list(MEMORY.of_department(slug))


def test_lists_of_figures_agree(queries: ListQueries) -> None:
    for slug in THEMES:
        assert list(queries.of_theme(slug)) == list(MEMORY.of_theme(slug))
    for slug in INDICATORS:
        assert list(queries.of_indicator(slug)) == list(MEMORY.of_indicator(slug))
        scope = Scope(ScopeKind.INDICATOR, slug)
        assert list(queries.units(scope)) == list(MEMORY.units(scope))
        assert list(queries.silent(slug, 5)) == list(MEMORY.silent(slug, 5))
    for slug in FAMILIES:
        scope = Scope(ScopeKind.FAMILY, slug)
        assert list(queries.of_family(slug)) == list(MEMORY.of_family(slug))
        assert list(queries.units(scope)) == list(MEMORY.units(scope))


def test_accounts_and_codes_agree(queries: ListQueries) -> None:
    assert queries.sums() == MEMORY.sums()
    assert [(e, a, list(t)) for e, a, t in queries.accounts()] == [
        (e, a, list(t)) for e, a, t in MEMORY.accounts()
    ]
    for kind in TallyKind:
        ours, theirs = (
            sorted(of.codes(kind), key=lambda one: (one.tally.code, str(one.tally.severity)))
            for of in (queries, MEMORY)
        )
        assert ours == theirs
    for tables in (True, False):
        assert list(queries.unread(tables=tables)) == list(MEMORY.unread(tables=tables))
