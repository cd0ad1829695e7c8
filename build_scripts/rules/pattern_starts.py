"""The characters with which a match of a pattern can begin, so that most patterns need not be tried at all.

It knows the part of the syntax that the rule files use: alternatives, (?:…) groups, lookarounds, [classes], ?, {0,n}.
"""

import re
from dataclasses import dataclass

# Where a match may begin with any character.
ANY = ""
# A mark that stands for itself in a class: \[ and \-, not \s.
_ESCAPED_RE = re.compile(r"\\([^A-Za-z0-9])")


def find_starts(pattern: str) -> frozenset[str] | None:
    """Return the characters with which a match of ``pattern`` can begin; ``None`` where it can be any.

    >>> sorted(find_starts("(?<!不)合格率|[记纪]录仪|(?:已)?办结"))
    ['办', '合', '已', '纪', '记']
    """
    starts, empty = _Reader(pattern).alternatives()
    return None if empty or ANY in starts else frozenset(starts)


@dataclass(slots=True)
class _Reader:
    """Reads a pattern from left to right; ``at`` is the next character."""

    pattern: str
    at: int = 0

    def alternatives(self) -> tuple[set[str], bool]:
        """Return the first characters of a group's alternatives, and whether the whole may match nothing."""
        starts, empty = self._sequence()
        while self._peek() == "|":
            self.at += 1
            more, nothing = self._sequence()
            starts |= more
            empty |= nothing
        return starts, empty

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _sequence(self) -> tuple[set[str], bool]:
        """Return the first characters of one alternative, and whether it may match nothing."""
        starts: set[str] = set()
        open_ended = True
        while self._peek() not in ("", "|", ")"):
            first, empty = self._element()
            empty |= self._optional()
            if open_ended:
                starts |= first
                open_ended = empty
        return starts, open_ended

    def _element(self) -> tuple[set[str], bool]:
        char = self._peek()
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        self.at += 2 if char == "\\" else 1
        if char in "^$":
            return set(), True
        return ({ANY} if char in ".\\" else {char}), False

    def _group(self) -> tuple[set[str], bool]:
        looks = self.pattern.startswith(("(?=", "(?!", "(?<"), self.at)
        skip = next(
            p for p in ("(?<=", "(?<!", "(?:", "(?=", "(?!", "(") if self.pattern.startswith(p, self.at)
        )
        self.at += len(skip)
        found = self.alternatives()
        self.at += 1
        return (set(), True) if looks else found

    def _class(self) -> tuple[set[str], bool]:
        end = self.at + 1
        while self.pattern[end] != "]":
            end += 2 if self.pattern[end] == "\\" else 1
        inside = _ESCAPED_RE.sub("", self.pattern[self.at + 1 : end])
        escaped = set(_ESCAPED_RE.findall(self.pattern[self.at + 1 : end]))
        self.at = end + 1
        open_ended = inside.startswith("^") or "-" in inside or "\\" in inside
        return ({ANY} if open_ended else set(inside) | escaped), False

    def _optional(self) -> bool:
        """Read what says how often, and say whether it may be not at all."""
        char = self._peek()
        if char == "{":
            end = self.pattern.index("}", self.at)
            told = self.pattern[self.at : end]
            self.at = end + 1
            return told.startswith("{0")
        if char and char in "?*+":
            self.at += 1
            return char != "+"
        return False
