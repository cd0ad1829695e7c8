"""Where LibreOffice is on this machine, and which."""

import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path

_PROGRAMS = ("soffice", "libreoffice")
# Where the installers for macOS and Windows put it, which is in no PATH.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)


def find_office() -> str | None:
    """Return the program, ``None`` where there is none."""
    found = (shutil.which(name) for name in (*_PROGRAMS, *_PLACES))
    return next((path for path in found if path), None)


@cache
def office_version() -> str:
    """Return what changes when another LibreOffice reads old files: "none" where there is none.

    It is not started for that: a start takes seconds. The file of versions beside the program has its build's id; where
    there is none, the program's own size tells.
    """
    program = find_office()
    if program is None:
        return "none"
    place = Path(program).resolve()
    versions = place.with_name("versionrc")
    try:
        told = versions.read_bytes() if versions.is_file() else str(place.stat().st_size).encode()
    except OSError:
        return "none"
    return sha256(told).hexdigest()[:8]
