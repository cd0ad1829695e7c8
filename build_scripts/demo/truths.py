"""A made-up text that knows what its figures are worth, and where they stand in it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Truth:
    """A figure in a text: place, value, what must be said of it; ``parent`` is the place of its total in the list.

    A unit of None is not asked; ``words`` stand in its subject ("a|b" is a or b), one of ``themes`` is its theme;
    ``kind`` says what kind of thing it counts.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    words: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    value_max: Decimal | None = None
    qualifier: str = "exact"
    change: str | None = None
    parent: int | None = None
    kind: str = ""

    def moved(self, start: int, end: int, parent: int | None) -> "Truth":
        """Return the figure at another place; a sixth of the time that ``replace`` takes."""
        told = self.value, self.unit, self.words, self.themes, self.value_max, self.qualifier, self.change
        return Truth(start, end, *told, parent, self.kind)


@dataclass(slots=True)
class Page:
    """A text that grows, with its figures and, of a whole report, its particulars."""

    text: str = ""
    truths: list[Truth] = field(default_factory=list)
    meta: dict[str, str | None] = field(default_factory=dict)

    def add(self, text: str, truths: Iterable[Truth] = ()) -> None:
        """Set ``text`` behind the rest; places and parents of its figures move along."""
        at, first = len(self.text), len(self.truths)
        for t in truths:
            parent = None if t.parent is None else t.parent + first
            self.truths.append(t.moved(t.start + at, t.end + at, parent))
        self.text += text

    def with_insertions(self, insertions: Sequence[tuple[int, str]]) -> "Page":
        """Return the page with a text set in before each place, in order of places; its figures move along.

        >>> Page("罚款3件", [Truth(2, 4, Decimal(3), "件")]).with_insertions([(2, " "), (3, " ")]).text
        '罚款 3 件'
        """
        places, pieces, at = [0], list[str](), 0
        for place, inserted in insertions:
            pieces += [self.text[at:place], inserted]
            at = place
            places.append(place)
        moved, shifts = 0, [0]
        for _, inserted in insertions:
            moved += len(inserted)
            shifts.append(moved)

        def shifted(offset: int) -> int:
            return offset + shifts[bisect_right(places, offset) - 1]

        truths = [t.moved(shifted(t.start), shifted(t.end - 1) + 1, t.parent) for t in self.truths]
        return Page("".join(pieces) + self.text[at:], truths, self.meta)
