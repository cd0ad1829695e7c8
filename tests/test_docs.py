"""The pages written by hand keep up with the code: whatever a reader can meet has its line there."""

import argparse
import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_scripts.cli import _parser
from build_scripts.models import Doubt, Severity
from build_scripts.render.labels import DOUBTS, EVIDENCE, FINDINGS, RULES, SEVERITIES
from build_scripts.rules.data_columns import FIGURES, load_columns
from build_scripts.rules.list_openers import load_openers
from build_scripts.rules.loading import load_rules
from tests.test_architecture import check_text

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.en.md")
PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    "DEVELOPING.md",
    "CHANGELOG.md",
    *(f"docs/{name}.md" for name in ("method", "about", "publishing")),
)
# What those who build the site say, and its readers do not.
WORKSHOP = ("搁置", "口径", "专节", "把握")
LINKING = ("part_lists", "unopened", "prose_rows")
CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
# What stands on a term's line of the method page: `code`{: #code } words · severities
TERM = re.compile(r"^`([a-z0-9-]+)`\{: #([a-z0-9-]+) \} (.+) · (.+)\n:   \S", re.MULTILINE)


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def find_calls(name: str) -> Iterator[ast.Call]:
    """Yield every call of ``name`` in the code."""
    for file in sorted((ROOT / "build_scripts").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def find_findings() -> dict[str, set[str]]:
    """Return every code that the code gives a finding, with its severities in the readers' words."""
    found: dict[str, set[str]] = defaultdict(set)
    for call in find_calls("Finding"):
        match call.args[:2]:
            case [ast.Constant(value=str(code)), ast.Attribute(attr=severity)]:
                found[code].add(SEVERITIES[Severity[severity]])
            case [ast.Constant(value=str(code)), *_]:
                found[code] |= set()
    return found


def find_rules() -> set[str]:
    """Return the name of every rule that sets a number aside or changes the text."""
    listed = [("exclusions.yml", "rules"), ("furniture.yml", "page_numbers"), ("furniture.yml", "portal")]
    named = {rule.id for file, key in listed for rule in load_rules(file, key)}
    changes = (call.args[0] for call in find_calls("Change") if call.args)
    return named | {str(a.value) for a in changes if isinstance(a, ast.Constant)} | set(RULES)


def find_verbs() -> list[str]:
    """Return the verbs of the command line."""
    actions = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return [str(verb) for action in actions for verb in action.choices]


def find_targets() -> list[str]:
    """Return the targets of the Makefile."""
    return re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE)


@pytest.mark.heavy
def test_every_finding_is_explained() -> None:
    explained = {code: (label, told) for code, _, label, told in TERM.findall(read("docs/method.md"))}
    codes = find_findings()
    assert len(codes) > 10
    assert sorted((set(codes) | set(FINDINGS)) - set(explained)) == []
    assert {code: label for code, (label, _) in explained.items()} == dict(FINDINGS)
    for code, severities in codes.items():
        assert [s for s in severities if s not in explained[code][1]] == [], code


def find_evidence() -> set[str]:
    """Return the name of everything that speaks for a link: the openers, and what is appended where links are made."""
    places = [(ROOT / f"build_scripts/extract/{name}.py").read_text(encoding="utf-8") for name in LINKING]
    named = (
        re.findall(
            r'\(\(?"([a-z-]+)", (?:[A-Z_]{3,}|exact_points)|yield (?:from \(\()?"([a-z-]+)", (?:first|total)',
            text,
        )
        for text in places
    )
    return {name for found in named for pair in found for name in pair if name} | {
        o.id for o in load_openers()
    }


def test_every_doubt_has_words_and_its_line() -> None:
    method = read("docs/method.md").split("{: #doubts }")[1].split("\n### ")[0]
    told = dict(re.findall(r"^- `([a-z-]+)` ([^：]+)：", method, re.MULTILINE))
    assert told == dict(DOUBTS)
    assert set(DOUBTS) == set(Doubt)


def test_every_doubt_is_given_somewhere() -> None:
    code = "".join(
        file.read_text(encoding="utf-8") for file in sorted((ROOT / "build_scripts/extract").glob("*.py"))
    )
    assert [doubt for doubt in Doubt if f"Doubt.{doubt.name}" not in code] == []


def test_all_that_speaks_for_a_link_has_words() -> None:
    found = find_evidence()
    assert {"exact-sum", "one-mark", "of-which", "bracket", "outcomes"} <= found
    assert sorted(found - set(EVIDENCE)) == []


@pytest.mark.heavy
def test_every_rule_has_a_name_for_readers() -> None:
    assert sorted(find_rules() - set(RULES)) == []


def test_no_page_uses_the_words_of_the_workshop() -> None:
    pages = [*PAGES, "docs/compare.md", "docs/search.md"]
    pages += [p.relative_to(ROOT).as_posix() for p in (ROOT / "build_scripts/render/templates").iterdir()]
    assert [(page, word) for page in pages for word in WORKSHOP if word in read(page)] == []


def test_every_finding_can_be_linked_to() -> None:
    assert [code for code, anchor, _, _ in TERM.findall(read("docs/method.md")) if code != anchor] == []


@pytest.mark.heavy
def test_every_rule_that_sets_a_number_aside_is_explained() -> None:
    method = read("docs/method.md")
    assert sorted(rule for rule in find_rules() if f"`{rule}`" not in method) == []


@pytest.mark.heavy
def test_no_rule_is_explained_that_is_not_there() -> None:
    section = read("docs/method.md").split("{: #set-aside }")[1].split("{: #findings }")[0]
    names = {name for name in re.findall(r"`([^`]+)`", section) if CODE.fullmatch(name)}
    assert sorted(names - find_rules()) == []


def test_every_column_is_in_the_glossary() -> None:
    about = read("docs/about.md")
    assert [column.name for column in load_columns(FIGURES) if f"`{column.name}`" not in about] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_readme(readme: str) -> None:
    text = read(readme)
    assert [verb for verb in find_verbs() if f"`python -m build_scripts {verb}" not in text] == []
    assert [target for target in find_targets() if f"`make {target}`" not in text] == []
    known = {*find_verbs(), *find_targets()}
    told = re.findall(r"(?:`|\| )(?:make|py(?:thon)? -m build_scripts) ([a-z]+)", text)
    assert sorted(set(told) - known) == []


def test_the_two_readmes_are_twins() -> None:
    here, there = (read(readme) for readme in READMES)
    for sign in (r"^#+ ", r"^\| `", r"^```\w+$", r"^\d+\. ", r"^- "):
        assert len(re.findall(sign, here, re.MULTILINE)) == len(re.findall(sign, there, re.MULTILINE)), sign
    commands = [
        re.findall(r"^(?:make|python|PIP_|SITE_)[^#\n]*", text, re.MULTILINE) for text in (here, there)
    ]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_machine(page: str) -> None:
    assert list(check_text(page, read(page))) == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    links = [(path, anchor) for path, anchor in LINK.findall(read(page)) if path]
    assert [path for path, _ in links if not (folder / path).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_place_named_is_there(readme: str) -> None:
    places = re.findall(
        r"`((?:build_scripts|docs|tests|theme|source_reports)/[\w./-]*)`", read(readme), re.ASCII
    )
    assert len(places) > 10
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_picture_is_light() -> None:
    assert (ROOT / "docs/assets/readme.png").stat().st_size <= 250_000
