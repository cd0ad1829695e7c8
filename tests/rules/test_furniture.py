"""What is asked first, to save time, agrees with the rules that it stands for."""

import pytest

from build_scripts.head.portal import has_chrome, is_portal_chrome
from build_scripts.rules.loading import Rule, load_rules
from build_scripts.rules.page_numbers import page_number_rules

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
