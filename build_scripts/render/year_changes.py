"""What changed from one report of an agency to the next: figures that can be laid side by side, sentences, headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from build_scripts.models import Digest, DigestFigure, Entry
from build_scripts.render.escape import escape
from build_scripts.render.figure_entries import format_value
from build_scripts.rules.families import families_by_slug

DigestRow = tuple[Entry, Digest]
_HEADINGS = 8  # told of the new and of the dropped
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class FigureChange:
    """Two figures of one kind and unit, both exact; ``words`` tell the difference: 多 3件（增 12.5%）."""

    name: str
    before: DigestFigure
    after: DigestFigure
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChange:
    """From the report ``before`` to ``after``. ``kept`` of the ``said`` sentences of ``after`` stand in ``before`` too.

    ``renewed`` are those that differ in their numbers alone. ``added`` and ``dropped`` are headings.
    """

    before: Entry
    after: Entry
    figures: tuple[FigureChange, ...]
    said: int
    kept: int
    renewed: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    more_added: int
    more_dropped: int

    @property
    def share(self) -> str:
        """Return the share of kept sentences in whole percent."""
        return percent(self.kept, self.said)

    @property
    def is_next_year(self) -> bool:
        """Say whether no year lies between the two."""
        return self.after.address.year == self.before.address.year + 1


def year_change(before: DigestRow, after: DigestRow) -> YearChange:
    """Return what changed between two reports of one agency."""
    old, new = before[1], after[1]
    kept = len(set(old.sentences) & set(new.sentences))
    # A sentence that is kept has its frame kept as well.
    frames = len(set(old.frames) & set(new.frames))
    added = [h for h in dict.fromkeys(new.headings) if h not in set(old.headings)]
    dropped = [h for h in dict.fromkeys(old.headings) if h not in set(new.headings)]
    return YearChange(
        before=before[0],
        after=after[0],
        figures=tuple(_figures(old, new)),
        said=len(new.sentences),
        kept=kept,
        renewed=max(0, min(frames, len(new.sentences)) - kept),
        added=tuple(added[:_HEADINGS]),
        dropped=tuple(dropped[:_HEADINGS]),
        more_added=max(0, len(added) - _HEADINGS),
        more_dropped=max(0, len(dropped) - _HEADINGS),
    )


def is_same_kind(one: DigestFigure, other: DigestFigure) -> bool:
    """Say whether two figures may be laid side by side: both exact, of one indicator or family, and of one unit.

    A figure with an indicator is no match for one without.
    """
    kinds = (one.family, one.unit, one.indicator), (other.family, other.unit, other.indicator)
    return one.is_comparable and other.is_comparable and kinds[0] == kinds[1]


def _figures(old: Digest, new: Digest) -> Iterator[FigureChange]:
    earlier = {one.family: one for one in old.figures}
    names = families_by_slug()
    for one in new.figures:
        before = earlier.get(one.family)
        if before and is_same_kind(before, one) and one.family in names:
            words = difference(before.number, one.number, one.unit)
            yield FigureChange(names[one.family].name, before, one, words)


def difference(before: Decimal, after: Decimal, unit: str) -> str:
    """Return how far a value moved, in words; of a rate in points, of what was 0 without a share.

    >>> difference(Decimal(8), Decimal(9), "件"), difference(Decimal("97.5"), Decimal(96), "%")
    ('多 1件（增 12.5%）', '低 1.5 个百分点')
    """
    if before == after:
        return "相同"
    apart = format_value(abs(after - before), None)
    if unit == "%":
        return f"{'高' if after > before else '低'} {apart} 个百分点"
    told = f"{'多' if after > before else '少'} {apart}{unit}"
    if not before:
        return told
    share = (abs(after - before) * _HUNDRED / before).quantize(Decimal("0.1"))
    return f"{told}（{'增' if after > before else '减'} {share.normalize():f}%）"


def percent(part: int, whole: int) -> str:
    """Return a share in whole percent, ``0%`` of nothing."""
    return f"{round(part * _HUNDRED / whole)}%" if whole else "0%"


def render_headings(headings: Sequence[str], more: int) -> str:
    """Return headings in one line."""
    told = "、".join(f"“{escape(one)}”" for one in headings)
    return f"{told} 等 {len(headings) + more} 个" if more else told
