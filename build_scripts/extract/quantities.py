"""Find numbers in digits with their units: 近3000余人次, 1.2万余份, 3千余条, 18/19件, 3—5个工作日, 订阅量2208."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from build_scripts.extract.found import Found, is_free
from build_scripts.extract.han_numerals import find_han_numerals
from build_scripts.extract.qualifiers import found_at
from build_scripts.extract.rates_in_words import find_rates_in_words, parse_fraction
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Change, Quantity, Span, new_quantity, new_span
from build_scripts.rules.loading import any_of, load_mapping, load_words
from build_scripts.rules.numerals import parse_digits
from build_scripts.rules.units import bare_nouns, canonical_unit, kind_of, makes_word, unit_at, worth_in

FILE = "quantities.yml"
# It begins with one character, as what begins with several is searched in twice the time.
# A number, 余 or 多 before its 万, the 万 itself, the rest of 1万2千, and 余 or 多 behind: 120多万, 1.2万余.
_NUMBER_RE = re.compile(
    r"([0-9０-９][0-9０-９]*+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*+(?:[.．][0-9０-９]++)?)"
    "([余多](?=[十百千]?[万亿]))?([十百千]?万|[十百千万]?亿)?((?<=万)[0-9]千(?![米克瓦]))?((?:余|多(?![元种样]))?)"
)
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_SLASHES = frozenset("/／")
_JOINS = frozenset("-—–－~～至") | _SLASHES
_MORE = frozenset("余多")
# The unit of a number in a table's row: 175.3（万元）.
_BRACKET_RE = re.compile("[（(]([十百千]?[万亿])?")
_OPEN, _CLOSE = frozenset("（("), frozenset("）)")
_SMALL = {"十": 10, "百": 100, "千": 1000}
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 10**8}
# 3百 and 12千 are written, 2023百日攻坚 begins with a year.
_LONGEST_BEFORE_SMALL = 3
# Signs of a negative rate, and what must stand before one: else it is a dash.
_SIGN_RE = re.compile("(?:为|是|率|幅|增长|达|降|[：:（(，,])[-−－–]$")
# 2023企业年报 is of a year.
_YEAR_RE = re.compile("20[12][0-9]")
_ENDS = frozenset('，。；、！？）)\n,;.”"!?+＋')
# The longest noun of `bare_measures` and three words as 达到, 突破 behind it.
_NOUN_REACH = 14


def find_quantities(text: str, aside: Sequence[SetAside]) -> list[Found]:
    """Return the numbers of ``text`` that count something, in order of place; what is aside is passed by."""
    in_words = [*find_han_numerals(text, aside), *find_rates_in_words(text, aside)]
    rates = (f.span for f in in_words if f.rule == "percent-words")
    taken = {at for span in rates for at in range(span.start, span.end)}
    found = [f for f in _in_digits(text, aside) if f.span.start not in taken]
    return sorted([*found, *in_words], key=lambda f: (f.span.start, f.span.end)) if in_words else found


@dataclass(slots=True)
class _Reading:
    """A number in digits as it was read: where it starts, where its digits, 余/万 and unit end, and what they say."""

    start: int
    stop: int
    scaled: int
    end: int
    scale: int
    more: str
    unit: str
    rest: int = 0

    def value(self, text: str) -> Decimal:
        digits = parse_digits(text[self.start : self.stop])
        return digits if self.scale == 1 else digits * self.scale + self.rest

    def raw(self, text: str) -> str:
        """Return the number without unit; 万 stays where 余 stands behind it: 1.2万余, but 3余 of 3余万份."""
        behind = self.rest or (self.more and text[self.scaled - 1] == self.more)
        return text[self.start : self.scaled] if behind else text[self.start : self.stop] + self.more


def _in_digits(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    end = 0
    for match in _NUMBER_RE.finditer(text):
        start, stop = match.span(1)
        if start < end or not is_free(start, stop, aside) or _goes_on(text, start):
            continue
        one = _read(text, match)
        two = _second(text, one, aside) if text[one.end : one.end + 1] in _JOINS else None
        found = tuple(_pair(text, one, two)) if two else (_single(text, one),)
        end = found[-1].span.end
        yield from found


def _goes_on(text: str, start: int) -> bool:
    """Say whether digits are the rest of a number that is none: the 3 of 1.2.3."""
    return start > 1 and text[start - 1] in ".．" and text[start - 2] in _DIGITS


def _read(text: str, match: re.Match[str]) -> _Reading:
    (start, stop), (_, before, big, thousands, behind) = match.span(1), match.groups()
    at, scale, more = match.end(), _size(big) if big else 1, before or behind
    rest = int(thousands[0]) * _SMALL["千"] if thousands else 0
    if scale == 1 and text[at : at + 1] in _SMALL and _is_small_scale(text, start, stop):
        at, scale = at + 1, _SMALL[text[at]]
        more = text[at] if text[at : at + 1] in _MORE else ""
        at += len(more)
    unit = unit_at(text, at)
    if not unit and not more and text[at : at + 1] == "来" and (unit := unit_at(text, at + 1)):
        more, at = "来", at + 1
    if unit or text[at : at + 1] not in _OPEN:
        return _Reading(start, stop, at, at + len(unit), scale, more, unit, rest)
    return _read_bracket(text, _Reading(start, stop, at, at, scale, more, "", rest))


def _read_bracket(text: str, one: _Reading) -> _Reading:
    """Return the number with the unit that stands in brackets behind it: 2000（份）, 175.3（万元）."""
    bracket = _BRACKET_RE.match(text, one.end)
    unit = unit_at(text, bracket.end()) if bracket else ""
    end = bracket.end() + len(unit) if bracket else 0
    if not bracket or not unit or text[end : end + 1] not in _CLOSE:
        return one
    return replace(one, end=end + 1, scale=one.scale * _size(bracket[1] or ""), unit=unit)


def _size(written: str) -> int:
    size = 1
    for char in written:
        size *= _SIZES[char]
    return size


def _is_small_scale(text: str, start: int, at: int) -> bool:
    """Say whether 十, 百 or 千 behind digits multiplies: 3千余条, 2百人; not 3千米, 2023百日攻坚."""
    if text[at : at + 1] not in _SMALL or at - start > _LONGEST_BEFORE_SMALL or unit_at(text, at):
        return False
    return text[at + 1 : at + 2] in _MORE or unit_at(text, at + 1) != ""


def _second(text: str, one: _Reading, aside: Sequence[SetAside]) -> _Reading | None:
    """Return the number behind a dash or a slash, where both are of one kind: 3—5个工作日, 500元至1000元, 18/19件."""
    match = _NUMBER_RE.match(text, one.end + 1)
    if not match or not is_free(*match.span(1), aside):
        return None
    two = _read(text, match)
    return two if two.unit and one.unit in ("", two.unit) else None


def _single(text: str, one: _Reading) -> Found:
    if text[one.end : one.end + 1] in _SLASHES and (found := _fraction(text, one)):
        return found
    unit, end = _fitting_unit(text, one)
    value, unit = worth_in(one.value(text), unit)
    span, raw = new_span(one.start, end), one.raw(text)
    if _is_negative(text, span.start, unit):
        return _negative(text, Span(span.start - 1, end), Quantity(raw=raw, value=value, unit=unit))
    return found_at(text, span, new_quantity(raw=raw, value=value, unit=unit), "digits")


def _is_negative(text: str, start: int, unit: str) -> bool:
    return kind_of(unit) == "rate" and _SIGN_RE.search(text, max(0, start - 4), start) is not None


def _negative(text: str, span: Span, size: Quantity) -> Found:
    """Read a negative rate; a negative growth is a decrease of its size: 增幅为-3.5%."""
    raw = text[span.start] + size.raw
    before = text[max(0, span.start - _NOUN_REACH) : span.start]
    if any(word in before for word in load_words(FILE, "growth_words")):
        found = found_at(text, span, replace(size, raw=raw), "digits")
        return replace(found, change=Change.DECREASE)
    return found_at(text, span, replace(size, raw=raw, value=-size.value), "digits")


def _fraction(text: str, one: _Reading) -> Found | None:
    """Read 1/2 without a unit as a rate, where words say so: 占1/2以上, 下降1/3."""
    match = _NUMBER_RE.match(text, one.end + 1)
    before = text[max(0, one.start - 3) : one.start]
    if (
        one.unit
        or not match
        or unit_at(text, match.end())
        or not before.endswith(load_words(FILE, "fraction_before"))
    ):
        return None
    value = parse_fraction(one.value(text), parse_digits(match[1]))
    if value is None:
        return None
    span = Span(one.start, match.end())
    return found_at(text, span, Quantity(raw=span.of(text), value=value, unit="%"), "fraction")


def _pair(text: str, one: _Reading, two: _Reading) -> Iterator[Found]:
    unit, end = _fitting_unit(text, two)
    if text[one.end] in _SLASHES:
        whole, part = Span(two.start, end), Span(one.start, one.scaled)
        low = Quantity(raw=one.raw(text), value=one.value(text), unit=unit)
        yield replace(found_at(text, part, low, "ratio"), total=whole)
        high = Quantity(raw=two.raw(text), value=two.value(text), unit=unit)
        yield found_at(text, whole, high, "ratio")
        return
    first, second = one.value(text), two.value(text)
    if one.scale == 1 and first < second / two.scale:  # 3—5万 is 30,000 to 50,000; 5000—1万 is not
        first *= two.scale
    low_end, unit_too = worth_in(first, unit)
    high_end = worth_in(second, unit)[0]
    raw = text[one.start : two.stop] + (two.more and text[two.stop : two.scaled])
    quantity = Quantity(
        raw=raw, value=low_end, unit=unit_too, value_max=high_end if high_end > low_end else None
    )
    yield found_at(text, Span(one.start, end), quantity, "range")


def _fitting_unit(text: str, one: _Reading) -> tuple[str, int]:
    """Return the canonical unit and where it ends; digits straight before a noun count it: 5部门 is 5个部门."""
    if one.unit and not makes_word(one.unit, text, one.end):
        return canonical_unit(one.unit), one.end
    after = text[one.scaled : one.scaled + 1]
    for noun, unit in bare_nouns().get(after, ()):
        if text.startswith(noun, one.scaled) and not _YEAR_RE.fullmatch(text, one.start, one.scaled):
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
    before = text[max(0, one.start - _NOUN_REACH) : one.start]
    match = _measure_re().search(before)
    return _measures()[match["noun"]] if match else ""


@cache
def _measures() -> dict[str, str]:
    return {n: unit for unit, nouns in load_mapping(FILE, "bare_measures").items() for n in nouns.split()}


@cache
def _measure_re() -> re.Pattern[str]:
    links = any_of(load_words(FILE, "measure_links"))
    return re.compile(f"(?P<noun>{any_of(tuple(_measures()))}){links}{{0,3}}$")
