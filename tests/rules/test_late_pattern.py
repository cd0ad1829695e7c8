"""A pattern that is compiled when it is first looked for."""

import re

import pytest

from build_scripts.rules.late_pattern import LatePattern


def test_it_finds_what_the_pattern_does() -> None:
    words, text = "检查(?P<n>[0-9]+)家", "共检查12家，检查3家"
    late, plain = LatePattern(words, ValueError), re.compile(words)
    found, expected = late.search(text), plain.search(text)
    assert found
    assert expected
    assert found.span("n") == expected.span("n")
    assert [m[0] for m in late.finditer(text)] == ["检查12家", "检查3家"]
    assert late.sub("", text) == "共，"
    assert late.match(text) is None
    assert late.fullmatch("检查3家")


def test_it_is_compiled_once_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def told(words: str) -> re.Pattern[str]:
        compiled.append(words)
        return real(words)

    monkeypatch.setattr(re, "compile", told)
    late = LatePattern("检查", ValueError)
    assert late.pattern == "检查"
    assert compiled == []
    assert late.search("检查")
    assert late.search("执法") is None
    assert late.match("检查")
    assert compiled == ["检查"]


def test_one_that_is_no_pattern_is_told_by_its_owner() -> None:
    late = LatePattern("(检查", lambda reason: LookupError(f"某规则：{reason}"))
    for _ in range(2):
        with pytest.raises(LookupError, match=r"某规则：\(检查 有误"):
            late.search("检查")


def test_it_has_nothing_that_no_pattern_has() -> None:
    late = LatePattern("检查", ValueError)
    with pytest.raises(AttributeError):
        late.searching  # noqa: B018
