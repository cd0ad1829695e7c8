"""In which closed sets of outcomes the words of a figure are: 受理, 依法受理, 评出优秀案卷, 维持原决定."""

from collections.abc import Sequence
from functools import cache

from build_scripts.extract.phrases import Phrase, word_set
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


def sets_of(own: Phrase) -> frozenset[str]:
    """Return the sets in which a part's words are, or with which they begin behind verbs and adverbs.

    >>> from build_scripts.extract.phrases import phrase_of
    >>> sorted(sets_of(phrase_of("依法受理"))), sorted(sets_of(phrase_of("食品案件")))
    (['acceptance'], [])
    """
    text, start = own.text, own.start
    if not 0 < own.end - start <= _LONGEST:
        return frozenset()
    skipped = word_set("verbs", "adverbs", "lead")
    while start < own.end:
        for word in _by_first().get(text[start], ()):
            if text.startswith(word, start, own.end):
                return _index()[word]
        size = skipped.at_start(text, own.borders, start, own.end)
        if not size:
            break
        start += size
    return frozenset()


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    """Return the outcomes of two characters and more by their first, the longest first."""
    words = sorted((word for word in _index() if len(word) > 1), key=len, reverse=True)
    return {word[0]: tuple(w for w in words if w[0] == word[0]) for word in words}


def exhaust(sets: Sequence[frozenset[str]], own: str) -> bool:
    """Say whether figures of these ``sets`` may together be all outcomes of a count whose own words are ``own``."""
    common = frozenset.intersection(*sets)
    return any(
        row.id in common and len(sets) >= row.fewest and (not row.of or any(word in own for word in row.of))
        for row in load_outcomes()
    )
