"""Choose the family of a figure, the broad kind of thing that it counts, and with it theme, indicator and doubts.

A wrong family is worse than none: what fits two families equally well gets none.
"""

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.extract.choose_theme import without_titles
from build_scripts.rules.families import (
    FILE,
    Family,
    families_by_slug,
    load_families,
    outcome_words,
    outcomes,
)
from build_scripts.rules.late_pattern import LatePattern
from build_scripts.rules.loading import load_words
from build_scripts.rules.pattern_starts import StartIndex, index_starts

_QUOTES = str.maketrans("０１２３４５６７８９", "0123456789", "“”‘’\"' \u3000\n\t")
_MARKED_RE = re.compile("[《" + re.escape("".join(map(chr, _QUOTES))) + "]")
# Characters up to the number that may say of what kind it is; longer sentences speak of more than one thing.
_REACH = 60
_FEWEST = 2


@dataclass(slots=True)
class FigureContext:
    """What a report says round a figure: its clause, and its sentence up to it."""

    clause: str = ""
    before: str = ""


_UNTOLD = FigureContext()


@cache
def _light_verb() -> re.Pattern[str]:
    """Return the pattern of verbs behind which the thing counted stands: 联合律师事务所开展普法."""
    return re.compile("|".join(load_words(FILE, "light_verbs")))


@cache
def _of_unit(unit: str) -> StartIndex[tuple[Family, LatePattern]]:
    """Return the families of one unit with the patterns of their subjects."""
    return index_starts(
        ((family, match.pattern), match.pattern.pattern)
        for family in load_families()
        for match in family.match
        if unit in match.units
    )


@dataclass(slots=True)
class Earlier:
    """The figure of a like unit before, in the same sentence: its subject and its family."""

    subject: str
    family: Family


def classify_family(
    subject: str, unit: str, told: FigureContext = _UNTOLD, earlier: Earlier | None = None
) -> Family | None:
    """Return the family whose words end last in ``subject``, the longest of those; ``None`` for none and for a tie.

    A subject that only says what became of the figures before it (立案5件，办结4件) has the family of those.

    >>> classify_family("审核行政处罚案件", "件").name
    '法制审核'
    """
    words = _plain(subject)
    # Only what ends in such a word is searched: the pattern has to try every beginning.
    if earlier and earlier.family.outcomes and words.endswith(outcome_words(earlier.family.outcomes)):
        became = outcomes(earlier.family.outcomes).fullmatch(words)
        if became and became["rest"] in earlier.subject.translate(_QUOTES):
            return families_by_slug()[earlier.family.outcome]
    behind = _light_verb().split(words)[-1]
    tail = behind if len(behind) >= _FEWEST else words
    found = _best(tail, unit, told)
    return found if found or tail == words else _best(words, unit, told)


def _plain(subject: str) -> str:
    """Return ``subject`` without quotation marks, titles in 《》 emptied, digits half-width."""
    return without_titles(subject).translate(_QUOTES) if _MARKED_RE.search(subject) else subject


def _best(words: str, unit: str, told: FigureContext) -> Family | None:
    """Return the family that fits best, by where its words end, how long these are, and where its context stands."""
    best, most, tied = None, (-1, 0, 0), False
    for family, pattern in _of_unit(unit).may_match(words):
        # A search costs half of an iteration, and two of three patterns do not match.
        last = pattern.search(words)
        if not last or (family.never and family.never.search(words)):
            continue
        while later := pattern.search(words, last.end()):
            last = later
        place = _place(family, told, words)
        fit = (last.end(), last.end() - last.start(), place)
        if place >= 0 and fit > most:
            best, most, tied = family, fit, False
        elif fit == most and family is not best:
            tied = True
    return None if tied else best


def _place(family: Family, told: FigureContext, words: str) -> int:
    """Return where the context of ``family`` stands last: 0 where it needs none, -1 where it does not fit."""
    if family.clause and not family.clause.search(told.clause):
        return -1
    if family.context is None and family.context_never is None:
        return 0
    context = without_titles(told.before[-_REACH:] + told.clause) + words
    if family.context_never and family.context_never.search(context):
        return -1
    if family.context is None:
        return 0
    return max((m.end() for m in family.context.finditer(context)), default=-1)
