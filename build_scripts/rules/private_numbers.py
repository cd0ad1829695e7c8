"""What the digits of a private number are held against: check digits, birthdays, how a number is parted."""

import re
from datetime import date
from functools import cache

from build_scripts.rules.loading import load_words

FILE = "private.yml"

# GB 11643-1999: weights of the first 17 digits and the check characters by remainder of 11.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NOT_CODE_RE = re.compile(r"[^0-9Xx]")
# How people part the digits of a mobile number; parted otherwise, by blanks, they may be cells of a table.
_MOBILE_GROUPS = frozenset({(11,), (3, 4, 4)})
_HYPHENED = frozenset({(3, 8), (7, 4), (4, 7), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 4, 2, 2)})
_CARD_GROUP = 4
_EARLIEST = 1880


def is_identity_number(written: str) -> bool:
    """Say whether 18 characters are an identity card number by GB 11643-1999: a birthday, and the check digit right.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    code = _NOT_CODE_RE.sub("", written).upper()
    weighted = sum(int(d) * w for d, w in zip(code[:17], _WEIGHTS, strict=True))
    return has_birthday(code[6:14]) and _CHECKS[weighted % 11] == code[17]


def has_birthday(digits: str) -> bool:
    """Say whether eight digits, or six of the century before, are a day on which somebody may be born.

    >>> has_birthday("19491231"), has_birthday("491231"), has_birthday("19491331")
    (True, True, False)
    """
    whole = digits if len(digits) == len("19491231") else f"19{digits}"
    try:
        return date(int(whole[:4]), int(whole[4:6]), int(whole[6:])).year >= _EARLIEST
    except ValueError:
        return False


def is_old_identity_number(written: str) -> bool:
    """Say whether 15 digits may be an identity card number of before 1999, which has no check digit."""
    return has_birthday(re.sub("[^0-9]", "", written)[6:12])


def is_dated_identity_number(written: str) -> bool:
    """Say whether 18 characters look like an identity card number, whatever their check digit."""
    return has_birthday(_NOT_CODE_RE.sub("", written)[6:14])


def is_mobile(written: str) -> bool:
    """Say whether a mobile number is parted as people do it: no cells of a table, no amount.

    >>> is_mobile("199 0000 0000"), is_mobile("199-00000000"), is_mobile("15 3 12 45 20 68"), is_mobile("1380000.0000")
    (True, True, False, False)
    """
    groups = _groups(written)
    return groups in _MOBILE_GROUPS or (groups in _HYPHENED and bool(re.search("[-‐‑–—]", written)))


def may_be_mobile(written: str) -> bool:
    """Say whether eleven digits are a mobile number where a word near them says so: parted anyhow, but by no dot."""
    return "." not in written


def _groups(written: str) -> tuple[int, ...]:
    """Return how many digits of a mobile number stand together, those dialled before it left out."""
    own = re.sub(r"^[(（]?(?:\+|00)?86[)）]?(?=[^0-9]*0?1)", "", written)
    return tuple(map(len, re.findall("[0-9]+", re.sub("^[^0-9]*0(?=[^0-9]*1)", "", own))))


def is_bank_card(written: str) -> bool:
    """Say whether digits may be a bank card's: by Luhn's check digit (ISO/IEC 7812-1), and parted by fours if at all.

    >>> is_bank_card("6200 0000 0000 0005"), is_bank_card("6200 0000 0000 0006")
    (True, False)
    """
    digits = [int(d) for d in re.sub("[^0-9]", "", written)]
    doubled = [d * 2 - 9 * (d > 4) for d in digits[-2::-2]]  # noqa: PLR2004 - 10 and more: the sum of two digits
    return is_parted_by_fours(written) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_parted_by_fours(written: str) -> bool:
    """Say whether digits stand together, or in groups as on a card: 6200 0000 0000 0000 000, 620000 0000000000."""
    lengths = [len(group) for group in re.findall("[0-9]+", written)]
    return len(lengths) == 1 or all(n >= _CARD_GROUP for n in lengths[:-1]) or set(lengths) == {1}


@cache
def _free_mail() -> frozenset[str]:
    return frozenset(load_words(FILE, "free_mail"))


def is_free_mailbox(written: str) -> bool:
    """Say whether a mailbox is one that anybody can have: wangxm@163.com, not xxfzb@xinxian.gov.cn."""
    return re.split(r"@|#|at[)）\]]", written)[-1].strip().lower() in _free_mail()


def has_digits(written: str) -> bool:
    """Say whether a plate has two digits at least, as all have but words: 豫S0000A, not 京PROGRAM."""
    return sum(char.isdigit() for char in written) > 1
