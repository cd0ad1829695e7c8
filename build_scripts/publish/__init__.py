"""Lays ready files onto the disk: of the docs folder what differs, of an edition the whole folder in one step."""

from build_scripts.publish.folder import Written, compare_docs, write_docs
from build_scripts.publish.swap import replaced_folder, turn_files

__all__ = ["Written", "compare_docs", "replaced_folder", "turn_files", "write_docs"]
