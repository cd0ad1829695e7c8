"""Read the organ that the first sentence makes its subject: 2023年，平山县交通运输局坚决贯彻…

A page without a title says only there whose report it is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from build_scripts.head.head_lines import HeadLine
from build_scripts.models import NamedBy, Organ, Span
from build_scripts.rules.dates import YEAR
from build_scripts.rules.head_parts import is_agency
from build_scripts.rules.loading import any_of, load_words
from build_scripts.rules.organs import (
    bare_organ,
    classify_organ,
    is_organ,
    is_place,
    names_region,
    opens_with_place,
)

FILE = "openings.yml"
# The first paragraph names its subject within its first lines; a name with its place has 30 characters at most.
_LONGEST, _LONGEST_NAME, _FIRST_LINES = 400, 34, 8
# 水利部, 湄潭分局: a name without its place, or with half of it.
_LONGEST_BARE = 6
_QUOTED_RE = re.compile(r"《[^《》]*(?:》|$)")
_TIME_RE = re.compile(
    rf"(?:(?:自)?(?:{YEAR})年(?:度|以来|来|底|初)?|今年(?:以来)?|一年来|过去一年|过去的一年|去年|近年来|本年度|上年度|年内)[,]?"
)
_NOW_RE = re.compile(r"现(?:将|就|把)")
_NO_NAME_RE = re.compile(
    "领导(?!小组)|指导(?!中心|站)|坚持|贯彻|部署|的|下|落实|推进|按照|根据|在|深入|认真|召开|会议|专题|开展"
    "|全[省市县区镇乡]|我[省市县区镇乡局委]|各|法治政府|研究(?!院|所|室|中心)"
)
# Where the report calls itself 我局 or 全县, what a later clause tells is another's doing.
_SELF_RE = re.compile("[我本全][省市县区旗州镇乡局委办厅部院处队系街单机]|各级|各部门")
_COLLECTIVE_RE = re.compile(r"(?:党委|党工委|委)[、和]?(?:[省市县区镇乡]?(?:人民)?政府|办事处|管委会)?")


def find_opening(lines: Sequence[HeadLine], body: int) -> Organ | None:
    """Return the organ that is the subject of the first paragraph of prose, or ``None``.

    "2023年,在县委、县政府的领导和县司法局的指导下,平山县教育局认真推进…" gives 平山县教育局.
    """
    words, written, offsets = _first_prose(lines, body)
    for start in _clauses(words):
        if _SELF_RE.match(words, start):
            return None
        name = _subject(words, start)
        if name:
            end = start + len(name)
            return Organ(written[start:end], NamedBy.OPENING, Span(offsets[start], offsets[end - 1] + 1))
    return None


def _first_prose(lines: Sequence[HeadLine], body: int) -> tuple[str, str, list[int]]:
    words, written, offsets = "", "", list[int]()
    for line in lines[body : body + _FIRST_LINES]:
        if line.mark or line.row:
            if words:
                break
            continue
        words, written = words + line.folded, written + line.packed
        offsets += line.offsets
        if words.endswith("。") or len(words) > _LONGEST:
            break
    hidden = _QUOTED_RE.sub(lambda m: "《" * len(m[0]), words[:_LONGEST])
    return hidden, written, offsets


def _clauses(words: str) -> Iterator[int]:
    """Yield where a clause of the first sentences begins, its words of time and 现将 left out."""
    starts = [0, *(m.end() for m in re.finditer("[,，;；:。]", words))]
    for start in starts:
        time = _TIME_RE.match(words, start)
        at = time.end() if time else start
        now = _NOW_RE.match(words, at)
        yield now.end() if now else at


def _subject(words: str, start: int) -> str | None:
    clause = re.match("[\u3400-\u9fff、]*", words[start : start + _LONGEST_NAME])
    text = clause[0] if clause else ""
    if not text or text.startswith(load_words(FILE, "circumstances")):
        return None
    rest = words[start:]
    return _organ(text, rest) or _place(text, rest)


@cache
def _ending_re() -> re.Pattern[str]:
    return re.compile(rf"(?=(?P<end>{any_of(load_words('head.yml', 'agency_endings'))}))")


@cache
def _predicate_re() -> re.Pattern[str]:
    words = any_of(load_words(FILE, "predicate_openings"))
    return re.compile(
        rf"{words}|[,，]|(?:{YEAR})年|今年|全年|{any_of(load_words('head.yml', 'title_openings'))}"
    )


def _organ(text: str, rest: str) -> str | None:
    """Return the name at the head of ``rest`` that a predicate follows, else the first that the departments know."""
    names = sorted({text[: m.end("end")] for m in _ending_re().finditer(text)}, key=len)
    names = [n for n in names if _may_name(n)]
    never = load_words(FILE, "never_predicates")
    sure = (n for n in names if _predicate_re().match(rest, len(n)))
    known = (n for n in names if is_organ(n) and classify_organ(n) and not rest.startswith(never, len(n)))
    name = next(sure, None) or next(known, None)
    return bare_organ(name) if name else None


def _may_name(name: str) -> bool:
    if not is_agency(name) or _NO_NAME_RE.search(name) or "、" in name:
        return False
    if opens_with_place(name) or name[0] in "省市县区镇乡州旗":
        return True
    return len(name) <= _LONGEST_BARE and (is_organ(name) or names_region(name))


def _place(text: str, rest: str) -> str | None:
    """Return the place at the head of ``rest`` that a predicate follows: 岗南镇|坚持, 岗南镇|党委政府|坚持."""
    for match in re.finditer("[省市县区州盟旗镇乡]|街道", text):
        name = text[: match.end()]
        own = _COLLECTIVE_RE.match(rest, len(name))
        end = own.end() if own else len(name)
        if not _NO_NAME_RE.search(name) and is_place(name) and _predicate_re().match(rest, end):
            return name
    return None
