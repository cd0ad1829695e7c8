"""A report's page: every link finds its place, nothing of the report becomes markup, doubt is said."""

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from build_scripts.models import (
    Cell,
    Change,
    CleanText,
    Doubt,
    Edit,
    Finding,
    Kind,
    Meta,
    Metric,
    Qualifier,
    Quantity,
    RawText,
    Record,
    Relation,
    Removal,
    Report,
    Result,
    Severity,
    Span,
    StatutoryPart,
    SumCheck,
    Table,
)
from build_scripts.render.cards import particulars
from build_scripts.render.cleaning import cleaning_of
from build_scripts.render.figure_entries import as_written, meant_beside
from build_scripts.render.report_page import render_original, render_report
from tests.render.pages import Elements, html_of, visible_text
from tests.render.sample import report_of, sample_result, source_at

HOSTILE = "<script>alert(1)</script>[a](javascript:alert(1)) \"' onload=x # | * _ `c` {{ x }} &amp; {: #id }"


def page_of(result: Result) -> Elements:
    return Elements(html_of(render_report(result).decode()))


def original_of(result: Result) -> Elements:
    return Elements(html_of(render_original(result).decode()))


def hostile_result() -> Result:
    """Return a report that has markup wherever a report can have words."""
    line = f"{HOSTILE}共3件{HOSTILE}。"
    text = f"{HOSTILE}\n一、{HOSTILE}\n{line}\n1.{HOSTILE}。{line}\n{HOSTILE}\t9"
    fields: dict[str, Any] = {f.name: HOSTILE for f in dataclasses.fields(Meta)} | {"report_year": 2023}
    meta = Meta(**fields)
    record = Record(
        title=HOSTILE, issuer=HOSTILE, year=2023, url="javascript:alert(1)", taken_on=HOSTILE, sha256="0"
    )
    source = dataclasses.replace(source_at(Path("440704/2023-health.txt")), record=record)
    report = report_of(text, source, meta)
    at = text.index("3件")
    start = text.rindex("\n", 0, at) + 1
    last = text.rindex("\n") + 1
    cells = (Cell(HOSTILE, Span(last, len(text) - 2)), Cell("9", Span(len(text) - 1, len(text))))
    table = Table(caption=HOSTILE, unit=HOSTILE, header=cells, rows=(cells,), span=Span(last, len(text)))
    clean = dataclasses.replace(
        report.clean,
        edits=(Edit(HOSTILE, Span(0, 1)), Edit(HOSTILE, Span(0, 9), to=4)),
        removed=(Removal(HOSTILE, Span(0, len(HOSTILE)), HOSTILE),),
    )
    metric = Metric(
        id=f"m-{at}",
        quantity=Quantity(raw="3", value=Decimal(3), unit=HOSTILE),
        subject=HOSTILE,
        theme=HOSTILE,
        span=Span(at, at + 2),
        sentence=Span(start, start + len(line)),
        rule=HOSTILE,
        period=HOSTILE,
        change=cast("Change", HOSTILE),
        kind=cast("Kind", HOSTILE),
    )
    return Result(
        report=dataclasses.replace(report, clean=clean, tables=(table,)),
        metrics=(metric,),
        statutory=(StatutoryPart(key="a", label=HOSTILE, told="section", section=0),),
        findings=(Finding(HOSTILE, Severity.WARNING, HOSTILE, Span(at, at + 1)),),
    )


def test_every_link_on_the_page_finds_its_anchor() -> None:
    result = sample_result()
    page, original = page_of(result), original_of(result)
    inside = [link[1:] for link in page.links if link.startswith("#")]
    across = [link.removeprefix("original/#") for link in page.links if link.startswith("original/#")]
    back = [link.removeprefix("../#") for link in original.links if link.startswith("../#")]
    assert set(inside) <= set(page.ids)
    assert set(across) <= set(original.ids)
    assert set(back) <= set(page.ids)
    assert {m.id for m in result.metrics} <= set(inside), "each row is linked from the text"
    assert set(back) == {m.id for m in result.metrics} | {"cleaning"}


def test_anchors_stand_once() -> None:
    for page in (page_of(sample_result()), original_of(sample_result())):
        assert len(page.ids) == len(set(page.ids))


def test_each_row_leads_to_its_own_sentence() -> None:
    result = sample_result()
    page = render_report(result).decode()
    for metric in result.metrics:
        start = result.report.clean.raw_span(metric.sentence).start
        row = page[page.index(f"<tr id={metric.id}") :]
        assert row.index(f"href=#s-{start}>") < row.index("</tr>")
        assert page.count(f"id=s-{start}>") == 1


def test_the_whole_text_is_on_the_page() -> None:
    result = sample_result()
    text = result.report.clean.text
    shown = "".join(visible_text(render_report(result).decode()).split())
    for line in text.split("\n"):
        assert "".join(line.split()) in shown


