"""Figures of another year that a report sets its own against: 511宗、3万元，较上年的602宗、4万元分别减少."""

import re

from build_scripts.extract.paragraph import Reading
from build_scripts.extract.sharing import first_of_list

_AGAINST = "[较比](?:上年|去年|上一年度?|20[0-9]{2}年)(?:同期)?的"
_AGAINST_RE, _ANYWHERE_RE = re.compile(f"{_AGAINST}$"), re.compile(f"{_AGAINST}[0-9]")
# How many figures back its own may stand.
_REACH = 4


def sets_against(text: str) -> bool:
    """Say whether a paragraph sets anything against another year's: few do, and one look spares the others the rest.

    >>> sets_against("511宗，较上年的602宗减少15.1%"), sets_against("511宗，较上年减少15.1%")
    (True, False)
    """
    return _ANYWHERE_RE.search(text) is not None


def first_set_against(reading: Reading, i: int) -> int | None:
    """Return the first figure of the list of another year's in which ``i`` is, or nothing where it is in none."""
    first = first_of_list(reading, i)
    return first if _AGAINST_RE.search(reading.words[first].before.said) else None


def set_against(reading: Reading, i: int) -> int | None:
    """Return the figure of this year that one of another is set against: the nearest of its unit before the list."""
    first, found, homes = first_set_against(reading, i), reading.found, reading.homes
    if first is None:
        return None
    near = (k for k in range(first - 1, max(-1, first - 1 - _REACH), -1) if homes[k] is homes[i])
    return next((k for k in near if found[k].quantity.unit == found[i].quantity.unit), None)
