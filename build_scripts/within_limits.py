"""Work on single files for the one who asked for it, within the same limits of time and memory as in a build.

A file that a library reads is read in a process of its own, which may die; a text is read in this one.
"""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from build_scripts.engine import EngineSettings, Outcome, open_engine
from build_scripts.errors import AbandonedError, BrokenOffError
from build_scripts.file_kinds import needs_library
from build_scripts.sources import SourceFile

Value = TypeVar("Value")
# A fork of this process begins with all that it has loaded; there is one from two jobs on.
_SETTINGS = EngineSettings(jobs=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """A file with what is asked of it in words, and ``shown``, the path by which the reader knows it."""

    file: SourceFile
    shown: Path
    words: str | None = None


def work_on(function: Callable[[Asked], Value], asked: Asked) -> Value:
    """Return ``function(asked)``. Raises what it raises, ``AbandonedError`` where it runs past a limit or dies."""
    with closing(work_on_each(function, [asked])) as outcomes:
        outcome = next(outcomes)
    if outcome.error is not None:
        raise outcome.error
    return outcome.value  # type: ignore[return-value]  # there is one where there is no error


def work_on_each(
    function: Callable[[Asked], Value], items: Iterable[Asked]
) -> Generator[Outcome[Asked, Value], None, None]:
    """Yield the outcome of ``function`` for each file, in whatever order."""
    with open_engine(_SETTINGS) as engine:
        for outcome in engine.map_unordered(function, items, apart=_reads_with_library):
            error = outcome.error
            if isinstance(error, BrokenOffError):
                error = AbandonedError(outcome.item.shown, error)
            yield Outcome(outcome.item, outcome.value, error)


def _reads_with_library(asked: Asked) -> bool:
    return any(needs_library(file.data, file.path.name) for file in (asked.file, *asked.file.others))
