"""Lays generated files into the docs folder: those that differ, each in one step."""

from build_scripts.publish.docs import DocsWriter

__all__ = ["DocsWriter"]
