"""Keep what must not be public out of all that is told of a report: a terminal's text is copied into mails."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from build_scripts.models import Span

MASK = "■"
# A datum is written with blanks and marks between its digits, and without.
_BETWEEN = r"[\s\u200b-\u200f\-·.]*"
_BETWEEN_RE = re.compile(_BETWEEN)
_FEWEST = 2  # characters: a name has two; one alone is part of anything


@dataclass(frozen=True, slots=True)
class Mask:
    """Hides the private data of one report wherever their characters turn up; ``spans`` (raw) are where they stand.

    >>> Mask(("13812345678",)).hide("电话138 1234 5678，检查138家")
    '电话■■■■■■■■■■■■■，检查138家'
    """

    data: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()

    def covers(self, span: Span | None) -> bool:
        """Say whether a stretch of the raw text touches a private datum."""
        return span is not None and any(span.overlaps(private) for private in self.spans)

    def hide(self, words: str) -> str:
        """Return ``words`` with every character of a private datum as ■."""
        for datum in self.data:
            pattern = _BETWEEN.join(map(re.escape, datum))
            words = re.sub(pattern, lambda match: MASK * len(match[0]), words)
        return words


def mask_over(text: str, pieces: Iterable[Span]) -> Mask:
    """Return the mask of the data whose ``pieces`` stand in a raw text, of each also what blanks part in it.

    The longest go first: a message may quote a part alone, 数字“5678”未能解释.
    """
    spans = tuple(pieces)
    words = [piece.of(text) for piece in spans]
    parts = {_BETWEEN_RE.sub("", part) for whole in words for part in (whole, *whole.split())}
    data = sorted((part for part in parts if len(part) >= _FEWEST), key=lambda part: (-len(part), part))
    return Mask(tuple(data), spans)
