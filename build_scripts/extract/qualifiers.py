"""Say how exact a number claims to be: 约, 近, 余, 多, 超过, 不少于, 以上, 以内, 左右."""

import re
from dataclasses import replace
from functools import cache

from build_scripts.extract.found import Found
from build_scripts.models import Qualifier, Quantity, Span
from build_scripts.rules.loading import any_of, load_words

FILE = "quantities.yml"
_REACH = 6


def found_at(text: str, span: Span, quantity: Quantity, rule: str) -> Found:
    """Return what a finder found at ``span`` of ``text``, with how exact the words round it say it is."""
    qualifier, lead = _qualifier(text, span, quantity.raw)
    return Found(quantity=replace(quantity, qualifier=qualifier), span=span, lead=lead, rule=rule)


@cache
def _before_re(key: str) -> re.Pattern[str]:
    return re.compile(any_of(load_words(FILE, key)) + "$")


@cache
def _after_re(key: str) -> re.Pattern[str]:
    return re.compile(any_of(load_words(FILE, key)))


_SIDES = (
    (Qualifier.AT_MOST, "at_most_before", "at_most_after"),
    (Qualifier.AT_LEAST, "at_least_before", "at_least_after"),
    (Qualifier.APPROX, "approx_before", "approx_after"),
)


def _qualifier(text: str, span: Span, raw: str) -> tuple[Qualifier, int]:
    """Return how exact the number is, and where its words begin; 近3000余 is approx, as its first word says."""
    before, after = text[max(0, span.start - _REACH) : span.start], text[span.end : span.end + 3]
    for qualifier, key, _ in _SIDES:
        match = _before_re(key).search(before)
        if match:
            return qualifier, span.start - (len(before) - match.start())
    for qualifier, _, key in _SIDES:
        match = _after_re(key).match(after)
        if match and not _is_place(after, match.end()):
            return qualifier, span.start
    if raw.endswith(("余", "多")):
        return Qualifier.AT_LEAST, span.start
    return Qualifier.EXACT, span.start


def _is_place(after: str, end: int) -> bool:
    """Say whether 内 or 多 belongs to the next word: 5家内设机构, 3家多元化."""
    return after[:end] in ("内", "多") and after[end : end + 1] in tuple("设容部外地资科镜存元方种次年")
