"""Tables in a raw text: their cells, caption, unit, and the figures in them."""

from pathlib import Path

from build_scripts.models import Result, Source
from build_scripts.pipeline import process

HEAD = "紫阳县水利局2023年法治政府建设年度报告\n一、主要工作\n我局按照分工逐项推进，各项工作有序开展。\n"
TAIL = "\n二、存在的问题\n宣传形式还不够丰富，执法力量不足。\n"


def read(tmp_path: Path, table: str) -> Result:
    path = tmp_path / "report.txt"
    path.write_text(HEAD + table + TAIL, encoding="utf-8")
    return process(Source(path=path, sha256="", media_type="text/plain"), path)


def cells(result: Result) -> list[list[str]]:
    table = result.report.tables[0]
    return [[cell.text for cell in row] for row in (table.header, *table.rows)]


def figures(result: Result) -> list[tuple[str, str, str]]:
    return [(m.subject, f"{m.quantity.value:f}", m.quantity.unit) for m in result.metrics]


def test_a_table_of_bars_gives_cells_and_figures(tmp_path: Path) -> None:
    result = read(tmp_path, "| 类别 | 件数（件） |\n|---|---:|\n| 立案 | 1,203 |\n| 结案 | 98 |")
    assert cells(result) == [["类别", "件数（件）"], ["立案", "1,203"], ["结案", "98"]]
    assert figures(result) == [("立案件数", "1203", "件"), ("结案件数", "98", "件")]


def test_columns_that_blanks_align_are_parted(tmp_path: Path) -> None:
    table = "表2  2023年许可办理情况表  单位：件\n事项    受理    办结率\n设立    12    100%\n变更    203    99.0%"
    result = read(tmp_path, table)
    assert result.report.tables[0].caption == "表2 2023年许可办理情况表"
    assert result.report.tables[0].unit == "件"
    assert cells(result)[0] == ["事项", "受理", "办结率"]
    assert figures(result)[:2] == [("设立受理", "12", "件"), ("设立办结率", "100", "%")]


def test_a_total_adds_up_counts_and_no_rates(tmp_path: Path) -> None:
    result = read(
        tmp_path, "事项    受理    办结率\n设立    12    100%\n变更    203    99.0%\n合计    215    99.1%"
    )
    parents = {m.subject: m.parent for m in result.metrics}
    total = next(m.id for m in result.metrics if m.subject == "合计受理")
    assert [parents[s] for s in ("设立受理", "变更受理", "合计受理")] == [total, total, None]
    assert parents["设立办结率"] is None
    assert [f.code for f in result.findings if f.code.startswith("sum")] == ["sum-ok"]


def test_a_head_with_single_blanks_belongs_to_its_columns(tmp_path: Path) -> None:
    result = read(tmp_path, "普法经费（单位：万元）\n项目 经费 占比\n宣传 12.5 50%\n培训 12.5 50%")
    assert cells(result)[0] == ["项目", "经费", "占比"]
    assert figures(result)[0] == ("宣传经费", "125000.0", "元")


def test_a_page_number_does_not_cut_a_table(tmp_path: Path) -> None:
    result = read(tmp_path, "类别    件数    占比\n立案    12    60%\n\n— 3 —\n\n结案    8    40%")
    assert cells(result) == [["类别", "件数", "占比"], ["立案", "12", "60%"], ["结案", "8", "40%"]]


def test_prose_with_spaced_digits_is_no_table(tmp_path: Path) -> None:
    result = read(tmp_path, "全年共出动执法车辆 325 余车次，监督执法人员 536 余\n人次，下达意见书 800 余份。")
    assert result.report.tables == ()
    assert len(result.metrics) == 3


def test_heads_in_two_rows_are_told_with_what_stands_over_them(tmp_path: Path) -> None:
    table = "| 类别 | 行政处罚 | |\n| | 警告 | 罚款 |\n|---|---|---|\n| 食品 | 3 | 4 |"
    found = read(tmp_path, table).report.tables[0]
    assert [c.text for c in found.header] == ["类别", "行政处罚警告", "行政处罚罚款"]
    assert [[c.text for c in row] for row in found.above] == [["类别", "行政处罚", ""]]


def test_an_unread_table_has_no_head_and_a_finding_over_the_whole_of_it(tmp_path: Path) -> None:
    result = read(tmp_path, "本年受理数量 301 53 0 0 61\n上年结转数量 34 0 0 0 2")
    table, raw = result.report.tables[0], result.report.clean.raw.text
    assert (table.header, table.read) == ((), False)
    place = next(f.span for f in result.findings if f.code == "table-unread")
    assert place
    assert place.of(raw) == "本年受理数量 301 53 0 0 61\n上年结转数量 34 0 0 0 2"
    assert figures(result) == []
