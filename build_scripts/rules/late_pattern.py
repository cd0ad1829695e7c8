"""A pattern of a rule that is compiled when it is first looked for: one report needs two fifths of them.

All together take a third of a second, which every process would pay, also for a single report.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING


class LatePattern:
    """What ``re.compile(pattern)`` is, for searching, once it is asked for.

    ``told`` makes the error that is raised, instead of ``re.error``, where the pattern cannot be compiled.

    >>> late = LatePattern("检查(?P<n>[0-9]+)家", ValueError)
    >>> late.search("共检查12家")["n"]
    '12'
    """

    if TYPE_CHECKING:
        search: Callable[..., re.Match[str] | None]
        match: Callable[..., re.Match[str] | None]
        fullmatch: Callable[..., re.Match[str] | None]
        finditer: Callable[..., Iterator[re.Match[str]]]
        sub: Callable[..., str]

    def __init__(self, pattern: str, told: Callable[[str], Exception]) -> None:
        """Keep the words alone."""
        self.pattern = pattern
        self._told = told

    def __getattr__(self, name: str) -> object:
        """Compile, and be what was compiled from now on: Python asks for nothing here that is already there."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            compiled = re.compile(self.pattern)
        except re.error as error:
            raise self._told(f"{self.pattern} 有误：{error}") from error
        for each in ("search", "match", "fullmatch", "finditer", "sub"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
