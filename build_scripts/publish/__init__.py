"""Lays generated files into the docs folder: those that differ, each in one step."""

from build_scripts.publish.docs_writer import DocsWriter, write_whole
from build_scripts.publish.pieces import Piece

__all__ = ["DocsWriter", "Piece", "write_whole"]
