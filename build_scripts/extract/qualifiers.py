"""Say how exact a number claims to be: 约, 近, 余, 多, 超过, 不少于, 以上, 以内, 左右."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from build_scripts.extract.found import Found, new_found
from build_scripts.models import Qualifier, Quantity, Span, new_quantity
from build_scripts.rules.loading import load_mapping, load_words
from build_scripts.rules.segmenter import is_word, word_round

FILE = "quantities.yml"
# The longest words before and behind: 达到或超过, 以上.
_REACH, _BEHIND = 6, 3
# Characters on either side in which a word is looked for that holds one of them: 节约, 附近.
_WORD_REACH = 8


def found_at(text: str, span: Span, quantity: Quantity, rule: str) -> Found:
    """Return what a finder found at ``span`` of ``text``, with how exact the words round it say it is."""
    qualifier, lead = _qualifier(text, span, quantity.raw)
    if qualifier is not quantity.qualifier:
        # As ``replace`` does, which takes seven times as long.
        quantity = new_quantity(
            raw=quantity.raw,
            value=quantity.value,
            unit=quantity.unit,
            qualifier=qualifier,
            value_max=quantity.value_max,
        )
    return new_found(quantity, span, lead, rule)


# Words that say how exact a number is, and are nouns too.
_NOUNS = ("不足",)
# 余, 多 and 来 stand inside the number: 300余人, 三十来家.
_SAID_BEHIND = {"余": Qualifier.AT_LEAST, "多": Qualifier.AT_LEAST, "来": Qualifier.APPROX}
# Kept, as a member of an enumeration takes six times as long to look up as a name.
_EXACT = Qualifier.EXACT
_SIDES = ((Qualifier.AT_MOST, "at_most"), (Qualifier.AT_LEAST, "at_least"), (Qualifier.APPROX, "approx"))


@cache
def _words_before() -> Mapping[str, tuple[tuple[str, Qualifier], ...]]:
    return _words("before", -1)


@cache
def _words_after() -> Mapping[str, tuple[tuple[str, Qualifier], ...]]:
    return _words("after", 0)


def _words(side: str, edge: int) -> Mapping[str, tuple[tuple[str, Qualifier], ...]]:
    """Return the words of one side of a number by the character that touches it, the longest first: 不少于, 少于."""
    words = [(word, qualifier) for qualifier, key in _SIDES for word in load_words(FILE, f"{key}_{side}")]
    table: dict[str, list[tuple[str, Qualifier]]] = defaultdict(list)
    for word, qualifier in sorted(words, key=lambda w: -len(w[0])):
        table[word[edge]].append((word, qualifier))
    return {edge_char: tuple(rows) for edge_char, rows in table.items()}


def _qualifier(text: str, span: Span, raw: str) -> tuple[Qualifier, int]:
    """Return how exact the number is, and where its words begin; 近3000余 is approx, as its first word says."""
    start, end = span.start, span.end
    for word, qualifier in _words_before().get(text[start - 1 : start], ()):
        before = text[max(0, start - _REACH) : start]
        if before.endswith(word) and not _is_noun(text, start - 1, before, word):
            return qualifier, start - len(word)
    for word, qualifier in _words_after().get(text[end : end + 1], ()):
        after = text[end : end + _BEHIND]
        if after.startswith(word) and not _is_place(after, len(word)):
            return qualifier, start
    return _SAID_BEHIND.get(raw[-1:], _EXACT), start


def _is_noun(text: str, at: int, before: str, word: str) -> bool:
    """Say whether a word is part of another or a noun: 节约120万元, 附近3家, 查摆不足12条."""
    if len(word) == 1:
        begins, ends = word_round(text, at, _WORD_REACH)
        return begins < at and is_word(text[begins:ends])
    return before.removesuffix(word).endswith(load_words(FILE, "noun_makers")) and word in _NOUNS


def _is_place(after: str, end: int) -> bool:
    """Say whether 内 or 多 belongs to the next word: 5家内设机构, 3家多元化."""
    return after[end : end + 1] != "" and after[end] in _others().get(after[:end], ())


@cache
def _others() -> Mapping[str, frozenset[str]]:
    """Return the characters that make another word of 内 or 多: 内设, 多元."""
    return {word: frozenset(chars) for word, chars in load_mapping(FILE, "after_never_before").items()}
