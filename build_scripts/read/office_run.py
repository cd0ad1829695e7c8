"""Runs LibreOffice apart and within bounds: time, memory, and the life of the process that asked for it.

A program of its own, so that it outlives a reader that is killed, by long enough to end what that reader started and
to take its folder away. Standard library alone; Python starts it without the project.
"""

import contextlib
import ctypes
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

LATE, LARGE = 124, 125  # exit codes: past its time, past its memory
# LibreOffice takes some 1.2 GB of addresses; the process of a report may have no more left.
_ADDRESSES = 6_000_000_000
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # unshare(2)
_LOOK = 0.1  # seconds between two looks
_PAGE = 4096 if sys.platform == "win32" else os.sysconf("SC_PAGE_SIZE")


def run_bounded(command: Sequence[str], folder: Path, seconds: float, memory: int) -> int:
    """Run ``command`` in ``folder`` and return its exit code, ``LATE`` or ``LARGE``; all that it started ends with it.

    When standard input closes, he who asked is gone: all ends and the folder goes.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    end, is_left = time.monotonic() + seconds, _watch_for_end()
    try:
        while process.poll() is None:
            if is_left(_LOOK):
                _end(process)
                shutil.rmtree(folder, ignore_errors=True)
                return LATE
            if time.monotonic() > end:
                return LATE
            if sum(_sizes(process.pid)) > memory:
                return LARGE
        return process.returncode
    finally:
        _end(process)
        _drop_pipes()


def _drop_pipes() -> None:
    """Take away the pipes of LibreOffice that nobody answers at: one that was killed leaves its own behind."""
    if sys.platform == "win32":
        return
    # By osl/pipe.cxx; they lie there whatever TMPDIR says.
    for folder in ("/tmp", "/var/tmp"):  # noqa: S108 - see above
        for pipe in Path(folder).glob(f"OSL_PIPE_{os.getuid()}_*"):
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as asked:
                try:
                    asked.connect(str(pipe))
                except ConnectionRefusedError:
                    pipe.unlink()


def leave_network() -> bool:
    """Let this process and all that it starts have no network at all, where the system lets it; say whether it did."""
    if sys.platform != "linux":
        return False
    user, group = os.getuid(), os.getgid()
    unshare = ctypes.CDLL(None).unshare
    if unshare(_NEW_NETWORK) == 0:
        return True
    if unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    with contextlib.suppress(OSError):
        for name, told in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            Path("/proc/self", name).write_text(told, encoding="ascii")
    return True


def take_room() -> None:
    """Have the addresses that the program needs, in place of what is left of those of the process that asked."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  there is none on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        room = _ADDRESSES if hard == resource.RLIM_INFINITY else min(_ADDRESSES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (room, hard))


def _watch_for_end() -> Callable[[float], bool]:
    """Return what waits for some seconds and says whether standard input has closed."""
    if sys.platform == "win32":

        def wait(seconds: float) -> bool:
            time.sleep(seconds)
            return False

        return wait
    return lambda seconds: bool(select.select([0], [], [], seconds)[0]) and not os.read(0, 1)


def _sizes(group: int) -> Iterator[int]:
    """Yield the resident bytes of each process of a session; none where the system does not tell."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            told = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(told[3]) == group:  # the session, field 6 by proc(5)
                yield int(told[21]) * _PAGE  # field 24: resident pages


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program and all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # he who asked hears Ctrl-C, and his end is ours
    take_room()
    leave_network()
    sys.exit(run_bounded(sys.argv[4:], Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
