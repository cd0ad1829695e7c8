"""The themes that figures are sorted into: the name readers see, and the slug that is part of addresses for ever.

The words by which a theme is recognised stand in the same file (``themes.yml``); choosing one is extraction's.
"""

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import Value, load_yaml

FILE = "themes.yml"
_SLUG = re.compile("[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme by its slug and its name: penalties, 行政处罚."""

    slug: str
    name: str


@cache
def load_themes(file: str = FILE) -> tuple[Theme, ...]:
    """Return all themes in the order of the file. Raises ``RuleError`` where an entry is broken.

    >>> load_themes()[0]
    Theme(slug='reconsideration-litigation', name='复议诉讼')
    """
    entries = load_yaml(file).get("themes")
    if not isinstance(entries, list) or not entries:
        raise RuleError(file, "themes", "应为一个不空的列表")
    return tuple(_theme(file, entry) for entry in entries)


def _theme(file: str, entry: Value) -> Theme:
    slug, name = (entry.get("slug"), entry.get("id")) if isinstance(entry, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise RuleError(file, str(name), "slug 只能用小写英文字母和连字符")
    return Theme(slug, name)
