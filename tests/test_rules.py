"""The rule files: each entry shows itself by examples, none matches what it must not, no word stands twice."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings, strategies

from build_scripts.check.required_contents import PartRule, load_parts
from build_scripts.extract.choose_theme import OTHER, classify_theme, theme_names
from build_scripts.extract.found import Found
from build_scripts.extract.quantities import find_quantities
from build_scripts.extract.set_aside import _HALF_WIDTH, find_set_aside, turn_quotes
from build_scripts.extract.zeros import find_zeros
from build_scripts.head.portal import is_portal_chrome
from build_scripts.models import Qualifier
from build_scripts.rules.loading import FOLDER, Rule, load_rules, load_words, load_yaml
from build_scripts.rules.units import KINDS, kind_of
from tests.every import every

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path.name for path in FOLDER.glob("*.yml"))
PATTERNS = (
    ("exclusions.yml", "rules"),
    ("figure_kinds.yml", "targets"),
    ("figure_kinds.yml", "norms"),
    ("furniture.yml", "page_numbers"),
    ("furniture.yml", "portal"),
    ("furniture.yml", "portal_edges"),
    ("openers.yml", "openers"),
    ("openers.yml", "anew"),
    ("openers.yml", "traits"),
    ("outcomes.yml", "forms"),
    ("slips.yml", "rules"),
    ("document_kinds.yml", "titles"),
    ("document_kinds.yml", "signs"),
    ("secrecy.yml", "marks"),
    ("private.yml", "first_look"),
    ("private.yml", "finds"),
    ("private.yml", "passes"),
)
# What stands round a report; the second list counts only above its title and below its last sentence.
PORTAL = ("portal", "portal_edges")
# Lists of entries that are no patterns: looked at further down, or (departments) in tests of their own.
OTHER_ENTRIES = {
    ("box.yml", "labels"),
    ("departments.yml", "departments"),
    ("outcomes.yml", "sets"),
    ("subjects.yml", "examples"),
    ("subjects.yml", "counter_examples"),
    ("statutory.yml", "parts"),
    ("themes.yml", "themes"),
    ("units.yml", "examples"),
    ("units.yml", "counter_examples"),
}
RULES = [
    pytest.param(rule, key, id=f"{file}-{rule.id}-{rule.examples[0]}")
    for file, key in PATTERNS
    for rule in load_rules(file, key)
]
COUNTERED = [
    pytest.param(rule, key, id=f"{file}-{rule.id}-{rule.examples[0]}")
    for file, key in PATTERNS
    for rule in load_rules(file, key)
    if rule.counter_examples
]
PARTS = [pytest.param(part, id=part.key) for part in load_parts()]


class NoDoubleKeys(yaml.SafeLoader):
    """Refuses a mapping that says the same key twice, which YAML lets pass with the last one winning."""


def _mapping(loader: NoDoubleKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = Counter(loader.construct_object(key) for key, _ in node.value)
    twice = [key for key, count in keys.items() if count > 1]
    if twice:
        raise ValueError(f"{node.start_mark}: {twice} stand twice")
    return loader.construct_mapping(node, deep=True)


NoDoubleKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def entries(file: str, key: str) -> list[dict[str, Any]]:
    found = load_yaml(file)[key]
    assert isinstance(found, list)
    return [entry for entry in found if isinstance(entry, dict)]


def word_lists(file: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in load_yaml(file).items():
        plain = isinstance(value, list) and all(isinstance(word, str) for word in value)
        if isinstance(value, str) or plain:
            yield key, load_words(file, key)


@pytest.mark.heavy
@pytest.mark.parametrize("file", FILES)
def test_no_key_stands_twice(file: str) -> None:
    loaded = yaml.load((FOLDER / file).read_text(encoding="utf-8"), NoDoubleKeys)  # noqa: S506 - a SafeLoader
    assert isinstance(loaded, dict)


def test_every_list_of_entries_is_tested() -> None:
    found = {
        (file, key)
        for file in FILES
        for key, value in load_yaml(file).items()
        if isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
    }
    assert found == {*PATTERNS, *OTHER_ENTRIES}


@pytest.mark.parametrize(("file", "key"), PATTERNS)
def test_every_entry_has_an_id_and_an_example(file: str, key: str) -> None:
    assert [e for e in entries(file, key) if not e.get("id") or not e.get("examples")] == []


@every(("rule", "key"), RULES)
def test_an_example_matches_its_own_rule(rule: Rule, key: str) -> None:
    assert [e for e in rule.examples if not rule.pattern.search(e)] == []
    if key in PORTAL:
        assert [e for e in rule.examples if not _is_chrome(e, key)] == []


@every(("rule", "key"), COUNTERED)
def test_a_counter_example_does_not_match(rule: Rule, key: str) -> None:
    """Words of a portal may stand in a sentence: what counts is that the line as a whole is no chrome."""
    matched = [
        e for e in rule.counter_examples if (_is_chrome(e, key) if key in PORTAL else rule.pattern.search(e))
    ]
    assert matched == []


SET_ASIDE = [
    pytest.param(rule, example, id=f"{rule.id}-{example}")
    for rule in load_rules("exclusions.yml")
    for example in rule.examples
]


@every(("rule", "example"), SET_ASIDE)
def test_every_digit_of_an_example_is_set_aside_by_all_rules_together(rule: Rule, example: str) -> None:
    """The rule higher in the file has the first word, and may leave a lower one with a part."""
    aside = {i for a in find_set_aside(example) for i in range(a.span.start, a.span.end)}
    assert [example[i] for i in find_match(rule, example) if example[i].isdigit() and i not in aside] == []


def test_every_rule_that_sets_numbers_aside_shows_what_it_leaves_alone() -> None:
    assert [rule.id for rule in load_rules("exclusions.yml") if not rule.counter_examples] == []


def find_match(rule: Rule, example: str) -> range:
    match = rule.pattern.search(example)
    assert match
    return range(*match.span("n" if "n" in match.re.groupindex else 0))


def _is_chrome(line: str, key: str) -> bool:
    return is_portal_chrome(re.sub(r"\s", "", line), at_edge=key == "portal_edges")


@pytest.mark.parametrize("file", FILES)
def test_no_word_stands_twice_in_a_list(file: str) -> None:
    twice = {
        key: [w for w, count in Counter(words).items() if count > 1]
        for key, words in word_lists(file)
        if len(set(words)) < len(words)
    }
    assert twice == {}


@every("entry", [pytest.param(e, id=e["id"]) for e in entries("themes.yml", "themes")])
def test_the_example_of_a_theme_gets_that_theme(entry: dict[str, Any]) -> None:
    assert classify_theme(entry["example"], entry["example"], entry["example"], "") == entry["id"]


def test_words_of_no_theme_get_the_last_one() -> None:
    assert theme_names()[-1] == classify_theme("", "", "", "") == OTHER


def test_no_theme_stands_twice() -> None:
    assert len(set(theme_names())) == len(theme_names())


@pytest.mark.parametrize("part", PARTS)
def test_examples_of_a_statutory_part_go_both_ways(part: PartRule) -> None:
    entry = next(e for e in entries("statutory.yml", "parts") if e["key"] == part.key)
    assert entry["examples"]
    assert [e for e in entry["examples"] if not part.heading.search(e)] == []
    assert [e for e in entry.get("counter_examples", []) if part.heading.search(e)] == []


@pytest.mark.parametrize("part", PARTS)
def test_an_example_of_a_statutory_part_is_of_no_part_before_it(part: PartRule) -> None:
    entry = next(e for e in entries("statutory.yml", "parts") if e["key"] == part.key)
    before = load_parts()[: load_parts().index(part)]
    assert [(e, p.key) for e in entry["examples"] for p in before if p.heading.search(e)] == []


def test_what_the_rules_say_of_units_is_said_of_units() -> None:
    units = {w for key in (*KINDS, "bounded") for w in load_words("units.yml", key)}
    book = load_yaml("units.yml")
    never, groups = book["never_before"], book["parts_agree"]
    assert isinstance(never, dict)
    assert isinstance(groups, list)
    agreeing = {str(u) for group in groups if isinstance(group, list) for u in group}
    assert sorted({*never, *agreeing, *load_words("units.yml", "weak")} - units) == []


SEEN = [*sorted((ROOT / "source_reports").rglob("*.txt")), *sorted((ROOT / "tests/gold").glob("[ob]*/?.txt"))]
UNITS = [
    pytest.param(entry, id=entry["text"])
    for key in ("examples", "counter_examples")
    for entry in entries("units.yml", key)
]


@every("entry", UNITS)
def test_the_first_number_of_an_example_has_its_unit(entry: dict[str, Any]) -> None:
    found = find_quantities(entry["text"], find_set_aside(entry["text"]))
    assert found[0].quantity.unit == entry["unit"]


def test_every_kind_of_unit_has_an_example() -> None:
    assert sorted(set(KINDS) - {kind_of(entry["unit"]) for entry in entries("units.yml", "examples")}) == []


LISTS = load_yaml("quantities.yml")
# Looked up where times are told, and shown by the cases of tests/cases.
OF_TIMES = {"target_words", "norm_words"}


def shown() -> Iterator[Any]:
    examples = LISTS["examples"]
    assert isinstance(examples, dict)
    for key, texts in examples.items():
        assert isinstance(texts, dict)
        for text, found in texts.items():
            yield pytest.param(text, found, id=f"{key}-{text}")


@every(("text", "found"), list(shown()))
def test_a_list_of_words_acts_where_it_should_and_nowhere_else(text: str, found: str) -> None:
    aside = find_set_aside(text)
    rows = sorted([*find_quantities(text, aside), *find_zeros(text, aside)], key=lambda f: f.span.start)
    assert "; ".join(told(row) for row in rows) == found


def told(row: Found) -> str:
    """Return a figure in short: 300份 approx, 10-20家 approx, 0件 败诉案件."""
    quantity = row.quantity
    high = "" if quantity.value_max is None else f"-{quantity.value_max}"
    exactness = "" if quantity.qualifier is Qualifier.EXACT else quantity.qualifier.value
    return " ".join(w for w in (f"{quantity.value}{high}{quantity.unit}", exactness, *row.things) if w)


def test_every_list_of_words_for_quantities_is_shown_both_ways() -> None:
    examples = LISTS["examples"]
    assert isinstance(examples, dict)
    assert sorted({*LISTS} - {*examples} - OF_TIMES - {"examples"}) == []
    assert [key for key, texts in examples.items() if isinstance(texts, dict) and len(texts) < 2] == []


@pytest.mark.parametrize("text", [path.read_text(encoding="utf-8") for path in SEEN], ids=lambda _: "text")
def test_what_a_rule_needs_is_in_all_that_it_matches(text: str) -> None:
    """`needs` and `digits` only save time: no match may lack them."""
    assert [*_lacking(load_rules("exclusions.yml"), text)] == []


def test_what_a_rule_needs_is_in_its_examples() -> None:
    rules = load_rules("exclusions.yml")
    texts = [text for rule in rules for text in (*rule.examples, *rule.counter_examples)]
    assert [found for text in texts for found in _lacking(rules, text)] == []


@pytest.mark.heavy
@pytest.mark.parametrize(
    "rule", [rule for rule in load_rules("exclusions.yml") if rule.needs], ids=lambda rule: rule.id
)
def test_what_a_rule_needs_is_in_whatever_its_pattern_makes(rule: Rule) -> None:
    """A word that is forgotten there would let a number count that is none: matches are made of the pattern itself."""
    tried: list[str] = []

    @settings(max_examples=40, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(strategies.from_regex(rule.pattern.pattern))
    def try_one(text: str) -> None:
        for match in rule.pattern.finditer(text):
            tried.append(match[0])
            assert any(word in text for word in rule.needs)

    try_one()
    assert tried


def _lacking(rules: Sequence[Rule], text: str) -> Iterator[tuple[str, str]]:
    """Yield the matches that lack what their rule needs, with some characters behind, for which it may ask."""
    text = turn_quotes(text.translate(_HALF_WIDTH))
    for rule in rules:
        for match in rule.pattern.finditer(text):
            near = text[match.start() : match.end() + 20]
            met = not rule.needs or any(word in near for word in rule.needs)
            if not met or not re.search(f"[0-9]{{{rule.digits}}}", match[0]):
                yield rule.id, match[0]


@pytest.mark.parametrize(("file", "key"), [("exclusions.yml", "rules"), ("slips.yml", "rules")])
def test_a_rule_that_fires_in_one_text_alone_has_a_second_example(file: str, key: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in SEEN]
    narrow = [
        rule.id
        for rule in load_rules(file, key)
        if sum(rule.pattern.search(text) is not None for text in texts) < 2 and len(rule.examples) < 2
    ]
    assert narrow == []
