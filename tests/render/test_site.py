"""The set of generated files: what is published, what is held back, and in which bytes."""

import csv
import dataclasses
import io
import json
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest

from build_scripts.errors import SourceError
from build_scripts.models import Address, Doubt, Failure, Finding, Number, Result, Reuse, Severity, Span
from build_scripts.render.address_rules import address_of
from build_scripts.render.anchors import find_places
from build_scripts.render.data_rows import report_row, reuse_cells
from build_scripts.render.datasets import safe_cell
from build_scripts.render.listed import account_of, entry_of
from build_scripts.render.report_files import report_files
from build_scripts.render.report_json import report_object
from build_scripts.render.searching import searchable_of
from build_scripts.render.told import told_of
from build_scripts.rules.data_columns import FIGURES, REPORTS, load_columns
from tests.render.pages import Elements, html_of, visible_text
from tests.render.sample import sample_result
from tests.sites import render_site, shown_site, write_site

FOLDER = PurePosixPath("reports/440704/health/2023")
# What a build lays down of all data, after the pages.
LAID_LAST = (".xlsx", ".parquet", ".sqlite", "release.json")


def bytes_of(pages: dict[PurePosixPath, bytes], name: str) -> bytes:
    return pages[PurePosixPath(name)]


def with_source(result: Result, **changes: object) -> Result:
    clean = result.report.clean
    source = dataclasses.replace(clean.raw.source, **changes)  # type: ignore[arg-type]
    raw = dataclasses.replace(clean.raw, source=source)
    clean = dataclasses.replace(clean, raw=raw)
    return dataclasses.replace(result, report=dataclasses.replace(result.report, clean=clean))


def with_error(result: Result) -> Result:
    found = Finding("private-data", Severity.ERROR, "身份证号 110101199003070000")
    return dataclasses.replace(result, findings=(found,))


@pytest.mark.heavy
def test_a_report_brings_its_pages_its_file_and_its_data() -> None:
    pages = render_site([sample_result()])
    names = {path.as_posix() for path in pages if path.parts[0] != "themes"}
    assert {path.as_posix() for path in pages} - names >= {"themes/index.md", "themes/penalties/index.md"}
    assert names == {
        "agencies/440704/health/index.md",
        "browse/index.md",
        "data/browse/2023-1.json",
        "data/browse/index.json",
        "data/compare/4407.json",
        "data/compare/index.json",
        "data/compared/440704-health-2023.json",
        "corrections/index.md",
        "data/datapackage.json",
        "data/index.json",
        "data/index.md",
        "data/index/44-1.json",
        "data/metadata.json",
        "data/release.json",
        "llms.txt",
        "llms/44-1.txt",
        "releases/index.md",
        "data/metrics.csv",
        "data/metrics.json",
        "data/metrics.parquet",
        "data/metrics.xlsx",
        "data/reports.csv",
        "data/reports.json",
        "data/reports.parquet",
        "data/reports.sqlite",
        "data/reports/440704-health-2023.json",
        "completeness/440000/index.md",
        "completeness/completeness.csv",
        "completeness/index.md",
        "findings/index.md",
        "findings/likely-slip.csv",
        "findings/likely-slip/index.md",
        "findings/sum-ok.csv",
        "findings/sum-ok/index.md",
        "index.md",
        "departments/health/index.md",
        "departments/index.md",
        "families/index.md",
        "indicators/index.md",
        "quality/index.md",
        "regions/440000/440000.xlsx",
        "regions/440000/index.md",
        "regions/440700/index.md",
        "regions/440704/index.md",
        "regions/index.md",
        "reports/440704/health/2023/440704-health-2023.md.txt",
        "reports/440704/health/2023/index.md",
        "reports/440704/health/2023/original/2023-health.txt",
        "reports/440704/health/2023/original/index.md",
        "robots.txt",
        "years/2023/index.md",
        "years/index.md",
    }
    raw = sample_result().report.clean.raw.text
    assert pages[FOLDER / "original" / "2023-health.txt"] == raw.encode()


