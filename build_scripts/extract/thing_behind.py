"""Find the thing that is named behind a number: 聘用1名|法律顾问, 全县共265家|医疗机构; and a number's own words."""

import re

from build_scripts.extract.paragraph import Words
from build_scripts.extract.phrases import EDGES, Phrase, WordSet, ends_in_verb, word_set

_FEWEST = 2
# Where the words behind a thing begin to say something of it: 305个村调委会共有…, 25个执法单位2022年以来….
_GOES_ON_RE = re.compile(
    "(?:共有|现有|仅有|共计)(?<=.{4})|20[0-9]{2}年(?<=.{7})|(?:压减|压缩|精简|整合|缩减|减少|下降|增加|上升|扩大)[至到为](?<=.{5})"
)
# 除3人因病缓考外: all but these.
_BUT, _BUT_END_RE = ("除", "除了"), re.compile("[以之]?外$")
# 1357名执法人员中，持证的1289名: of these.
_AMONG = frozenset(("中", "之中", "当中"))
# What stands behind the number is then where the words before it lead: 任务分解到11个股室.
_TOWARDS = ("到", "至", "给", "向", "等")


def thing_after(words: Words, core: Phrase) -> str:
    """Return the thing named right behind the unit, or nothing where the words go on to something else."""
    after = words.after
    if after.end - after.start < _FEWEST:
        return ""
    whole = after.said
    said = whole.strip(EDGES)
    if len(said) < _FEWEST:
        return ""
    governed = words.before.said.endswith(_TOWARDS)
    named = bool(core) and not governed and not ends_in_verb(core)
    if words.next and named:
        return ""
    start = after.start + len(whole) - len(whole.lstrip(EDGES))
    stops = word_set("after_stop", "after_stop_named") if named else word_set("after_stop")
    if stops.at_start(after.text, after.borders, start, after.end):
        return ""
    thing = after.part(start, after.end)
    if not core:
        told = _GOES_ON_RE.split(said, maxsplit=1)[0]
        return _BUT_END_RE.sub("", told) if words.before.said.endswith(_BUT) else _without_among(thing, told)
    # 交办的68件信访件|办结66件: what comes next is told of the thing.
    return _up_to(thing, word_set("thing_ends", "steps") if words.next else word_set("thing_ends"))


def _without_among(thing: Phrase, told: str) -> str:
    """Return what a thing is called without the word that only opens a part of it: 执法人员|中."""
    last = thing.words()[-1] if told.endswith("中") else ""
    return told.removesuffix(last) if last in _AMONG and len(told) - len(last) >= _FEWEST else told


def _up_to(after: Phrase, ends: WordSet) -> str:
    """Return a thing without what the clause goes on to say of it: 规范性文件|进行了清理, 村调委会|共有."""
    at = after.start
    for word in after.words():
        if at - after.start >= _FEWEST and word in ends.words:
            return after.part(after.start, at).said.strip(EDGES)
        at += len(word)
    return _GOES_ON_RE.split(after.said.strip(EDGES), maxsplit=1)[0]


def own_words(words: Words, core: Phrase) -> Phrase:
    """Return a figure's own words: those before it, or where a list begins with numbers those behind (、1件未结)."""
    if core or words.before:
        return core
    text, start, end = words.after.text, words.after.start, words.after.end
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return words.after.part(start, end)
