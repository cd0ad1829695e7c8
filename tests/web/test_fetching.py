"""What is fetched, and what a server cannot make the fetcher do."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from build_scripts.errors import UsageError
from build_scripts.web import Bounds, Fetcher, FetchError, connection, parse_web_address
from build_scripts.web.web_address import is_public, is_web_address
from tests.web.server import Site, dripping, raw, redirect, serving, whole

AGENT = "build-scripts/0 (test)"
QUICK = Bounds(size=50_000, seconds=2.0, head=0.5, silence=0.5, rate=1000, redirects=3)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def fetcher(*, allow_private: bool = True, bounds: Bounds = QUICK) -> Fetcher:
    return Fetcher(AGENT, allow_private=allow_private, bounds=bounds, sleep=lambda _: None)


def refused(url: str, *, allow_private: bool = True) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher(allow_private=allow_private).fetch(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_page_comes_as_it_is(site: Site) -> None:
    data = "<html>新县…</html>".encode("gb18030") + bytes(range(256))
    url = site.put("/a.html?id=1", data, "text/html; charset=utf-8")
    found = fetcher().fetch(url + "#part")
    assert (found.url, found.data, found.content_type) == (url, data, "text/html; charset=utf-8")
    assert set(site.agents) == {AGENT}


def test_an_address_in_chinese_is_asked_by_its_bytes(site: Site) -> None:
    site.put("/%E5%B9%B4%20%E6%8A%A5.pdf", b"%PDF-1.7")
    assert fetcher().fetch(f"{site.origin}/年 报.pdf").data == b"%PDF-1.7"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/a.pdf",
        "gopher://example.com/",
        "http://me:secret@example.com/",
        "http://me@example.com/",
        "http:///a",
        "http://exa mple.com:99999/",
        "http://[::1/",
        "https://" + "a" * 300 + ".cn/",
        "https://a.cn/\udcff",
        "https://a..cn/",
    ],
)
def test_what_is_no_public_address_is_misuse(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_web_address(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0.0.0.0", "localhost", "[::1]", "[::]",  # noqa: S104
        "[::ffff:127.0.0.1]", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fc00::1]", "[ff02::1]",
        "[64:ff9b::10.0.0.1]", "[2002:7f00:1::]", "[2001:db8::1]", "[fec0::1]",
    ],
)  # fmt: skip
def test_no_machine_of_this_network_is_asked(host: str) -> None:
    told = refused(f"http://{host}:9/", allow_private=False)
    assert "内部网络" in told or "找不到" in told


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_machines_are(address: str) -> None:
    assert is_public(address)


def test_redirects_are_followed_and_counted(site: Site) -> None:
    url = site.put("/end", b"here")
    site.pages["/a"], site.pages["/b"] = redirect("/b"), redirect(url)
    assert fetcher().fetch(f"{site.origin}/a").url == url
    site.pages["/loop"] = redirect("/loop")
    assert "3 次" in refused(f"{site.origin}/loop")
    assert site.asked.count("/loop") == 4


def test_a_redirect_in_bytes_that_are_no_ascii(site: Site) -> None:
    url = site.put("/%E5%B9%B4.html", b"here")
    site.pages["/a"] = redirect("/年.html".encode().decode("latin-1"))
    assert fetcher().fetch(f"{site.origin}/a").url == url


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://a.cn/", "http://u:p@127.0.0.1/", "javascript:alert(1)", "//", "http://"],
)
def test_no_redirect_leads_out_of_the_web(site: Site, to: str) -> None:
    site.pages["/a"] = redirect(to)
    refused(f"{site.origin}/a")


def test_a_redirect_into_this_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that passes for a public one sends to one within: its own name for 10.0.0.1 goes no further."""
    site.pages["/a"] = redirect("http://inside.example/secret")
    inner = "10.0.0.1"
    pretend(monkeypatch, {"public.example": ["93.184.216.34"], "inside.example": [inner]}, site)
    told = refused(site.origin.replace("127.0.0.1", "public.example") + "/a", allow_private=False)
    assert "inside.example" in told
    assert "内部网络" in told


def test_a_name_with_one_machine_within_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, {"mixed.example": ["93.184.216.34", "192.168.0.7"]}, site)
    assert "内部网络" in refused("http://mixed.example/", allow_private=False)
    assert site.asked == []


