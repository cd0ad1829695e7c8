"""A folder served on loopback as static hosts do it, with a count of what went over the wire.

Text is sent in gzip, other files as they lie there; connections are kept open. The server counts bytes itself, headers
included: what a worker of the page fetches is in no page's own account.
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".css": "text/css",
}  # zipped
_BLANK = b"<!doctype html><html lang=zh><meta charset=utf-8><title>.</title>"
BLANK_PAGE = "blank.html"


class Server(ThreadingHTTPServer):
    """Serves ``folder``; ``traffic`` has the bytes of each answer since it was last taken."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder.resolve()
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.traffic: list[int] = []

    def take(self) -> tuple[int, int]:
        """Return bytes and requests since the last call."""
        taken, self.traffic = self.traffic, []
        return sum(taken), len(taken)


class _Handler(SimpleHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with the file, zipped where that is usual."""
        name = self.path.split("?")[0].strip("/")
        body = _BLANK if name == BLANK_PAGE else _read(self.server.folder, name)
        head = f"HTTP/1.1 {404 if body is None else 200} {'Not Found' if body is None else 'OK'}\r\n"
        suffix = Path(name).suffix
        if suffix in _TYPES and body is not None:
            body = _zipped(body)
            head += "Content-Encoding: gzip\r\n"
        head += f"Content-Type: {_TYPES.get(suffix, 'application/octet-stream')}\r\n"
        head += f"Cache-Control: max-age=3600\r\nContent-Length: {len(body or b'')}\r\n\r\n"
        whole = head.encode() + (body or b"")
        self.server.traffic.append(len(whole))
        self.wfile.write(whole)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        """Say nothing."""


def _read(folder: Path, name: str) -> bytes | None:
    path = (folder / name).resolve()
    return path.read_bytes() if path.is_relative_to(folder) and path.is_file() else None


@lru_cache(maxsize=32)
def _zipped(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Serve ``folder`` for as long as the block runs."""
    with Server(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
