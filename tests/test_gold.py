"""Reports marked by hand: scores that never fall, and the structure that each must give.

tests/gold/floors.json holds the scores of each folder's reports together, rounded down, and the fingerprint of the
answers. Raise a floor when a score has risen; never lower one. The blind reports are there to be scored only: a test of
theirs that fails tells how many places are wrong, never which words stand there.
"""

import hashlib
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from build_scripts.clean import clean_text
from build_scripts.head import with_head
from build_scripts.models import Result, Source
from build_scripts.pipeline import process
from build_scripts.read.text_file import read_text_file
from build_scripts.rules.widths import width
from build_scripts.score import score_folder, subject_closeness
from tests.every import every

GOLD = Path(__file__).parent / "gold"
ROOT = GOLD.parents[1]
FLOORS = GOLD / "floors.json"
FOLDERS = ("marked", "open", "read", "blind")
SHARES = ("value_unit", "subject", "closeness", "qualifier", "theme", "parent", "relation", "full")
ANSWERS = (".txt", ".json", ".jsonl", ".bin")
FACTS = (
    "title",
    "agency",
    "region_code",
    "report_year",
    "doc_number",
    "signer",
    "addressee",
    "issued_on",
    "published_on",
    "index_number",
)
# What comes out wrong now, by folder, report and what is looked at; each fails once it comes out right.
KNOWN = {
    ("read", "g", "lines"): "two paragraphs without indents are one, the first ends at the margin",
    ("read", "g", "paragraphs"): "two paragraphs without indents are one, the first ends at the margin",
} | {
    ("blind", name, aspect): "pages copied from a portal are not read well yet"
    for name, aspects in {
        "r": ("paragraphs", "lines", "furniture"),
    }.items()
    for aspect in aspects
}

Gold = dict[str, Any]
Fault = Callable[[Gold, Result, Path], list[str]]


def floors() -> dict[str, Any]:
    return dict(json.loads(FLOORS.read_text(encoding="utf-8")))


@cache
def scores(folder: str) -> dict[str, float]:
    return asdict(score_folder(GOLD / folder)["all"])


def fingerprint() -> str:
    files = sorted(p for f in FOLDERS for p in (GOLD / f).iterdir() if p.suffix in ANSWERS)
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.parent.name}/{p.name}\n" for p in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def floors_at(revision: str) -> dict[str, Any]:
    """Return the floors of a commit; where there is no git or no such commit, those of now."""
    command = ["git", "show", f"{revision}:{FLOORS.relative_to(ROOT).as_posix()}"]
    try:
        shown = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return floors()
    return dict(json.loads(shown.stdout))


@pytest.mark.heavy
@pytest.mark.parametrize("folder", FOLDERS)
@every("share", SHARES)
def test_a_score_is_never_below_its_floor(folder: str, share: str) -> None:
    assert scores(folder)[share] >= floors()[folder][share]


def test_every_folder_has_a_floor_for_every_score() -> None:
    assert {f: sorted(floors()[f]) for f in FOLDERS} == {f: sorted(SHARES) for f in FOLDERS}


@pytest.mark.parametrize("revision", ["HEAD", "HEAD~1"])
def test_a_floor_is_never_lowered_while_the_answers_stay(revision: str) -> None:
    before, now = floors_at(revision), floors()
    same = before["fingerprint"] == now["fingerprint"]
    old = [(f, s) for f in FOLDERS for s in SHARES if s in before.get(f, {})]
    lowered = [(f, s) for f, s in old if same and now[f][s] < before[f][s]]
    assert lowered == []


@pytest.mark.parametrize(
    ("wanted", "given", "share"),
    [
        ("行政处罚案件", "行政处罚案件", Fraction(1)),
        ("行政处罚案件", "处罚案件", Fraction(4, 5)),
        ("处罚案件", "行政处罚案件", Fraction(4, 5)),
        ("培训人次", "培训 人次", Fraction(1)),
        ("罚款", "普法", Fraction(0)),
        ("罚款", "", Fraction(0)),
    ],
)
def test_a_subject_is_the_nearer_the_more_characters_it_shares(
    wanted: str, given: str, share: Fraction
) -> None:
    assert subject_closeness(wanted, given) == share


def test_the_answers_are_those_that_the_floors_were_measured_on() -> None:
    """Fails when an answer is edited: say so in the commit, with the new fingerprint."""
    assert floors()["fingerprint"] == fingerprint()


def find_facts(gold: Gold, result: Result, _: Path) -> list[str]:
    meta = result.report.meta
    told = ((k, gold[k], getattr(meta, k)) for k in FACTS if k in gold)
    return [f"{key}: {wanted}, not {given}" for key, wanted, given in told if wanted != given]


def find_headings(gold: Gold, result: Result, _: Path) -> list[str]:
    wanted = [f"{level} {words.rstrip('。')}" for level, words in gold["headings"]]
    given = [f"{s.level} {s.marker or ''}{s.heading}" for s in result.report.sections]
    return list(_differences(wanted, given))


def find_paragraphs(gold: Gold, result: Result, _: Path) -> list[str]:
    wanted, given = gold["paragraph_count"], len(result.report.paragraphs)
    return [] if wanted == given else [f"{wanted} paragraphs, not {given}"]


