"""Get what an address gives: redirects followed, robots.txt kept, within bounds of size and time."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin, urlunsplit

from build_scripts.errors import UsageError
from build_scripts.web.answer_body import BodyError, read_body
from build_scripts.web.connection import RefusedError, connect, cut_off
from build_scripts.web.robots import RobotsRules
from build_scripts.web.web_address import SAFE, FetchError, parse_web_address

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK, _FAULT_OF_SERVER = 200, 500
# RFC 9309, 2.5: a reader need not take more of robots.txt than this.
_ROBOTS_BYTES = 512 * 1024
# What a site asks for between two visits is kept up to this; a whole day between two files would be none.
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one address may take: bytes; seconds in all, until the server begins to answer, and of silence.

    ``rate`` is the least number of bytes a second, looked at once ``silence`` seconds have gone by.
    """

    size: int = 64_000_000
    seconds: float = 120.0
    head: float = 20.0
    silence: float = 10.0
    rate: int = 1000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the address it came from after all redirects, the bytes, and what the server calls them."""

    url: str
    data: bytes
    content_type: str


@dataclass(slots=True)
class Fetcher:
    """Fetches one address after the other. ``agent`` is what it calls itself; the part before / is for robots.txt."""

    agent: str
    allow_private: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    sleep: Callable[[float], None] = time.sleep
    _rules: dict[str, RobotsRules] = field(default_factory=dict)
    _visited: dict[str, float] = field(default_factory=dict)

    def fetch(self, written: str) -> Fetched:
        """Return what an address gives. Raises ``UsageError`` where it may not be asked, ``FetchError`` else."""
        return self._follow(parse_web_address(written), self.bounds.size, by_rules=True)

    def _follow(self, address: SplitResult, size: int, *, by_rules: bool) -> Fetched:
        """Ask an address, and where it sends on, that; each is held to the rules for its own sake."""
        for _ in range(self.bounds.redirects + 1):
            if by_rules:
                self._keep_robots(address)
            answer = self._ask(address, size)
            if isinstance(answer, Fetched):
                return answer
            address = self._next(address, answer)
        raise FetchError(urlunsplit(address), f"转了 {self.bounds.redirects} 次还没有到，已放弃")

    def _next(self, address: SplitResult, location: str) -> SplitResult:
        try:
            return parse_web_address(urljoin(urlunsplit(address), location))
        except (UsageError, ValueError) as error:
            raise FetchError(urlunsplit(address), f"被转到不能取的地址：{error}") from error

    def _keep_robots(self, address: SplitResult) -> None:
        origin = f"{address.scheme}://{address.netloc}"
        rules = self._rules.get(origin)
        if rules is None:
            rules = self._rules[origin] = self._read_robots(origin)
        url = urlunsplit(address)
        if not rules.allows(url):
            raise FetchError(
                url, f"该网站的 robots.txt 不许自动取（{rules.told}）；请在浏览器里打开，另存后再收入"
            )
        pause = min(rules.pause, _LONGEST_PAUSE)
        left = self._visited.get(origin, -pause) + pause - time.monotonic()
        if left > 0:
            self.sleep(left)
        self._visited[origin] = time.monotonic()

    def _read_robots(self, origin: str) -> RobotsRules:
        """Return what a site allows: all where it has no rules, nothing where it is out of order (RFC 9309, 2.3.1)."""
        name = self.agent.partition("/")[0]
        try:
            found = self._follow(parse_web_address(f"{origin}/robots.txt"), _ROBOTS_BYTES, by_rules=False)
        except _StatusError as error:
            out_of_order = error.status >= _FAULT_OF_SERVER
            return RobotsRules.closed(f"取它时回答 {error.status}") if out_of_order else RobotsRules.open()
        return RobotsRules.parse(name, found.data)

    def _ask(self, address: SplitResult, size: int) -> Fetched | str:
        """Return what one request gives, or where it is sent on to. Raises ``FetchError``."""
        url, bounds = urlunsplit(address), self.bounds
        end = time.monotonic() + bounds.seconds
        try:
            with closing(connect(address, bounds.silence, allow_private=self.allow_private)) as connection:
                with cut_off(connection, bounds.head):
                    connection.secure()
                    connection.request("GET", _target(address), headers=self._headers())
                    response = connection.getresponse()
                with closing(response), cut_off(connection, end - time.monotonic()):
                    return self._answer(url, response, size)
        except RefusedError as error:
            raise FetchError(url, str(error)) from error
        except BodyError as error:
            raise FetchError(url, str(error)) from error
        except TimeoutError as error:
            raise FetchError(url, "服务器没有回答，已放弃") from error
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(url, _told(error, is_late=time.monotonic() >= end)) from error

    def _answer(self, url: str, response: HTTPResponse, size: int) -> Fetched | str:
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            # Bytes beyond ASCII, which many servers send, are kept as they are: http.client reads them as Latin-1.
            return quote(location.encode("latin-1", "replace"), SAFE)
        if response.status != _OK:
            raise _StatusError(url, response.status)
        data = read_body(response, size, self.bounds.silence, self.bounds.rate)
        return Fetched(url, data, response.headers.get("Content-Type", ""))

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


class _StatusError(FetchError):
    """The server answers that it gives nothing."""

    def __init__(self, address: str, status: int) -> None:
        self.status = status
        super().__init__(address, f"服务器回答 {status}，没有给出文件")


def _target(address: SplitResult) -> str:
    return urlunsplit(("", "", address.path, address.query, ""))


def _told(error: Exception, *, is_late: bool) -> str:
    """Return the words for a connection that failed, which hold nothing that the server sent."""
    if is_late:
        return "太慢，已放弃"
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "网站的证书不可信，没有取"
    return f"连不上或中途断了（{type(error).__name__}）"
