"""Whether a word stands near a place of a text: in the same sentence before it, or right behind it."""

import re
from bisect import bisect_left, bisect_right

# Characters before a place that are looked at: a list without sentences of fifty rows has its head so far up.
_BEFORE, _BEHIND = 3000, 15
_SENTENCE_END_RE = re.compile("[。；;！!？?]")


class Nearness:
    """The sentences of one text and the words in it, each gone through once, when it is first asked for.

    >>> Nearness("开户行某银行。编号62").is_near(re.compile("银行"), 9, 11)
    False
    """

    __slots__ = ("_ends", "_met", "_text")

    def __init__(self, text: str) -> None:
        """Ask nothing of ``text`` yet."""
        self._text = text
        self._ends: list[int] | None = None
        self._met: dict[re.Pattern[str], list[int]] = {}

    def is_near(self, words: re.Pattern[str], start: int, end: int) -> bool:
        """Say whether ``words`` match in the sentence that holds ``start``, no later than right behind ``end``."""
        met = self._met.get(words)
        if met is None:
            met = self._met[words] = [match.start() for match in words.finditer(self._text)]
        at = bisect_left(met, self.sentence_start(start))
        return at < len(met) and met[at] < end + _BEHIND

    def stands_before(self, words: re.Pattern[str], start: int) -> bool:
        """Say whether ``words`` match in the sentence before ``start``."""
        return self.is_near(words, start, start - _BEHIND)

    def sentence_start(self, at: int) -> int:
        """Return where the sentence begins that holds ``at``; in a list, which has none, the list."""
        if self._ends is None:
            self._ends = [match.end() for match in _SENTENCE_END_RE.finditer(self._text)]
        before = bisect_right(self._ends, at)
        return max(0, at - _BEFORE, self._ends[before - 1] if before else 0)
