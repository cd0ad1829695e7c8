"""Whether the characters that a file names are those that are seen, and the few that are folded to what they mean."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from build_scripts.read.text_file import COMMON, HAN_RE
from build_scripts.rules.loading import load_mapping

# Kangxi radicals and compatibility ideographs: each has one Han character that it stands for, by Unicode itself.
_FOLDED_RE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff]")
_RADICAL_RE = re.compile("[\u2e80-\u2ef3]")
# The bullets that word processors take from symbol fonts (Wingdings and Symbol), at U+F000 and their code in the font.
_BULLETS = frozenset("\uf06c\uf06e\uf075\uf076\uf0a7\uf0a8\uf0b2\uf0b7\uf0d8\uf0e0\uf0fc")
_PRIVATE_RE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
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


def count_unknown(text: str) -> int:
    """Return how many characters are none: of private use, or lost. Bullets are known whichever font they are of.

    >>> count_unknown("\uf0b7 法治"), count_unknown("检查\uf032\uf030家"), count_unknown("\ufffd")
    (0, 2, 1)
    """
    if not _PRIVATE_RE.search(text):
        return 0
    return sum(char not in _BULLETS for char in _PRIVATE_RE.findall(text))


def reads_as_prose(text: str) -> bool | None:
    """Say whether the Han characters of a text are those of prose; ``None`` of a text too short to tell."""
    han = HAN_RE.findall(text)
    if len(han) < _ENOUGH:
        return None
    return sum(c in COMMON for c in han) >= _FEWEST_COMMON * len(han)
