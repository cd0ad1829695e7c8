"""One fork server for all tests of a process: each engine of its own would load the pipeline for 1.3 s.

The processes that do the work are forked anew for each engine, as ever. tests/engine tries the servers themselves.
"""

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from build_scripts.engine import processes
from build_scripts.engine.fork_server import ForkServer, Process, Warm, can_fork
from build_scripts.engine.warming import warm as warm_pipeline

_ROOT = Path(__file__).parents[1]


@cache
def _server() -> ForkServer:
    """Return the one server, started where no test has its folder."""
    server = ForkServer(warm_pipeline)
    with contextlib.chdir(_ROOT):
        first = server.fork()
    first.kill()
    first.wait()
    for stream in filter(None, (first.stdin, first.stdout)):
        stream.close()
    return server


class _Lent:
    """The one server, as an engine has it."""

    def __init__(self) -> None:
        self._server = _server()

    def fork(self) -> Process:
        """Return a new process."""
        return self._server.fork()

    def close(self) -> None:
        """Leave the server to the next."""


def _serve(warm: Warm) -> ForkServer | _Lent:
    return _Lent() if warm is warm_pipeline else ForkServer(warm)


@contextlib.contextmanager
def lent_forks() -> Iterator[None]:
    """Let the engines of the block that work on reports share a server."""
    with _forks_by(_serve if can_fork() else ForkServer):
        yield
    if _server.cache_info().currsize:
        _server().close()
        _server.cache_clear()


@contextlib.contextmanager
def own_forks() -> Iterator[None]:
    """Let each engine of the block have a server of its own, as outside of tests."""
    with _forks_by(ForkServer):
        yield


@contextlib.contextmanager
def _forks_by(make: object) -> Iterator[None]:
    names = vars(processes)
    before, names["ForkServer"] = names["ForkServer"], make
    try:
        yield
    finally:
        names["ForkServer"] = before
