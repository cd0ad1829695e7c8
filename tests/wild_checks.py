"""What a case of tests/cases/wild expects of a report, held against the object that ``inspect`` prints.

``find_faults(report, expect)`` gives one line for each thing that is otherwise than expected; what is not named is not
asked. Widths and blanks never count, except in ``apart``. Where one value is asked, a list means one of these. Words:

- ``figures``: each has a figure of its own that fits; ``no_figures``: none fits. A figure is told by ``value unit max
  qualifier kind change period theme``, ``about`` (all these words stand in its subject, "a|b" is a or b), ``not_about``
  (none does), ``of`` (the value of its total, null: it is no part). ``figure_count``: how many there are in all.
- ``meta``, ``not_meta``: a field is, or is not, this; ``meta_with``, ``meta_without``: it holds, or lacks, these words.
- ``findings``, ``no_findings``: codes that are there, or not; ``error``: whether one is an error.
- ``sections``: told by marker, heading, level; ``section_count``, ``table_count``, ``unexplained``: how many.
- ``lines``: whole lines of the clean text; ``words``, ``no_words``: what a line holds, or none; ``apart``: what never
  stands together without a blank.
- ``accounted``: each number is a figure, or said to be unexplained, itself or with its table.
- ``one_of``: expectations of which one must hold.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Report = Mapping[str, Any]
Expect = Mapping[str, Any]
Check = Callable[[Report, Any], Iterable[str]]

# A figure's field by the word of a case, where they differ.
_FIELDS = {"max": "value_max"}
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def find_faults(report: Report, expect: Expect) -> list[str]:
    """Return a line for each thing that ``report`` does not meet; raises KeyError for a word that no check knows."""
    return [fault for word, wanted in expect.items() for fault in CHECKS[word](report, wanted)]


def folded(text: object) -> str:
    """Return ``text`` with full-width forms made plain and all blanks gone."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if text is None else str(text)))


def listed(wanted: object) -> list[Any]:
    """Return ``wanted`` as the list of what will do."""
    return wanted if isinstance(wanted, list) else [wanted]


def is_one_of(found: object, wanted: object) -> bool:
    """Whether ``found`` is one of ``wanted``: numbers as numbers, words as words, null as null."""
    return any(_same(found, one) for one in listed(wanted))


def _same(a: object, b: object) -> bool:
    if a is None or b is None:
        return a is b
    return folded(a) == folded(b) or _number(a) == _number(b) is not None


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def holds(text: object, words: object) -> bool:
    """Whether each of the words stands in ``text``; of "a|b" one is enough."""
    whole = folded(text)
    return all(any(folded(w) in whole for w in word.split("|")) for word in listed(words))


def holds_any(text: object, words: object) -> bool:
    """Whether one of the words stands in ``text``."""
    return any(folded(word) in folded(text) for word in listed(words))


def misfits(report: Report, figure: Expect, wanted: Expect) -> list[str]:
    """Return the words of ``wanted`` that a figure does not meet, each with what it has instead."""
    told: dict[str, Callable[[Any], tuple[bool, object]]] = {
        "about": lambda words: (holds(figure["subject"], words), figure["subject"]),
        "not_about": lambda words: (not holds_any(figure["subject"], words), figure["subject"]),
        "of": lambda value: (is_one_of(_total(report, figure), value), _total(report, figure)),
    }

    def plain(word: str) -> tuple[bool, object]:
        found = figure[_FIELDS.get(word, word)]
        return is_one_of(found, wanted[word]), found

    met = {word: told[word](wanted[word]) if word in told else plain(word) for word in wanted}
    return [f"{word} {found!r}" for word, (right, found) in met.items() if not right]


def _total(report: Report, figure: Expect) -> str | None:
    return next((str(m["value"]) for m in report["metrics"] if m["id"] == figure["parent"]), None)


def told(figure: Expect) -> str:
    """Return a figure in a few words."""
    return f"{figure['value']} {figure['unit']} {figure['subject']}"


