"""The list of the site's pages for those who collect them, as sitemaps.org asks for it."""

import gzip
import html
from collections.abc import Iterable, Iterator

_MOST = 50_000  # addresses in one file, by the protocol
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_files(site_url: str | None, pages: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the sitemap by name; none without an address of the site, for it holds full addresses alone.

    ``pages`` are paths of pages below the site's root (about/index.html). No day is told: none is known.
    """
    if not site_url:
        return
    addresses = [_address(site_url, page) for page in pages]
    parts = [addresses[at : at + _MOST] for at in range(0, len(addresses), _MOST)]
    if len(parts) <= 1:
        yield from _packed("sitemap.xml", _urls(addresses))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield from _packed(name, _urls(part))
    told = "".join(
        f"<sitemap><loc>{_escape(site_url.rstrip('/'))}/{name}</loc></sitemap>\n" for name in names
    )
    yield from _packed("sitemap.xml", f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{told}</sitemapindex>\n')


def _address(site_url: str, page: str) -> str:
    return f"{site_url.rstrip('/')}/{page.removesuffix('index.html')}"


def _urls(addresses: Iterable[str]) -> str:
    told = "".join(f"<url><loc>{_escape(address)}</loc></url>\n" for address in addresses)
    return f'{_HEAD}<urlset xmlns="{_SPACE}">\n{told}</urlset>\n'


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _packed(name: str, text: str) -> Iterator[tuple[str, bytes]]:
    yield name, text.encode()
    yield f"{name}.gz", gzip.compress(text.encode(), mtime=0)
