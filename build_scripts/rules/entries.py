"""Read one entry of a rule file field by field, and say which entry lacks what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default_of

from build_scripts.errors import RuleError
from build_scripts.rules.late_pattern import LatePattern
from build_scripts.rules.loading import Value

SLUG_RE = re.compile("[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry ``slug`` of ``file`` as it stands there; ``parts`` are put for their names in braces in its patterns.

    Every method raises ``RuleError`` with file and slug where the entry does not hold what is asked for.

    >>> Entry("families.yml", "fines", {"name": "罚款"}).text("name")
    '罚款'
    """

    file: str
    slug: str
    value: Value
    parts: Mapping[str, str] = default_of(default_factory=dict)

    def error(self, reason: str) -> RuleError:
        """Return the error that says ``reason`` of this entry."""
        return RuleError(self.file, self.slug, reason)

    def check_slug(self) -> None:
        """Raise where the slug cannot stand in an address."""
        if not SLUG_RE.fullmatch(self.slug):
            raise self.error("代号只能用小写英文字母和连字符")

    def field(self, key: str) -> Value:
        """Return what stands under ``key``, ``None`` where nothing does."""
        if not isinstance(self.value, dict):
            raise self.error("应为一个映射")
        return self.value.get(key)

    def text(self, key: str) -> str:
        """Return the text under ``key``, which must not be empty."""
        value = self.field(key)
        if not isinstance(value, str) or not value:
            raise self.error(f"缺少 {key}")
        return value

    def values(self, key: str) -> list[Value]:
        """Return the list under ``key``, which must not be empty."""
        value = self.field(key)
        if not isinstance(value, list) or not value:
            raise self.error(f"{key} 应为一个不空的列表")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the list under ``key``, which must not be empty."""
        return tuple(str(value) for value in self.values(key))

    def examples(self, key: str) -> list[Value]:
        """Return the examples under ``key``: no rule stands without."""
        if not self.field(key):
            raise self.error(f"没有 {key}")
        return self.values(key)

    def pattern(self, key: str) -> LatePattern | None:
        """Return the pattern under ``key``, ``None`` where there is none."""
        return None if self.field(key) is None else self.compile(self.text(key))

    def compile(self, words: str) -> LatePattern:
        """Return ``words`` as a pattern, the parts put in."""
        for key, part in self.parts.items():
            words = words.replace("{" + key + "}", part)
        return LatePattern(words, self.error)
