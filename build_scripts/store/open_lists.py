"""Keys and rows of all lists together, for all that is laid down from a store: what both count is counted once."""

import sqlite3
from dataclasses import dataclass

from build_scripts.store.list_keys import ListKeys
from build_scripts.store.list_queries import ListQueries


@dataclass(frozen=True, slots=True)
class OpenLists:
    """The lists of an open store, in which no report changes from the first key or row that is asked for."""

    connection: sqlite3.Connection
    keys: ListKeys
    rows: ListQueries
