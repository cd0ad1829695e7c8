"""Set aside the numbers that are no figure: dates, laws, slogans, telephones, marks; each under a rule's name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from build_scripts.models import Span
from build_scripts.rules.late_pattern import LatePattern
from build_scripts.rules.loading import load_rules

FILE = "exclusions.yml"
# Digits, letters and the marks inside numbers, one for one, so that offsets stay.
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i).isalnum() or chr(0x21 + i) in ".+-%"}
_WIDE_RE = re.compile("[０-９Ａ-Ｚａ-ｚ．＋－％]")
_DIGITS_RE = re.compile("[0-9][0-9]*")
# No rule asks for more digits in a row.
_MOST_DIGITS = 9
_FREE_RE = re.compile(b"\0+")
_STRAIGHT = '"'


@dataclass(slots=True)
class SetAside:
    """A stretch of a text in which no number counts, and the rule that says so."""

    span: Span
    rule: str


def find_set_aside(text: str) -> tuple[SetAside, ...]:
    """Return what is set aside in ``text``, in order; where two rules meet, the one higher in the file has it.

    >>> [s.rule for s in find_set_aside("2023年开展“12·4”宪法日活动5次")]
    ['date', 'festival']
    """
    text = turn_quotes(text.translate(_HALF_WIDTH) if _WIDE_RE.search(text) else text)
    longest = max(map(len, _DIGITS_RE.findall(text)), default=0)
    rules, always, by_need = _rules(min(longest, _MOST_DIGITS))
    met = set(always)
    for char in set(_needed_re().findall(text)):
        alone, longer = by_need.get(char, _NO_NEED)
        met.update(alone)
        for word, needing in longer:
            if word in text:
                met.update(needing)
    places = [
        (*match.span(group), name)
        for pattern, group, name in map(rules.__getitem__, sorted(met))
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(_left(len(text), places), key=lambda s: s.span.start)) if places else ()


_Patterns = tuple[tuple[LatePattern, int | str, str], ...]
_Places = tuple[int, ...]
_Needs = tuple[_Places, tuple[tuple[str, _Places], ...]]
_ByNeed = Mapping[str, _Needs]
_NO_NEED: _Needs = ((), ())


@cache
def _rules(digits: int) -> tuple[_Patterns, _Places, _ByNeed]:
    """Return the rules for a text with so many digits in a row: pattern, the group set aside, and name.

    With them the places of those that need no word, and by the last character of a word of those that need it: first
    where the character is the whole word, then by each longer word.
    """
    rules = [rule for rule in load_rules(FILE) if rule.digits <= digits]
    by_need: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, rule in enumerate(rules):
        for word in rule.needs:
            by_need[word[-1]][word].append(i)
    return (
        tuple((r.pattern, "n" if "(?P<n>" in r.pattern.pattern else 0, r.id) for r in rules),
        tuple(i for i, rule in enumerate(rules) if not rule.needs),
        {
            char: (
                tuple(needing.get(char, ())),
                tuple((word, tuple(of)) for word, of in needing.items() if word != char),
            )
            for char, needing in by_need.items()
        },
    )


@cache
def _needed_re() -> re.Pattern[str]:
    """Return the pattern of the last characters of what rules need: less than half the time of a set of all."""
    needed = {word[-1] for rule in load_rules(FILE) for word in rule.needs}
    return re.compile(f"[{re.escape(''.join(sorted(needed)))}]")


def turn_quotes(text: str) -> str:
    """Return ``text`` with straight quotes turned in pairs, one for one: '"零发生"' gives “零发生”."""
    if _STRAIGHT not in text:
        return text
    pieces = text.split(_STRAIGHT)
    return pieces[0] + "".join("“”"[i % 2] + piece for i, piece in enumerate(pieces[1:]))


def _left(length: int, places: Sequence[tuple[int, int, str]]) -> Iterator[SetAside]:
    """Yield what of each place no earlier one has: a date inside a quoted target stays a date."""
    taken = bytearray(length)
    for start, end, rule in places:
        for match in _FREE_RE.finditer(taken, start, end):
            yield SetAside(Span(*match.span()), rule)
        taken[start:end] = b"\1" * (end - start)
