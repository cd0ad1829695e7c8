"""Find what must not be published in a text, and say of what only looks like it by which rule it passes.

The rules are data: ``private.yml`` says what a datum looks like, what must stand near it, and what passes.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.models import PrivateKind, Span
from build_scripts.rules.loading import Rule, any_of, load_mapping, load_rules, load_words, load_yaml
from build_scripts.rules.nearness import Nearness
from build_scripts.rules.person_names import bare_name_length, names_length
from build_scripts.rules.plain_signs import plain_form
from build_scripts.rules.private_numbers import (
    has_digits,
    is_bank_card,
    is_dated_identity_number,
    is_free_mailbox,
    is_identity_number,
    is_mobile,
    is_old_identity_number,
    is_parted_by_fours,
    may_be_mobile,
)

FILE = "private.yml"
# Characters round a datum in which a rule that lets it pass must match whole.
_ROUND = 80
# Places of one run of digits at which nothing was found, one after another: it is no list of numbers then.
_MOST_FAILED = 2000
LONG_NUMBER = "long-number"


@dataclass(frozen=True, slots=True)
class Look:
    """A stretch of a text that was looked at: ``rule`` says what it looks like; ``passes`` which rule lets it pass.

    ``kind`` is ``None`` where nothing but a rule of ``passes`` knows it, an office's telephone; ``passes`` is "" where
    nothing lets it pass.
    """

    span: Span
    kind: PrivateKind | None
    rule: str
    passes: str = ""


@dataclass(frozen=True, slots=True)
class _Find:
    """An entry of ``finds``: ``holds`` names a test of the datum, ``near`` and ``sure`` are words round it."""

    rule: Rule
    kind: PrivateKind
    holds: str
    near: re.Pattern[str] | None
    sure: re.Pattern[str] | None

    def is_told(self, near: Nearness, start: int, end: int, written: str) -> bool:
        """Say whether what is ``written`` at a place passes its test, and the words that it needs are near."""
        test, surely = _TESTS.get(self.holds), _SURELY.get(self.holds)
        if test is None or test(written):
            return self.near is None or near.is_near(self.near, start, end)
        return bool(surely and self.sure and surely(written) and near.is_near(self.sure, start, end))


@dataclass(frozen=True, slots=True)
class _Pass:
    """An entry of ``passes``: of which kinds, and not where a word of ``unless`` stands in the sentence."""

    rule: Rule
    is_name: bool
    kinds: frozenset[str]
    unless: re.Pattern[str] | None

    def is_barred(self, near: Nearness, span: Span) -> bool:
        """Say whether a word stands before ``span`` that lets nothing pass."""
        return self.unless is not None and near.stands_before(self.unless, span.start)


def find_private(text: str, *, only: str = "") -> list[Look]:
    """Return what of ``text`` must not be published, in order and apart; ``only`` is the one first look to be taken.

    "患者王小明住院" gives one of kind patient at 2–5.
    """
    return [look for look in _looks(text, only) if not look.passes]


def look_through(text: str) -> list[Look]:
    """Return all that was looked at, in order: what must not be published, and what passes, with the rule."""
    looks = _Looks(_looks(text, ""))
    for one in _passes():
        for match in one.rule.pattern.finditer(text):
            span = Span(*_datum(match))
            if one.is_name and not names_length(text, span.start, span.end, is_marked=False):
                continue
            if looks.has_room(span):
                looks.add(Look(span, None, one.rule.id, one.rule.id))
    return looks.in_order


def _looks(text: str, only: str) -> list[Look]:
    looks, near = _Looks(), Nearness(text)
    for first, (start, end) in _hits(text, only):
        window = _Window.round(text, max(0, start - first.before), end, first.behind)
        for find in first.finds:
            for span in window.find(find, near):
                if looks.has_room(span):
                    looks.add(Look(span, find.kind, find.rule.id, _passing(text, span, find.kind, near)))
    return looks.in_order


@dataclass(frozen=True, slots=True)
class _Looks:
    """What was looked at so far, in order and apart: what is found first of two that overlap stays."""

    in_order: list[Look] = field(default_factory=list)

    def has_room(self, span: Span) -> bool:
        """Say whether ``span`` overlaps none."""
        at = self._place(span)
        return not any(span.overlaps(look.span) for look in self.in_order[max(0, at - 1) : at + 1])

    def add(self, look: Look) -> None:
        """Take a look that has room."""
        self.in_order.insert(self._place(look.span), look)

    def _place(self, span: Span) -> int:
        return bisect_left(self.in_order, span, key=lambda look: look.span)


def _hits(text: str, only: str) -> Iterator[tuple["_First", tuple[int, int]]]:
    """Yield where a first look finds something to look at more closely."""
    for first in _firsts().values():
        if only == first.rule.id or not (only or first.opens):
            yield from ((first, match.span()) for match in first.rule.pattern.finditer(text))
    if not only:
        yield from ((_firsts()[str(match.lastgroup)], match.span()) for match in _opened().finditer(text))


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a text in plain signs, ``origins`` where each stood; what is looked for begins before ``hit``."""

    plain: str
    origins: Sequence[int]
    hit: int
    is_first: bool
    is_last: bool

    @classmethod
    def round(cls, text: str, start: int, hit: int, behind: int) -> "_Window":
        end = hit + behind
        plain, origins = plain_form(text[start:end], start)
        return cls(plain, origins, bisect_left(origins, hit), start == 0, end >= len(text))

    def find(self, find: _Find, near: Nearness) -> Iterator[Span]:
        """Yield what an entry finds here. What touches the edge of the window may go on behind it, and is left."""
        at, failed = 0 if self.is_first else 1, 0
        while failed < _MOST_FAILED and (match := find.rule.pattern.search(self.plain, at)):
            start, end = match.span("it")
            if match.start() > self.hit:
                return
            length = self._length(find, match)
            if length and find.is_told(near, self.origins[start], self.origins[end - 1] + 1, match["it"]):
                if self.is_last or match.end() < len(self.plain):
                    yield Span(self.origins[start], self.origins[start + length - 1] + 1)
                at, failed = start + length, 0
            else:
                at, failed = match.start() + 1, failed + 1

    def _length(self, find: _Find, match: re.Match[str]) -> int:
        """Return how many characters of a match may be the datum, 0 where it is none."""
        if find.holds == "name":
            start, end = match.span("it")
            if match["bare"]:
                return bare_name_length(self.plain, start)
            return names_length(self.plain, start, end, is_marked=bool(match["mark"]))
        return len(match["it"])


