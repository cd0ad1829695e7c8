"""Find Chinese numerals that count: 两次, 十二份, 两成, 三四百份, 上百家; none that do not: 三项制度, 红十字会."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from build_scripts.extract.found import Found, is_free
from build_scripts.extract.qualifiers import found_at
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Qualifier, Quantity, Span
from build_scripts.rules.loading import any_of, load_words
from build_scripts.rules.numerals import parse_chinese, parse_vague
from build_scripts.rules.segmenter import is_word, word_round
from build_scripts.rules.units import canonical_unit, is_weak, kind_of, makes_word, unit_at, worth_in

FILE = "quantities.yml"
# A numeral, and what may open a vague one: 几十, 数百, 上千. A pattern that begins with one class of characters is
# searched in a third of the time of one whose first character may be missing.
_FIRST = "一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾百千万亿半"
_NUMERAL_RE = re.compile(
    f"[几数上{_FIRST}](?:(?<![几数上])|[{_FIRST}])"
    "[零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]*+(?:点[零〇一二三四五六七八九]++)?几?"
)
_NEVER_AFTER = frozenset("0123456789０１２３４５６７８９余多几.．")
_MORE = frozenset("余多来")
_SCALES = {"万": 10_000, "亿": 10**8}
_OPENERS = frozenset("几数上")
_BARE_SIZES = frozenset("百千万")
# A numeral this large counts, whatever its unit: no set phrase has one.
_LARGE = 100
# The longest numeral that is read, in characters: 九千九百九十九万九千九百九十九 has 15.
_LONGEST = 20
# Characters on either side that may speak of a numeral: the longest verb and twelve more.
_REACH = 24
# Characters on either side in which a word is looked for: 统一社会信用代码 has 8.
_WORD_REACH = 8
_STOPS_RE = re.compile('[，。；：、（）“”,;:()"]')
_CLAUSE_RE = re.compile('[，。；：（）“”,;:()"]')
_ONE_MORE_RE = re.compile("[、，,](?:就|再|又)?[\u4e00-\u9fff]{2}一[\u4e00-\u9fff]")
_SHARE_END_RE = re.compile("[一二三四五六七八九]?(?:以上|左右|以内|多|[，。；、）,;)]|$)")
_STOPS = frozenset("，。；、）,;)")


@dataclass(slots=True)
class _Reading:
    """A numeral with its unit: ``start`` and ``end`` in the text, what it means, ``vague`` where it is 几十 or 上百."""

    start: int
    end: int
    numeral: str
    more: str
    unit: str
    value: Decimal
    value_max: Decimal | None = None
    vague: Qualifier | None = None


def find_han_numerals(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    """Yield the Chinese numerals of ``text`` that count something, in order."""
    for match in _NUMERAL_RE.finditer(text):
        if text[match.start() - 1 : match.start()] in _NEVER_AFTER and match.start():
            continue
        reading = _read(text, match)
        if reading and is_free(reading.start, reading.end, aside) and _counts(text, reading):
            yield _row(text, reading)


def _read(text: str, match: re.Match[str]) -> _Reading | None:
    """Return what numeral, 余/多, 万/亿 and unit say, or ``None`` where no unit follows or it is no number."""
    start, at, numeral = match.start(), match.end(), match[0]
    if at - start > _LONGEST:
        return None
    more = text[at : at + 1] if text[at : at + 1] in _MORE else ""
    at += len(more)
    scale = _SCALES.get(text[at : at + 1], 1) if more or numeral.endswith("几") else 1
    at += scale > 1
    unit = unit_at(text, at)
    if not unit:
        return None
    if numeral[0] in _OPENERS and not (_says_vaguely(numeral) and not _is_tail(text, start)):
        start, numeral = start + 1, numeral[1:]
    try:
        low, high, vague = _value(text, start, numeral, more)
    except ValueError:
        return None
    return _Reading(start, at + len(unit), numeral, more, unit, low * scale, high and high * scale, vague)


def _says_vaguely(numeral: str) -> bool:
    return set(numeral[1:]) <= set("十百千万亿") and len(numeral) <= 3  # noqa: PLR2004 - 几千万 is the longest


def _is_tail(text: str, start: int) -> bool:
    """Say whether 数 or 上 is the end of another word: 人数十余, 线上百余, 以上百家."""
    begins = word_round(text, start, _WORD_REACH)[0]
    return begins < start and text[begins:start] not in load_words(FILE, "exactness_in_words")


def _value(
    text: str, start: int, numeral: str, more: str
) -> tuple[Decimal, Decimal | None, Qualifier | None]:
    """Return lowest value, highest if there is one, and how exact. Raises ``ValueError`` where it is no number."""
    if numeral[0] == "上":
        return parse_chinese(numeral[1:]), None, Qualifier.AT_LEAST
    try:
        low, high = parse_vague(numeral)
    except ValueError:
        low = parse_chinese(numeral)
    else:
        return low, high, Qualifier.APPROX
    if numeral[0] in _BARE_SIZES and not _is_opened(text, start, more):
        raise ValueError(f"不是数字：{numeral}")
    return low, None, None


def _is_opened(text: str, start: int, more: str) -> bool:
    """Say whether 百, 千 or 万 without a digit is a number: 近百, 百余; not the 万余 of 2.2 万余, nor 百姓."""
    before = text[max(0, start - 2) : start]
    return not before[-1:].isspace() if more else before.endswith(load_words(FILE, "opens_bare_size"))


def _row(text: str, reading: _Reading) -> Found:
    value, raw, unit = reading.value, reading.numeral + reading.more, canonical_unit(reading.unit)
    high, span = reading.value_max, Span(reading.start, reading.end)
    if unit == "成":
        more = text[span.end : span.end + 1]
        odd = "一二三四五六七八九".find(more) + 1 if more and not unit_at(text, span.end + 1) else 0
        value, unit, raw = value * 10 + odd, "%", raw + "成" + (more if odd else "")
        high, span = high and high * 10, Span(span.start, span.end + bool(odd))
    value, unit = worth_in(value, unit)
    found = found_at(text, span, Quantity(raw=raw, value=value, unit=unit, value_max=high), "han-numeral")
    if reading.vague:
        return replace(found, quantity=replace(found.quantity, qualifier=reading.vague))
    return found


def _counts(text: str, reading: _Reading) -> bool:
    """Say whether a Chinese numeral counts something, and is no part of a word or a set phrase."""
    before = text[max(0, reading.start - _REACH) : reading.start]
    after = text[reading.end : reading.end + _REACH]
    if _is_name(reading, before, after) or _is_inside_word(text, reading):
        return False
    for applies, counts in _SPECIAL:
        if applies(reading):
            return counts(reading, before, after)
    weak = is_weak(reading.unit) and not reading.more and not reading.vague and reading.value < _LARGE
    return _counts_weakly(before, after) if weak else True


def _is_name(reading: _Reading, before: str, after: str) -> bool:
    """Say whether numeral and unit are part of a name or are denied: 三级, 三项制度, 三审三校, 未发生一起."""
    unit, numeral = reading.unit, reading.numeral
    sure = bool(reading.more or reading.vague or reading.value >= _LARGE)
    return (
        before.endswith(_never_behind(sure=sure))
        or after.startswith(load_words(FILE, "set_phrase_after"))
        or unit in load_words(FILE, "never_counted")
        or (reading.vague is Qualifier.APPROX and unit in load_words(FILE, "never_vague"))
        or _is_echo(numeral, unit, before, after)
    )


@cache
def _never_behind(*, sure: bool) -> tuple[str, ...]:
    """Return the words behind which a numeral is part of a name or is denied; fewer where it is ``sure`` to count."""
    return load_words(FILE, "ordinal_before" if sure else "set_phrase_before") + load_words(
        FILE, "zero_words"
    )


def _is_echo(numeral: str, unit: str, before: str, after: str) -> bool:
    """Say whether the numeral or the unit stands twice: 三审三校, 一户一档, 一次次."""
    return before[-2:-1] == numeral or (after[:1] == numeral and len(numeral) == 1) or after[:1] == unit


def _is_inside_word(text: str, reading: _Reading) -> bool:
    """Say whether a word of the dictionary begins before the numeral or ends behind its unit: 长三角, 三角地."""
    unit_start = reading.end - len(reading.unit)
    if makes_word(reading.unit, text, reading.end):
        return True
    for at in {reading.start, unit_start}:
        start, end = word_round(text, at, _WORD_REACH)
        longer = start < reading.start or end > reading.end
        if longer and is_word(text[start:end]) and not _only_says_how_exact(text[start : reading.start]):
            return True
    return False


def _only_says_how_exact(before: str) -> bool:
    """Say whether a word holds nothing before its numeral but 近, 约, 上: 近百 is a word and a figure."""
    return before in load_words(FILE, "exactness_in_words")


def _counts_one(_: _Reading, before: str, after: str) -> bool:
    """Say whether 一 counts: 聘请一名, 移送案件一起。; not 查处一起、震慑一批, 汇聚一堂."""
    if before.endswith(load_words(FILE, "counts_one")):
        return not (_ONE_MORE_RE.match(after) or _one_before_re().search(before))
    said = _thing_before_one_re().search(_STOPS_RE.split(before)[-1])
    return bool(said) and after[:1] in _STOPS and not before.endswith(load_words(FILE, "never_one"))


@cache
def _thing_before_one_re() -> re.Pattern[str]:
    """A verb and the thing that is counted: 查处案件一起, 聘请法律顾问一名."""
    verbs = tuple(word for word in load_words(FILE, "counts_one") if len(word) > 1)
    return re.compile(any_of(verbs) + "[\u4e00-\u9fff]{2,12}$")


@cache
def _one_before_re() -> re.Pattern[str]:
    return re.compile(
        f"[\u4e00-\u9fff]{{2}}一[\u4e00-\u9fff]{{1,2}}[、，,](?:就|再|又)?{any_of(load_words(FILE, 'counts_one'))}$"
    )


def _is_multiple(_: _Reading, before: str, __: str) -> bool:
    """Say whether a multiple is told: 增长一倍, 上年的三倍."""
    return before.endswith(load_words(FILE, "times_before"))


def _is_money(_: _Reading, __: str, after: str) -> bool:
    """Say whether a small sum is no name: 两元钱; not 三元食品, 三角地."""
    return after[:1] in _STOPS or after.startswith(load_words(FILE, "money_after"))


def _is_half_a_time(reading: _Reading, before: str, after: str) -> bool:
    """Say whether 半 is half of a time that something took: 缩短到半天; not 下半年, 半年一次."""
    if kind_of(canonical_unit(reading.unit)) != "time":
        return False
    return after.startswith(load_words(FILE, "half_after")) or _counts_weakly(before, after)


def _counts_weakly(before: str, after: str) -> bool:
    """Say whether the clause says that a numeral before a weak unit counts: 聘请三位, 督导两轮。; not “三项制度”."""
    clause = _STOPS_RE.split(before)[-1]
    if clause and (after[:1] in _STOPS or not after):
        return True
    return bool(_governed_re().search(_CLAUSE_RE.split(before)[-1])) and not before.endswith(("“", "‘", '"'))


@cache
def _governed_re() -> re.Pattern[str]:
    return re.compile(any_of(load_words(FILE, "counts_weak")) + "(?:[^，。]{0,12})$")


def _is_share(reading: _Reading, before: str, after: str) -> bool:
    """Say whether 成 is a tenth here: 近八成, 两成以上, 九成五; not 成立, 成效."""
    said = reading.vague is not None or before.endswith(load_words(FILE, "share_before"))
    return said or _SHARE_END_RE.match(after) is not None


# Numerals and units that count by rules of their own, the first that applies.
_SPECIAL: tuple[tuple[Callable[[_Reading], bool], Callable[[_Reading, str, str], bool]], ...] = (
    (lambda r: r.unit == "倍", _is_multiple),
    (lambda r: r.unit == "成", _is_share),
    (lambda r: r.numeral == "一" and not r.more, _counts_one),
    (lambda r: r.numeral == "半", _is_half_a_time),
    (lambda r: r.value < _LARGE and kind_of(canonical_unit(r.unit)) == "money", _is_money),
)
