"""Lays generated files into the docs folder: those that differ, each in one step."""

from build_scripts.publish.folder import Written, compare_docs, write_docs

__all__ = ["Written", "compare_docs", "write_docs"]
