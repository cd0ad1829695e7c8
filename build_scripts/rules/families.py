"""The families: broad kinds of figures that many reports tell, each inside one theme, and the words that tell them.

The knowledge is data (``families.yml``); choosing one is extraction's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.entries import Entry
from build_scripts.rules.late_pattern import LatePattern
from build_scripts.rules.loading import Value, any_of, load_mapping, load_yaml

FILE = "families.yml"
_EXAMPLE_PARTS = 3


@dataclass(frozen=True, slots=True)
class FamilyExample:
    """A figure that must, or must not, belong: its subject and unit, and the sentence up to it where that counts."""

    subject: str
    unit: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The units that a figure may have, and the pattern of its subject."""

    units: frozenset[str]
    pattern: LatePattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family: its texts for readers, its one theme, and what a figure must be to belong to it.

    ``never`` shuts a subject out. ``context`` must stand in the words up to the number and in its clause and
    ``context_never`` must not; ``clause`` must stand in its own clause. ``outcomes`` is the sort of words that
    say what became of its figures, "" for none, and ``outcome`` the slug of the family that these have: cases filed end
    as penalty cases. ``lists`` says that the things of a list under one verb belong too.
    """

    slug: str
    name: str
    definition: str
    theme: str
    match: tuple[Match, ...]
    outcomes: str
    outcome: str
    examples: tuple[FamilyExample, ...]
    counter_examples: tuple[FamilyExample, ...]
    never: LatePattern | None = None
    context: LatePattern | None = None
    context_never: LatePattern | None = None
    clause: LatePattern | None = None
    lists: bool = False

    @property
    def units(self) -> frozenset[str]:
        """Return all units that a figure of the family may have."""
        return frozenset().union(*(m.units for m in self.match))


@cache
def load_families(file: str = FILE) -> tuple[Family, ...]:
    """Return all families in the order of the file, by theme. Raises ``RuleError`` where an entry is broken.

    >>> load_families()[0].name
    '行政处罚案件'
    """
    entries = load_yaml(file).get("families")
    if not isinstance(entries, dict) or not entries:
        raise RuleError(file, "families", "应为一个不空的映射")
    groups = {key: words.split() for key, words in load_mapping(file, "units").items()}
    families = tuple(_family(Entry(file, slug, value), groups) for slug, value in entries.items())
    strange = {f.outcome for f in families} - {f.slug for f in families}
    if strange:
        raise RuleError(file, min(strange), "outcome 没有这一类")
    return families


@cache
def families_by_slug() -> dict[str, Family]:
    """Return the families by their slugs."""
    return {family.slug: family for family in load_families()}


@cache
def asked_families() -> tuple[Family, ...]:
    """Return the families that people ask a county for first, in the order to show.

    Raises ``RuleError`` where one of them is none.
    """
    words = load_yaml(FILE).get("asked_first")
    slugs = words.split() if isinstance(words, str) else []
    if not slugs or set(slugs) - families_by_slug().keys():
        raise RuleError(FILE, "asked_first", "应为这里有的类别")
    return tuple(families_by_slug()[slug] for slug in slugs)


@cache
def outcome_words(sort: str) -> tuple[str, ...]:
    """Return the words of a sort of outcome, "settled" or "remedied"."""
    return tuple(load_mapping(FILE, "outcomes")[sort].split())


@cache
def outcomes(sort: str) -> re.Pattern[str]:
    """Return the pattern of subjects that end in words of a sort of outcome.

    办结 and 的案件中维持 are nothing else; in 危险化学品办结 the group "rest" is 危险化学品.
    """
    return re.compile(f"(?P<rest>.*?)(?:(?:受理的?)?的?案件中)?(?:{any_of(outcome_words(sort))})+")


@cache
def other_kinds() -> re.Pattern[str]:
    """Return the pattern of what is of no family, also among the parts or in the list of one: 行政强制3件."""
    words = load_yaml(FILE).get("other_kinds")
    if not isinstance(words, str) or not words:
        raise RuleError(FILE, "other_kinds", "应为一个式样")
    return re.compile(words)


def _family(entry: Entry, groups: Mapping[str, list[str]]) -> Family:
    entry.check_slug()
    return Family(
        slug=entry.slug,
        name=entry.text("name"),
        definition=entry.text("definition"),
        theme=entry.text("theme"),
        match=tuple(_match(entry, pair, groups) for pair in entry.values("match")),
        outcomes=str(entry.field("outcomes") or ""),
        outcome=str(entry.field("outcome") or entry.slug),
        examples=_examples(entry, "examples"),
        counter_examples=_examples(entry, "counter_examples"),
        never=entry.pattern("never"),
        context=entry.pattern("context"),
        context_never=entry.pattern("context_never"),
        clause=entry.pattern("clause"),
        lists=entry.field("lists") is True,
    )


def _match(entry: Entry, pair: Value, groups: Mapping[str, list[str]]) -> Match:
    if not isinstance(pair, list) or len(pair) < len(("units", "words")):
        raise entry.error("match 的每一条要有单位和式样")
    units = frozenset(u for word in str(pair[0]).split() for u in groups.get(word, [word]))
    return Match(units, entry.compile(str(pair[1])))


def _examples(entry: Entry, key: str) -> tuple[FamilyExample, ...]:
    written = [str(value).split(" ", _EXAMPLE_PARTS - 1) for value in entry.examples(key)]
    if any(len(parts) not in (_EXAMPLE_PARTS - 1, _EXAMPLE_PARTS) for parts in written):
        raise entry.error(f"{key} 的每一条要有数的内容和单位")
    return tuple(FamilyExample(*parts) for parts in written)
