"""Find rates in words: 百分之九十八, 百分百, 一半, 过半, 三分之一, 翻一番."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from build_scripts.extract.found import Found, is_free
from build_scripts.extract.qualifiers import found_at
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Change, Qualifier, Quantity, Span
from build_scripts.rules.loading import load_mapping, load_words
from build_scripts.rules.numerals import NUMERAL_CHARS, parse_chinese, parse_digits, parse_vague

FILE = "quantities.yml"
_NUMBER = rf"(?:[{NUMERAL_CHARS}]++(?:点[零〇一二三四五六七八九]++)?|[0-9０-９]++(?:[.．][0-9０-９]++)?)"
# Looked for first, since most paragraphs hold no rate in words.
_HINTS = ("分之", "分百", "一半", "过半", "半数", "翻")
_RATE_RE = re.compile(
    rf"(?P<base>[百千万])分之(?P<rate>{_NUMBER})|百分之?百"
    rf"|(?<![{NUMERAL_CHARS}])(?P<whole>[二三四五六七八九十]{{1,3}}+|[2-9]|1[0-9])分之(?P<part>[一二两三四五六七八九十]{{1,3}}+|[1-9][0-9]?)"
    r"|(?P<half>一半(?![天年时])|过半数?|近半数|半数)"
    rf"|翻了?(?P<times>[一两二三四])番|(?P<double>翻了?[番倍])"
)
_UNITS = {"百": ("%", 1), "千": ("‰", 1), "万": ("%", 100)}
_WHOLE = Decimal(100)
_CENT = Decimal("0.01")
_DIGITS = frozenset("0123456789０１２３４５６７８９")


def find_rates_in_words(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    """Yield the rates that ``text`` gives in words, in order; a growth has its ``change``."""
    for match in _RATE_RE.finditer(text) if any(hint in text for hint in _HINTS) else ():
        span = Span(*match.span())
        if not is_free(span.start, span.end, aside):
            continue
        if match["half"]:
            if not _is_saying(text, span):
                yield _half(text, span)
        elif match["times"] or match["double"]:
            yield _growth(text, span, match["times"] or "一")
        elif quantity := _quantity(match):
            found = found_at(text, span, quantity, "percent-words")
            yield _as_said(found, Qualifier.APPROX if quantity.value_max else None)


def parse_fraction(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a fraction as a percentage with at most two decimals, or ``None`` where it is none: 1, 3 give 33.33."""
    if not 0 < part < whole:
        return None
    share = (_WHOLE * part / whole).quantize(_CENT)
    return share.quantize(Decimal(1)) if share == share.to_integral() else share


def _quantity(match: re.Match[str]) -> Quantity | None:
    """Return what a rate says, or ``None`` where its words are no numbers."""
    try:
        return _read_rate(match)
    except ValueError:
        return None


def _read_rate(match: re.Match[str]) -> Quantity | None:
    if match["base"]:
        unit, base = _UNITS[match["base"]]
        low, high = _bounds(match["rate"])
        return Quantity(raw=match[0], value=low / base, unit=unit, value_max=high and high / base)
    if not match["whole"]:
        return Quantity(raw=match[0], value=_WHOLE, unit="%")
    share = parse_fraction(_value(match["part"]), _value(match["whole"]))
    return Quantity(raw=match[0], value=share, unit="%") if share is not None else None


def _bounds(written: str) -> tuple[Decimal, Decimal | None]:
    """Return the value, and the highest one of 百分之七八十."""
    try:
        return parse_vague(written)
    except ValueError:
        return _value(written), None


def _value(written: str) -> Decimal:
    return parse_digits(written) if written[0] in _DIGITS else parse_chinese(written)


def _half(text: str, span: Span) -> Found:
    """Read 一半, 过半 (at least), 近半数 (about) as 50 %."""
    written = span.of(text)
    found = found_at(text, span, Quantity(raw=written, value=Decimal(50), unit="%"), "half")
    said = next((q for word, q in load_mapping(FILE, "half_says").items() if written.startswith(word)), None)
    return _as_said(found, Qualifier(said) if said else None)


def _as_said(found: Found, said: Qualifier | None) -> Found:
    """Return ``found`` as exact as its own words say, where they do."""
    return replace(found, quantity=replace(found.quantity, qualifier=said)) if said else found


def _growth(text: str, span: Span, times: str) -> Found:
    """Read 翻一番 as a growth of 100 %, 翻两番 of 300 %."""
    value = _WHOLE * (2 ** int(parse_chinese(times)) - 1)
    found = found_at(text, span, Quantity(raw=span.of(text), value=value, unit="%"), "doubling")
    return replace(found, change=Change.INCREASE)


def _is_saying(text: str, span: Span) -> bool:
    """Say whether the words before make a saying of it: 时间过半、任务过半."""
    return text[max(0, span.start - 2) : span.start].endswith(load_words(FILE, "half_never_after"))
