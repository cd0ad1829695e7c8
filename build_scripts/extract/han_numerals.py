"""Find Chinese numerals that count: 两次, 十二份, 两成, 百分之九十八; none that do not: 三项制度, 二次供水."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from build_scripts.extract.found import Found, is_free
from build_scripts.extract.qualifiers import found_at
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Quantity, Span
from build_scripts.rules.loading import any_of, load_mapping, load_words
from build_scripts.rules.numerals import NUMERAL_CHARS, parse_chinese, parse_digits
from build_scripts.rules.units import canonical_unit, is_weak, unit_at_start, unit_pattern

FILE = "quantities.yml"
SCALES = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
# A numeral this large counts, whatever its unit: no set phrase has one.
_LARGE = 100


@cache
def _han_re() -> re.Pattern[str]:
    fraction = "(?:点[零〇一二三四五六七八九]+)?"
    numeral = (
        f"(?<![0-9０-９余多几数])[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾][{NUMERAL_CHARS}]*{fraction}"
    )
    return re.compile(
        rf"(?P<percent>百分之(?P<rate>[{NUMERAL_CHARS}]+{fraction}|[0-9０-９.．]+)|百分之?百)"
        rf"|(?P<num>{numeral}|半)(?P<more>[余多])?(?P<scale>[万亿])?(?P<unit>{unit_pattern()})"
        rf"|(?P<half>一半)"
    )


def find_han_numerals(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    """Yield the Chinese numerals of ``text`` that count something, and rates in words: 百分之九十八, 百分百, 一半."""
    for match in _han_re().finditer(text):
        span = Span(*match.span())
        if not is_free(span, aside):
            continue
        if match["percent"]:
            value = Decimal(100) if not match["rate"] else _rate(match["rate"])
            yield found_at(text, span, Quantity(raw=match[0], value=value, unit="%"), "percent-words")
        elif match["half"]:
            if text[span.end : span.end + 1] not in ("天", "年", "时"):
                yield found_at(text, span, Quantity(raw="一半", value=Decimal(50), unit="%"), "half")
        elif _counts(text, match):
            yield _han_row(text, match)


def _rate(written: str) -> Decimal:
    return parse_digits(written) if written[0] in "0123456789０１２３４５６７８９" else parse_chinese(written)


def _han_row(text: str, match: re.Match[str]) -> Found:
    scale = SCALES.get(match["scale"] or "", 1)
    value = parse_chinese(match["num"]) * scale
    raw = match["num"] + (match["more"] or "")
    unit = canonical_unit(match["unit"])
    span = Span(*match.span())
    if unit == "成":
        more = text[span.end : span.end + 1]
        odd = "一二三四五六七八九".find(more) + 1 if more and not makes_unit(text[span.end + 1 :]) else 0
        value, unit, raw = value * 10 + odd, "%", raw + "成" + (more if odd else "")
        span = Span(span.start, span.end + bool(odd))
    return found_at(text, span, Quantity(raw=raw, value=value, unit=unit), "han-numeral")


def makes_unit(after: str) -> bool:
    """Say whether a unit follows, so that a numeral before it is one of its own: 三成五 but 占三成五家."""
    return unit_at_start(after) is not None


def makes_word(unit: str, after: str) -> bool:
    """Say whether what follows makes another word of a unit: 人 + 员, 部 + 门."""
    return after[:1] != "" and after[0] in load_mapping("units.yml", "never_before").get(unit, "")


def _counts(text: str, match: re.Match[str]) -> bool:
    """Say whether a Chinese numeral counts something, and is no part of a word or a set phrase."""
    unit, before, after = match["unit"], text[: match.start()], text[match.end() :]
    try:
        value = parse_chinese(match["num"])
    except ValueError:
        return False
    if _is_name(match["num"], unit, before, after):
        return False
    if unit == "成":
        return _is_share(before, after)
    if value == 1 and len(match["num"]) == 1:
        return before.endswith(load_words(FILE, "counts_one"))
    weak = is_weak(unit) and not match["more"] and value < _LARGE
    return _counts_weakly(before, after) if weak else True


def _is_name(numeral: str, unit: str, before: str, after: str) -> bool:
    """Say whether numeral and unit are part of a name or are denied: 三级, 三项制度, 三审三校, 未发生一起."""
    return (
        _is_phrase(unit, before, after)
        or unit in load_words(FILE, "never_counted")
        or _is_echo(numeral, before, after)
        or before.endswith(load_words(FILE, "zero_words"))
    )


def _is_phrase(unit: str, before: str, after: str) -> bool:
    return (
        before.endswith(load_words(FILE, "set_phrase_before"))
        or after.startswith(load_words(FILE, "set_phrase_after"))
        or makes_word(unit, after)
    )


def _is_echo(numeral: str, before: str, after: str) -> bool:
    """Say whether the numeral stands twice with one character behind each: 三审三校, 一户一档."""
    return before[-2:-1] == numeral or (after[:1] == numeral and len(numeral) == 1)


def _counts_weakly(before: str, after: str) -> bool:
    """Say whether the clause says that a numeral before a weak unit counts: 聘请三位, 督导两轮。; not “三项制度”."""
    clause = re.split("[，。；：、（）“”]", before)[-1]
    if clause and after[:1] in tuple("，。；、）"):
        return True
    governed = re.search(any_of(load_words(FILE, "counts_weak")) + "(?:[^，。]{0,12})$", clause)
    return bool(governed) and not before.endswith(("“", "‘"))


def _is_share(before: str, after: str) -> bool:
    """Say whether 成 is a tenth here: 近八成, 两成以上; not 成立, 成效."""
    said = before.endswith(load_words(FILE, "share_before"))
    return said or re.match("以上|左右|以内|多|[，。；、）]", after) is not None
