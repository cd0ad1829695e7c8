"""A change writes little, what is written is found, and a run cut short leaves the old index whole."""

import gzip
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from build_scripts.models import Searchable
from build_scripts.search import FOLDER, Limits, render_search, search_part
from build_scripts.search.segment_plan import plan_blocks
from tests.search.brute_force import plain_report, read_lists, unpack, unpack_text
from tests.search.made_up import MANIFEST, Disk, made_up


def live_ids(files: Mapping[PurePosixPath, bytes]) -> dict[str, str]:
    """Return the reports that an index tells, each with the folder in which its text lies."""
    found: dict[str, str] = {}
    for segment in (s for block in json.loads(files[MANIFEST])["blocks"] for s in block):
        told = unpack(files[FOLDER / segment["folder"] / "reports.bin"])
        assert isinstance(told, dict)
        gone, place = set(), 0
        for step in segment["gone"]:
            place += step
            gone.add(place)
        region = 0
        columns = zip(told["regions"], told["department"], told["years"], strict=True)
        for number, (step, department, year) in enumerate(columns):
            region += step
            if number not in gone:
                home = told["homes"][told["home"][number]] if "home" in told else ""
                id_ = f"{region:06}-{told['departments'][department]}-{year}"
                assert id_ not in found
                found[id_] = home or segment["folder"]
    return found


def is_whole(files: Mapping[PurePosixPath, bytes]) -> bool:
    """Say whether all that the manifest names is there."""
    told = json.loads(files[MANIFEST])
    for segment in (s for block in told["blocks"] for s in block):
        folder = FOLDER / segment["folder"]
        assert all(folder / f"s/{n}.bin" in files for n in range(segment["shards"]))
        figures = unpack(files[folder / "figures.bin"])
        assert isinstance(figures, dict)
        assert all(folder / f"g/{n}.bin" in files for n in range(figures["shards"]))
        assert all(folder / f"f/{n}.bin" in files for n in range(len(figures["blocks"])))
        assert folder / "filters.bin" in files
    assert all(FOLDER / folder / f"t/{id_}.bin" in files for id_, folder in live_ids(files).items())
    return all(FOLDER / name in files for name in told["files"].values())


@pytest.mark.heavy
@pytest.mark.parametrize("count", [5, 500, 3000])
def test_a_changed_report_writes_few_files(count: int) -> None:
    reports = [made_up(number) for number in range(count)]
    disk = Disk().update(reports)
    assert is_whole(disk.files)
    for told in range(1, 4):
        reports[told] = made_up(told, told=told)
        disk.update(reports)
        assert len(disk.written) <= 60
        assert live_ids(disk.files).keys() == {report.id for report in reports}
        assert is_whole(disk.files)
    assert disk.written[-1] == MANIFEST


def full(number: int, *, told: int = 0) -> Searchable:
    """Return a report of a thousand characters that nobody else has, with sixty figures."""
    draw = random.Random(f"{number} {told}")  # noqa: S311 - no secret
    report = made_up(number, told=told)
    words = "".join(chr(draw.randrange(0x4E00, 0x9000)) for _ in range(1000))
    figures = tuple(
        replace(report.figures[n % 6], subject=words[n * 9 : n * 9 + 6], anchor=f"m-{n}") for n in range(60)
    )
    return replace(report, lines=(words,), figures=figures)


@pytest.mark.heavy  # 9 s
def test_of_many_changes_one_by_one_none_writes_many_files() -> None:
    reports = [full(number) for number in range(120)]
    disk = Disk().update(reports)
    files: list[int] = []
    moves, now = 0, live_ids(disk.files)
    for told in range(90):  # eight times the last is full; then what took it up is, and there is a fourth
        reports[told] = full(told, told=1)
        before = now
        disk.update(reports)
        files.append(len(disk.written))
        texts = [path for path in disk.written if path.parent.name == "t"]
        assert [path.stem for path in texts] == [reports[told].id]
        now = live_ids(disk.files)
        assert {id_ for id_ in before if before[id_] != now[id_]} == {reports[told].id}
        moves += len(disk.manifest["blocks"][0]) <= 2  # type: ignore[index]
        assert is_whole(disk.files)
    assert max(files) <= 60
    assert moves >= 10  # the smallest was taken up by another as often
    assert len(disk.manifest["blocks"][0]) == 4  # type: ignore[index]
    assert len([path for path in disk.files if path.parent.name == "t"]) == len(reports)


