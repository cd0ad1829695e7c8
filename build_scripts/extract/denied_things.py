"""Say what a stated zero denies: the things of 无行政复议、行政诉讼案件, of 败诉案件没有一起, of 我局没有中介服务."""

import re
from functools import cache

from build_scripts.models import Span
from build_scripts.rules.loading import any_of, load_mapping, load_words

FILE = "quantities.yml"
# What ends a clause, full and half width.
STOPS = "，。；：！？,;:!?\n"
_SHORTEST, _LONGEST = 2, 40
# A name before its zero, in characters: 全年重大安全生产责任事故 has 12.
_LONGEST_NAME = 16
_SPLIT_RE = re.compile(
    "以及|、|(?<!参)与(?!会)|(?<![普涉波提])及(?![时格]|以上)|(?<![总温平])和(?![谐解平])|或者?"
)
_ENDS = frozenset(STOPS + ".") | {""}
_QUOTES = "“”\"‘’'「」"
_MARKS = "“”（）()"
_CLAUSE_RE = re.compile(f"[{STOPS}{_MARKS}]")
# 无人投诉 denies complaints; 无人员伤亡 is another word.
_NOBODY_RE = re.compile("^人(?![员次身大民力才事均为口])")


@cache
def _tail_re() -> re.Pattern[str]:
    return re.compile(f"的?{any_of(load_words(FILE, 'zero_tails'))}+$")


@cache
def _before_re() -> re.Pattern[str]:
    return re.compile(
        f"^(?:{any_of(load_words(FILE, 'zero_openers'))})+|(?:{any_of(load_words(FILE, 'zero_links'))})+$"
    )


@cache
def _none_re() -> re.Pattern[str]:
    return re.compile(any_of(load_words(FILE, "zero_words")) + "一")


@cache
def _holder_re() -> re.Pattern[str]:
    """The one of whom something is denied, as the whole of a clause before: 我局, 目前全县."""
    return re.compile(
        f"(?:{any_of(load_words(FILE, 'zero_openers'))}|{any_of(load_words(FILE, 'zero_holders'))})+$"
    )


def trim_denied(rest: str) -> str:
    """Return what is denied without 发生, 情况 behind it: "行政应诉案件发生" gives 行政应诉案件."""
    bare = _NOBODY_RE.sub("", re.split("[（(]", rest.rstrip(_QUOTES + "."))[0])
    return _tail_re().sub("", bare) or bare


def is_denied(text: str, zero: Span, rest: str) -> bool:
    """Say whether ``rest``, behind the negation at ``zero``, is a thing that could have been counted."""
    bare = trim_denied(rest)
    if not _SHORTEST <= len(bare) <= _LONGEST or _is_modifier(text, zero, rest):
        return False
    if re.search("的.*(?:依法|不予|免予|应当|可以|不得)", rest) or rest.startswith(
        load_words(FILE, "zero_manners")
    ):
        return False
    if rest[0] == "的":
        return False
    if bare.endswith(load_words(FILE, "zero_things")) or bare != rest.rstrip(_QUOTES + "."):
        return True
    return _is_held(text, zero, bare)


def _is_modifier(text: str, zero: Span, rest: str) -> bool:
    """Say whether the negation describes something that there is: 取消没有依据的证明事项, 没有依据的事项一律取消."""
    head, of, _ = rest.partition("的")
    if not of:
        return False
    before = text[max(0, zero.start - 3) : zero.start]
    return before.endswith(load_words(FILE, "zero_acts")) or head.endswith(
        load_words(FILE, "zero_properties")
    )


def _is_held(text: str, zero: Span, bare: str) -> bool:
    """Say whether a clause says of an agency that it has none of a thing: 我局没有行政审批中介服务."""
    end = zero.end + len(bare)
    if (
        "的" in bare
        or zero.of(text) not in load_words(FILE, "zero_holds")
        or text[end : end + 1] not in _ENDS
    ):
        return False
    clause = _CLAUSE_RE.split(text[max(0, zero.start - _LONGEST_NAME) : zero.start])[-1]
    starts = clause == "" and (zero.start == 0 or text[zero.start - 1] in STOPS + _MARKS)
    held = starts or _holder_re().fullmatch(clause) is not None
    return held and bare.endswith(load_words(FILE, "zero_countable"))


def part_things(denied: str) -> list[str]:
    """Part a list of things; what only the last names is said of each: 行政复议和行政应诉案件."""
    modifier = _modifier(denied)
    parts = [p for p in _SPLIT_RE.split(denied[len(modifier) :]) if p]
    if not parts or "被" in parts[0] or any(map(_is_no_thing, parts)):
        return [denied]
    tail = next((t for t in load_words(FILE, "zero_shared") if parts[-1].endswith(t)), "")
    things = [p if p.endswith(load_words(FILE, "zero_things")) or not tail else p + tail for p in parts]
    return [modifier + thing for thing in things]


def _is_no_thing(part: str) -> bool:
    return len(part) < _SHORTEST or part in load_words(FILE, "zero_adjectives")


def _modifier(denied: str) -> str:
    """Return what describes all that is denied, and holds no thing of its own: 因违法、不当行政行为引发的 of 案件."""
    modifier = denied[: denied.rfind("的") + 1]
    first = _SPLIT_RE.split(modifier)[0]
    if not modifier.startswith(load_words(FILE, "zero_causes")) and not _done_re().search(modifier):
        return ""
    if first == modifier or first.startswith("被") or not first.endswith(load_words(FILE, "zero_things")):
        return modifier
    listed = modifier.removesuffix("的").endswith(load_words(FILE, "zero_things"))  # 引发行政复议、行政诉讼的
    return "" if listed or "、被" in modifier else modifier


@cache
def _done_re() -> re.Pattern[str]:
    return re.compile(any_of(load_words(FILE, "zero_done")) + "的$")


def find_things_before(text: str, at: int, stops: str = STOPS) -> list[str]:
    """Return what stands in the clause before ``at`` that a zero may be said of: "败诉案件" before 没有一起."""
    clause = text[max(0, at - _LONGEST) : at]
    if clause[-1:] in tuple(_QUOTES) and clause[-2:-1] in tuple(_QUOTES + "、"):  # “零投诉”“零复议”
        return []
    clause = clause.rstrip(_QUOTES)
    clause = re.split(f"[{stops}{_MARKS}]", clause)[-1]
    *earlier, clause = _none_re().split(clause)
    clause = (clause.partition("、")[2] if earlier else clause).strip("、" + _QUOTES)
    name = _before_re().sub("", _holder_re().sub("", clause) if _holder_re().fullmatch(clause) else clause)
    while (shorter := _before_re().sub("", name)) != name:
        name = shorter
    if any(c.isdigit() for c in name):
        return []
    return [p[-_LONGEST_NAME:] for p in part_things(name) if p] if name else []


def natural_unit(thing: str) -> str:
    """Return the unit in which a thing is counted where the text has none: 起 for 安全事故, 件 where none fits."""
    units = load_mapping(FILE, "zero_units")
    fits = [ending for ending in units if thing.endswith(ending)]
    return units[max(fits, key=len)] if fits else "件"
