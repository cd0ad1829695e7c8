"""A connection to the very machine that was looked at: a name that means another one a moment later changes nothing."""

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from http.client import HTTPConnection
from urllib.parse import SplitResult

from build_scripts.web.web_address import is_public, port_of


class RefusedError(Exception):
    """A name that nobody knows, or behind which a machine of this network stands: says which."""


class PinnedConnection(HTTPConnection):
    """A connection that is open before the first request; the name only goes into the request and the certificate."""

    def __init__(self, address: SplitResult, opened: socket.socket) -> None:
        host = address.hostname or ""
        super().__init__(host, port_of(address))
        # Kept apart: http.client lets go of its own once it has the head of an answer that ends the connection.
        self.sock = self.wire = opened
        self._name = host
        self._is_secret = address.scheme == "https"
        # http.client writes the default port of http into the request's Host otherwise.
        self.default_port = 443 if self._is_secret else 80

    def connect(self) -> None:
        """Never connect anew. Raises ``OSError``."""
        raise OSError("the connection is gone")

    def secure(self) -> None:
        """Agree upon the cipher where the address asks for one. Raises ``OSError``."""
        if self._is_secret:
            wrapped = _trust().wrap_socket(
                self.wire, server_hostname=self._name, do_handshake_on_connect=False
            )
            self.sock = self.wire = wrapped
            wrapped.do_handshake()

    def close(self) -> None:
        """Let go of the connection; an answer that is being read keeps it."""
        super().close()
        self.wire.close()


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def connect(address: SplitResult, seconds: float, *, allow_private: bool) -> PinnedConnection:
    """Return an open connection. Raises ``RefusedError`` where any machine behind the name is not public.

    Raises ``OSError`` where none of them answers in ``seconds``.
    """
    machines = _resolve(address)
    if not allow_private and not all(is_public(machine) for _, machine, _ in machines):
        raise RefusedError("指向本机或内部网络，没有取；确实要从内网取，加 --allow-private")
    return PinnedConnection(address, _open_first(machines, seconds))


_Machine = tuple[int, str, tuple[object, ...]]


def _resolve(address: SplitResult) -> Sequence[_Machine]:
    """Return family, IP address and socket address of every machine behind a name. Raises ``RefusedError``."""
    try:
        found = socket.getaddrinfo(address.hostname, port_of(address), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError("找不到这个网站") from error
    return [(family, str(place[0]), place) for family, _, _, _, place in found]


def _open_first(machines: Sequence[_Machine], seconds: float) -> socket.socket:
    last: OSError = OSError("no address")
    for family, _, place in machines:
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(seconds)
            opened.connect(place)
        except OSError as error:
            opened.close()
            last = error
        else:
            return opened
    raise last


@contextmanager
def cut_off(connection: PinnedConnection, seconds: float) -> Iterator[None]:
    """Shut the connection where the block takes longer, whatever it waits for: a byte now and then is no silence."""
    late = threading.Event()

    def shut() -> None:
        late.set()
        with suppress(OSError):
            # Not the method of an encrypted socket, which takes its cipher away under the reader's hands.
            socket.socket.shutdown(connection.wire, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, seconds), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
