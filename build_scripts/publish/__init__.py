"""Lays generated files into the docs folder: those that differ, each in one step."""

from build_scripts.publish.derived_files import keep_derived_files
from build_scripts.publish.docs_writer import DocsWriter, Laid, write_whole
from build_scripts.publish.pieces import Piece

__all__ = ["DocsWriter", "Laid", "Piece", "keep_derived_files", "write_whole"]
