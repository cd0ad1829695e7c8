"""What is asked first, to save time, agrees with the rules that it stands for."""

from pathlib import Path

import pytest

from build_scripts.head.head_lines import cut_lines
from build_scripts.head.portal import _any, _rules, has_chrome, is_portal_chrome
from build_scripts.rules.loading import Rule, load_rules
from build_scripts.rules.page_numbers import page_number_rules

ROOT = Path(__file__).parents[2] / "source_reports"
PAGE_NUMBERS = load_rules("furniture.yml", "page_numbers")
PORTAL = load_rules("furniture.yml", "portal")


@pytest.mark.parametrize("rule", PAGE_NUMBERS, ids=lambda rule: rule.id)
def test_every_page_number_is_told_by_its_rule(rule: Rule) -> None:
    assert all(rule.id in page_number_rules(line) for line in rule.examples)
    assert not any(rule.id in page_number_rules(line) for line in rule.counter_examples)


@pytest.mark.parametrize("rule", PORTAL, ids=lambda rule: rule.id)
@pytest.mark.parametrize("before", ["", "我局依法行政。\n", "·"])
def test_a_text_has_chrome_where_a_rule_says_so(rule: Rule, before: str) -> None:
    texts = [before + line + after for line in rule.examples for after in ("", "\n二、")]
    assert [has_chrome(text) for text in texts] == [
        any(r.pattern.search(line) for r in PORTAL for line in text.split("\n")) for text in texts
    ]


@pytest.mark.parametrize("line", ["·打印本页", "|【关闭窗口】|", "[打印][关闭窗口]", "首页>公开"])
def test_a_button_behind_what_parts_the_pieces_is_one(line: str) -> None:
    assert is_portal_chrome(line, at_edge=False)


@pytest.mark.parametrize("line", ["·我局依法行政", "打印本页，送各科室", "一·打印本页"])
def test_words_beside_a_button_are_none(line: str) -> None:
    assert not is_portal_chrome(line, at_edge=False)


@pytest.mark.parametrize("at_edge", [True, False])
def test_what_is_asked_of_a_line_first_agrees_with_its_rules(*, at_edge: bool) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.txt"))]
    lines = [line.folded for text in texts for line in cut_lines(text)]
    lines += [text for rule in _rules(at_edge=at_edge) for text in (*rule.examples, *rule.counter_examples)]
    rules = [rule.pattern for rule in _rules(at_edge=at_edge)]
    told = [_any(at_edge=at_edge).is_in(line) for line in lines]
    assert told == [any(rule.search(line) for rule in rules) for line in lines]
