"""Lays ready pages into the docs folder: only what differs is written, and what no longer belongs goes."""

from build_scripts.publish.folder import Written, compare_docs, write_docs

__all__ = ["Written", "compare_docs", "write_docs"]
