"""The families: complete entries, examples both ways; how pure and how wide they are on sentences and reports."""

import json
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from build_scripts.errors import RuleError
from build_scripts.extract.choose_family import FigureContext, classify_family
from build_scripts.extract.choose_theme import theme_names
from build_scripts.models import Metric, Result, Source
from build_scripts.pipeline import process
from build_scripts.rules import loading
from build_scripts.rules.families import (
    Family,
    FamilyExample,
    asked_families,
    families_by_slug,
    load_families,
)
from build_scripts.rules.indicators import load_indicators
from build_scripts.rules.pattern_starts import find_starts
from build_scripts.rules.units import kind_of, unit_words
from build_scripts.score import _load, _pair
from tests.every import every
from tests.texts import HEAD, read_yaml
from tests.texts import result_of as result_of_text

GOLD = Path(__file__).parents[1] / "gold"
MARKED = sorted([*(GOLD / "open").glob("*.jsonl"), *(GOLD / "marked").glob("*.jsonl")])
BOOK: dict[str, dict[str, Any]] = loading.load_yaml("families.yml")["families"]  # type: ignore[assignment]
SENTENCES: list[str] = read_yaml(Path(__file__).parent / "family_sentences.yml")["sentences"]
# Of the figures of the sentences and of the marked reports, how many must be in a family and rightly.
PURITY, COVERAGE = 0.99, {"sentences": 0.79, "marked": 0.69}
_MARK = re.compile(r"\[([^|\[\]]+)\|([a-z-]+)\]")

EXAMPLES = [
    pytest.param(f, e, id=f"{f.slug}-{e.subject}-{e.unit}") for f in load_families() for e in f.examples
]
COUNTER_EXAMPLES = [
    pytest.param(f, e, id=f"{f.slug}-{e.subject}-{e.unit}")
    for f in load_families()
    for e in f.counter_examples
]


def classify(example: FamilyExample) -> Family | None:
    context = example.context or example.subject
    return classify_family(example.subject, example.unit, FigureContext(context, example.context))


@every(("family", "example"), EXAMPLES)
def test_an_example_is_of_its_family(family: Family, example: FamilyExample) -> None:
    found = classify(example)
    assert found
    assert found.slug == family.slug


@every(("family", "example"), COUNTER_EXAMPLES)
def test_a_counter_example_is_not(family: Family, example: FamilyExample) -> None:
    found = classify(example)
    assert found is None or found.slug != family.slug


def test_the_list_is_closed_and_every_entry_complete() -> None:
    assert 40 <= len(BOOK) <= 70
    needed = {"name", "definition", "theme", "match", "examples", "counter_examples"}
    allowed = needed | {"never", "context", "context_never", "clause", "outcome", "outcomes", "lists"}
    assert {s: needed - set(e) for s, e in BOOK.items() if needed - set(e)} == {}
    assert {s: set(e) - allowed for s, e in BOOK.items() if set(e) - allowed} == {}
    assert [s for s in BOOK if not re.fullmatch(r"[a-z]+(-[a-z]+)*", s)] == []


def test_names_and_definitions_are_said_once() -> None:
    for key in ("name", "definition"):
        said = [entry[key] for entry in BOOK.values()]
        assert len(said) == len(set(said))
    assert [s for s, e in BOOK.items() if not e["definition"].endswith("。")] == []


def test_themes_and_units_are_known_ones_and_rates_stand_alone() -> None:
    for family in load_families():
        assert family.theme in theme_names()
        assert {kind_of(u) for u in family.units} <= {"count", "money", "rate", "time", None}
        assert len({kind_of(u) for u in family.units & set(unit_words())}) == 1, family.slug


def test_every_indicator_lies_inside_a_family_of_its_theme_and_units() -> None:
    for indicator in load_indicators():
        family = families_by_slug()[indicator.family]
        assert family.theme in indicator.themes, indicator.slug
        assert indicator.units & family.units, indicator.slug


@cache
def result_of(path: Path) -> Result:
    return process(Source(path=path, sha256="", media_type="text/plain"), path)


def sentences() -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the words of each marked figure of the sentences, the family it is of, and the one it was given."""
    for marked in SENTENCES:
        text = HEAD + _MARK.sub(r"\1", marked) + "\n"
        metrics = result_of_text(text).metrics
        ends = {m.span.end: m for m in metrics}
        at = len(HEAD)
        for piece in re.split(r"(\[[^\]]+\])", marked):
            found = _MARK.fullmatch(piece)
            at += len(found[1] if found else piece)
            if found and at in ends:
                wanted = None if found[2] == "-" else found[2]
                yield f"{ends[at].subject} {found[1]}", wanted, ends[at].family


def marked() -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the id of each figure of the marked reports, the family it is of, and the one it was given."""
    book = read_yaml(GOLD / "open" / "families.yml")
    wanted = {row: slug for slug, rows in book.items() for row in rows.split()}
    for path in MARKED:
        for pair in _pair(result_of(path.with_suffix(".txt")), _load(path))[0]:
            if not pair.answer.get("optional"):
                row = str(pair.answer["id"])
                yield row, wanted.get(row), pair.metric.family


