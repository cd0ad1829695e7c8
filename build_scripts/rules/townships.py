"""Townships, towns and streets by the nine-digit codes of the statistics office (``townships.csv``).

The file has some 49,000 bodies and is read when the first of them is asked for, as one text that is searched: reading
it takes 2 ms, a search 0.1 ms, a dictionary of all its names would take 60 ms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("townships.csv")
_SUFFIX = 3  # digits of a body's code after those of its county


@dataclass(frozen=True, slots=True)
class Township:
    """A body under one code and name; ``last_year`` is the last list that has it, ``None`` for the newest list.

    Example: ``Township("130102008", "跃进街道", None)``.
    """

    code: str
    name: str
    last_year: int | None


class TownshipTable:
    """Every body of the lists, found in the text of the file."""

    def __init__(self, text: str) -> None:
        self._text = "\n" + text

    def get(self, code: str, year: int | None = None) -> Township | None:
        """Return what bore the nine-digit ``code`` in ``year`` or nearest after it: 130131104 gives 岗南镇."""
        entry = re.compile(rf"(?<=[ ,]){code[6:]}([^ \n]+)")
        county = re.compile(rf"\n{code[:6]},[^\n]*")
        found = (entry.search(self._text, line.start(), line.end()) for line in county.finditer(self._text))
        bodies = [self._at(match.start(1), match.end(1)) for match in found if match]
        return next(iter(_in_year(bodies, year)), None)

    def named(self, name: str, within: str = "", year: int | None = None) -> tuple[Township, ...]:
        """Return the bodies of that name, in ``year``, whose codes begin with ``within``: 岗南镇 gives one."""
        by_county: dict[str, list[Township]] = {}
        for body in self._named(name):
            if body.code.startswith(within):
                by_county.setdefault(body.code[:6], []).append(body)
        best = [body for bodies in by_county.values() for body in _in_year(bodies, year)[:1]]
        return tuple(body for body in best if _lasts(body, year)) or tuple(best)

    def called(self, name: str, county: str, year: int | None = None) -> tuple[Township, ...]:
        """Return the bodies of ``county`` whose names ``name`` shortens: 湾丘乡 for 湾丘彝族乡 or 湾丘地区."""
        full = re.compile(rf"\d{{3}}({re.escape(name[:-1])}(?:[^ \n]{{1,16}}族{name[-1]}|地区))(?= |$)")
        lines = re.finditer(rf"\n{county},[^\n]*", self._text)
        found = (match for line in lines for match in full.finditer(self._text, line.start(), line.end()))
        names = dict.fromkeys(match[1] for match in found)
        return tuple(body for long_name in names for body in self.named(long_name, county, year))

    def has_county(self, code: str) -> bool:
        """Say whether any list has the county of six digits."""
        return f"\n{code}," in self._text

    def zone(self, code: str) -> str | None:
        """Return the name of a zone that the statistics office alone codes: 410172 is 郑州高新技术产业开发区."""
        line = re.search(rf"\n{code},[^,\n]*,([^,\n]+),", self._text)
        return line[1] if line else None

    def _named(self, name: str) -> Iterator[Township]:
        start = self._text.find(name) if name else -1
        while start >= 0:
            end = start + len(name)
            if self._text[end : end + 1] in (" ", "\n") and self._text[start - 1].isdecimal():
                yield self._at(start, end)
            start = self._text.find(name, end)

    def _at(self, start: int, end: int) -> Township:
        line = self._text.rfind("\n", 0, start) + 1
        county, last, _ = self._text[line:start].split(",", 2)
        code = county + self._text[start - _SUFFIX : start]
        return Township(code, self._text[start:end], int(last) if last else None)


@cache
def load_townships(path: Path = _TABLE) -> TownshipTable:
    """Read the table: ``load_townships().get("130131104")`` is 岗南镇. Raise ``OSError`` where it is missing."""
    return TownshipTable(path.read_text(encoding="utf-8"))


@lru_cache(64)  # of each report its township is asked for ten times, and of the next one in the folder again
def township_of_code(code: str, year: int | None = None) -> Township | None:
    """Return what ``TownshipTable.get`` does, of the lists."""
    return load_townships().get(code, year)


def _in_year(bodies: list[Township], year: int | None) -> list[Township]:
    """Return the bodies with that of ``year`` first, the earliest that ended in it or later; else the newest."""
    lasting = [body for body in bodies if _lasts(body, year)]
    return sorted(lasting or bodies, key=lambda b: (b.last_year or 9999) * (1 if lasting else -1))


def _lasts(body: Township, year: int | None) -> bool:
    return (body.last_year or 9999) >= (year or 9999)
