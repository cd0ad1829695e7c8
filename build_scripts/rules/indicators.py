"""The indicators: figures that many reports share, each with one definition, and the words that tell them.

The knowledge is data (``indicators.yml``). Pages per indicator take their texts from here.
"""

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import Value, load_mapping, load_words, load_yaml

FILE = "indicators.yml"
_SLUG_RE = re.compile("[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A figure that must, or must not, map: ``theme`` is ``None`` where the indicator's first one will do."""

    subject: str
    unit: str
    theme: str | None = None
    sentence: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator: its texts for readers, and what a figure must be to belong to it.

    ``family`` is the slug of the broad kind inside which it lies. ``unit`` is the one shown, ``units`` those accepted.
    ``match`` are named patterns of the subject; ``never`` shuts a subject out. ``context`` must stand in the sentence,
    ``context_never`` must not. ``parts`` says whether a part of a total may belong: 涉法文件214件，其中政府合同143件
    tells all contracts; 其中食品案件196件 not all cases.
    """

    slug: str
    name: str
    family: str
    definition: str
    unit: str
    units: frozenset[str]
    themes: tuple[str, ...]
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    caveats: tuple[str, ...]
    match: tuple[tuple[str, re.Pattern[str]], ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]
    never: re.Pattern[str] | None = None
    context: re.Pattern[str] | None = None
    context_never: re.Pattern[str] | None = None
    parts: bool = False


@cache
def load_indicators(file: str = FILE) -> tuple[Indicator, ...]:
    """Return all indicators in order of slug. Raises ``RuleError`` where an entry is broken.

    >>> load_indicators()[0].name
    '执法记录仪数'
    """
    entries = load_yaml(file).get("indicators")
    if not isinstance(entries, dict) or not entries:
        raise RuleError(file, "indicators", "应为一个不空的映射")
    parts = {key: re.sub(r"\s", "", part) for key, part in load_mapping(file, "parts").items()}
    return tuple(_Entry(file, slug, value, parts).read() for slug, value in sorted(entries.items()))


def load_differences() -> tuple[str, ...]:
    """Return the words that make the number right behind them a difference: 减少 in 减少3件."""
    return load_words(FILE, "differences")


@cache
def several_years() -> re.Pattern[str]:
    """Return the pattern of a sentence that speaks of several years: 近三年共办理行政处罚案件120件."""
    words = load_yaml(FILE).get("several_years")
    if not isinstance(words, str) or not words:
        raise RuleError(FILE, "several_years", "应为一个式样")
    return re.compile(words)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the file as it stands there, read field by field."""

    file: str
    slug: str
    value: Value
    parts: dict[str, str]

    def read(self) -> Indicator:
        if not _SLUG_RE.fullmatch(self.slug):
            raise self._error("代号只能用小写英文字母和连字符")
        unit, units = self._text("unit"), frozenset(self._texts("units"))
        if unit not in units:
            raise self._error("units 里没有 unit")
        return Indicator(
            slug=self.slug,
            name=self._text("name"),
            family=self._text("family"),
            definition=self._text("definition"),
            unit=unit,
            units=units,
            themes=self._texts("themes"),
            includes=self._texts("includes"),
            excludes=self._texts("excludes"),
            caveats=self._texts("caveats"),
            match=tuple((name, self._compile(words)) for name, words in self._match().items()),
            examples=self._examples("examples"),
            counter_examples=self._examples("counter_examples"),
            never=self._pattern("never"),
            context=self._pattern("context"),
            context_never=self._pattern("context_never"),
            parts=self._field("parts") is True,
        )

    def _error(self, reason: str) -> RuleError:
        return RuleError(self.file, self.slug, reason)

    def _field(self, key: str) -> Value:
        if not isinstance(self.value, dict):
            raise self._error("应为一个映射")
        return self.value.get(key)

    def _text(self, key: str) -> str:
        value = self._field(key)
        if not isinstance(value, str) or not value:
            raise self._error(f"缺少 {key}")
        return value

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._field(key)
        if not isinstance(value, list) or not value:
            raise self._error(f"{key} 应为一个不空的列表")
        return tuple(str(v) for v in value)

    def _match(self) -> dict[str, str]:
        value = self._field("match")
        if not isinstance(value, dict) or not value:
            raise self._error("match 应为一个不空的映射")
        return {str(k): str(v) for k, v in value.items()}

    def _pattern(self, key: str) -> re.Pattern[str] | None:
        return None if self._field(key) is None else self._compile(self._text(key))

    def _compile(self, words: str) -> re.Pattern[str]:
        for key, part in self.parts.items():
            words = words.replace("{" + key + "}", part)
        try:
            return re.compile(words)
        except re.error as error:
            raise self._error(f"{words} 有误：{error}") from error

    def _examples(self, key: str) -> tuple[Example, ...]:
        value = self._field(key)
        if not isinstance(value, list) or not value:
            raise self._error(f"没有 {key}")
        return tuple(self._example(key, entry) for entry in value)

    def _example(self, key: str, entry: Value) -> Example:
        if not isinstance(entry, dict) or not {"subject", "unit"} <= entry.keys():
            raise self._error(f"{key} 的每一条要有 subject 和 unit")
        theme = entry.get("theme")
        return Example(
            subject=str(entry["subject"]),
            unit=str(entry["unit"]),
            theme=None if theme is None else str(theme),
            sentence=str(entry.get("sentence") or ""),
            part=entry.get("part") is True,
        )
