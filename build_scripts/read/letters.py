"""Whether the characters that a file names are those that are seen, and the few that are folded to what they mean."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from build_scripts.read.characters import Character
from build_scripts.read.text_file import COMMON, HAN_RE
from build_scripts.rules.loading import load_mapping

# Kangxi radicals and compatibility ideographs: each has one Han character that it stands for, by Unicode itself.
_FOLDED_RE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff]")
_RADICAL_RE = re.compile("[\u2e80-\u2ef3]")
# Symbol fonts have their signs at U+F020 to U+F0FF: the bullets of word processors.
_SYMBOLS = range(0xF020, 0xF100)
_PRIVATE_RE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# So much text tells whether it reads as prose. Of ordinary prose half the Han characters are among the common ones,
# of a page of names or of a table a quarter; of one whose font names other characters, some in a hundred.
_ENOUGH, _FEWEST_COMMON = 60, 0.1


@cache
def fold_letter(char: str) -> str:
    """Return the Han character that a radical or a compatibility form stands for, else ``char`` itself.

    >>> fold_letter("\u2f42"), fold_letter("\u2ed3"), fold_letter("法")
    ('文', '长', '法')
    """
    if _FOLDED_RE.match(char):
        return unicodedata.normalize("NFKC", char)
    return _radicals().get(char, char) if _RADICAL_RE.match(char) else char


@cache
def _radicals() -> Mapping[str, str]:
    return load_mapping("radicals.yml", "radicals")


def is_bullet(char: str) -> bool:
    """Say whether a character is a sign of a symbol font."""
    return ord(char) in _SYMBOLS


def count_unknown(characters: Iterable[Character]) -> int:
    """Return how many characters are no characters: of private use, or lost. The bullets of symbol fonts are none."""
    return sum(
        c.text == "\ufffd" or (_PRIVATE_RE.match(c.text) is not None and not is_bullet(c.text))
        for c in characters
    )


def reads_as_prose(text: str) -> bool:
    """Say whether the Han characters of a text are those of prose; of a short one that cannot be told."""
    han = HAN_RE.findall(text)
    return len(han) < _ENOUGH or sum(c in COMMON for c in han) >= _FEWEST_COMMON * len(han)
