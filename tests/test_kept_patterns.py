"""Patterns kept as compiled are those of ``re.compile``, in this process and the next, whatever lies in their file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_scripts.rules import kept_patterns
from build_scripts.rules.kept_patterns import compile_kept
from tests.every import every

PATTERNS = (
    "",
    "罚款(?P<sum>[0-9０-９]+)(?P<unit>万?元)",
    "(?:立案|结案)(?<!未立案)[\\u4e00-\\u9fff]{2,9}(?!号)",
    "(?i)pdf|[A-Z]{2,}+",
    "(?m)^一、$|(?s:甲.乙)",
    "([一二三])\\1(?(1)件|起)",
    "[^\\U00020000-\\U0002ffff，。]+?",
    "(?x) 甲 # 乙",
)
TEXTS = ("", "罚款２０万元", "共立案查处违法案件", "PDF文件", "一、\n甲\n乙", "二二件", "𠀀甲", "甲", "pdf")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the file that patterns are kept in, which is not there yet; no other test has it."""
    monkeypatch.setattr(kept_patterns, "_file", lambda: tmp_path / "patterns.pyc")
    monkeypatch.setattr(kept_patterns, "_keep_at_exit", lambda: None)
    kept_patterns._kept.cache_clear()
    yield tmp_path / "patterns.pyc"
    kept_patterns._kept.cache_clear()


def _next_process() -> None:
    kept_patterns._keep()
    kept_patterns._kept.cache_clear()


@every("pattern", PATTERNS)
def test_a_kept_pattern_is_the_same(pattern: str) -> None:
    plain = re.compile(pattern)
    for found in (compile_kept(pattern), compile_kept(pattern)):
        assert found == plain
        for name in ("pattern", "flags", "groups", "groupindex"):
            assert getattr(found, name) == getattr(plain, name), name
        told = [
            [(one.span(), one.groups(), one.groupdict()) for one in found.finditer(text)] for text in TEXTS
        ]
        assert told == [
            [(one.span(), one.groups(), one.groupdict()) for one in plain.finditer(text)] for text in TEXTS
        ]


def test_the_next_process_has_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for pattern in PATTERNS:
        compile_kept(pattern)
    _next_process()
    monkeypatch.setattr(kept_patterns, "_made", None)
    assert [compile_kept(pattern) for pattern in PATTERNS] == [re.compile(pattern) for pattern in PATTERNS]
    assert file.is_file()


def test_what_other_rules_or_another_python_kept_is_left(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_kept("甲")
    _next_process()
    monkeypatch.setattr(kept_patterns, "_stamp", lambda: "another")
    assert kept_patterns._kept() == {}
    assert file.is_file()


def test_a_damaged_file_is_no_fault(file: Path) -> None:
    compile_kept("甲[乙丙]")
    _next_process()
    whole = file.read_bytes()
    for told in (b"", whole[:9], whole[:-5], b"\x00" * 99, b"N"):
        file.write_bytes(told)
        kept_patterns._kept.cache_clear()
        assert compile_kept("甲[乙丙]").fullmatch("甲丙")


def test_a_python_with_another_compiler_goes_without(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_patterns, "_tools", lambda: None)
    assert compile_kept("甲[乙丙]").fullmatch("甲丙")
    assert not file.exists()


def test_it_knows_this_python() -> None:
    assert kept_patterns._tools()


def test_what_is_wrong_is_told_as_ever() -> None:
    with pytest.raises(re.error):
        compile_kept("甲(")
