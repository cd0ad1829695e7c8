"""Looks, at every hundredth of a second of CPU, where each Python process is that has this folder on its path.

Python imports this file by its name before anything else, whoever starts the process. A look counts for the CPU spent
since the last, so a long call into C has its full weight, and who waits for others has none. `<process>.json` goes into
the folder that BENCH_PROFILE names: seconds by the file that is at work and the function that runs.
"""

import atexit
import json
import os
import re
import signal
import time
from collections import Counter
from multiprocessing import util
from types import FrameType

FOLDER = os.environ.get("BENCH_PROFILE")
EVERY = 0.01  # seconds of CPU; a look takes some 30 µs
# What belongs to a stage; all else (regular expressions, the standard library, templates) works for who called it.
_OWN = re.compile(r"[/\\](?:build_scripts|mkdocs|material)[/\\]")


class Sampler:
    """The looks of this process; one that is forked begins anew."""

    def __init__(self) -> None:
        self.seconds: Counter[tuple[str, str]] = Counter()
        self.last = 0.0
        self.owned: dict[str, bool] = {}

    def start(self) -> None:
        """Begin to look."""
        self.seconds.clear()
        self.last = time.process_time()
        signal.signal(signal.SIGPROF, self.look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        # Workers of a pool end without atexit; their own list of last things is emptied when they begin.
        util.Finalize(None, self.write, exitpriority=0)

    def look(self, _: int, frame: FrameType | None) -> None:
        """Note who is at work."""
        now = time.process_time()
        self.seconds[self._owner(frame), _name(frame)] += now - self.last  # type: ignore[assignment]
        self.last = now

    def _owner(self, frame: FrameType | None) -> str:
        while frame is not None:
            file = frame.f_code.co_filename
            if file not in self.owned:
                self.owned[file] = _OWN.search(file) is not None
            if self.owned[file]:
                return file
            frame = frame.f_back
        return ""

    def write(self) -> None:
        """Write what was seen."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        told = [[owner, name, seconds] for (owner, name), seconds in self.seconds.items()]
        with open(f"{FOLDER}/{os.getpid()}.json", "w", encoding="utf-8") as file:  # noqa: PTH123 - as little as can be
            json.dump(told, file)


def _name(frame: FrameType | None) -> str:
    code = frame.f_code if frame else None
    return f"{code.co_filename}:{code.co_firstlineno} {code.co_name}" if code else ""


if FOLDER:
    sampler = Sampler()
    sampler.start()
    atexit.register(sampler.write)
    util.register_after_fork(sampler, Sampler.start)
