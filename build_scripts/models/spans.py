"""A stretch of a text."""

from dataclasses import dataclass

from build_scripts.models.records import maker, quick


@quick
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: ``start`` inclusive, ``end`` exclusive, in code points of the text its owner names."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        """Say whether the character at ``offset`` lies inside."""
        return self.start <= offset < self.end

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the stretch of ``text``."""
        return text[self.start : self.end]


new_span = maker(Span)
