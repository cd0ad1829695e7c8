"""The pages about many reports, laid by a second process while this one is at index and data files, where that pays."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from build_scripts.docs_folder import keep_made, lay_lists, lists_of
from build_scripts.engine import begun_apart
from build_scripts.models import Places
from build_scripts.models.publication import Publication
from build_scripts.publish import DocsWriter, Laid
from build_scripts.store import OpenLists, ReadState, snapshot

log = logging.getLogger(__name__)

End = Callable[[OpenLists, DocsWriter], None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    places: Places
    site: Publication


@contextmanager
def lists_begun(places: Places, site: Publication, *, apart: bool) -> Iterator[End]:
    """Begin to lay the lists, and give what is called once, inside the block, to have them laid.

    The caller is in a transaction that has changed nothing yet that lists show. ``apart``: by a second process, which
    reads the store as it was before. Where that fails they are laid here.
    """
    if not apart:
        yield partial(lay_lists, site=site)
        return
    with begun_apart(_lay, _Wanted(places, site)) as laid:
        yield partial(_take_over, laid, site)


def _lay(wanted: _Wanted) -> Laid:
    """Lay the lists, in the second process, and return what is to be noted."""
    keep_made(wanted.places)
    with snapshot(wanted.places.store) as connection:
        state = ReadState(connection, "docs", wanted.places.docs)
        writer = DocsWriter(state)
        lay_lists(lists_of(connection), writer, wanted.site)
        return writer.laid(state.notes)


def _take_over(laid: Future[Laid], site: Publication, lists: OpenLists, writer: DocsWriter) -> None:
    try:
        writer.take_over(laid.result())
    except Exception as error:
        # It was killed, or something is wrong that shows here too.
        log.debug("lists are laid here, for the second process failed: %s", error, exc_info=error)
        lay_lists(lists, writer, site)
