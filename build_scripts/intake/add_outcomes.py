"""What became of the files that were to be added, and how it is told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """The four ends that a file can meet with."""

    FILED = "filed"
    SAME = "same"
    LEFT = "left"
    FAILED = "failed"


_WORDS = {
    Fate.FILED: "已收入",
    Fate.SAME: "已有，没有再收",
    Fate.LEFT: "没有收入，需要人看",
    Fate.FAILED: "读不了",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A file and what became of it. ``told`` says where it lies, or why it does not.

    ``stopped`` says in words what keeps a filed report from being published, ``command`` how to go on with one left.
    """

    name: str
    fate: Fate
    told: str
    stopped: str = ""
    command: str = ""

    @property
    def needs_person(self) -> bool:
        """Say whether somebody has something to do about it."""
        return self.fate in (Fate.LEFT, Fate.FAILED) or bool(self.stopped)


class LeftError(Exception):
    """A file is not filed as things stand: one line that says why and how to go on."""


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """Yield how one file is told of."""
    named = "" if outcome.fate is Fate.FILED else f"{outcome.name}："
    opening = f"{_WORDS[outcome.fate]}：" if outcome.fate in (Fate.FILED, Fate.FAILED) else ""
    yield f"{opening}{named}{outcome.told}"
    if outcome.stopped:
        yield f"但它不会上网：{outcome.stopped}"
    if outcome.command:
        yield f"  {outcome.command}"


def table_lines(outcomes: Sequence[Outcome], *, is_whole: bool) -> Iterator[str]:
    """Yield the end of a run over a folder: how many met with each end, then all that needs a person."""
    counts = Counter(outcome.fate for outcome in outcomes)
    yield "\n一共" if is_whole else "\n到停下时为止"
    yield from (f"  {counts[fate]:>6} 份  {_WORDS[fate]}" for fate in Fate)
    stopped = [outcome for outcome in outcomes if outcome.stopped]
    if stopped:
        yield f"\n已收入，但不会上网，{len(stopped)} 份："
        yield from (f"  {outcome.told}：{outcome.stopped}" for outcome in stopped)
    for fate in (Fate.LEFT, Fate.FAILED):
        listed = [outcome for outcome in outcomes if outcome.fate is fate]
        if listed:
            yield f"\n{_WORDS[fate]}，{len(listed)} 份："
        for outcome in listed:
            yield f"  {outcome.name}：{outcome.told}"
            if outcome.command:
                yield f"    {outcome.command}"