def test_a_name_is_resolved_once_and_that_machine_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means another machine the second time (DNS rebinding) is not asked for a second time."""
    site.put("/robots.txt", b"", status=404)
    site.put("/a", b"here")
    times = pretend(monkeypatch, {"public.example": ["93.184.216.34"]}, site)
    url = site.origin.replace("127.0.0.1", "public.example") + "/a"
    assert fetcher(allow_private=False).fetch(url).data == b"here"
    assert (
        times == ["public.example"] * 2
    )  # for robots.txt and for the page, each looked at before it is asked


def pretend(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]], site: Site) -> list[str]:
    """Let names mean public machines, all of which are the site in truth. Return the names as they are asked for."""
    port, asked = int(site.origin.rpartition(":")[2]), list[str]()

    def resolve(name: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in names[name]]

    real = socket.socket.connect
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", lambda self, _: real(self, ("127.0.0.1", port)))
    return asked


def test_what_is_too_large_is_not_taken(site: Site) -> None:
    url = site.put("/told", b"x" * 60_000)
    assert "0.05 MB" in refused(url)
    site.pages["/untold"] = raw(b"HTTP/1.0 200 OK\r\n\r\n" + b"y" * 60_000)
    assert "0.05 MB" in refused(f"{site.origin}/untold")


def test_packed_answers_are_unpacked_within_bounds(site: Site) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.pages["/a"] = whole(gzip.compress(b"hello" * 100), packed)
    site.pages["/bomb"] = whole(gzip.compress(b"\0" * 5_000_000), packed)
    site.pages["/cut"] = whole(gzip.compress(b"hello" * 100)[:-9], packed)
    site.pages["/two"] = whole(gzip.compress(b"hello") + gzip.compress(b"more"), packed)
    site.pages["/other"] = whole(b"x", {"Content-Encoding": "br"})
    assert fetcher().fetch(f"{site.origin}/a").data == b"hello" * 100
    assert "0.05 MB" in refused(f"{site.origin}/bomb")
    assert "断了" in refused(f"{site.origin}/cut")
    assert "压缩" in refused(f"{site.origin}/other")
    assert "压缩" in refused(f"{site.origin}/two")


@pytest.mark.parametrize("head", [False, True])
@pytest.mark.parametrize("pause", [0.05, 5.0])
def test_a_slow_server_is_given_up(site: Site, head: bool, pause: float) -> None:
    site.pages["/slow"] = dripping(b"z" * 400, pause, head)
    begun = time.monotonic()
    told = refused(f"{site.origin}/slow")
    assert "已放弃" in told
    assert time.monotonic() - begun < 10


def test_an_answer_that_breaks_off_is_none(site: Site) -> None:
    site.pages["/cut"] = whole(b"half", {"Content-Length": "100"})
    assert "断了" in refused(f"{site.origin}/cut")


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_error_page_is_no_report(site: Site, status: int) -> None:
    assert str(status) in refused(site.put("/a", b"<html>sorry</html>", status=status))


def test_robots_are_kept(site: Site) -> None:
    site.put("/robots.txt", b"\xef\xbb\xbfUser-agent: *\nDisallow: /inner/\n", "text/plain")
    url = site.put("/inner/a.html", b"x")
    assert "robots.txt" in refused(url)
    assert "/inner/a.html" not in site.asked
    assert fetcher().fetch(site.put("/b.html", b"y")).data == b"y"


def test_robots_of_the_program_itself_go_first(site: Site) -> None:
    site.put("/robots.txt", b"User-agent: build-scripts\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert "robots.txt" in refused(site.put("/a", b"x"))


def test_robots_hold_for_where_a_redirect_leads(site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /inner/\n")
    site.pages["/a"] = redirect("/inner/b")
    assert "robots.txt" in refused(f"{site.origin}/a")
    assert "/inner/b" not in site.asked


def test_robots_out_of_order_close_a_site(site: Site) -> None:
    site.put("/robots.txt", b"", status=503)
    assert "503" in refused(site.put("/a", b"x"))


def test_robots_are_asked_for_once_and_their_pause_is_kept(site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 3\n")
    pauses: list[float] = []
    asking = Fetcher(AGENT, allow_private=True, bounds=QUICK, sleep=pauses.append)
    for _ in range(2):
        asking.fetch(site.put("/a", b"x"))
    assert site.asked.count("/robots.txt") == 1
    assert len(pauses) == 1
    assert 2 < pauses[0] <= 3


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate for public.example, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "public.example")])
    now = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("public.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return file


def test_an_encrypted_site_must_be_who_it_says(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(certificate) as site:
        url = site.put("/a", b"here")
        assert "证书" in refused(url)
        trusting = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(connection, "_trust", lambda: trusting)
        assert "证书" in refused(url)  # for 127.0.0.1 it is none
        pretend(monkeypatch, {"public.example": ["93.184.216.34"]}, site)
        named = url.replace("127.0.0.1", "public.example")
        assert fetcher(allow_private=False).fetch(named).data == b"here"
        site.pages["/slow"] = dripping(b"z" * 400, 0.05)
        assert "已放弃" in refused(named.replace("/a", "/slow"), allow_private=False)


@pytest.mark.heavy
def test_a_server_that_never_agrees_on_a_cipher_is_given_up() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        begun = time.monotonic()
        refused(f"https://127.0.0.1:{mute.getsockname()[1]}/")
        assert time.monotonic() - begun < 5


@pytest.mark.heavy
def test_nobody_there_is_told_in_a_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "连不上" in refused(f"http://127.0.0.1:{taken.getsockname()[1]}/")


@pytest.mark.heavy
def test_an_answer_that_is_none(site: Site) -> None:
    site.pages["/a"] = raw(b"what? " * 20_000)
    refused(f"{site.origin}/a")


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("argument", "is_one"),
    [
        ("http://a.cn", True),
        ("FTP://a", True),
        ("file:///a", True),
        ("报告.txt", False),
        ("C:\\a.txt", False),
        ("C:/a", False),
    ],
)
def test_addresses_are_told_from_files(argument: str, is_one: bool) -> None:
    assert is_web_address(argument) is is_one
