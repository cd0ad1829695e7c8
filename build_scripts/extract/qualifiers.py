"""Say how exact a number claims to be: 约, 近, 余, 多, 超过, 不少于, 以上, 以内, 左右."""

from dataclasses import replace
from functools import cache

from build_scripts.extract.found import Found
from build_scripts.models import Qualifier, Quantity, Span
from build_scripts.rules.loading import load_words

FILE = "quantities.yml"
_REACH = 6


def found_at(text: str, span: Span, quantity: Quantity, rule: str) -> Found:
    """Return what a finder found at ``span`` of ``text``, with how exact the words round it say it is."""
    qualifier, lead = _qualifier(text, span, quantity.raw)
    return Found(quantity=replace(quantity, qualifier=qualifier), span=span, lead=lead, rule=rule)


_SIDES = ((Qualifier.AT_MOST, "at_most"), (Qualifier.AT_LEAST, "at_least"), (Qualifier.APPROX, "approx"))


@cache
def _words(side: str) -> tuple[tuple[str, Qualifier], ...]:
    """Return the words of one side of a number, the longest first: 不少于 before 少于."""
    words = [(word, qualifier) for qualifier, key in _SIDES for word in load_words(FILE, f"{key}_{side}")]
    return tuple(sorted(words, key=lambda w: -len(w[0])))


def _qualifier(text: str, span: Span, raw: str) -> tuple[Qualifier, int]:
    """Return how exact the number is, and where its words begin; 近3000余 is approx, as its first word says."""
    before, after = text[max(0, span.start - _REACH) : span.start], text[span.end : span.end + 3]
    for word, qualifier in _words("before"):
        if before.endswith(word):
            return qualifier, span.start - len(word)
    for word, qualifier in _words("after"):
        if after.startswith(word) and not _is_place(after, len(word)):
            return qualifier, span.start
    return Qualifier.AT_LEAST if raw.endswith(("余", "多")) else Qualifier.EXACT, span.start


def _is_place(after: str, end: int) -> bool:
    """Say whether 内 or 多 belongs to the next word: 5家内设机构, 3家多元化."""
    return after[:end] in ("内", "多") and after[end : end + 1] in tuple("设容部外地资科镜存元方种次年")
