"""How far a run is: a bar where there is a terminal, a few plain lines where there is none, a table at the end."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from build_scripts.models import ReportLine, RunSummary
from build_scripts.plain_lines import plain_lines
from build_scripts.run_report import last_line, line_of, told_rows

if TYPE_CHECKING:
    from rich.console import Console

_STEPS = 10  # plain lines by share of the work done
_LINES = 12  # plain lines at most, with those by time
_SHORT = 1.0  # seconds that need no line, and tell no rate
_QUIET = 30.0  # seconds without a line after which there is one more


class _View(Protocol):
    """Shows how far the work is."""

    def begin(self, doing: str, total: int) -> None:
        """Show that ``total`` things are to be done."""

    def advance(self, done: int) -> None:
        """Show that ``done`` are done."""

    def say(self, line: str) -> None:
        """Show a line that stays."""

    def end(self) -> None:
        """Show no more that anything is going on."""

    def table(self, summary: RunSummary) -> None:
        """Show what the run did."""


class Progress:
    """Tells the one who started a run how far it is, on ``stream``, and what needs a person.

    Used as a context, which leaves the terminal as it was whatever happens. ``is_terminal`` is asked of the stream
    where it is not given; ``clock`` gives seconds.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        verbose: bool = False,
        is_terminal: bool | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        shown = stream.isatty() if is_terminal is None else is_terminal
        self._view: _View = _Bar(stream, clock) if shown else _Plain(stream, clock)
        self._verbose = verbose
        self._done = self._total = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._view.end()

    def start(self, total: int, doing: str = "转换报告") -> None:
        """Begin a part of the run, in which ``total`` things are done."""
        self._view.end()
        self._done, self._total = 0, total
        self._view.begin(doing, total)

    def tell(self, line: ReportLine) -> None:
        """Count one more report, and say a line of it where it needs a person or all are to be told."""
        if line.needs_person or self._verbose:
            self.say(line_of(line, self._done + 1, self._total))
        self.advance()

    def advance(self, count: int = 1) -> None:
        """Count things done of which there is nothing to say."""
        self._done += count
        self._view.advance(self._done)

    def say(self, line: str) -> None:
        """Say a line of its own."""
        self._view.say(plain_lines(line))

    def finish(self, summary: RunSummary) -> str:
        """Show what the run did, and return its last line, which is not shown."""
        self._view.end()
        self._view.table(summary)
        return last_line(summary)


class _Plain:
    """A few lines, for a log."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock = stream, clock
        self._doing, self._total = "", 0
        self._step = self._lines = 0
        self._begun = self._told = 0.0

    def begin(self, doing: str, total: int) -> None:
        """Say nothing yet: a run of a second needs no line."""
        self._doing, self._total = doing, total
        self._step = self._lines = 0
        self._begun = self._told = self._clock()

    def advance(self, done: int) -> None:
        """Say a line at each tenth, and between them after a long silence, while there are lines left for it."""
        step = done * _STEPS // self._total if self._total else 0
        spare = _LINES - self._lines - (_STEPS - self._step)
        now = self._clock()
        silence = now - self._told
        is_due = (step > self._step and silence >= _SHORT) or (spare > 0 and silence >= _QUIET)
        if is_due or done == self._total:
            self._step, self._told = step, now
            self._lines += 1
            pace = _pace(done, self._total, now - self._begun)
            self.say(f"{self._doing} {done}/{self._total}{pace and '，'}{pace}")

    def say(self, line: str) -> None:
        """Write one line."""
        self._stream.write(f"{line}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave it at that."""

    def table(self, summary: RunSummary) -> None:
        """Write the rows one below the other, in words."""
        for words, count in told_rows(summary):
            self.say(f"{words} {count}")


class _Bar:
    """A bar that moves in the last line of a terminal, drawn by rich."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        # Not at the top: a run without a terminal does not wait for it.
        from rich.console import Console  # noqa: PLC0415

        self._console: Console = Console(file=stream, force_terminal=True, highlight=False, soft_wrap=True)
        self._clock = clock
        self._live: _Live | None = None

    def begin(self, doing: str, total: int) -> None:
        """Show an empty bar."""
        self._live = _Live(self._console, self._clock)
        self._live.start(doing, total)

    def advance(self, done: int) -> None:
        """Move the bar."""
        if self._live:
            self._live.move(done)

    def say(self, line: str) -> None:
        """Write one line above the bar."""
        self._console.print(line, markup=False)

    def end(self) -> None:
        """Take the bar away."""
        if self._live:
            self._live.stop()
            self._live = None

    def table(self, summary: RunSummary) -> None:
        """Draw the table."""
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        table = Table(show_header=False, box=None, pad_edge=False)
        table.add_column(no_wrap=True)
        table.add_column(justify="right")
        for words, count in told_rows(summary):
            table.add_row(Text(words), str(count))
        self._console.print(table)


class _Live:
    """The moving bar: words, share, count, rate and time left."""

    def __init__(self, console: "Console", clock: Callable[[], float]) -> None:
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
        )

        self._columns = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=console,
            transient=True,
            get_time=clock,
        )
        self._clock = clock
        self._begun = 0.0
        self._total = 0

    def start(self, doing: str, total: int) -> None:
        """Show an empty bar."""
        self._begun, self._total = self._clock(), total
        self._columns.start()
        self._columns.add_task(doing, total=total, pace="")

    def move(self, done: int) -> None:
        """Fill the bar up to ``done``."""
        pace = _pace(done, self._total, self._clock() - self._begun)
        self._columns.update(self._columns.task_ids[0], completed=done, pace=pace)

    def stop(self) -> None:
        """Take the bar away."""
        self._columns.stop()


def _pace(done: int, total: int, seconds: float) -> str:
    """Return rate and time left in words; "" as long as nobody can tell."""
    if not done or seconds < _SHORT:
        return ""
    rate = done / seconds
    left = f"，约剩 {_span((total - done) / rate)}" if done < total else ""
    return f"每秒 {rate:.1f} 份{left}"


def _span(seconds: float) -> str:
    """Return a time in words: 40 秒, 12 分 5 秒."""
    whole = round(seconds)
    return f"{whole // 60} 分 {whole % 60} 秒" if whole >= 60 else f"{whole} 秒"  # noqa: PLR2004  a minute
