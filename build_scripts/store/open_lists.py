"""Keys and rows of all lists together, for all that is laid down from a store: what both count is counted once."""

import sqlite3
from dataclasses import dataclass

from build_scripts.store.list_keys import ListKeys
from build_scripts.store.list_queries import ListQueries, NameOf


@dataclass(frozen=True, slots=True)
class OpenLists:
    """The lists of an open store, in which no report changes from the first key or row that is asked for."""

    connection: sqlite3.Connection
    keys: ListKeys
    rows: ListQueries


def open_lists(connection: sqlite3.Connection, name_of: NameOf) -> OpenLists:
    """Return the lists of a store; ``name_of`` names a report without its text, by its file's path and its address."""
    return OpenLists(connection, ListKeys(connection), ListQueries(connection, name_of))
