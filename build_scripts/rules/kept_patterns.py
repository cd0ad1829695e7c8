"""The patterns of rules, kept as compiled beside Python's compiled modules: 0.3 s of each process that reads a report.

Python keeps modules as it compiled them, patterns not, and takes 1.4 ms for [一-鿿] alone, which it goes through by the
character. What is kept is found by the pattern's own words, and holds for one version of Python and of the rules.
Without write access, or in a Python whose compiler is another, patterns are compiled as ever.
"""

import atexit
import marshal
import os
import re
import sys
from array import array
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

_TRIED = "(?P<one>一)[\\u4e00-\\u9fff]"
# Flags, code, groups, names of groups: what a pattern is made of, without the reading of its words.
_Made = tuple[int, bytes, int, dict[str, int]]


def compile_kept(pattern: str) -> re.Pattern[str]:
    """Return what ``re.compile`` does, and keep it for the next process. Raises ``re.error``.

    >>> compile_kept("罚款([0-9]+)元").search("共罚款20元")[1]
    '20'
    """
    tools, known = _tools(), _kept()
    if tools is None:
        return re.compile(pattern)
    if pattern not in known:
        known[pattern] = _made(tools, pattern)
        _keep_at_exit()
    return _pattern(tools, pattern, known[pattern])


@cache
def _tools() -> Any:  # noqa: ANN401 - no part of the library that is documented, and has no types
    """Return the modules that a pattern goes through, ``None`` where they are not what this module knows."""
    try:
        tools = import_module("re._parser"), import_module("re._compiler"), import_module("_sre")
        found = _pattern(tools, _TRIED, _made(tools, _TRIED)).fullmatch("一甲")
        return tools if found and found["one"] == "一" else None
    except Exception:  # noqa: BLE001 - whatever it is, patterns are compiled without
        return None


def _made(tools: Any, pattern: str) -> _Made:  # noqa: ANN401
    parser, compiler, _ = tools
    tree = parser.parse(pattern, 0)
    code = array("I", compiler._code(tree, 0))  # noqa: SLF001
    return tree.state.flags, code.tobytes(), tree.state.groups - 1, dict(tree.state.groupdict)


def _pattern(tools: Any, words: str, made: _Made) -> re.Pattern[str]:  # noqa: ANN401
    flags, code, groups, names = made
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    # It looks through the code before it takes it.
    found: re.Pattern[str] = tools[2].compile(
        words, flags, array("I", code).tolist(), groups, names, tuple(by_number)
    )
    return found


@cache
def _kept() -> dict[str, _Made]:
    """Return what an earlier process kept."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        stamp, known = marshal.loads(_file().read_bytes())  # noqa: S302 - lies where Python's compiled modules do
        if stamp == _stamp():
            return dict(known)
    return {}


@cache
def _keep_at_exit() -> None:
    if not sys.dont_write_bytecode:
        atexit.register(_keep)


def _keep() -> None:
    fresh = _file().with_suffix(f".{os.getpid()}.pyc")
    with suppress(OSError):
        fresh.write_bytes(marshal.dumps((_stamp(), _kept())))
        fresh.replace(_file())


def _file() -> Path:
    return Path(cache_from_source(str(Path(__file__).with_name("patterns.py"))))


def _stamp() -> str:
    """Return what is another where Python or the rules are."""
    with os.scandir(Path(__file__).parent) as found:
        files = sorted((e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in found if e.is_file())
    return repr((sys.version, files))
