"""All that is known of the reports, in one SQLite file, filled report by report and asked by query."""

from build_scripts.store.database import connect, page_key, read_page, transaction
from build_scripts.store.files import FileState
from build_scripts.store.reading import Reports
from build_scripts.store.writing import forget, save, save_page

__all__ = [
    "FileState",
    "Reports",
    "connect",
    "forget",
    "page_key",
    "read_page",
    "save",
    "save_page",
    "transaction",
]
