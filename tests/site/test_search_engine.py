"""The search's scripts in a real browser, over indexes made for it: they find what stands in the texts."""

import json
import random
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page

from build_scripts.models import Searchable, SearchFigure
from build_scripts.search import render_search
from tests.search.brute_force import find_ids, gold_reports, plain_report
from tests.search.made_up import lay_index
from tests.site.conftest import StaticServer

ROOT = Path(__file__).parents[2]
SCRIPTS = (
    "search/simplified",
    "search-fold",
    "search-text",
    "search-index",
    "search-snippet",
    "search-excerpt",
    "search-engine",
    "search-near",
    "search-figures",
)
CASES = json.loads((ROOT / "tests/cases/search/fold.json").read_text(encoding="utf-8"))

Bench = Callable[[Sequence[Searchable]], Page]


@pytest.fixture
def bench(tmp_path: Path, static_server: StaticServer, page: Page) -> Bench:
    """Return the function that opens a bare page with the search's scripts over an index of other reports."""

    def open_page(reports: Sequence[Searchable]) -> Page:
        assets = tmp_path / "assets"
        lay_index(render_search(reports), tmp_path)
        for script in (ROOT / "docs/assets").glob("search-*.js"):
            shutil.copy(script, assets)
        scripts = "".join(f'<script src="assets/{name}.js"></script>' for name in SCRIPTS)
        (tmp_path / "index.html").write_text(
            f"<!doctype html><meta charset=utf-8>{scripts}", encoding="utf-8"
        )
        page.goto(static_server(tmp_path).url)
        page.evaluate("window.reportSearch = new SearchEngine(new URL('assets/search/', location).href)")
        return page

    return open_page


def test_both_sides_fold_alike(bench: Bench) -> None:
    page = bench([])
    told = page.evaluate(
        "all => all.map(({text}) => [searchFold.flatten(text), searchFold.fold(text)])", CASES
    )
    assert told == [[case["flat"], case["fold"]] for case in CASES]
    places = page.evaluate("all => all.map(({text}) => searchFold.foldWithPlaces(text).text)", CASES)
    assert places == [case["fold"] for case in CASES]


def test_every_piece_of_every_text_finds_exactly_the_right_reports(bench: Bench) -> None:
    reports = gold_reports()
    page = bench(reports)
    draw = random.Random(7)  # noqa: S311 - no secret
    lines = [line for report in reports for line in report.lines if line.strip()]
    queries: list[str] = []
    for _ in range(400):
        line = draw.choice(lines)
        start = draw.randrange(len(line))
        piece = line[start : start + draw.randint(1, 12)].replace('"', "")
        queries.append(f'"{piece}"' if draw.random() < 0.2 and piece else piece)
    answers = page.evaluate(
        "async all => { const out = [];"
        " for (const q of all) out.push((await reportSearch.query(q)).reports); return out; }",
        queries,
    )
    wrong = [q for q, got in zip(queries, answers, strict=True) if set(got) != find_ids(reports, q)]
    assert wrong == []


def test_a_cut_through_thousands_is_found(bench: Bench) -> None:
    page = bench(
        [plain_report("440704-health-2023", "共1,116,428宗"), plain_report("440705-health-2023", "共111宗")]
    )
    for query in ("1,11", "116,42", "116,428", "1116428", "6,4"):
        assert ask(page, query)["reports"] == ["440704-health-2023"], query
    assert marked(page, "116,42", "440704-health-2023") == ["116,42"]


def test_titles_come_first_then_what_is_told_often_then_the_newest(bench: Bench) -> None:
    page = bench(
        [
            plain_report("440704-health-2020", "甲", title="普法", year=2020),
            plain_report("440704-health-2021", "普法甲普法乙普法丙普法", year=2021),
            plain_report("440704-health-2022", "普法甲普法乙普法", year=2022),
            plain_report("440704-health-2023", "普法", year=2023),
        ]
    )
    years = [id_[-4:] for id_ in ask(page, "普法")["reports"]]
    assert years == ["2020", "2021", "2023", "2022"]


def test_the_excerpt_is_cut_where_the_words_stand_as_typed(bench: Bench) -> None:
    page = bench([plain_report("440704-health-2023", "行政许可２６４项\n取消264项")])
    assert marked(page, "264项", "440704-health-2023") == ["264项"]
    assert marked(page, "２６４項", "440704-health-2023") == ["２６４项"]


