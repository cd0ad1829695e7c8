"""The search benchmark: its reports, its queries with their truth, its scores and its page. No browser, no clock."""

import doctest
import json
import re
from pathlib import Path

import pytest

from benchmarks import search, search_bars, search_queries, search_scores, search_vocabulary
from benchmarks.search_build import OWN, PAGEFIND
from benchmarks.search_corpus import Record, make_records, read_corpus, searchable_of, write_corpus
from benchmarks.search_page import render_page
from benchmarks.search_queries import ABSENT, CUT, Query, Truth, find_truths, read_queries, spread
from benchmarks.search_scores import Asked, median_ratio, score, score_all, summarise
from build_scripts.bootstrap import read_pins, requirement_files
from build_scripts.commands import compare_searches
from build_scripts.errors import UsageError
from build_scripts.search.fold import fold
from tests.test_architecture import SIZE_CHECKS, check_docstrings, check_median, check_names, parse_module

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[1]
MANY = 40
REAL = 5


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(make_records(ROOT, MANY))


@pytest.fixture(scope="module")
def queries(records: list[Record]) -> list[Query]:
    return read_queries(records[:REAL])


def test_the_real_reports_come_first(records: list[Record]) -> None:
    folders = {path.parent.name for path in (ROOT / "source_reports").rglob("*.txt")}
    assert {record["region_code"] for record in records[:REAL]} == folders
    assert any("潘国鹏" in line for record in records[:REAL] for line in record["lines"])


def test_a_small_corpus_is_the_beginning_of_a_large_one(records: list[Record]) -> None:
    assert list(make_records(ROOT, 9)) == records[:9]


def test_no_two_reports_are_alike(records: list[Record]) -> None:
    assert len({record["id"] for record in records}) == MANY
    sentences = [line for record in records[REAL:] for line in record["lines"] if len(line) > 60]
    assert len(set(sentences)) > 0.99 * len(sentences)


def test_reports_are_as_long_as_in_life(records: list[Record]) -> None:
    sizes = [sum(map(len, record["lines"])) for record in records]
    assert 3_400 < sum(sizes) / MANY < 4_400


def test_no_slot_is_left_open(records: list[Record]) -> None:
    assert [line for record in records for line in record["lines"] if "{" in line or "}" in line] == []


def test_words_keep_coming(records: list[Record]) -> None:
    counts = search_vocabulary.count_new("\n".join(record["lines"]) for record in records)
    assert all(new > 500 for _, _, new in counts)


def test_a_corpus_can_be_read_back(records: list[Record], tmp_path: Path) -> None:
    write_corpus(ROOT, 7, tmp_path / "corpus.jsonl")
    assert list(read_corpus(tmp_path / "corpus.jsonl", 6)) == records[:6]


def test_a_report_is_searchable(records: list[Record]) -> None:
    report = searchable_of(records[REAL])
    assert report.lines == tuple(records[REAL]["lines"])
    assert len(report.figures) > 20
    anchors = {passage.anchor for passage in report.passages}
    assert {figure.passage for figure in report.figures} <= anchors
    for passage in report.passages:
        assert report.lines[passage.line][passage.start : passage.end]


def test_queries_are_the_same_in_every_run(records: list[Record], queries: list[Query]) -> None:
    assert read_queries(records[:REAL]) == queries
    assert len({query.typed for query in queries}) == len(queries)
    assert 150 <= len(queries) <= 190


def test_every_query_but_the_absent_stands_in_the_real_reports(
    records: list[Record], queries: list[Query]
) -> None:
    truths = find_truths(records[:REAL], queries)
    assert [
        query for query, t in zip(queries, truths, strict=True) if not t.loose and query.kind != ABSENT
    ] == []


def test_an_absent_word_is_in_no_report(records: list[Record], queries: list[Query]) -> None:
    absent = [query for query in queries if query.kind == ABSENT]
    assert [t for t in find_truths(records, absent) if t.loose] == []


