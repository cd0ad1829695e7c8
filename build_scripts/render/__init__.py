"""From results and from the rows of the store to the pages and data files of the site. Touches no file."""

from build_scripts.render.escape import escape

__all__ = ["escape"]
