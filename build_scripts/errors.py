"""What can stop one report or the whole run. Each carries the facts and makes its own plain line.

A doubt is never an exception: it is a finding.
"""

from pathlib import Path


class ReportError(Exception):
    """This report cannot go on; the others do. The message names the file, what is wrong and what to do."""

    code = "unreadable"

    def __init__(self, path: Path, problem: str, advice: str) -> None:
        """Keep the facts; the message is one line for a reader of Chinese."""
        self.path = path
        self.problem = problem
        self.advice = advice
        super().__init__(f"{path.as_posix()}：{problem}。{advice}。")


class UnreadableError(ReportError):
    """The file is empty, binary, too large or of an encoding nobody knows."""


class SourceError(ReportError):
    """The file and its record or place do not agree (missing, changed, an address nobody can give)."""

    code = "source-changed"


class RuleError(Exception):
    """A rule file is broken: the whole run stops, naming file and entry."""

    def __init__(self, file: str, entry: str, problem: str) -> None:
        """Keep the facts; the message is one line."""
        self.file = file
        self.entry = entry
        super().__init__(f"规则文件 {file} 的条目 {entry}：{problem}")


class UsageError(Exception):
    """The command was called wrongly: one line, exit code 2."""
