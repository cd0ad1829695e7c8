"""What can stop one report or the whole run. Each carries the facts and makes its own plain line.

A doubt is never an exception: it is a finding.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build_scripts.plain_lines import plain_line

STAGES = {
    "read": "读取文件",
    "head": "读版头和信息框",
    "clean": "整理文字",
    "structure": "分辨结构",
    "extract": "读出数字",
    "check": "核对",
    "render": "生成网页",
}


class ReportError(Exception):
    """This report cannot go on; the others do. The message names the file, what is wrong and what to do."""

    code = "unreadable"

    def __init__(self, path: Path, problem: str, advice: str) -> None:
        """Keep the facts; the message is one line for a reader of Chinese."""
        self.path = path
        self.problem = problem
        self.advice = advice
        super().__init__(plain_line(f"{path.as_posix()}：{problem}。{advice}。"))

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error go from one process to another; its own ``__init__`` takes other things than it keeps."""
        return _remade, (type(self), self.args, self.__dict__)


def _remade(kind: type[ReportError], arguments: tuple[object, ...], facts: dict[str, object]) -> ReportError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(facts)
    return error


class UnreadableError(ReportError):
    """The file is empty, binary, too large or of an encoding nobody knows."""


class LackingError(UnreadableError):
    """This machine lacks what the file needs, and nothing that is kept says so: the next run looks again."""


class SourceError(ReportError):
    """The file and its record or place do not agree (missing, changed, an address nobody can give)."""

    code = "source-changed"


class InternalError(ReportError):
    """The program itself failed on this report, in the stage that is named: no fault of the file."""

    code = "internal-fault"

    def __init__(self, path: Path, stage: str, error: Exception) -> None:
        """Name the stage and the kind of error; its own words may hold text of the report and stay out."""
        problem = f"{STAGES[stage]}（{stage}）时程序内部出错（{self.code}，{type(error).__name__}）"
        super().__init__(path, problem, "其余报告不受影响；请把这一行连同文件告诉维护者，加 --debug 可看经过")


class BrokenOffError(Exception):
    """Work on one item was broken off: it ran past a limit, or the process that did it died. Says which."""


class AbandonedError(ReportError):
    """Work on this report was broken off: too slow, too large, or the end of the process that did it."""

    code = "internal-fault"

    def __init__(self, path: Path, reason: BrokenOffError) -> None:
        """Say why in the words of ``reason``."""
        advice = "其余报告不受影响；请看看这份文件是否特别长或夹有乱码，确认无误仍如此，请连同文件告诉维护者"
        super().__init__(path, f"{reason}（{self.code}），已放弃这一份", advice)


class RuleError(Exception):
    """A rule file is broken: the whole run stops, naming file and entry."""

    def __init__(self, file: str, entry: str, problem: str) -> None:
        """Keep the facts; the message is one line."""
        self.file = file
        self.entry = entry
        self.problem = problem
        super().__init__(f"规则文件 {file} 的条目 {entry}：{problem}")

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error go from one process to another."""
        return type(self), (self.file, self.entry, self.problem)


class UsageError(Exception):
    """The command was called wrongly: one line, exit code 2."""


@contextmanager
def in_stage(stage: str, path: Path) -> Iterator[None]:
    """Let nothing that goes wrong in a stage harm more than the report at ``path``.

    Raises ``InternalError`` in place of any exception but those of this module, which say themselves what is wrong.
    """
    try:
        yield
    except (ReportError, RuleError, UsageError):
        raise
    except Exception as error:
        raise InternalError(path, stage, error) from error
