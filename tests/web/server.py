"""A server on loopback that answers as it is told, for what a visitor must be able to bear."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """What stands at each path, and what was asked."""

    def __init__(self, scheme: str, port: int) -> None:
        self.origin = f"{scheme}://127.0.0.1:{port}"
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.agents: list[str] = []

    def put(self, path: str, data: bytes, content_type: str = "text/html", status: int = 200) -> str:
        """Let ``path`` give these bytes, and return its address."""
        self.pages[path] = whole(data, {"Content-Type": content_type}, status)
        return self.origin + path


def whole(data: bytes, headers: dict[str, str], status: int = 200) -> Answer:
    """Return the answer that gives all of ``data`` at once."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def raw(data: bytes) -> Answer:
    """Return the answer that is ``data``, head and all."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(data)

    return answer


def redirect(to: str) -> Answer:
    """Return the answer that sends on."""
    return whole(b"", {"Location": to}, 302)


def dripping(data: bytes, pause: float, head: bool = False) -> Answer:
    """Return the answer that gives one byte after the other, its head too if so told."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        opening = f"HTTP/1.0 200 OK\r\nContent-Length: {len(data)}\r\n\r\n".encode()
        if not head:
            handler.wfile.write(opening)
        for byte in (opening if head else b"") + data:
            handler.wfile.write(bytes((byte,)))
            handler.wfile.flush()
            time.sleep(pause)

    return answer


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Site]:
    """Give a site for the block, an encrypted one with a ``certificate``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.append(self.headers.get("User-Agent", ""))
            answer = site.pages.get(self.path, whole(b"", {}, 404))
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site("https" if certificate else "http", server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
