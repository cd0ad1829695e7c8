"""A report in two formats: its page is made of one, the other is held against it, both are put out."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

import pytest

from build_scripts.building import gather, gather_some
from build_scripts.convert import convert
from build_scripts.job import Job, convert_job, reads_with_library
from build_scripts.models import Conversion, Fate, Finding, Result, Severity
from build_scripts.pipeline import process_file
from build_scripts.render.report_files import files_of
from build_scripts.sources import find_all, find_saved, read_file
from build_scripts.store import connect
from tests.read.official import Canvas

TITLE = "新县卫生健康委员会2023年法治政府建设年度报告"
BODY = (
    "一、主要工作",
    "2023年，新县卫生健康委员会坚持依法行政，全年开展执法检查56次，出动执法人员230人次。",
    "办理行政处罚案件7件，罚款金额12.5万元。培训执法人员3次。",
    "二、存在的不足",
    "执法力量还不够，宣传方式比较单一，需要改进。",
)


def page(*body: str) -> bytes:
    words = "".join(f"<p>{words}</p>" for words in body)
    return f"<html><meta charset=utf-8><body><h1>{TITLE}</h1>{words}</body></html>".encode()


def printed(*body: str) -> bytes:
    made = Canvas()
    made.centred(TITLE, 22, 36)
    for words in body:
        made.paragraph(words)
    return made.data()


def text(*body: str) -> bytes:
    return "\n".join((TITLE, *body)).encode()


def put(root: Path, **formats: bytes) -> Path:
    folder = root / "source_reports" / "411523"
    folder.mkdir(parents=True, exist_ok=True)
    for end, data in formats.items():
        (folder / f"2023-health.{end}").write_bytes(data)
    return folder / "2023-health.html"


def result(root: Path, **formats: bytes) -> Result:
    return process_file(read_file(put(root, **formats), root), preview=False)


def told(found: Result) -> Finding:
    (one,) = [finding for finding in found.findings if finding.code.startswith("format")]
    return one


def changed(old: str, new: str) -> tuple[str, ...]:
    assert sum(old in words for words in BODY) == 1
    return tuple(words.replace(old, new) for words in BODY)


@pytest.mark.parametrize("write", [printed, text], ids=("pdf", "txt"))
def test_formats_that_agree_are_said_to(tmp_path: Path, write: Callable[..., bytes]) -> None:
    end = "pdf" if write is printed else "txt"
    found = result(tmp_path, html=page(*BODY), **{end: write(*BODY)})
    finding = told(found)
    assert (finding.code, finding.severity) == ("formats-agree", Severity.NOTE)
    assert f"2023-health.{end}" in finding.message
    assert [metric.id for metric in found.others[0].metrics] == [metric.id for metric in found.metrics]


ALIKE = {
    "widths": ("检查56次，", "检查５６次,"),
    "quotes and blanks": ("依法行政，", " 依 法 行 政，"),
}


@pytest.mark.parametrize("kind", ALIKE)
def test_widths_marks_and_blanks_are_no_difference(tmp_path: Path, kind: str) -> None:
    assert told(result(tmp_path, html=page(*BODY), txt=text(*changed(*ALIKE[kind])))).code == "formats-agree"


def test_paragraphs_that_are_parted_otherwise_are_no_difference(tmp_path: Path) -> None:
    joined = (BODY[0], "".join(BODY[1:3]), *BODY[3:])
    assert told(result(tmp_path, html=page(*BODY), txt=text(*joined))).code == "formats-agree"


DIFFERENT = {
    "a figure": ("12.5万元", "15.2万元", ("数字 1 处", "文字 1 句", "此处“12.5万元”，彼处“15.2万元”")),
    "a unit": ("230人次", "230人", ("数字 1 处", "此处“230人次”，彼处“230人”")),
    "a figure more": (
        "培训执法人员3次",
        "培训执法人员3次，演练2场",
        ("数字 1 处", "“2场”只在 2023-health.txt"),
    ),
    "a figure less": ("，出动执法人员230人次", "", ("数字 1 处", "“230人次”只在此处")),
    "a word": ("比较单一", "较为单调", ("文字 1 句", "执法力量还不够")),
    "a sentence": ("培训执法人员3次。", "培训执法人员3次。加强监督。", ("文字 1 句", "“加强监督。”只在")),
}


@pytest.mark.parametrize("kind", DIFFERENT)
def test_a_difference_is_a_warning_at_its_place(tmp_path: Path, kind: str) -> None:
    old, new, words = DIFFERENT[kind]
    found = result(tmp_path, html=page(*BODY), txt=text(*changed(old, new)))
    finding = told(found)
    assert (finding.code, finding.severity) == ("formats-differ", Severity.WARNING)
    for part in words:
        assert part in finding.message
    if finding.span:
        assert finding.span.of(found.report.clean.raw.text).split("\n")[-1] in "".join(BODY)
    assert found.publishable


def test_figures_after_one_that_is_missing_are_still_the_same(tmp_path: Path) -> None:
    found = result(tmp_path, html=page(*BODY), txt=text(*changed("全年开展执法检查56次，", "")))
    pairs = {metric.id: metric.quantity.raw for metric in found.metrics}
    assert [pairs[metric.id] for metric in found.others[0].metrics] == ["230", "7", "12.5", "3"]


def test_another_format_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    found = result(tmp_path, html=page(*BODY), pdf=b"%PDF-1.7 nothing")
    finding = told(found)
    assert (finding.code, finding.severity) == ("format-unread", Severity.WARNING)
    assert "PDF 已损坏" in finding.message
    assert found.publishable
    assert found.others == ()


def test_what_must_not_go_out_of_one_holds_both_back(tmp_path: Path) -> None:
    found = result(tmp_path, html=page(*BODY), txt=text(*BODY, "联系人手机13812345678。"))
    errors = [finding for finding in found.findings if finding.severity is Severity.ERROR]
    assert [finding.code for finding in errors] == ["private-data"]
    assert errors[0].message.startswith("2023-health.txt：")
    assert "13812345678" not in "".join(finding.message for finding in errors)
    assert not found.publishable


def conversion(root: Path, **formats: bytes) -> Conversion:
    return convert(Job(read_file(put(root, **formats), root)))


def test_both_are_put_out(tmp_path: Path) -> None:
    made = conversion(tmp_path, html=page(*BODY), pdf=printed(*BODY))
    assert made.fate is Fate.PUBLISHED
    assert made.address is not None
    below = f"{made.address.folder}/original/"
    files = {name for name, _ in files_of(made.address, "2023-health.html", made.texts)}
    assert {name.removeprefix(below) for name in files if name.startswith(below)} == {
        *("index.md", "2023-health.html.txt", "pdf/index.md", "pdf/2023-health.pdf.txt", "pdf/page-1.png"),
    }
    pages = {page.file: page.rich.decode() for page in made.pages}
    assert '<a href="original/pdf/">2023-health.pdf</a>' in pages["index.md"]
    assert '<a href="pdf/">另有 2023-health.pdf</a>' in pages["original/index.md"]
    other = pages["original/pdf/index.md"]
    assert '<a href="../">另有 2023-health.html</a>' in other
    assert '<a href="../../">返回报告</a>' in other
    (row,) = [
        one for one in pages["index.md"].split("<tr ") if one.startswith("id=m-") and ">56次</a></td>" in one
    ]
    metric = row.split(">", 1)[0].split(" ")[0].removeprefix("id=")
    assert f"href=../../#{metric} aria-label=" in other
    mark = metric.replace("m-", "p-", 1)
    assert f"<a href=original/pdf/#{mark}>原件</a>" in row
    assert f" id={mark} " in other
    assert f"id={metric} href=../../#{metric}>56次" in other


def test_a_text_with_a_pdf_beside_it_is_worked_on_where_a_fault_harms_no_other(tmp_path: Path) -> None:
    file = put(tmp_path, txt=text(*BODY)).with_suffix(".txt")
    assert not reads_with_library(Job(read_file(file, tmp_path)))
    put(tmp_path, pdf=printed(*BODY))
    assert reads_with_library(Job(read_file(file, tmp_path)))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened, _ = connect(tmp_path / "store.sqlite")
    with closing(opened):
        yield opened


class Silent:
    """Steps of which nothing is told."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""