def test_the_text_of_a_report_that_changed_or_went_is_there_no_more() -> None:
    reports = [made_up(number) for number in range(60)]
    disk = Disk().update(reports)
    for now in ([made_up(0, told=1), *reports[1:]], reports[1:], [*reports[1:20], *reports[21:]]):
        disk.update(now)
        texts = {unpack_text(disk.files, report.id)["text"] for report in now}
        assert texts == {"\n".join(report.lines) for report in now}
        assert len([path for path in disk.files if path.parent.name == "t"]) == len(now)


@pytest.mark.heavy
def test_a_report_that_failed_once_writes_few_files() -> None:
    reports = [made_up(number) for number in range(300)]
    disk = Disk(failed=frozenset({reports[3].id})).update(reports)
    disk.update([*reports[:3], *reports[4:]])
    assert len(disk.written) <= 60
    disk.failed = frozenset()
    disk.update([*reports[:3], *reports[4:]])
    assert [len(block) for block in disk.manifest["blocks"]] == [1]  # type: ignore[attr-defined]
    assert disk.manifest["reports"] == 299


@pytest.mark.heavy
@pytest.mark.parametrize("count", [5, 500])
def test_new_reports_write_few_files(count: int) -> None:
    reports = [made_up(number) for number in range(count + 1)]
    disk = Disk().update(reports[:-1]).update(reports)
    assert len(disk.written) <= 60
    assert live_ids(disk.files).keys() == {report.id for report in reports}
    assert is_whole(disk.files)


SECRET = replace(made_up(0).figures[0], subject="泄密次数", written="泄密7次")


def hides(files: Mapping[PurePosixPath, bytes]) -> bool:
    """Say whether no list, no figure and no text of an index has the secret."""
    figures = b"".join(gzip.decompress(data) for path, data in files.items() if path.parent.name == "f")
    texts = [unpack_text(files, id_)["text"] for id_ in live_ids(files)]
    return not (
        {"泄密", "密次"} & (read_lists(files).keys() | read_lists(files, "g").keys())
        or "泄密".encode() in figures
        or any("泄密" in str(text) for text in texts)
        or len([path for path in files if path.parent.name == "t"]) != len(texts)
    )


@pytest.mark.heavy
@pytest.mark.parametrize("at", [None, "first", "later"])
def test_nothing_of_a_report_that_is_taken_away_or_hidden_is_left(at: str | None) -> None:
    reports = [made_up(number) for number in range(100)]
    secret = replace(reports[7], lines=("泄密次数7次",), figures=(SECRET,))
    told = [secret if report.id == secret.id else report for report in reports]
    disk = Disk().update(told if at != "later" else reports).update(told)
    if at:
        disk.update([*told[:50], *(made_up(number, told=1) for number in range(50, 55)), *told[55:]])
    assert not hides(disk.files)
    taken = replace(disk, files=dict(disk.files)).update(r for r in told if r.id != secret.id)
    assert hides(taken.files)
    assert is_whole(taken.files)
    hidden = replace(secret, lines=("■■次数7次",), figures=())
    disk.update(hidden if report.id == secret.id else report for report in told)
    assert hides(disk.files)
    assert is_whole(disk.files)


def test_nothing_changed_writes_nothing() -> None:
    reports = [made_up(number) for number in range(50)]
    disk = Disk().update(reports)
    before, state = dict(disk.files), disk.state
    disk.update(reversed(reports))
    assert (disk.written, disk.files, disk.state) == ([], before, state)


@pytest.mark.heavy
def test_many_changes_end_in_a_whole_that_is_the_same_as_from_nothing() -> None:
    reports = [made_up(number) for number in range(120)]
    disk = Disk().update(reports)
    for number in range(0, 100, 3):
        reports[number : number + 3] = [made_up(n, told=1) for n in range(number, number + 3)]
        disk.update(reports)
        (block,) = json.loads(disk.files[MANIFEST])["blocks"]
        assert len(block) <= 8
        assert live_ids(disk.files).keys() == {report.id for report in reports}
    disk.update(made_up(number, told=2) for number in range(120))
    assert disk.files == render_search(made_up(number, told=2) for number in range(120))


