"""Say what a stated zero denies: the things of 无行政复议、行政诉讼案件, of 败诉案件没有一起, of 我局没有中介服务."""

import re
from functools import cache

from build_scripts.models import Span
from build_scripts.rules.loading import any_of, load_mapping, load_words
from build_scripts.rules.segmenter import cut_words

FILE = "quantities.yml"
# What ends a clause, full and half width.
STOPS = "，。；：！？,;:!?\n"
_SHORTEST, _LONGEST = 2, 40
# A name before its zero, in characters: 全年重大安全生产责任事故 has 12.
_LONGEST_NAME = 16
_SPLIT_RE = re.compile(
    "以及|、|(?<!参)与(?!会)|(?<![普涉波提])及(?![时格]|以上)|(?<![总温平])和(?![谐解平])|或者?"
)
_QUOTES = "“”\"‘’'「」"
_MARKS = "“”（）()"
_CLAUSE_RE = re.compile(f"[{STOPS}{_MARKS}]")
# 无人投诉 denies complaints; 无人员伤亡 is another word.
_NOBODY_RE = re.compile("^人(?![员次身大民力才事均为口])")
# What is said in one breath of the thing denied, and counts no further thing: 因违法、不当行政行为引发的案件.
_MODIFIER_RE = re.compile("^(?:因|被|由|对|在|经|涉|违反|未|不).*的")


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
    if zero.of(text) not in load_words(FILE, "zero_holds") or text[zero.end + len(bare) :][:1] not in (
        "",
        *STOPS,
        ".",
    ):
        return False
    clause = _CLAUSE_RE.split(text[max(0, zero.start - _LONGEST_NAME) : zero.start])[-1]
    if not _holder_re().fullmatch(clause) and clause:
        return False
    if not clause and not _CLAUSE_RE.match(text[zero.start - 1 : zero.start] or "。"):
        return False
    words = cut_words(bare)
    return words[-1] in load_words(FILE, "zero_countable") or bare.endswith(
        load_words(FILE, "zero_countable")
    )


def part_things(denied: str) -> list[str]:
    """Part a list of things; what only the last names is said of each: 行政复议和行政应诉案件."""
    said = _MODIFIER_RE.match(denied)
    modifier = said[0] if said else ""
    parts = [p for p in _SPLIT_RE.split(denied[len(modifier) :]) if p]
    if not parts or any(len(p) < _SHORTEST or p in load_words(FILE, "zero_adjectives") for p in parts):
        return [denied]
    tail = next((t for t in load_words(FILE, "zero_shared") if parts[-1].endswith(t)), "")
    things = [p if p.endswith(load_words(FILE, "zero_things")) or not tail else p + tail for p in parts]
    return [modifier + thing for thing in things]


def find_things_before(text: str, at: int, stops: str = STOPS) -> list[str]:
    """Return what stands in the clause before ``at`` that a zero may be said of: "败诉案件" before 没有一起."""
    clause = text[max(0, at - _LONGEST) : at].rstrip(_QUOTES)
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
