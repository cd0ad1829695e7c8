"""Bare counts that close a list and add it up: 人大建议45件、政协提案62件，共107件."""

import re

from build_scripts.extract.paragraph import Reading

_CLOSING_RE = re.compile("(?:共|共计|合计|总计|累计)$")
# The name of such a count is that of its parts; longer lists make none.
_MOST_ADDED = 4


def added_up(reading: Reading, i: int) -> range:
    """Return the figures right before that a bare 共 adds up, the fewest that do: 45件、62件，共107件."""
    found, total = reading.found, reading.found[i].quantity
    if not _CLOSING_RE.search(reading.words[i].before.said):
        return range(0)
    rest = total.value
    for k in range(i - 1, max(-1, i - 1 - _MOST_ADDED), -1):
        one = found[k].quantity
        if reading.homes[k] is not reading.homes[i] or one.unit != total.unit:
            break
        rest -= one.value
        if rest == 0 and i - k > 1:
            return range(k, i)
    return range(0)
