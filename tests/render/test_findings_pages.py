"""The lists of findings: every one with its sentence and sum, bounded pages, a CSV that the filters read."""

import csv
import html
import io
from dataclasses import replace

from build_scripts.models import Address, Arithmetic, Listed, ListedFinding, Severity
from build_scripts.render.finding_words import MEANINGS, UNSURE
from build_scripts.render.findings_pages import render_finding, slug_of
from build_scripts.render.labels import DOUBTS, FINDINGS
from build_scripts.render.list_files import list_files
from build_scripts.render.listed import listed_of
from tests.render.list_memory import ListMemory
from tests.render.pages import html_of, visible_text
from tests.render.sample import sample_result

SUM = ListedFinding(
    code="sum-mismatch",
    severity=Severity.WARNING,
    message="“案件”合计不符：20+30=50，文中为60",
    quote="全年办理案件60件，其中甲20件、<b>乙</b>30件。",
    link="#m-12",
    arithmetic=Arithmetic(total="60件", parts="20 + 30", sum="50件", difference="10件"),
)
# Held back with them, or never given to a report that is published.
HELD = {"private-data", "classified", "private-unmatched", "unreadable", "not-a-report", "internal-fault"}


def reports(count: int) -> list[Listed]:
    """Reports of one body, each with a false sum."""
    whole = listed_of(Address("440704", "health", 2023), sample_result())
    tally = next(t for t in whole.tallies if t.code == "likely-slip")
    tallies = (replace(tally, code="sum-mismatch", severity=Severity.WARNING),)
    found = []
    for n in range(count):
        address = Address("440704", "health", 1900 + n)
        entry = replace(whole.entry, address=address, url=address.url)
        found.append(replace(whole, entry=entry, findings=(SUM,), tallies=tallies))
    return found


def files_of(listed: list[Listed]) -> dict[str, bytes]:
    return {path.as_posix(): data for path, data in list_files(ListMemory(listed))}


def test_every_code_that_is_published_has_its_meaning() -> None:
    assert set(FINDINGS) - HELD == set(MEANINGS)
    assert set(DOUBTS) == set(UNSURE)


def test_a_finding_of_the_sample_has_sentence_and_place() -> None:
    (found,) = listed_of(Address("440704", "health", 2023), sample_result()).findings
    assert found.code == "likely-slip"
    assert "近3000余" in found.quote
    assert found.link.startswith(("#s-", "#m-"))


def test_a_sum_is_told_with_total_parts_and_difference() -> None:
    entry = reports(1)[0].entry
    line = render_finding(entry, SUM, "../../")
    words = visible_text(line)
    assert "文中合计 60件；各分项 20 + 30 = 50件；相差 10件" in words
    assert "江门市江海区卫生健康局 1900 年度" in words
    assert f'href="../../{entry.url}#m-12"' in html.unescape(line)
    assert "<b>乙" not in line


def test_all_rows_are_listed_once_twenty_five_a_page_and_in_the_csv() -> None:
    files = files_of(reports(120))
    pages = [f"findings/sum-mismatch/{part}index.md" for part in ("", "2/", "3/", "4/", "5/")]
    lines = [html_of(files[page].decode()).count("<li><a href=") for page in pages]
    assert lines == [25, 25, 25, 25, 20]
    assert max(len(files[page]) for page in pages) < 100_000
    data = files["findings/sum-mismatch.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 120
    assert rows[0]["difference"] == "10件"
    assert rows[0]["page"] == "reports/440704/health/2019/#m-12"


def test_the_first_page_alone_has_filters_and_they_need_a_script() -> None:
    files = files_of(reports(60))
    first = files["findings/sum-mismatch/index.md"].decode()
    assert 'data-csv="../sum-mismatch.csv"' in first
    assert "hidden>" in first.split("data-filters")[1].split("\n")[0]
    assert "data-filters" not in files["findings/sum-mismatch/2/index.md"].decode()
    assert "<option" not in files["findings/sum-mismatch/2/index.md"].decode()


def test_a_doubt_that_has_the_name_of_a_finding_has_a_page_of_its_own() -> None:
    assert slug_of("ocr", of_figures=True) != slug_of("ocr", of_figures=False)


def test_no_finding_at_all_is_said() -> None:
    page = files_of([])["findings/index.md"].decode()
    assert "没有存疑的地方" in page
