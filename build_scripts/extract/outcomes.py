"""In which closed sets of outcomes the words of a figure are: 受理, 依法受理, 评出优秀案卷, 维持原决定."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from build_scripts.extract.phrases import Phrase, word_set
from build_scripts.rules.list_openers import OUTCOMES, load_outcomes
from build_scripts.rules.loading import load_words

_LONGEST = 12


@cache
def _index() -> dict[str, frozenset[str]]:
    words = {word for row in load_outcomes() for word in row.words}
    return {word: frozenset(row.id for row in load_outcomes() if word in row.words) for word in words}


@cache
def all_sets() -> frozenset[str]:
    """Return the ids of all sets: what is left (其余3件) goes with any."""
    return frozenset(row.id for row in load_outcomes())


@cache
def stages() -> frozenset[str]:
    """Return the ids of the sets that tell of the whole behind a list of kinds: 办结."""
    return frozenset(row.id for row in load_outcomes() if row.stage)


@cache
def mixed_sets() -> frozenset[str]:
    """Return the ids of the sets whose words also stand among kinds: 其中1家关闭，立案处罚2家."""
    return frozenset(row.id for row in load_outcomes() if row.mixed)


def sets_of(own: Phrase) -> frozenset[str]:
    """Return the sets in which a part's words are, or with which they begin behind verbs and adverbs.

    >>> from build_scripts.extract.phrases import phrase_of
    >>> sorted(sets_of(phrase_of("依法受理"))), sorted(sets_of(phrase_of("食品案件")))
    (['acceptance'], [])
    """
    text, start = own.text, own.start
    if not 0 < own.end - start <= _LONGEST:
        return frozenset()
    skipped, leads, sizes, index = (
        word_set("verbs", "adverbs", "lead"),
        _leads_by_first(),
        _by_first(),
        _index(),
    )
    while start < own.end:
        for size in sizes.get(text[start], ()):
            if start + size <= own.end and (word := text[start : start + size]) in index:
                return index[word]
        lead = next((w for w in leads.get(text[start], ()) if text.startswith(w, start, own.end)), "")
        size = len(lead) or skipped.at_start(text, own.borders, start, own.end)
        if not size:
            break
        start += size
    return frozenset()


def ending_word(own: Phrase) -> str:
    """Return the outcome with which a part's words end, "" where there is none.

    >>> from build_scripts.extract.phrases import phrase_of
    >>> ending_word(phrase_of("下达指令书限期整改"))
    '限期整改'
    """
    if len(own) <= _LONGEST:
        for size in _sizes_by_last().get(own.text[own.end - 1 : own.end], ()):
            start = own.end - size
            if start >= own.start and own.borders[start] and (word := own.text[start : own.end]) in _index():
                return word
    return ""


def sets_with(word: str) -> frozenset[str]:
    """Return the sets that hold a word."""
    return _index().get(word, frozenset())


def begins_act(own: Phrase) -> bool:
    """Say whether words begin with an act and go on, which is no outcome: 接待来访, 审核合同."""
    return begins_anew(own) or _goes_on(own.said, "acts")


def begins_anew(own: Phrase) -> bool:
    """Say whether words tell another matter, and not one more kind: 发生事故, 发放资料."""
    return _goes_on(own.said, "anew")


def _goes_on(said: str, key: str) -> bool:
    words = load_words(OUTCOMES, key)
    return said.startswith(words) and said not in words


@cache
def _leads_by_first() -> dict[str, tuple[str, ...]]:
    """Return the words that lead to an outcome by their first character, the longest first."""
    words = load_words(OUTCOMES, "leads")
    return {word[0]: tuple(w for w in words if w[0] == word[0]) for word in words}


@cache
def _sizes_by_last() -> dict[str, tuple[int, ...]]:
    """Return the lengths of the outcomes of two characters and more by their last, the longest first."""
    return _sizes(-1)


def _sizes(place: int) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = defaultdict(set)
    for word in _index():
        if len(word) > 1:
            sizes[word[place]].add(len(word))
    return {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()}


@cache
def _by_first() -> dict[str, tuple[int, ...]]:
    """Return the lengths of the outcomes of two characters and more by their first, the longest first."""
    return _sizes(0)


def exhaust(sets: Sequence[frozenset[str]], own: str) -> bool:
    """Say whether figures of these ``sets`` may together be all outcomes of a count whose own words are ``own``."""
    common = frozenset.intersection(*sets)
    return any(
        row.id in common and len(sets) >= row.fewest and (not row.of or any(word in own for word in row.of))
        for row in load_outcomes()
    )
