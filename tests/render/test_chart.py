"""Charts: they say what the table says, in the reader's own fonts and colours, and in the same bytes everywhere."""

import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from build_scripts.render.chart import Dot, draw_chart

ROOT = Path(__file__).parents[2]
DRAWN_ELSEWHERE = """
import sys
from tests.render.test_chart import LINES, ROWS
from build_scripts.render.chart import draw_chart
sys.stdout.buffer.write("".join(draw_chart("图", "说明", dots).svg for dots in (ROWS, LINES)).encode())
"""


def dot(who: str, value: str = "3", year: int = 2023, *, exact: bool = True, province: str = "") -> Dot:
    return Dot(who=who, year=year, value=Decimal(value), told=f"{value}件", exact=exact, province=province)


ROWS = [dot("于田县卫生健康委员会", "21"), dot("新县卫健委", "4821", exact=False), dot("江海区", "428")]
LINES = [*ROWS, dot("江海区", "500", 2022), dot("于田县卫生健康委员会", "19", 2021)]


def drawn(dots: list[Dot]) -> ET.Element:
    return ET.fromstring(draw_chart("甲<乙>&", '"说明"', dots).svg)  # noqa: S314 - our own bytes


def words(chart: ET.Element) -> list[str]:
    return [text.text or "" for text in chart.iter("text")]


def circles(chart: ET.Element) -> list[tuple[str, float, float]]:
    return [
        (c.findtext("title") or "", float(c.get("cx", "")), float(c.get("cy", "")))
        for c in chart.iter("circle")
    ]


def test_one_year_gives_a_row_for_each_body_in_the_order_given() -> None:
    chart = drawn(ROWS)
    assert [word for word in words(chart) if not word[0].isdigit()] == [row.who for row in ROWS]
    assert not list(chart.iter("path"))
    assert sorted(circles(chart), key=lambda c: c[2]) == [
        ("于田县卫生健康委员会 2023 年度：21件", 1.4, 0.0),
        ("新县卫健委 2023 年度：4821件", 324.0, 44.0),
        ("江海区 2023 年度：428件", 28.8, 88.0),
    ]


def test_several_years_give_lines() -> None:
    chart = drawn(LINES)
    assert [path.get("d", "").count("L") for path in chart.iter("path")] == [1, 1]
    assert {"2021", "2022", "2023"} <= set(words(chart))
    assert "江海区 428件" in words(chart)
    assert len(circles(chart)) == 5


def test_an_estimate_is_drawn_open() -> None:
    groups = {g.get("class"): len(list(g.iter("circle"))) for g in drawn(ROWS).iter("g") if g.get("class")}
    assert (groups["exact"], groups["open"]) == (2, 1)


def test_many_bodies_share_the_rows_of_their_provinces() -> None:
    chart = drawn([dot(f"县{n}", str(n), province=f"省{n % 4}") for n in range(200)])
    assert [word for word in words(chart) if word.startswith("省")] == ["省0", "省1", "省2", "省3"]
    assert words(chart).count("50 个数值") == 4
    assert len(circles(chart)) == 200
    assert len({y for _, _, y in circles(chart)}) == 4


def test_very_many_values_are_drawn_as_a_spread() -> None:
    dots = [dot(f"县{n}", str(n % 100), 2020 + n % 3, province=f"省{n % 4}") for n in range(8000)]
    huge = dot("县", "86520000", province="省0")
    chart = drawn([*dots, huge])
    assert len(circles(chart)) == 4, "the median of each province"
    assert "2,001 个，中位 48，最高 8,652万" in words(chart)
    assert "100" in words(chart), "one huge value does not flatten the others"
    assert "最低 1，四分之一 25，中位 49，四分之三 73，最高 97" in circles(chart)[1][0]


@pytest.mark.parametrize("count", [0, 1, 250, 251, 5000])
@pytest.mark.parametrize("years", [1, 2])
def test_a_chart_stays_small(count: int, years: int) -> None:
    who = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县市场监督管理局"
    dots = [
        dot(f"{n % 3000}{who}", "123456789.5", 2020 + n % years, province=f"某某某某某自治区{n % 34}")
        for n in range(count)
    ]
    assert len(draw_chart("图", "说明", dots).svg.encode()) <= 60_000


def test_a_caption_says_how_to_read_it() -> None:
    many = [dot(f"县{n}", "3", province="省") for n in range(251)]
    told = [draw_chart("图", "说明", dots).caption for dots in (ROWS, LINES, many[:20], many)]
    for words_, caption in zip(("按地区代码", "每条线", "每行一个省份", "中位数"), told, strict=True):
        assert words_ in caption


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
        f"县{n} {n}件" for n in (4, 3, 2, 1, 0)
    ]
    strokes = next(g for g in chart.iter("g") if g.get("class") == "legend")
    assert [line.get("class") for line in strokes] == ["l4", "l3", "l2", "l1", "l0"]
    assert {c.get("class") for c in chart.iter("circle") if "县3" in (c.findtext("title") or "")} == {"l3"}


def test_many_lines_have_neither() -> None:
    chart = drawn([dot(f"县{n}", str(n), year) for n in range(9) for year in (2022, 2023)])
    assert len(list(chart.iter("path"))) == 9
    assert not [word for word in words(chart) if word.startswith("县")]


def test_fonts_and_colours_are_the_pages() -> None:
    for dots in (ROWS, LINES):
        assert not re.search("font|fill|stroke|style|#[0-9a-f]{3}", draw_chart("图", "说明", dots).svg)


def test_a_machine_without_fonts_draws_the_same(tmp_path: Path) -> None:
    none = tmp_path / "fonts.conf"
    none.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    elsewhere = {"FONTCONFIG_FILE": str(none), "HOME": str(tmp_path), "LC_ALL": "C", "TZ": "America/Lima"}
    command = [sys.executable, "-c", DRAWN_ELSEWHERE]
    told = subprocess.run(
        command, cwd=ROOT, env=os.environ | elsewhere, check=True, capture_output=True
    ).stdout
    assert told.decode() == "".join(draw_chart("图", "说明", dots).svg for dots in (ROWS, LINES))
