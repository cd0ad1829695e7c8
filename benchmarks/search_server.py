"""A folder served on loopback as static hosts do it, with a count of what went over the wire.

Text is sent in gzip, other files as they lie there; connections are kept open. The server counts bytes itself, headers
included: what a worker of the page fetches is in no page's own account. It also hands a page its tasks and takes
the replies, so that nothing watches the browser while it is measured: a tool that follows a page's requests adds a
third to the time of each.
"""

import gzip
import json
import queue
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".css": "text/css",
}  # zipped
_DRIVER = Path(__file__).with_name("search_driver.js")
_TASKS = "tasks"  # below it pages fetch what to do and post what came of it; not counted
_PATIENCE = 900  # seconds for one task
BLANK_PAGE = "blank.html"


class Task:
    """What one page is to do, and what came of it."""

    def __init__(self) -> None:
        self.calls: queue.Queue[bytes] = queue.Queue()
        self.replies: queue.Queue[bytes] = queue.Queue()


class Server(ThreadingHTTPServer):
    """Serves ``folder``; ``traffic`` has the bytes of each answer since it was last taken."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder.resolve()
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.traffic: list[int] = []
        self.tasks: dict[str, Task] = defaultdict(Task)

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell a fault, but for a browser that was closed with its connections open, as each is after its page."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def call(self, page: str, name: str, *arguments: object) -> object:
        """Let a page do a task of the driver; return what it gives. Raise ``RuntimeError`` with what it throws."""
        task = self.tasks[page]
        task.calls.put(json.dumps([name, arguments]).encode())
        reply: dict[str, object] = json.loads(task.replies.get(timeout=_PATIENCE))
        if "error" in reply:
            raise RuntimeError(f"{name}: {reply['error']}")
        return reply["value"]

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
        """Answer with the file, zipped where that is usual; or with the next task of a page."""
        name = self.path.split("?")[0].strip("/")
        folder, _, page = name.partition("/")
        if folder == _TASKS:
            self._send(200, "application/json", self.server.tasks[page].calls.get())
        elif name == BLANK_PAGE:
            self._send(200, "text/html", _blank())
        else:
            self._send_file(name)

    def do_POST(self) -> None:
        """Take what came of a task."""
        page = self.path.rpartition("/")[2]
        self.server.tasks[page].replies.put(self.rfile.read(int(self.headers["Content-Length"])))
        self._send(204, "text/plain", b"")

    def _send_file(self, name: str) -> None:
        body = _read(self.server.folder, name)
        suffix = Path(name).suffix
        more = ""
        if suffix in _TYPES and body is not None:
            body = _zipped(body)
            more = "Content-Encoding: gzip\r\n"
        kind = _TYPES.get(suffix, "application/octet-stream")
        sent = self._send(
            404 if body is None else 200, kind, body or b"", more + "Cache-Control: max-age=3600\r\n"
        )
        self.server.traffic.append(sent)

    def _send(self, status: int, kind: str, body: bytes, more: str = "") -> int:
        head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: {kind}\r\n{more}"
        whole = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        self.wfile.write(whole)
        return len(whole)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        """Say nothing."""


def _blank() -> bytes:
    script = _DRIVER.read_text(encoding="utf-8")
    return (
        f"<!doctype html><html lang=zh><meta charset=utf-8><title>.</title><script>{script}</script>".encode()
    )


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
