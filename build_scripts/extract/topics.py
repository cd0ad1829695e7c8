"""What a sentence is about, where the figure's own clause does not say: the short sentence or clause before it."""

import re

from build_scripts.extract.paragraph import Reading
from build_scripts.models import Report

_SHORTEST, _LONGEST = 4, 26
_REACH = 60
_NEXT_YEAR = re.compile("下一步|下步|明年|下一年|下年度|工作安排|工作打算|工作计划|努力方向|工作思路")
_OPENERS = re.compile(
    "^(?:[一二三四五六七八九十]是|[0-9]+[.、]|（[^）]*）)|^(?:认真|积极|深入|持续|切实|扎实|全面|大力)?(?:开展|做好|加强|强化|加大|推进|抓好|落实)"
)
_CLOSERS = re.compile("(?:的力度|方面|工作|情况)$")


def find_topic(reading: Reading, i: int) -> str:
    """Return the words that say what a sentence is about: its opening clause, or the short sentence before it.

    "开展医疗机构卫生监督。全年共出动监督人员2000多人次" gives 医疗机构卫生监督.
    """
    text, sentence, lead = reading.text, reading.sentence_of(i), reading.found[i].lead
    opening = re.split("[，：]", text[sentence.start : min(lead, sentence.start + _REACH)])
    if len(opening) > 1 and _says_topic(opening[0]):
        return _trim(opening[0])
    before = [
        s for s in re.split("[。；]", text[max(0, sentence.start - _REACH) : sentence.start]) if s.strip()
    ]
    return _trim(before[-1]) if before and _says_topic(before[-1]) else ""


def _says_topic(words: str) -> bool:
    return _SHORTEST <= len(words) <= _LONGEST and not re.search("[0-9０-９，]", words)


def _trim(words: str) -> str:
    while True:
        shorter = _CLOSERS.sub("", _OPENERS.sub("", words))
        if shorter == words or not shorter:
            return words
        words = shorter


def is_next_year(report: Report, section: int | None) -> bool:
    """Say whether a section, or the main section above it, tells of the year to come."""
    while section is not None and section >= 0:
        if _NEXT_YEAR.search(report.sections[section].heading):
            return True
        if report.sections[section].level == 1:
            year = re.search("(20[0-9]{2})年", report.sections[section].heading)
            return bool(year and report.meta.report_year and int(year[1]) > report.meta.report_year)
        section -= 1
    return False