@pytest.mark.heavy
def test_the_order_of_outcomes_does_not_matter() -> None:
    other = with_source(sample_result(), region_code="410802", path=Path("410802/2023-health.txt"))
    failure = Failure(Path("411523/2023-health.txt"), "空文件")
    outcomes: list[Result | Failure] = [sample_result(), other, failure]
    assert render_site(outcomes) == render_site(outcomes[::-1])


def test_no_report_at_all_still_makes_a_site() -> None:
    assert "还没有报告" in visible_text(bytes_of(render_site([]), "index.md").decode())


def is_binary(path: PurePosixPath) -> bool:
    return path.suffix in (".parquet", ".sqlite", ".xlsx")


def test_generated_text_has_plain_line_ends() -> None:
    texts = [(path, page) for path, page in render_site([sample_result()]).items() if not is_binary(path)]
    assert len(texts) > 50
    for path, page in texts:
        assert b"\r" not in page, path
        assert page.endswith(b"\n"), path


def test_an_error_keeps_a_report_off_the_site() -> None:
    pages = render_site([with_error(sample_result())])
    assert not [path for path in pages if "440704" in path.as_posix()]
    quality = visible_text(bytes_of(pages, "quality/index.md").decode())
    assert "广东省江门市江海区 卫生健康 2023 年度：含个人信息" in quality
    assert not any(b"110101199003070000" in page for page in pages.values())


def own_files(here: Path) -> set[str]:
    """Return what lies in docs/ of the sample's report."""
    docs = here / "docs"
    found = [*docs.glob(f"{FOLDER}/**/*"), docs / "data/reports/440704-health-2023.json"]
    return {file.relative_to(docs).as_posix() for file in found if file.is_file()}


def test_an_error_does_not_keep_the_earlier_page(tmp_path: Path) -> None:
    write_site([sample_result()], tmp_path)
    assert len(own_files(tmp_path)) == 5
    write_site([with_error(sample_result())], tmp_path)
    assert not own_files(tmp_path)


@pytest.mark.heavy
def test_a_failure_keeps_the_earlier_page(tmp_path: Path) -> None:
    write_site([sample_result()], tmp_path)
    before = own_files(tmp_path)
    path = sample_result().report.clean.raw.source.path
    places = write_site([Failure(path, "坏了")], tmp_path)
    assert own_files(tmp_path) == before
    # Also where nothing is known of earlier runs but what lies there.
    places.store.unlink()
    write_site([Failure(path, "坏了")], tmp_path)
    assert own_files(tmp_path) == before


def test_a_failure_is_told() -> None:
    failure = Failure(
        Path("source_reports/440704/2023-health.txt"), "2023-health.txt：是空文件。请重新下载。"
    )
    assert "2023 年度：2023-health.txt：是空文件" in visible_text(
        bytes_of(render_site([failure]), "quality/index.md").decode()
    )


@pytest.mark.heavy
@pytest.mark.parametrize(
    "change",
    [
        {"region_code": None},
        {"region_code": "../../x"},
        {"department": None},
        {"department": "../x"},
        {"department": "卫健"},
        {"year": None},
        {"year": 24},
    ],
)
def test_no_address_is_guessed(change: dict[str, object]) -> None:
    result = with_source(sample_result(), **change)
    with pytest.raises(SourceError):
        address_of(result.report.clean.raw.source)
    pages = render_site([result])
    assert not [path for path in pages if path.parts[0] == "reports"]
    assert "不知道它" in visible_text(bytes_of(pages, "quality/index.md").decode())


