"""Lays generated files into the docs folder: those that differ, each in one step."""

from build_scripts.publish.docs_writer import DocsWriter, write_whole

__all__ = ["DocsWriter", "write_whole"]
