"""The indicators: figures that many reports share, each with one definition, and the words that tell them.

The knowledge is data (``indicators.yml``). Pages per indicator take their texts from here.
"""

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.entries import Entry
from build_scripts.rules.late_pattern import LatePattern
from build_scripts.rules.loading import Value, load_mapping, load_words, load_yaml

FILE = "indicators.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A figure that must, or must not, map: ``theme`` is ``None`` where the indicator's first one will do."""

    subject: str
    unit: str
    theme: str | None = None
    sentence: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator: its texts for readers, and what a figure must be to belong to it.

    ``family`` is the slug of the broad kind inside which it lies. ``unit`` is the one shown, ``units`` those accepted.
    ``match`` are named patterns of the subject; ``never`` shuts a subject out. ``context`` must stand in the sentence,
    ``context_never`` must not. ``parts`` says whether a part of a total may belong: 涉法文件214件，其中政府合同143件
    tells all contracts; 其中食品案件196件 not all cases.
    """

    slug: str
    name: str
    family: str
    definition: str
    unit: str
    units: frozenset[str]
    themes: tuple[str, ...]
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    caveats: tuple[str, ...]
    match: tuple[tuple[str, LatePattern], ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]
    never: LatePattern | None = None
    context: LatePattern | None = None
    context_never: LatePattern | None = None
    parts: bool = False


@cache
def load_indicators(file: str = FILE) -> tuple[Indicator, ...]:
    """Return all indicators in order of slug. Raises ``RuleError`` where an entry is broken.

    >>> load_indicators()[0].name
    '执法记录仪数'
    """
    entries = load_yaml(file).get("indicators")
    if not isinstance(entries, dict) or not entries:
        raise RuleError(file, "indicators", "应为一个不空的映射")
    parts = {key: re.sub(r"\s", "", part) for key, part in load_mapping(file, "parts").items()}
    return tuple(_indicator(Entry(file, slug, value, parts)) for slug, value in sorted(entries.items()))


def load_differences() -> tuple[str, ...]:
    """Return the words that make the number right behind them a difference: 减少 in 减少3件."""
    return load_words(FILE, "differences")


@cache
def several_years() -> re.Pattern[str]:
    """Return the pattern of a sentence that speaks of several years: 近三年共办理行政处罚案件120件."""
    words = load_yaml(FILE).get("several_years")
    if not isinstance(words, str) or not words:
        raise RuleError(FILE, "several_years", "应为一个式样")
    return re.compile(words)


def _indicator(entry: Entry) -> Indicator:
    entry.check_slug()
    unit, units = entry.text("unit"), frozenset(entry.texts("units"))
    if unit not in units:
        raise entry.error("units 里没有 unit")
    return Indicator(
        slug=entry.slug,
        name=entry.text("name"),
        family=entry.text("family"),
        definition=entry.text("definition"),
        unit=unit,
        units=units,
        themes=entry.texts("themes"),
        includes=entry.texts("includes"),
        excludes=entry.texts("excludes"),
        caveats=entry.texts("caveats"),
        match=_match(entry),
        examples=_examples(entry, "examples"),
        counter_examples=_examples(entry, "counter_examples"),
        never=entry.pattern("never"),
        context=entry.pattern("context"),
        context_never=entry.pattern("context_never"),
        parts=entry.field("parts") is True,
    )


def _match(entry: Entry) -> tuple[tuple[str, LatePattern], ...]:
    value = entry.field("match")
    if not isinstance(value, dict) or not value:
        raise entry.error("match 应为一个不空的映射")
    return tuple((str(name), entry.compile(str(words))) for name, words in value.items())


def _examples(entry: Entry, key: str) -> tuple[Example, ...]:
    return tuple(_example(entry, key, value) for value in entry.examples(key))


def _example(entry: Entry, key: str, value: Value) -> Example:
    if not isinstance(value, dict) or not {"subject", "unit"} <= value.keys():
        raise entry.error(f"{key} 的每一条要有 subject 和 unit")
    theme = value.get("theme")
    return Example(
        subject=str(value["subject"]),
        unit=str(value["unit"]),
        theme=None if theme is None else str(theme),
        sentence=str(value.get("sentence") or ""),
        part=value.get("part") is True,
    )