def test_cuts_go_over_the_ends_of_words(queries: list[Query]) -> None:
    cuts = [query.typed for query in queries if query.kind == CUT]
    assert len(cuts) == 40
    assert sum(any(char in "，,、" for char in cut) for cut in cuts) == 10
    assert all(2 <= len(cut) <= 6 for cut in cuts)


def test_truth_is_strict_and_loose(records: list[Record]) -> None:
    plain = records[0] | {"title": "", "agency": "", "doc_number": "", "signer": "", "issued": []}
    one: Record = {**plain, "id": "a", "lines": ["落实双随机、一", "公开，罚款１,２００元"]}
    typed = ["双随机、一公开", "双随机一公开", "1200元", "1,200元", "公开 罚款", "公开 许可", "款1,2"]
    truths = find_truths([one], [Query("two", words, words) for words in typed])
    assert ["".join(t.strict) + "".join(t.loose) for t in truths] == ["aa", "a", "a", "aa", "aa", "", "aa"]


def test_the_loose_truth_folds_as_the_search_does(records: list[Record], queries: list[Query]) -> None:
    texts = {record["id"]: fold("\n".join(record["lines"])) for record in records[:REAL]}
    for query, truth in zip(queries, find_truths(records[:REAL], queries), strict=True):
        found = {id_ for id_, text in texts.items() if fold(query.means) in text}
        assert " " in query.means or found <= truth.loose


def test_a_score_counts_each_hit_alike() -> None:
    truth = Truth(frozenset("ab"), frozenset("abc"))
    asked = [Asked(Query("two", "法治", "法治"), truth, found) for found in ("abc", "ad", "")]
    told = score(asked)
    assert (told.queries, told.right_queries) == (3, 1)
    assert told.recall == 3 / 6
    assert told.precision == 4 / 5
    assert told.precision_strict == 3 / 5
    assert told.rows_right == 4 / 5


def test_only_the_first_ten_are_shown() -> None:
    truth = Truth(frozenset("a"), frozenset("a"))
    told = score([Asked(Query("two", "法治", "法治"), truth, "bcdefghijka")])
    assert (told.shown, told.shown_loose, told.recall) == (10, 0, 1)


def test_absent_and_traditional_words_are_told_apart() -> None:
    truth, none = Truth(frozenset("a"), frozenset("a")), Truth(frozenset(), frozenset())
    told = score_all(
        [
            Asked(Query("two", "法治", "法治"), truth, "a"),
            Asked(Query("traditional", "憲法", "宪法"), truth, ""),
            Asked(Query(ABSENT, "海底捞月", "海底捞月"), none, "abc"),
        ]
    )
    assert told["all"]["queries"] == told["all"]["recall"] == told["all"]["precision"] == 1
    assert told["absent"] == {"queries": 1, "listed": 3}
    assert told["kinds"]["traditional"]["recall"] == 0


def test_a_ratio_is_of_the_queries_that_both_were_asked() -> None:
    assert median_ratio({1: 2.0, 2: 4.0, 3: 100.0}, {1: 20.0, 2: 40.0}) == 10
    assert median_ratio({1: 2.0}, {}) is None


def test_a_summary_names_median_and_most() -> None:
    assert summarise(range(1, 101)) == {"median": 50.5, "p95": 95, "max": 100}
    assert summarise([]) == {}


def test_a_spread_begins_first_and_ends_last() -> None:
    assert list(spread(range(100), 3)) == [0, 50, 99]
    assert list(spread([1, 2], 9)) == [1, 2]


def test_what_few_are_asked_is_among_what_many_are(queries: list[Query]) -> None:
    few, many = (set(search._chosen(peer, queries, n)) for peer, n in ((PAGEFIND, 15), (OWN, 40)))
    assert few < many
    assert {queries[n].kind for n in search._chosen(PAGEFIND, queries, 999)}.isdisjoint({"traditional"})
    assert len(list(search._chosen(OWN, queries, 999))) == len(queries)


def test_a_plan_is_read_or_refused() -> None:
    assert search.Plan.of(None, None) == search.Plan()
    assert search.Plan.of("500,5", 20) == search.Plan((5, 500), 20)
    assert [search.Plan.of(sizes, 20) for sizes in ("", "4", "20000", "5;6", "x")][1:] == [None] * 4
    assert search.Plan.of("5", 9) is None


