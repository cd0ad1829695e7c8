"""Find numbers in digits with their units: 近3000余人次, 1.2万余份, 18/19件, 3—5个工作日."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from build_scripts.extract.found import Found, is_free
from build_scripts.extract.han_numerals import SCALES, find_han_numerals, makes_word
from build_scripts.extract.qualifiers import found_at
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Quantity, Span
from build_scripts.rules.loading import load_mapping, load_words
from build_scripts.rules.numerals import parse_digits
from build_scripts.rules.units import canonical_unit, unit_pattern

_DIGITS = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
_DASH = "[-—–－~～至]"


@cache
def _digit_re() -> re.Pattern[str]:
    """A number in digits, a second one behind a dash or a slash, 余/多, 万/亿, a unit."""
    return re.compile(
        rf"(?<![0-9０-９A-Za-z.．])(?P<one>{_DIGITS})(?:(?P<more1>[余多])?(?P<scale1>[十百千]?万|亿)?)"
        rf"(?:(?P<unit1>{unit_pattern()})?(?P<sep>{_DASH}|[/／])(?P<two>{_DIGITS})(?P<scale2>[十百千]?万|亿)?)?"
        rf"(?P<more2>[余多])?(?P<unit>{unit_pattern()})?(?P<bracket>（[次套个人户家件台份场]）)?"
    )


def find_quantities(text: str, aside: Sequence[SetAside]) -> list[Found]:
    """Return the numbers of ``text`` that count something, in order of place; what is aside is passed by."""
    found = [*_in_digits(text, aside), *find_han_numerals(text, aside)]
    return sorted(found, key=lambda f: (f.span.start, f.span.end))


def _in_digits(text: str, aside: Sequence[SetAside]) -> Iterator[Found]:
    for match in _digit_re().finditer(text):
        if not is_free(Span(match.start("one"), match.end("one")), aside):
            continue
        paired = match["two"] is None or (match["unit"] and is_free(Span(*match.span("two")), aside))
        yield from _digit_rows(text, match if paired else _alone(text, match))


def _alone(text: str, match: re.Match[str]) -> re.Match[str]:
    """Read the first number of a pair that is none: what stands behind the dash is no number of the same kind."""
    return _digit_re().match(text[: match.start("sep")], match.start()) or match


def _digit_rows(text: str, match: re.Match[str]) -> Iterator[Found]:
    unit = _fitting_unit(text, match)
    scale = SCALES.get(match["scale1"] or match["scale2"] or "", 1)
    one = parse_digits(match["one"]) * scale
    end = (
        match.start("unit")
        if match["unit"] and makes_word(match["unit"], text[match.end("unit") :])
        else match.end()
    )
    if match["two"] is None:
        raw = match["one"] + (match["more1"] or "")
        if match["more2"]:
            raw = match["one"] + (match["scale1"] or "") + match["more2"]
        span = Span(match.start("one"), end)
        yield found_at(text, span, Quantity(raw=raw, value=one, unit=unit), "digits")
        return
    two = parse_digits(match["two"]) * SCALES.get(match["scale2"] or match["scale1"] or "", 1)
    if match["sep"] in "/／":
        whole = Span(match.start("two"), end)
        part = Span(match.start("one"), match.end("one"))
        yield replace(
            found_at(text, part, Quantity(raw=match["one"], value=one, unit=unit), "ratio"), total=whole
        )
        yield found_at(text, whole, Quantity(raw=match["two"], value=two, unit=unit), "ratio")
        return
    raw = text[match.start("one") : match.end("two")]
    quantity = Quantity(raw=raw, value=one, unit=unit, value_max=two if two > one else None)
    yield found_at(text, Span(match.start("one"), end), quantity, "range")


def _fitting_unit(text: str, match: re.Match[str]) -> str:
    """Return the canonical unit. Digits straight before a noun count pieces: 5部门 is 5个部门, 22各单位 22个单位."""
    unit = match["unit"]
    if unit is not None:
        return "个" if makes_word(unit, text[match.end("unit") :]) else canonical_unit(unit)
    after = text[match.end() : match.end() + 2]
    slips = load_mapping("units.yml", "slips")
    slip = next((meant for written, meant in slips.items() if after.startswith(written)), "")
    return slip or ("个" if after.startswith(load_words("units.yml", "bare_nouns")) else "")
