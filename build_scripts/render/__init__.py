"""From results to the pages and data files of the site. Returns bytes; touches no file."""

from build_scripts.models import Address
from build_scripts.render.address import address_of
from build_scripts.render.escape import escape
from build_scripts.render.front_matter import strip_front_matter
from build_scripts.render.page_pairs import MARKDOWN_COPY, PagePair
from build_scripts.render.site import (
    kept_paths,
    render_site,
    rich_pages,
    searchables,
    settle_addresses,
)

__all__ = [
    "MARKDOWN_COPY",
    "Address",
    "PagePair",
    "address_of",
    "escape",
    "kept_paths",
    "render_site",
    "rich_pages",
    "searchables",
    "settle_addresses",
    "strip_front_matter",
]
