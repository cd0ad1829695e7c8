"""docs/ brought up to date step by step is docs/ made from nothing: no list stays that would say something else."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from sqlite3 import Connection

import pytest

from build_scripts.convert import convert
from build_scripts.demo.reports import demo_reports
from build_scripts.docs_folder import lay_docs, lists_of, resolve_neighbours
from build_scripts.job import Job
from build_scripts.models import Conversion, Fate, Listed, ListedFigure
from build_scripts.publish import DocsWriter
from build_scripts.record_files import render_record
from build_scripts.sources import SourceFile
from build_scripts.store import FileState, MadeFrom, connect, forget, resolve_addresses, save, transaction
from tests.render.made_up import made_up

pytestmark = pytest.mark.heavy


def store_at(folder: Path) -> Connection:
    connection, _ = connect(folder / "reports.sqlite")
    return connection


def fill(connection: Connection, conversions: Iterable[Conversion]) -> None:
    with transaction(connection):
        for made in conversions:
            save(connection, made, MadeFrom(f"{hash(repr(made))}", ""))


def lay(connection: Connection, folder: Path) -> DocsWriter:
    """Bring the docs folder ``folder`` up to date with the store."""
    folder.mkdir(exist_ok=True)
    writer = DocsWriter(FileState(connection, folder.name, folder))
    with transaction(connection):
        resolve_addresses(connection)
        resolve_neighbours(connection)
        lay_docs(lists_of(connection), writer)
        writer.finish()
    return writer


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def differing(one: Path, other: Path) -> list[str]:
    ours, theirs = files(one), files(other)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


# Records alone: whatever changes in one report, the lists that show it are made anew.

Change = Callable[[Listed], Listed]


def entry(**told: object) -> Change:
    return lambda one: replace(one, entry=replace(one.entry, **told))  # type: ignore[arg-type]


def figure(number: int, **told: object) -> Change:
    def change(one: Listed) -> Listed:
        figures = list(one.figures)
        figures[number] = replace(figures[number], **told)  # type: ignore[arg-type]
        return replace(one, figures=tuple(figures))

    return change


def tally(number: int, **told: object) -> Change:
    def change(one: Listed) -> Listed:
        tallies = list(one.tallies)
        tallies[number] = replace(tallies[number], **told)  # type: ignore[arg-type]
        return replace(one, tallies=tuple(tallies))

    return change


def unread(number: int, **told: object) -> Change:
    def change(one: Listed) -> Listed:
        places = list(one.unread)
        places[number] = replace(places[number], **told)  # type: ignore[arg-type]
        return replace(one, unread=tuple(places))

    return change


CHANGES: dict[str, Change] = {
    "title": entry(title="甲县乙局关于法治政府建设的报告"),
    "agency": entry(agency="甲县乙局"),
    "place": entry(place="某省甲县"),
    "province": entry(province="某省"),
    "prefecture": entry(prefecture="某市"),
    "county": entry(county="某市甲县"),
    "day": entry(day="2030-01-01"),
    "dated": entry(dated="2030年1月1日发布"),
    "figures": entry(figures=99),
    "doubtful": entry(doubtful=7),
    "themes": entry(themes=("other",)),
    "anchor": figure(0, id="m-999"),
    "subject": figure(0, subject="新的事项"),
    "written": figure(1, written="九百九十九余件次又一件"),
    "canonical": figure(1, canonical="999件"),
    "value": figure(1, value=Decimal(999)),
    "zero": figure(2, value=Decimal(0)),
    "unit": figure(2, unit="项"),
    "period": figure(2, period="2011年"),
    "year": figure(2, year=2011),
    "theme": figure(2, theme="other"),
    "indicator": figure(3, indicator="penalty-money"),
    "no indicator": figure(3, indicator=""),
    "sentence": figure(3, sentence="s-999"),
    "quote": figure(3, quote="另一句话。"),
    "doubts": figure(3, doubts=("subject-unsure",)),
    "not exact": figure(3, is_exact=False),
    "part": figure(3, is_part=True),
    "order": lambda one: replace(one, figures=one.figures[::-1]),
    "one figure less": lambda one: replace(one, figures=one.figures[1:]),
    "account": lambda one: replace(one, account=replace(one.account, total=61, unread=1, left_out=30)),
    "rule": tally(0, count=30),
    "words of a rule": tally(0, words="…2023年…", line=8),
    "doubt": tally(1, count=5, words="…5件…"),
    "place not read": unread(0, words="…又一个12…", line=2),
    "table not read": unread(1, words="又一张表", line=2),
}


def of_listed(listed: Listed) -> Conversion:
    address = listed.entry.address
    texts = {"metrics.csv": repr(listed).encode() + b"\n", "metrics.json": b"{}", "reports.json": b"{}"}
    return Conversion(
        path=f"source_reports/{address.region}/{address.year}-{address.department}.txt",
        fate=Fate.PUBLISHED,
        address=address,
        listed=listed,
        lines=tuple(map(line, listed.figures)),
        texts=texts,
    )


def line(figure: ListedFigure) -> str:
    return f"{figure.id},{figure.written}\n"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, Path]]:
    """Give a store of a dozen reports of three counties and its docs folder."""
    here = tmp_path_factory.mktemp("steps")
    with closing(store_at(here)) as connection:
        fill(connection, map(of_listed, made_up(12, per_county=4)))
        lay(connection, here / "docs")
        yield connection, here


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_seen_in_every_list(known: tuple[Connection, Path], name: str) -> None:
    connection, here = known
    listed = list(made_up(12, per_county=4))[len(name) % 12]
    fill(connection, [of_listed(CHANGES[name](listed))])
    writer = lay(connection, here / "docs")
    assert writer.written
    lay(connection, here / name)
    assert differing(here / "docs", here / name) == []


def test_where_nothing_changed_no_list_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(store_at(tmp_path)) as connection:
        fill(connection, map(of_listed, made_up(12, per_county=4)))
        lay(connection, tmp_path / "docs")
        monkeypatch.setattr(DocsWriter, "put", None)
        monkeypatch.setattr(DocsWriter, "stream", None)
        again = lay(connection, tmp_path / "docs")
    assert (again.written, again.removed) == ([], [])


def test_a_list_touched_by_hand_is_made_anew(tmp_path: Path) -> None:
    with closing(store_at(tmp_path)) as connection:
        fill(connection, map(of_listed, made_up(12, per_county=4)))
        lay(connection, tmp_path / "docs")
        before = files(tmp_path / "docs")
        (tmp_path / "docs/years/2023/index.md").write_text("by hand", encoding="utf-8")
        (tmp_path / "docs/data/metrics.csv").unlink()
        again = lay(connection, tmp_path / "docs")
    assert sorted(again.written) == ["data/metrics.csv", "years/2023/index.md"]
    assert files(tmp_path / "docs") == before


# Whole reports: added, changed, held back, gone, there again.


def converted(number: int, text: str = "") -> Conversion:
    """Return what becomes of a demo report with ``text`` at its end."""
    demo = DEMOS[number]
    record = render_record(demo.record).encode()
    path = Path("source_reports", demo.path)
    return convert(
        Job(SourceFile(path, demo.page.text.encode() + text.encode(), record, is_placed=True), preview=True)
    )


def held(number: int) -> Conversion:
    made = converted(number)
    return Conversion(path=made.path, fate=Fate.HELD_BACK, address=made.address, reason="含个人信息")


DEMOS = list(demo_reports(6, 1))
STEPS: dict[str, dict[int, Callable[[int], Conversion] | None]] = {
    "four": dict.fromkeys(range(4), converted),
    "two more": dict.fromkeys((4, 5), converted),
    "one changed": {2: lambda number: converted(number, "\n另外，检查企业37家，罚款2.5万元。\n")},
    "one gone, one held back": {0: None, 3: held},
    "one as it was, one there again": {2: converted, 0: converted},
    "one published after all": {3: converted},
    "one alone": dict.fromkeys(range(5)),
}


def test_steps_end_where_one_run_does(tmp_path: Path) -> None:
    now: dict[int, Conversion] = {}
    with closing(store_at(tmp_path)) as connection:
        for name, step in STEPS.items():
            gone = [now.pop(number).path for number, make in step.items() if make is None]
            changed = {number: make(number) for number, make in step.items() if make}
            now |= changed
            with transaction(connection):
                forget(connection, gone)
            fill(connection, changed.values())
            lay(connection, tmp_path / "docs")
            once = made_at_once(now.values(), tmp_path / name)
            assert differing(tmp_path / "docs", once) == [], name


def made_at_once(conversions: Iterable[Conversion], folder: Path) -> Path:
    folder.mkdir()
    with closing(store_at(folder)) as connection:
        fill(connection, conversions)
        lay(connection, folder / "docs")
    return folder / "docs"
