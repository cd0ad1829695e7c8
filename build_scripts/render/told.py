"""What both pages of a report tell, the plain and the rich, worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from build_scripts.models import PagePicture, Result
from build_scripts.render.anchors import Places, find_places
from build_scripts.render.cards import Doubt, Requirement, doubts, requirements
from build_scripts.render.figure_entries import UNMARKED
from build_scripts.render.figure_pages import FigurePage, figure_pages
from build_scripts.render.picture_marks import Mark, find_marks


@dataclass(frozen=True, slots=True)
class Told:
    """A result with its places, the contents it owes, its findings, and its figures in pages of which one is shown.

    ``pictures`` are those of the original's pages, none where it has no pages, ``marks`` the figures on them.
    """

    result: Result
    places: Places
    requirements: tuple[Requirement, ...]
    doubts: tuple[Doubt, ...]
    shown: FigurePage
    further: tuple[FigurePage, ...]
    pictures: tuple[PagePicture, ...] = ()
    marks: tuple[Mark, ...] = ()


def told_of(
    result: Result, pictures: Sequence[PagePicture] = (), elsewhere: Mapping[str, str] = UNMARKED
) -> Told:
    """Return what the pages of ``result`` tell; ``pictures`` are those of the pages of its file.

    ``elsewhere`` are the ways to figures in the pictures of its other formats.
    """
    places = find_places(result)
    marks = find_marks(result, pictures)
    ways = {mark.metric: f"#{mark.anchor}" for mark in marks if mark.anchor}
    shown, *further = figure_pages(result, {**elsewhere, **ways})
    told = requirements(result, places), doubts(result, places)
    return Told(result, places, *told, shown, tuple(further), tuple(pictures), marks)