def run(root: Path, connection: Connection) -> tuple[int, int]:
    found = gather(find_all(root), connection, lambda jobs: map(convert_job, jobs), Silent(), preview=False)
    return len(found.new), len(found.changed)


def test_a_change_of_either_file_or_record_is_seen(tmp_path: Path, connection: Connection) -> None:
    first = put(tmp_path, html=page(*BODY))
    assert run(tmp_path, connection) == (1, 0)
    assert run(tmp_path, connection) == (0, 0)
    put(tmp_path, txt=text(*BODY))
    assert run(tmp_path, connection) == (0, 1)
    assert run(tmp_path, connection) == (0, 0)
    put(tmp_path, txt=text(*changed("56次", "57次")))
    assert run(tmp_path, connection) == (0, 1)
    first.with_name("2023-health.txt").unlink()
    assert run(tmp_path, connection) == (0, 1)
    assert connection.execute("SELECT path FROM reports").fetchall() == [
        ("source_reports/411523/2023-health.html",)
    ]


def test_a_preview_shows_the_report_whichever_file_is_saved(tmp_path: Path, connection: Connection) -> None:
    put(tmp_path, html=page(*BODY), txt=text(*BODY))
    run(tmp_path, connection)
    put(tmp_path, txt=text(*changed("56次", "57次")))
    saved = find_saved(tmp_path, ["source_reports/411523/2023-health.txt"])
    (made,) = gather_some(tmp_path, connection, lambda jobs: map(convert_job, jobs), saved)
    assert made.path.endswith("2023-health.html")
    assert any(tally.code == "formats-differ" for tally in (made.listed.tallies if made.listed else ()))
