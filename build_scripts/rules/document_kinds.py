"""What kind of document a text is: a report, or a law, a plan, news … by signs that are data.

Kin that reports of enforcement are (行政执法年度报告, 统计年报, 述法报告) are reports. A text is a report until enough
speaks for another kind: what is short or says little of itself is left alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from build_scripts.errors import RuleError
from build_scripts.models import DocumentKind
from build_scripts.rules.loading import Rule, any_of, load_mapping, load_rules, load_words, load_yaml

FILE = "document_kinds.yml"

# Characters. A document says on its first pages what it is; the longest of the marked reports has 9,000.
_FIRST_PAGES = 12_000
# Lines above the body, and the longest of them: a title wrapped over two lines is under this.
_HEAD_LINES, _LONGEST_LINE = 12, 60
_MENU_RE = re.compile(r"[>＞|｜»]")
_HEADING_RE = re.compile("[（(]?[一二三四五六七八九十]{1,3}[、）)]")
_HAN_RE = re.compile("[\u4e00-\u9fff]")
_TOLD = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for ``kind`` with ``points`` each time, ``most`` times at most; ``told`` says what it is."""

    rule: Rule
    kind: DocumentKind
    points: int
    most: int
    told: str


@cache
def load_signs(key: str) -> tuple[Sign, ...]:
    """Return the ``titles`` or the ``signs``. Raises ``RuleError`` where an entry is broken."""
    return tuple(_sign(rule, entry) for rule, entry in zip(load_rules(FILE, key), _entries(key), strict=True))


def _entries(key: str) -> list[object]:
    entries = load_yaml(FILE)[key]
    return list(entries) if isinstance(entries, list) else []


def _sign(rule: Rule, entry: object) -> Sign:
    known = entry if isinstance(entry, dict) else {}
    try:
        kind, points = DocumentKind(known["kind"]), int(known["points"])
        return Sign(rule, kind, points, int(known.get("most", 1)), str(known["told"]))
    except (KeyError, ValueError) as error:
        raise RuleError(FILE, rule.id, f"有误：{error}") from error


def classify_document(text: str) -> tuple[DocumentKind, str]:
    """Return what kind of document a ``text`` is, and for any but a report what tells it. Lines as they were written.

    "河北省水利条例⏎第一条 …" gives law and 题目是法规或制度、有“第一条”等条文 2 处.
    """
    text = text[:_FIRST_PAGES]
    titles = _titles(text)
    # A report's title settles the matter, and most titles are: the other signs take five times as long.
    found = _title_signs(titles, report=True)
    if not found:
        found = _title_signs(titles, report=False) + _body_signs(text)
    scores: Counter[DocumentKind] = Counter()
    for sign, count in found.items():
        scores[sign.kind] += sign.points * min(count, sign.most)
    report = scores.pop(DocumentKind.REPORT, 0)
    kind = max(scores, key=lambda k: scores[k], default=DocumentKind.REPORT)
    if scores[kind] >= _number("enough") and scores[kind] > report:
        return kind, _reason([(sign, n) for sign, n in found.items() if sign.kind is kind])
    return (DocumentKind.OTHER, "通篇没有说到政府工作") if _is_foreign(text) else (DocumentKind.REPORT, "")


def says_report(title: str | None, opening: str) -> bool:
    """Say whether a text says what it is: by its title, or where it has none in the ``opening`` of its body.

    A text is held to be a report until something speaks against that; whoever files it unseen wants something for it.

    >>> says_report("平山县水利局2023年度法治政府建设情况报告", ""), says_report("平山县水利局2023年工作总结", "法治")
    (True, False)
    """
    if not title:
        return any(word in "".join(opening.split()) for word in load_words(FILE, "own_matters"))
    packed = "".join(title.split())
    titles = (sign for sign in load_signs("titles") if sign.kind is DocumentKind.REPORT)
    return any(sign.rule.pattern.search(packed) for sign in titles)


def label_of(kind: DocumentKind) -> str:
    """Return the words for a kind that is no report: law gives 法律法规或制度."""
    return load_mapping(FILE, "labels")[kind]


def _reason(found: Sequence[tuple[Sign, int]]) -> str:
    surest = sorted(found, key=lambda item: -item[0].points * min(item[1], item[0].most))
    return "、".join(sign.told.format(n=n) for sign, n in surest[:_TOLD])


def _titles(text: str) -> list[str]:
    """Return what may be the title: each line above the body, and each two of them."""
    lines = _head_lines(text)
    return [*lines, *(a + b for a, b in pairwise(lines) if len(a + b) <= _LONGEST_LINE)]


def _title_signs(titles: Sequence[str], *, report: bool) -> Counter[Sign]:
    """Return the signs that titles give, those of a report or all others."""
    signs = (sign for sign in load_signs("titles") if (sign.kind is DocumentKind.REPORT) == report)
    return Counter(sign for sign in signs if any(map(sign.rule.pattern.search, titles)))


def _body_signs(text: str) -> Counter[Sign]:
    counts: defaultdict[Sign, int] = defaultdict(int)
    for sign in load_signs("signs"):
        counts[sign] = sum(1 for _ in sign.rule.pattern.finditer(text))
    return Counter(counts)


def _head_lines(text: str) -> list[str]:
    """Return the lines above the body that may be a title, without blanks; a portal's menus are none."""
    lines = []
    for line in text[: _HEAD_LINES * _LONGEST_LINE].split("\n")[:_HEAD_LINES]:
        packed = "".join(line.split())
        if packed.endswith(("。", "；")) or len(packed) > _LONGEST_LINE or _HEADING_RE.match(packed):
            break
        if packed and not _MENU_RE.search(packed):
            lines.append(packed)
    return lines


def _is_foreign(text: str) -> bool:
    """Say whether a text of some length never names what such a report is about."""
    if len(text) < _number("shortest_other") or _matter_re().search(text):
        return False
    return len(_HAN_RE.findall(text)) >= _number("shortest_other")


@cache
def _matter_re() -> re.Pattern[str]:
    return re.compile(any_of(load_words(FILE, "matters")))


@cache
def _number(key: str) -> int:
    value = load_yaml(FILE)[key]
    if not isinstance(value, int):
        raise RuleError(FILE, key, "应为一个整数")
    return value
