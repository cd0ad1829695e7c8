"""The home page: what this is, questions that lead to their answers, the newest reports, ways in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from build_scripts.models import Entry, Overview
from build_scripts.render.escape import ready
from build_scripts.render.list_rows import render_entry
from build_scripts.render.listings import Link, department_collections, year_collections
from build_scripts.render.region_tree import region_tree
from build_scripts.render.templates import render_template

NEWEST = 8
_NAMED = 30  # regions, and departments, that the page names each by itself
# What people come to ask, and where the answer stands; a question whose page there is not is left out.
_QUESTIONS = (
    ("谁被罚了多少", "families/penalty-money/"),
    ("罚了多少件", "families/penalty-cases/"),
    ("谁没有公布", "completeness/"),
    ("谁公布得晚", "findings/late-publication/"),
    ("合计对不上的", "findings/sum-mismatch/"),
    ("应写没有写的", "findings/missing-required-part/"),
    ("全部存疑", "findings/"),
    ("各县谁多谁少", "indicators/"),
)
_ALWAYS = frozenset({"completeness/", "findings/", "indicators/"})


@dataclass(frozen=True, slots=True)
class HomeWays:
    """The ways on from the home page; ``findings`` are the slugs of the kinds that occur."""

    themes: Sequence[Link]
    indicators: Sequence[Link]
    families: Sequence[Link]
    findings: frozenset[str]


def render_home(overview: Overview, newest: Iterable[Entry], ways: HomeWays) -> bytes:
    """Return the home page."""
    most = sorted(
        department_collections(overview), key=lambda collection: (-collection.count, collection.key)
    )[:_NAMED]
    return render_template(
        "home.md.j2",
        questions=tuple(_questions(overview, ways.findings)),
        newest=ready("".join(render_entry(entry, "") for entry in newest)),
        overview=overview,
        provinces=region_tree(overview.regions),
        one_by_one=len(overview.regions) <= _NAMED,
        years=tuple(year_collections(overview)),
        departments=sorted(most, key=lambda collection: collection.key),
        themes=tuple(ways.themes),
        indicators=tuple(ways.indicators),
        families=tuple(ways.families),
    )


def _questions(overview: Overview, findings: frozenset[str]) -> Iterator[tuple[str, str]]:
    known = _ALWAYS | {f"families/{one.key}/" for one in overview.families}
    known |= {f"findings/{slug}/" for slug in findings}
    yield from (one for one in _QUESTIONS if one[1] in known)