def test_headings_carry_their_anchors() -> None:
    page = page_of(sample_result())
    levels = [tag for tag, attrs in page.elements if attrs.get("id", "").startswith("h-")]
    assert levels.count("h3") == 3
    assert levels.count("h4") == 4
    assert levels.count("strong") == 15


def test_a_figure_in_a_heading_is_marked_where_it_stands() -> None:
    text = "甲局2023年报告\n一、办结3件\n略。"
    report = report_of(text, source_at(Path("440704/2023-health.txt")), Meta())
    at = text.index("3件")
    metric = dataclasses.replace(
        sample_result().metrics[0], id=f"m-{at}", span=Span(at, at + 2), sentence=report.sections[0].span
    )
    page = page_of(Result(report=report, metrics=(metric,)))
    start = report.sections[0].span.start
    assert {f"h-{start}", f"s-{start}", f"m-{at}"} <= set(page.ids)
    assert f"#m-{at}" in page.links


def test_run_in_headings_and_sentences_carry_a_permanent_link() -> None:
    # Headings on a line of their own get theirs from the site tool (toc: permalink).
    result = sample_result()
    page = page_of(result)
    links = [attrs["href"] for _, attrs in page.elements if attrs.get("class") == "headerlink"]
    run_in = [attrs["id"] for _, attrs in page.elements if attrs.get("class") == "run-in"]
    assert [link[1:] for link in links if link.startswith("#h-")] == run_in
    sentences = [link for link in links if link.startswith("#s-")]
    assert len(sentences) == len(set(sentences)) >= len({m.sentence for m in result.metrics})
    assert {link[1:] for link in links} <= set(page.ids)


def test_every_sentence_of_the_prose_has_an_anchor() -> None:
    result = sample_result()
    text = result.report.clean.text
    ids = page_of(result).ids
    for paragraph in result.report.paragraphs:
        assert any(
            f"s-{at}" in ids for at in (paragraph.span.start, text.find("。", paragraph.span.start) + 1)
        )
    assert sum(id_.startswith("s-") for id_ in ids) > len(result.report.paragraphs)


def test_markup_in_every_field_stays_text() -> None:
    for page in (page_of(hostile_result()), original_of(hostile_result())):
        assert not [tag for tag, _ in page.elements if tag in {"script", "img", "iframe", "style"}]
        assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
        assert not [link for link in page.links if link.strip().lower().startswith("javascript")]
        assert "id" not in page.ids


def test_markup_in_every_field_can_be_read() -> None:
    shown = visible_text(render_report(hostile_result()).decode())
    assert shown.count("<script>alert(1)</script>[a](javascript:alert(1))") > 20


def test_a_total_tells_its_arithmetic() -> None:
    assert "合计相符：161 + 428 + 53 + 11 + 2 + 461 = 1,116" in visible_text(
        render_report(sample_result()).decode()
    )


@pytest.mark.parametrize(
    ("holds", "told"),
    [(False, "合计不符：161 + 428 = 589，文中写 1,116"), (None, "分项未列全：161 + 428 = 589，合计 1,116")],
)
def test_a_total_that_does_not_hold_says_so(holds: bool | None, told: str) -> None:
    result = sample_result()
    check = result.sums[0]
    wrong = SumCheck(total=check.total, parts=check.parts[:2], sum=Decimal(589), holds=holds)
    page = render_report(dataclasses.replace(result, sums=(wrong,))).decode()
    assert told in visible_text(page)


def test_numbers_keep_the_words_of_the_report() -> None:
    shown = visible_text(render_report(sample_result()).decode())
    for words in (
        "约2480人次",
        "超过5万份= 50,000份",
        "近3000余人次",
        "不少于40课时",
        "两场= 2场",
        "55.01万元= 550,100元",
    ):
        assert words in shown
    assert "1116宗= " not in shown


def test_what_the_report_does_not_say_is_said_to_be_missing() -> None:
    result = sample_result()
    report = dataclasses.replace(result.report, meta=Meta())
    shown = visible_text(render_report(dataclasses.replace(result, report=report)).decode())
    assert "日期未载明" in shown
    assert "无法判断" in shown


def test_a_late_report_is_said_to_be_late() -> None:
    result = sample_result()
    meta = dataclasses.replace(result.report.meta, issued_on="2024-04-03")
    late = dataclasses.replace(result, report=dataclasses.replace(result.report, meta=meta))
    assert "晚于期限" in visible_text(render_report(late).decode())


def test_private_data_is_never_repeated() -> None:
    result = sample_result()
    found = Finding("private-data", Severity.WARNING, "身份证号 110101199003070000")
    page = render_report(dataclasses.replace(result, findings=(found,))).decode()
    assert "110101199003070000" not in page


