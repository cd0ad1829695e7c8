"""Find what must not be published in a text, and say of what only looks like it by which rule it passes.

The rules are data: ``private.yml`` says what a datum looks like, what must stand near it, and what passes.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.models import PrivateKind, Span
from build_scripts.rules.loading import Rule, any_of, load_mapping, load_rules, load_words, load_yaml
from build_scripts.rules.person_names import names_length
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
# Characters before a datum in which a word that says what it is may stand: a list of fifty rows has its head so far up.
_NEAR_BEFORE, _NEAR_BEHIND = 3000, 15
# Characters round a datum in which a rule that lets it pass must match whole.
_ROUND = 80
_SENTENCE_ENDS = "。；;！!？?"
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


@dataclass(frozen=True, slots=True)
class _Pass:
    """An entry of ``passes``: of which kinds, and not where a word of ``unless`` stands in the sentence."""

    rule: Rule
    is_name: bool
    kinds: frozenset[str]
    unless: re.Pattern[str] | None


def find_private(text: str, *, only: str = "") -> list[Look]:
    """Return what of ``text`` must not be published, in order and apart; ``only`` is the one first look to be taken.

    "患者王小明住院" gives one of kind patient at 2–5.
    """
    return [look for look in _looks(text, only) if not look.passes]


def look_through(text: str) -> list[Look]:
    """Return all that was looked at, in order: what must not be published, and what passes, with the rule."""
    looks = _looks(text, "")
    for one in _passes():
        for match in one.rule.pattern.finditer(text):
            span = Span(*_datum(match))
            if one.is_name and not names_length(text, span.start, span.end, is_marked=False):
                continue
            if not any(span.overlaps(look.span) for look in looks):
                looks.append(Look(span, None, one.rule.id, one.rule.id))
    return sorted(looks, key=lambda look: look.span)


def _looks(text: str, only: str) -> list[Look]:
    looks: list[Look] = []
    for first, span in _hits(text, only):
        _look_round(text, first, span, looks)
    return sorted(looks, key=lambda look: look.span)


def _hits(text: str, only: str) -> Iterator[tuple["_First", tuple[int, int]]]:
    """Yield where a first look finds something to look at more closely."""
    for first in _firsts().values():
        if only == first.rule.id or not (only or first.opens):
            yield from ((first, match.span()) for match in first.rule.pattern.finditer(text))
    if not only:
        yield from ((_firsts()[str(match.lastgroup)], match.span()) for match in _opened().finditer(text))


def _look_round(text: str, first: "_First", hit: tuple[int, int], looks: list[Look]) -> None:
    """Try the entries that ``first`` leads to round its ``hit``, and add what they find that lies apart."""
    window = _Window.round(text, max(0, hit[0] - first.before), hit[1] + first.behind)
    for find in first.finds:
        for span in window.find(find):
            if not any(span.overlaps(look.span) for look in looks):
                looks.append(Look(span, find.kind, find.rule.id, _passing(text, span, find.kind)))


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of ``text`` in plain signs; ``origins`` say where each of them stands in the text."""

    text: str
    plain: str
    origins: Sequence[int]
    is_first: bool
    is_last: bool

    @classmethod
    def round(cls, text: str, start: int, end: int) -> "_Window":
        plain, origins = plain_form(text[start:end], start)
        return cls(text, plain, origins, start == 0, end >= len(text))

    def find(self, find: _Find) -> Iterator[Span]:
        """Yield what an entry finds here. What touches the edge of the window may go on behind it, and is left."""
        at = 0 if self.is_first else 1
        while match := find.rule.pattern.search(self.plain, at):
            start = match.start("it")
            length = self._length(find, match)
            if length and (self.is_last or match.end() < len(self.plain)):
                yield Span(self.origins[start], self.origins[start + length - 1] + 1)
            at = start + length if length else match.start() + 1

    def _length(self, find: _Find, match: re.Match[str]) -> int:
        """Return how many characters of a match are the datum, 0 where it is none."""
        written = match["it"]
        if find.near and not self._is_near(find.near, match):
            return 0
        if find.holds == "name":
            return names_length(self.plain, *match.span("it"), is_marked=bool(match["mark"]))
        test, surely = _TESTS.get(find.holds), _SURELY.get(find.holds)
        holds = test is None or test(written)
        if not holds and surely and surely(written):
            holds = find.sure is not None and self._is_near(find.sure, match)
        return len(written) if holds else 0

    def _is_near(self, words: re.Pattern[str], match: re.Match[str]) -> bool:
        """Say whether one of ``words`` stands in the sentence before a datum, in the match, or right behind it."""
        start, end = self.origins[match.start("it")], self.origins[match.end("it") - 1] + 1
        return words.search(self.text, _sentence_start(self.text, start), end + _NEAR_BEHIND) is not None


def _sentence_start(text: str, at: int) -> int:
    """Return where the sentence begins that holds ``at``; in a list, which has none, the list."""
    earliest = max(0, at - _NEAR_BEFORE)
    return max(earliest, *(text.rfind(end, earliest, at) + 1 for end in _SENTENCE_ENDS))


def _passing(text: str, span: Span, kind: PrivateKind) -> str:
    """Return the rule that lets a datum of ``kind`` pass, "" where none does."""
    start = max(0, span.start - _ROUND)
    plain, origins = plain_form(text[start : span.end + _ROUND], start)
    at = Span(bisect_left(origins, span.start), bisect_left(origins, span.end))
    for one in _passes():
        if kind not in one.kinds:
            continue
        for match in one.rule.pattern.finditer(plain):
            first, last = _datum(match)
            if first <= at.start and at.end <= last and not _is_barred(one, text, span):
                return one.rule.id
    return ""


def _is_barred(one: _Pass, text: str, span: Span) -> bool:
    return one.unless is not None and bool(
        one.unless.search(text, _sentence_start(text, span.start), span.start)
    )


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