@pytest.mark.heavy
@pytest.mark.parametrize("origin", ["sentences", "marked"])
def test_families_are_pure_first_and_then_wide(origin: str) -> None:
    rows = list(sentences() if origin == "sentences" else marked())
    given = [row for row in rows if row[2]]
    wrong = [row for row in given if row[1] != row[2]]
    assert len(rows) > 500
    assert len(wrong) <= (1 - PURITY) * len(given), wrong
    assert len(given) >= COVERAGE[origin] * len(rows)


def test_the_marks_name_families_that_are_and_all_of_them() -> None:
    named = {slug for text in SENTENCES for _, slug in _MARK.findall(text)} - {"-"}
    assert named == set(BOOK)
    book = read_yaml(GOLD / "open" / "families.yml")
    ids = {row["id"] for path in MARKED for row in map(json.loads, path.read_text("utf-8").splitlines())}
    assert set(book) <= set(BOOK)
    assert {row for rows in book.values() for row in rows.split()} <= ids


def metrics_of(sentence: str) -> list[Metric]:
    return list(result_of_text(HEAD + sentence + "\n").metrics)


@pytest.mark.parametrize(
    ("sentence", "families"),
    [
        ("全年办理行政许可83件，其中危险化学品类29件、烟花爆竹类54件。", ["permits"] * 3),
        ("检查宾馆12家、浴室5家、理发店9家。", ["inspection-visits"] * 3),
        ("检查企业111间次，学校7间次。", ["inspection-visits"] * 2),
        ("全年立案50件，办结48件。", ["cases-filed", "penalty-cases"]),
        ("受理信访事项37件，按期办结36件。", ["petitions", "petitions"]),
        ("检查发现问题57个，已整改55个。", ["problems-found", "problems-found"]),
        ("收到行政复议申请25件，审结20件，其中维持11件、撤销2件、终止7件。",
         ["review-cases", "review-cases", "review-cases", "cases-lost", "review-cases"]),
        # What counts another kind than its total, or than the thing before it, has no family, or its own.
        ("收到行政复议申请25件，其中调解和解7件。", ["review-cases", "review-cases"]),
        ("全年行政处罚12件、行政强制3件。", ["penalty-cases", "coercive-measures"]),
        ("全县法律明白人32名，办结3件。", ["legal-guides", None]),
        ("联合律师事务所开展“法治进校园”活动9次。", ["publicity-events"]),
        ("发出《责令限期改正通知书》16份。", ["rectification-orders"]),
    ],
)  # fmt: skip
def test_parts_lists_and_outcomes_follow(sentence: str, families: list[str | None]) -> None:
    assert [m.family for m in metrics_of(sentence)] == families


# How the sentences of any department may name a thing, with {} for what the department deals with.
FRAMES = {
    "办理{}行政许可 件": "permits",
    "查处{}违法案件 起": "penalty-cases",
    "立案查处{}案件 件": "cases-filed",
    "{}罚款 元": "penalty-money",
    "开展{}执法检查 次": "inspections",
    "检查{}企业 家次": "inspection-visits",
    "排查{}隐患 处": "hazards",
    "{}检查发现问题 个": "problems-found",
    "下达{}责令改正通知书 份": "rectification-orders",
    "{}抽检 批次": "sampling-batches",
    "开展{}双随机抽查 次": "random-check-tasks",
    "受理{}投诉举报 件": "complaints",
    "受理{}信访件 件": "petitions",
    "{}热线工单 件": "hotline-orders",
    "调解{}纠纷 件": "disputes",
    "{}行政复议案件 件": "review-cases",
    "{}案件法制审核 件": "legal-reviews",
    "审查{}合同 份": "contracts-reviewed",
    "{}行政处罚案卷 卷": "case-files",
    "开展{}宣传活动 场": "publicity-events",
    "发放{}宣传资料 份": "publicity-materials",
    "举办{}业务培训 期": "training-sessions",
    "{}业务培训 人次": "trainees",
    "{}政务服务事项 项": "service-items",
    "{}权责清单 项": "power-items",
}


