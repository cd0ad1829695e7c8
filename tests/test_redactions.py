"""What an editor writes into a record to take private data out or let them pass, and what comes of it."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from build_scripts import cli
from build_scripts.build_commands import BUILD_REPORT
from build_scripts.cli import main
from build_scripts.errors import SourceError
from build_scripts.models import PrivateKind, PrivatePlace, Record, Result, Span, Waiver
from build_scripts.pipeline import process_file
from build_scripts.record_files import parse_record, render_record, render_redactions
from build_scripts.redactions import masked, places_of, render_place, span_of, with_redacted
from build_scripts.sources import read_file
from tests.test_cases import fill
from tests.test_checks import OWED, TITLE

NAME = "source_reports/411523/2023-health.txt"
LINES = (
    TITLE.strip(),
    "一、主要举措和成效",
    fill("全年办理许可12件，承办人手机{mobile}，身份证号{identity}。"),
    "二、存在的不足和原因",
    "患者王小明、李红反映收费问题3件，另有甲乙丙丁一名。",
)
TEXT = "\n".join(LINES) + "\n"
MOBILE = PrivatePlace(3, LINES[2].index("手机") + 3, LINES[2].index("手机") + 13, PrivateKind.MOBILE)
IDENTITY = PrivatePlace(3, LINES[2].index("号") + 2, LINES[2].index("号") + 19, PrivateKind.IDENTITY)
NAMES = PrivatePlace(5, 3, 8, PrivateKind.PATIENT)
OTHER = PrivatePlace(5, LINES[4].index("甲") + 1, LINES[4].index("甲") + 4, PrivateKind.OTHER)
ALL = (MOBILE, IDENTITY, NAMES, OTHER)

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / NAME).parent.mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(root: Path, text: str = TEXT, lines: str = "") -> Path:
    """Write the report and a record with ``lines``."""
    path = root / NAME
    path.write_bytes(text.encode())
    digest = sha256(text.encode()).hexdigest()
    path.with_name(path.name + ".yml").write_text(f"year: 2023\nsha256: {digest}\n{lines}", encoding="utf-8")
    return path


def outcome(root: Path, *places: PrivatePlace, waivers: str = "", text: str = TEXT) -> Result:
    path = put(root, text, render_redactions(places) + waivers)
    return process_file(read_file(path, root), preview=False)


def codes(result: Result) -> list[str]:
    ours = ("private", "classified")
    return sorted(f.code for f in result.findings if f.code.startswith(ours))


def test_without_a_record_every_datum_stops(root: Path) -> None:
    result = outcome(root)
    assert codes(result) == ["private-data"] * 3
    assert not result.publishable


def test_a_finding_says_what_to_write_into_the_record(root: Path) -> None:
    messages = " ".join(f.message for f in outcome(root).findings if f.code == "private-data")
    assert all(render_place(place) in messages for place in ALL[:3])
    assert not any(piece.of(TEXT) in messages for piece in spans(ALL))


def spans(places: tuple[PrivatePlace, ...]) -> list[Span]:
    return [span for span in (span_of(TEXT, place) for place in places) if span]


def test_what_the_record_takes_out_is_nowhere_in_the_result(root: Path) -> None:
    result = outcome(root, *ALL)
    raw = result.report.clean.raw
    assert codes(result) == ["private-redacted"] * 4
    assert result.publishable
    assert [one.span for one in raw.redacted] == sorted(spans(ALL))
    assert len(raw.text) == len(TEXT)
    assert not any(piece.of(TEXT) in repr(result) for piece in spans(ALL))


def test_offsets_and_figures_stay(root: Path) -> None:
    before, after = outcome(root).metrics, outcome(root, *ALL).metrics
    assert [(m.id, m.quantity) for m in after] == [(m.id, m.quantity) for m in before]
    assert [m.quantity.raw for m in after] == ["12", "3"]


def test_a_redacted_number_is_no_number(root: Path) -> None:
    result = outcome(root, *ALL)
    assert [n.span.of(TEXT) for n in result.numbers] == ["2023", "12", "3"]


def test_what_is_left_over_still_stops(root: Path) -> None:
    result = outcome(root, MOBILE, NAMES)
    assert codes(result) == ["private-data", "private-redacted", "private-redacted"]
    assert not result.publishable


def test_of_several_names_each_has_to_go(root: Path) -> None:
    """The second is known by the word before the first, which is ■ then: the text as it is is looked at too."""
    first = PrivatePlace(5, 3, 5, PrivateKind.PATIENT)
    assert "private-data" in codes(outcome(root, MOBILE, IDENTITY, first))


@pytest.mark.parametrize(
    "place",
    [
        PrivatePlace(3, 1, 8, PrivateKind.MOBILE),
        PrivatePlace(3, MOBILE.first, MOBILE.last, PrivateKind.EMAIL),
        PrivatePlace(30, 1, 3, PrivateKind.OTHER),
        PrivatePlace(4, 5, 99, PrivateKind.OTHER),
    ],
)
def test_an_entry_that_fits_nothing_is_one_plain_line(root: Path, place: PrivatePlace) -> None:
    result = outcome(root, *ALL, place)
    (told,) = [f for f in result.findings if f.code == "private-unmatched"]
    assert render_place(place) in told.message
    assert not result.publishable


def test_a_waiver_lets_pass_and_keeps_its_reason_to_itself(root: Path) -> None:
    waivers = f"waivers:\n- {render_place(MOBILE)[:-1]}, reason: 发布机关书面同意公开}}\n"
    result = outcome(root, IDENTITY, NAMES, waivers=waivers)
    assert codes(result) == ["private-redacted", "private-redacted", "private-waived"]
    assert result.publishable
    assert fill("{mobile}") in result.report.clean.raw.text
    assert "书面同意" not in " ".join(f.message for f in result.findings)


def test_a_waiver_of_another_kind_lets_nothing_pass(root: Path) -> None:
    waivers = f"waivers:\n- {render_place(MOBILE).replace('mobile', 'qq')[:-1]}, reason: 同意}}\n"
    result = outcome(root, IDENTITY, NAMES, waivers=waivers)
    assert "private-data" in codes(result)
    assert "private-unmatched" in codes(result)


def test_no_entry_hides_a_mark_of_secrecy(root: Path) -> None:
    result = outcome(root, PrivatePlace(1, 1, 4, PrivateKind.OTHER), text=f"机密★1\n{TITLE}{OWED}")
    assert codes(result) == ["classified", "private-redacted"]
    assert not result.publishable


def test_a_number_over_two_lines_has_an_entry_for_each(root: Path) -> None:
    text = TITLE + OWED.replace("工作有序", "电话1990\n0000000工作有序")
    (told,) = [f for f in outcome(root, text=text).findings if f.code == "private-data"]
    places = [PrivatePlace(3, 14, 17, PrivateKind.MOBILE), PrivatePlace(4, 1, 7, PrivateKind.MOBILE)]
    assert "、".join(map(render_place, places)) in told.message
    assert codes(outcome(root, *places, text=text)) == ["private-redacted"] * 2
    assert not outcome(root, places[0], text=text).publishable


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_shows_them(root: Path, end: str) -> None:
    assert codes(outcome(root, *ALL, text=TEXT.replace("\n", end))) == ["private-redacted"] * 4


def test_places_of_a_span_leave_line_ends_and_blanks_out() -> None:
    places = places_of("甲 1\r\n 2 乙", [Span(2, 7)], PrivateKind.QQ)
    assert list(map(render_place, places)) == [
        "{line: 1, columns: 3, kind: qq}",
        "{line: 2, columns: 2, kind: qq}",
    ]


def test_a_masked_text_tells_the_hash_of_what_is_published(root: Path) -> None:
    raw = outcome(root, *ALL).report.clean.raw
    assert raw.source.sha256 == sha256(raw.text.encode()).hexdigest()
    assert masked(with_redacted(raw)) == raw


def test_a_record_comes_back_with_its_entries() -> None:
    record = Record(
        title=None,
        issuer=None,
        year=2023,
        url=None,
        taken_on=None,
        sha256="0" * 64,
        redactions=ALL,
        waivers=(Waiver(MOBILE, '已征得本人同意：见函"2024"第1号 #3'),),
    )
    assert parse_record(Path("a.txt"), render_record(record).encode()) == record


@pytest.mark.parametrize(
    "lines",
    [
        "redactions: 3",
        "redactions:\n- 12",
        "redactions:\n- {line: 0, columns: 1-3, kind: mobile}",
        "redactions:\n- {line: 3, columns: 9-3, kind: mobile}",
        "redactions:\n- {line: 3, columns: 1-3, kind: 手机}",
        "redactions:\n- {line: 3, kind: mobile}",
        "redactions:\n- {line: 3, columns: 1-3, kind: mobile, text: 机密}",
        "redactions:\n- {line: 3, columns: 1-3, kind: mobile, reason: 不该有}",
        "redactions: []\nredactions: []",
        "waivers:\n- {line: 3, columns: 1-3, kind: mobile}",
        "waivers:\n- {line: 3, columns: 1-3, kind: mobile, reason: '  '}",
        "waivers:\n- {line: 3, columns: 1-3, kind: other, reason: 可以}",
    ],
)
def test_an_entry_that_is_no_entry_is_one_plain_line(lines: str) -> None:
    record = f"sha256: {'0' * 64}\n{lines}\n"
    with pytest.raises(SourceError) as told:
        parse_record(Path("2023-health.txt"), record.encode())
    assert "2023-health.txt.yml" in str(told.value)
    assert "\n" not in str(told.value)
    assert "机密" not in str(told.value)


def test_the_lines_that_check_prints_are_those_to_paste(root: Path, capsys: Captured) -> None:
    path = put(root)
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    block = told[told.index("redactions:\n") :]
    put(root, lines=block)
    assert main(["check"]) == 0, "all that was found is taken out"
    assert path.exists()


def test_nothing_that_is_printed_or_listed_repeats_it(root: Path, capsys: Captured) -> None:
    put(root)
    assert main(["check"]) == 1
    assert main(["build"]) == 1
    assert main(["explain", NAME]) == 0
    streams = capsys.readouterr()
    listed = (root / BUILD_REPORT).read_text(encoding="utf-8")
    for place in ALL[:3]:
        piece = TEXT.splitlines()[place.line - 1][place.first - 1 : place.last]
        assert piece not in streams.err + streams.out + listed


def test_explain_says_what_passes_and_by_which_rule(root: Path, capsys: Captured) -> None:
    put(root, TEXT.replace("12件", "12件，电话0376-2000000，局长王建国，热线12345"))
    assert main(["explain", NAME]) == 0
    told = capsys.readouterr().out
    for rule in (
        "office-telephone\t1 处\t“0376-2000000”",
        "hotline\t1 处\t“12345”",
        "office-holder\t1 处\t“王建国”",
    ):
        assert f"放行：{rule}" in told
    assert "个人信息：mobile\t1 处\t{line: 3" in told


def test_inspect_keeps_the_text_and_tells_what_the_record_takes_out(root: Path, capsys: Captured) -> None:
    put(root, lines=render_redactions(ALL))
    assert main(["inspect", NAME]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["raw_text"] == TEXT
    assert [f["code"] for f in told["findings"] if f["code"].startswith("private")] == [
        "private-redacted"
    ] * 4


@pytest.mark.heavy
def test_a_change_of_the_record_alone_makes_the_report_anew(root: Path) -> None:
    put(root)
    assert main(["build"]) == 1
    put(root, lines=render_redactions(ALL))
    assert main(["build"]) == 0
    page = (root / "docs/reports/411523/health/2023/index.md").read_text(encoding="utf-8")
    assert "■■■■■■■■■■■" in page
    put(root, lines=render_redactions(ALL[1:]))
    assert main(["build"]) == 1
    assert not (root / "docs/reports/411523").exists()


def test_accepting_keeps_the_entries(root: Path) -> None:
    path = put(root, lines=render_redactions(ALL))
    assert main(["build", "--accept", NAME]) == 0
    known = yaml.safe_load(path.with_name(path.name + ".yml").read_text(encoding="utf-8"))
    assert len(known["redactions"]) == len(ALL)
