"""Versions of the public data: what each held, what changed since, and the corrections that readers are told of."""

from build_scripts.releases.changes import find_changes, find_unexplained
from build_scripts.releases.corrections_file import HEAD, parse_corrections, render_rows
from build_scripts.releases.corrections_file import NAME as CORRECTIONS
from build_scripts.releases.release_files import (
    FIGURES,
    parse_version,
    read_lines,
    read_releases,
    release_texts,
)

__all__ = [
    "CORRECTIONS",
    "FIGURES",
    "HEAD",
    "find_changes",
    "find_unexplained",
    "parse_corrections",
    "parse_version",
    "read_lines",
    "read_releases",
    "release_texts",
    "render_rows",
]