def test_what_is_offered_beside_results_is_that_of_a_whole_index() -> None:
    reports = [made_up(number) for number in range(60)]
    disk = Disk().update(reports)
    reports = [*reports[3:], made_up(70), made_up(71)]
    disk.update(reports)
    whole = render_search(reports)
    assert disk.manifest["files"] == json.loads(whole[MANIFEST])["files"]
    assert disk.manifest["reports"] == len(reports)


def test_a_report_that_is_as_it_was_is_told_by_the_old_segment() -> None:
    reports = [made_up(number) for number in range(60)]
    disk = Disk().update(reports)
    before = dict(disk.files)
    disk.update([made_up(0, told=1), *reports[1:]])
    assert disk.files != before
    disk.update(reports)
    assert disk.files == before


@pytest.mark.heavy
@pytest.mark.parametrize("state", [None, b"", b"nonsense"])
def test_without_its_state_all_is_made_anew(state: bytes | None) -> None:
    reports = [made_up(number) for number in range(30)]
    disk = Disk().update(reports)
    disk.update([made_up(0, told=1), *reports[1:]])
    disk.state = state
    disk.update(reports)
    assert disk.files == render_search(reports)


def test_a_state_of_another_index_is_not_believed() -> None:
    reports = [made_up(number) for number in range(30)]
    disk = Disk().update(reports)
    other = Disk().update(reports[:20])
    disk.state = other.state
    disk.update(reports[:20])
    assert disk.files == render_search(reports[:20])


def test_a_run_cut_short_at_any_file_leaves_the_old_index_whole() -> None:
    reports = [made_up(number) for number in range(40)]
    disk = Disk().update(reports)
    before, state = dict(disk.files), disk.state
    changed = [made_up(0, told=1), *reports[1:]]
    for most in range(len(Disk(files=dict(before), state=state).update(changed).written)):
        with pytest.raises(OSError, match="full"):
            disk.update(changed, most)
        named = json.loads(before[MANIFEST])
        assert disk.files[MANIFEST] == before[MANIFEST]
        assert {path: disk.files[path] for path in before} == before
        assert is_whole(disk.files)
        assert named == disk.manifest
    disk.update(changed)
    assert live_ids(disk.files).keys() == {report.id for report in changed}


def test_years_are_parted_where_reports_are_many() -> None:
    reports = [made_up(number) for number in range(90)]  # ten a year
    disk = Disk(Limits(block=25)).update(reports)
    blocks = json.loads(disk.files[MANIFEST])["blocks"]
    assert [[s["reports"] for s in block] for block in blocks] == [[10], [20], [20], [20], [20]]
    new = replace(made_up(200), id="110000-health-2024", year=2024)
    disk.update([*reports, new])
    newest = json.loads(disk.files[MANIFEST])["blocks"][0]
    assert [segment["reports"] for segment in newest] == [10, 1]
    assert len(disk.written) <= 60
    assert live_ids(disk.files).keys() == {report.id for report in (*reports, new)}


def test_a_year_of_more_reports_than_a_block_holds_is_parted() -> None:
    wanted = {f"{110000 + n}-health-{2022 + n % 2}": str(n) for n in range(200)}
    blocks = plan_blocks((), wanted, Limits(block=30))
    sizes = [len(segment.ids) for block in blocks for segment in block.segments]
    assert max(sizes) <= 30
    assert sum(sizes) == 200
    told = [id_ for block in blocks for segment in block.segments for id_ in segment.ids]
    assert told == sorted(wanted, key=lambda id_: (-int(id_[-4:]), id_))


def test_a_township_keeps_its_nine_digits() -> None:
    ids = ["440704001-government-2023", "440704-government-2023", "110101-health-cdc-2023"]
    disk = Disk().update(plain_report(id_, "甲") for id_ in ids)
    assert live_ids(disk.files).keys() == set(ids)


def test_a_part_depends_on_its_report_alone() -> None:
    assert search_part(made_up(3)) == search_part(made_up(3))
    assert search_part(made_up(3)).head != search_part(made_up(3, told=1)).head
