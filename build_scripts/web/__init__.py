"""Fetches a page or file from the web, as a polite visitor who trusts no server: bounded, and never into this network.

Standard library alone. The libraries for HTTP resolve a name once more when they connect, after whoever asks has looked
at its addresses; here the connection goes to the very address that was looked at.
"""

from build_scripts.web.fetching import Bounds, Fetched, Fetcher
from build_scripts.web.web_address import FetchError, parse_web_address

__all__ = ["Bounds", "FetchError", "Fetched", "Fetcher", "parse_web_address"]
