"""Find stated zeros: 无行政复议和行政应诉案件 (two), 未发生安全事故, 零投诉, 无一人缺考; not 无障碍, 未按规定."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from build_scripts.extract.found import Found
from build_scripts.extract.set_aside import SetAside
from build_scripts.models import Quantity, Span
from build_scripts.rules.loading import any_of, load_mapping, load_words
from build_scripts.rules.units import unit_pattern

FILE = "quantities.yml"
_TAILS = re.compile(r"(?:的)?(?:发生|出现|产生|情况发生|情况|情形|现象|记录)+$")
# 重大安全事故零发生: what does not happen stands before.
_HAPPENINGS = ("发生", "发案", "感染", "增长")
_BEFORE_ZERO_RE = re.compile("[，。；：、“”（）]|全年|实现|保持|做到|达到|确保|继续|均|了")
_LONGEST_NAME = 12
# Looked for first: most texts hold none, and the whole pattern tries every character as the start of a name.
_NOUGHT_RE = re.compile("(?:为|是|保持|达到)[零0０]")
_SPLIT = re.compile("以及|、|(?<!参)与(?!会)|(?<![普涉波提])及(?![时格]|以上)|和(?![谐解平])")
_SHORTEST, _LONGEST = 2, 40


@cache
def _zero_re() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<zero>{any_of(load_words(FILE, 'zero_words'))})(?P<rest>[^，。；：！？\n]{{1,60}})"
    )


@cache
def _none_of_them_re() -> re.Pattern[str]:
    words = any_of(load_words(FILE, "zero_words"))
    return re.compile(rf"(?P<zero>{words})一(?P<unit>{unit_pattern()})(?P<rest>[^，。；：\n]{{0,40}})")


@cache
def _equals_zero_re() -> re.Pattern[str]:
    """行政复议案件和行政诉讼案件均为0, 败诉率为零: a nought that no unit follows."""
    return re.compile(
        r"(?P<names>[^，。；：、\n][^，。；：\n]{1,39}?)(?P<all>均|都|皆)?(?:为|是|保持|达到)(?P<zero>[零0０])(?=[，。；、）)\n]|$)"
    )


@cache
def _zero_noun_re() -> re.Pattern[str]:
    return re.compile(rf"(?P<zero>零)(?P<thing>{any_of(load_words(FILE, 'zero_nouns'))})")


def find_zeros(text: str, aside: Sequence[SetAside]) -> list[Found]:
    """Return the stated zeros of ``text`` in order, one for each thing that is denied."""
    found = [*_one(text), *_nouns(text), *_denials(text), *_equal(text)]
    return [f for f in found if not any(f.span.overlaps(a.span) for a in aside)]


def _row(span: Span, thing: str, unit: str, raw: str, rule: str) -> Found:
    quantity = Quantity(raw=raw, value=Decimal(0), unit=unit)
    return Found(quantity=quantity, span=span, lead=span.start, rule=rule, things=(thing,))


def _one(text: str) -> Iterator[Found]:
    for match in _none_of_them_re().finditer(text):
        span = Span(match.start("zero"), match.end("unit"))
        for thing in _things(match["rest"]):
            yield _row(span, thing, match["unit"], match["zero"], "none-of-them")


def _nouns(text: str) -> Iterator[Found]:
    for match in _zero_noun_re().finditer(text):
        thing = match["thing"]
        named = _BEFORE_ZERO_RE.split(text[: match.start()])[-1][-_LONGEST_NAME:]
        thing = (named or thing) if thing in _HAPPENINGS else named + thing
        yield _row(Span(*match.span("zero")), thing, _unit(thing), "零", "zero-noun")


def _equal(text: str) -> Iterator[Found]:
    for match in _equals_zero_re().finditer(text) if _NOUGHT_RE.search(text) else ():
        names = _things(match["names"]) if match["all"] else [match["names"]]
        for name in names:
            unit = "%" if name.endswith(("率", "占比")) else _unit(name)
            yield _row(Span(*match.span("zero")), name, unit, match["zero"], "equals-zero")


def _denials(text: str) -> Iterator[Found]:
    for match in _zero_re().finditer(text):
        if _misread(text, match):
            continue
        denied = _denied(match["rest"])
        if denied:
            span = Span(*match.span("zero"))
            for thing in _things(denied):
                yield _row(span, thing, _unit(denied), match["zero"], "denied")


def _misread(text: str, match: re.Match[str]) -> bool:
    """Say whether nothing is counted: 无障碍, 没有造成后果的依法不予处罚; 无一人 is read elsewhere."""
    around = text[max(0, match.start() - 2) : match.start() + 6]
    if any(word in around for word in load_words(FILE, "zero_never")):
        return True
    return bool(
        re.match(rf"一{unit_pattern()}", match["rest"])
        or re.search("的.*(?:依法|不予|免予|应当|可以|不得)", match["rest"])
    )


def _denied(rest: str) -> str:
    """Return what is denied, if it is a thing that could have been counted: "行政应诉案件发生" gives 行政应诉案件."""
    bare = _TAILS.sub("", rest) or rest
    kept = re.split("[（(]", bare)[0]
    ends = kept.endswith(load_words(FILE, "zero_things")) or rest != bare
    return kept if ends and _SHORTEST <= len(kept) <= _LONGEST else ""


def _things(denied: str) -> list[str]:
    """Part a list of things; what only the last names is said of each: 行政复议和行政应诉案件."""
    parts = [p for p in _SPLIT.split(denied) if p]
    if not parts:
        return []
    if any(len(p) < _SHORTEST for p in parts):
        return [denied]
    tail = next((t for t in ("案件", "事件", "事故", "情况", "人员") if parts[-1].endswith(t)), "")
    return [p if p.endswith(load_words(FILE, "zero_things")) or not tail else p + tail for p in parts]


def _unit(thing: str) -> str:
    units = load_mapping(FILE, "zero_units")
    fits = [ending for ending in units if thing.endswith(ending)]
    return units[max(fits, key=len)] if fits else "件"