def test_a_township_has_nine_digits_in_every_address() -> None:
    result = with_source(
        sample_result(),
        region_code="130131104",
        department="government",
        path=Path("source_reports/130131104/2023-government.txt"),
    )
    pages = render_site([result])
    for name in (
        "reports/130131104/government/2023/index.md",
        "reports/130131104/government/2023/original/index.md",
        "regions/130131104/index.md",
        "departments/government/index.md",
        "data/reports/130131104-government-2023.json",
    ):
        assert PurePosixPath(name) in pages


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("540102", "西藏自治区拉萨市城关区"),
        ("130131104", "河北省石家庄市平山县岗南镇"),
        ("441900119", "广东省东莞市长安镇"),
        ("440000", "广东省"),
    ],
)
def test_a_region_is_called_what_its_address_says(code: str, name: str) -> None:
    """A text that names no region, or a wider one, is listed where it lies."""
    entry = entry_of(Address(code, "health", 2023), sample_result())
    assert (entry.place, entry.county_alone) == (
        name,
        name.removeprefix(entry.province + entry.prefecture) or name,
    )


def test_two_files_cannot_share_an_address() -> None:
    pages = render_site([sample_result(), with_source(sample_result(), path=Path("440704/2023-health.pdf"))])
    assert "同一地址" in visible_text(bytes_of(pages, "quality/index.md").decode())
    assert len([path for path in pages if path.parts[-1] == "index.md" and path.parts[0] == "reports"]) == 2


def cell_of(value: object) -> str:
    """Return how the CSV writes what the JSON says."""
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def test_a_reports_object_is_published_without_blanks() -> None:
    result = sample_result()
    pages = render_site([result])
    told = bytes_of(pages, "data/reports/440704-health-2023.json").decode()
    wanted = report_object(result)
    raw, clean, _ = wanted.pop("raw_text"), str(wanted.pop("clean_text")), wanted.pop("edits")
    assert json.loads(told) == json.loads(json.dumps(wanted))
    assert told == json.dumps(wanted, ensure_ascii=False, separators=(",", ":")) + "\n"
    paragraphs, plain = (
        json.loads(told)["paragraphs"],
        bytes_of(pages, "reports/440704/health/2023/index.md").decode(),
    )
    assert len(paragraphs) > 10
    assert all(one["text"] in clean and one["text"][:12] in plain for one in paragraphs), (
        "as in the clean text"
    )
    # The text that offsets count in is the file beside the original.
    assert bytes_of(pages, "reports/440704/health/2023/original/2023-health.txt").decode() == raw


def test_csv_and_json_say_the_same() -> None:
    result = sample_result()
    doubtful = dataclasses.replace(result.metrics[0], doubts=tuple(Doubt))
    pages = render_site([dataclasses.replace(result, metrics=(doubtful, *result.metrics[1:]))])
    written = bytes_of(pages, "data/metrics.csv")
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    objects = json.loads(bytes_of(pages, "data/metrics.json"))
    assert list(rows[0]) == list(objects[0]) == [column.name for column in load_columns(FIGURES)]
    assert rows == [{key: cell_of(value) for key, value in row.items()} for row in objects]
    assert objects[0]["doubts"] == [doubt.value for doubt in Doubt]
    assert {row["relation"] for row in objects} == {None}
    money = next(row for row in objects if row["unit"] == "元")
    assert (money["raw"], money["value"]) == ("55.01", "550100")


@pytest.mark.heavy
@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "＝"])
def test_a_spreadsheet_runs_nothing(start: str) -> None:
    result = sample_result()
    metric = dataclasses.replace(result.metrics[0], subject=f"{start}HYPERLINK(1)")
    pages = render_site([dataclasses.replace(result, metrics=(metric,))])
    row = next(
        csv.DictReader(io.StringIO(bytes_of(pages, "data/metrics.csv").decode("utf-8-sig"), newline=""))
    )
    assert row["subject"] == f"'{start}HYPERLINK(1)"
    assert json.loads(bytes_of(pages, "data/metrics.json"))[0]["subject"] == f"{start}HYPERLINK(1)"


def test_a_cell_is_one_line() -> None:
    assert safe_cell("甲\r\n=1") == "甲  =1"
    assert safe_cell("\t=1") == "' =1"


