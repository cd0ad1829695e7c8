"""What a phrase is made of: what only joins it to its sentence, what governs, what stands for itself.

A phrase is a place in a text whose words' borders are known; nothing here cuts inside a word.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from build_scripts.rules.loading import load_words
from build_scripts.rules.segmenter import find_borders

FILE = "subjects.yml"
EDGES = " 　、，；。：:—-…"
_blank = object.__new__
_DATE_RE = re.compile(
    r"(?:截至|截止|至|自|从|到)?(?:(?:[0-9０-９]{4}年(?:度)?)(?:[0-9０-９]{1,2}月(?:份|底|末)?)?|[0-9０-９]{1,2}月(?:份|底|末)?)"
    r"(?:[0-9０-９]{1,2}日)?(?:底|末|以来|期间|来)?"
)
_DATE_FIRST = frozenset("截至自从到0123456789０１２３４５６７８９")
# A time that the number is of and no other: 2023年, 由整治前.
_TIME_AT_END_RE = re.compile(r"(?:(?:19|20)[0-9]{2}年度?|[由从][\u4e00-\u9fff]{1,5}[前初])$")


@dataclass(frozen=True, slots=True)
class WordSet:
    """A closed set of words that can be looked for at a place of a text, the longest first."""

    words: frozenset[str]
    by_first: Mapping[str, tuple[int, ...]]
    by_last: Mapping[str, tuple[int, ...]]

    def at_start(self, text: str, borders: bytearray, start: int, end: int) -> int:
        """Return the length of the longest word that opens ``start``-``end`` and ends where a word ends, else 0."""
        for size in self.by_first.get(text[start : start + 1], ()):
            to = start + size
            if to <= end and borders[to] and text[start:to] in self.words:
                return size
        return 0

    def at_end(self, text: str, borders: bytearray, start: int, end: int) -> int:
        """Return the length of the longest word that closes ``start``-``end`` and begins where one begins, else 0."""
        for size in self.by_last.get(text[end - 1 : end], ()):
            at = end - size
            if at >= start and borders[at] and text[at:end] in self.words:
                return size
        return 0


@cache
def word_set(*keys: str) -> WordSet:
    """Return the word lists ``keys`` of the rule file as one set."""
    words = frozenset(word for key in keys for word in load_words(FILE, key))
    return WordSet(words, _sizes_by(words, 0), _sizes_by(words, -1))


def _sizes_by(words: frozenset[str], place: int) -> Mapping[str, tuple[int, ...]]:
    """Return the lengths of words by the character at a place of theirs, the longest first."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for word in words:
        sizes[word[place]].add(len(word))
    return {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()}


@dataclass(slots=True)
class Phrase:
    """A stretch of a text whose words' borders are known, and the characters that it has, ``said``; nobody changes one.

    Not frozen, as it never leaves this package: some twenty are made for each figure, and a frozen one takes three
    times as long to make (0.63 against 0.19 microseconds).
    """

    text: str
    borders: bytearray
    start: int
    end: int
    said: str

    def __bool__(self) -> bool:
        """Say whether there is any character in it."""
        return self.end > self.start

    def __len__(self) -> int:
        return self.end - self.start

    def words(self) -> list[str]:
        """Return its words in order."""
        words, at = [], self.start
        while at < self.end:
            border = self.borders.find(1, at + 1, self.end)
            to = border if border > 0 else self.end
            words.append(self.text[at:to])
            at = to
        return words

    def part(self, start: int, end: int) -> "Phrase":
        """Return the stretch of the same text."""
        return new_phrase(self.text, self.borders, start, max(start, end))


def new_phrase(text: str, borders: bytearray, start: int, end: int) -> Phrase:
    """Return the stretch of a text; what it says is asked for some eight times a figure, and is cut here once.

    Four are made for each figure: set here by name its fields take half the time of calling the class.
    """
    phrase = _blank(Phrase)
    phrase.text, phrase.borders = text, borders
    phrase.start, phrase.end = start, end
    phrase.said = text[start:end]
    return phrase


