"""What many reports say in the same words, as one text: other texts pack smaller against it."""

from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import FOLDER

FILE = "phrases.txt"


@cache
def load_phrases() -> str:
    """Return all phrases one behind the other, the most telling last. Raises ``RuleError`` where there are none.

    >>> "法治政府建设" in load_phrases()
    True
    """
    try:
        lines = (FOLDER / FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(FILE, "（整个文件）", str(error)) from error
    if not (phrases := "".join(line for line in lines if not line.startswith("#"))):
        raise RuleError(FILE, "（整个文件）", "没有一句话")
    return phrases
