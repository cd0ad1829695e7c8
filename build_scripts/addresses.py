"""Reports, store and finished site that lie elsewhere: brought here before a run, put back after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from build_scripts.models import Places
from build_scripts.sources import FOLDER
from build_scripts.storage import fetch_store, mirror_sources, publish_folder, put_back_store


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the raw reports come from, the store is kept and the site goes: ``s3://…``, a folder; "" for the usual."""

    sources: str = ""
    cache: str = ""
    output: str = ""


@contextmanager
def brought_here(places: Places, addresses: Addresses) -> Iterator[Places]:
    """Give the places of a run, with what lies elsewhere brought here; after it, put back what it made.

    A run that fails puts nothing back. Raises ``UsageError`` where an address cannot be reached, or where another
    run has put its own store there meanwhile.
    """
    if addresses.sources:
        reports = places.cache / "sources"
        mirror_sources(addresses.sources, reports / FOLDER)
        places = replace(places, reports=reports)
    lease = fetch_store(addresses.cache, places.store) if addresses.cache else None
    yield places
    if addresses.output:
        publish_folder(places.site, addresses.output)
    if lease:
        put_back_store(addresses.cache, places.store, lease)
