"""The words that open a list of parts (``openers.yml``), and the outcomes that need none (``outcomes.yml``)."""

from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.late_pattern import LatePattern
from build_scripts.rules.loading import load_rules, load_yaml

OPENERS, OUTCOMES = "openers.yml", "outcomes.yml"


@dataclass(frozen=True, slots=True)
class Opener:
    """Words that open a list. ``far``: any figure before it in its sentence may be the total, not the last alone.

    ``exact``: they open one only where its parts, two or more, make the total.
    """

    id: str
    pattern: LatePattern
    far: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class OutcomeSet:
    """Outcomes that together, ``fewest`` of them at least, exhaust a count: 维持, 撤销, 终止 of the cases decided.

    ``of`` are words of which the count's own must have one, none where any count will do. ``before`` says
    that a name has them before the thing: 优秀案卷. ``stage``: behind a list of kinds they tell of the whole.
    ``mixed``: they also stand among kinds in one list.
    """

    id: str
    words: frozenset[str]
    example: str
    counter_example: str
    fewest: int = 2
    of: tuple[str, ...] = ()
    before: bool = False
    stage: bool = False
    mixed: bool = False


@cache
def load_openers() -> tuple[Opener, ...]:
    """Return the openers in order; the first that fits decides. Raises ``RuleError`` where the file is broken."""
    entries = load_yaml(OPENERS).get("openers")
    told = {str(e["id"]): e for e in entries if isinstance(e, dict)} if isinstance(entries, list) else {}
    return tuple(
        Opener(
            id=rule.id,
            pattern=rule.pattern,
            far=told[rule.id].get("reach") == "sentence",
            exact=told[rule.id].get("exact") is True,
        )
        for rule in load_rules(OPENERS, "openers")
    )


@cache
def trait_of(label: str) -> str:
    """Return the sort of what ``label`` says of people, "" where it says nothing of the kind.

    >>> trait_of("女性"), trait_of("中共党员"), trait_of("公务员")
    ('sex', 'politics', '')
    """
    return next((rule.id for rule in load_rules(OPENERS, "traits") if rule.pattern.search(label)), "")


@cache
def load_outcomes() -> tuple[OutcomeSet, ...]:
    """Return the closed sets of outcomes. Raises ``RuleError`` where an entry lacks a field."""
    entries = load_yaml(OUTCOMES).get("sets")
    if not isinstance(entries, list):
        raise RuleError(OUTCOMES, "sets", "应为一个列表")
    return tuple(_outcomes(entry) for entry in entries)


def _outcomes(entry: object) -> OutcomeSet:
    if not isinstance(entry, dict) or not all(
        entry.get(k) for k in ("id", "words", "example", "counter_example")
    ):
        raise RuleError(OUTCOMES, str(entry), "要有 id、words、example、counter_example")
    return OutcomeSet(
        id=str(entry["id"]),
        words=frozenset(str(entry["words"]).split()),
        example=str(entry["example"]),
        counter_example=str(entry["counter_example"]),
        fewest=int(str(entry.get("fewest", 2))),
        of=tuple(str(entry.get("of") or "").split()),
        before=entry.get("stands") == "before",
        stage=entry.get("stage") is True,
        mixed=entry.get("mixed") is True,
    )
