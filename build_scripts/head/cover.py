"""Tell a letter that goes with a report from the report itself, which follows under a title of its own."""

from collections.abc import Sequence

from build_scripts.head.lines import HeadLine
from build_scripts.head.tail import classify_line
from build_scripts.models import BlockKind
from build_scripts.rules.head import is_title
from build_scripts.rules.loading import load_words

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
        dated = dated or any(kind is BlockKind.DATE for kind in (classify_line(line),))
        sent = sent or any(word in line.folded for word in words)
    return None


def _opens_report(lines: Sequence[HeadLine], i: int) -> bool:
    """Say whether a title begins at line ``i``, over two lines at most, and no sentence goes on in it."""
    for rest in (lines[i : i + 1], lines[i : i + 2]):
        text = "".join(line.folded for line in rest)
        if is_title(text) and not any(mark in text for mark in ",，。；;：:") and not text.startswith("附件"):
            return True
    return False
