"""The process that does the work: takes one job after the other from its parent and answers each.

It goes when its parent goes, whatever it is doing, and says so when a job took too much memory.
"""

import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import BinaryIO, cast

from build_scripts.engine.frames import pack, read_frame, unpack, write_frame
from build_scripts.engine.limits import Limits, memory_bound, out_of_memory, resident_bytes
from build_scripts.patience import grant_time

_TOLD = 300  # characters of an error that are passed on
_LOOK = 0.1  # seconds between two looks at the memory in use

Job = tuple[Callable[[object], object], object]


class Answer(Enum):
    """What comes back of a job; with the last two, the process is gone."""

    VALUE = auto()
    ERROR = auto()
    MORE = auto()  # none yet: so many more seconds are asked for
    GONE = auto()
    LOST = auto()  # never said by a process, but of one


class _Voice:
    """Speaks to the parent, one thread at a time."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._last_words = pack((Answer.GONE, out_of_memory(limits)))  # ready while there is memory

    def say(self, answer: Answer, message: object) -> None:
        """Send one answer; of a message that cannot be sent, or not be understood, its kind and its words."""
        try:
            frame = pack((answer, message))
            if answer is Answer.ERROR:
                unpack(frame)
        except Exception:  # noqa: BLE001  pickle raises anything
            frame = pack((Answer.ERROR, RuntimeError(f"{type(message).__name__}: {message}"[:_TOLD])))
        with self._lock:
            write_frame(self._stream, frame)

    def leave(self) -> None:
        """Say that the memory is at its end and be gone, before another answer can follow."""
        with self._lock:
            write_frame(self._stream, self._last_words)
            os._exit(1)


def serve() -> None:
    """Answer jobs from standard input until it closes. What a job prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and says what is to be done
    jobs_in, answers = take_streams()
    limits, warm = cast("tuple[Limits, Callable[[], None]]", unpack(read_frame(jobs_in)))
    voice = _Voice(answers, limits)
    if not _is_warm(warm, voice):
        return
    grant_time(lambda seconds: voice.say(Answer.MORE, seconds))
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_jobs, args=(jobs_in, jobs), daemon=True).start()
    threading.Thread(target=_watch_memory, args=(voice, limits), daemon=True).start()
    while True:
        _do(jobs.get(), voice, limits)


def take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for ourselves, so that a stray ``print`` or ``input`` in a job cannot mix with the answers."""
    jobs_in, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return jobs_in, answers


def _is_warm(warm: Callable[[], None], voice: _Voice) -> bool:
    try:
        warm()
    except Exception as error:  # noqa: BLE001  whatever it is, the parent must hear it
        voice.say(Answer.ERROR, error)
        return False
    voice.say(Answer.VALUE, None)
    return True


def _read_jobs(stream: BinaryIO, jobs: "queue.SimpleQueue[bytes]") -> None:
    try:
        while True:
            jobs.put(read_frame(stream))
    except (EOFError, OSError):
        os._exit(0)


def _watch_memory(voice: _Voice, limits: Limits) -> None:
    most = resident_bytes() + limits.memory
    while resident_bytes() <= most:
        time.sleep(_LOOK)
    voice.leave()


def _do(frame: bytes, voice: _Voice, limits: Limits) -> None:
    try:
        function, item = cast("Job", unpack(frame))
        with memory_bound(limits.memory):
            value = function(item)
    except MemoryError:
        # What the job held is freed only after this; a new process is the surer way.
        voice.leave()
    except SystemExit as error:
        voice.say(Answer.ERROR, RuntimeError(repr(error)))
    except Exception as error:  # noqa: BLE001  the item alone fails
        voice.say(Answer.ERROR, error)
    else:
        voice.say(Answer.VALUE, value)
