"""Find stated zeros: 无行政复议和行政应诉案件 (two), 未发生安全事故, 零投诉, 败诉案件没有一起; not 无障碍, 未按规定."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from build_scripts.extract.denied_things import (
    STOPS,
    find_things_before,
    is_denied,
    natural_unit,
    part_things,
    trim_denied,
)
from build_scripts.extract.found import Found, is_free
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Quantity, Span
from build_scripts.rules.loading import any_of, load_words
from build_scripts.rules.segmenter import is_word, word_round
from build_scripts.rules.units import canonical_unit, unit_at

FILE = "quantities.yml"
# What is denied is no longer than this, in characters.
_LONGEST = 60
# Characters on either side in which a word is looked for that holds the denial: 无党派人士, 毫无.
_WORD_REACH = 5
_BEFORE = 40
# 均为0, 败诉率为零: a nought behind which nothing stands.
_NOUGHT_RE = re.compile(f"(?P<all>均|都|皆)?(?:为|是|保持|达到)(?P<zero>[零0０])(?=[{STOPS}]|$)")
# Looked for first: a tenth of the time where there is none.
_NOUGHT_HINT_RE = re.compile("[为是持到][零0０]")


@cache
def _denial_re() -> re.Pattern[str]:
    """A denial and what follows it, to the end of the clause or to the next denial behind 、."""
    words = any_of(load_words(FILE, "zero_words"))
    inside = f"[^{STOPS}、]|(?<=[0-9])[,，](?=[0-9]{{3}}(?![0-9]))|、(?!{words}|零)"
    return re.compile(f"(?P<zero>{words})(?P<rest>(?:{inside}){{0,{_LONGEST}}})")


@cache
def _zero_noun_re() -> re.Pattern[str]:
    return re.compile(f"(?P<zero>零)(?P<thing>{any_of(load_words(FILE, 'zero_nouns'))})")


def find_zeros(text: str, aside: Sequence[SetAside]) -> list[Found]:
    """Return the stated zeros of ``text`` in order, one for each thing that is denied."""
    found = [*_denials(text)]
    if "零" in text or "0" in text or "０" in text:
        found += [*_nouns(text), *_counts(text), *_equal(text)]
    return [f for f in found if is_free(f.span.start, f.span.end, aside)]


def _row(span: Span, thing: str, unit: str, raw: str, rule: str) -> Found:
    quantity = Quantity(raw=raw, value=Decimal(0), unit=canonical_unit(unit))
    return Found(quantity=quantity, span=span, lead=span.start, rule=rule, things=(thing,))


def _denials(text: str) -> Iterator[Found]:
    at = 0
    while match := _denial_re().search(text, at):
        span, rest, at = Span(*match.span("zero")), match["rest"], match.end()
        if _is_in_word(text, span):
            continue
        if rest[:1] == "一" and (unit := _unit_of_one(text, span.end)):
            after = rest[1 + len(unit) :]
            if after.startswith("、"):  # 舆情没有一起、事件没有一起
                after, at = "", span.end + 1 + len(unit)
            yield from _none_of_them(text, span, unit, after)
        elif rest[:1] == "一" and word_round(text, span.end, _WORD_REACH) == (span.end, span.end + 1):
            yield from _not_one(text, span, rest[1:])
        elif is_denied(text, span, rest):
            denied = trim_denied(rest)
            for thing in part_things(denied):
                yield _row(span, thing, natural_unit(denied), match["zero"], "denied")


def _unit_of_one(text: str, one: int) -> str:
    """Return the unit behind the 一 at ``one``: 起 of 一起败诉案件; none of 一成不变, 一次性告知, which are words."""
    unit = unit_at(text, one + 1)
    return unit if word_round(text, one, _WORD_REACH)[1] <= one + 1 + len(unit) else ""


def _is_in_word(text: str, zero: Span) -> bool:
    """Say whether the denial is part of a word: 无障碍, 无党派人士, 毫无; 暂无 and 无事故 are none."""
    around = text[max(0, zero.start - 2) : zero.start + 6]
    if any(word in around for word in load_words(FILE, "zero_never")):
        return True
    start, end = word_round(text, zero.start, _WORD_REACH)
    if start < zero.start and text[start : zero.start] not in load_words(FILE, "zero_adverbs"):
        return is_word(text[start:end])
    beyond = text[zero.end : end]
    if end <= zero.end or not is_word(text[start:end]):
        return False
    return beyond not in load_words(FILE, "zero_things") and beyond[0] != "一"


def _none_of_them(text: str, zero: Span, unit: str, rest: str) -> Iterator[Found]:
    """Read 没有一起败诉案件, and 败诉案件没有一起, where what is denied stands before; 案件无一件被撤销 has both."""
    span, raw = Span(zero.start, zero.end + 1 + len(unit)), zero.of(text)
    named = trim_denied(rest)
    before = find_things_before(text, zero.start)
    things = before or ["事项"]
    if named:
        things = [before[-1] + named] if before else part_things(named)
    for thing in things:
        yield _row(span, thing, unit, raw, "none-of-them")


def _not_one(text: str, zero: Span, rest: str) -> Iterator[Found]:
    """Read 处罚决定无一被撤销, where what stands before is counted; not 无一刀切问题, 无一遗漏."""
    denied = trim_denied(rest)
    ends = load_words(FILE, "zero_things"), load_words(FILE, "zero_nouns")
    if not denied.endswith(ends[0] + ends[1]):
        return
    counted = "".join(find_things_before(text, zero.start)[-1:])
    span = Span(zero.start, zero.end + 1)
    yield _row(span, counted + denied, natural_unit(counted or denied), zero.of(text), "none-of-them")


def _nouns(text: str) -> Iterator[Found]:
    for match in _zero_noun_re().finditer(text):
        thing, span = match["thing"], Span(*match.span("zero"))
        if thing in load_words(FILE, "happenings"):
            things = find_things_before(text, span.start) or [thing]
        else:
            things = ["".join(find_things_before(text, span.start, STOPS + "、")) + thing]
        for name in things:
            yield _row(span, name, natural_unit(name), "零", "zero-noun")


def _counts(text: str) -> Iterator[Found]:
    """Read 发生事故零起: a nought with a unit at the end of its clause."""
    at = text.find("零")
    while at >= 0:
        unit = unit_at(text, at + 1)
        after = text[at + 1 + len(unit) : at + 2 + len(unit)]
        counts = (
            unit and (not after or after in STOPS) and "零" + unit not in load_words(FILE, "zero_count_never")
        )
        things = find_things_before(text, at) if counts else []
        for thing in things:
            yield _row(Span(at, at + 1 + len(unit)), thing, unit, "零", "zero-count")
        at = text.find("零", at + 1)


def _equal(text: str) -> Iterator[Found]:
    """Read 行政复议案件和行政诉讼案件均为0, 进京访、赴省访为零, 败诉率为零."""
    for match in _NOUGHT_RE.finditer(text) if _NOUGHT_HINT_RE.search(text) else ():
        clause = re.split(f"[{STOPS}]", text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        parts = find_things_before(text, match.start()) or part_things(clause)
        counted = all(part.endswith(load_words(FILE, "zero_things")) for part in parts)
        names = parts if match["all"] or counted else [clause]
        for name in names if len(clause) > 1 else ():
            unit = "%" if name.endswith(("率", "占比")) else natural_unit(name)
            yield _row(Span(*match.span("zero")), name, unit, match["zero"], "equals-zero")
