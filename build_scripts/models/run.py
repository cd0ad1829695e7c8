"""What a run over many reports has to tell of each of them, and of all together, to the one who started it."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a report in a run."""

    PUBLISHED = "published"
    HELD_BACK = "held-back"  # a finding of severity error stands against it
    FAILED = "failed"  # it could not go on


class Novelty(StrEnum):
    """What a report is beside the run before: there for the first time, made anew, or taken over as it was."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report as the console and the list of a run tell it.

    ``path`` is that of the raw file, with forward slashes; ``id`` "" where it has no address. Of one that is not
    published ``cause`` says why in a few words, alike for all of that kind, and ``reason`` in one full line that
    names the file. ``doubts`` are words for a kind of doubt and how often it occurs.
    """

    path: str
    fate: Fate
    novelty: Novelty
    id: str = ""
    cause: str = ""
    reason: str = ""
    figures: int = 0
    doubts: tuple[tuple[str, int], ...] = ()

    @property
    def needs_person(self) -> bool:
        """Say whether somebody must look at it before it can go out."""
        return self.fate is not Fate.PUBLISHED

    @property
    def doubtful(self) -> int:
        """Return how many doubts there are in all."""
        return sum(count for _, count in self.doubts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A run as its end tells it: words and counts, the most frequent first. ``listed_at`` names the list's file."""

    fates: tuple[tuple[Fate, int], ...]
    novelties: tuple[tuple[Novelty, int], ...]
    causes: tuple[tuple[Fate, str, int], ...] = ()
    doubts: tuple[tuple[str, int], ...] = ()
    listed_at: str = ""

    def count(self, fate: Fate) -> int:
        """Return how many reports met with ``fate``."""
        return dict(self.fates).get(fate, 0)

    @property
    def needs_person(self) -> bool:
        """Say whether any report was held back or failed: then the run ends with exit code 1."""
        return bool(self.count(Fate.HELD_BACK) + self.count(Fate.FAILED))
