"""From results to the pages and data files of the site. Returns bytes; touches no file."""

from build_scripts.models import Address
from build_scripts.render.address import address_of
from build_scripts.render.escape import escape
from build_scripts.render.site import kept_paths, render_site, searchables, settle_addresses

__all__ = ["Address", "address_of", "escape", "kept_paths", "render_site", "searchables", "settle_addresses"]
