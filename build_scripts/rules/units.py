"""The units that stand after a number, and which of them may stand for one another."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.loading import any_of, load_mapping, load_words, load_yaml
from build_scripts.rules.segmenter import cut_words

FILE = "units.yml"
KINDS = ("count", "money", "rate", "time", "measure")
# Counts, kept apart from those that a rule takes for the start of a figure wherever they stand.
_BOUNDED = "bounded"
_OPEN, _CLOSE, _SLASH = frozenset("（("), frozenset("）)"), frozenset("/／")
_JOINS = _OPEN | _SLASH
# What may stand behind a unit that many words begin with; "" is the end of the text.
_MARKS = frozenset("、，。；：！？）)(（,; \t\n和及与") | {""}
# Characters behind a unit that are cut to see whether a word begins with it: no word of the dictionary is longer.
_AHEAD = 8


@cache
def unit_words() -> tuple[str, ...]:
    """Return all units, longest first."""
    words = {w for kind in (*KINDS, _BOUNDED) for w in load_words(FILE, kind)}
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


@cache
def unit_pattern() -> str:
    """Return the pattern of a unit, a second one in brackets or behind a slash allowed: 台（套）, 微克/立方米."""
    one = any_of(unit_words())
    return f"{one}(?:[（(]{one}[）)]|[/／]{one})?"


@cache
def _by_first() -> Mapping[str, tuple[tuple[int, frozenset[str]], ...]]:
    """Return the units by their first character and length, longest first, far faster than a pattern of all of them."""
    table: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for word in unit_words():
        table[word[0]][len(word)].add(word)
    return {
        first: tuple((size, frozenset(words)) for size, words in sorted(sizes.items(), reverse=True))
        for first, sizes in table.items()
    }


def _one_unit(text: str, start: int) -> str:
    for size, words in _by_first().get(text[start : start + 1], ()):
        word = text[start : start + size]
        if word not in words or (word.isascii() and word.isalpha() and _is_letter(text, start + size)):
            continue
        if word not in _bounded() or text[start + size : start + size + 1] in _MARKS:
            return word
    return ""


def _per(text: str, start: int) -> str:
    return next((word for word in load_words(FILE, "per") if text.startswith(word, start)), "")


@cache
def _bounded() -> frozenset[str]:
    return frozenset(load_words(FILE, _BOUNDED))


def _is_letter(text: str, at: int) -> bool:
    """Say whether a Latin letter or digit goes on: the t of 5th is no unit."""
    return text[at : at + 1].isalnum() and text[at].isascii()


def unit_at(text: str, start: int) -> str:
    """Return the unit that stands at ``start`` as written, "" where none does: 人次, 人（次）, 微克/立方米."""
    unit = _one_unit(text, start)
    at = start + len(unit)
    if not unit or (mark := text[at : at + 1]) not in _JOINS:
        return unit
    second = _one_unit(text, at + 1) or (_per(text, at + 1) if mark in _SLASH else "")
    end = at + 1 + len(second)
    if second and mark in _SLASH:
        return text[start:end]
    closed = second and text[end : end + 1] in _CLOSE
    return text[start : end + 1] if closed else unit


def unit_at_start(text: str) -> str | None:
    """Return the unit that opens ``text``, or ``None``: "人次参加" gives 人次."""
    return unit_at(text, 0) or None


@cache
def canonical_unit(written: str) -> str:
    """Return a unit as data have it: "％" gives "%", "台（套）" 台, "人（次）" 人次, "微克/立方米" itself."""
    unit = _one_unit(written, 0) or written
    mark, behind = written[len(unit) : len(unit) + 1], len(unit) + 1
    second = _one_unit(written, behind)
    if not second and mark in _SLASH and (per := _per(written, behind)):
        return f"{unit}/{per}"
    if unit + second in unit_words() and second == "次":
        return unit + second
    if mark and mark in _SLASH and second and "count" not in (kind_of(second), kind_of(unit)):
        return f"{unit}/{second}"
    if mark and mark in _SLASH and kind_of(second) in ("time", "measure"):
        return f"{unit}/{second}"
    return load_mapping(FILE, "aliases").get(unit, unit)


def worth_in(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return an amount in the unit that data have: 3 角 is 0.3 元; any other as it is."""
    if unit not in _worth():
        return value, unit
    size, other = _worth()[unit]
    return value * size, other


@cache
def _worth() -> Mapping[str, tuple[Decimal, str]]:
    told = (said.split() for said in load_mapping(FILE, "worth").values())
    return {
        unit: (Decimal(size), other)
        for unit, (size, other) in zip(load_mapping(FILE, "worth"), told, strict=True)
    }


def makes_word(unit: str, text: str, end: int) -> bool:
    """Say whether what follows a unit that ends at ``end`` makes another word of it: 人 + 员; not 名 + 下岗."""
    if text[end : end + 1] not in _never_before().get(unit, ()):
        # 4大类型: the last character of a longer unit begins a word.
        return len(unit) > 1 and unit[-1] in _never_before() and makes_word(unit[-1], text, end)
    words = cut_words(unit + text[end : end + _AHEAD])
    return words[0] != unit or len(words[1]) == 1


@cache
def _never_before() -> Mapping[str, frozenset[str]]:
    return {unit: frozenset(after) for unit, after in load_mapping(FILE, "never_before").items()}


@cache
def bare_nouns() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the nouns that stand straight behind digits and their units, by the noun's first character."""
    table: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for unit, nouns in load_mapping(FILE, "bare_nouns").items():
        for noun in nouns.split():
            table[noun[0]].append((noun, unit))
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in table.items()}


@cache
def agreeing_units(unit: str) -> frozenset[str]:
    """Return the units of which parts of a total in ``unit`` may be, itself among them."""
    groups = load_yaml(FILE).get("parts_agree")
    if not isinstance(groups, list):
        raise RuleError(FILE, "parts_agree", "应为一个列表")
    fitting = (g for g in groups if isinstance(g, list) and unit in g)
    return frozenset((unit, *(str(u) for g in fitting for u in g)))


def units_agree(total: str, part: str) -> bool:
    """Say whether parts in ``part`` may add up to a total in ``total``: 件 and 起 do, 件 and 元 do not."""
    return part in agreeing_units(total)


@cache
def is_weak(unit: str) -> bool:
    """Say whether a Chinese numeral before ``unit`` may be a set phrase (三项制度) and needs more to count."""
    return unit in load_words(FILE, "weak")


@cache
def kind_of(unit: str) -> str | None:
    """Return the kind of a unit: 件 "count", 元 "money", % "rate", 课时 "time", 亩 "measure"; else ``None``."""
    if unit in _bounded():
        return "count"
    if "/" in unit[1:]:
        return "measure"
    return next((k for k in KINDS if unit in load_words(FILE, k)), None)
