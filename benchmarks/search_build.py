"""Builds what each search needs of a corpus, and says what that cost: CPU, peak memory, bytes on disk.

Every build is a process of its own, started by a small one that waits for it: the kernel tells CPU and memory of the
child alone, and the size of the benchmark itself is not in it.
"""

import html
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import yaml

from benchmarks.search_corpus import Record, read_corpus, searchable_of
from build_scripts.models import SearchPart
from build_scripts.search import FOLDER, Known, Place, search_part, update_index

OWN, PAGEFIND, MATERIAL = "own", "pagefind", "material"
NAMES = {OWN: "本站检索", PAGEFIND: "Pagefind", MATERIAL: "Material 自带检索"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build cost. ``bytes`` is what has to be put on a server for the search."""

    cpu_seconds: float
    peak_bytes: int
    bytes: int
    files: int


def build(peer: str, root: Path, corpus: Path, count: int, site: Path) -> Cost:
    """Build ``site`` with the search of ``peer`` over the first ``count`` reports of ``corpus``."""
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    build_one = {OWN: _build_own, PAGEFIND: _build_pagefind, MATERIAL: _build_material}[peer]
    (cpu, peak), measured = build_one(root, corpus, count, site)
    sizes = [path.stat().st_size for path in measured if path.is_file()]
    return Cost(cpu, peak, sum(sizes), len(sizes))


Built = tuple[tuple[float, int], Iterable[Path]]


def _build_own(root: Path, corpus: Path, count: int, site: Path) -> Built:
    ignored = shutil.ignore_patterns("search", "*.png")
    shutil.copytree(root / "docs/assets", site / "assets", ignore=ignored)
    command = [sys.executable, "-m", "benchmarks.search_build", str(corpus), str(count), str(site)]
    return measure(command, root), (site / FOLDER).rglob("*")


def _build_pagefind(root: Path, corpus: Path, count: int, site: Path) -> Built:
    for record in read_corpus(corpus, count):
        _write(site / record["id"] / "index.html", _page(record))
    program = importlib.import_module("pagefind_bin_extended").get_executable()
    cost = measure([str(program), "--site", str(site), "--quiet"], root)
    needed = (path for path in (site / "pagefind").rglob("*") if "-ui." not in path.name)
    return cost, needed


def _page(record: Record) -> str:
    title = html.escape(record["title"])
    head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
    return f"{head}<body><main><h1>{title}</h1>{_prose(record)}</main>"


def _prose(record: Record) -> str:
    """Return head and text as HTML: with the title, the same words that the own search is given."""
    head = (record["agency"], record["doc_number"], record["signer"], *record["issued"])
    paragraphs = [*(words for words in head if words), *record["lines"]]
    return "\n\n".join(f"<p>{html.escape(words)}</p>" for words in paragraphs if words)


def _build_material(root: Path, corpus: Path, count: int, site: Path) -> Built:
    source = site.with_name(f"{site.name}-source")
    shutil.rmtree(source, ignore_errors=True)
    for record in read_corpus(corpus, count):
        text = f"# {html.escape(record['title'])}\n\n{_prose(record)}\n"
        _write(source / "docs/r" / f"{record['id']}.md", text)
    _write(source / "docs/index.md", "# 首页\n")
    settings = {
        "site_name": "bench",
        "site_dir": str(site.resolve()),
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [{"search": {"lang": "zh"}}],
        "nav": ["index.md"],
        "not_in_nav": "/r/**",
    }
    _write(source / "mkdocs.yml", yaml.safe_dump(settings))
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(source / "mkdocs.yml"),
    ]
    return measure(command, root), (site / "search").rglob("*")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


_WAITER = """
import os, resource, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def measure(command: Sequence[str], root: Path) -> tuple[float, int]:
    """Run ``command`` in ``root`` and return its CPU seconds and peak bytes. Raise where it fails."""
    waiter = [sys.executable, "-c", _WAITER, *command]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        waiter, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} … {done.returncode}\n{done.stderr[-2000:]}")
    cpu, peak = done.stdout.split()
    return float(cpu), int(peak) * (1 if sys.platform == "darwin" else 1024)


def reading_cost(root: Path, corpus: Path, count: int) -> float:
    """Return the CPU seconds of starting Python and reading the corpus, which the own build's cost includes."""
    return measure([sys.executable, "-m", "benchmarks.search_build", str(corpus), str(count)], root)[0]


def main(arguments: Sequence[str]) -> None:
    """Write the index of a corpus below a folder; without a folder only read the corpus."""
    corpus, count = Path(arguments[0]), int(arguments[1])
    reports = map(searchable_of, read_corpus(corpus, count))
    if len(arguments) < 3:  # noqa: PLR2004 - corpus, number, folder
        print(sum(len(report.lines) for report in reports))
        return
    site = Path(arguments[2])

    def write(path: PurePosixPath, data: bytes) -> None:
        file = site / path
        try:
            file.write_bytes(data)
        except FileNotFoundError:
            file.parent.mkdir(parents=True)
            file.write_bytes(data)

    with tempfile.TemporaryFile(dir=site) as kept:
        parts = _Stored(kept, map(search_part, reports))
        update_index(parts, Known(), Place(write, lambda: _scratch(site)))


def _scratch(folder: Path) -> BinaryIO:
    return cast("BinaryIO", tempfile.TemporaryFile(dir=folder))


class _Stored:
    """The parts of all reports in a file, as a build keeps them in its store."""

    def __init__(self, file: BinaryIO, parts: Iterable[SearchPart]) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int, int]] = {}
        for part in parts:
            self._places[part.id] = (file.tell(), len(part.head), len(part.body))
            file.write(part.head + part.body)

    def heads(self) -> Iterator[bytes]:
        """Yield all heads."""
        return (self._read(start, head) for start, head, _ in self._places.values())

    def bodies(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Yield the bodies of these reports."""
        return (self._read(start + head, body) for start, head, body in map(self._places.__getitem__, ids))

    def shown(self) -> tuple[str, ...]:
        """Return nothing: all reports are to be found."""
        return ()

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)


if __name__ == "__main__":
    main(sys.argv[1:])
