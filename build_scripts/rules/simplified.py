"""Which character stands for its traditional and variant forms when texts are compared: 罰 and 罚 are one.

The table (``simplified.csv``) is what OpenCC 1.4 (Apache-2.0) makes of every single character, from general, Taiwan
and Hong Kong usage, with 瞭, 覆 and 藉, which it turns only within words (瞭解, 答覆, 憑藉). A test holds it to OpenCC.
It serves comparison alone: no text is ever changed by it.
"""

import csv
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import FOLDER

FILE = "simplified.csv"


@cache
def load_simplified() -> dict[str, str]:
    """Return the simplified character of each variant; no value is itself a key.

    Raises ``RuleError`` where the table is broken.

    >>> [load_simplified()[char] for char in "罰衛於"]
    ['罚', '卫', '于']
    """
    try:
        rows = list(csv.DictReader((FOLDER / FILE).read_text(encoding="utf-8").splitlines()))
        table = {variant: row["simplified"] for row in rows for variant in row["variants"]}
    except (OSError, KeyError, TypeError) as error:
        raise RuleError(FILE, "（整个文件）", "应有 simplified 和 variants 两列") from error
    if chained := table.keys() & set(table.values()):
        raise RuleError(FILE, min(chained), "既是简体又是异体")
    return table
