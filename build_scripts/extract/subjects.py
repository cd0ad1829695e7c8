"""Say what a number counts, in the report's own words and at most 40 characters.

The words before the number say it (护士执业注册26件), or a verb before and the thing after (聘用1名法律顾问), or the
thing after alone (全县共265家医疗机构); a bare step, verb or rate takes its head from the figure or clause before
(护士注册59人、变更195人; 线上测试，共参加2500余人次; 受理诉求120件，办结率98%).
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from build_scripts.extract.paragraph import Words
from build_scripts.extract.phrases import (
    EDGES,
    Phrase,
    ends_in_verb,
    is_made_of,
    phrase_of,
    strip_phrase,
    without_verbs,
    word_set,
)
from build_scripts.extract.rows import Row
from build_scripts.extract.thing_behind import thing_after
from build_scripts.extract.topics import find_topic

LONGEST = 40
_FEWEST = 2
# A measure this short says nothing without the thing measured: 办结率, 平均分, 涉及金额.
_SHORT_MEASURE = 4
# From this length on a phrase has more in it than a thing and its verb.
_LONG = 12
# What is left of a clause before a thing once its verb is gone: 调整|后的权责清单.
_AFTER_RE = re.compile("^[前后]的(?=..)")
# Longer heads are whole clauses; set before a measure they would hide it.
_LONGEST_HEAD = 16
# Words that say nothing of what is counted, each with 共 or 累计 in it.
_COUNTING = frozenset(("共", "共计", "累计", "总共", "一共"))
_SHARES = frozenset(("占", "占比"))
_PARTICLES = ("的", "了", "过", "已", "均", "都", "被", "共", "全部", "已经")
# These are no thing without the word behind them: 行政|审批.
_ATTRIBUTES = frozenset(("行政", "刑事", "民事", "司法", "治安"))
# What is left at the end of a thing once its measure is gone: 考试|平均|成绩, 检出|不|合格.
_LEFT_OVER = frozenset((*_PARTICLES, "平均", "不", "未"))
_QUOTES = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("(", ")"), ('"', '"'))
_QUOTE_MARKS = frozenset(mark for pair in _QUOTES for mark in pair)
# An amount or number that says whose it is: 罚没金额, 案件数量; not 涉及金额.
_OWN_MEASURE_RE = re.compile("(?<!涉及)(?<!^)(?:金额|数量)$")
# Behind a verb these are nothing by themselves: 罚款|总额.
_BARE_SUMS = frozenset(("金额", "总额", "总金额", "数额"))
_MEASURE_RE = re.compile("(?:率|占比|比例|比重|平均分|均分|成绩|金额|时限|时间|用时|总数|数量|人数|面积)$")
# What stands behind these begins a clause of its own: 将2家企业列入名单, 对21份合同、13件决定进行了审核.
_TAKEN = ("将", "把", "对")
_PLAIN_OBJECT_RE = re.compile("[\u4e00-\u9fff]{2,12}(?<![额率数款])")


def find_subject(words: Words, core: Phrase, earlier: str | None) -> str:
    """Return the subject for the words round a number; ``earlier`` is the subject that it may go on from, if any.

    ``core`` are the words before it without what only joins them to it.
    """
    thing, size = thing_after(words, core)[:LONGEST], len(core)
    if size and not thing and is_made_of(core, word_set("steps")):
        return fit(_inherit(core.said, earlier or _head(words)))
    if size >= _FEWEST and not ends_in_verb(core):
        said = _without_counting(governing(core))
        if is_short(said):
            said = measured(earlier or _verbless(_head(words)), said)
        weak = size <= _FEWEST or core.said in word_set("self").words
        return fit(said + thing if weak or len(said) + len(thing) <= LONGEST else said)
    if thing:
        alone = not size and len(thing) <= _FEWEST and not words.before.said.endswith(_TAKEN)
        return fit(((earlier or _head(words)) if alone else governing(core).said) + thing)
    behind = earlier or _head(words)
    if size and not is_made_of(core, word_set("verbs", "lead")):
        return fit(_same_object(core, behind) or governing(core).said)
    return fit(_after_head(behind, core.said))


def _without_counting(phrase: Phrase) -> str:
    """Return the words of a phrase without those that only count: 人民调解组织|共|调解各类纠纷."""
    said = phrase.said
    if "共" not in said and "累计" not in said:
        return said
    return "".join(word for word in phrase.words() if word not in _COUNTING)


def is_short(measure: str) -> bool:
    """Say whether a measure says nothing without the thing measured: 办结率, 平均分; 罚没金额 does."""
    short = len(measure) <= _SHORT_MEASURE and _MEASURE_RE.search(measure) is not None
    return short and not _OWN_MEASURE_RE.search(measure)


def measured(head: str, measure: str) -> str:
    """Return a measure with what it measures: 受理热线诉求 and 办结率 give 热线诉求办结率; a long head is left out."""
    thing = head_of(head)
    whole = thing + measure
    return (
        whole
        if _FEWEST <= len(thing) <= _LONGEST_HEAD and measure not in thing and thing not in measure
        else measure
    )


@lru_cache(maxsize=1024)
def head_of(subject: str) -> str:
    """Return the thing that a subject is about, without the verbs round it and a measure at its end.

    >>> head_of("受理热线诉求"), head_of("热线诉求办结率"), head_of("行政复议审结"), head_of("调整后的权责清单")
    ('热线诉求', '热线诉求', '行政复议', '权责清单')
    """
    phrase = without_verbs(phrase_of(subject))
    words = (phrase_of(subject) if phrase.said in _BARE_SUMS else phrase).words()
    verbs, events = word_set("verbs", "steps").words, word_set("events").words
    if words and (words[-1] in _BARE_SUMS or _MEASURE_RE.search(words[-1])):
        words.pop()
    while len(words) > 1 and (words[-1] in verbs or words[-1] in _LEFT_OVER) and words[-1] not in events:
        if words[-2] in _ATTRIBUTES:
            break
        words.pop()
    last = max((i for i, word in enumerate(words[:-1]) if word in verbs and word not in events), default=-1)
    words = words[last + 1 :]
    while len(words) > 1 and words[0] in _PARTICLES:
        words.pop(0)
    bare = word_set("adverbs").words.issuperset(words)
    return "" if bare else _AFTER_RE.sub("", "".join(words))


def governing(core: Phrase) -> Phrase:
    """Return a phrase without an opening that only says how or on what ground: 围绕“…”开展宣传活动 gives 开展宣传活动.

    Such an opening starts with a word of ``adjuncts`` or holds a quotation, and ends before the last verb that has an
    object of its own.
    """
    text = core.text
    opens = word_set("adjuncts").at_start(text, core.borders, core.start, core.end)
    quoted = text.find("”", core.start, core.end) + 1
    agents = len(core) > _LONG and text.find("、", core.start, core.end) >= 0
    if not opens and not quoted and not agents:
        return core
    behind = _behind_adjunct(core)
    if behind and len(behind) <= _LONG:
        return behind
    return _from_verb(behind or core, quoted) or behind or core


def _from_verb(core: Phrase, quoted: int) -> Phrase | None:
    """Return a phrase from its last verb on that has an object of its own, the adverb before it included."""
    text, verbs = core.text, word_set("governs")
    for at in range(core.end - _FEWEST, max(core.start, quoted - 1), -1):
        size = verbs.at_start(text, core.borders, at, core.end) if core.borders[at] else 0
        if size and _has_object(core.part(at + size, core.end)):
            start = at
            while before := verbs.at_end(text, core.borders, core.start, start):
                start -= before  # 开展|宣传|活动: the first of neighbouring verbs governs
            return core.part(_with_adverb(core, start), core.end)
    return None


def _has_object(behind: Phrase) -> bool:
    """Say whether behind a verb stands a thing and not a verb alone: in “双随机”抽查检查 neither has one."""
    return len(behind) >= _FEWEST and not is_made_of(behind, word_set("verbs"))


def _behind_adjunct(core: Phrase) -> Phrase | None:
    """Return what stands behind the words that close an adjunct: 通过网络直播等方式|普法宣传覆盖."""
    closes, at = word_set("adjunct_ends"), core.start
    cut = core.start
    for word in core.words():
        at += len(word)
        if word in closes.words and core.end - at >= _FEWEST * 2:
            cut = at
    return core.part(cut, core.end) if cut > core.start else None


def _with_adverb(core: Phrase, at: int) -> int:
    """Return where a verb begins with the adverb before it: 主动|公开环境信息."""
    size = word_set("adverbs").at_end(core.text, core.borders, core.start, at)
    return at - size


def _head(words: Words) -> str:
    """Return the clause before, if it may be what a bare verb or step goes on from: one with a number is not."""
    back = words.back.said
    if words.follows and re.search("[0-9]", back):
        return ""
    clause = strip_phrase(words.back)
    head = governing(clause)
    governed = word_set("verbs").at_start(clause.text, clause.borders, clause.start, clause.end)
    opens = word_set("adjuncts").at_start(clause.text, clause.borders, clause.start, clause.end)
    ground = opens and not governed and len(head) == len(clause) > _LONG
    return "" if ground else head.said


def _same_object(core: Phrase, behind: str) -> str:
    """Return ``core`` with the object that its verb has before: 聘请法律顾问 and 乡镇聘请 give 乡镇聘请法律顾问.

    A core that has a verb and an object of its own (召开中心组学习) goes on from nothing, and a measure is no object:
    after 处罚金额, 事前处罚 stays what it is.
    """
    words = core.words()
    verbs = word_set("verbs").words
    if any(word in verbs for word in words[:-1]) or not words or len(words[-1]) < _FEWEST:
        return ""
    verb = words[-1] if words[-1] in verbs else ""
    thing = behind.split(verb, 1)[1] if verb and verb in behind else ""
    return core.said + thing if _PLAIN_OBJECT_RE.fullmatch(thing) else ""


def _verbless(clause: str) -> str:
    """Return a clause that names a thing, "" for one that tells what was done: 已全部录入平台."""
    verbs = word_set("verbs", "governs").words
    return "" if any(word in verbs for word in phrase_of(clause).words()) else clause


def _after_head(head: str, core: str) -> str:
    return head + core if core not in head else head


def _inherit(step: str, head: str) -> str:
    """Put a step in the place of the last: 护士注册, 变更 give 护士变更; 抽检, 合格 抽检合格; 立案, 结案 结案."""
    if step in _SHARES:
        return head + step
    penalties = word_set("penalties").words
    if step in penalties and head.startswith(tuple(penalties)):
        return step
    thing = without_verbs(phrase_of(head))
    words = thing.words()
    steps = word_set("steps").words
    while len(words) > 1 and words[-1] in steps:
        words.pop()
    stepwise = is_made_of(phrase_of(head), word_set("steps"))
    bare = "" if stepwise else "".join(words) or head
    return bare + step if len(bare) >= _FEWEST else step


def fit(subject: str) -> str:
    """Return ``subject`` in 40 characters at most, cut at its head where it has attributes: …等灵活多样的学习活动."""
    text = unquoted(subject.strip(EDGES))
    if len(text) <= LONGEST:
        return text
    tails = [text[m.end() :] for m in re.finditer("[等的、，]", text)]
    fitting = [t for t in tails if _FEWEST * 2 <= len(t) <= LONGEST]
    return unquoted(fitting[0].strip(EDGES) if fitting else text[-LONGEST:])


def unquoted(text: str) -> str:
    """Take off quotation marks round the whole, and one at an end whose other half is missing."""
    if text[:1] not in _QUOTE_MARKS and text[-1:] not in _QUOTE_MARKS:
        return text
    for opening, closing in _QUOTES:
        if text.startswith(opening) and (text.find(closing, 1) in (-1, len(text) - 1)):
            text = text[1:]
        if text.endswith(closing) and opening not in text[:-1]:
            text = text[:-1]
    return text


def tell_apart(rows: Sequence[Row]) -> list[str]:
    """Return subjects that differ: where subject and unit stand twice, what the sentence is about is set before.

    264项 and 九类 of one list need no telling apart; two 出动监督人员 do: 医疗机构卫生监督出动监督人员.
    """
    counts = Counter((row.subject, row.quantity.unit) for row in rows)
    told = []
    for row in rows:
        subject, topic = row.subject, ""
        if counts[subject, row.quantity.unit] > 1 and (topic := find_topic(*row.ahead)):
            topic = governing(strip_phrase(phrase_of(topic))).said
        apart = topic and topic not in subject and len(topic) + len(subject) <= LONGEST
        told.append(topic + subject if apart else subject)
    return told
