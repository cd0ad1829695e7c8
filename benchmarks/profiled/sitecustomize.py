"""Profiles every Python process that is started with this folder on its path, whoever starts it.

Python imports this file by its name before anything else. Times are of CPU, so that a process that waits for others
costs nothing. A file `<process>.prof` goes into the folder that BENCH_PROFILE names.
"""

import atexit
import cProfile
import os
import time
from multiprocessing import util

FOLDER = os.environ.get("BENCH_PROFILE")


class _Profiler:
    """The running profile of this process; a process that is forked begins one of its own."""

    def __init__(self) -> None:
        self.profile = cProfile.Profile(time.process_time)

    def start(self) -> None:
        self.profile.disable()
        self.profile = cProfile.Profile(time.process_time)
        # Workers of a pool end without atexit; their own list of last things is emptied when they begin.
        util.Finalize(None, self.write, exitpriority=0)
        self.profile.enable()

    def write(self) -> None:
        self.profile.disable()
        self.profile.dump_stats(f"{FOLDER}/{os.getpid()}.prof")


if FOLDER:
    profiler = _Profiler()
    profiler.start()
    atexit.register(profiler.write)
    util.register_after_fork(profiler, _Profiler.start)
