"""Set aside the numbers that are no figure: dates, laws, slogans, telephones, marks; each under a rule's name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.models import Span
from build_scripts.rules.loading import load_rules

# Digits, letters and the marks inside numbers, one for one, so that offsets stay.
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i).isalnum() or chr(0x21 + i) in ".+-%"}
_DIGIT_RE = re.compile("[0-9]")
_STRAIGHT = '"'


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stretch of a text in which no number counts, and the rule that says so."""

    span: Span
    rule: str


def find_set_aside(text: str) -> tuple[SetAside, ...]:
    """Return what is set aside in ``text``, in order; where two rules meet, the one higher in the file has it.

    >>> [s.rule for s in find_set_aside("2023年开展“12·4”宪法日活动5次")]
    ['date', 'festival']
    """
    aside: list[SetAside] = []
    taken = bytearray(len(text))
    text = turn_quotes(text.translate(_HALF_WIDTH))
    present, digits = frozenset(text), _DIGIT_RE.search(text) is not None
    for rule in load_rules("exclusions.yml"):
        if (rule.digits and not digits) or (rule.needs and rule.needs.isdisjoint(present)):
            continue
        for start, end in _places(rule.pattern, text):
            aside += [SetAside(span, rule.id) for span in _left(taken, start, end)]
            taken[start:end] = b"\1" * (end - start)
    return tuple(sorted(aside, key=lambda s: s.span))


def turn_quotes(text: str) -> str:
    """Return ``text`` with straight quotes turned in pairs, one for one: '"零发生"' gives “零发生”."""
    if _STRAIGHT not in text:
        return text
    pieces = text.split(_STRAIGHT)
    return pieces[0] + "".join("“”"[i % 2] + piece for i, piece in enumerate(pieces[1:]))


def _left(taken: bytearray, start: int, end: int) -> list[Span]:
    """Return what of a stretch no earlier rule has: a date inside a quoted target stays a date."""
    return [Span(start + m.start(), start + m.end()) for m in re.finditer(b"\0+", taken[start:end])]


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    group = "n" if "n" in pattern.groupindex else 0
    return (match.span(group) for match in pattern.finditer(text))
