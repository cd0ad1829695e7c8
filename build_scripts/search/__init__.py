"""The search index: every short substring of every report, in small files that a browser can fetch one by one."""

from build_scripts.search.files import FOLDER, render_search

__all__ = ["FOLDER", "render_search"]
