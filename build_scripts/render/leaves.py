"""The pages of an original: each as a picture with the figures marked on it, beside the text that was read of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from build_scripts.models import PagePicture, Result
from build_scripts.render.original import OriginalView
from build_scripts.render.parallel import Pair, parallel_pairs, render_pairs
from build_scripts.render.picture_marks import Mark


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page, from 1: its picture with the marks on it, and its text in pairs with what it became."""

    page: int
    picture: PagePicture
    marks: tuple[Mark, ...]
    pairs: tuple[Pair, ...]

    @property
    def rows(self) -> Markup:
        """The pairs as rows of a table."""
        return render_pairs(self.pairs, drawn=True)


def leaves_of(result: Result, view: OriginalView) -> Iterator[Leaf]:
    """Yield the pages of an original in order; no line of its text is left out."""
    pairs: dict[int, list[Pair]] = defaultdict(list)
    for pair in parallel_pairs(result, view):
        pairs[pair.lines[0].page].append(pair)
    on_page: dict[int, list[Mark]] = defaultdict(list)
    for mark in view.marks:
        on_page[mark.page].append(mark)
    for picture in view.pictures:
        in_order = sorted(on_page[picture.page], key=lambda mark: (mark.top, mark.left))
        yield Leaf(picture.page, picture, tuple(in_order), tuple(pairs[picture.page]))
