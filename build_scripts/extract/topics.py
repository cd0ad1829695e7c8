"""What a sentence is about, where the figure's own clause does not say: the short sentence or clause before it."""

import re

from build_scripts.models import Report
from build_scripts.rules.marks import SERIES_MARK

_SHORTEST, _LONGEST = 4, 26
_CLAUSE_RE, _SENTENCE_RE = re.compile("[，：]"), re.compile("[。；]")
_NEXT_YEAR = re.compile("下一步|下步|明年|下一年|下年度|工作安排|工作打算|工作计划|努力方向|工作思路")
_OPENERS = re.compile(
    rf"^(?:{SERIES_MARK}|[0-9]+[.、]|（[^）]*）)|^(?:认真|积极|深入|持续|切实|扎实|全面|大力)?(?:开展|做好|加强|强化|加大|推进|抓好|落实)"
)
_CLOSERS = re.compile("(?:的力度|方面|工作|情况)$")


def find_topic(opening: str, before: str) -> str:
    """Return the words that say what a sentence is about: its opening clause, or the short sentence before it.

    ``opening`` is the sentence up to the number, ``before`` what stands before the sentence.

    >>> find_topic("全年共出动监督人员", "开展医疗机构卫生监督。")
    '医疗机构卫生监督'
    """
    clauses = _CLAUSE_RE.split(opening, maxsplit=1)
    if len(clauses) > 1 and _says_topic(clauses[0]):
        return _trim(clauses[0])
    sentences = [s for s in _SENTENCE_RE.split(before) if s.strip()]
    return _trim(sentences[-1]) if sentences and _says_topic(sentences[-1]) else ""


def _says_topic(words: str) -> bool:
    return _SHORTEST <= len(words) <= _LONGEST and not re.search("[0-9０-９，]", words)


def _trim(words: str) -> str:
    while True:
        shorter = _CLOSERS.sub("", _OPENERS.sub("", words))
        if shorter == words or not shorter:
            return words
        words = shorter


def find_next_year(report: Report) -> tuple[bool, ...]:
    """Return for each section whether it, or the main section above it, tells of the year to come."""
    told: list[bool] = []
    for section in report.sections:
        main = section.level == 1 or not told
        own = _NEXT_YEAR.search(section.heading) is not None or (main and _is_later(report, section.heading))
        told.append(own or (not main and told[-1]))
    return tuple(told)


def _is_later(report: Report, heading: str) -> bool:
    year = re.search("(20[0-9]{2})年", heading)
    return bool(year and report.meta.report_year and int(year[1]) > report.meta.report_year)