@pytest.mark.parametrize(("sizes", "queries"), [("4", None), ("5;500", None), ("5", 3)])
def test_misuse_is_told_before_anything_is_made(sizes: str, queries: int | None) -> None:
    with pytest.raises(UsageError, match="--sizes 要写成 5,500 这样"):
        compare_searches(ROOT, sizes, queries, print)


def test_the_peers_are_installed_for_this_command_alone() -> None:
    bench, tests = ([f.name for f in requirement_files(ROOT, [verb])] for verb in ("bench-search", "test"))
    assert bench == [*tests, "requirements-bench.txt"]
    assert [*read_pins([ROOT / "requirements-bench.txt"])] == ["pagefind_bin_extended"]


def test_the_benchmark_keeps_the_shape_of_the_code() -> None:
    files = sorted((ROOT / "benchmarks").glob("*.py"))
    modules = [parse_module(f"benchmarks/{f.name}", f.read_text(encoding="utf-8")) for f in files]
    checks = (*SIZE_CHECKS, check_docstrings, check_names)
    assert [complaint for module in modules for check in checks for complaint in check(module)] == []
    assert list(check_median(modules)) == []


@pytest.mark.parametrize("module", [search_bars, search_queries, search_scores, search_vocabulary])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def sample_results(size: str = "5") -> dict[str, object]:
    truth = Truth(frozenset("a"), frozenset("a"))
    asked = [Asked(Query("two", "法治", "法治"), truth, "a"), Asked(Query("cut", "治政", "治政"), truth, "")]
    took = {"queries": 1, "ms": summarise([5]), "bytes": summarise([30_000]), "requests": summarise([3])}
    cost = {"cpu_seconds": 2.0, "peak_bytes": 10**9, "bytes": 10**5, "files": 9}
    told = score_all(asked) | {"later": took, "cold": took, "build": cost, "memory": None}
    ratios = {PAGEFIND: {"later_ms": 9.0, "cold_ms": 2.0, "cold_bytes": None}}
    run = {"peers": {OWN: told, PAGEFIND: told}, "ratios": ratios, "reading_cpu_seconds": 1.0}
    about: dict[str, object] = {
        "date": "2026-01-02",
        "chromium": "150",
        "python": "3.11",
        "processors": 2,
        "queries": 2,
    }
    about |= {"pagefind": "1.5.2", "material": "9"}
    corpora = {
        size: {"characters": 3900, "substrings": 9, "new_in_last": 0.5},
        "made_up_17": 0.6,
        "real_17": 0.7,
    }
    return about | {"corpora": corpora, "runs": {size: run}}


def test_the_page_says_which_bar_is_reached() -> None:
    page = render_page(sample_results())
    rows = [re.sub("(?:</?(?:tr|td)>)+", "|", line) for line in page.splitlines()]
    assert "|该找到的，找到了多少|≥ 1.000|0.500|<strong>未达到</strong>|" in rows
    assert "|以后检索，Pagefind 用时是本站的几倍|≥ 8.00|9.00|达到|" in rows
    assert "|浏览器内存|≤ 250 MB|未测|—|" in rows
    assert page.index("{: #ratios }") < page.index("{: #bars }") < page.index("{: #found }")
    assert "量于 2026-01-02" in page
    assert "{{" not in page


@pytest.mark.parametrize(("size", "is_told"), [("5", True), ("9999", True), ("10000", False)])
def test_of_fewer_reports_than_the_bars_are_for_it_is_told(size: str, is_told: bool) -> None:
    assert ("这些线是为一万份定的" in render_page(sample_results(size))) == is_told


def test_results_and_page_are_written(tmp_path: Path) -> None:
    page = search.write_results(tmp_path, sample_results(), tmp_path / "page.md")
    assert page.read_text(encoding="utf-8") == render_page(
        json.loads((tmp_path / "search_results.json").read_text(encoding="utf-8"))
    )
