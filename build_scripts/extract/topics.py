"""What a sentence is about, where the figure's own clause does not say: the short sentence or clause before it."""

import re

from build_scripts.models import Report, Span
from build_scripts.rules.marks import SERIES_MARK
from build_scripts.rules.sentences import find_sentences

_SHORTEST, _LONGEST = 4, 26
_CLAUSE_RE, _SENTENCE_RE = re.compile("[，：]"), re.compile("[。；]")
_NEXT_YEAR = re.compile("下一步|下步|明年|下一年|下年度|工作安排|工作打算|工作计划|努力方向|工作思路")
# Where a section on shortcomings and plans goes over to the plans.
_GOES_OVER = re.compile("下一步|下步|明年|下一年|今后|接下来|下阶段|打算")
# … in the first words of a sentence.
_EARLY = 24
_SHORTCOMINGS = re.compile("问题|不足|困难|短板|差距")
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


def find_next_year(report: Report) -> tuple[int | None, ...]:
    """Return for each section where in the clean text it begins to tell of the year to come, ``None`` where never.

    What a main section tells, those below it tell too. One on shortcomings and plans, by its heading, begins with its
    first sentence that speaks of what comes next.
    """
    told: list[int | None] = []
    for i, section in enumerate(report.sections):
        main = section.level == 1 or not told
        own = _NEXT_YEAR.search(section.heading) is not None or (main and _is_later(report, section.heading))
        above = None if main else told[-1]
        told.append(above if above is not None or not own else _begin(report, i))
    return tuple(told)


def _begin(report: Report, section: int) -> int:
    """Return where the plans begin that a section's heading names."""
    heading = report.sections[section]
    if not _SHORTCOMINGS.search(heading.heading):
        return heading.span.start
    text, start = report.clean.text, heading.span.end
    below = (s.span.start for s in report.sections[section + 1 :] if s.level <= heading.level)
    end = next(below, len(text))
    sentences = find_sentences(text, Span(start, end))
    return next((one.start for one in sentences if _goes_over(report, one.of(text)[:_EARLY])), end)


def _goes_over(report: Report, opening: str) -> bool:
    return _GOES_OVER.search(opening) is not None or _is_later(report, opening)


def _is_later(report: Report, heading: str) -> bool:
    year = re.search("(20[0-9]{2})年", heading)
    return bool(year and report.meta.report_year and int(year[1]) > report.meta.report_year)
