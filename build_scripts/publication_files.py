"""What the whole site is published as, read where its operator says it: the environment, files beside docs/."""

import os
from contextlib import suppress
from urllib.parse import urlsplit

from build_scripts.models import Places
from build_scripts.models.publication import Publication

ADDRESS = "SITE_URL"


def read_publication(places: Places) -> Publication:  # noqa: ARG001
    """Return what the site at ``places`` is published as."""
    return Publication(address=parse_address(os.environ.get(ADDRESS, "")))


def parse_address(told: str) -> str:
    """Return the site's address with a slash at its end, "" where ``told`` is none that a page can be reached by.

    >>> parse_address("https://example.org/fz"), parse_address("example.org")
    ('https://example.org/fz/', '')
    """
    with suppress(ValueError):
        parts = urlsplit(told.strip())
        if parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment):
            return f"{parts.geturl().rstrip('/')}/"
    return ""
