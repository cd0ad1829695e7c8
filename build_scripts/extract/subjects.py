"""Say what a number counts, in the report's own words and at most 40 characters.

The words before the number say it (护士执业注册26件), or a verb before and the thing after (聘用1名法律顾问), or the
thing after alone (全县共265家医疗机构); a bare step or verb takes its head from the number or clause before
(护士注册59人、变更195人; 线上测试，共参加2500余人次).
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from build_scripts.extract.clauses import Words
from build_scripts.rules.loading import any_of, load_words

FILE = "subjects.yml"
LONGEST = 40
_FEWEST = 2
_DATES = re.compile(
    r"^(?:截至|截止|至|自|从)?(?:[0-9]{4}年(?:度)?(?:[0-9]{1,2}月(?:份|底|末)?)?|[0-9]{1,2}月(?:份|底|末)?)"
    r"(?:[0-9]{1,2}日)?(?:底|末|以来|期间|来)?"
)
_WHEN = "(?:19|20)[0-9]{2}年(?:度)?"
_EDGES = " 、，；。：:—-…"
_QUOTES = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("(", ")"))


@cache
def _lead_re() -> re.Pattern[str]:
    words = tuple(w for w in (*load_words(FILE, "lead"), *load_words(FILE, "self")) if w not in "及和")
    return re.compile(
        f"^(?:{any_of(words)}|及(?![时格])|和(?![谐解平])|现(?![场行代金状有存])|对(?![外内口象照比账接策标])|较(?![大为好高多少强差重])|比(?![例武重赛率对拼值])|有(?![关效限序力机毒害奖责]))"
    )


@cache
def _trail_re() -> re.Pattern[str]:
    words = tuple(w for w in load_words(FILE, "trail") if w not in "为均有")
    return re.compile(rf"(?:(?<![行作])为|(?<![村户人年月日])均|(?<!实)有|{_WHEN}|{any_of(words)})$")


@cache
def _verb_end_re() -> re.Pattern[str]:
    return re.compile(f"(?:^|.)(?:{any_of(load_words(FILE, 'verbs'))})(?:了|过)?$")


@cache
def _only_verbs_re() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of((*load_words(FILE, 'verbs'), *load_words(FILE, 'lead')))}|了|过)+")


# Where the words behind a thing begin to say something of it: 305个村调委会共有…, 25个执法单位2022年以来….
_GOES_ON_RE = re.compile("(?<=..)(?:共有|现有|共计|20[0-9]{2}年)")


@cache
def _steps_re() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(load_words(FILE, 'steps'))})+")


def find_subject(words: Words, earlier: str | None) -> str:
    """Return the subject for the words round a number; ``earlier`` is the subject of the number before it, if any.

    >>> find_subject(Words("聘用", "法律顾问", "", False), None)
    '聘用法律顾问'
    """
    core = strip_before(words.before)
    thing = _thing_after(words, core)
    if core and _steps_re().fullmatch(core) and not thing:
        return fit(_inherit(core, earlier or _head(words)))
    if len(core) >= _FEWEST and not _verb_end_re().search(core):
        weak = core in load_words(FILE, "self") or len(core) <= _FEWEST
        return fit(core + thing if weak or len(core) + len(thing) <= LONGEST else core)
    if thing:
        return fit(core + thing if core or len(thing) > _FEWEST else (earlier or _head(words)) + thing)
    behind = earlier or _head(words)
    if core and not _only_verbs_re().fullmatch(core):
        return fit(_same_object(core, behind) or core)
    return fit(_after_head(behind, core))


def _head(words: Words) -> str:
    """Return the clause before, if it may be what a bare verb or step goes on from: one with a number is not."""
    return "" if words.follows and re.search("[0-9０-９]", words.back) else strip_before(words.back)


def _same_object(core: str, behind: str) -> str:
    """Return ``core`` with the object that its verb has before: 聘请法律顾问 and 乡镇聘请 give 乡镇聘请法律顾问.

    A measure is no object: after 处罚金额, 事前处罚 stays what it is.
    """
    verb = next((v for v in load_words(FILE, "verbs") if len(v) >= _FEWEST and core.endswith(v)), None)
    thing = behind.split(verb, 1)[1] if verb and verb in behind else ""
    return core + thing if re.fullmatch("[\u4e00-\u9fff]{2,12}(?<![额率数款])", thing) else ""


def _after_head(head: str, core: str) -> str:
    return head + core if core not in head else head


def strip_before(before: str) -> str:
    """Return the words before a number without what only joins them to it: 全年共发放资料共计 gives 发放资料."""
    text = before.strip(_EDGES)
    while True:
        shorter = _DATES.sub("", text)
        shorter = _lead_re().sub("", shorter).strip(_EDGES)
        if not shorter or shorter == text:
            break
        text = shorter
    while len(text) > 1:
        shorter = _trail_re().sub("", text).strip(_EDGES)
        if shorter == text:
            break
        text = shorter
    return "" if _trail_re().fullmatch(text) or _lead_re().fullmatch(text) else text


def _thing_after(words: Words, core: str) -> str:
    """Return the thing named right behind the unit, or nothing where the words go on to something else."""
    after = words.after.strip(_EDGES)
    named = bool(core) and not _verb_end_re().search(core)
    if len(after) < _FEWEST or (words.shares and named):
        return ""
    stops = load_words(FILE, "after_stop") + (load_words(FILE, "after_stop_named") if named else ())
    if after.startswith(stops) and not after.startswith(load_words(FILE, "after_go")):
        return ""
    return _GOES_ON_RE.split(after, maxsplit=1)[0][:LONGEST] or after[:LONGEST]


def _inherit(step: str, head: str) -> str:
    """Put a step in the place of the last one: 护士注册 and 变更 give 护士变更."""
    bare = re.sub(f"(?:{any_of(load_words(FILE, 'steps'))})+$", "", head)
    bare = re.sub(f"^(?:{any_of(load_words(FILE, 'verbs'))})(?=..)", "", bare)
    return bare + step if len(bare) >= _FEWEST else step


def fit(subject: str) -> str:
    """Return ``subject`` in 40 characters at most, cut at its head where it has attributes: …等灵活多样的学习活动."""
    text = _unquoted(subject.strip(_EDGES))
    if len(text) <= LONGEST:
        return text
    tails = [text[m.end() :] for m in re.finditer("[等的、，]", text)]
    fitting = [t for t in tails if _FEWEST * 2 <= len(t) <= LONGEST]
    return _unquoted(fitting[0].strip(_EDGES) if fitting else text[-LONGEST:])


def _unquoted(text: str) -> str:
    """Take off quotation marks round the whole, and one at an end whose other half is missing."""
    for opening, closing in _QUOTES:
        if text.startswith(opening) and (text.find(closing) in (-1, len(text) - 1)):
            text = text[1:]
        if text.endswith(closing) and opening not in text:
            text = text[:-1]
    return text


def tell_apart(subjects: Sequence[tuple[str, str]], topics: Sequence[str]) -> list[str]:
    """Return subjects that differ. ``subjects`` come with their units; where both stand twice, the topic is set before.

    264项 and 九类 of one list need no telling apart; two 出动监督人员 do: 医疗机构卫生监督出动监督人员.
    """
    counts = Counter(subjects)
    told = []
    for (subject, unit), topic in zip(subjects, topics, strict=True):
        words = strip_before(topic)
        longer = words + subject
        apart = counts[subject, unit] > 1 and words and words not in subject and len(longer) <= LONGEST
        told.append(longer if apart else subject)
    return told
