"""Charts: they say what the table says, in the reader's own fonts and colours, and in the same bytes everywhere."""

import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from build_scripts.render.chart import Dot, draw_chart, one_value, runs_of
from build_scripts.render.chart_marks import LogAxis, axis_for

ROOT = Path(__file__).parents[2]
DRAWN_ELSEWHERE = """
import sys
from tests.render.test_chart import LINES, ROWS
from build_scripts.render.chart import draw_chart
sys.stdout.buffer.write("".join(draw_chart("图", dots).svg for dots in (ROWS, LINES)).encode())
"""


def dot(who: str, value: str = "3", year: int = 2023, *, exact: bool = True, government: bool = False) -> Dot:
    return Dot(
        who=who, year=year, value=Decimal(value), told=f"{value}件", exact=exact, government=government
    )


ROWS = [dot("于田县卫生健康委员会", "21"), dot("新县卫健委", "482", exact=False), dot("江海区", "428")]
LINES = [*ROWS, dot("江海区", "500", 2022), dot("于田县卫生健康委员会", "19", 2021)]
MANY = [dot(f"县{n}", str(n % 100), 2020 + n % 3) for n in range(900)]


def drawn(dots: list[Dot]) -> ET.Element:
    return ET.fromstring(f"<div>{draw_chart('甲<乙>&', dots).svg}</div>")  # noqa: S314 - our own bytes


def words(chart: ET.Element) -> list[str]:
    return [text.text or "" for text in chart.iter("text")]


def circles(chart: ET.Element) -> list[tuple[str, float, float]]:
    return [
        (c.findtext("title") or "", float(c.get("cx", "")), float(c.get("cy", "")))
        for c in chart.iter("circle")
    ]


def points(chart: ET.Element) -> int:
    return sum(p.get("d", "").count("h0") for p in chart.iter("path") if p.get("class") == "dots")


def test_one_year_gives_a_row_for_each_body_in_the_order_given() -> None:
    chart = drawn(ROWS)
    assert [word for word in words(chart) if word in {row.who for row in ROWS}] == [row.who for row in ROWS]
    assert not list(chart.iter("path"))
    assert [told for told, _, _ in sorted(circles(chart), key=lambda c: c[2])] == [
        "于田县卫生健康委员会 2023 年度：21件",
        "新县卫健委 2023 年度：482件",
        "江海区 2023 年度：428件",
    ]


def test_governments_and_departments_stand_apart() -> None:
    chart = drawn([*ROWS, dot("于田县人民政府", "86520000", government=True)])
    first, second = chart.findall("svg")
    assert words(first)[0] == "一级政府，1 个数值"
    assert words(second)[0] == "部门，3 个数值"
    assert "于田县人民政府" not in words(second)


def test_lines_join_only_years_that_follow_one_another() -> None:
    dots = [dot("甲", "1", year) for year in (2018, 2019, 2021, 2022, 2023)]
    assert [[d.year for d in run] for run in runs_of(dots)] == [[2018, 2019], [2021, 2022, 2023]]
    chart = drawn([*dots, dot("乙", "2", 2020)])
    assert [path.get("d", "").count("L") for path in chart.iter("path")] == [1, 2]
    assert {"2018", "2020", "2023"} <= set(words(chart)), "a missing year keeps its place"


def test_two_values_of_one_year_are_never_joined() -> None:
    dots = [dot("甲", value, year) for value, year in (("1", 2021), ("2", 2022), ("9", 2022), ("3", 2023))]
    assert not list(runs_of(dots))
    assert len(circles(drawn(dots))) == 4


def test_an_estimate_is_drawn_open() -> None:
    groups = {g.get("class"): len(list(g.iter("circle"))) for g in drawn(ROWS).iter("g") if g.get("class")}
    assert (groups["exact"], groups["open"]) == (2, 1)


@pytest.mark.parametrize("count", [20, 300, 10_000])
def test_many_values_are_dots_with_median_and_quartiles(count: int) -> None:
    chart = draw_chart("图", [dot(f"县{n}", str(n % 100), 2020 + n % 3) for n in range(count)])
    tree = ET.fromstring(f"<div>{chart.svg}</div>")  # noqa: S314 - our own bytes
    assert points(tree) == min(count, points(tree) if count > 800 else count)
    assert points(tree) <= 800
    assert sum(g.get("class") == "box" for g in tree.iter("g")) == 3
    assert ("均匀抽取" in chart.caption) == (count > 800)
    assert "中位数" in chart.caption
    assert chart.can_pick


def test_thinned_dots_keep_the_largest_and_the_smallest() -> None:
    dots = [dot(f"县{n}", str(50 + n % 7), 2023) for n in range(5000)]
    chart = drawn([*dots, dot("大", "300"), dot("小", "1")])
    (path,) = [p.get("d", "") for p in chart.iter("path")]
    heights = [float(at.split(",")[1]) for at in re.findall(r"M([^h]+)h0", path)]
    assert max(heights) > 210, "1 of an axis up to 300"
    assert min(heights) == 0


