"""Closed sets of words in the label of a part: what it came to, what says nothing of it, what it lacks."""

import re
from functools import cache

from build_scripts.extract.phrases import phrase_of, word_set
from build_scripts.rules.list_openers import load_outcomes

LONGEST_BARE = 6


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