def marked(page: Page, query: str, id_: str) -> list[str]:
    """Return what the excerpt of a report marks."""
    rows = page.evaluate("([query, id]) => reportSearch.rows(query, [id])", [query, id_])
    return [piece["text"] for piece in rows[0]["excerpt"] if piece["hit"]]


def ask(page: Page, query: str) -> dict[str, list[str]]:
    """Return what the engine answers."""
    answer: dict[str, list[str]] = page.evaluate("query => window.reportSearch.query(query)", query)
    return answer


def test_a_phrase_over_the_end_of_a_line_is_found_and_shown(bench: Bench) -> None:
    id_ = "440704-health-2023"
    page = bench([plain_report(id_, "甲" * 60 + "第一部分，\n普法\n\n宣传活动" + "乙" * 90)])
    assert ask(page, "部分普法宣传活")["reports"] == [id_]
    (row,) = page.evaluate("reportSearch.rows('部分普法宣传活', ['440704-health-2023'])")
    assert [piece["text"] for piece in row["excerpt"] if piece["hit"]] == ["部分， 普法  宣传活"]


def test_quotes_ask_for_every_letter(bench: Bench) -> None:
    page = bench(
        [
            plain_report("440704-health-2023", "双随机、一公开"),
            plain_report("440705-health-2023", "雙隨機一公開"),
        ]
    )
    assert ask(page, '"双随机、一公开"')["reports"] == ["440704-health-2023"]
    assert ask(page, '"雙隨機一公開"')["reports"] == ["440705-health-2023"]
    assert len(ask(page, "双随机一公开")["reports"]) == 2


def test_of_many_reports_just_a_few_texts_are_read(bench: Bench) -> None:
    texts = [
        "行政执法公示制度" if n % 2 else "行政执法公，政执法公示，执法公示制，法公示制度" for n in range(200)
    ]
    page = bench([plain_report(f"{440000 + n}-health-2023", text) for n, text in enumerate(texts)])
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url) if "/t/" in request.url else None)
    found = ask(page, "行政执法公示制度")["reports"]
    assert len(found) >= 100
    assert len(read) <= 40
    assert set(found[:10]) <= {f"{440000 + n}-health-2023" for n in range(1, 200, 2)}


def test_a_number_with_commas_is_told_from_its_parts(bench: Bench) -> None:
    texts = [
        "共1,116宗" if n % 10 == 0 else "共1116宗" if n % 10 == 1 else "共1宗、116宗" for n in range(200)
    ]
    page = bench([plain_report(f"{440000 + n}-health-2023", text) for n, text in enumerate(texts)])
    right = {f"{440000 + n}-health-2023" for n in range(200) if n % 10 < 2}
    for query in ("1,116", "1,116宗", "１，１１６", "1,116 宗"):
        assert set(ask(page, query)["reports"]) == right, query


def test_many_numbers_with_commas_do_not_ask_for_many_lists(bench: Bench) -> None:
    text = "、".join(f"{n},{n + 1},{n + 2},{n + 3}" for n in range(11, 99, 4))
    page = bench([plain_report("440704-health-2023", text)])
    query = text.replace("、", " ")
    assert ask(page, query)["reports"] == ["440704-health-2023"]
    asked = page.evaluate(
        "async query => { const [block] = reportSearch.index.blocks; let asked = 0;"
        " block.weights = function (gram) { asked += 1; return Object.getPrototypeOf(this).weights.call(this, gram); };"
        " await reportSearch.query(query); return asked; }",
        query,
    )
    assert 0 < asked <= 24


def test_quotes_are_checked_in_many_reports(bench: Bench) -> None:
    texts = ["双随机、一公开" if n % 2 else "双随机一公开" for n in range(150)]
    page = bench([plain_report(f"{440000 + n}-health-2023", text) for n, text in enumerate(texts)])
    assert set(ask(page, '"双随机、一公开"')["reports"]) == {
        f"{440000 + n}-health-2023" for n in range(1, 150, 2)
    }


def test_quotes_that_nothing_fits_do_not_read_every_text(bench: Bench) -> None:
    page = bench([plain_report(f"{440000 + n}-health-2023", "双随机，一公开") for n in range(500)])
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url) if "/t/" in request.url else None)
    found = page.evaluate("reportSearch.find('\"双随机、一公开\"')")
    assert len(read) == 400
    assert (len(found["numbers"]), found["sure"]) == (100, False)


