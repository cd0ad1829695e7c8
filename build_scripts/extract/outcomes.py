"""In which closed sets of outcomes the words of a figure are: 受理, 依法受理, 评出优秀案卷, 维持原决定."""

from collections.abc import Sequence
from functools import cache, lru_cache

from build_scripts.extract.phrases import phrase_of, word_set
from build_scripts.rules.lists import load_outcomes

_LONGEST = 12


@cache
def _index() -> dict[str, frozenset[str]]:
    words = {word for row in load_outcomes() for word in row.words}
    return {word: frozenset(row.id for row in load_outcomes() if word in row.words) for word in words}


@cache
def all_sets() -> frozenset[str]:
    """Return the ids of all sets: what is left (其余3件) goes with any."""
    return frozenset(row.id for row in load_outcomes())


@lru_cache(maxsize=1024)
def sets_of(own: str) -> frozenset[str]:
    """Return the sets in which a part's words are, or with which they begin behind verbs and adverbs.

    >>> sorted(sets_of("依法受理")), sorted(sets_of("食品案件"))
    (['acceptance'], [])
    """
    words = list(phrase_of(own).words()) if len(own) <= _LONGEST else []
    skipped = word_set("verbs", "adverbs", "lead").words
    while words:
        said = "".join(words)
        known = next(
            (_index()[said[:size]] for size in range(len(said), 1, -1) if said[:size] in _index()), None
        )
        if known or words[0] not in skipped:
            return known or frozenset()
        words.pop(0)
    return frozenset()


def exhaust(sets: Sequence[frozenset[str]], own: str) -> bool:
    """Say whether figures of these ``sets`` may together be all outcomes of a count whose own words are ``own``."""
    common = frozenset.intersection(*sets)
    return any(
        row.id in common and len(sets) >= row.fewest and (not row.of or any(word in own for word in row.of))
        for row in load_outcomes()
    )