def test_the_quality_page_accounts_for_every_number() -> None:
    result = sample_result()
    years = sum(number.rule == "year" for number in result.numbers)
    account = account_of(result)
    assert (account.total, account.in_figures, account.left_out) == (len(result.numbers), 36, years)
    assert account.unread == 0


def test_quality_home_and_data_tell_the_same_number_of_figures() -> None:
    """Of two figures told of one number the second is shared; a range of two numbers is one figure."""
    result = sample_result()
    first, second, *rest = result.metrics
    twin = dataclasses.replace(first, id=f"{first.id}-2")
    numbers = (*result.numbers, Number(second.span, metric=second.id))
    result = dataclasses.replace(result, metrics=(first, twin, second, *rest), numbers=numbers)
    account = account_of(result)
    assert (account.figures, account.in_figures, account.joined, account.shared) == (37, 37, 1, 1)
    pages = render_site([result])
    quality = visible_text(bytes_of(pages, "quality/index.md").decode())
    assert "读进数字表的 37 个数，在表里是 37 个数字" in quality
    assert "多出 1 个" in quality
    assert "少了 1 个" in quality
    assert "个数字37" in visible_text(bytes_of(pages, "index.md").decode())
    assert "1 份报告的 37 个数字" in visible_text(bytes_of(pages, "data/index.md").decode())


def test_the_quality_page_lists_what_nothing_reads() -> None:
    result = sample_result()
    text = result.report.clean.text
    at = text.index("2023")
    unread = Number(Span(at, at + 4))
    table = Finding("table-unread", Severity.WARNING, "其中 9 个数字未列入指标", Span(at, at + 4))
    doubtful = dataclasses.replace(result.metrics[0], doubts=(Doubt.THEME_UNSURE,))
    result = dataclasses.replace(
        result,
        metrics=(doubtful, *result.metrics[1:]),
        numbers=(*result.numbers, unread),
        findings=(*result.findings, table),
    )
    page = bytes_of(render_site([result]), "quality/index.md").decode()
    told = visible_text(page)
    assert "未归类1" in told
    assert f"…{text[:at][-8:]}2023{text[at + 4 : at + 12]}…" in told
    assert "其中 9 个数字未列入指标" in told
    assert "主题拿不准theme-unsure11" in told
    assert "../reports/440704/health/2023/original/#L1" in Elements(html_of(page)).links


def test_each_rule_that_leaves_numbers_out_has_a_name_a_count_and_an_example() -> None:
    years = sum(number.rule == "year" for number in sample_result().numbers)
    told = visible_text(bytes_of(render_site([sample_result()]), "quality/index.md").decode())
    assert f"年份year{years}1…" in told


def with_meta(result: Result, **changes: object) -> Result:
    meta = dataclasses.replace(result.report.meta, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(result, report=dataclasses.replace(result.report, meta=meta))


def test_every_field_of_a_report_is_explained() -> None:
    row = report_row(address_of(sample_result().report.clean.raw.source), sample_result())
    told = [*row, *reuse_cells(Reuse(sentences=0))]
    assert told == [column.name for column in load_columns(REPORTS)]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("agency", "name"),
    [
        ("江门市江海区卫生健康局", "江门市江海区卫生健康局 2023 年度报告（原文无标题）"),
        (None, "江门市江海区（卫生健康） 2023 年度报告（原文无标题）"),
    ],
)
def test_a_report_without_a_title_has_a_name_in_every_list(agency: str | None, name: str) -> None:
    result = with_meta(sample_result(), title=None, agency=agency)
    pages = render_site([result])
    for path in ("index.md", "browse/index.md", "regions/440704/index.md", "years/2023/index.md"):
        assert name in visible_text(bytes_of(pages, path).decode()), path
    assert name.removesuffix("报告（原文无标题）") in visible_text(
        bytes_of(pages, "quality/index.md").decode()
    )
    assert f"原件：{name}" in visible_text(bytes_of(pages, f"{FOLDER}/original/index.md").decode())