def check_figures(report: Report, wanted: list[Expect]) -> Iterable[str]:
    """Give each wanted figure one of its own; say which go without."""
    fitting = [[j for j, m in enumerate(report["metrics"]) if not misfits(report, m, w)] for w in wanted]
    taken: dict[int, int] = {}

    def placed(i: int, tried: set[int]) -> bool:
        for j in fitting[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or placed(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    for i, w in enumerate(wanted):
        if not placed(i, set()):
            yield f"no figure {dict(w)}{_nearest(report, w)}"


def _nearest(report: Report, wanted: Expect) -> str:
    of_value = [m for m in report["metrics"] if is_one_of(m["value"], wanted.get("value", m["value"]))]
    best = min(of_value, key=lambda m: len(misfits(report, m, wanted)), default=None)
    if best is None:
        return ""
    return f"; nearest: {told(best)} ({', '.join(misfits(report, best, wanted)) or 'taken'})"


def check_no_figures(report: Report, unwanted: list[Expect]) -> Iterable[str]:
    """Say which figures fit what must not be."""
    return [f"figure {told(m)}" for w in unwanted for m in report["metrics"] if not misfits(report, m, w)]


def check_figure_count(report: Report, wanted: object) -> Iterable[str]:
    """Say that there are more or fewer figures, and which."""
    found = report["metrics"]
    return [] if is_one_of(len(found), wanted) else [f"{len(found)} figures: {'; '.join(map(told, found))}"]


def _field(right: Callable[[object, object], bool]) -> Check:
    """Return a check of fields of the particulars by ``right(found, wanted)``."""

    def check(report: Report, fields: Mapping[str, object]) -> Iterable[str]:
        meta = report["meta"]
        return [f"{name} {meta[name]!r}" for name, wanted in fields.items() if not right(meta[name], wanted)]

    return check


def _codes(report: Report) -> set[str]:
    return {f["code"] for f in report["findings"]}


def check_findings(report: Report, codes: list[str]) -> Iterable[str]:
    """Say which findings are missing."""
    return [f"no finding {code}" for code in codes if code not in _codes(report)]


def check_no_findings(report: Report, codes: list[str]) -> Iterable[str]:
    """Say which findings must not be."""
    return [f"{f['code']}: {f['message']}" for f in report["findings"] if f["code"] in codes]


def check_error(report: Report, wanted: object) -> Iterable[str]:
    """Say that an error is found, or not, against what is wanted."""
    found = any(f["severity"] == "error" for f in report["findings"])
    return [] if found is wanted else [f"error {found}"]


def check_sections(report: Report, wanted: list[Expect]) -> Iterable[str]:
    """Say which headings are missing; a closing stop does not count."""
    found = [{k: folded(s[k]).rstrip("。.") for k in s} for s in report["sections"]]
    asked = [{k: folded(v).rstrip("。.") for k, v in w.items()} for w in wanted]
    return [f"no section {w}" for w in asked if not any(w.items() <= s.items() for s in found)]


def _count(of: Callable[[Report], int], what: str) -> Check:
    def check(report: Report, wanted: object) -> Iterable[str]:
        return [] if is_one_of(of(report), wanted) else [f"{of(report)} {what}"]

    return check


def _lines(report: Report) -> list[str]:
    return [folded(line) for line in report["clean_text"].split("\n")]


def check_lines(report: Report, wanted: list[str]) -> Iterable[str]:
    """Say which whole lines the clean text lacks."""
    return [f"no line {w}" for w in wanted if folded(w) not in _lines(report)]


def check_words(report: Report, wanted: list[str]) -> Iterable[str]:
    """Say what no line of the clean text holds."""
    return [f"nowhere {w}" for w in wanted if not any(folded(w) in line for line in _lines(report))]


def check_no_words(report: Report, unwanted: list[str]) -> Iterable[str]:
    """Say what a line of the clean text holds and must not."""
    return [f"there stands {w}" for w in unwanted if any(folded(w) in line for line in _lines(report))]


def check_apart(report: Report, unwanted: list[str]) -> Iterable[str]:
    """Say what the clean text has without a blank between."""
    clean = unicodedata.normalize("NFKC", report["clean_text"])
    return [f"glued {w}" for w in unwanted if w in clean]


def check_accounted(report: Report, numbers: list[str]) -> Iterable[str]:
    """Say which numbers are neither figures nor told of, each as often as it is listed."""
    raw = report["raw_text"]
    told_of = {(f["code"], f["start"], f["end"]) for f in report["findings"] if f["start"] is not None}
    known = Counter(folded(m["raw"]) for m in report["metrics"])
    known.update(folded(raw[a:b]) for code, a, b in told_of if code == "unexplained-number")
    for code, a, b in told_of:
        known.update(map(folded, _NUMBER.findall(raw[a:b]) if code == "table-unread" else ()))
    lost = Counter(numbers) - known
    return [f"lost {', '.join(lost.elements())}"] if lost else []


def check_one_of(report: Report, ways: list[Expect]) -> Iterable[str]:
    """Say what is wrong with each of the ways, where none holds."""
    faults = [find_faults(report, way) for way in ways]
    return [f"none of: {' / '.join('; '.join(f) for f in faults)}"] if all(faults) else []


CHECKS: dict[str, Check] = {
    "figures": check_figures,
    "no_figures": check_no_figures,
    "figure_count": check_figure_count,
    "meta": _field(is_one_of),
    "not_meta": _field(lambda found, wanted: not is_one_of(found, wanted)),
    "meta_with": _field(holds),
    "meta_without": _field(lambda found, words: not holds_any(found, words)),
    "findings": check_findings,
    "no_findings": check_no_findings,
    "error": check_error,
    "sections": check_sections,
    "section_count": _count(lambda r: len(r["sections"]), "sections"),
    "table_count": _count(lambda r: len(r["tables"]), "tables"),
    "unexplained": _count(lambda r: r["numbers"]["unexplained"], "numbers unexplained"),
    "lines": check_lines,
    "words": check_words,
    "no_words": check_no_words,
    "apart": check_apart,
    "accounted": check_accounted,
    "one_of": check_one_of,
}
