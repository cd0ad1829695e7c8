"""How long a save takes to be seen: a real ``mkdocs serve`` over invented reports, a report saved, its page asked for.

    python -m benchmarks.preview --reports 315 --saves 5

Prints seconds by the clock, of the start with all converted and of each save; they count on a quiet machine alone.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.error import URLError

from build_scripts.demo.folder import write_demo

ROOT = Path(__file__).resolve().parent.parent
_LOOK = 0.02  # seconds between two looks at a page
_REST = 3.0  # seconds after which one more save comes, as from an editor
_LIMIT = 3600.0  # seconds until a page is given up: 10,000 reports are built in a quarter of an hour


def lay_project(folder: Path, reports: int) -> None:
    """Fill ``folder`` with this code and so many invented reports."""
    write_demo(ROOT, folder, reports, 0)
    for name in ("build_scripts", "theme", "docs"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("build_scripts", "theme"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets", ignore=shutil.ignore_patterns("search"))
    for file in (*(ROOT / "docs").glob("*.md"), ROOT / "mkdocs.yml", ROOT / "requirements.txt"):
        shutil.copy(file, folder / file.relative_to(ROOT))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the project in ``folder`` for the block, and give the address once the first page is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://{address}/", "</html>")
            yield f"http://{address}/"
        finally:
            server.terminate()


def wait_for(url: str, words: str) -> float:
    """Return the seconds until the page at ``url`` has ``words``. Raises ``TimeoutError`` after an hour."""
    begun = time.monotonic()
    while words not in read(url):
        if time.monotonic() - begun > _LIMIT:
            raise TimeoutError(url)
        time.sleep(_LOOK)
    return time.monotonic() - begun


def read(url: str) -> str:
    """Return a page, "" while the server does not give it."""
    try:
        with urllib.request.urlopen(url, timeout=_LIMIT) as answer:  # noqa: S310 - our own server
            return str(answer.read().decode())
    except (URLError, ConnectionError):
        return ""


def save(folder: Path, url: str, number: int) -> float:
    """Add a figure to a report and return the seconds until its page has it."""
    files = sorted((folder / "source_reports").glob("*/*.txt"))
    fit = [file for file in files[number * 37 % len(files) :] + files if is_utf8(file)]
    year, _, department = fit[0].stem.partition("-")
    figure = str(time.time_ns())[-9:]
    fit[0].write_bytes(fit[0].read_bytes() + f"\n另外，检查企业1{figure}家。\n".encode())
    return wait_for(f"{url}reports/{fit[0].parent.name}/{department}/{year}/", figure)


def is_utf8(file: Path) -> bool:
    """Say whether a sentence in UTF-8 can be added to a report."""
    try:
        return bool(file.read_bytes().decode())
    except UnicodeDecodeError:
        return False


def main() -> None:
    """Measure, and print a line for the start and one for the saves."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=315)
    parser.add_argument("--saves", type=int, default=5)
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        lay_project(folder, asked.reports)
        with served(folder):
            pass
        begun = time.monotonic()
        with served(folder) as url:
            print(
                f"{asked.reports} reports, nothing changed: first page after {time.monotonic() - begun:.1f} s"
            )
            taken = []
            for number in range(asked.saves):
                time.sleep(_REST)
                taken.append(save(folder, url, number))
            print(f"saves: median {median(taken):.2f} s, {' '.join(f'{one:.2f}' for one in taken)}")


if __name__ == "__main__":
    main()
