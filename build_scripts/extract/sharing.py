"""Numbers that say something of several things, and things that share one verb.

参与率和合格率均达100% is two rows at one place, 普法基地和法治公园各1家 likewise; 投诉、举报、咨询分别为12件、8件、5件
gives each number its thing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from build_scripts.extract.found import Found
from build_scripts.extract.paragraph import Reading
from build_scripts.extract.phrases import phrase_of, strip_phrase
from build_scripts.extract.subjects import find_subject, unquoted
from build_scripts.extract.times import CHANGES, COMPARED
from build_scripts.models import Span
from build_scripts.rules.numerals import fold_width, parse_chinese, parse_digits

_BOTH_RE = re.compile(
    r"(?P<list>.+?)(?:均|都|皆|双双|全部|分别均)(?:为|达到了|达到|达|是|在|保持在|保持|实现|超过|高于)?$"
)
_EACH_RE = re.compile("(?P<list>.+?)各(?:有|为|达)?$")
_AND = frozenset(("、", "以及", "和", "与", "及", "或"))
_AND_RE = re.compile("[、和与及或]")
_SHARED_RE = re.compile("[均都皆各]|双双|全部")
_RATE_END_RE = re.compile("(?:率|度|比例|占比|比)$")
_N_FULL_RE = re.compile(r"(?P<n>[两二三四五六2-6])个(?P<full>百分之百|百分百|100[%％])")
_RESPECTIVELY_RE = re.compile(
    r"(?P<list>[^，；。：]+?)(?P<measure>的?(?:数量|件数|人数|金额|情况))?"
    rf"(?:分别(?:为|达到|达|是|有|完成|占|共)?|(?:{COMPARED})?分别{CHANGES})$"
)
# What several things may share at the end of the last one's name, and what another has that needs none of it.
_SHARED_END_RE = re.compile("(?:率|占比|比例|人数|户数|收入|支出|面积)$")
_ANY_MEASURE_RE = re.compile("[率比例数量额度值积费入出]$")
_OWN_WORD, _ENOUGH = 2, 2
_MEASURES = ("数量", "件数", "人数", "金额")
_LIST_GAP_RE = re.compile("[、，和及与]+")
_CHANGE_GAP_RE = re.compile(f"[、，和及与]+|[、和及与]{CHANGES}")
# Characters back to the 分别 of a list: some thirty numbers. Without a bound a sentence of 10,000 is read 10,000 times.
_REACH = 200
_MOST_LISTED = 30
_DIGITS_RE = re.compile(r"[\d,]+(?:\.\d+)?")
# C三级企业: the last name of a list has what all of them share.
_LAST_NAME_RE = re.compile(
    "(?P<own>[A-Za-z甲乙丙丁一二三四五]{1,2}?)[两二三四五六]?(?P<rest>[\u4e00-\u9fff]{2,})"
)


def share_out(reading: Reading) -> tuple[Found, ...]:
    """Return the figures of a paragraph, a shared number once for each thing that it is said of, named."""
    told = any(one.things or one.quantity.unit == "%" for one in reading.found)
    if not told and not _SHARED_RE.search(reading.text) and "分别" not in reading.text:
        return reading.found
    rows: list[Found] = []
    first = 0
    for sentence in reading.sentences:
        last = first
        while last < len(reading.found) and reading.found[last].span.start < sentence.end:
            last += 1
        if last > first:
            rows += _share_sentence(reading, sentence, range(first, last))
        first = last
    return tuple(rows)


def _share_sentence(reading: Reading, sentence: Span, here: range) -> list[Found]:
    said_of_all = _SHARED_RE.search(reading.text, sentence.start, sentence.end) is not None
    in_turn = "分别" in sentence.of(reading.text)
    if not (said_of_all or in_turn or any(_may_share(reading.found[i]) for i in here)):
        return [reading.found[i] for i in here]
    names = [_things(reading, i, said_of_all=said_of_all) for i in here]
    ones = [reading.found[i] for i in here]
    _one_each(reading, here, names)
    if in_turn:
        _complete(reading, sentence, ones)
        _respectively(reading, here, names, ones)
    rows: list[Found] = []
    for one, things in zip(ones, names, strict=True):
        if _N_FULL_RE.match(reading.text, one.span.start):
            continue  # 三个100%: how many things the rate is said of is no figure
        rows += [replace(one, things=(name,)) for name in things] if things else [one]
    return rows


def _one_each(reading: Reading, here: Sequence[int], names: list[tuple[str, ...]]) -> None:
    """Give as many rates as there are things one each, in place of the first to all: 纠错率、败诉率控制在3%和5%以内."""
    for at, i in enumerate(here):
        run = here[at : at + len(names[at])]
        said_of_all = _SHARED_RE.search(reading.words[i].before.said)
        if said_of_all or not 1 < len(names[at]) == len(run):
            continue
        ones = [reading.found[k] for k in run]
        if all(are_listed(reading.text, *both) for both in pairwise(ones)):
            names[at : at + len(run)] = [(thing,) for thing in names[at]]


def _may_share(one: Found) -> bool:
    """Say whether a number without 均 or 分别 may be said of several things: a rate, or 三个 of 三个100%."""
    return bool(one.things) or one.quantity.unit in ("%", "个")


def _things(reading: Reading, i: int, *, said_of_all: bool) -> tuple[str, ...]:
    """Return the things that one number is said of, where they are two or more; what the finder says comes first."""
    one = reading.found[i]
    if one.things:
        return one.things
    names = _n_full(reading, i) if one.quantity.unit == "%" else ()
    if not names and (said_of_all or one.quantity.unit == "%"):
        names = _both(reading, i) or _of_each(reading, i)
    return names if len(names) > 1 else ()


def split_names(listed: str) -> tuple[str, ...]:
    """Return the names of a list, parted where 、 or a whole word "and" stands: 参与率和普及率 is two."""
    names = [""]
    for word in phrase_of(listed).words():
        if word in _AND:
            names.append("")
        else:
            names[-1] += word
    return tuple(n for n in (unquoted(name) for name in names) if n)


def _of_each(reading: Reading, i: int) -> tuple[str, ...]:
    """Return a rate of each thing of the list before it: 副校长38名、辅导员45名，配备率均达到100%."""
    found, before = reading.found, reading.words[i].before
    if found[i].quantity.unit != "%" or not _SHARED_RE.search(before.text, before.start, before.end):
        return ()
    match = _BOTH_RE.search(before.said)
    parted = i and "；" in reading.text[found[i - 1].span.end : found[i].lead]
    if parted or not match or not _RATE_END_RE.search(match["list"]):
        return ()
    run: list[int] = []
    for k in range(i - 1, -1, -1):
        if found[k].quantity.unit != found[i - 1].quantity.unit or (
            run and not _adjacent(reading, [k, k + 1])
        ):
            break
        run.insert(0, k)
    things = [_subject(reading, k) for k in run]
    return tuple(thing + match["list"] for thing in things) if len(run) > 1 else ()


def _subject(reading: Reading, k: int) -> str:
    words = reading.words[k]
    core = strip_phrase(words.before)
    return find_subject(words, core, None)


def _both(reading: Reading, i: int) -> tuple[str, ...]:
    """Return the things of 参考率、合格率均为100% and of 普法基地和法治公园各1家."""
    before = reading.words[i].before
    said = before.said
    each = _EACH_RE.search(said) if "各" in said else None
    if each:
        return split_names(strip_phrase(phrase_of(each["list"])).said)
    match = _BOTH_RE.search(said) if _SHARED_RE.search(said) else None
    if not match and ("分别" in said or not _AND_RE.search(said)):
        return ()
    stripped = strip_phrase(before).said
    names = split_names(match["list"] if match else stripped)
    alike = [n for n in names if _RATE_END_RE.search(n)]
    if len(alike) == len(names) > 1 and reading.found[i].quantity.unit == "%":
        return names
    return _trailing(names) if match else ()


def _trailing(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rates that end a list whose earlier parts are no rates: 开展培训和考试，参考率、合格率."""
    rates: list[str] = []
    for name in reversed(names):
        if not _RATE_END_RE.search(name):
            break
        rates.insert(0, name)
    return tuple(rates) if len(rates) > 1 else ()


