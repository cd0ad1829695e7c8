"""Find numbers with their units and say how exact they are: 近3000余人次, 1.2万余份, 百分之九十八点五, 两次, 3—5个工作日."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from build_scripts.extract.found import Found
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Qualifier, Quantity, Span
from build_scripts.rules.loading import any_of, load_words, load_yaml
from build_scripts.rules.numerals import NUMERAL_CHARS, parse_chinese, parse_digits
from build_scripts.rules.units import canonical_unit, is_weak, unit_pattern

FILE = "quantities.yml"

_DIGITS = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
_SCALES = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_DASH = "[-—–－~～至]"


@cache
def _digit_re() -> re.Pattern[str]:
    """A number in digits, a second one behind a dash or a slash, 余/多, 万/亿, a unit."""
    return re.compile(
        rf"(?<![0-9０-９A-Za-z.．])(?P<one>{_DIGITS})(?:(?P<more1>[余多])?(?P<scale1>[十百千]?万|亿)?)"
        rf"(?:(?P<unit1>{unit_pattern()})?(?P<sep>{_DASH}|[/／])(?P<two>{_DIGITS})(?P<scale2>[十百千]?万|亿)?)?"
        rf"(?P<more2>[余多])?(?P<unit>{unit_pattern()})?(?P<bracket>（[次套个人户家件台份场]）)?"
    )


@cache
def _han_re() -> re.Pattern[str]:
    fraction = "(?:点[零〇一二三四五六七八九]+)?"
    numeral = f"(?<![0-9０-９余多几数])[一二两三四五六七八九十][{NUMERAL_CHARS}]*{fraction}"
    return re.compile(
        rf"(?P<percent>百分之(?P<rate>[{NUMERAL_CHARS}]+{fraction}|[0-9０-９.．]+)|百分之?百)"
        rf"|(?P<num>{numeral}|半)(?P<more>[余多])?(?P<scale>[万亿])?(?P<unit>{unit_pattern()})"
        rf"|(?P<half>一半)"
    )


def find_quantities(text: str, aside: Sequence[SetAside]) -> list[Found]:
    """Return the numbers of ``text`` that count something, in order, offsets in ``text``; what is aside is passed by."""
    found = [*_in_digits(text, aside), *_in_han(text, aside)]
    return sorted(found, key=lambda f: (f.span.start, f.span.end))


def _free(span: Span, aside: Sequence[SetAside]) -> bool:
    return not any(span.overlaps(a.span) for a in aside)


def _in_digits(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    for match in _digit_re().finditer(text):
        if not _free(Span(match.start("one"), match.end("one")), aside):
            continue
        if match["two"] and not (match["unit"] and _free(Span(*match.span("two")), aside)):
            match = _alone(text, match)
        yield from _digit_rows(text, match)


def _alone(text: str, match: re.Match[str]) -> re.Match[str]:
    """Read the first number of a pair that is none: what stands behind the dash is no number of the same kind."""
    return _digit_re().match(text[: match.start("sep")], match.start()) or match


def _digit_rows(text: str, match: re.Match[str]) -> Iterator[Found]:
    unit = _fitting_unit(text, match)
    scale = _SCALES.get(match["scale1"] or match["scale2"] or "", 1)
    one = parse_digits(match["one"]) * scale
    end = match.end("unit") if match["unit"] else match.end("more2") if match["more2"] else match.end()
    end = match.end("bracket") if match["bracket"] else end
    if match["two"] is None:
        raw = match["one"] + (match["more1"] or "")
        if match["more2"]:
            raw = match["one"] + (match["scale1"] or "") + match["more2"]
        span = Span(match.start("one"), end)
        yield _found(text, span, Quantity(raw=raw, value=one, unit=unit), "digits")
        return
    two = parse_digits(match["two"]) * _SCALES.get(match["scale2"] or match["scale1"] or "", 1)
    if match["sep"] in "/／":
        whole = Span(match.start("two"), end)
        part = Span(match.start("one"), match.end("one"))
        yield replace(
            _found(text, part, Quantity(raw=match["one"], value=one, unit=unit), "ratio"), total=whole
        )
        yield _found(text, whole, Quantity(raw=match["two"], value=two, unit=unit), "ratio")
        return
    raw = text[match.start("one") : match.end("two")]
    quantity = Quantity(raw=raw, value=one, unit=unit, value_max=two if two > one else None)
    yield _found(text, Span(match.start("one"), end), quantity, "range")


def _fitting_unit(text: str, match: re.Match[str]) -> str:
    """Return the canonical unit. Digits straight before a noun count pieces: 5部门 is 5个部门, 22各单位 22个单位."""
    unit = match["unit"]
    if unit is None:
        after = text[match.end() : match.end() + 2]
        slips = load_yaml("units.yml")["slips"]
        assert isinstance(slips, list)
        for slip in slips:
            assert isinstance(slip, dict)
            if after.startswith(str(slip["written"])):
                return str(slip["unit"])
        return "个" if after.startswith(load_words("units.yml", "bare_nouns")) else ""
    never = load_yaml("units.yml")["never_before"]
    assert isinstance(never, dict)
    blocked = str(never.get(unit, ""))
    if blocked and text[match.end("unit") : match.end("unit") + 1] in tuple(blocked):
        return "个"
    return canonical_unit(unit)


def _in_han(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    for match in _han_re().finditer(text):
        span = Span(*match.span())
        if not _free(span, aside):
            continue
        if match["percent"]:
            value = Decimal(100) if not match["rate"] else _rate(match["rate"])
            yield _found(text, span, Quantity(raw=match[0], value=value, unit="%"), "percent-words")
        elif match["half"]:
            if text[span.end : span.end + 1] not in ("天", "年", "时"):
                yield _found(text, span, Quantity(raw="一半", value=Decimal(50), unit="%"), "half")
        elif _counts(text, match):
            yield _han_row(text, match)


def _rate(written: str) -> Decimal:
    return parse_digits(written) if written[0] in "0123456789０１２３４５６７８９" else parse_chinese(written)


def _han_row(text: str, match: re.Match[str]) -> Found:
    scale = _SCALES.get(match["scale"] or "", 1)
    value = parse_chinese(match["num"]) * scale
    raw = match["num"] + (match["more"] or "")
    unit = canonical_unit(match["unit"])
    if unit == "成":
        value, unit = value * 10, "%"
    return _found(text, Span(*match.span()), Quantity(raw=raw, value=value, unit=unit), "han-numeral")


def _counts(text: str, match: re.Match[str]) -> bool:
    """Say whether a Chinese numeral counts something, and is no part of a word or a set phrase."""
    try:
        value = parse_chinese(match["num"])
    except ValueError:
        return False
    before, after = text[: match.start()], text[match.end() :]
    if before.endswith(load_words(FILE, "set_phrase_before")) or after.startswith(
        _phrases_after(match["unit"])
    ):
        return False
    if after[:1] in tuple(_blocked(match["unit"])):
        return False
    if match["unit"] == "成":
        return _is_share(before, after)
    if match["unit"] in load_words(FILE, "never_counted"):
        return False
    if value == 1 and len(match["num"]) == 1:
        return bool(re.search(any_of(load_words(FILE, "counts_one")) + "$", before))
    if is_weak(match["unit"]) and not match["more"] and value < 100:
        clause = re.split("[，。；：、（）“”]", before)[-1]
        if clause and after[:1] in tuple("，。；、）"):
            return True
        return bool(
            re.search(any_of(load_words(FILE, "counts_weak")) + "(?:[^，。]{0,12})$", clause)
        ) and not re.search("[“‘]$", before)
    return True


def _phrases_after(unit: str) -> tuple[str, ...]:
    return load_words(FILE, "set_phrase_after")


def _blocked(unit: str) -> str:
    never = load_yaml("units.yml")["never_before"]
    assert isinstance(never, dict)
    return str(never.get(unit, ""))


def _is_share(before: str, after: str) -> bool:
    """Say whether 成 is a tenth here: 近八成, 两成以上; not 成立, 成效."""
    said = re.search(
        "(?:近|超|超过|达|达到|约|逾|不足|占|占比|有|的|为|是|高出|低于|下降|提高|压缩|增长)$", before
    )
    return bool(said or re.match("以上|左右|以内|多|[，。；、）]", after)) and not re.match(
        "[立效果员功熟绩长本都人就型为分]", after
    )


def _found(text: str, span: Span, quantity: Quantity, rule: str) -> Found:
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
    before, after = text[max(0, span.start - 6) : span.start], text[span.end : span.end + 3]
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
