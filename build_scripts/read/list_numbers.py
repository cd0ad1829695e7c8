"""Numbers of lists in the ways that Word and web pages write them: 一, 1, (1), ①, a, iv.

Source of the names and forms: ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
"""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# No list of a report is longer; a file may start one at two thousand million.
_LARGEST = 9999


def write_number(number: int, form: str) -> str:
    """Return ``number`` as Word writes it in the format ``form``, in digits where the form is not known.

    >>> write_number(12, "chineseCounting"), write_number(3, "decimalEnclosedCircle"), write_number(2, "upperLetter")
    ('十二', '③', 'B')
    """
    if not 0 < number <= _LARGEST:
        return "" if form in ("none", "bullet") else str(number)
    return _FORMS.get(form, str)(number)


def _counted(number: int, digits: str = _DIGITS, scales: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """Return a number in words: 十二, 二十, 一百零五; the one before a first ten is left out, but in 壹拾贰."""
    written, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit:
            written += ("零" if gap else "") + digits[digit] + scales[place]
        gap = bool(written) and not digit
    return written[1:] if scales[1] == "十" and written.startswith("一十") else written


def _legal(number: int) -> str:
    return _counted(number, _LEGAL, ("", "拾", "佰", "仟"))


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(number))


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(d)) for d in str(number))


def _of_signs(first: int, most: int) -> Callable[[int], str]:
    """Return what writes a number as one sign of a row of signs, in digits behind their end."""
    return lambda number: chr(first + number - 1) if number <= most else str(number)


def _of_row(row: str) -> Callable[[int], str]:
    return lambda number: row[(number - 1) % len(row)]


def _letters(first: str) -> Callable[[int], str]:
    """Word goes on behind z with aa, bb, cc."""
    return lambda number: chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "chineseLegalSimplified": _legal,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "ideographTraditional": _of_row(_STEMS),
    "ideographZodiac": _of_row(_BRANCHES),
    "decimalZero": "{:02}".format,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _of_signs(0x2460, 20),
    "decimalEnclosedCircleChinese": _of_signs(0x2460, 20),
    "decimalEnclosedParen": _of_signs(0x2474, 20),
    "decimalEnclosedFullstop": _of_signs(0x2488, 20),
    "ideographEnclosedCircle": _of_signs(0x3220, 10),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "none": lambda _: "",
    "bullet": lambda _: "",
}
