"""How names of regions are read aloud, in letters without tones: what a reader without a Chinese keyboard types."""

import csv
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import FOLDER

FILE = "pinyin.csv"


def reading_of(name: str) -> tuple[str, ...]:
    """Return the syllables of a name; ``()`` where one of its characters is not in the table.

    >>> reading_of("新县"), reading_of("六安市"), reading_of("A县")
    (('xin', 'xian'), ('lu', 'an', 'shi'), ())
    """
    known = _readings()
    if name in known:
        return tuple(known[name].split())
    found = [known.get(character, "") for character in name]
    return tuple(found) if all(found) else ()


@cache
def _readings() -> dict[str, str]:
    """Return the reading of each character, and of each name that is read in a way of its own."""
    lines = (FOLDER / FILE).read_text(encoding="utf-8").splitlines()
    try:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
        single = {word: row["reading"] for row in rows if " " not in row["reading"] for word in row["words"]}
        return single | {row["words"]: row["reading"] for row in rows if " " in row["reading"]}
    except (KeyError, TypeError) as error:
        raise RuleError(FILE, "（整个文件）", "应有 reading 和 words 两列") from error
