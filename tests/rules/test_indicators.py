"""The indicators: complete entries, examples both ways, two reports each, and the figures marked by hand."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from build_scripts.errors import RuleError
from build_scripts.extract.choose_indicator import Match, classify_indicator
from build_scripts.extract.choose_theme import theme_names
from build_scripts.models import Result, Source
from build_scripts.pipeline import process
from build_scripts.rules import indicators, loading
from build_scripts.rules.indicators import Example, Indicator, load_indicators
from build_scripts.rules.pattern_starts import index_starts
from build_scripts.rules.units import kind_of, unit_words
from build_scripts.score import _load, _pair
from tests.every import every
from tests.texts import HEAD, read_yaml
from tests.texts import result_of as result_of_text

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
BOOK: dict[str, dict[str, Any]] = loading.load_yaml("indicators.yml")["indicators"]  # type: ignore[assignment]
ANSWERS = read_yaml(GOLD / "open" / "indicators.yml")
MARKED = sorted([*(GOLD / "open").glob("*.jsonl"), *(GOLD / "marked").glob("*.jsonl")])
# Sentences in the manner of other departments, without the marks of their families.
SENTENCES = [
    re.sub(r"\[([^|]+)\|[a-z-]+\]", r"\1", sentence)
    for sentence in read_yaml(ROOT / "tests/rules/family_sentences.yml")["sentences"]
]
PRECISION, RECALL = 0.97, 0.85

EXAMPLES = [pytest.param(i, e, id=f"{i.slug}-{e.subject}") for i in load_indicators() for e in i.examples]
COUNTER_EXAMPLES = [
    pytest.param(i, e, id=f"{i.slug}-{e.subject}") for i in load_indicators() for e in i.counter_examples
]


def classify(indicator: Indicator, example: Example) -> Match | None:
    theme = example.theme or indicator.themes[0]
    return classify_indicator(
        example.subject, example.unit, theme, is_part=example.part, sentence=example.sentence
    )


@every(("indicator", "example"), EXAMPLES)
def test_an_example_maps(indicator: Indicator, example: Example) -> None:
    found = classify(indicator, example)
    assert found
    assert found.slug == indicator.slug
    assert found.rule in {f"{indicator.slug}/{name}" for name, _ in indicator.match}


@every(("indicator", "example"), COUNTER_EXAMPLES)
def test_a_counter_example_does_not_map(indicator: Indicator, example: Example) -> None:
    found = classify(indicator, example)
    assert found is None or found.slug != indicator.slug


def test_slugs_are_sorted_and_fit_an_address() -> None:
    assert list(BOOK) == sorted(BOOK)
    assert 25 <= len(BOOK) <= 70
    assert [s for s in BOOK if not re.fullmatch(r"[a-z]+(-[a-z]+)*", s)] == []


def test_every_entry_is_complete() -> None:
    needed = {"name", "family", "definition", "unit", "units", "themes", "includes", "excludes", "caveats"}
    needed |= {"match", "examples", "counter_examples"}
    allowed = needed | {"never", "context", "context_never", "parts"}
    assert {s: needed - set(e) for s, e in BOOK.items() if needed - set(e)} == {}
    assert {s: set(e) - allowed for s, e in BOOK.items() if set(e) - allowed} == {}


def test_names_and_definitions_are_said_once() -> None:
    for key in ("name", "definition"):
        said = [entry[key] for entry in BOOK.values()]
        assert len(said) == len(set(said))
    assert [s for s, e in BOOK.items() if not e["definition"].endswith("。")] == []


def test_units_and_themes_are_known_ones() -> None:
    for indicator in load_indicators():
        assert sorted(indicator.units - set(unit_words())) == []
        assert sorted(set(indicator.themes) - set(theme_names())) == []
        assert len({kind_of(unit) for unit in indicator.units}) == 1, indicator.slug


def test_a_part_is_an_example_only_where_parts_may_belong() -> None:
    assert [i.slug for i in load_indicators() if any(e.part for e in i.examples) and not i.parts] == []


def test_a_part_belongs_to_no_indicator_of_totals() -> None:
    assert classify_indicator("办理行政处罚案件", "起", "行政处罚", is_part=True) is None


@pytest.mark.parametrize(
    ("sentence", "given"),
    [
        ("上年办理行政处罚案件18件，今年15件，减少3件。", ["2022", None]),
        ("近三年共办理行政处罚案件120件。", []),
        ("全年办理行政处罚案件40件，同比增长25%。", [None]),
        ("力争2024年办理行政处罚案件20件。", []),
    ],
)
def test_only_the_level_of_a_year_has_an_indicator(sentence: str, given: list[str | None]) -> None:
    metrics = result_of_text(HEAD + sentence + "\n").metrics
    assert [m.period for m in metrics if m.indicator == "penalty-cases"] == given


def test_equal_matches_give_none(monkeypatch: pytest.MonkeyPatch) -> None:
    one, *_ = (i for i in load_indicators() if i.slug == "fines")
    twin = indicators.Indicator(
        **{f: getattr(one, f) for f in Indicator.__dataclass_fields__} | {"slug": "fines-again"}
    )
    named = [((i, *pair), pair[1].pattern) for i in (one, twin) for pair in i.match]
    monkeypatch.setattr(
        "build_scripts.extract.choose_indicator._fitting", lambda *_, **__: index_starts(named)
    )
    assert classify_indicator("罚款金额", "元", "行政处罚", is_part=False) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "缺少 name"),
        ({"units": ["元"]}, "units 里没有 unit"),
        ({"match": {}}, "match 应为"),
        ({"examples": []}, "没有 examples"),
        ({"counter_examples": [{"subject": "罚款"}]}, "subject 和 unit"),
        ({"caveats": "无"}, "caveats 应为"),
    ],
)
def test_a_broken_entry_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], reason: str
) -> None:
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    with pytest.raises(RuleError, match=reason) as raised:
        load_indicators(changed_book(tmp_path, change))
    assert "court-attendance-rate" in str(raised.value)


def changed_book(folder: Path, change: dict[str, Any]) -> str:
    """Write a rule file of one entry, and return its name."""
    entry = BOOK["court-attendance-rate"] | change
    book = {"parts": {"lead": "x"}, "indicators": {"court-attendance-rate": entry}}
    name = f"{abs(hash(str(change)))}.yml"
    (folder / name).write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return name


def test_a_pattern_that_is_none_is_named_where_it_is_first_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    (indicator,) = load_indicators(changed_book(tmp_path, {"match": {"a": "("}}))
    ((_, pattern),) = indicator.match
    with pytest.raises(RuleError, match=r"court-attendance-rate.*有误"):
        pattern.search("负责人出庭")


@cache
def result_of(path: Path) -> Result:
    return process(Source(path=path, sha256="", media_type="text/plain"), path)


def texts() -> list[Path]:
    """Return the published reports and the open ones; the marked ones are some of the published."""
    published = sorted((ROOT / "source_reports").glob("*/*.txt"))
    return [*published, *(p.with_suffix(".txt") for p in MARKED if p.parent.name == "open")]


@pytest.mark.heavy
def test_every_indicator_is_found_in_two_reports_or_sentences() -> None:
    found: dict[str, set[Path | str]] = defaultdict(set)
    for path in texts():
        for metric in result_of(path).metrics:
            if metric.indicator:
                found[metric.indicator].add(path)
    for sentence in SENTENCES:
        for metric in result_of_text(f"{HEAD}{sentence}\n").metrics:
            if metric.indicator:
                found[metric.indicator].add(sentence)
    assert {s: len(found[s]) for s in BOOK if len(found[s]) < 2} == {}
    assert sorted(set(found) - set(BOOK)) == []


@pytest.mark.heavy
def test_differences_and_targets_have_no_indicator() -> None:
    metrics = [m for path in texts() for m in result_of(path).metrics if m.indicator]
    assert [m.id for m in metrics if m.change or m.kind != "result"] == []
    assert {m.period for m in metrics} >= {None, "2023"}


def marked() -> Iterator[tuple[str, str | None]]:
    """Yield the id of each figure in the answers (the metric's own where they lack it) and its indicator."""
    for path in MARKED:
        result = result_of(path.with_suffix(".txt"))
        pairs, _ = _pair(result, _load(path))
        by_metric = {pair.metric.id: str(pair.answer["id"]) for pair in pairs}
        for metric in result.metrics:
            yield by_metric.get(metric.id, f"{path.stem}-{metric.id}"), metric.indicator


def wanted() -> dict[str, str]:
    return {row: slug for slug, rows in ANSWERS["indicators"].items() for row in rows}


def test_the_answers_are_rows_of_the_marked_reports() -> None:
    quotes = {str(row["id"]): row["quote"] for path in MARKED for row in _load(path)}
    rows = {row: quote for rows in ANSWERS["indicators"].values() for row, quote in rows.items()}
    assert {row: quote for row, quote in rows.items() if quotes.get(row) != quote} == {}
    assert set(ANSWERS["optional"]) <= set(quotes) - set(rows)
    assert set(ANSWERS["indicators"]) <= set(BOOK)
    assert len(rows) == sum(len(rows) for rows in ANSWERS["indicators"].values()) >= 80
    assert len(ANSWERS["indicators"]) >= 20


@pytest.mark.heavy
def test_precision_and_recall_do_not_fall() -> None:
    answers = wanted()
    given = {row: slug for row, slug in marked() if slug and row not in ANSWERS["optional"]}
    wrong = {row: (slug, answers.get(row)) for row, slug in given.items() if answers.get(row) != slug}
    missed = {row: slug for row, slug in answers.items() if given.get(row) != slug}
    assert len(wrong) <= (1 - PRECISION) * len(given), wrong
    assert len(missed) <= (1 - RECALL) * len(answers), missed
