"""What lists tell of one report: counted and told once, and the same that the report's own page says."""

import dataclasses

from build_scripts.models import Doubt, Finding, Number, Severity, Span, TallyKind
from build_scripts.render.address_rules import address_of
from build_scripts.render.listed import listed_of
from tests.render.sample import sample_result
from tests.render.test_indicator_pages import told_result

ADDRESS = address_of(sample_result().report.clean.raw.source)


def test_every_figure_is_listed_with_its_words_and_its_sentence() -> None:
    result = told_result()
    listed = listed_of(ADDRESS, result)
    assert [figure.id for figure in listed.figures] == [metric.id for metric in result.metrics]
    money = next(figure for figure in listed.figures if figure.indicator)
    assert (money.written, money.canonical, money.period, money.year) == (
        "55.01万元",
        "550,100元",
        "2023年",
        2023,
    )
    assert (money.theme, money.is_exact, money.is_part) == ("penalties", True, False)
    assert "55.01万元" in money.quote
    told = {figure.sentence for figure in listed.figures if figure.quote}
    assert told == {money.sentence}, "only the sentences that a list quotes"


def test_a_period_of_its_own_gives_the_year() -> None:
    result = told_result()
    first = dataclasses.replace(result.metrics[0], period="2021-03")
    figure = listed_of(ADDRESS, dataclasses.replace(result, metrics=(first,))).figures[0]
    assert (figure.period, figure.year) == ("2021年3月", 2021)


def test_a_sentence_without_end_is_cut() -> None:
    result = told_result()
    metrics = tuple(
        dataclasses.replace(metric, sentence=Span(0, len(result.report.clean.text)))
        for metric in result.metrics
    )
    listed = listed_of(ADDRESS, dataclasses.replace(result, metrics=metrics))
    assert {len(figure.quote) <= 601 and figure.quote.endswith("…") for figure in listed.figures} == {True}
    assert len({id(figure.quote) for figure in listed.figures}) == 1


def test_tallies_count_each_code_and_keep_its_first_place() -> None:
    result = sample_result()
    doubtful = dataclasses.replace(result.metrics[2], doubts=(Doubt.THEME_UNSURE,))
    table = Finding("table-unread", Severity.WARNING, "其中 9 个数字&ldquo;未列入&rdquo;", Span(0, 4))
    result = dataclasses.replace(
        result,
        metrics=(*result.metrics[:2], doubtful, doubtful, *result.metrics[3:]),
        findings=(*result.findings, table, table),
    )
    tallies = {(one.kind, one.code): one for one in listed_of(ADDRESS, result).tallies}
    assert tallies[TallyKind.DOUBT, "theme-unsure"].count == 2
    assert tallies[TallyKind.FINDING, "table-unread"].count == 2
    assert tallies[TallyKind.FINDING, "table-unread"].words == "其中 9 个数字“未列入”"
    assert tallies[TallyKind.FINDING, "table-unread"].severity is Severity.WARNING
    years = sum(number.rule == "year" for number in result.numbers)
    rule = tallies[TallyKind.RULE, "year"]
    first = next(number.span for number in result.numbers if number.rule == "year")
    text = result.report.clean.raw.text
    assert (rule.count, rule.line) == (years, text.count("\n", 0, first.start) + 1)
    assert first.of(text) in rule.words


def test_what_nothing_reads_has_its_words_and_its_line() -> None:
    result = sample_result()
    text = result.report.clean.raw.text
    at = text.rindex("2023")
    listed = listed_of(
        ADDRESS, dataclasses.replace(result, numbers=(*result.numbers, Number(Span(at, at + 4))))
    )
    assert listed.account.unread == 1
    assert [(place.line, "2023" in place.words) for place in listed.unread] == [
        (text.count("\n", 0, at) + 1, True)
    ]