def _n_full(reading: Reading, i: int) -> tuple[str, ...]:
    """Return the things of “参与率”和“合格率”两个百分百."""
    text, start = reading.text, reading.found[i].span.start
    match = _N_FULL_RE.match(text, max(0, start - len("两个")))
    if not match:
        return ()
    count = int(match["n"]) if match["n"].isdigit() else int(parse_chinese(match["n"]))
    clause = re.split("[，。；：]", text[max(0, match.start() - 80) : match.start()])[-1]
    quoted = re.findall("[“‘]([^”’]{2,10})[”’]", clause)
    plain = [re.sub("^.*(?:实现|达到|确保|做到)", "", p) for p in split_names(clause)]
    names = quoted if len(quoted) == count else plain
    return tuple(names) if len(names) == count else ()


def _complete(reading: Reading, sentence: Span, ones: list[Found]) -> None:
    """Give a number of a list behind 分别 the unit that only the last one has: 分别提高0.8和1.1个百分点."""
    for at in range(len(ones) - 2, -1, -1):
        if stand_in_turn(reading.text, sentence, ones[at], ones[at + 1]):
            ones[at] = _in_unit_of(ones[at], ones[at + 1])


def are_listed(text: str, one: Found, later: Found) -> bool:
    """Say whether two numbers stand in one list, with no more between them than which way each goes: 上升3%、下降5%."""
    return _CHANGE_GAP_RE.fullmatch(text[one.span.end : later.lead]) is not None


