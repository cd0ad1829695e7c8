"""A report as blocks, from which files of every format are made, and what must be the same whatever the format."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from build_scripts.models import BlockKind, Result
from build_scripts.pipeline import process_bytes
from tests.texts import source_at

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = Path(__file__).parent / "reports" / "made.txt"
SEEDS = tuple(sorted((ROOT / "source_reports").glob("*/*.txt")))


class Kind(StrEnum):
    """What a block is in a file."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the clean text."""

    kind: Kind
    text: str


@cache
def result_of_seed(path: Path) -> Result:
    return process_bytes(source_at(path.name), path.read_bytes())


@cache
def blocks_of(path: Path) -> tuple[Block, ...]:
    """Return the lines of a report as it is cleaned."""
    report = result_of_seed(path).report
    clean = report.clean.text
    kinds = {block.span.start: block.kind for block in report.blocks}
    blocks = []
    at = 0
    for line in clean.split("\n"):
        if line.strip():
            blocks.append(Block(_kind(line, kinds.get(at)), line))
        at += len(line) + 1
    return tuple(blocks)


def _kind(line: str, kind: BlockKind | None) -> Kind:
    if "\t" in line:
        return Kind.ROW
    if kind in (BlockKind.TITLE, BlockKind.HEADING):
        return Kind(kind.value)
    return Kind.TEXT


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report says, whatever its format: ``figures`` are value and unit, ``paragraphs`` without blanks."""

    headings: tuple[tuple[int, str | None, str], ...]
    meta: tuple[str | None, ...]
    figures: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]


def facts_of(result: Result) -> Facts:
    report = result.report
    meta = report.meta
    return Facts(
        tuple((s.level, s.marker, "".join(s.heading.split())) for s in report.sections),
        (meta.title, meta.agency, meta.doc_number, meta.signer, meta.issued_on),
        tuple((str(m.quantity.value), m.quantity.unit) for m in result.metrics),
        tuple("".join(p.span.of(report.clean.text).split()) for p in report.paragraphs),
    )


def share_whole(wanted: Facts, found: Facts) -> float:
    """Return which share of the paragraphs came out as one paragraph each."""
    return sum(p in set(found.paragraphs) for p in wanted.paragraphs) / len(wanted.paragraphs)


def text_of(path: Path) -> bytes:
    """Return the blocks as plain text, to which the other formats are held."""
    return "\n".join(block.text for block in blocks_of(path)).encode()
