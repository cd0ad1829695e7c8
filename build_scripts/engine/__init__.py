"""Hands work on single reports to all cores, or to a Dask cluster, and lets one that runs away fail alone."""

from build_scripts.engine.apart import begun_apart
from build_scripts.engine.beside import done_beside
from build_scripts.engine.fork_server import has_one_thread
from build_scripts.engine.limits import Limits
from build_scripts.engine.requests import serve_requests
from build_scripts.engine.warming import warm
from build_scripts.engine.work import Engine, EngineKind, EngineSettings, Outcome, count_cores, open_engine

__all__ = [
    "Engine",
    "EngineKind",
    "EngineSettings",
    "Limits",
    "Outcome",
    "begun_apart",
    "count_cores",
    "done_beside",
    "has_one_thread",
    "open_engine",
    "serve_requests",
    "warm",
]
