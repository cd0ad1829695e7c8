"""The units that stand after a number, and which of them may stand for one another."""

import re
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import any_of, load_words, load_yaml

FILE = "units.yml"
KINDS = ("count", "money", "rate", "time", "measure")
_ALIASES = {
    "％": "%",
    "﹪": "%",
    "百分点": "个百分点",
    "工作日": "个工作日",
    "人/次": "人次",
    "家/次": "家次",
    "户/次": "户次",
}


@cache
def unit_words() -> tuple[str, ...]:
    """Return all units, longest first."""
    return tuple(sorted({w for kind in KINDS for w in load_words(FILE, kind)}, key=lambda w: (-len(w), w)))


@cache
def unit_pattern() -> str:
    """Return the pattern of a unit, a second one in brackets allowed: 台（套）."""
    return any_of(unit_words()) + r"(?:[（(/／][次套个人户家件台份场][）)]?)?"


@cache
def _unit_re() -> re.Pattern[str]:
    return re.compile(unit_pattern())


def unit_at_start(text: str) -> str | None:
    """Return the unit that opens ``text``, or ``None``: "人次参加" gives 人次."""
    match = _unit_re().match(text)
    return match[0] if match else None


def canonical_unit(written: str) -> str:
    """Return a unit as data have it: "％" gives "%", "台（套）" 台, "工作日" 个工作日."""
    bare = re.split(r"[（(]", written)[0]
    return _ALIASES.get(bare, bare)


@cache
def _agreeing() -> tuple[frozenset[str], ...]:
    groups = load_yaml(FILE).get("parts_agree")
    if not isinstance(groups, list):
        raise RuleError(FILE, "parts_agree", "应为一个列表")
    return tuple(frozenset(str(u) for u in g) for g in groups if isinstance(g, list))


def units_agree(total: str, part: str) -> bool:
    """Say whether parts in ``part`` may add up to a total in ``total``: 件 and 起 do, 件 and 元 do not."""
    return total == part or any(total in g and part in g for g in _agreeing())


@cache
def is_weak(unit: str) -> bool:
    """Say whether a Chinese numeral before ``unit`` may be a set phrase (三项制度) and needs more to count."""
    return unit in load_words(FILE, "weak")


@cache
def kind_of(unit: str) -> str | None:
    """Return the kind of a unit: 件 "count", 元 "money", % "rate", 课时 "time", 亩 "measure"; ``None`` if unknown."""
    return next((k for k in KINDS if unit in load_words(FILE, k)), None)
