"""The samples of docs/hosting.md: nginx, the real one, serves the site by its sample as that page says."""

import gzip
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from build_scripts.machine import find_nginx
from build_scripts.models.media_types import FEED, MEDIA_TYPES
from tests.site.conftest import POLICY, StaticServer

ROOT = Path(__file__).parents[2]
HOSTING = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
SAMPLES = dict(re.findall(r"```(\w+)\n(.*?)```", HOSTING, re.DOTALL))
REPORT = "/reports/440704/health/2023/"
FOREVER = "public, max-age=31536000, immutable"


PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def port(project_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve the project's own site by the sample on this port."""
    with served(project_folder, tmp_path_factory.mktemp("nginx")) as number:
        yield number


@contextmanager
def served(site: Path, here: Path) -> Iterator[int]:
    """Serve a folder by the sample of nginx, which writes into ``here``; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    server = SAMPLES["nginx"].replace("listen 80", f"listen 127.0.0.1:{number}")
    server = server.replace("/srv/reports/site", str(site))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    scratch = "".join(f"{kind}_temp_path {here / kind}; " for kind in kinds)
    # One process, as who runs the tests: others may not read their folders.
    (here / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {here / 'pid'}; error_log {here / 'error.log'}; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {scratch}\n{server}}}\n",
        encoding="utf-8",
    )
    program = find_nginx()
    assert program, "本机缺少 nginx"
    with subprocess.Popen([program, "-p", here, "-c", here / "nginx.conf"]) as running:
        try:
            _wait(number, running)
            yield number
        finally:
            running.terminate()


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert running.poll() is None, "nginx ended"
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return


def ask(port: int, path: str) -> tuple[HTTPResponse, bytes]:
    """Return the answer to a browser that reads gzip, and its body."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        (REPORT, "text/html; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/theme.js", "application/javascript; charset=utf-8"),
        ("/data/reports.json", "application/json; charset=utf-8"),
    ],
)
def test_nginx_packs_what_changes_and_has_it_asked_for_anew(
    port: int, project_folder: Path, path: str, kind: str
) -> None:
    answer, body = ask(port, path)
    file = project_folder / (path[1:] + "index.html" if path.endswith("/") else path[1:])
    assert answer.status == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert gzip.decompress(body) == file.read_bytes()


def test_nginx_says_what_kind_a_file_is(tmp_path: Path) -> None:
    site = tmp_path / "site"
    told = {f"data/a.{kind}": name for kind, name in MEDIA_TYPES.items() if kind != "md"}
    told |= {"feeds/all.xml": FEED, "feeds/regions/440704.xml": FEED, "sitemap.xml": "text/xml"}
    for name in told:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("x" * 2000, encoding="utf-8")
    (tmp_path / "nginx").mkdir()
    with served(site, tmp_path / "nginx") as port:
        for name, kind in told.items():
            answer, _ = ask(port, f"/{name}")
            assert (answer.headers["Content-Type"] or "").partition(";")[0] == kind, name
            assert answer.headers["Content-Security-Policy"] == POLICY
            is_packed = name.endswith((".xlsx", ".parquet", ".sqlite"))
            assert (answer.headers["Content-Encoding"] is None) == is_packed, name


def test_every_answer_of_nginx_has_the_policy(port: int) -> None:
    for path in ("/", "/assets/site.css", "/nowhere/at/all/"):
        answer, _ = ask(port, path)
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nginx_tells_a_lost_address_by_our_page(port: int) -> None:
    answer, body = ask(port, "/nowhere/at/all/")
    assert answer.status == 404
    assert "没有这一页" in (gzip.decompress(body) if answer.headers["Content-Encoding"] else body).decode()


def test_what_never_changes_is_kept_and_all_else_is_not(port: int, project_folder: Path) -> None:
    files = [
        file for file in (project_folder / "assets").rglob("*") if file.suffix in (".bin", ".js", ".css")
    ]
    kept = {
        file.relative_to(project_folder).as_posix()
        for file in files
        if ask(port, f"/{file.relative_to(project_folder).as_posix()}")[0].headers["Cache-Control"] == FOREVER
    }
    hashed = re.compile(r"[0-9a-f]{12}|\.[0-9a-f]{8}\.min\.")
    assert kept == {name for f in files if hashed.search(name := f.relative_to(project_folder).as_posix())}
    assert len(kept) > 10


def test_search_works_behind_nginx(port: int, page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(f"http://127.0.0.1:{port}/search/?q=护士")
    expect(page.locator("#search-results a").first).to_be_visible()
    assert told == []


@pytest.mark.parametrize("name", ["nginx", "caddy", "apache"])
def test_each_sample_names_the_kinds_of_files(name: str) -> None:
    known = {"xlsx", "json", "md"} if name == "nginx" else {"json", "md"}
    for kind, told in MEDIA_TYPES.items():
        assert kind in known or told in SAMPLES[name], kind
    assert re.search(rf"/feeds/.*?{re.escape(FEED)}", SAMPLES[name], re.DOTALL)


@pytest.mark.parametrize("name", ["nginx", "caddy", "apache"])
def test_each_sample_has_the_policy_and_the_page_for_lost_addresses(name: str) -> None:
    assert f'"{POLICY}"' in SAMPLES[name]
    assert "404" in SAMPLES[name]
    assert FOREVER in SAMPLES[name]


def test_a_page_that_breaks_the_policy_would_be_told(
    tmp_path: Path, static_server: StaticServer, page: Page
) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><p style='color:red'>x</p>", encoding="utf-8"
    )
    site = static_server(tmp_path)
    with page.expect_request_finished(lambda request: request.url.endswith("/refused")):
        page.goto(site.url)
    assert "style-src" in site.refused.pop()
