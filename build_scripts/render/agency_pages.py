"""The page of an agency: all its years, its figures side by side, what changed, and how its reports stand."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from types import MappingProxyType

from build_scripts.models import Digest, Entry, Reuse
from build_scripts.render.escape import ready
from build_scripts.render.listings import Page
from build_scripts.render.multiples import multiples_of, render_multiples
from build_scripts.render.names import department_name
from build_scripts.render.report_states import render_doubts, render_states
from build_scripts.render.reuse_table import render_alike, render_reuse
from build_scripts.render.templates import render_template
from build_scripts.render.year_changes import render_headings, year_change

_ROOT = "../../../"
_DOUBTS = 20
_PAIRS = 4  # years whose change is told; the values of all stand above
_REPORTS = 30  # of one agency: more years than anyone has
NOTHING_KNOWN: Mapping[int, Reuse] = MappingProxyType({})


def agency_url(region: str, department: str) -> str:
    """Return the address of an agency's page below the site's root.

    >>> agency_url("440704", "health")
    'agencies/440704/health/'
    """
    return f"agencies/{region}/{department}/"


def agency_files(
    rows: Iterable[tuple[Entry, Digest]], reuse: Mapping[int, Reuse] = NOTHING_KNOWN
) -> Iterator[Page]:
    """Yield the page of one agency; ``rows`` are its reports, newest first, ``reuse`` goes by their years."""
    known = tuple(row for row, _ in zip(rows, range(_REPORTS), strict=False))
    if not known:
        return
    newest = known[0][0]
    entries = tuple(entry for entry, _ in known)
    changes = tuple(year_change(before, after) for after, before in pairwise(known[: _PAIRS + 1]))
    page = render_template(
        "agency.md.j2",
        newest=newest,
        department=department_name(newest.address.department),
        count=len(known),
        oldest=known[-1][0],
        names=sorted({entry.agency for entry, _ in known} - {newest.agency}),
        multiples=ready(render_multiples(multiples_of(known), _ROOT)),
        changes=changes,
        headings=lambda of, more: ready(render_headings(of, more)),
        reuse=ready(render_reuse(entries, reuse, _ROOT)),
        alike=ready(render_alike(entries, reuse, _ROOT)),
        states=ready(render_states(known, _ROOT)),
        doubtful=sum(digest.doubtful for _, digest in known),
        doubts=ready(render_doubts(known, _ROOT, _DOUBTS)),
        most=_DOUBTS,
        root=_ROOT,
    )
    yield PurePosixPath(agency_url(newest.address.region, newest.address.department), "index.md"), page
