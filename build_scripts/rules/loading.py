"""Load the rule files beside this module, once, and say plainly which entry is broken.

Rules are knowledge as data: every entry has an ``id``, a ``pattern`` or ``words``, at least one example and, where it
could misfire, a counter-example. A test runs both directions for every file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import cast

import orjson
import yaml

from build_scripts.derived import derive
from build_scripts.errors import RuleError
from build_scripts.rules.late_pattern import LatePattern

FOLDER = Path(__file__).parent

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern. ``examples`` must match and ``counter_examples`` must not (by ``search``).

    ``means`` says in words for readers what a match means, "" where the file says nothing.

    ``needs`` are words of which every match, or what it asks for behind it, holds one; ``digits`` says how many digits
    stand in a row in every match: a text without them need not be searched. Most texts lack most of them, which saves
    four fifths of the time.
    """

    id: str
    pattern: LatePattern
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    digits: int = 1
    means: str = ""


def parse_yaml(text: str) -> object:
    """Return what a rule file says: texts, numbers, lists, mappings from texts. Raises ``YAMLError``.

    The same told as JSON is read in a twentieth of the time.
    """
    return orjson.loads(derive("rules", text.encode(), lambda: _as_json(text)))


def _as_json(text: str) -> bytes:
    try:
        return orjson.dumps(_parse(text), option=orjson.OPT_PASSTHROUGH_DATETIME)
    except TypeError as error:
        raise yaml.YAMLError(
            f"只能有文字、数字、列表和映射，键都是文字（数字、日期加引号）：{error}"
        ) from error


def _parse(text: str) -> object:
    # The parser in C, where it is there, takes an eighth of the time of the other.
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both load plain data


@cache
def load_yaml(name: str) -> dict[str, Value]:
    """Return the mapping in the rule file ``name``. Raises ``RuleError`` where it cannot be read."""
    try:
        loaded = parse_yaml((FOLDER / name).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RuleError(name, "（整个文件）", str(error).replace("\n", " ")) from error
    if not isinstance(loaded, dict):
        raise RuleError(name, "（整个文件）", "应为一个映射")
    return cast("dict[str, Value]", loaded)


@cache
def load_words(name: str, key: str) -> tuple[str, ...]:
    """Return the word list ``key`` of the rule file ``name``, longest word first.

    A list may be given as YAML list or as one text with words parted by blanks.
    """
    value = load_yaml(name).get(key)
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, list) or not words:
        raise RuleError(name, key, "应为一个不空的词表")
    return tuple(sorted((str(w) for w in words), key=lambda w: (-len(w), w)))


@cache
def load_mapping(name: str, key: str) -> dict[str, str]:
    """Return the mapping ``key`` of the rule file ``name``, all values as text."""
    value = load_yaml(name).get(key)
    if not isinstance(value, dict) or not value:
        raise RuleError(name, key, "应为一个不空的映射")
    return {str(k): str(v) for k, v in value.items()}


@cache
def load_rules(name: str, key: str = "rules") -> tuple[Rule, ...]:
    """Return the named patterns of ``name`` in file order. ``{part}`` in a pattern stands for an entry of ``parts``.

    A part is a pattern, a list of words, or the word lists of another file: ``{file: units.yml, lists: [count],
    not_before: never_before}``, where the last names a mapping from a word to the characters that make another of it.
    """
    book = load_yaml(name)
    parts = _parts(name, book)
    return tuple(_rule(name, entry, parts) for entry in _entries(name, book.get(key)))


@cache
def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern that matches any of ``words``, the longest first: ("户", "户次") gives ``(?:户次|户)``."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


def _parts(name: str, book: Mapping[str, Value]) -> dict[str, str]:
    parts: dict[str, str] = {}
    raw = book.get("parts") or {}
    if not isinstance(raw, dict):
        raise RuleError(name, "parts", "应为一个映射")
    for key, value in raw.items():
        if isinstance(value, list):
            parts[key] = any_of(tuple(str(v) for v in value))
        elif isinstance(value, dict):
            parts[key] = _words_of(name, value)
        else:
            parts[key] = _compose(re.sub(r"\s+", "", str(value)), parts)
    return parts


def _words_of(name: str, part: Mapping[str, Value]) -> str:
    """Return the pattern of words that another file holds, none of them where it is the start of a longer word."""
    file, lists = str(part.get("file", name)), part.get("lists")
    if not isinstance(lists, list):
        raise RuleError(name, "parts", "lists 应为一个列表")
    words = sorted({w for key in lists for w in load_words(file, str(key))}, key=lambda w: (-len(w), w))
    unless = load_mapping(file, str(part["not_before"])) if "not_before" in part else {}
    return "(?:" + "|".join(re.escape(word) + _unless(word, unless) for word in words) + ")"


def _unless(word: str, unless: Mapping[str, str]) -> str:
    """Return what must not follow: the characters that make another word of it, of a Latin one any letter."""
    if word.isascii() and word.isalpha():
        return "(?![A-Za-z0-9])"
    return f"(?![{re.escape(unless[word])}])" if word in unless else ""


def _compose(pattern: str, parts: Mapping[str, str]) -> str:
    for key, value in parts.items():
        pattern = pattern.replace("{" + key + "}", value)
    return pattern


def _entries(name: str, value: Value) -> Iterator[dict[str, Value]]:
    if not isinstance(value, list):
        raise RuleError(name, "rules", "应为一个列表")
    for entry in value:
        if not isinstance(entry, dict):
            raise RuleError(name, str(entry), "应为一个映射")
        yield entry


def _rule(name: str, entry: dict[str, Value], parts: Mapping[str, str]) -> Rule:
    who = str(entry.get("id", "（无 id）"))
    if not (words := str(entry.get("pattern", ""))):
        raise RuleError(name, who, "没有 pattern")
    pattern = LatePattern(_compose(words, parts), partial(RuleError, name, who))
    examples = _texts(entry.get("examples"))
    if not examples:
        raise RuleError(name, who, "没有 examples")
    needs = entry.get("needs", "")
    return Rule(
        who,
        pattern,
        examples,
        _texts(entry.get("counter_examples")),
        frozenset(map(str, needs if isinstance(needs, list) else str(needs))),
        digits=_count(entry.get("digits", 1)),
        means=str(entry.get("means", "")),
    )


def _count(value: Value) -> int:
    return int(value) if isinstance(value, int) else 1


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else ()
