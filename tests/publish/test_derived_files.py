"""What is derived is the same, kept or not; what is damaged is made anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from build_scripts import derived
from build_scripts.derived import derive
from build_scripts.publish import keep_derived_files
from build_scripts.rules.loading import parse_yaml
from build_scripts.rules.pattern_starts import index_starts
from build_scripts.search import vocabulary

RULES = "words: {'12345': 3, 复议: 4}\nrules:\n- id: 甲\n  pattern: \"[0-9]+件\"\n  digits: 1\n"
PATTERNS = (("甲", "合格率|[记纪]录仪"), ("乙", ".*件"), ("丙", "(?!)"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(derived, "_keepers", [])
    yield keep_derived_files(tmp_path, b"code")
    vocabulary._table.cache_clear()


def everything() -> list[object]:
    vocabulary._table.cache_clear()
    table = vocabulary._table()
    starts = index_starts(PATTERNS)
    words = [column.tolist() for column in (table.grams, table.costs, table.starts)]
    return [parse_yaml(RULES), starts.owners, dict(starts.places), starts.always, words]


@pytest.mark.heavy
def test_kept_it_is_what_was_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = everything()
    assert {file.name.partition("-")[0] for file in folder.iterdir()} == {"rules", "starts", "vocabulary"}
    assert everything() == kept
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    assert everything() == kept
    monkeypatch.setattr(derived, "_keepers", [])
    assert everything() == kept


def test_what_is_kept_is_not_made_again() -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"made")
        return made[-1]

    assert [derive("name", source, make) for source in (b"1", b"1", b"2")] == [b"made"] * 3
    assert len(made) == len({b"1", b"2"})


@pytest.mark.parametrize("told", [b"", b"\0", b"\0\0\0\0", b"\0\0\0\0other"])
def test_a_damaged_file_is_made_anew(folder: Path, told: bytes) -> None:
    derive("name", b"1", lambda: b"made")
    next(folder.iterdir()).write_bytes(told)
    assert derive("name", b"1", lambda: b"made anew") == b"made anew"
    assert derive("name", b"1", lambda: b"never") == b"made anew"


def test_a_folder_that_is_gone_is_no_fault(folder: Path) -> None:
    folder.rmdir()
    assert derive("name", b"1", lambda: b"made") == b"made"
    assert not folder.exists()


def test_what_other_code_left_goes(tmp_path: Path) -> None:
    derive("name", b"1", lambda: b"by the old code")
    folder = keep_derived_files(tmp_path, b"new code")
    assert derive("name", b"1", lambda: b"by the new code") == b"by the new code"
    assert [*tmp_path.iterdir()] == [folder]


@pytest.mark.parametrize("told", ["words: {12345: 3}", "day: 2024-01-02"])
def test_a_rule_file_holds_what_it_is_kept_as(told: str) -> None:
    with pytest.raises(yaml.YAMLError, match="加引号"):
        parse_yaml(told)
