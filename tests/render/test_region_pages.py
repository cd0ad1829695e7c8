"""The page of a region: figures, departments by years, what lies below and beside it, rankings of one kind."""

from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from build_scripts.models import Address, Digest, DigestDoubt, DigestFigure, Entry
from build_scripts.render.data_layout import DataFile
from build_scripts.render.listings import Collection, CollectionKind, Link
from build_scripts.render.rankings import Rankings, render_ranking
from build_scripts.render.region_pages import region_files
from build_scripts.rules.data_columns import FIGURES
from tests.every import every
from tests.render.test_agency_pages import CASES, ENTRY

Row = tuple[Entry, Digest]
MONEY = replace(CASES, id="m-9", family="penalty-money", written="14.5万元", value="145000", unit="元")


def report(region: str, department: str, year: int, *figures: DigestFigure, **told: object) -> Row:
    """Return a report of any agency."""
    at = Address(region, department, year)
    name = f"{region}{department}局"
    entry = replace(
        ENTRY, address=at, url=at.url, agency=name, title=f"{name}{year}年报告", county=f"县{region}"
    )
    return entry, replace(Digest(figures=figures), **told)  # type: ignore[arg-type]


def pages(
    code: str,
    rows: Sequence[Row],
    inside: Sequence[str] = (),
    beside: Sequence[str] = (),
    workbooks: Sequence[DataFile] = (DataFile(FIGURES, "xlsx", region="44"),),
) -> dict[str, str]:
    """Return a region's pages by path."""
    wanted = code.removesuffix("00").removesuffix("00") if code.endswith("00") else code
    collection = Collection(
        CollectionKind.REGION,
        code,
        "某地",
        len(rows),
        wanted,
        tuple(Link(f"名{one}", f"../{one}/", 1, one) for one in inside),
        tuple(Link(f"名{one}", f"../{one}/", 0, one) for one in beside),
    )
    made = region_files(collection, [entry for entry, _ in rows], rows, workbooks)
    return {path.as_posix(): page.decode() for path, page in made}


def test_a_county_shows_figures_years_and_neighbours() -> None:
    rows = [
        report("440704", "health", 2023, MONEY, timing="late", missing=("存在的不足和原因",)),
        report("440704", "health", 2021, MONEY),
    ]
    (told,) = pages("440704", rows, beside=["440703"]).values()
    assert '<a href="../../reports/440704/health/2023/#m-9">14.5万元</a>' in told
    assert '<a href="../../agencies/440704/health/">' in told
    assert "<small>晚</small><small>缺 1</small>" in told
    assert told.count("<td><small>无</small></td>") == 1  # 2022
    assert '<a href="../440703/">名440703</a>' in told
    assert "排名" not in told


def test_a_province_past_the_limit_has_a_workbook_of_each_year() -> None:
    rows = [report("440704", "health", 2023, MONEY)]
    (told,) = pages("440704", rows).values()
    assert '<a href="../../regions/440000/440000.xlsx" download>所在省份的数字（Excel）</a>' in told
    years = [DataFile(FIGURES, "xlsx", year, "44") for year in (2022, 2023)]
    (told,) = pages("440000", rows, workbooks=years).values()
    assert (
        '<a href="../../regions/440000/440000-2022.xlsx" download>全部数字（Excel）2022</a>'
        ' <a href="../../regions/440000/440000-2023.xlsx" download>2023</a>'
    ) in told


def test_doubts_lead_to_their_sentence() -> None:
    doubt = DigestDoubt("合计与分项之和不符", "合计与分项之和相差 1", "#m-7")
    rows = [report("440704", "health", 2023, doubts=(doubt,), doubtful=1)]
    told = unescape(next(iter(pages("440704", rows).values())))
    assert '<a href="../../reports/440704/health/2023/#m-7">合计与分项之和相差 1</a>' in told


def test_a_report_without_a_figure_makes_a_sound_page() -> None:
    (told,) = pages("440704", [report("440704", "health", 2023)]).values()
    assert "## 最新数字" not in told
    assert "没有发现" in told


def test_a_province_counts_what_lies_below() -> None:
    rows = [
        report("440704", "health", 2023, timing="late", doubtful=2),
        report("440703", "health", 2023),
        report("440600", "justice", 2022),
    ]
    (told,) = pages("440000", rows, inside=["440600", "440700"]).values()
    assert "合计 3 份报告，1 份晚于 4 月 1 日，0 份缺应有的内容，2 处存疑" in told
    assert "名440700</a><small>1 个部门，最新 2023 年度</small></th>" in told


@every(
    "other",
    [
        report("440703", "government", 2023, MONEY),  # a whole government
        report("440703", "justice", 2023, MONEY),
        report("440703", "health", 2022, MONEY),
        report("440700", "health", 2023, MONEY),  # a prefecture's own
        report("440703001", "health", 2023, MONEY),
        report("440703", "health", 2023, replace(MONEY, unit="件")),
        report("440703", "health", 2023, replace(MONEY, is_exact=False)),
        report("440703", "health", 2023, replace(MONEY, is_only=False)),
        report("440703", "health", 2023, replace(MONEY, is_unsure=True)),
        report("440703", "health", 2023, replace(MONEY, indicator="penalty-money-total")),
    ],
)
def test_only_values_of_one_kind_are_ranked(other: Row) -> None:
    rankings = Rankings()
    rankings.add(*report("440704", "health", 2023, MONEY))
    rankings.add(*other)
    assert rankings.most_told(9) == ()


def test_the_ten_greatest_are_kept_of_all() -> None:
    rankings = Rankings()
    for n in range(30):
        figure = replace(MONEY, value=str(n * 7 % 30), written=f"{n * 7 % 30}元")
        rankings.add(*report(f"4407{n + 1:02d}", "health", 2023, figure))
    (ranking,) = rankings.most_told(9)
    assert ranking.count == 30
    assert [figure.value for _, figure in ranking.rows] == [str(n) for n in range(29, 19, -1)]
    assert render_ranking(ranking, "../../").count("<li>") == 10


def test_further_rankings_stand_on_a_page_of_their_own() -> None:
    kinds = ("penalty-money", "penalty-cases", "permits", "inspections", "hazards", "disputes")
    figures = [replace(MONEY, family=family) for family in kinds]
    rows = [report(f"44070{n}", "health", 2023, *figures) for n in (3, 4)]
    made = pages("440700", rows, inside=["440703", "440704"])
    assert sorted(made) == ["regions/440700/index.md", "regions/440700/rankings/index.md"]
    assert made["regions/440700/rankings/index.md"].count("## ") == len(kinds)


def test_markup_in_names_is_harmless() -> None:
    evil = "<img src=x onerror=alert(1)>"
    entry, digest = report("440704", "health", 2023, replace(MONEY, subject=evil, written=evil))
    made = pages("440700", [(replace(entry, agency=evil, title=evil, county=evil), digest)], ["440704"])
    assert all("<img" not in told for told in made.values())


def test_a_region_of_many_departments_stays_one_page() -> None:
    figures = [replace(MONEY, family=f) for f in ("penalty-money", "penalty-cases", "permits", "disputes")]
    rows = [report("440704", f"d-{n}", 2023, *figures) for n in range(120)]
    made = pages("440704", rows)
    assert max(len(told.encode()) for told in made.values()) < 150_000