def test_the_data_make_up_no_title() -> None:
    pages = render_site([with_meta(sample_result(), title=None)])
    assert json.loads(bytes_of(pages, "data/reports.json"))[0]["title"] is None
    assert json.loads(bytes_of(pages, "data/reports/440704-health-2023.json"))["meta"]["title"] is None


def test_the_search_meets_no_made_up_title() -> None:
    result = with_meta(sample_result(), title=None)
    address = address_of(result.report.clean.raw.source)
    places = find_places(result)
    assert searchable_of(address, result, places).title == "江门市江海区卫生健康局"
    nameless = searchable_of(address, with_meta(result, agency=None), places)
    assert nameless.title == result.report.clean.text[:24]
    assert nameless.agency == ""


@pytest.mark.heavy
def test_a_list_tells_who_issued_a_report_whose_title_does_not() -> None:
    plain = render_site([sample_result()])
    short = render_site([with_meta(sample_result(), title="2023年法治政府建设年度报告")])
    told = [visible_text(bytes_of(pages, "years/2023/index.md").decode()) for pages in (plain, short)]
    assert [words.count("江门市江海区卫生健康局") for words in told] == [1, 1]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("issued_on", "published_on", "words"),
    [
        ("2024-01-29", "2024-02-01", "2024年1月29日成文"),
        (None, "2024-02-01", "2024年2月1日发布"),
        (None, None, "日期未载明"),
    ],
)
def test_a_list_dates_a_report(issued_on: str | None, published_on: str | None, words: str) -> None:
    result = with_meta(sample_result(), issued_on=issued_on, published_on=published_on)
    assert words in visible_text(bytes_of(render_site([result]), "years/2023/index.md").decode())


def test_listings_lead_to_the_report() -> None:
    pages = render_site([sample_result()])
    assert 'href="reports/440704/health/2023/"' in html_of(bytes_of(pages, "index.md").decode())
    for name in ("regions/440704/index.md", "years/2023/index.md", "departments/health/index.md"):
        assert 'href="../../reports/440704/health/2023/"' in html_of(bytes_of(pages, name).decode())


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["2023-health.md", "2023-health.html", "2023-health.SVG"])
def test_a_raw_file_that_could_act_is_put_out_as_plain_text(name: str) -> None:
    result = with_source(sample_result(), path=Path("440704") / name)
    pages = render_site([result])
    assert pages[FOLDER / "original" / f"{name}.txt"] == result.report.clean.raw.text.encode()
    assert FOLDER / "original" / name not in pages
    assert f'href="original/{name}.txt"' in html_of(bytes_of(pages, f"{FOLDER}/index.md").decode())


@pytest.mark.parametrize("media_type", ["application/pdf", "text/html", "application/msword"])
def test_of_a_file_that_is_no_text_only_what_was_read_is_put_out(media_type: str) -> None:
    result = with_source(sample_result(), path=Path("440704/2023-health.txt"), media_type=media_type)
    address = address_of(result.report.clean.raw.source)
    files = report_files(address, told_of(result), b"PK struck out: 13812345678")
    assert files.texts["original"] == result.report.clean.raw.text.encode()


def test_links_between_generated_files_find_their_files() -> None:
    pages = shown_site([sample_result()])
    known = {path.parent if path.name == "index.md" else path for path in pages} | {
        PurePosixPath("quality"),
        PurePosixPath("compare"),
        PurePosixPath("browse"),
        PurePosixPath("search"),
        PurePosixPath("method"),
        PurePosixPath("en"),
        PurePosixPath("glossary"),
    }
    for path, page in pages.items():
        if path.suffix != ".md":
            continue
        base = path.parent if path.name == "index.md" else path.with_suffix("")
        for link in Elements(html_of(page.decode())).links:
            target = link.split("#")[0].split("?")[0]
            if not target or "://" in target or target.endswith((".md", *LAID_LAST)):
                continue
            assert PurePosixPath(normpath(base / target)) in known, (path, link)
