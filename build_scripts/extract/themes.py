"""Choose the theme of a figure by what it counts: subject first, then clause, sentence and heading."""

from collections.abc import Mapping
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import load_yaml

FILE = "themes.yml"
OTHER = "其他"
# The weight from which the words of a subject stand for themselves: one strong word, or two that lean one way.
_TELLING = 3


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


def classify_theme(subject: str, clause: str, sentence: str, heading: str) -> str:
    """Return the theme whose words weigh most: three times in the subject, once in the clause, a third in the rest.

    >>> classify_theme("罚没金额", "罚没金额合计55.01万元", "查处违法行为30起，罚没金额合计55.01万元。", "监督检查")
    '行政处罚'
    """
    best, most = OTHER, 0.0
    for name, words in _themes():
        score = 0.0
        for word, weight in words.items():
            if word in subject:
                score += 3 * weight
            elif word in clause:
                score += weight
            elif word in sentence or word in heading:
                score += weight / 3
        if score > most:
            best, most = name, score
    return best


def says_theme(subject: str) -> bool:
    """Say whether a subject alone tells its theme: 罚没金额 does; 完成率 and 维持 take their neighbour's."""
    return any(
        sum(weight for word, weight in words.items() if word in subject) >= _TELLING for _, words in _themes()
    )
