"""The checksums that the release tells are those of the files; one that was not written again is not read again."""

import json
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from build_scripts import docs_folder
from build_scripts.docs_folder import lay_release, lists_of
from build_scripts.models.publication import UNNAMED
from build_scripts.publish import DocsWriter
from build_scripts.store import FileState, transaction
from tests.downloads.filled import demos, fill_folder
from tests.test_step_by_step import converted, store_at


def _laid(here: Path, writer: DocsWriter) -> dict[str, str]:
    """Return the checksums told of the data files, which ``writer`` has seen to."""
    with closing(store_at(here)) as connection:
        writer.state = FileState(connection, "docs", here / "docs")
        with transaction(connection):
            lay_release(lists_of(connection), writer, UNNAMED)
    told = json.loads((here / "docs/data/release.json").read_bytes())
    return {file["name"]: file["sha256"] for file in told["files"]}


def _lying(folder: Path, names: set[str]) -> dict[str, str]:
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}


@pytest.mark.heavy
def test_sums_are_those_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, writer = fill_folder(tmp_path, demos())
    first = _laid(tmp_path, writer)
    assert first == _lying(folder, {*first})
    read: list[str] = []
    sum_of = docs_folder._sum

    def noted(file: Path) -> str:
        read.append(file.name)
        return sum_of(file)

    monkeypatch.setattr(docs_folder, "_sum", noted)
    _, writer = fill_folder(tmp_path, [converted(0, "\n另外，检查企业37家，罚款2.5万元。\n")])
    second = _laid(tmp_path, writer)
    assert second == _lying(folder, {*second})
    changed = {name for name in second if second[name] != first[name]}
    assert changed <= set(read) < second.keys()
