"""Closed sets of words in the label of a part: what it came to, what says nothing of it, what it lacks."""

import re
from functools import cache

from build_scripts.extract.phrases import phrase_of, word_set
from build_scripts.rules.list_openers import load_outcomes

LONGEST_BARE = 6
# A part that is told by its class, place in the year or level alone: A级, 上半年, 县级.
CLASS_RE = re.compile(
    "[A-Z甲乙丙丁一二三四五]{1,2}[级类等档]|第?[一二三四]季度|[上下]半年|[0-9]{1,2}月份?|.{1,2}级|男|女"
)
_SHARES = frozenset(("", "占比", "占", "比例", "比重"))
_RATE_RE = re.compile("[\u4e00-\u9fff]{2,3}率")
# Not 省级以上, which is more than one.
_LEVEL_RE = re.compile("(?:国家|地市|设区市|[省市县区州部厅镇乡村])级(?![以及和、])")


@cache
def outcome_labels() -> frozenset[str]:
    """Return what a case, an application, a file can come to: 维持, 办结, 不合格."""
    return frozenset(word for row in load_outcomes() for word in row.words)


@cache
def stage_labels() -> frozenset[str]:
    """Return those of them that only say how far it came: 办结, 审结, 未结."""
    return frozenset(word for row in load_outcomes() if row.stage for word in row.words)


@cache
def labels_before_things() -> frozenset[str]:
    """Return those of them that stand before the thing: 优秀案卷."""
    return frozenset(word for row in load_outcomes() if row.before for word in row.words)


@cache
def untelling_labels() -> frozenset[str]:
    """Return the words of time and joining that name no part; 上半年 does."""
    return frozenset(w for w in word_set("lead").words if not re.search("半年|季度|年初|年底", w))


@cache
def carriers() -> tuple[str, ...]:
    """Return the nouns that a part may lack although it is one: 案件 of 交通运输738件."""
    return tuple(word_set("carriers").words)


def is_bare(label: str) -> bool:
    """Say whether a part's words are only a step or verb: 承办, 首次注册."""
    bare = word_set("steps", "verbs").words
    return len(label) <= LONGEST_BARE and all(word in bare for word in phrase_of(label).words())


def is_share(said: str) -> bool:
    """Say whether words before a list behind 分别 measure the figures before them: 占比分别为97%和53%, 处置率分别为."""
    return said in _SHARES or _RATE_RE.fullmatch(said) is not None


def at_level(name: str, level: str) -> str:
    """Return ``name`` with another level in the place of its own, "" where it has none or ``level`` is no level.

    >>> at_level("省级示范校", "市级"), at_level("示范校", "市级"), at_level("省级示范校", "A级")
    ('市级示范校', '', '')
    """
    named = _LEVEL_RE.search(name) and _LEVEL_RE.fullmatch(level)
    return _LEVEL_RE.sub(level, name, count=1) if named else ""
