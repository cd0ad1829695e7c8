"""Compare metrics with answers marked by hand, and hold the scores against floors that only rise.

An answer names its number by a quote that stands once in the text without blanks. A metric and an answer are paired
where their places meet, best fit first, each once. Optional answers count neither way. Scores are shares from 0 to 1.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from build_scripts.models import Metric, Result, Source
from build_scripts.pipeline import process

_BLANK_RE = re.compile(r"[\s\ufeff\u200b]")
_DIGIT_CHARS = "0123456789０１２３４５６７８９"
LONGEST_SUBJECT = 40


@dataclass(frozen=True, slots=True)
class Score:
    """How well metrics meet the answers; ``full``: the share right in value, unit, qualifier and subject.

    ``value_unit`` and ``parent`` are F1 of the metrics and of the links between them. ``closeness``: how near the
    subjects of the rows right in value and unit are to those marked, on average. ``relation``: the share of the right
    links that are of the kind marked, part or outcome; an answer that names none means a part.
    """

    value_unit: float
    subject: float
    closeness: float
    qualifier: float
    theme: float
    parent: float
    relation: float
    full: float


@dataclass(frozen=True, slots=True)
class _Pair:
    answer: Mapping[str, object]
    metric: Metric


@dataclass(slots=True)
class _Tally:
    """Counts over one or more reports."""

    answers: int = 0
    metrics: int = 0
    right: int = 0
    subject: int = 0
    closeness: Fraction = Fraction(0)
    qualifier: int = 0
    theme: int = 0
    full: int = 0
    links: int = 0
    links_wanted: int = 0
    links_right: int = 0
    relations: int = 0

    def add(self, other: "_Tally") -> None:
        """Add another report's counts."""
        for f in fields(self):
            setattr(self, f.name, getattr(self, f.name) + getattr(other, f.name))

    def score(self) -> Score:
        """Return the shares that the counts make."""
        return Score(
            value_unit=_f1(self.right, self.metrics, self.answers),
            subject=_share(self.subject, self.right),
            closeness=float(self.closeness / self.right) if self.right else 1.0,
            qualifier=_share(self.qualifier, self.right),
            theme=_share(self.theme, self.right),
            parent=_f1(self.links_right, self.links, self.links_wanted),
            relation=_share(self.relations, self.links_right),
            full=_share(self.full, self.answers),
        )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(right: int, given: int, wanted: int) -> float:
    return 2 * right / (given + wanted) if given + wanted else 1.0


def score_folder(folder: Path) -> dict[str, Score]:
    """Return the score of each gold report ``<name>.txt`` + ``<name>.jsonl`` of ``folder``, and of "all" together."""
    scores: dict[str, Score] = {}
    total = _Tally()
    for answers in sorted(folder.glob("*.jsonl")):
        path = answers.with_suffix(".txt")
        source = Source(path=path, sha256="", media_type="text/plain")
        tally = _compare(process(source, path), _load(answers))
        total.add(tally)
        scores[answers.stem] = tally.score()
    return scores | {"all": total.score()}


def score_reports(folder: Path) -> str:
    """Return the scores of a folder as a table, per cent."""
    lines = ["报告\t数值与单位\t主语\t主语相近\t限定\t主题\t总分关系\t部分或结果\t全对"]
    for name, score in score_folder(folder).items():
        shares = (getattr(score, f.name) for f in fields(score))
        lines.append("\t".join([name, *(f"{100 * share:.1f}" for share in shares)]))
    return "\n".join(lines)


