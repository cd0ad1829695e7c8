"""Addresses on the web: which may be asked at all, and which machines behind a name are no public servers."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, urlsplit

from build_scripts.errors import UsageError

_PORTS = {"http": 80, "https": 443}
# What an address may hold as it stands, by RFC 3986; anything else (汉字, blanks) is written by its bytes.
SAFE = "/%:=&?~#+!$,;'@()*[]"
_SCHEME_RE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?=//)|(?:mailto|data|javascript|file):", re.IGNORECASE)
# Behind these the network translates to IPv4, by RFC 6052.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(Exception):
    """An address that gives nothing to file: one line that names it and says why."""

    def __init__(self, address: str, problem: str) -> None:
        """Keep the facts; the message is one line for a reader of Chinese."""
        self.address = address
        self.problem = problem
        super().__init__(f"{address}：{problem}")


def is_web_address(argument: str) -> bool:
    """Say whether an argument is meant as an address and not as a file: it opens with a scheme.

    >>> is_web_address("https://example.gov.cn/1.html"), is_web_address("ftp://a/b"), is_web_address("C:/报告.txt")
    (True, True, False)
    """
    return bool(_SCHEME_RE.match(argument))


def parse_web_address(written: str) -> SplitResult:
    """Return an address that may be asked, in ASCII and without the part behind #.

    Raises ``UsageError`` where it is no http or https address, or carries a name and password.

    >>> parse_web_address("https://example.gov.cn/年报.html#a").geturl()
    'https://example.gov.cn/%E5%B9%B4%E6%8A%A5.html'
    """
    shown = _without_secret(written)
    try:
        parts = urlsplit(written.strip())
        host, port = parts.hostname, parts.port
        named = "" if host is None else host if ":" in host else host.encode("idna").decode("ascii")
        path, query = quote(parts.path, SAFE) or "/", quote(parts.query, SAFE)
    except ValueError as error:  # also what is no host name
        raise UsageError(f"{shown}：不是有效的网址") from error
    if parts.scheme not in _PORTS:
        raise UsageError(f"{shown}：只能取 http:// 和 https:// 开头的网址")
    if "@" in parts.netloc:
        raise UsageError(f"{shown}：网址里不能带用户名和密码")
    if not named:
        raise UsageError(f"{shown}：不是有效的网址")
    place = f"[{named}]" if ":" in named else named
    place += f":{port}" if port and port != _PORTS[parts.scheme] else ""
    return SplitResult(parts.scheme, place, path, query, "")


def port_of(address: SplitResult) -> int:
    """Return the port that an address asks for."""
    return address.port or _PORTS[address.scheme]


def _without_secret(written: str) -> str:
    """Return an address as it may be printed: what stands before @ is not shown."""
    return re.sub(r"//[^/?#]*@", "//…@", written)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public network, also the one that an IPv6 address holds within.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False, False)
    """
    told = ipaddress.ip_address(address.partition("%")[0])
    return all(_is_global(one) for one in _meant(told))


def _meant(address: Address) -> Iterator[Address]:
    """Yield the addresses that are reached in the end: of one that only carries an IPv4 address, that."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _TRANSLATED:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address
        yield from address.teredo or ()
        if address.sixtofour:
            yield address.sixtofour


def _is_global(address: Address) -> bool:
    own = address.is_loopback or address.is_link_local or getattr(address, "is_site_local", False)
    return address.is_global and not (own or address.is_multicast or address.is_reserved)