def _passing(text: str, span: Span, kind: PrivateKind, near: Nearness) -> str:
    """Return the rule that lets a datum of ``kind`` pass, "" where none does."""
    start = max(0, span.start - _ROUND)
    plain, origins = plain_form(text[start : span.end + _ROUND], start)
    at = Span(bisect_left(origins, span.start), bisect_left(origins, span.end))
    for one in _passes():
        if kind not in one.kinds:
            continue
        for match in one.rule.pattern.finditer(plain):
            first, last = _datum(match)
            if first <= at.start and at.end <= last and not one.is_barred(near, span):
                return one.rule.id
    return ""


def _datum(match: re.Match[str]) -> tuple[int, int]:
    """Return where the datum of a match stands: in one of the two places that a pattern may give."""
    return match.span("it2") if match["it"] is None else match.span("it")


Test = Callable[[str], bool]

_TESTS: Mapping[str, Test] = {
    "identity-18": is_identity_number,
    "identity-15": is_old_identity_number,
    "mobile": is_mobile,
    "bank-card": is_bank_card,
    "free-mailbox": is_free_mailbox,
    "plate": has_digits,
}
# What is enough where a word says surely what it is: a number that was made up or written wrongly is none to publish.
_SURELY: Mapping[str, Test] = {
    "identity-18": is_dated_identity_number,
    "mobile": may_be_mobile,
    "bank-card": is_parted_by_fours,
}


@dataclass(frozen=True, slots=True)
class _First:
    """An entry of ``first_look``: what it leads to, and how far round a hit these look."""

    rule: Rule
    finds: tuple[_Find, ...]
    before: int
    behind: int
    opens: str


@cache
def _firsts() -> Mapping[str, _First]:
    """Return the entries of ``first_look`` by their id, an identifier where they are looked for together."""
    finds: dict[str, list[_Find]] = {}
    for rule, entry in zip(load_rules(FILE, "finds"), _entries("finds"), strict=True):
        try:
            kind = PrivateKind(str(entry["kind"]))
        except (KeyError, ValueError) as error:
            raise RuleError(FILE, rule.id, f"有误：{error}") from error
        holds, near, sure = (entry.get(key) for key in ("holds", "near", "sure"))
        find = _Find(rule, kind, str(holds), _words(near), _words(sure))
        finds.setdefault(str(entry.get("first")), []).append(find)
    looks = zip(load_rules(FILE, "first_look"), _entries("first_look"), strict=True)
    return {
        rule.id: _First(
            rule,
            tuple(finds.get(rule.id, ())),
            int(str(entry["before"])),
            int(str(entry["behind"])),
            str(entry.get("opens", "")),
        )
        for rule, entry in looks
    }


@cache
def _opened() -> re.Pattern[str]:
    """Return one pattern for all first looks that begin with one of a few characters; its group says which it is.

    It begins with a class of characters, so that one pass over the text does for all: a third of the time.
    """
    known = [first for first in _firsts().values() if first.opens]
    each = "|".join(f"(?P<{first.rule.id}>(?<=(?={first.rule.pattern.pattern}).))" for first in known)
    return re.compile(f"[{''.join(first.opens for first in known)}](?:{each})")


@cache
def _passes() -> tuple[_Pass, ...]:
    entries = zip(load_rules(FILE, "passes"), _entries("passes"), strict=True)
    return tuple(
        _Pass(
            rule,
            entry.get("holds") == "name",
            frozenset(str(entry.get("kinds", "")).split()),
            _list(entry.get("unless")),
        )
        for rule, entry in entries
    )


def _entries(key: str) -> list[Mapping[str, object]]:
    entries = load_yaml(FILE)[key]
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _words(value: object) -> re.Pattern[str] | None:
    return re.compile(any_of(tuple(str(value).split()))) if value else None


def _list(key: object) -> re.Pattern[str] | None:
    return re.compile(any_of(load_words(FILE, str(key)))) if key else None


def label_of(kind: PrivateKind) -> str:
    """Return the words for a kind: mobile gives 手机号码."""
    return load_mapping(FILE, "labels")[kind]