def test_what_a_department_deals_with_hardly_changes_the_family() -> None:
    """The things that departments deal with, 公证管理 or 农产品抽检 among them, stand within the subject."""
    words = read_yaml(GOLD.parents[1] / "benchmarks/search_words.yml")
    things = sorted({thing for line in words["objects"].values() for thing in line.split()})
    given: list[bool | None] = []
    for frame, slug in FRAMES.items():
        subject, unit = frame.split()
        for thing in things:
            told = subject.format(thing)
            found = classify_family(told, unit, FigureContext(told, told))
            given.append(found.slug == slug if found else None)
    assert len(given) > 10000
    assert given.count(False) <= 0.01 * len(given)
    assert given.count(True) >= 0.95 * len(given)


@pytest.mark.heavy
def test_the_theme_follows_the_family() -> None:
    for path in MARKED:
        for metric in result_of(path.with_suffix(".txt")).metrics:
            if metric.family:
                assert metric.theme == families_by_slug()[metric.family].theme
                assert "theme-unsure" not in metric.doubts
            if metric.indicator:
                assert metric.family
                assert any(i.family == metric.family for i in load_indicators() if i.slug == metric.indicator)


@pytest.mark.parametrize(
    ("sentence", "theme"),
    [
        ("组织学习《信访工作条例》4次。", "学法培训"),
        ("开展《行政复议法》宣传活动3场。", "普法宣传"),
        ("组织机关干部学习行政复议法、行政处罚法等11部。", "学法培训"),
        ("印发《行政处罚案件办理规定》落实方案2份。", "组织领导"),
    ],
)
def test_a_law_that_is_only_named_gives_no_theme(sentence: str, theme: str) -> None:
    assert {m.theme for m in metrics_of(sentence)} == {theme}


def test_a_theme_that_no_words_tell_is_in_doubt() -> None:
    doubts = [m.doubts for m in metrics_of("添置书架3个。行政诉讼胜诉率100%。")]
    assert doubts == [("theme-unsure",), ()]


@pytest.mark.parametrize("piece", ["检查", "行政处罚案件", "（一（二", "开展", "《", "办结"])
def test_a_long_subject_costs_no_more_than_its_length(piece: str) -> None:
    started = time.process_time()
    classify_family(piece * 5000, "件", FigureContext(piece * 5000, piece * 5000))
    assert time.process_time() - started < 1


@pytest.mark.heavy
def test_no_match_begins_with_a_character_that_is_not_foreseen() -> None:
    subjects = {e.subject for f in load_families() for e in (*f.examples, *f.counter_examples)}
    subjects |= {m.subject for path in MARKED for m in result_of(path.with_suffix(".txt")).metrics}
    for family in load_families():
        for match in family.match:
            starts = find_starts(match.pattern.pattern)
            for subject in subjects if starts is not None else ():
                begins = {subject[m.start()] for m in match.pattern.finditer(subject)}
                assert starts is not None
                assert begins <= starts, (family.slug, subject)


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        ("检查|督查", "检督"),
        ("(?:已)?办结", "已办"),
        ("[记纪]录仪", "记纪"),
        ("(?<!不)合格", "合"),
        ("^(?:甲|乙)?丙", "甲乙丙"),
        ("甲{0,2}乙", "甲乙"),
        ("甲+", "甲"),
        ("[^，]{0,8}检查", None),
        (".办", None),
        ("甲?", None),
        ("(?:甲|[^，])乙", None),
        (r"[【\[(]?(?:甲|乙)[】\])]?", "【[(甲乙"),
        (r"[\-—]3", "-—"),
        (r"[\s甲]乙", None),
    ],
)
def test_the_characters_that_can_begin_a_match(pattern: str, starts: str | None) -> None:
    assert find_starts(pattern) == (None if starts is None else frozenset(starts))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "缺少 name"),
        ({"match": []}, "match"),
        ({"match": ["件"]}, "match"),
        ({"examples": []}, "没有 examples"),
        ({"counter_examples": ["罚款"]}, "数的内容和单位"),
        ({"outcome": "nowhere"}, "没有这一类"),
    ],
)
def test_a_broken_entry_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], reason: str
) -> None:
    book = {"units": {"cases": "件 起"}, "families": {"penalty-cases": BOOK["penalty-cases"] | change}}
    name = f"families-{abs(hash(str(change)))}.yml"
    (tmp_path / name).write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    with pytest.raises(RuleError, match=reason):
        load_families(name)


def test_a_pattern_that_is_none_is_named_where_it_is_first_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = BOOK["penalty-cases"] | {"match": [["件", "("]]}
    book = {"units": {"cases": "件 起"}, "families": {"penalty-cases": broken}}
    (tmp_path / "families-broken.yml").write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    (family,) = load_families("families-broken.yml")
    with pytest.raises(RuleError, match=r"penalty-cases.*有误"):
        family.match[0].pattern.search("办理案件")


def test_what_is_asked_first_is_known() -> None:
    asked = [family.slug for family in asked_families()]
    assert asked[0] == "penalty-money"
    assert len(asked) == len(set(asked))
