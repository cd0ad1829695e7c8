"""What an agency's page needs of each of its reports, made with the report itself."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2s
from operator import attrgetter
from unicodedata import normalize

from build_scripts.models import Digest, DigestDoubt, DigestFigure, Kind, Metric, Qualifier, Result
from build_scripts.models.digest import HASH_BYTES
from build_scripts.render.anchors import Places
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
# Signs without marks and blanks: 推进依法行政工作。 and the like say nothing about whether a text was taken over.
_SHORT = 12
_DIGIT, _NUMERAL = "0-9０-９.,．，%％", "○〇零一二三四五六七八九十百千万亿"
# Digits, or two numerals and more. A class of all is looked for in a third of the time of a choice of both.
_NUMBER = re.compile(f"[{_DIGIT}{_NUMERAL}](?:(?<=[{_DIGIT}])[{_DIGIT}]*|[{_NUMERAL}]+)")
_SIGNS = re.compile(r"[\W_][\W_]*")
# Of this nothing but signs is another thing after NFKC, which costs more than all else that is done to a sentence.
_NORMAL = re.compile(r"[\x00-\x7f\u4e00-\u9fff，。、；：？！（）《》“”‘’—％]*")


def digest_of(told: Told) -> Digest:
    """Return what is kept of a report for the pages of its agency and region."""
    result = told.result
    warnings = [one for one in told.doubts if one.severity == SEVERITIES["warning"]]
    states = {one.label: one.state for one in told.requirements}
    sentences = _sentences(result)
    hashes = {words: _hash(words) for words in sentences}
    return Digest(
        figures=tuple(_figures(result)),
        doubts=tuple(DigestDoubt(d.label, _cut(d.message), str(d.link)) for d in warnings[:_DOUBTS]),
        doubtful=len(warnings),
        missing=tuple(part.label for part in result.statutory if part.told == "none"),
        timing=next((s for s in states.values() if s in {"good", "late"}), "unknown"),
        headings=tuple(_headings(result)),
        sentences=tuple(hashes.values()),
        frames=tuple(dict.fromkeys(_frames(hashes))),
        places=tuple(_places(told.places, sentences.values())),
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
    counts = Counter([one.indicator for one in of if one.indicator]) if len(of) > 1 else {of[0].indicator: 1}
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


def _sentences(result: Result) -> dict[str, int]:
    """Return the sentences of the prose, each once, and where they begin; width, marks and blanks do not count."""
    text = result.report.clean.text
    found: dict[str, int] = {}
    for paragraph in result.report.paragraphs:
        for span in find_sentences(text, paragraph.span):
            said = span.of(text)
            words = _SIGNS.sub("", said if _NORMAL.fullmatch(said) else normalize("NFKC", said))
            if len(words) >= _SHORT and len(found) < _SENTENCES:
                found.setdefault(words, span.start)
    return found


def _hash(words: str) -> str:
    return blake2s(words.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).hexdigest()


def _frames(hashes: Mapping[str, str]) -> Iterator[str]:
    """Yield the hash of each sentence without its numbers."""
    for words, known in hashes.items():
        frame = _NUMBER.sub("", words)
        yield known if len(frame) == len(words) else _hash(frame)


def _places(places: Places, starts: Iterable[int]) -> Iterator[int]:
    """Yield the number in the anchor of the place that holds each of ``starts``, of none that of the next one."""
    known = sorted((*places.sentences, *places.others), key=attrgetter("span.end"))
    ends = [place.span.end for place in known]
    for start in starts:
        at = min(bisect_right(ends, start), len(known) - 1)
        yield int(known[at].anchor.removeprefix("s-"))


def _cut(words: str) -> str:
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