def _load(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _compare(result: Result, answers: Sequence[Mapping[str, object]]) -> _Tally:
    pairs, ignored = _pair(result, answers)
    by_metric = {p.metric.id: str(p.answer["id"]) for p in pairs}
    tally = _Tally()
    counted = [a for a in answers if not a.get("optional")]
    tally.answers = len(counted)
    tally.metrics = len(result.metrics) - len(ignored)
    tally.links_wanted = sum(bool(a.get("parent")) for a in counted)
    tally.links = sum(m.parent is not None and m.id not in ignored for m in result.metrics)
    for pair in pairs:
        if not pair.answer.get("optional") and _same_value(pair) and _same_unit(pair):
            _count(tally, pair, by_metric)
    return tally


def _count(tally: _Tally, pair: _Pair, by_metric: Mapping[str, str]) -> None:
    answer, metric = pair.answer, pair.metric
    subject = _subject_fits(answer, metric)
    qualifier = metric.quantity.qualifier == answer.get("qualifier", "exact")
    tally.right += 1
    tally.subject += subject
    tally.closeness += subject_closeness(str(answer["subject"]), metric.subject)
    tally.qualifier += qualifier
    tally.full += subject and qualifier
    tally.theme += metric.theme in (answer["theme"], *_list(answer.get("theme_also")))
    wanted = answer.get("parent")
    linked = bool(wanted) and by_metric.get(metric.parent or "") == wanted
    tally.links_right += linked
    tally.relations += linked and metric.relation == answer.get("relation", "part")


def _pair(result: Result, answers: Sequence[Mapping[str, object]]) -> tuple[list[_Pair], set[str]]:
    """Return the pairs, and the ids of metrics that meet only optional answers."""
    packed, offsets = _pack(result.report.clean.raw.text)
    places = list(_places(packed, answers))
    candidates = []
    for i, (answer, place) in enumerate(zip(answers, places, strict=True)):
        for j, metric in enumerate(result.metrics):
            raw = result.report.clean.raw_span(metric.span)
            start, end = offsets[raw.start], offsets[raw.end]
            overlap = min(end, place[1]) - max(start, place[0])
            if overlap > 0:
                pair = _Pair(answer, metric)
                fit = (
                    _same_value(pair),
                    _same_unit(pair),
                    _subject_fits(answer, metric),
                    not answer.get("optional"),
                )
                candidates.append((*fit, overlap / (end - start), -i, -j, pair))
    candidates.sort(key=lambda c: c[:-1], reverse=True)
    pairs: dict[str, _Pair] = {}
    used: set[str] = set()
    for *_, pair in candidates:
        if pair.metric.id not in pairs and str(pair.answer["id"]) not in used:
            pairs[pair.metric.id] = pair
            used.add(str(pair.answer["id"]))
    optional = {c[-1].metric.id for c in candidates if c[-1].answer.get("optional")}
    ignored = {m for m in optional if m not in pairs or pairs[m].answer.get("optional")}
    return list(pairs.values()), ignored


def _pack(text: str) -> tuple[str, list[int]]:
    """Return the text without blanks, and for each offset of the text the one in it."""
    offsets, count = [], 0
    for char in text:
        offsets.append(count)
        count += not _BLANK_RE.match(char)
    return _BLANK_RE.sub("", text), [*offsets, count]


def _places(packed: str, answers: Sequence[Mapping[str, object]]) -> Iterator[tuple[int, int]]:
    seen: dict[tuple[str, str], int] = {}
    for answer in answers:
        quote, raw = (_BLANK_RE.sub("", str(answer[k])) for k in ("quote", "raw"))
        nth = seen.get((quote, raw), 0)
        seen[quote, raw] = nth + 1
        found = [m.start() for m in re.finditer(f"(?={re.escape(raw)})", quote)]
        spots = [s for s in found if _whole(quote, s, len(raw))] or found or [0]
        at = packed.index(quote) + spots[min(nth, len(spots) - 1)]
        yield at, at + len(raw)


def _whole(quote: str, start: int, length: int) -> bool:
    """Say whether the number at ``start`` is no part of a longer one."""
    before, after = quote[start - 1 : start], quote[start + length : start + length + 2]
    inside = after[:1] and (
        after[0] in _DIGIT_CHARS or (after[0] in ".．" and after[1:] and after[1] in _DIGIT_CHARS)
    )
    digits = quote[start] in _DIGIT_CHARS
    return not (digits and ((before and before in _DIGIT_CHARS + ".．") or inside))


def _same_value(pair: _Pair) -> bool:
    wanted = {Decimal(str(pair.answer[k])) for k in ("value", "value_max") if pair.answer.get(k) is not None}
    return pair.metric.quantity.value in wanted


def _same_unit(pair: _Pair) -> bool:
    answer, quantity = pair.answer, pair.metric.quantity
    if answer.get("unit_inferred") or (
        answer["raw"] in ("无", "未发生", "未", "没有") and quantity.value == 0
    ):
        return True
    given, wanted = (u.split("（")[0].replace("个", "") or "个" for u in (quantity.unit, str(answer["unit"])))
    return given == wanted


def _subject_fits(answer: Mapping[str, object], metric: Metric) -> bool:
    words = _BLANK_RE.sub("", metric.subject)
    return 0 < len(words) <= LONGEST_SUBJECT and all(str(m) in words for m in _list(answer.get("must")))


def subject_closeness(wanted: str, given: str) -> Fraction:
    """Return how near two subjects are, from 0 to 1: F1 of their characters, each as often as it stands, blanks apart.

    A word too many costs what a word too few does: 行政处罚案件 against 处罚案件 is 4/5, and so is the reverse.
    """
    first, second = (Counter(_BLANK_RE.sub("", s)) for s in (wanted, given))
    length = first.total() + second.total()
    return Fraction(2 * (first & second).total(), length) if length else Fraction(0)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
