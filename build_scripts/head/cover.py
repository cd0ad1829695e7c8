"""Tell a letter that goes with a report from the report itself, which follows under a title of its own."""

from collections.abc import Sequence

from build_scripts.head.head_lines import HeadLine
from build_scripts.head.tail import classify_line, is_signed_and_dated
from build_scripts.models import BlockKind
from build_scripts.rules.head_parts import is_title
from build_scripts.rules.loading import load_words
from build_scripts.rules.organs import find_leading

# A letter of two or three paragraphs, cut into lines by a page, and its signature, date and note.
_MOST_LINES = 16


def find_enclosed(lines: Sequence[HeadLine], body: int) -> int | None:
    """Return the line at which the enclosed report begins, or ``None`` where the text is no letter with a report.

    A letter ends with its date, or says that it sends something (现呈送…，请审阅); a title on lines of its own follows.
    """
    dated = sent = False
    words = load_words("openings.yml", "letter_words")
    for i in range(body, min(len(lines), body + _MOST_LINES)):
        line = lines[i]
        if (dated or sent) and _opens_report(lines, i):
            return i
        if line.mark:
            return None
        dated = dated or classify_line(line) is BlockKind.DATE or is_signed_and_dated(line)
        sent = sent or any(word in line.folded for word in words)
    return None


def _opens_report(lines: Sequence[HeadLine], i: int) -> bool:
    """Say whether a title begins at line ``i``, over two lines at most, and no sentence goes on in it."""
    first = lines[i].folded
    after = lines[i + 1].folded if i + 1 < len(lines) else ""
    over_two = classify_line(lines[i]) is not BlockKind.DATE and not find_leading(after)
    return _is_title(first) or (over_two and _is_title(first + after))


def _is_title(text: str) -> bool:
    return is_title(text) and not any(mark in text for mark in ",，。；;：:") and not text.startswith("附件")
