"""The search index: every short substring of every report, in small files that a browser can fetch one by one.

``search_part`` makes of one report what the index needs of it; ``update_index`` brings the index up to date from all
parts, ``render_search`` makes a whole one from the reports.
"""

from build_scripts.search.index_files import FOLDER, Known, Parts, Place, Updated, render_search, update_index
from build_scripts.search.report_part import search_part
from build_scripts.search.segment_plan import Limits
from build_scripts.search.vocabulary import derive_vocabulary

__all__ = [
    "FOLDER",
    "Known",
    "Limits",
    "Parts",
    "Place",
    "Updated",
    "derive_vocabulary",
    "render_search",
    "search_part",
    "update_index",
]
