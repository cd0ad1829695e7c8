"""What an agency's page needs of each of its reports, made with the report itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2s

from build_scripts.models import Digest, DigestDoubt, DigestFigure, Kind, Metric, Qualifier, Result
from build_scripts.render.escape import decode
from build_scripts.render.figure_entries import as_written
from build_scripts.render.labels import SEVERITIES
from build_scripts.render.told import Told
from build_scripts.rules.sentences import find_sentences

_DOUBTS = 12  # told of one report; its own page has all
_HEADINGS = 40
_LEVELS = 2  # 一、 and （一）: deeper ones change with every year's wording
_WORDS = 60  # characters of a subject, a heading or a message that a list has room for
_SENTENCES = 2000  # of the longest real report there are some 700
# 依法行政。 and the like say nothing about whether a text was taken over.
_SHORT = 8
_HASH = 5  # bytes: two of a thousand sentences are alike by chance once in two million reports
_NUMBER = re.compile(r"[0-9０-９.,．，%％]+|[○〇零一二三四五六七八九十百千万亿]{2,}")
_SIGNS = re.compile(r"[\W_]+")


def digest_of(told: Told) -> Digest:
    """Return what is kept of a report for the pages of its agency and region."""
    result = told.result
    warnings = [one for one in told.doubts if one.severity == SEVERITIES["warning"]]
    states = {one.label: one.state for one in told.requirements}
    sentences, frames = _hashes(result)
    return Digest(
        figures=tuple(_figures(result)),
        doubts=tuple(DigestDoubt(d.label, _cut(d.message), str(d.link)) for d in warnings[:_DOUBTS]),
        doubtful=len(warnings),
        missing=tuple(part.label for part in result.statutory if part.told == "none"),
        timing=next((s for s in states.values() if s in {"good", "late"}), "unknown"),
        headings=tuple(_headings(result)),
        sentences=sentences,
        frames=frames,
    )


def _figures(result: Result) -> Iterator[DigestFigure]:
    """Yield of each family one figure, in the order of the text."""
    year = str(result.report.clean.raw.source.year)
    found: dict[str, list[Metric]] = {}
    for one in result.metrics:
        is_result = one.kind is Kind.RESULT and one.change is None and one.parent is None
        if one.family and is_result and one.period in {None, year}:
            found.setdefault(one.family, []).append(one)
    for of in found.values():
        yield _figure(result, of)


def _figure(result: Result, of: Sequence[Metric]) -> DigestFigure:
    """Return the one that stands for a family: of its indicators the one told once, else the first."""
    counts = Counter(one.indicator for one in of if one.indicator)
    once = [one for one in of if one.indicator and counts[one.indicator] == 1]
    chosen = once[0] if once else of[0]
    quantity = chosen.quantity
    return DigestFigure(
        id=chosen.id,
        subject=_cut(decode(chosen.subject)),
        written=decode(as_written(result.report.clean.text, chosen)),
        value=f"{quantity.value:f}",
        unit=quantity.unit,
        family=chosen.family or "",
        indicator=chosen.indicator or "",
        is_exact=quantity.qualifier is Qualifier.EXACT and quantity.value_max is None,
        is_only=bool(once) or len(of) == 1,
        is_unsure=bool(chosen.doubts),
        others=len(of) - 1,
    )


def _headings(result: Result) -> Iterator[str]:
    wanted = (s for s in result.report.sections if s.level <= _LEVELS)
    for _, section in zip(range(_HEADINGS), wanted, strict=False):
        yield _cut(decode(section.heading))


def _hashes(result: Result) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return hashes of the sentences, and of the same without numbers; signs and blanks do not count."""
    text = result.report.clean.text
    said = (
        _SIGNS.sub("", span.of(text))
        for paragraph in result.report.paragraphs
        for span in find_sentences(text, paragraph.span)
    )
    long = dict.fromkeys(words for words in said if len(words) >= _SHORT)
    first = list(long)[:_SENTENCES]
    return _hashed(first), _hashed(_NUMBER.sub("", words) for words in first)


def _hashed(words: Iterable[str]) -> tuple[str, ...]:
    hashes = (blake2s(w.encode("utf-8", "surrogatepass"), digest_size=_HASH).hexdigest() for w in words)
    return tuple(dict.fromkeys(hashes))


def _cut(words: str) -> str:
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