def test_entities_are_decoded_for_readers_alone() -> None:
    text = "甲局2023年报告\n一、&ldquo;两法&rdquo;衔接\n办结3件&lt;略&gt;。"
    result = Result(report=report_of(text, source_at(Path("440704/2023-health.txt")), Meta()))
    assert "“两法”衔接" in visible_text(render_report(result).decode())
    assert "办结3件<略>。" in visible_text(render_report(result).decode())
    assert "&ldquo;两法&rdquo;" in visible_text(render_original(result).decode())


def moved_result() -> Result:
    """Return a report of two pages whose second page comes first, with a page number taken out of a figure."""
    raw = RawText(
        source=source_at(Path("440704/2023-health.txt")),
        text="共办1\n- 1 -\n2件。\n标题\n",
        encoding="utf-8",
        pages=(0, 10),
    )
    origins = (14, 15, 16, 0, 1, 2, 10, 11, 12)
    text = "标题\n共办12件。"
    clean = CleanText(
        raw=raw, text=text, origins=origins, edits=(), removed=(Removal("- 1 -", Span(4, 9), "page-number"),)
    )
    report = Report(clean=clean, meta=Meta(), blocks=(), sections=(), paragraphs=(), tables=())
    metric = Metric(
        id="m-2",
        quantity=Quantity(raw="12", value=Decimal(12), unit="件", qualifier=Qualifier.EXACT),
        subject="办件",
        theme="其他",
        span=Span(5, 8),
        sentence=Span(3, 9),
        rule="x",
    )
    return Result(report=report, metrics=(metric,))


def test_a_figure_in_pieces_is_lit_in_each() -> None:
    original = render_original(moved_result()).decode()
    assert original.count("href=../#m-2>") == 2
    assert original.count("id=m-2 ") == 1


def test_page_starts_are_marked_where_the_text_crosses_them() -> None:
    page = render_report(moved_result()).decode()
    assert (
        page.count('class="page-mark"') == 3
    )  # onto page 2 for the title, back to 1, and to 2 within the figure
    assert "- 1 -" in visible_text(page), "what was removed is listed"


@pytest.mark.parametrize(
    ("words", "value", "value_max", "qualifier"),
    [
        ("三四百家", "300", "400", Qualifier.APPROX),
        ("数十人", "20", "90", Qualifier.APPROX),
        ("上百人", "100", None, Qualifier.AT_LEAST),
        ("百余件", "100", None, Qualifier.AT_LEAST),
        ("过半", "50", None, Qualifier.AT_LEAST),
    ],
)
def test_a_number_that_is_vague_itself_gets_no_further_word(
    words: str, value: str, value_max: str | None, qualifier: Qualifier
) -> None:
    quantity = Quantity(
        raw=words,
        value=Decimal(value),
        value_max=Decimal(value_max) if value_max else None,
        unit="家",
        qualifier=qualifier,
    )
    metric = dataclasses.replace(sample_result().metrics[0], span=Span(0, len(words)), quantity=quantity)
    assert as_written(words, metric) == words


@pytest.mark.parametrize(
    ("words", "value", "unit", "beside"),
    [
        ("97.30%", "97.3", "%", ""),
        ("２７项", "27", "项", ""),
        ("1,116宗", "1116", "宗", ""),
        ("264 项", "264", "项", ""),
        ("两场", "2", "场", "2场"),
        ("5万份", "50000", "份", "50,000份"),
        ("无", "0", "件", "0件"),
    ],
)
def test_the_value_is_told_where_the_words_say_it_otherwise(
    words: str, value: str, unit: str, beside: str
) -> None:
    metric = dataclasses.replace(
        sample_result().metrics[0],
        span=Span(0, len(words)),
        quantity=Quantity(raw=words, value=Decimal(value), unit=unit),
    )
    assert meant_beside(words, metric) == beside


@pytest.mark.parametrize(
    ("issued_on", "words"),
    [
        ("2024-03-31", "期限内"),
        ("2024-04-02", "晚于期限"),
        (None, "没有发布日期和成文日期，无法判断"),
    ],
)
def test_the_statutory_card_tells_what_is_known(issued_on: str | None, words: str) -> None:
    sample = sample_result()
    text = sample.report.clean.text
    at = text.index("。")
    parts = (
        StatutoryPart(key="measures", label="主要举措和成效", told="section", section=0),
        StatutoryPart(key="requirement", label="第一责任人职责", told="mention", span=Span(at - 2, at)),
        StatutoryPart(key="plan", label="下一年度主要安排", told="none"),
    )
    meta = dataclasses.replace(sample.report.meta, issued_on=issued_on)
    report = dataclasses.replace(sample.report, meta=meta)
    told = visible_text(render_report(dataclasses.replace(sample, report=report, statutory=parts)).decode())
    card = told[told.index("应有内容") : told.index("数字", told.index("应有内容"))]
    sentence = text[text.rindex("\n", 0, at) + 1 : at]
    assert "有专门一节" in card
    assert "提到" in card
    assert sentence[:12] in card
    assert "未见" in card
    assert "全文没有找到" in card
    assert words in card