def figure(number: int) -> SearchFigure:
    subjects = ("罚没金额", "执法培训", "行政处罚案件", "培训人次", "收缴罚没金额")
    return SearchFigure(
        subject=subjects[number % len(subjects)],
        indicator="行政处罚案件数" if number % 15 == 2 else "",
        theme="行政处罚",
        value=Decimal(number * 100),
        unit=("元", "场", "件", "人次", "元")[number % len(subjects)],
        written=f"{number}百",
        anchor=f"m-{number}",
        passage="s-0",
    )


ASKED: dict[str, Callable[[SearchFigure], bool]] = {
    "罚没金额 > 50万元": lambda f: "罚没金额" in f.subject and f.value > 500_000,
    "罚没金额 >= 1000 <= 2000元": lambda f: "罚没金额" in f.subject and 1000 <= f.value <= 2000,
    "收缴罚没金额=90400": lambda f: f.subject == "收缴罚没金额" and f.value == 90_400,
    "培训 ＜ 1千": lambda f: "培训" in f.subject and f.value < 1000,
    "培训 < 1千 人次": lambda f: f.subject == "培训人次" and f.value < 1000,
    "行政处罚案件数≥30万": lambda f: f.subject == "行政处罚案件" and f.value >= 300_000,
    "没有的叫法 > 1": lambda _: False,
}


def test_figures_of_many_reports_are_found_exactly(bench: Bench) -> None:
    figures = [figure(number) for number in range(5000)]
    reports = [
        plain_report(f"{440000 + n}-health-2023", "甲", figures=tuple(figures[n * 50 : n * 50 + 50]))
        for n in range(100)
    ]
    found = bench(reports).evaluate(
        "async queries => { const out = []; for (const query of queries)"
        " out.push((await reportSearch.find(query)).figures.map(row => row.anchor)); return out; }",
        list(ASKED),
    )
    told = {query: sorted(rows) for query, rows in zip(ASKED, found, strict=True)}
    assert told == {query: sorted(f.anchor for f in figures if asked(f)) for query, asked in ASKED.items()}


def test_a_figure_query_reads_the_blocks_of_its_names_alone(bench: Bench) -> None:
    figures = [figure(number) for number in range(5000)]
    page = bench(
        [plain_report(f"{440000 + n}-health-2023", "甲", figures=tuple(figures[n::100])) for n in range(100)]
    )
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url) if "/f/" in request.url else None)
    ask(page, "培训人次 > 400000")
    assert 4 <= len(read) <= 6  # of 17


@pytest.mark.parametrize(
    "query", ["罚没金额 很多", "2021-2025年", "<b>1</b>", "a > b", "> 5", "罚没金额 >", "甲 > 1 乙 丙", "=5"]
)
def test_what_asks_nothing_of_figures_is_a_query_for_text(bench: Bench, query: str) -> None:
    page = bench([plain_report("440704-health-2023", query)])
    assert page.evaluate("query => searchFigures.parse(query)", query) is None
    assert ask(page, query)["reports"] == ["440704-health-2023"]


def test_near_reports_are_those_with_most_of_the_words(bench: Bench) -> None:
    texts = ["护士注册和执业", "护士执业", "注册", "无关的事", "护士执业注册办理"]
    page = bench([plain_report(f"44070{n}-health-2023", text) for n, text in enumerate(texts)])
    answer = ask(page, "护士执业注册办公室")
    assert answer["reports"] == []
    assert answer["near"] == [f"44070{n}-health-2023" for n in (0, 4, 1)]  # all three words, then two
    assert page.evaluate(
        "searchNear.cut('护士执业注册', new Map([['护士', 9], ['执业', 9], ['注册', 8], ['士执', 20]]))"
    ) == [
        "护士",
        "执业",
        "注册",
    ]


@pytest.mark.parametrize(
    "query",
    ["甲 " * 3000, "甲乙" * 5000, '"' * 999, "<img src=x onerror=alert(1)>", "\0\ud800", "，" * 10_000],
)
def test_odd_queries_give_an_answer_and_no_error(bench: Bench, query: str) -> None:
    page = bench([plain_report("440704-health-2023", "甲。乙")])
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    answer = page.evaluate("async query => Object.keys(await reportSearch.query(query))", query)
    assert (answer, errors) == (["reports", "near"], [])
