"""What readers type into the search box and what it means, as ``questions.yml`` has it."""

from functools import cache
from typing import cast

from build_scripts.rules.loading import load_yaml

FILE = "questions.yml"
Words = dict[str, list[str]]
_OF_PLACES = ("families", "asked", "departments", "plain_words")  # told apart by what the site has


@cache
def load_questions() -> dict[str, object]:
    """Return the words that mean the same on every site: those that ask, compare and count years."""
    return {key: value for key, value in load_yaml(FILE).items() if key not in _OF_PLACES}


@cache
def words_of_families(part: str) -> Words:
    """Return the words for each family: those of ``families``, or those of ``asked``, which ask for its figures."""
    return cast("Words", load_yaml(FILE)[part])


@cache
def department_words() -> tuple[list[str], list[str], Words]:
    """Return what makes an office of a word (局), the offices that need none (城管), and further words by slug."""
    told = cast("dict[str, object]", load_yaml(FILE)["departments"])
    return cast("list[str]", told["bodies"]), cast("list[str]", told["bare"]), cast("Words", told["cells"])


@cache
def plain_words() -> frozenset[str]:
    """Return the short names of places that are words before all: 和平."""
    return frozenset(cast("list[str]", load_yaml(FILE)["plain_words"]))