def with_meta(result: Result, **changes: object) -> Result:
    """Return ``result`` with other particulars."""
    meta = dataclasses.replace(result.report.meta, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(result, report=dataclasses.replace(result.report, meta=meta))


@pytest.mark.parametrize(
    ("published_on", "issued_on", "words"),
    [
        ("2024-04-08", "2024-03-20", "晚于期限 4 月 1 日前公开 按发布日期 2024年4月8日判断"),
        ("2024-03-28", "2024-04-02", "期限内 4 月 1 日前公开 按发布日期 2024年3月28日判断"),
        (None, "2024-03-20", "期限内 4 月 1 日前公开 没有写发布日期，按成文日期 2024年3月20日判断"),
    ],
)
def test_the_deadline_is_judged_by_the_day_of_publication(
    published_on: str | None, issued_on: str, words: str
) -> None:
    result = with_meta(sample_result(), published_on=published_on, issued_on=issued_on)
    assert words in visible_text(render_report(result).decode())


def test_particulars_that_few_reports_have_stand_where_they_are_known() -> None:
    few = ("发布日期", "索引号", "联合发文")
    card = [fact.label for fact in particulars(sample_result())]
    assert not set(few) & set(card)
    told = with_meta(
        sample_result(), published_on="2024-02-01", index_number="01/2024-5", joint_agencies=("甲局", "乙局")
    )
    words = {fact.label: fact.words for fact in particulars(told)}
    assert [words[label] for label in few] == ["2024年2月1日", "01/2024-5", "甲局、乙局"]


def unsure_result() -> Result:
    """Return a report of one figure about which everything is unsure."""
    result = sample_result()
    return dataclasses.replace(
        result, metrics=(dataclasses.replace(result.metrics[0], doubts=tuple(Doubt)),), sums=()
    )


def test_what_is_unsure_of_a_figure_stands_beside_it() -> None:
    shown = visible_text(render_report(unsure_result()).decode())
    assert "名称取自前文；归属拿不准；主题拿不准；由拆散的表格还原" in shown
    assert "名称取自前文" not in visible_text(render_report(sample_result()).decode())


def test_outcomes_are_called_so() -> None:
    result = sample_result()
    check = result.sums[0]
    parts = check.parts[:2]
    metrics = tuple(
        dataclasses.replace(m, relation=Relation.OUTCOME if m.id in parts else None) for m in result.metrics
    )
    whole = SumCheck(total=check.total, parts=parts, sum=Decimal(1116), holds=True)
    shown = visible_text(render_report(dataclasses.replace(result, metrics=metrics, sums=(whole,))).decode())
    assert "各结果之和相符：161 + 428 = 1,116" in shown
    assert shown.count("¶ 结果") == len(parts)
    assert "合计相符" not in shown


def test_the_parts_of_a_total_are_not_called_outcomes() -> None:
    assert "结果之和" not in visible_text(render_report(sample_result()).decode())


def test_a_report_without_a_title_is_headed_by_agency_and_year() -> None:
    page = render_report(with_meta(sample_result(), title=None)).decode()
    name = "江门市江海区卫生健康局 2023 年度报告（原文无标题）"
    assert page.startswith(f"<h1>{name}</h1>\n")
    assert "标题原文没有标题，页首的名称由机关和年度拼成" in visible_text(page)
    assert "原文没有标题" not in visible_text(render_report(sample_result()).decode())


def test_a_report_without_title_and_agency_is_headed_by_its_address_in_words() -> None:
    page = visible_text(render_report(with_meta(sample_result(), title=None, agency=None)).decode())
    assert page.startswith("江门市江海区（卫生健康） 2023 年度报告（原文无标题）")
    assert "发布机关未载明" in page


def test_the_same_words_taken_away_often_are_told_once_with_their_number() -> None:
    result = moved_result()
    text = "| 立案 | 2 件 |\n| 结案 | 1 件 |\n"
    lines = tuple(Removal("|", Span(at, at + 1), "table-line") for at, char in enumerate(text) if char == "|")
    clean = dataclasses.replace(
        result.report.clean,
        raw=dataclasses.replace(result.report.clean.raw, text=text, pages=(0,)),
        removed=(Removal("件", Span(8, 9), "page-number"), *lines),
    )
    told = cleaning_of(dataclasses.replace(result.report, clean=clean)).removed
    assert [(change.text, change.count, change.link) for change in told] == [
        ("|", 6, "original/#L1"),
        ("件", 1, "original/#L1"),
    ]
