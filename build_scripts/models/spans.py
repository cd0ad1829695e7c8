"""A stretch of a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A stretch of a text: ``start`` inclusive, ``end`` exclusive, in code points of the text its owner names."""

    start: int
    end: int

    # 1,800 are made for a report of 150 figures: to set the slots by themselves takes half the time of setting them by
    # name, as a frozen dataclass does, and leaves a span as frozen as it was.
    def __init__(self, start: int, end: int) -> None:
        _set_start(self, start)
        _set_end(self, end)

    def __contains__(self, offset: int) -> bool:
        """Say whether the character at ``offset`` lies inside."""
        return self.start <= offset < self.end

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the stretch of ``text``."""
        return text[self.start : self.end]


_set_start, _set_end = Span.__dict__["start"].__set__, Span.__dict__["end"].__set__
