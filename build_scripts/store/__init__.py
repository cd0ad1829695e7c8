"""All that is known of the reports, in one SQLite file, filled report by report and asked by query."""

from build_scripts.store.database import connect, page_key, read_page, transaction, write_pages

__all__ = ["connect", "page_key", "read_page", "transaction", "write_pages"]
