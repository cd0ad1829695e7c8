"""Adding a file without a terminal: what is filed, byte for byte, what is refused, and the line that says so."""

import hashlib
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from build_scripts.intake import filing
from build_scripts.intake.filing import Shelf
from build_scripts.models import Finding, Record, Result, Severity, Source
from build_scripts.pipeline import process_bytes
from tests.adding.letters import BODY, letter
from tests.intake.conftest import Add, shelved

PLACE = "433126/2023-justice.txt"
PAIR = [PLACE, f"{PLACE}.yml"]
Captured = pytest.CaptureFixture[str]


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def record(root: Path, place: str = PLACE) -> dict[str, object]:
    loaded = yaml.safe_load((root / "source_reports" / f"{place}.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def last(capsys: Captured) -> str:
    told = capsys.readouterr()
    return (told.err or told.out).rstrip().splitlines()[-1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_report_is_filed_as_it_came(root: Path, add: Add, encoding: str) -> None:
    data = letter().replace("\n", "\r\n").encode(encoding)
    write("任意名字.TXT", data)
    assert add("任意名字.TXT") == 0
    assert shelved(root) == PAIR
    assert (root / "source_reports" / PLACE).read_bytes() == data
    assert record(root) == {
        "title": "古丈县司法局2023年法治政府建设年度报告",
        "issuer": "古丈县司法局",
        "year": 2023,
        "url": None,
        "taken_on": None,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def test_the_proposal_is_shown_with_its_evidence(add: Add, report: Path, capsys: Captured) -> None:
    add(report)
    told = capsys.readouterr().out
    for words in (
        "湖南省湘西土家族苗族自治州古丈县（433126）",
        "司法行政（justice）",
        "“古丈县司法局”（题目，第 1 行）",
        "“2024年1月15日”（日期，",
        "读出数字 10 个，先看前 8 个：",
        "230家  检查企业",
        f"已收入：source_reports/{PLACE}",
    ):
        assert words in told


def test_the_same_bytes_are_refused_with_where_they_are(
    root: Path, add: Add, report: Path, capsys: Captured
) -> None:
    add(report)
    before = (root / "source_reports" / f"{PLACE}.yml").stat().st_mtime_ns
    write("又一份.md", report.read_bytes())
    capsys.readouterr()
    assert add("又一份.md", "--region", "411523", "--yes") == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"又一份.md：与 source_reports/{PLACE} 完全相同，没有再收"]
    assert (root / "source_reports" / f"{PLACE}.yml").stat().st_mtime_ns == before
    assert shelved(root) == PAIR


def test_another_text_for_one_address_shows_the_difference(
    root: Path, add: Add, report: Path, capsys: Captured
) -> None:
    add(report)
    new = write("new.txt", report.read_text(encoding="utf-8").replace("立案12件", "立案13件"))
    capsys.readouterr()
    assert add(new) == 1
    told = capsys.readouterr().out
    assert f"这个地址已有 source_reports/{PLACE}。数字：现有 10 个，新的 10 个，1 个不同。" in told
    assert "+（二）严格执法。检查企业230家，立案13件" in told
    assert "--replace" in told.splitlines()[-1]
    assert "--another-format" not in told
    assert b"12" in (root / "source_reports" / PLACE).read_bytes()
    assert add(new, "--another-format") == 1
    assert add(new, "--replace") == 0
    assert (root / "source_reports" / PLACE).read_bytes() == new.read_bytes()
    assert record(root)["sha256"] == hashlib.sha256(new.read_bytes()).hexdigest()
    assert shelved(root) == PAIR


def test_a_second_format_lies_beside_the_first(root: Path, add: Add, report: Path, capsys: Captured) -> None:
    add(report)
    lines = "".join(f"<p>{line}</p>" for line in letter().splitlines())
    write("b.html", f"<html><body>{lines}</body></html>")
    assert add("b.html") == 1
    told = last(capsys)
    assert "--another-format" in told
    assert "--replace" in told
    assert add("b.html", "--another-format") == 0
    assert shelved(root) == sorted([*PAIR, "433126/2023-justice.html", "433126/2023-justice.html.yml"])


def test_another_format_may_take_the_place(root: Path, add: Add, report: Path) -> None:
    add(report)
    write("c.md", letter().replace("立案12件", "立案13件"))
    assert add("c.md", "--replace") == 0
    assert shelved(root) == ["433126/2023-justice.md", "433126/2023-justice.md.yml"]


def test_a_word_tells_a_second_body(root: Path, add: Add, report: Path) -> None:
    add(report)
    write("d.txt", letter().replace("立案12件", "立案13件"))
    assert add("d.txt", "--word", "second") == 0
    assert "433126/2023-justice-second.txt" in shelved(root)


GIVEN = {"--region": "433126", "--department": "司法局", "--year": "2023"}


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("text", "options"),
    [
        (letter("司法局", "2023年法治政府建设年度报告"), ["--region"]),
        (letter("", "2023年法治政府建设年度报告"), ["--region", "--department"]),
        (letter("", "年度报告", day=""), ["--region", "--department", "--year"]),
        (letter(title="古丈县司法局法治政府建设年度报告"), ["--year"]),
        (letter("古丈县牦牛办", "古丈县牦牛办2023年法治政府建设年度报告"), ["--department"]),
    ],
)
def test_what_is_missing_is_told_in_a_line_that_names_the_option(
    root: Path, add: Add, capsys: Captured, text: str, options: list[str]
) -> None:
    write("a.txt", text)
    assert add("a.txt") == 1
    told = last(capsys)
    assert [option for option in GIVEN if option in told] == options
    assert shelved(root) == []
    assert add("a.txt", *(word for option in options for word in (option, GIVEN[option]))) == 0
    assert shelved(root) == PAIR


def test_a_title_that_the_text_lacks_goes_into_the_record(root: Path, add: Add) -> None:
    write("a.txt", letter(title="", body="2023年，我局认真推进法治政府建设。\n" + BODY))
    assert (
        add("a.txt", "--title", "司法局年度报告", "--url", "https://a.gov.cn/1", "--taken-on", "2024-04-02")
        == 0
    )
    kept = record(root)
    assert (kept["title"], kept["url"], kept["taken_on"]) == (
        "司法局年度报告",
        "https://a.gov.cn/1",
        "2024-04-02",
    )


def test_an_address_that_the_text_excludes_is_refused(
    root: Path, add: Add, report: Path, capsys: Captured
) -> None:
    assert add(report, "--region", "411523") == 1
    assert "请移到" in last(capsys)
    assert add(report, "--department", "water", "--yes") == 1
    assert "请改名" in last(capsys)
    assert shelved(root) == []


def test_what_is_no_report_is_filed_only_when_the_editor_says_it_is_one(
    root: Path, add: Add, capsys: Captured
) -> None:
    title = "古丈县司法局召开2023年法治政府建设会议\n\n"
    text = f"{title}3月5日上午，古丈县司法局召开会议。会议强调，要坚持党的领导。\n（记者 张三）\n"
    write("a.txt", text)
    options = ("--region", "433126", "--department", "justice", "--year", "2023", "--yes")
    assert add("a.txt", *options) == 1
    assert "--report" in last(capsys)
    assert shelved(root) == []
    assert add("a.txt", *options, "--report") == 0
    assert record(root)["report"] is True


def test_private_data_are_filed_and_said_not_to_go_out(root: Path, add: Add, capsys: Captured) -> None:
    write("a.txt", letter(body="联系人手机13812345678。\n" + BODY))
    assert add("a.txt") == 1
    told = capsys.readouterr().out
    assert "但它不会上网：第1页第3行有手机号码" in told
    assert "13812345678" not in told
    assert shelved(root) == PAIR


def test_what_is_marked_as_secret_is_filed_by_no_word_of_the_editor(
    root: Path, add: Add, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = Finding("classified", Severity.ERROR, "第 1 行有密级标志“机密”")

    def process(source: Source, data: bytes) -> Result:
        return replace(process_bytes(source, data), findings=(mark,))

    monkeypatch.setattr("build_scripts.intake.jobs.process_bytes", process)
    assert add(report, "--yes", "--report") == 1
    assert add(".", "--yes", "--report") == 1
    assert shelved(root) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("zero.pdf", bytes(3000)),
        ("broken.pdf", b"%PDF-1.7 nothing"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("packed.docx", b"PK\x03\x04" + bytes(50)),
        ("table.csv", b"a,b\n1,2\n"),
        ("big.txt", "法治".encode() * 1_000_000),
        ("blank.html", b"<html><body><nav>x</nav></body></html>"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    root: Path, add: Add, capsys: Captured, name: str, data: bytes
) -> None:
    write(name, data)
    assert add(name) == 2
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith(name)
    assert shelved(root) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing.txt"],
        ["a.txt", "--region", "月球"],
        ["a.txt", "--department", "牦牛"],
        ["a.txt", "--year", "23"],
        ["a.txt", "--word", "疾控"],
        ["a.txt", "--url", "ftp://a"],
        ["a.txt", "--taken-on", "昨天"],
        ["a.txt", "--replace", "--another-format"],
        ["a.txt", "b.txt", "--title", "x"],
        [".", "--word", "x"],
        ["/dev/null"],
    ],
)
def test_misuse_is_one_line(root: Path, add: Add, capsys: Captured, arguments: list[str]) -> None:
    write("a.txt", letter())
    write("b.txt", letter())
    assert add(*arguments) == 2
    told = capsys.readouterr()
    assert (len(told.err.splitlines()), told.out) == (1, "")
    assert shelved(root) == []


def test_several_files_each_go_their_way(root: Path, add: Add, capsys: Captured) -> None:
    write("a.txt", letter())
    write("bad.txt", b"")
    write("b.txt", letter("新县司法局", "新县司法局2023年法治政府建设年度报告"))
    assert add("a.txt", "./a.txt", "bad.txt", "b.txt") == 2
    assert "411523/2023-justice.txt" in shelved(root)
    assert capsys.readouterr().out.count("已收入") == 2


@pytest.mark.parametrize("at", ["part", "record"])
def test_a_run_that_is_killed_leaves_no_half_file(
    root: Path, add: Add, report: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(*((Path, "replace", stop) if at == "part" else (filing, "write_record", stop)))
        assert add(report) == 130
    left = [name for name in shelved(root) if not name.endswith(".part")]
    assert left == ([] if at == "part" else [PLACE])
    assert add(report) == 0
    assert shelved(root) == PAIR


def test_a_replacement_that_is_killed_is_made_good(
    root: Path, add: Add, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(report)
    new = write("new.txt", letter().replace("立案12件", "立案13件"))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(filing, "write_record", stop)
        assert add(new, "--replace") == 130
    assert record(root)["sha256"] != hashlib.sha256(new.read_bytes()).hexdigest()
    assert add(new, "--replace") == 0
    assert record(root)["sha256"] == hashlib.sha256(new.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "name", ["报告（2023）最终版.txt", "a'b $(x).txt", "-x.txt", b"\xb9\xc5\xd5\xc9.txt", "a\x1b[31mb.txt"]
)
def test_names_of_every_kind(root: Path, add: Add, capsys: Captured, name: str | bytes) -> None:
    shown = os.fsdecode(name)
    write(shown, letter())
    assert add(f"./{shown}") == 0
    assert shelved(root) == PAIR
    assert "\x1b[31m" not in capsys.readouterr().out


def test_a_link_that_is_named_is_followed(root: Path, add: Add, tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text(letter(), encoding="utf-8")
    Path("link.txt").symlink_to(tmp_path / "real.txt")
    assert add("link.txt") == 0
    assert shelved(root) == PAIR


def test_the_shelf_knows_what_was_put_there(root: Path) -> None:
    shelf = Shelf(root)
    assert shelf.find_same(b"x") is None
    place = root / "source_reports" / PLACE
    empty = Record(
        title=None, issuer=None, year=2023, url=None, taken_on=None, sha256=hashlib.sha256(b"x").hexdigest()
    )
    shelf.put(place, b"x", empty)
    assert shelf.find_same(b"x") == place
    assert shelf.has_record(place)
    shelf.put(place, b"yy", empty)
    assert shelf.find_same(b"x") is None
    assert not shelf.has_record(place)
    shelf.remove(place)
    assert shelf.find_same(b"yy") is None
    assert shelved(root) == []


def test_what_lies_in_source_reports_does_no_harm(root: Path, add: Add, report: Path) -> None:
    """Links that lead round in a circle, and a record that grows without end where it is read."""
    folder = root / "source_reports/433126"
    folder.mkdir(parents=True)
    for name in ("a", "b", "c"):
        (folder / name).symlink_to(folder)
    same = folder / "2023-justice.txt"
    same.write_bytes(report.read_bytes())
    bomb = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghijklmnopqrst"))
    same.with_name(f"{same.name}.yml").write_text(bomb, encoding="utf-8")
    assert add(report, "--yes") == 0
    assert record(root)["year"] == 2023
