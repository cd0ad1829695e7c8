"""What both pages of a report tell, the plain and the rich, worked out once."""

from dataclasses import dataclass

from build_scripts.models import Result
from build_scripts.render.anchors import Places, find_places
from build_scripts.render.cards import Doubt, Requirement, doubts, requirements
from build_scripts.render.figure_pages import FigurePage, figure_pages


@dataclass(frozen=True, slots=True)
class Told:
    """A result with its places, the contents it owes, its findings, and its figures in pages of which one is shown."""

    result: Result
    places: Places
    requirements: tuple[Requirement, ...]
    doubts: tuple[Doubt, ...]
    shown: FigurePage
    further: tuple[FigurePage, ...]


def told_of(result: Result) -> Told:
    """Return what the pages of ``result`` tell."""
    places = find_places(result)
    shown, *further = figure_pages(result)
    return Told(result, places, requirements(result, places), doubts(result, places), shown, tuple(further))
