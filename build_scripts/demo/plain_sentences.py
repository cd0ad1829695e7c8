"""Sentences without figures, some thousands of wordings of each kind; they stand in prose.yml."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import cast

from build_scripts.rules.loading import parse_yaml

_TEXTS = Path(__file__).with_name("prose.yml")
_CHOICE = re.compile(r"\[([^\[\]]*)\]|<(\w+)>")
_NAME = re.compile(r"<(\w+)>")

Pieces = tuple[tuple[str, ...], ...]


@cache
def prose() -> dict[str, list[str]]:
    """Return the sentences of each section as they are written: with choices in brackets, and names of lists."""
    return {section: lines for section, lines in _book().items() if section != "lists"}


@cache
def _lists() -> dict[str, list[str]]:
    return cast("dict[str, list[str]]", _book()["lists"])


@cache
def _book() -> dict[str, list[str]]:
    return cast("dict[str, list[str]]", parse_yaml(_TEXTS.read_text(encoding="utf-8")))


@cache
def parse_prose(written: str) -> Pieces:
    """Return a sentence as what may stand at each of its places, one wording where there is no choice.

    >>> parse_prose("[认真|扎实]普法。")
    (('',), ('认真', '扎实'), ('普法。',))
    """
    pieces: list[tuple[str, ...]] = []
    at = 0
    for match in _CHOICE.finditer(written):
        choices = match[1].split("|") if match[1] is not None else _lists().get(match[2], [match[0]])
        pieces += [(written[at : match.start()],), tuple(choices)]
        at = match.end()
    return (*pieces, (written[at:],))


def word(written: str, rnd: Random, names: Mapping[str, str]) -> str:
    """Return a sentence in one of its wordings, what ``names`` gives in the place of ``<field>`` and ``<law>``."""
    draw = rnd.random
    text = "".join([p[0] if len(p) == 1 else p[int(draw() * len(p))] for p in parse_prose(written)])
    return _NAME.sub(lambda match: names.get(match[1]) or rnd.choice(_lists()[match[1]]), text)