def test_a_year_without_values_stays_empty() -> None:
    chart = drawn([dot(f"县{n}", str(n), 2020 if n % 2 else 2024) for n in range(60)])
    assert {"2020", "2021", "2022", "2023", "2024"} <= set(words(chart))
    assert sum(g.get("class") == "box" for g in chart.iter("g")) == 2


def test_few_values_of_a_year_have_no_quartiles() -> None:
    dots = [*(dot(f"县{n}", "3", 2020) for n in range(30)), dot("甲", "4", 2021), dot("乙", "5", 2021)]
    assert sum(g.get("class") == "box" for g in drawn(dots).iter("g")) == 1


def test_where_one_value_flattens_the_rest_the_axis_is_logarithmic_and_that_is_said() -> None:
    flat = draw_chart("图", [*MANY, dot("县", "86520000")])
    assert "对数刻度" in flat.caption
    assert 'data-axis="log"' in flat.svg
    assert "对数" not in draw_chart("图", MANY).caption
    few = draw_chart("图", [dot("甲", "3"), dot("乙", "5"), dot("丙", "8"), dot("丁", "86520000")])
    assert "对数刻度" in few.caption


@pytest.mark.parametrize(
    "numbers", [[0.0], [5.0], [0.0, 9e9], [-3.0, 1.0, 2.0, 9e9], [1.0, 2.0, 3.0], [1.0, 1.0, 1.0]]
)
def test_an_axis_stays_plain_where_nothing_is_flattened(numbers: list[float]) -> None:
    assert not isinstance(axis_for(numbers, 100), LogAxis)


def test_a_logarithmic_axis_holds_zero_and_all_values() -> None:
    axis = axis_for([0.0, 0.5, 3.0, 9e9], 100)
    assert isinstance(axis, LogAxis)
    places = [axis.at(value) for value in (0.0, 0.5, 3.0, 9e9)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[1] > 0
    assert places[-1] <= 100


@pytest.mark.heavy
@pytest.mark.parametrize("count", [2, 250, 251, 10_000])
@pytest.mark.parametrize("years", [1, 2, 30])
def test_a_chart_stays_small(count: int, years: int) -> None:
    who = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县市场监督管理局"
    dots = [
        dot(f"{n % 3000}{who}", "123456789.5", 2020 + n % years, government=n % 2 == 0) for n in range(count)
    ]
    assert len(draw_chart("图", dots).svg.encode()) <= 60_000


def test_one_value_is_a_sentence() -> None:
    assert one_value(dot("于田县", "21")) == "只有一个数值：于田县 2023 年度 21件。"


def test_bodies_of_one_name_stay_apart() -> None:
    dots = [Dot(who="卫健委", year=2023, value=Decimal(3), told="3", body=body) for body in ("1", "2")]
    assert words(drawn(dots)).count("卫健委") == 2


def test_large_numbers_are_told_as_here() -> None:
    assert "1,000万" in words(drawn([dot("甲", "42000000")]))
    assert "2亿" in words(drawn([dot("甲", "900000000")]))


@pytest.mark.parametrize("value", ["0", "0.001", "1E+20", "1E+99", "-3"])
def test_any_value_stays_on_the_chart(value: str) -> None:
    chart = drawn([dot("甲" * 300, value)])
    assert all(0 <= x <= 336 for _, x, _ in circles(chart))
    assert max(len(word) for word in words(chart)) <= 32


def test_each_line_has_its_own_style_and_name() -> None:
    dots = [dot(f"县{n}", str(n), year) for n in range(5) for year in (2022, 2023)]
    chart = drawn(dots)
    assert [path.get("class") for path in chart.iter("path")] == ["l0", "l1", "l2", "l3", "l4"]
    assert [word for word in words(chart) if word.startswith("县")] == [
        f"县{n} 2023 年度 {n}件" for n in (4, 3, 2, 1, 0)
    ]
    assert {c.get("class") for c in chart.iter("circle") if "县3" in (c.findtext("title") or "")} == {"l3"}


def test_fonts_and_colours_are_the_pages() -> None:
    for dots in (ROWS, LINES, MANY):
        assert not re.search("font|fill|stroke|style|#[0-9a-f]{3}", draw_chart("图", dots).svg)


@pytest.mark.heavy
def test_a_machine_without_fonts_draws_the_same(tmp_path: Path) -> None:
    none = tmp_path / "fonts.conf"
    none.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    elsewhere = {"FONTCONFIG_FILE": str(none), "HOME": str(tmp_path), "LC_ALL": "C", "TZ": "America/Lima"}
    command = [sys.executable, "-c", DRAWN_ELSEWHERE]
    told = subprocess.run(
        command, cwd=ROOT, env=os.environ | elsewhere, check=True, capture_output=True
    ).stdout
    assert told.decode() == "".join(draw_chart("图", dots).svg for dots in (ROWS, LINES))
