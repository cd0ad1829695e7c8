"""Family pages: every value with its report and its sentence, and the file that their script reads."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from build_scripts.models import Count, Listed, Scope, ScopeKind
from build_scripts.render.family_pages import FamilyRows, family_files, told_families
from build_scripts.render.value_charts import chart_of, told_units
from build_scripts.render.value_slices import SLICE, slices_count, value_slices
from tests.render.list_memory import ListMemory
from tests.render.made_up import made_up
from tests.render.pages import html_of, visible_text

SLUG = "penalty-money"
DATA = PurePosixPath("data/values/family-penalty-money-1.json")
FIRST = PurePosixPath(f"families/{SLUG}/index.md")


def with_family(count: int, each: int = 3, **told: object) -> list[Listed]:
    """Return made-up reports of which each has ``each`` figures of a family."""
    found = []
    for one in made_up(count):
        figures = [
            replace(figure, family=SLUG, id=f"m-{n}", unit="元", written=f"{figure.value}元")
            for n, figure in enumerate(one.figures[:each])
        ]
        figures[0] = replace(figures[0], **told)  # type: ignore[arg-type]
        found.append(replace(one, figures=tuple(figures)))
    return found


def pages_of(listed: list[Listed]) -> dict[PurePosixPath, bytes]:
    source = ListMemory(listed)
    (told,) = [one for one in told_families(source.overview()) if one.values]
    scope = Scope(ScopeKind.FAMILY, SLUG)
    rows = FamilyRows(lambda: source.of_family(SLUG), source.units(scope))
    made = [*family_files(told, rows)]
    assert len({path for path, _ in made}) == len(made)
    return dict(made)


def test_every_value_stands_once_on_the_static_pages() -> None:
    pages = pages_of(with_family(40))
    html = [html_of(page.decode()) for path, page in pages.items() if path.suffix == ".md"]
    assert len(html) == 3, "120 values, fifty a page"
    assert sum(len(re.findall(r"#s-[0-9]+", page)) for page in html) == 120


@pytest.mark.heavy
def test_a_page_stays_small_with_the_longest_rows() -> None:
    listed = with_family(400, subject="项" * 40, written="约" * 30)
    assert (
        max(len(html_of(p.decode())) for path, p in pages_of(listed).items() if path.suffix == ".md")
        < 100_000
    )


def test_values_of_one_report_have_one_head() -> None:
    page = html_of(pages_of(with_family(1))[FIRST].decode())
    assert "rowspan=3" in page
    assert page.count("<tbody") == 1


def test_the_data_say_what_the_pages_say() -> None:
    listed = with_family(40)
    told = json.loads(pages_of(listed)[DATA])
    assert len(told["rows"]) == 120
    assert told["units"] == ["元"]
    body, year, number, sentence, subject, value, unit = told["rows"][0][:7]
    region, department, agency, place = told["bodies"][body]
    wanted = {
        (
            e.address.region,
            e.address.department,
            e.agency,
            e.place,
            e.address.year,
            f.id,
            f.sentence,
            f.subject,
            f"{f.value}",
        )
        for e, f in ListMemory(listed).of_family(SLUG)
    }
    row = (region, department, agency, place, year, f"m-{number}", f"s-{sentence}", subject, f"{value}")
    assert row in wanted
    assert unit == 0
    assert told["provinces"][region[:2]]
    assert told["departments"][department]


def test_the_data_keep_words_doubt_and_another_year() -> None:
    told = with_family(1, written="约3万元", is_exact=False, period="2019年", year=2019, doubts=("ocr",))
    rows = json.loads(pages_of(told)[DATA])["rows"]
    assert rows[0][7:] == ["~约3万元", 2019, 1]
    assert rows[1][7:] == ["", 0, 1], "in the plain words, of the report's year, doubtful"


def test_data_come_in_files_of_a_bounded_size() -> None:
    one = with_family(1, each=1)[0]
    rows = [(one.entry, one.figures[0])] * (SLICE * 2 + 1)
    files = list(value_slices("family-x", rows))
    assert [path.name for path, _ in files] == ["family-x-1.json", "family-x-2.json", "family-x-3.json"]
    assert len(files) == slices_count(len(rows))
    assert [len(json.loads(data)["rows"]) for _, data in files] == [SLICE, SLICE, 1]
    assert max(len(data) for _, data in files) < 600_000


def test_only_values_of_one_unit_are_drawn_together() -> None:
    listed = with_family(12, unit="件", written="7件")
    source = ListMemory(listed)
    units = source.units(Scope(ScopeKind.FAMILY, SLUG))
    assert [(one.key, one.figures) for one in units] == [("元", 24), ("件", 12)]
    drawn = chart_of("处罚金额", units, source.of_family(SLUG))
    assert drawn.unit == "元"
    assert "24 个数值" in str(drawn.chart.svg if drawn.chart else "")
    assert "另有 12 个数值单位不同" in drawn.left_out
    shown = visible_text(pages_of(listed)[FIRST].decode())
    assert "元；也有 件 12 个" in shown


def test_one_value_is_a_sentence() -> None:
    page = pages_of(with_family(1, each=1))[FIRST].decode()
    assert "只有一个数值" in page
    assert "<svg" not in page


def test_a_unit_that_is_not_written_is_said() -> None:
    assert told_units((Count("", 1, 1),)) == "不写单位"


def test_words_of_reports_are_harmless() -> None:
    page = html_of(pages_of(with_family(3, subject="<script>甲|乙", written="3<b>元"))[FIRST].decode())
    assert "<script>甲" not in page
    assert "3<b>" not in page


def test_a_bare_number_of_a_cell_has_its_unit() -> None:
    listed = with_family(1, written="81.1", value=Decimal(811000), canonical="811,000元")
    pages = pages_of(listed)
    assert "811,000元" in visible_text(pages[FIRST].decode())
    assert json.loads(pages[DATA])["rows"][0][5:] == [811000, 0, "", 0, 1]
