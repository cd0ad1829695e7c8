"""Each hostile file comes to a sound result or one plain line, soon, in a build beside good ones and looked at alone.

LONG_TESTS=1 tries those too that take seconds each, and floods with a million signs, not a quarter of one.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from build_scripts.engine import EngineSettings, Limits, Outcome, open_engine
from build_scripts.errors import BrokenOffError
from build_scripts.job import Job, convert_job, reads_with_library
from build_scripts.models import Conversion, Fate
from build_scripts.plain_lines import plain_line
from build_scripts.sources import SourceFile
from tests.formats.blocks import ROOT
from tests.hostile.corpus import ALL, CORPUS
from tests.hostile.wanted import Wanted

pytestmark = pytest.mark.heavy

PLACE = "source_reports/130131/2023-water"
# Beside other tests all things take longer by the clock; of the processor they take no more.
LIMITS = Limits()
LONG = frozenset({
    "docx bomb", "docx bomb of blanks", "docx bomb of overlaps", "docx of 100,000 paragraphs",
    "docx of 100,000 tables", "docx table of a million cells", "docx of 60,000 members",
    "docx of text without end", "zip of a million members", "ofd bomb", "ofd 2,000 templates on a page",
    "ofd 1,900 pages that are one", "ofd 1,000 documents", "pdf forms that double",
    "pdf forms that grow tenfold", "pdf of a million lines", "pdf bomb", "pdf bomb in a bomb",
    "pdf bomb in letters", "pdf bomb in hex", "pdf bomb by run lengths", "pdf bomb, thrice",
    "html a million blocks", "html one style of 8 MB", "text of a million entities",
    "text of a million backslashes", "text of a million commas in numbers", "text of 100,000 headings",
    "text of a million pictures", "text of a million returns", "text of a million line ends",
    "text of a million comments", "text of a million mobiles", "pdf type of a huge size", "pdf type of no size",
    "pdf length that points to itself", "pdf length below nothing", "pdf length of everything",
    "pdf form of itself", "pdf forms of each other", "pdf picture of no dots", "pdf picture in JPX",
    "html with a link of links",
})  # fmt: skip
EVERY = bool(os.environ.get("LONG_TESTS"))
TRIED = [label for label in CORPUS if EVERY or label not in LONG]
# What a reader's page has of its own: none of these.
ACTIVE_RE = re.compile(
    rb"<(?:script|img|iframe|object|embed|base|meta|link|form|input|style|video)\b|<[^>]*\s(?:on\w+|srcdoc)\s*=",
    re.IGNORECASE,
)
LEADING_RE = re.compile(rb"(?:href|src|action)\s*=\s*['\"]?\s*(?:javascript|data|vbscript):", re.IGNORECASE)
LEADING_WORDS = (b"javascript:", b"data:", b"vbscript:")


def is_active(page: bytes) -> bool:
    """Say whether a page has what runs, or loads something. The words come first: pages have millions of signs."""
    said = page.lower()
    leads = any(word in said for word in LEADING_WORDS) and LEADING_RE.search(page)
    return bool(leads or ACTIVE_RE.search(page))


def jobs(labels: list[str]) -> Iterator[Job]:
    for label in labels:
        file = SourceFile(Path(PLACE + ALL[label].suffix), ALL[label].make(), None, is_placed=True)
        yield Job(file, preview=True)


@cache
def outcomes() -> dict[str, Outcome[Job, Conversion]]:
    """Return what becomes of each file, made by the processes of a build, two at a time."""
    with open_engine(EngineSettings(jobs=2, limits=LIMITS)) as engine:
        found: dict[str, Outcome[Job, Conversion]] = {}
        waiting = {}

        def labelled() -> Iterator[Job]:
            for label, job in zip(TRIED, jobs(TRIED), strict=True):
                waiting[id(job)] = label
                yield job

        for outcome in engine.map_unordered(
            convert_job, labelled(), most_at_once=4, apart=reads_with_library
        ):
            found[waiting[id(outcome.item)]] = Outcome(None, outcome.value, outcome.error)  # type: ignore[arg-type]
        return found


@pytest.mark.parametrize("label", TRIED)
def test_each_comes_to_what_is_wanted(label: str) -> None:
    outcome, wanted = outcomes()[label], CORPUS[label].wanted
    assert outcome.error is None or isinstance(outcome.error, BrokenOffError), outcome.error
    assert outcome.value or wanted is not Wanted.READ
    if outcome.value is None:
        return
    one = outcome.value
    assert plain_line(one.message) == one.message
    assert "internal-fault" not in one.message
    assert (one.fate is Fate.FAILED) == (wanted is Wanted.REFUSED) or wanted is Wanted.EITHER, one.message
    for page in one.pages:
        assert not is_active(page.rich), page.file


def test_old_files_ask_nobody_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server listens at the address that the files point to."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    labels = [label for label in ALL if label.startswith("rtf with")]
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"127.0.0.1:{server.getsockname()[1]}".encode()
        for label in labels if EVERY else labels[:3]:
            data = ALL[label].make().replace(b"127.0.0.1:9", address)
            conversion = convert_job(Job(SourceFile(Path(f"{PLACE}.rtf"), data, None, is_placed=True)))
            assert (conversion.fate is Fate.FAILED) <= (ALL[label].wanted is not Wanted.READ), (
                conversion.message
            )
        with pytest.raises(BlockingIOError):
            server.accept()
    assert list(home.iterdir()) == []
    assert list(tmp_path.iterdir()) == [home]


@pytest.mark.parametrize(
    "page",
    [
        b"<p><IMG alt=1>",
        b"<b title=1 onClick = x>",
        b"<a HREF=JavaScript:x>",
        b"<form>",
        b"<a href = ' data:x'>",
        b"<i srcdoc=1>",
    ],
)
def test_what_is_active_is_seen(page: bytes) -> None:
    assert is_active(page)
    assert not is_active(page.replace(b"<", b"&lt;").replace(b":", b"&#58;"))


def test_there_are_many() -> None:
    assert len(ALL) > 300


RECOGNISE = """
import numpy
from build_scripts.read.scan import recognise
recognise(numpy.full((200, 400, 3), 255, dtype="uint8"))
"""


def test_recognition_keeps_nothing_in_the_users_folder(tmp_path: Path) -> None:
    """The library that runs the models would keep an id of this machine there, and tell its maker of each run."""
    environment = os.environ | {
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
    }
    subprocess.run([sys.executable, "-c", RECOGNISE], env=environment, cwd=ROOT, check=True)
    assert list(tmp_path.iterdir()) == []
