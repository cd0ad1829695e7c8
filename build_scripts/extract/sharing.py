"""Numbers that say something of several things, and things that share one verb.

参与率和合格率均达100% is two rows at one place; 投诉、举报、咨询分别为12件、8件、5件 gives each number its thing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from build_scripts.extract.clauses import words_round
from build_scripts.extract.found import Found
from build_scripts.extract.subjects import find_subject, strip_before
from build_scripts.models import Span
from build_scripts.rules.numerals import parse_chinese

_BOTH = re.compile(
    r"(?P<list>.+?)(?:均|都|皆|双双|全部|分别均)(?:为|达到了|达到|达|是|在|保持在|保持|实现|超过|高于)?$"
)
# 参与率 and 普及率 hold no "and".
_AND = re.compile("、|以及|(?<!参)与(?!会)|(?<![普涉波提])及(?![时格]|以上)|和(?![谐解平])")
_ALL = re.compile("[均都皆]|双双|全部")
_RATE_END = re.compile("(?:率|度|比例|占比|比)$")
_N_FULL = re.compile(r"(?P<n>[两二三四五六])个(?P<full>百分之百|百分百|100[%％])")
_RESPECTIVELY = re.compile(
    r"(?P<list>[^，；。：]+?)(?:的)?(?:数量|件数|人数|金额|情况)?分别(?:为|达到|达|是|有|完成|占|共)?$"
)


def share_out(text: str, sentence: Span, rows: Sequence[Found]) -> list[Found]:
    """Return the rows of a sentence, one for each thing that a shared number is said of, things named where told."""
    shared: list[Found] = []
    said_of_all = _ALL.search(text, sentence.start, sentence.end) is not None
    for i, row in enumerate(rows):
        names = row.things or _n_full(text, row)
        if not names and (said_of_all or row.quantity.unit == "%"):
            names = _both(text, sentence, rows, i) or _each(text, sentence, rows, i)
        if len(names) > 1:
            shared += [replace(row, things=(name,)) for name in names]
        else:
            shared.append(row)
    return _respectively(text, sentence, shared) if "分别" in sentence.of(text) else shared


def _each(text: str, sentence: Span, rows: Sequence[Found], i: int) -> tuple[str, ...]:
    """Return a rate of each thing of the list before it: 副校长38名、辅导员45名，配备率均达到100%."""
    match = _BOTH.search(words_round(text, sentence, rows, i).before)
    if not match or not _RATE_END.search(match["list"]) or rows[i].quantity.unit != "%":
        return ()
    run: list[int] = []
    for k in range(i - 1, -1, -1):
        if rows[k].quantity.unit != rows[i - 1].quantity.unit or (
            run and not _adjacent(text, rows[k : k + 2])
        ):
            break
        run.insert(0, k)
    things = [find_subject(words_round(text, sentence, rows, k), None) for k in run]
    return tuple(thing + match["list"] for thing in things) if len(run) > 1 else ()


def _both(text: str, sentence: Span, rows: Sequence[Found], i: int) -> tuple[str, ...]:
    before = words_round(text, sentence, rows, i).before
    match = _BOTH.search(before)
    listed = match["list"] if match else strip_before(before) if "分别" not in before else ""
    names = tuple(n for n in (p.strip("“”‘’") for p in _AND.split(listed)) if n)
    alike = [n for n in names if _RATE_END.search(n)]
    if len(alike) == len(names) > 1 and rows[i].quantity.unit == "%":
        return names
    return _trailing(names) if match else ()


def _trailing(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rates that end a list whose earlier parts are no rates: 开展培训和考试，参考率、合格率."""
    rates: list[str] = []
    for name in reversed(names):
        if not _RATE_END.search(name):
            break
        rates.insert(0, name)
    return tuple(rates) if len(rates) > 1 else ()


def _n_full(text: str, row: Found) -> tuple[str, ...]:
    """Return the things of “参与率”和“合格率”两个百分百."""
    match = _N_FULL.match(text, max(0, row.span.start - len("两个")))
    if not match:
        return ()
    count = int(parse_chinese(match["n"]))
    clause = re.split("[，。；：]", text[: match.start()])[-1]
    quoted = re.findall("[“‘]([^”’]{2,10})[”’]", clause)
    plain = [re.sub("^.*(?:实现|达到|确保|做到)", "", p) for p in _AND.split(clause)]
    names = quoted if len(quoted) == count else plain
    return tuple(names) if len(names) == count else ()


def _respectively(text: str, sentence: Span, rows: list[Found]) -> list[Found]:
    result = list(rows)
    listed: list[str] = []
    for i, row in enumerate(rows):
        match = _RESPECTIVELY.search(words_round(text, sentence, rows, i).before) if not row.things else None
        if not match:
            continue
        names = _AND.split(match["list"])
        if len(names) == 1 and len(listed) > 1:
            names = [name + names[0] for name in listed]
        run = rows[i : i + len(names)]
        if len(names) > 1 and len(run) == len(names) and _adjacent(text, run):
            listed = names
            for k, name in enumerate(names):
                result[i + k] = _named(run, k, name)
    return result


def _named(run: Sequence[Found], k: int, name: str) -> Found:
    quantity = run[k].quantity
    unit = quantity.unit or next((r.quantity.unit for r in run[k:] if r.quantity.unit), "")
    return replace(run[k], things=(name,), quantity=replace(quantity, unit=unit))


def _adjacent(text: str, run: Sequence[Found]) -> bool:
    """Say whether numbers follow one another in one list: only "、" or "and", or also the name of the next thing."""
    gaps = [text[a.span.end : b.lead] for a, b in pairwise(run)]
    return all(re.fullmatch("[、，和及与]*", gap) for gap in gaps) or all(
        gap.startswith("、") and "，" not in gap for gap in gaps
    )
