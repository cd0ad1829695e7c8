"""What build_scripts.record_yaml promises of records that are read without the YAML library."""

import random
from collections.abc import Iterator

import pytest
import yaml

from build_scripts import record_yaml
from build_scripts.record_yaml import parse_yaml

_SHA = "228f9d51b8b3dc6582f056491f3fd84d40d0ff0bff9d80e14d5d44d4d4e6d9cb"
_RECORD = f"""\
title: 嵊州市自然资源和规划局2023年法治政府建设年度报告（“三定”）
issuer: null
year: 2023
url: https://example.org/330683/2023-natural-resources.html?a=1&b=%20
taken_on: '2024-12-01'
sha256: {_SHA}
"""


def test_a_plain_record_is_what_yaml_says(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = yaml.safe_load(_RECORD)
    monkeypatch.delattr(yaml, "load")
    assert parse_yaml(_RECORD.encode()) == whole
    assert whole["year"] == 2023
    assert whole["taken_on"] == "2024-12-01"


def _spoilt() -> Iterator[str]:
    """Yield records of which some are plain lines and others are not, though they look so."""
    words = [
        *(
            "null",
            "~",
            "2023",
            "0123",
            "02023",
            "20_23",
            "20230",
            "2024-12-01",
            "'2024-12-01'",
            "'2024-12-1'",
            "''",
        ),
        *(
            "某局",
            "某局 ",
            "某局: 甲",
            "某局 #甲",
            "某局#甲",
            "甲:乙",
            "&甲",
            "*甲",
            "甲 乙",
            "“甲",
            "甲”",
            "yes",
            "no",
            "是",
        ),
        *(
            _SHA,
            "0" * 64,
            "1" * 64,
            "0b" + "1" * 62,
            "b" * 64,
            "e" * 64,
            "1e" + "1" * 62,
            "0c" + "7" * 62,
            _SHA[:-1],
        ),
        *(
            "https://a.b/c",
            "https://a.b/c#d",
            "http://a.b/: x",
            "https:",
            "[甲]",
            "{甲: 乙}",
            "甲\t",
            "甲\u2028乙",
            "\ufeff甲",
        ),
    ]
    names = (
        "title",
        "issuer",
        "year",
        "url",
        "taken_on",
        "sha256",
        "report",
        "waivers",
        " url",
        "url ",
        "- title",
    )
    yield from (f"{name}: {word}\n" for name in names for word in words)
    dice = random.Random(5)  # noqa: S311 - the same ones each time
    for _ in range(2000):
        lines = [f"{dice.choice(names)}: {dice.choice(words)}" for _ in range(dice.randrange(4))]
        yield dice.choice(("\n", "\n", "\n", "\r\n", "\n\n", "\n# 注\n")).join([*lines, ""])
        yield "\n".join(lines)


def test_no_record_says_another_thing_without_the_library() -> None:
    by_lines = 0
    for text in _spoilt():
        plain = record_yaml._plain_lines(text)
        if plain is not None:
            by_lines += 1
            assert plain == yaml.safe_load(text), text
            assert list(map(type, plain.values())) == list(map(type, yaml.safe_load(text).values()))
    assert by_lines > 100


@pytest.mark.parametrize("text", ["title: 甲\ntitle: 乙\n", f"sha256: {_SHA}\nsha256: {_SHA}\n"])
def test_a_name_that_is_there_twice_is_refused_all_the_same(text: str) -> None:
    with pytest.raises(ValueError, match="not sound YAML"):
        parse_yaml(text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ValueError, match="not sound YAML"):
        parse_yaml("title: 甲\n".encode("gb18030"))
