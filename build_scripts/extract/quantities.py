"""Find numbers in digits with their units: 近3000余人次, 1.2万余份, 3千余条, 18/19件, 3—5个工作日, 订阅量2208."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from build_scripts.extract.found import Found, is_free
from build_scripts.extract.han_numerals import find_han_numerals
from build_scripts.extract.qualifiers import classify_qualifier, found_at
from build_scripts.extract.rates_in_words import find_rates_in_words, parse_fraction
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Quantity, Span
from build_scripts.rules.loading import any_of, load_mapping, load_words
from build_scripts.rules.numerals import parse_digits
from build_scripts.rules.units import bare_nouns, canonical_unit, kind_of, makes_word, unit_at, worth_in

FILE = "quantities.yml"
_NUMBER_RE = re.compile(r"[0-9０-９]++(?:[,，][0-9０-９]{3}(?![0-9０-９]))*+(?:[.．][0-9０-９]++)?")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_DASHES = frozenset("-—–－~～至")
_SLASHES = frozenset("/／")
_BETWEEN = _DASHES | _SLASHES
_POINTS = frozenset(".．")
_SIGNS = frozenset("-−－–")
_MORE = frozenset("余多")
_SCALING = frozenset("余多十百千万亿")
_SCALE_RE = re.compile("(?:[十百千]?万|[十百千万]?亿)")
# 1万2千.
_THOUSANDS_RE = re.compile("([0-9])千(?![米克瓦])")
# The unit of a number in a table's row: 175.3（万元）.
_BRACKET_RE = re.compile("[（(]([十百千]?[万亿])?")
_OPEN, _CLOSE = frozenset("（("), frozenset("）)")
_SMALL = {"十": 10, "百": 100, "千": 1000}
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 10**8}
# 3百 and 12千 are written, 2023百日攻坚 begins with a year.
_LONGEST_BEFORE_SMALL = 3
# Signs of a negative rate, and what must stand before one: else it is a dash.
_SIGN_RE = re.compile("(?:为|是|率|幅|增长|达|降|[：:（(，,])[-−－–]$")
_ENDS = frozenset('，。；、！？）)\n,;.”"!?')
# The longest noun of `bare_measures` and three words as 达到, 突破 behind it.
_NOUN_REACH = 14


def find_quantities(text: str, aside: Sequence[SetAside]) -> list[Found]:
    """Return the numbers of ``text`` that count something, in order of place; what is aside is passed by."""
    in_words = [*find_han_numerals(text, aside), *find_rates_in_words(text, aside)]
    rates = (f.span for f in in_words if f.rule == "percent-words")
    taken = {at for span in rates for at in range(span.start, span.end)}
    digits = (f for f in _in_digits(text, aside) if f.span.start not in taken)
    return sorted([*digits, *in_words], key=lambda f: (f.span.start, f.span.end))


@dataclass(slots=True)
class _Reading:
    """A number in digits as it was read: where its digits, its 余/万 and its unit end, and what they say."""

    span: Span
    scaled: int
    end: int
    scale: int
    more: str
    unit: str
    rest: int = 0

    def value(self, text: str) -> Decimal:
        return parse_digits(self.span.of(text)) * self.scale + self.rest

    def raw(self, text: str) -> str:
        """Return the number without unit; 万 stays where 余 stands behind it: 1.2万余, but 3余 of 3余万份."""
        behind = self.rest or (self.more and text[self.scaled - 1] == self.more)
        return text[self.span.start : self.scaled] if behind else self.span.of(text) + self.more


def _in_digits(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    end = 0
    for match in _NUMBER_RE.finditer(text):
        start, stop = match.span()
        if start < end or _goes_on(text, start):
            continue
        span = Span(start, stop)
        if aside and not is_free(span, aside):
            continue
        one = _read(text, span)
        two = _second(text, one, aside) if text[one.end : one.end + 1] in _BETWEEN else None
        if two:
            pair = tuple(_pair(text, one, two))
            end = pair[-1].span.end
            yield from pair
        else:
            single = _single(text, one)
            end = single.span.end
            yield single


def _goes_on(text: str, start: int) -> bool:
    """Say whether digits are the rest of a number that is none: the 3 of 1.2.3."""
    return start > 1 and text[start - 1] in _POINTS and text[start - 2] in _DIGITS


def _read(text: str, span: Span) -> _Reading:
    # So 156 of 163 numbers of a dense report need no look for 余, 千 and 万.
    plain = text[span.end : span.end + 1] not in _SCALING
    at, scale, rest, more = (span.end, 1, 0, "") if plain else _scaled(text, span)
    unit = unit_at(text, at)
    if not unit and text[at : at + 1] in _OPEN and (bracket := _BRACKET_RE.match(text, at)):
        unit = unit_at(text, bracket.end())
        if unit and text[bracket.end() + len(unit) : bracket.end() + len(unit) + 1] in _CLOSE:
            size = _size(bracket[1] or "")
            return _Reading(span, at, bracket.end() + len(unit) + 1, scale * size, more, unit, rest)
        unit = ""
    return _Reading(span, at, at + len(unit), scale, more, unit, rest)


def _scaled(text: str, span: Span) -> tuple[int, int, int, str]:
    """Return where 余 and 万 behind digits end, by how much they multiply, what 千 behind them adds, and the 余."""
    more, at, scale, rest = "", span.end, 1, 0
    if text[at : at + 1] in _MORE and _SCALE_RE.match(text, at + 1):
        more, at = text[at], at + 1
    if big := _SCALE_RE.match(text, at):
        at, scale = big.end(), _size(big[0])
        if thousands := _THOUSANDS_RE.match(text, at):
            at, rest = thousands.end(), int(thousands[1]) * _SMALL["千"]
    elif _is_small_scale(text, span):
        at, scale = at + 1, _SMALL[text[at]]
    if not more and text[at : at + 1] in _MORE and not text.startswith(("多元", "多种", "多样"), at):
        more, at = text[at], at + 1
    return at, scale, rest, more


def _size(written: str) -> int:
    size = 1
    for char in written:
        size *= _SIZES[char]
    return size


def _is_small_scale(text: str, span: Span) -> bool:
    """Say whether 十, 百 or 千 behind digits multiplies: 3千余条, 2百人; not 3千米, 2023百日攻坚."""
    at = span.end
    if text[at : at + 1] not in _SMALL or span.end - span.start > _LONGEST_BEFORE_SMALL or unit_at(text, at):
        return False
    return text[at + 1 : at + 2] in _MORE or unit_at(text, at + 1) != ""


def _second(text: str, one: _Reading, aside: Sequence[SetAside]) -> _Reading | None:
    """Return the number behind a dash or a slash, where both are of one kind: 3—5个工作日, 500元至1000元, 18/19件."""
    match = _NUMBER_RE.match(text, one.end + 1)
    if not match or not is_free(Span(*match.span()), aside):
        return None
    two = _read(text, Span(*match.span()))
    return two if two.unit and one.unit in ("", two.unit) else None


def _single(text: str, one: _Reading) -> Found:
    if not one.unit and text[one.end : one.end + 1] in _SLASHES and (found := _fraction(text, one)):
        return found
    unit, end = _fitting_unit(text, one)
    value, unit = worth_in(one.value(text), unit)
    span, raw = Span(one.span.start, end), one.raw(text)
    if _is_negative(text, span.start, unit):
        span, value, raw = Span(span.start - 1, end), -value, text[span.start - 1] + raw
    qualifier, lead = classify_qualifier(text, span, raw)
    quantity = Quantity(raw=raw, value=value, unit=unit, qualifier=qualifier)
    return Found(quantity=quantity, span=span, lead=lead, rule="digits")


def _is_negative(text: str, start: int, unit: str) -> bool:
    signed = start > 0 and text[start - 1] in _SIGNS and kind_of(unit) == "rate"
    return signed and _SIGN_RE.search(text, max(0, start - 4), start) is not None


def _fraction(text: str, one: _Reading) -> Found | None:
    """Read the 1 of 1/2, without a unit and before a slash, as a rate, where words say so: 占1/2以上, 下降1/3."""
    match = _NUMBER_RE.match(text, one.end + 1)
    before = text[max(0, one.span.start - 3) : one.span.start]
    if not match or unit_at(text, match.end()) or not before.endswith(load_words(FILE, "fraction_before")):
        return None
    value = parse_fraction(one.value(text), parse_digits(match[0]))
    if value is None:
        return None
    span = Span(one.span.start, match.end())
    return found_at(text, span, Quantity(raw=span.of(text), value=value, unit="%"), "fraction")


def _pair(text: str, one: _Reading, two: _Reading) -> Iterator[Found]:
    unit, end = _fitting_unit(text, two)
    if text[one.end] in _SLASHES:
        whole, part = Span(two.span.start, end), Span(one.span.start, one.scaled)
        low = Quantity(raw=one.raw(text), value=one.value(text), unit=unit)
        yield replace(found_at(text, part, low, "ratio"), total=whole)
        high = Quantity(raw=two.raw(text), value=two.value(text), unit=unit)
        yield found_at(text, whole, high, "ratio")
        return
    first, second = one.value(text), two.value(text)
    if one.scale == 1 and first < parse_digits(
        two.span.of(text)
    ):  # 3—5万 is 30,000 to 50,000; 5000—1万 is not
        first *= two.scale
    low_end, unit_too = worth_in(first, unit)
    high_end = worth_in(second, unit)[0]
    raw = text[one.span.start : two.span.end] + (two.more and text[two.span.end : two.scaled])
    quantity = Quantity(
        raw=raw, value=low_end, unit=unit_too, value_max=high_end if high_end > low_end else None
    )
    yield found_at(text, Span(one.span.start, end), quantity, "range")


def _fitting_unit(text: str, one: _Reading) -> tuple[str, int]:
    """Return the canonical unit and where it ends; digits straight before a noun count it: 5部门 is 5个部门."""
    if one.unit and not makes_word(one.unit, text, one.end):
        return canonical_unit(one.unit), one.end
    after = text[one.scaled : one.scaled + 1]
    for noun, unit in bare_nouns().get(after, ()):
        if text.startswith(noun, one.scaled):
            return unit, one.scaled
    if one.unit:
        return "个", one.scaled
    for written, meant in load_mapping("units.yml", "slips").items():
        if text.startswith(written, one.scaled):
            return meant, one.scaled
    return _measured(text, one), one.scaled


def _measured(text: str, one: _Reading) -> str:
    """Return the unit of a number that none follows, by the noun before it: 订阅量2208, 总数达36; else ""."""
    after = text[one.scaled : one.scaled + 1]
    if (after and after not in _ENDS) or not one.value(
        text
    ):  # 案件数为0 is a stated zero, found by its own rule
        return ""
    before = text[max(0, one.span.start - _NOUN_REACH) : one.span.start]
    match = _measure_re().search(before)
    return _measures()[match["noun"]] if match else ""


@cache
def _measures() -> dict[str, str]:
    return {n: unit for unit, nouns in load_mapping(FILE, "bare_measures").items() for n in nouns.split()}


@cache
def _measure_re() -> re.Pattern[str]:
    links = any_of(load_words(FILE, "measure_links"))
    return re.compile(f"(?P<noun>{any_of(tuple(_measures()))}){links}{{0,3}}$")
