"""Which of several files of one report its page is made of: ``2023-health.html`` or ``2023-health.pdf`` beside it.

A registered file goes before one that is not. Of several, one whose record says that it is another format comes after
the others, so that the page and its anchors stay when a second file is registered; then the format decides. All are
read and held against the first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

STEM = re.compile(r"(?P<year>[0-9]{4})-(?P<department>[a-z][a-z0-9-]*)")
# Best first: what knows its paragraphs, then a text that somebody copied out, last a PDF, which may be a scan.
_ORDER = (".html", ".htm", ".docx", ".doc", ".wps", ".rtf", ".ofd", ".txt", ".md", ".pdf")


def group_formats(
    files: Mapping[Path, bool], is_other: Callable[[Path], bool]
) -> dict[Path, tuple[Path, ...]]:
    """Return the files that pages are made of, in order, each with the other formats of the same report.

    ``files`` says of each whether it has a record, ``is_other`` whether that says it is another format; that is asked
    only where there are several. A file whose name gives no address, or is of no format that is read, stands for
    itself.
    """
    groups: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in sorted(files):
        known = STEM.fullmatch(path.stem) and is_format(path)
        groups[path.parent, path.stem if known else path.name].append(path)
    return {
        first: tuple(others)
        for first, *others in (_in_order(group, files, is_other) for group in groups.values())
    }


def _in_order(group: list[Path], files: Mapping[Path, bool], is_other: Callable[[Path], bool]) -> list[Path]:
    if len(group) == 1:
        return group

    def rank(path: Path) -> tuple[bool, bool, int, str]:
        registered = files[path]
        return not registered, registered and is_other(path), _ORDER.index(path.suffix.lower()), path.name

    return sorted(group, key=rank)


def is_format(path: Path) -> bool:
    """Say whether a file is called as one that is read."""
    return path.suffix.lower() in _ORDER
