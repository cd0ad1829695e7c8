"""What is kept of each release in ``releases/``, which belongs to the repository.

``releases/<version>.json`` tells what it held and what had changed. ``releases/figures/<year>.txt`` has the figures of
the last release alone, a line for each report of that year by id: the next release is compared with it. A line that
does not change costs a repository nothing: 3,000 reports are some 3 MB, a third of it as git packs them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from build_scripts.errors import UsageError
from build_scripts.models.publication import Correction, Release, ReleasedFile
from build_scripts.plain_lines import plain_line

FOLDER = "releases"
FIGURES = f"{FOLDER}/figures"
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")
_LINE = re.compile(r"([0-9]{6,9}-[a-z-]+-[0-9]{4}) ([0-9a-f]+(?:\|.*)?)")


def parse_version(told: str) -> tuple[int, ...]:
    """Return the numbers of a version, to be set in order. Raises ``ValueError`` where it is none.

    >>> parse_version("1.10") > parse_version("1.9")
    True
    """
    if not _VERSION.fullmatch(told):
        raise ValueError(told)
    return tuple(map(int, told.split(".")))


def read_releases(root: Path) -> tuple[Release, ...]:
    """Return all releases, the newest first. Raises ``UsageError`` where a file of theirs is broken."""
    found = [_read(file) for file in sorted((root / FOLDER).glob("*.json"))]
    return tuple(sorted(found, key=lambda one: parse_version(one.version), reverse=True))


def _read(file: Path) -> Release:
    try:
        told = json.loads(file.read_bytes())
        corrected = tuple(Correction(**one) for one in told.pop("corrected"))
        files = tuple(ReleasedFile(**one) for one in told.pop("files"))
        added, removed = tuple(told.pop("added")), tuple(told.pop("removed"))
        release = Release(**told, added=added, removed=removed, corrected=corrected, files=files)
        parse_version(release.version)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _broken(f"{FOLDER}/{file.name}") from error
    return release


def _broken(name: str) -> UsageError:
    return UsageError(plain_line(f"{name}：读不懂，可能被改动过。它由 release 写成，请从版本库恢复。"))


def read_lines(root: Path) -> dict[str, str]:
    """Return the line of figures of each report of the last release, by id. Raises ``UsageError`` likewise."""
    lines: dict[str, str] = {}
    for file in sorted((root / FIGURES).glob("*.txt")):
        try:
            told = file.read_bytes().decode()
        except UnicodeDecodeError as error:
            raise _broken(f"{FIGURES}/{file.name}") from error
        for number, line in enumerate(told.splitlines(), 1):
            found = _LINE.fullmatch(line)
            if not found:
                raise _broken(f"{FIGURES}/{file.name} 第 {number} 行")
            lines[found[1]] = found[2]
    return lines


def release_texts(release: Release, lines: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a release below the repository's root; the last says that it is there.

    ``lines`` are those of all its reports by id. A file of figures that is not among these is no longer any's.
    """
    for year, of in groupby(sorted(lines, key=lambda id_: (id_[-4:], id_)), key=lambda id_: id_[-4:]):
        yield f"{FIGURES}/{year}.txt", "".join(f"{id_} {lines[id_]}\n" for id_ in of).encode()
    told = json.dumps(asdict(release), ensure_ascii=False, indent=1)
    yield f"{FOLDER}/{release.version}.json", f"{told}\n".encode()
