"""Which of several files of one report its page is made of: ``2023-health.html`` or ``2023-health.pdf`` beside it.

A registered file goes before one that is not; then the format decides. The others are read too, and held against it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

STEM = re.compile(r"(?P<year>[0-9]{4})-(?P<department>[a-z][a-z0-9-]*)")
# Best first: what knows its paragraphs, then a text that somebody copied out, last a PDF, which may be a scan.
_ORDER = (".html", ".htm", ".docx", ".doc", ".wps", ".rtf", ".ofd", ".txt", ".md", ".pdf")


def group_formats(files: Mapping[Path, bool]) -> dict[Path, tuple[Path, ...]]:
    """Return the files that pages are made of, in order, each with the other formats of the same report.

    ``files`` says of each whether it has a record. One whose name gives no address, or is of no format that is read,
    stands for itself.
    """
    groups: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in sorted(files):
        known = STEM.fullmatch(path.stem) and is_format(path)
        groups[path.parent, path.stem if known else path.name].append(path)
    return {first: tuple(others) for first, *others in (_in_order(group, files) for group in groups.values())}


def _in_order(group: list[Path], files: Mapping[Path, bool]) -> list[Path]:
    if len(group) == 1:
        return group
    return sorted(group, key=lambda path: (not files[path], _ORDER.index(path.suffix.lower()), path.name))


def is_format(path: Path) -> bool:
    """Say whether a file is called as one that is read."""
    return path.suffix.lower() in _ORDER
