"""All that is known of the reports, in one SQLite file, filled report by report and asked by query."""

from build_scripts.store.database import (
    PackedError,
    connect,
    keep,
    kept,
    page_key,
    read_page,
    remove_store,
    settle,
    snapshot,
    transaction,
)
from build_scripts.store.doubt_queries import keep_expected
from build_scripts.store.file_state import FileState, ReadState
from build_scripts.store.list_keys import ListKeys
from build_scripts.store.list_queries import ListQueries
from build_scripts.store.open_lists import OpenLists
from build_scripts.store.reading import Reports
from build_scripts.store.text_reuse import counts_at, measure_reuse, reuse_at
from build_scripts.store.writing import (
    MadeFrom,
    forget,
    resolve_addresses,
    save,
    save_page,
    save_text,
    surround,
)

__all__ = [
    "FileState",
    "ListKeys",
    "ListQueries",
    "MadeFrom",
    "OpenLists",
    "PackedError",
    "ReadState",
    "Reports",
    "connect",
    "counts_at",
    "forget",
    "keep",
    "keep_expected",
    "kept",
    "measure_reuse",
    "page_key",
    "read_page",
    "remove_store",
    "resolve_addresses",
    "reuse_at",
    "save",
    "save_page",
    "save_text",
    "settle",
    "snapshot",
    "surround",
    "transaction",
]
