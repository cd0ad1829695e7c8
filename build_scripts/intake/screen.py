"""What the editor sees: the proposal with its evidence, figures, doubts, differences; and what is asked of him."""

from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from build_scripts.adding.answers import AnswerError
from build_scripts.adding.proposal import Choice, Proposal
from build_scripts.adding.wording import doubt_rows, figure_rows, item_rows
from build_scripts.models import Result
from build_scripts.plain_lines import told_line
from build_scripts.render.labels import FINDINGS, SEVERITIES


class Screen:
    """Shows on ``stream``, which may be no terminal, and asks on the terminal where ``asks``."""

    def __init__(self, stream: TextIO, *, asks: bool, read: Callable[[], str] = input) -> None:
        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self.asks = asks
        self._read = read

    def say(self, line: str) -> None:
        """Show one line as it is; it is never broken, so that it can be copied."""
        self._console.print(Text(line), soft_wrap=True)

    def say_busy(self, line: str) -> None:
        """Show at a terminal alone what is going on: a scan takes a minute, a slow server too."""
        if self.asks:
            self.say(line)

    def show(self, name: str, proposal: Proposal, result: Result) -> None:
        """Show all that was found in a file."""
        self.say(f"\n{told_line(name)}")
        rows = [(label, value, told) for label, value, told in item_rows(proposal)]
        self._table(
            ((label, Text.assemble(value, "\n" * bool(told), (told, "dim"))) for label, value, told in rows)
        )
        figures = figure_rows(result, proposal)
        more = f"，先看前 {len(figures)} 个" if len(result.metrics) > len(figures) else ""
        self.say(f"  读出数字 {len(result.metrics)} 个{more}{'：' if figures else ''}")
        self._table(((f"  {number}", subject) for subject, number in figures), right=True)
        doubts = list(doubt_rows(result, proposal, SEVERITIES, FINDINGS))
        self.say("  提示：" if doubts else "  没有提示。")
        self._table(((f"  {severity}", told) for severity, told in doubts))

    def _table(self, rows: Iterable[tuple[str, str | Text]], *, right: bool = False) -> None:
        table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, justify="right" if right else "left")
        table.add_column(overflow="fold")
        for first, second in rows:
            table.add_row(Text(f"  {first}"), second if isinstance(second, Text) else Text(second))
        if table.row_count:
            self._console.print(table)

    def ask(self, question: str, parse: Callable[[str], str], default: str = "") -> str:
        """Return the answer to a question, asked again until it is one; Enter takes ``default`` where there is one."""
        while True:
            answer = self._answer(f"{question}{f'（回车为 {default}）' if default else ''}：")
            if not answer and default:
                return default
            try:
                return parse(answer)
            except AnswerError as error:
                self.say(f"  {told_line(str(error))}")

    def choose(self, question: str, choices: Sequence[Choice], default: str = "") -> str:
        """Return one of the values, chosen by its letter or number as shown; Enter takes ``default``."""
        told = "  ".join(f"{choice.value} {choice.label}" for choice in choices)
        values = {choice.value for choice in choices}
        self.say(question)
        while True:
            answer = self._answer(f"  {told}：").lower()
            if answer in values or (not answer and default):
                return answer or default
            self.say(f"  请写 {'、'.join(choice.value for choice in choices)}")

    def confirm(self, question: str) -> bool:
        """Return whether the editor says yes; Enter says no."""
        return self.choose(question, (Choice("y", "是"), Choice("n", "不是（回车）")), "n") == "y"

    def _answer(self, prompt: str) -> str:
        while True:
            self._console.print(Text(prompt, "bold"), end="")
            try:
                return self._read().strip()
            except UnicodeDecodeError:
                self.say("  终端送来的不是 UTF-8 的字，请再写一次，或用字母和数字")
