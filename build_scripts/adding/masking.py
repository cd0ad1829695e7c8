"""Keep what must not be public out of all that is shown: a terminal's text is copied into mails and tickets."""

import re
import unicodedata
from dataclasses import dataclass

from build_scripts.models import CleanText, Result, Span
from build_scripts.pipeline import find_private_pieces

_HIDDEN = "＊"
# A datum with blanks between its digits is found without them.
_BETWEEN = r"[\s\u200b-\u200f\-·.]*"
_FEWEST = 4  # characters of a datum that is looked for in other words: shorter ones are part of anything


@dataclass(frozen=True, slots=True)
class Mask:
    """Hides the private data of one report wherever their characters turn up; ``spans`` (raw) are where they stand."""

    data: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()

    def covers(self, span: Span | None) -> bool:
        """Say whether a stretch of the raw text touches a private datum."""
        return span is not None and any(span.overlaps(private) for private in self.spans)

    def hide(self, words: str) -> str:
        """Return ``words`` with every character of a private datum as ＊."""
        for datum in self.data:
            pattern = _BETWEEN.join(map(re.escape, datum))
            words = re.sub(pattern, lambda match: _HIDDEN * len(match[0]), words)
        return words


def mask_of(result: Result) -> Mask:
    """Return the mask of a report's private data."""
    raw, spans = result.report.clean.raw.text, find_private_pieces(result)
    data = (re.sub(_BETWEEN, "", span.of(raw)) for span in spans)
    return Mask(tuple(dict.fromkeys(datum for datum in data if len(datum) >= _FEWEST)), spans)


def hidden_text(result: Result) -> str:
    """Return the clean text with every private piece as ＊, by its place."""
    clean: CleanText = result.report.clean
    spans = find_private_pieces(result)
    if not spans:
        return clean.text
    hidden = {offset for span in spans for offset in range(span.start, span.end)}
    return (
        "".join(
            _HIDDEN if origin in hidden and not character.isspace() else character
            for character, origin in zip(clean.text, clean.origins, strict=False)
        )
        + clean.text[len(clean.origins) :]
    )


def printable(words: str) -> str:
    r"""Return ``words`` as a terminal may show them: no control sign, no mark that turns the direction, on one line.

    >>> printable("\x1b[31m报告\u202e.txt\n"), printable("\udcb1.txt")
    ('[31m报告.txt', '�.txt')
    """
    kept = (_shown(character) for character in words)
    return "".join(kept).strip()


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cs":
        return "\ufffd"
    if character in "\n\r\t\f\v\u2028\u2029":
        return " "
    return "" if kind in ("Cc", "Cf") else character
