"""Commands of a program in forks of one process that has all loaded: a Python of its own for each loads it anew.

The project takes 1.5 s for that, MkDocs 0.4 s of the second that a small site takes it.

The process has one thread, unlike that of the tests, and so may be forked. A command that it forks has a group of
processes of its own, which can be killed as a whole.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, NoReturn, cast

ROOT = Path(__file__).parents[1]
_SERVE = "from tests.forked_commands import serve; serve({!r})"
# What a build of this project's site loads.
_LOADED = (
    *("mkdocs.commands.build", "mkdocs.config.defaults", "mkdocs.localization", "material.templates"),
    *(f"markdown.extensions.{name}" for name in ("tables", "codehilite", "attr_list", "def_list", "toc")),
    *("markdown.extensions.fenced_code", "build_scripts.rich_pages"),
)
Program = Literal["build_scripts", "mkdocs"]
Main = Callable[[list[str]], int]
# Seconds between two looks whether a command has ended, and until one that does not is given up.
_LOOK, _LONGEST = 0.005, 600.0


class Commands:
    """Starts commands of a program, as `python -m` does by its name with their arguments."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        self._server = server

    def start(
        self, *arguments: str, told: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> "Command":
        """Start a command; what it says goes to the file ``told``, its environment is this one with ``variables``."""
        environment = dict(os.environ) | dict(variables or {})
        return Command(self, int(self.ask("start", arguments, str(told or os.devnull), environment) or 0))

    def ask(self, *question: object) -> int | None:
        """Return what the process that forks answers."""
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps(question) + "\n")
        self._server.stdin.flush()
        return cast("int | None", json.loads(self._server.stdout.readline()))


@dataclass(frozen=True, slots=True)
class Command:
    """A command that was started, by the number of its process."""

    commands: Commands
    number: int

    def wait(self, seconds: float = _LONGEST) -> int | None:
        """Return its exit code, below 0 for a signal, or nothing where it has not ended after so many seconds."""
        return self.commands.ask("wait", self.number, seconds)

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        os.killpg(self.number, signal.SIGKILL)
        self.wait()


@contextmanager
def forked_commands(program: Program = "build_scripts") -> Iterator[Commands]:
    """Keep the process that forks for as long as the block runs."""
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE.format(program)],
        cwd=ROOT,
        # One thread: NumPy would start one for each core.
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        yield Commands(server)


def serve(program: Program) -> None:
    """Answer on standard output what is asked on standard input, until it closes."""
    main = _loaded_mkdocs() if program == "mkdocs" else _loaded_project()
    for line in sys.stdin:
        kind, *asked = json.loads(line)
        print(json.dumps(_fork(main, *asked) if kind == "start" else _wait(*asked)), flush=True)


def _loaded_project() -> Main:
    from build_scripts.cli import main  # noqa: PLC0415  here alone is all of it loaded
    from build_scripts.engine.warming import warm  # noqa: PLC0415

    warm()
    return main


def _loaded_mkdocs() -> Main:
    from mkdocs.__main__ import cli  # noqa: PLC0415

    for name in _LOADED:
        import_module(name)

    def main(arguments: list[str]) -> int:
        cli.main(arguments, standalone_mode=False)
        return 0

    return main


def _fork(main: Main, arguments: list[str], told: str, environment: Mapping[str, str]) -> int:
    number = os.fork()
    if not number:
        _run(main, arguments, told, environment)
    return number


def _run(main: Main, arguments: list[str], told: str, environment: Mapping[str, str]) -> NoReturn:
    code = 1
    try:
        os.setsid()
        os.environ.clear()
        os.environ.update(environment)
        for number, place, mode in ((0, os.devnull, os.O_RDONLY), (1, told, os.O_WRONLY | os.O_CREAT)):
            os.dup2(os.open(place, mode), number)
        os.dup2(1, 2)
        sys.stdin = os.fdopen(0, encoding="utf-8")
        sys.stdout, sys.stderr = (os.fdopen(number, "w", 1, encoding="utf-8") for number in (1, 2))
        code = main(arguments)
    except BaseException:  # noqa: BLE001 - told as a Python of its own tells it
        traceback.print_exc()
    finally:
        os._exit(code)


def _wait(number: int, seconds: float) -> int | None:
    end = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(number, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= end:
            return None
        time.sleep(_LOOK)