def first_of_list(reading: Reading, i: int) -> int:
    """Return the first number of the list in which ``i`` stands, with nothing but 、 or "and" between them."""
    found, first = reading.found, i
    while first and i - first < _MOST_LISTED and are_listed(reading.text, found[first - 1], found[first]):
        first -= 1
    return first


def stand_in_turn(text: str, sentence: Span, one: Found, later: Found) -> bool:
    """Say whether two numbers stand side by side in a list behind 分别, as in 分别提高0.8和1.1个百分点."""
    gap = text[one.span.end : later.lead]
    told = text.find("分别", max(sentence.start, one.lead - _REACH), one.lead)
    return told >= 0 and _LIST_GAP_RE.fullmatch(gap) is not None


def _in_unit_of(one: Found, later: Found) -> Found:
    """Return ``one``, where it has no unit, in unit and size of ``later``: 3.5 of 3.5、2.8万元 is 35000元.

    What is nearer to ``later`` as it stands is written in full: 560 of 560、1.2万份.
    """
    quantity, like = one.quantity, later.quantity
    if quantity.unit or not like.unit:
        return one
    written = _DIGITS_RE.match(fold_width(like.raw))
    digits = parse_digits(written[0]) if written else Decimal(0)
    size = like.value / digits if digits and quantity.raw[-1:].isdigit() else Decimal(1)
    # Nearer by their ratio, that is: like / value > value * size / like.
    larger = size == size.to_integral_value() and like.value**2 > quantity.value**2 * size
    value = quantity.value * size if larger else quantity.value
    return replace(one, quantity=replace(quantity, unit=like.unit, value=value))


def _respectively(
    reading: Reading, here: Sequence[int], names: list[tuple[str, ...]], ones: list[Found]
) -> None:
    """Give the numbers of a list the names that stand before 分别, and the unit of a later one where it lacks one."""
    listed: tuple[str, ...] = ()
    for at, i in enumerate(here):
        match = None
        if not names[at]:
            match = _RESPECTIVELY_RE.search(reading.words[i].before.said)
        if not match:
            continue
        told = _with_measures(split_names(match["list"]), match["measure"] or "")
        if len(told) == 1 and len(listed) > 1:
            told = tuple(name + told[0] for name in listed)
        run = here[at : at + len(told)]
        if len(told) > 1 and len(run) == len(told) and _adjacent(reading, run):
            listed = told
            for k, name in enumerate(_with_shared_end(_spread(told), match["measure"] or "")):
                names[at + k] = (name,)
                later = (one for one in ones[at + k : at + len(told)] if one.quantity.unit)
                ones[at + k] = _in_unit_of(ones[at + k], next(later, ones[at + k]))


def _with_measures(names: tuple[str, ...], measure: str) -> tuple[str, ...]:
    """Return the last name with its measure where another has one too: 案件数量和罚款金额, not 投诉、举报数量."""
    own = any(name.endswith(_MEASURES) for name in names[:-1])
    return (*names[:-1], names[-1] + measure) if own else names


def _with_shared_end(names: tuple[str, ...], measure: str) -> tuple[str, ...]:
    """Return names that lack what the last one measures with it: 养老、失业、工伤|保险参保人数, each 保险参保人数.

    What the last one has of its own is its first word, or of that as much as the word before is long: 城镇、农村|居民.
    One word alone may be its own too: 发生事故、死亡|人数.
    """
    last = names[-1] + measure.removeprefix("的")
    if not _SHARED_END_RE.search(last) or any(_ANY_MEASURE_RE.search(name) for name in names[:-1]):
        return names
    words = phrase_of(last).words()
    own = next((at for at, word in enumerate(words) if len(word) >= _OWN_WORD), 0)
    if len(words) - own <= _ENOUGH:
        return names
    like = max(len(phrase_of(names[-2]).words()[-1]), _OWN_WORD)
    end = words[own][like:] + "".join(words[own + 1 :])
    return (*(name + end for name in names[:-1]), last)


def _spread(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names that share what the last one says: A, B, C三级企业 give A级企业, B级企业, C级企业."""
    match = _LAST_NAME_RE.fullmatch(names[-1])
    short = match and all(len(n) == len(match["own"]) for n in names[:-1])
    return tuple(n + match["rest"] for n in (*names[:-1], match["own"])) if match and short else names


def _adjacent(reading: Reading, run: Sequence[int]) -> bool:
    """Say whether numbers follow one another in one list: only "、" or "and", or also the name of the next thing."""
    found = reading.found
    gaps = [reading.text[found[a].span.end : found[b].lead] for a, b in pairwise(run)]
    return all(not gap or _CHANGE_GAP_RE.fullmatch(gap) for gap in gaps) or all(
        gap.startswith("、") and "，" not in gap for gap in gaps
    )