def find_lines(_: Gold, result: Result, text: Path) -> list[str]:
    wanted = text.with_suffix(".clean.txt").read_text(encoding="utf-8").splitlines()
    return list(_differences(wanted, result.report.clean.text.splitlines()))


def find_furniture(gold: Gold, result: Result, text: Path) -> list[str]:
    """A line of the page may say what a line of the report says: only what is more than the report's own counts."""
    own = Counter(_packed(line) for line in _lines(text.with_suffix(".clean.txt")))
    given = Counter(_packed(line) for line in result.report.clean.text.splitlines())
    lines = {_packed(line) for line in gold["furniture"]}
    return [line for line in lines if given[line] > own[line]]


def find_joins(gold: Gold, result: Result, _: Path) -> list[str]:
    lines = [_packed(line) for line in result.report.clean.text.splitlines()]
    joins = (_packed(before + after) for before, after in gold["joins"])
    return [join for join in joins if not any(join in line for line in lines)]


FAULTS: dict[str, Fault] = {
    "facts": find_facts,
    "headings": find_headings,
    "paragraphs": find_paragraphs,
    "lines": find_lines,
    "furniture": find_furniture,
    "joins": find_joins,
}


def _differences(wanted: list[str], given: list[str]) -> Iterator[str]:
    for i in range(max(len(wanted), len(given))):
        pair = wanted[i : i + 1], given[i : i + 1]
        if pair[0] != pair[1]:
            yield f"{i}: {pair[0]}, not {pair[1]}"


def _packed(line: str) -> str:
    return re.sub(r"\s", "", line)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@cache
def result_of(path: Path) -> Result:
    return process(Source(path=path, sha256="", media_type="text/plain"), path)


def count_faults(folder: str, name: str, aspect: str) -> list[str]:
    """Return what is wrong; of a blind report only how much."""
    text = GOLD / folder / f"{name}.txt"
    gold = json.loads((GOLD / folder / f"{name}.clean.json").read_text(encoding="utf-8"))
    faults = FAULTS[aspect](gold, result_of(text), text)
    return [f"{len(faults)} wrong"] if faults and folder == "blind" else faults


def structure_cases() -> Iterator[Any]:
    for folder in FOLDERS:
        for path in sorted((GOLD / folder).glob("*.clean.json")):
            name = path.name.split(".")[0]
            for aspect in FAULTS:
                reason = KNOWN.get((folder, name, aspect))
                marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
                yield pytest.param(folder, name, aspect, id=f"{folder}-{name}-{aspect}", marks=marks)


@pytest.mark.heavy
@every(("folder", "name", "aspect"), list(structure_cases()))
def test_a_marked_report_comes_out_as_marked(folder: str, name: str, aspect: str) -> None:
    assert count_faults(folder, name, aspect) == []


def on_pages(lines: list[str], columns: int, rows: int) -> str:
    """Return lines set on pages as GB/T 9704 asks: paragraphs indented by two, each page with its number below."""
    cut = [piece for line in lines for piece in _wrap(line, columns * 2)]
    pages = [cut[i : i + rows] for i in range(0, len(cut), rows)]
    return "\n".join("\n".join([*page, f"— {n} —"]) for n, page in enumerate(pages, start=1)) + "\n"


def _wrap(line: str, most: int) -> Iterator[str]:
    """Yield the rows of a line: a number stays whole, a closing mark may hang over the edge."""
    is_body = len(line) >= 40 or line.endswith("。") or line[:1] in "一二三四五六七八九（1234567890"
    row = "\u3000\u3000" if is_body else ""
    for unit in re.findall(r"[0-9A-Za-z.%]+|[^0-9A-Za-z.%]", line):
        over = width(row + unit) - most
        if over > 0 and not (unit in "，。、；：！？）》”’】％%" and over <= 2):
            yield row
            row = ""
        row += unit
    yield row


PAGED = [
    pytest.param(path, *page, id=f"{path.parent.name}-{path.name[0]}-{page[0]}")
    for path in sorted(GOLD.glob("[mor]*/*.clean.txt"))
    for page in ((28, 22), (30, 25))
]


@pytest.mark.heavy
@pytest.mark.parametrize(("path", "columns", "rows"), PAGED)
def test_a_clean_report_set_on_pages_comes_out_clean_again(path: Path, columns: int, rows: int) -> None:
    lines = [line for line in _lines(path) if "\t" not in line and not line.startswith("表")]
    source = Source(path=Path("报告.txt"), sha256="", media_type="text/plain")
    raw = read_text_file(source, on_pages(lines, columns, rows).encode())
    assert list(_differences(lines, clean_text(with_head(raw)).text.splitlines())) == []


def test_a_report_in_gb18030_gives_what_its_text_in_utf_8_gives(tmp_path: Path) -> None:
    path = tmp_path / "q.txt"
    path.write_bytes((GOLD / "blind" / "q.gb18030.bin").read_bytes())
    clean, other = result_of(path).report.clean, result_of(GOLD / "blind" / "q.txt").report.clean
    assert clean.raw.encoding == "gb18030"
    same = clean.text == other.text
    assert same


def test_a_blind_report_that_fails_tells_no_words() -> None:
    told = {f for name in "mnopqr" for aspect in FAULTS for f in count_faults("blind", name, aspect)}
    assert not re.search("[\u3400-\u9fff]", "".join(told))
