"""Say how exact a number claims to be: 约, 近, 余, 多, 超过, 不少于, 以上, 以内, 左右."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from build_scripts.extract.found import Found
from build_scripts.models import Qualifier, Quantity, Span
from build_scripts.rules.loading import load_mapping, load_words

FILE = "quantities.yml"


def found_at(text: str, span: Span, quantity: Quantity, rule: str) -> Found:
    """Return what a finder found at ``span`` of ``text``, with how exact the words round it say it is."""
    qualifier, lead = classify_qualifier(text, span, quantity.raw)
    if qualifier is not quantity.qualifier:
        quantity = replace(quantity, qualifier=qualifier)
    return Found(quantity=quantity, span=span, lead=lead, rule=rule)


_SIDES = ((Qualifier.AT_MOST, "at_most"), (Qualifier.AT_LEAST, "at_least"), (Qualifier.APPROX, "approx"))


@cache
def _words(side: str, edge: int) -> Mapping[str, tuple[tuple[str, Qualifier], ...]]:
    """Return the words of one side of a number by the character that touches it, the longest first: 不少于, 少于."""
    words = [(word, qualifier) for qualifier, key in _SIDES for word in load_words(FILE, f"{key}_{side}")]
    table: dict[str, list[tuple[str, Qualifier]]] = defaultdict(list)
    for word, qualifier in sorted(words, key=lambda w: -len(w[0])):
        table[word[edge]].append((word, qualifier))
    return {edge_char: tuple(rows) for edge_char, rows in table.items()}


def classify_qualifier(text: str, span: Span, raw: str) -> tuple[Qualifier, int]:
    """Return how exact the number is, and where its words begin; 近3000余 is approx, as its first word says."""
    start, end = span.start, span.end
    for word, qualifier in _words("before", -1).get(text[start - 1 : start], ()):
        if text.endswith(word, 0, start):
            return qualifier, start - len(word)
    for word, qualifier in _words("after", 0).get(text[end : end + 1], ()):
        if text.startswith(word, end) and not _is_place(word, text[end + len(word) : end + len(word) + 1]):
            return qualifier, start
    return Qualifier.AT_LEAST if raw.endswith(("余", "多")) else Qualifier.EXACT, start


def _is_place(word: str, after: str) -> bool:
    """Say whether 内 or 多 belongs to the next word: 5家内设机构, 3家多元化."""
    return after != "" and after in _others().get(word, ())


@cache
def _others() -> Mapping[str, frozenset[str]]:
    """Return the characters that make another word of 内 or 多: 内设, 多元."""
    return {word: frozenset(chars) for word, chars in load_mapping(FILE, "after_never_before").items()}
