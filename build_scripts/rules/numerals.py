"""Written numbers to ``Decimal``: 1，116, １２．５, 一千二百余's 一千二百, 二〇二四, 百分之九十八点五's 九十八点五.

Source of the Chinese forms: GB/T 15835-2011, 出版物上数字用法.
"""

import math
import re
import unicodedata
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "俩": 2}
DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}  # as amounts of money are written
SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
NUMERAL_CHARS = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"


def fold_width(text: str) -> str:
    """Return ``text`` with full-width letters, digits and marks made half-width: "１２．５％" gives "12.5%"."""
    return unicodedata.normalize("NFKC", text)


def parse_digits(written: str) -> Decimal:
    """Return the value of a run of digits of any width, thousands commas allowed. Raises ``ValueError`` otherwise.

    >>> parse_digits("１，１１６")
    Decimal('1116')
    """
    if written.isascii() and written.isdigit():
        return Decimal(written)
    folded = (written if written.isascii() else fold_width(written)).replace(",", "")
    if not folded.replace(".", "", 1).isdigit() or not folded.isascii():
        raise ValueError(f"不是数字：{written}")
    return Decimal(folded)


def parse_chinese(written: str) -> Decimal:
    """Return the value of a Chinese numeral. Raises ``ValueError`` where it is none.

    >>> parse_chinese("一千二百"), parse_chinese("二〇二四"), parse_chinese("九十八点五")
    (Decimal('1200'), Decimal('2024'), Decimal('98.5'))
    """
    if written == "半":
        return Decimal("0.5")
    whole, _, fraction = written.partition("点")
    value = Decimal(_positional(whole) if _is_positional(whole) else _grouped(whole))
    if fraction:
        value += Decimal("0." + str(_positional(fraction)).zfill(len(fraction)))
    return value


def _is_positional(text: str) -> bool:
    return len(text) > 1 and all(c in DIGITS for c in text)


_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 10**8}
_SOME_RE = re.compile(r"[几数]([十百千万]?[十百千万亿])")
_TEENS_RE = re.compile(r"([二三四五六七八九]?十)几")
_PAIR_RE = re.compile(r"([一二两三四五六七八])([二两三四五六七八九])([十百千万]{0,2})")


def parse_vague(written: str) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest value of a vague numeral. Raises ``ValueError`` where it is none.

    >>> parse_vague("三四百"), parse_vague("十几"), parse_vague("数十")
    ((Decimal('300'), Decimal('400')), (Decimal('11'), Decimal('19')), (Decimal('20'), Decimal('90')))
    """
    if some := _SOME_RE.fullmatch(written):
        size = _size(some[1])
        return Decimal(2 * size), Decimal(9 * size)
    if teens := _TEENS_RE.fullmatch(written):
        base = parse_chinese(teens[1])
        return base + 1, base + 9
    pair = _PAIR_RE.fullmatch(written)
    if not pair:
        raise ValueError(f"不是概数：{written}")
    low, high, size = DIGITS[pair[1]], DIGITS[pair[2]], _size(pair[3])
    if high - low != 1 and (low, high) != (3, 5):
        raise ValueError(f"不是概数：{written}")
    return Decimal(low * size), Decimal(high * size)


def _size(written: str) -> int:
    return math.prod(_SIZES[c] for c in written)


def _positional(text: str) -> int:
    try:
        return int("".join(str(DIGITS[c]) for c in text))
    except KeyError as error:
        raise ValueError(f"不是数字：{text}") from error


def _grouped(text: str) -> int:
    """Read 一亿二千万, 三百零五, 十二; a last digit without its scale takes the next below: 一百二 is 120."""
    for name, size in (("亿", 100_000_000), ("万", 10_000)):
        head, mark, rest = text.rpartition(name)
        if mark:
            return (_grouped(head) if head else 1) * size + (_rest(rest, size) if rest else 0)
    return _section(text)


def _rest(text: str, size: int) -> int:
    return DIGITS[text] * size // 10 if len(text) == 1 and text in DIGITS else _grouped(text.lstrip("零〇○"))


def _section(text: str) -> int:
    total, digit, last = 0, None, 1
    for char in text:
        if char in DIGITS and not (digit and DIGITS[char]):
            digit = DIGITS[char] or digit
            last = 1 if DIGITS[char] == 0 else last
        elif char in SCALES:
            total += (1 if digit is None else digit) * SCALES[char]
            digit, last = None, SCALES[char] // 10
        else:
            raise ValueError(f"不是数字：{text}")
    if not text:
        raise ValueError("空")
    return total + (digit or 0) * last
