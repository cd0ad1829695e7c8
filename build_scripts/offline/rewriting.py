"""What becomes of each file: pages name pages, and what scripts would fetch is a script that hands itself over."""

import base64
import json
from pathlib import PurePosixPath

from build_scripts.offline.pages import turn_page

SCRIPT = PurePosixPath("assets/offline.js")
_INDEX = PurePosixPath("assets/search")
# Read by the pages' scripts, and of no use to readers.
_FOR_SCRIPTS = frozenset(PurePosixPath("data", name) for name in ("browse", "compare", "compared", "values"))
# Data for readers, which the filters read too.
_FINDINGS = PurePosixPath("findings")
# For servers alone.
_LEFT_OUT = frozenset(PurePosixPath(name) for name in ("404.html", "sitemap.xml", "sitemap.xml.gz"))

Files = dict[PurePosixPath, bytes]


def turn_file(path: PurePosixPath, data: bytes, *, is_page: bool) -> Files:
    """Return what takes the place of one file of the site; paths are below its root.

    ``is_page`` tells a page that the site tool made from a file that it copied: an original stays as it was taken,
    even where it is HTML.

    >>> [path.as_posix() for path in turn_file(PurePosixPath("assets/search/s/0.bin"), b"", is_page=False)]
    ['assets/search/s/0.bin.js']
    """
    if path in _LEFT_OUT:
        return {}
    if is_page and path.suffix == ".html":
        return {path: turn_page(data.decode(), len(path.parts) - 1, SCRIPT.as_posix()).encode()}
    if path.parent in _FOR_SCRIPTS or (_INDEX in path.parents and path.suffix != ".js"):
        return _as_script(path, data)
    return {path: data} | (_as_script(path, data) if _is_for_both(path) else {})


def _is_for_both(path: PurePosixPath) -> bool:
    return path.parent == _FINDINGS and path.suffix == ".csv"


def _as_script(path: PurePosixPath, data: bytes) -> Files:
    text = base64.b64encode(data).decode()
    script = f"takeSiteFile({json.dumps(path.as_posix())},{json.dumps(text)})\n"
    return {path.with_name(f"{path.name}.js"): script.encode()}
