"""Places to keep files at: a folder, fsspec's memory, and S3 as moto's server speaks it, on loopback."""

import os
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

SOON = 60.0


class Moto:
    """A server of S3 in a process of its own."""

    def __init__(self, folder: Path) -> None:
        port = folder / "port"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(port)], stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + SOON
        while not port.exists() or not port.read_text(encoding="ascii"):
            assert time.monotonic() < end, "not within a minute"
            time.sleep(0.05)
        self.endpoint = f"http://127.0.0.1:{port.read_text(encoding='ascii')}"

    def make_bucket(self) -> str:
        """Make a new bucket and return its address."""
        name = f"reports-{uuid.uuid4().hex}"
        request = urllib.request.Request(f"{self.endpoint}/{name}", method="PUT")  # noqa: S310  our own server
        with urllib.request.urlopen(request, timeout=SOON):  # noqa: S310  our own server
            return f"s3://{name}"

    def stop(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()


# It goes when its parent goes, whose pipe to it then closes.
_SERVER = """
import pathlib, sys, time
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
while server.get_host_and_port()[1] == 0: time.sleep(0.05)
pathlib.Path(sys.argv[1]).write_text(str(server.get_host_and_port()[1]))
while True: time.sleep(60)
"""


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moto]:
    server = Moto(tmp_path_factory.mktemp("moto"))
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["folder", "memory", pytest.param("s3", marks=pytest.mark.heavy)])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty place of each kind."""
    if request.param == "folder":
        return str(tmp_path / "there")
    if request.param == "memory":
        return f"memory://{uuid.uuid4().hex}"
    server: Moto = request.getfixturevalue("moto")
    use_moto(server, monkeypatch)
    return f"{server.make_bucket()}/some/folder"


def use_moto(server: Moto, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment say where S3 is, and who asks."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
