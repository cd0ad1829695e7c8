"""Choose the theme of a figure by what it counts: subject first, then clause, sentence and heading."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import load_yaml
from build_scripts.rules.pattern_starts import pair_pattern

FILE = "themes.yml"
OTHER = "其他"
# The weight from which the words of a subject stand for themselves: one strong word, or two that lean one way.
_TELLING = 3
# How far the best theme stands before the next where there is no doubt. Measured on the marked and open reports, where
# the words alone decide of 193 figures: of the 37 below 20 five are wrong, of the 156 others one.
_SURE = 20
# What makes the words before it a law's name: 行政复议法等11部法律, but 行政复议法律文书.
_NAMES_LAW_RE = re.compile("法(?![律治制院规定人官学宣])|条例")
_LAW_RE = re.compile(f"(?:工作)?(?:暂行)?(?:{_NAMES_LAW_RE.pattern})")
_TITLES_RE = re.compile("《[^《》]{1,60}(?<!书)》")


@cache
def _themes() -> tuple[tuple[str, Mapping[str, int]], ...]:
    entries = load_yaml(FILE).get("themes")
    if not isinstance(entries, list):
        raise RuleError(FILE, "themes", "应为一个列表")
    themes = []
    for entry in entries:
        words = entry.get("words") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(words, dict):
            raise RuleError(FILE, str(entry), "缺少 words")
        themes.append((str(entry["id"]), {str(k): int(str(v)) for k, v in words.items()}))
    return tuple(themes)


def theme_names() -> tuple[str, ...]:
    """Return the names of all themes in the order of the rule file; 其他 is the last."""
    return tuple(name for name, _ in _themes())


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """A word of a theme, the place of the theme, and the weight; as no two are alike, they are fast as keys."""

    word: str
    place: int
    weight: int


@cache
def _by_first_two() -> Mapping[str, tuple[_Word, ...]]:
    """Return the words of all themes by their first two characters."""
    index: dict[str, list[_Word]] = defaultdict(list)
    for place, (_, words) in enumerate(_themes()):
        for word, weight in words.items():
            index[word[:2]].append(_Word(word, place, weight))
    return {key: tuple(entries) for key, entries in index.items()}


@cache
def _first_two_re() -> re.Pattern[str]:
    return pair_pattern([pair for pair in _by_first_two() if len(pair) > 1])


@lru_cache(maxsize=256)
def _words_in(text: str) -> frozenset[_Word]:
    """Return the words of all themes in ``text``; kept, as the figures of one sentence ask for the same."""
    index = _by_first_two()
    pairs = set(_first_two_re().findall(text))
    words = [w for pair in pairs for w in index.get(pair, ()) if w.word in text]
    if _NAMES_LAW_RE.search(text):
        words = [w for w in words if _is_no_law(w.word, text)]
    return frozenset(words)


def _is_no_law(word: str, text: str) -> bool:
    """Say whether ``word``, which stands in ``text``, does so other than in the name of a law."""
    at = text.find(word)
    while at >= 0 and _LAW_RE.match(text, at + len(word)):
        at = text.find(word, at + 1)
    return at >= 0


@dataclass(slots=True)
class Choice:
    """A theme, and whether the words for it leave no doubt."""

    theme: str
    sure: bool


def classify_theme(subject: str, clause: str, sentence: str, heading: str) -> str:
    """Return the theme whose words weigh most, as ``choose_theme`` does.

    >>> classify_theme("罚没金额", "罚没金额合计55.01万元", "查处违法行为30起，罚没金额合计55.01万元。", "监督检查")
    '行政处罚'
    """
    return choose_theme(subject, clause, sentence, heading).theme


def choose_theme(subject: str, clause: str, sentence: str, heading: str) -> Choice:
    """Return the theme whose words weigh most: nine times in the subject, three in the clause, once in the rest.

    It is sure where the best stands well before the next. Titles in 《》 count for nothing.
    """
    seen: set[_Word] = set()
    scores: dict[int, int] = defaultdict(int)
    for text, share in ((subject, 9), (clause, 3), (sentence, 1), (heading, 1)):
        words = _words_in(without_titles(text)) - seen
        for word in words:
            scores[word.place] += share * word.weight
        seen |= words
    ranked = sorted([(score, -place) for place, score in scores.items() if score > 0], reverse=True)
    if not ranked:
        return Choice(OTHER, sure=False)
    (first, place), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0
    return Choice(_themes()[-place][0], sure=first - second >= _SURE)


def without_titles(text: str) -> str:
    """Return ``text`` with the titles in 《》 emptied: what a law is called says nothing of what is counted.

    A form is no law: 《责令改正通知书》 stays.

    >>> without_titles("学习《信访工作条例》4次")
    '学习《》4次'
    """
    return _TITLES_RE.sub("《》", text) if "《" in text else text


def says_theme(subject: str) -> bool:
    """Say whether a subject alone tells its theme: 罚没金额 does; 完成率 and 维持 take their neighbour's."""
    weights: dict[int, int] = defaultdict(int)
    for word in _words_in(subject):
        weights[word.place] += word.weight
    return max(weights.values(), default=0) >= _TELLING
