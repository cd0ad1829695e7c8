"""Where a page about many reports would show something else its key is another; where it would not, it stays."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from sqlite3 import Connection

import pytest

from build_scripts.models import (
    CodeTally,
    Conversion,
    Fate,
    Listed,
    ListedFinding,
    Scope,
    ScopeKind,
    Severity,
    TallyKind,
)
from build_scripts.models.publication import UNNAMED
from build_scripts.render.asking import answer_files
from build_scripts.render.list_files import page_lists
from build_scripts.render.quality import name_of
from build_scripts.store import ListKeys, ListQueries, MadeFrom, connect, save, transaction
from tests.store.test_lists import LISTED

Change = Callable[[Listed], Listed]


def _entry(**told: object) -> Change:
    return lambda one: replace(one, entry=replace(one.entry, **told))  # type: ignore[arg-type]


def _figure(**told: object) -> Change:
    return lambda one: replace(one, figures=tuple(replace(figure, **told) for figure in one.figures))  # type: ignore[arg-type]


DATED = [number for number, one in enumerate(LISTED) if one.entry.day]


def _tally(code: str, count: int, *findings: ListedFinding) -> Change:
    made = CodeTally(
        kind=TallyKind.FINDING, code=code, count=count, words="甲", line=1, severity=Severity.WARNING
    )
    return lambda one: replace(
        one,
        tallies=(*(t for t in one.tallies if t.code != code), made),
        findings=(*one.findings, *findings),
    )


FOUND = ListedFinding(
    code="percent-over-100",
    severity=Severity.WARNING,
    message="办结率为120%",
    quote="办结率120%。",
    link="#s-3",
)
# What becomes of a report of many, and whether lists of figures in which it is not the newest may stay as they are.
CHANGES: dict[str, tuple[Change, bool]] = {
    "nothing": (lambda one: one, True),
    "more figures in all": (_entry(figures=999), True),
    "another day, not the newest": (_entry(day="2019-01-02", dated="2019年1月2日"), True),
    "the newest day": (_entry(day="2031-01-02", dated="2031年1月2日"), False),
    "another agency": (_entry(agency="某市甲局"), False),
    "another title": (_entry(title="某市甲局报告"), False),
    "another place": (_entry(place="某省某市"), False),
    "another county": (_entry(county="某市某县"), False),
    "another province": (_entry(province="某省"), False),
    "figures written otherwise": (_figure(written="约9件"), False),
    "figures of another value": (_figure(value=Decimal(999)), False),
    "doubts": (_figure(doubts=("theme",)), False),
    "a finding more": (_tally(FOUND.code, 1, FOUND), False),
    "no finding": (lambda one: replace(one, findings=(), tallies=()), False),
    "late": (_tally("late-publication", 2), False),
    "lacking contents owed": (_tally("missing-required-part", 3), False),
    "of no day": (_entry(day="", dated=""), False),
    "fewer figures": (lambda one: replace(one, figures=one.figures[3:]), False),
    "no figure": (lambda one: replace(one, figures=()), False),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    connection, _ = connect(tmp_path / "reports.sqlite")
    with closing(connection):
        for one in LISTED:
            _save(connection, one)
        yield connection


def _save(connection: Connection, one: Listed) -> None:
    at = one.entry.address
    path = f"source_reports/{at.region}/{at.year}-{at.department}.txt"
    lines = tuple(f"{figure.id} {figure.written}" for figure in one.figures)
    made = Conversion(path=path, fate=Fate.PUBLISHED, address=at, listed=one, lines=lines)
    with transaction(connection):
        save(connection, made, MadeFrom(path, ""))


# Lists that tell of a report no more than its name, beside what is theirs.
NAMED = frozenset(
    {
        *(ScopeKind.FAMILY, ScopeKind.INDICATOR, ScopeKind.THEME),
        *(ScopeKind.FINDING, ScopeKind.DOUBT, ScopeKind.ARRIVALS),
    }
)


def _lists(connection: Connection) -> dict[str, tuple[str, list[object]]]:
    """Return the lists that name reports, each with its key and what it shows."""
    keys, source = ListKeys(connection), ListQueries(connection, name_of)
    found: dict[str, tuple[str, list[object]]] = {}
    for one in page_lists(source, UNNAMED):
        if one.scope.kind in NAMED:
            streams = [(path, b"".join(pieces)) for path, pieces in one.streams()]
            found[one.name] = keys.of(one.scope, *one.told), [*one.files(), *streams]
    for family in source.overview().families:
        scope = Scope(ScopeKind.FAMILY, family.key)
        found[f"answers/{family.key}"] = (
            keys.of(scope),
            [*answer_files(family.key, source.of_family(family.key))],
        )
    return found


@pytest.mark.heavy
@pytest.mark.parametrize(("change", "stays"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("which", [DATED[0], DATED[len(DATED) // 2]])
def test_a_list_that_shows_something_else_has_another_key(
    store: Connection, change: Change, which: int, *, stays: bool
) -> None:
    before = _lists(store)
    _save(store, change(LISTED[which]))
    after = _lists(store)
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    told = [
        name for name in changed if name in before and name in after and before[name][1] != after[name][1]
    ]
    assert [name for name in told if before[name][0] == after[name][0]] == []
    if stays:
        assert [name for name in changed if not name.startswith("themes/")] == []
    else:
        assert changed


def test_a_list_that_names_the_silent_follows_their_names(store: Connection) -> None:
    silent = _entry(agency="某市乙局")(replace(LISTED[0], figures=()))
    _save(store, silent)
    before = _lists(store)
    _save(store, _entry(agency="某市丙局")(silent))
    after = _lists(store)
    assert before["indicators/penalty-cases"][0] != after["indicators/penalty-cases"][0]
    assert before["families/penalty-cases"] == after["families/penalty-cases"]