@lru_cache(maxsize=1024)
def phrase_of(text: str) -> Phrase:
    """Return a text as a phrase of its own."""
    return new_phrase(text, find_borders(text), 0, len(text))


def strip_phrase(phrase: Phrase) -> Phrase:
    """Return a phrase without what only joins it to a number: 全年共发放资料共计 gives 发放资料, 经费 stays whole.

    >>> strip_phrase(phrase_of("2023年对")).said, strip_phrase(phrase_of("全年共发放资料共计")).said
    ('', '发放资料')
    """
    start = strip_start(phrase)
    end = _strip_end(phrase, start)
    return phrase if start == phrase.start and end == phrase.end else phrase.part(start, end)


_AMONG = "其中"


def strip_start(phrase: Phrase) -> int:
    """Return where a phrase begins once dates, words of time and words that join are taken off its start."""
    text, borders, start, end = phrase.text, phrase.borders, phrase.start, phrase.end
    leads = word_set("lead", "self")
    while start < end:
        if text[start] in EDGES:
            start += 1
            continue
        date = _DATE_RE.match(text, start, end) if text[start] in _DATE_FIRST else None
        if text.startswith(_AMONG, start, end):  # the segmenter has 中国 in 其中国保
            start += len(_AMONG)
            continue
        size = date.end() - start if date else leads.at_start(text, borders, start, end)
        if not size:
            break
        start += size
    return start


def _strip_end(phrase: Phrase, start: int) -> int:
    """Return where a phrase that begins at ``start`` ends once words that join are taken off its end."""
    text, borders, end = phrase.text, phrase.borders, phrase.end
    trails = word_set("trail")
    while end > start:
        if text[end - 1] in EDGES:
            end -= 1
            continue
        time = _TIME_AT_END_RE.search(text, max(start, end - 8), end) if text[end - 1] in "年度前初" else None
        size = (
            end - time.start() if time and borders[time.start()] else trails.at_end(text, borders, start, end)
        )
        if not size:
            break
        end -= size
    return end


def ends_in_verb(phrase: Phrase) -> bool:
    """Say whether the last word of a phrase governs what follows: 聘用, 组织开展了; not 组织考试, which is a thing."""
    end = phrase.end
    event = word_set("events").at_end(phrase.text, phrase.borders, phrase.start, end)
    if event and end - event > phrase.start:
        return False
    while end > phrase.start and phrase.text[end - 1] in "了过":
        end -= 1
    return bool(word_set("verbs").at_end(phrase.text, phrase.borders, phrase.start, end))


def is_made_of(phrase: Phrase, words: WordSet) -> bool:
    """Say whether every word of a phrase is in ``words``; 了 and 过 do not count. Nothing is made of nothing."""
    start = phrase.start
    while start < phrase.end:
        if phrase.text[start] in "了过已被":
            start += 1
            continue
        size = words.at_start(phrase.text, phrase.borders, start, phrase.end)
        if not size:
            return False
        start += size
    return bool(phrase)


def without_verbs(phrase: Phrase) -> Phrase:
    """Return a phrase without the verbs that open it: 随机抽取案卷 gives 案卷, 开展培训和考试 培训和考试.

    Two events in a row are one thing.

    >>> without_verbs(phrase_of("开展宣传活动")).said, without_verbs(phrase_of("宣传政策")).said
    ('宣传活动', '政策')
    """
    start, verbs, events = phrase.start, word_set("verbs"), word_set("events")
    while start < phrase.end:
        size = verbs.at_start(phrase.text, phrase.borders, start, phrase.end)
        joined = phrase.text[start + size : start + size + 1] in ("和", "与", "及", "、")
        if size and events.at_start(phrase.text, phrase.borders, start, phrase.end) == size:
            behind = phrase.part(start + size, phrase.end)
            joined = joined or is_made_of(behind, events)
        if joined or (not size and phrase.text[start] not in "了过"):
            break
        start += size or 1
    return phrase.part(start, phrase.end)
