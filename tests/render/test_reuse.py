"""What of an agency's texts stands in others, from raw texts to its page."""

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from build_scripts.models import Address, Alike, Result, Reuse, Source
from build_scripts.render.agency_pages import agency_files
from build_scripts.render.data_rows import reuse_cells
from build_scripts.render.digests import digest_of
from build_scripts.render.told import told_of
from tests.render.test_agency_pages import report
from tests.sites import render_site, shown_site
from tests.texts import result_of

HEAD = "江海区{agency}{year}年法治政府建设年度报告\n一、主要工作\n"
QUOTED = "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻党的二十大精神。"
LAST_YEAR = "我局组织开展了依法行政专题培训，机关干部全部参加。"
RETYPED = "我局 组织开展了依法行政专题培训,机关干部全部参加。"
PLEDGE = "下一步，将继续健全与司法行政部门会商机制，逐案研究疑难问题。"


def result(department: str, year: int, *said: str, region: str = "440704") -> Result:
    source = Source(
        path=Path("source_reports", region, f"{year}-{department}.txt"),
        sha256="",
        media_type="text/plain",
        region_code=region,
        department=department,
        year=year,
    )
    agency = {"health": "卫生健康局", "justice": "司法局", "finance": "财政局"}[department]
    return result_of(HEAD.format(agency=agency, year=year) + "\n".join(said), source)


def test_width_marks_and_blanks_make_no_other_sentence() -> None:
    one, other = (
        digest_of(told_of(result("health", 2023, said))).sentences
        for said in ("全年开展培训１２场次，参训人员３００余人。", "全年开展培训 12 场次 参训人员300余人；\n")
    )
    assert one == other
    assert len(one) == 1


def test_short_sentences_do_not_count() -> None:
    assert not digest_of(told_of(result("health", 2023, "推进依法行政工作。成效明显。"))).sentences


def test_a_sentence_begins_where_its_anchor_is() -> None:
    known = result(
        "health", 2023, f"（一）加强领导。{LAST_YEAR}　　{PLEDGE}全年处理投诉8件，全部办结在规定时限内。"
    )
    digest = digest_of(told_of(known))
    page = shown_site([known])[PurePosixPath("reports/440704/health/2023/index.md")].decode()
    assert len(digest.places) == len(digest.sentences) == 3
    for place in digest.places:
        assert re.search(f'id="?s-{place}[" >]', page), place
    raw = known.report.clean.raw.text
    assert [raw[place] for place in digest.places] == ["我", "下", "全"]


def test_an_agency_page_tells_what_stands_in_others() -> None:
    files = render_site(
        [
            result("health", 2022, LAST_YEAR, QUOTED),
            result("health", 2023, RETYPED, PLEDGE, "全年处理投诉8件，全部办结在规定时限内。"),
            result("justice", 2023, PLEDGE, QUOTED),
        ]
    )
    page = files[PurePosixPath("agencies/440704/health/index.md")].decode()
    rows = re.findall(r'<tr><th scope="row"><a href="[^"]*">(\d+)</a></th><td>(.*?)</tr>', page)
    told = {year: re.sub("<.*?>", " ", cells).split() for year, cells in rows}
    assert told == {
        "2023": ["3", "1", "33%", "机关太少", "1", "33%"],
        "2022": ["2", "没有更早的", "机关太少", "1", "50%"],
    }
    assert "江海区卫生健康局 2023 年度</a>与" in page
    assert "江海区司法局 2023 年度</a><small>相同 1 句" in page
    # The same of the page's older sentence about two neighbouring years.
    assert "2023 年度的 3 句话里，1 句（33%）在 2022 年度的报告里已有" in page


def test_where_nothing_is_shared_nothing_is_told() -> None:
    files = render_site([result("health", 2023, PLEDGE), result("justice", 2023, LAST_YEAR)])
    assert "相同的句子" not in files[PurePosixPath("agencies/440704/health/index.md")].decode()


@pytest.mark.heavy
def test_the_page_of_an_agency_changes_with_its_neighbours() -> None:
    page = PurePosixPath("agencies/440704/health/index.md")
    alone = render_site([result("health", 2023, PLEDGE)])
    beside = render_site([result("health", 2023, PLEDGE), result("justice", 2023, PLEDGE)])
    assert alone[page] != beside[page]


def test_names_are_words_and_many_years_stay_few_lines() -> None:
    evil = "<script>甲</script>"
    alike = tuple(Alike(evil, Address("440704", "justice", 2022), 9, 1, 2) for _ in range(3))
    rows = [report(year) for year in range(2024, 1994, -1)]
    rows = [(replace(entry, agency=evil), digest) for entry, digest in rows]
    known = {
        year: Reuse(sentences=90, kept=40, common=9, shared=9, alike=alike) for year in range(1990, 2030)
    }
    ((_, page),) = agency_files(rows, known)
    told = page.decode()
    assert "<script" not in told
    assert told.count("点开看第一句") == 12
    assert told.count('<th scope="row"><a href') == 30


def test_the_data_leave_empty_what_cannot_be_told() -> None:
    assert list(reuse_cells(Reuse(sentences=9)).values()) == [9, None, None, None]
    assert list(reuse_cells(Reuse(sentences=9, kept=0, shared=2)).values()) == [9, 0, None, 2]


def test_the_method_names_the_columns() -> None:
    page = (Path(__file__).parents[2] / "docs/method.md").read_text(encoding="utf-8")
    told = page.partition("{: #reuse }")[2].partition("\n## ")[0]
    assert set(re.findall(r"`(\w+)`", told)) == set(reuse_cells(Reuse(sentences=0)))
