"""One list of pages about many reports, as ``list_files`` and the modules that it asks give them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from build_scripts.models import Scope
from build_scripts.render.listings import Page, Stream


@dataclass(frozen=True, slots=True)
class PageList:
    """One list: its name, the rows it shows, what it tells besides them, and what makes its files of all that.

    ``streams`` are those of its files that have a line for each row of a long list: none is held whole.

    Where neither the rows nor what is told changed, nor the code, the files are what they were.
    """

    name: str
    scope: Scope
    told: tuple[object, ...]
    files: Callable[[], Iterable[Page]]
    streams: Callable[[], Iterable[Stream]] = tuple
