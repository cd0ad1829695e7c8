"""The page in English says of each column of the figures what it means, in the order of the file."""

import re
from pathlib import Path

from build_scripts.rules.data_columns import FIGURES, load_columns

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "en.md").read_text(encoding="utf-8")


def test_each_column_is_explained_in_order() -> None:
    told = PAGE.split("{: #columns }")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", told, re.MULTILINE)
    assert [name for name, _ in rows] == [column.name for column in load_columns(FIGURES)]
    assert [meaning for _, meaning in rows] == [column.english for column in load_columns(FIGURES)]


def test_it_is_short_and_reached_from_where_readers_look() -> None:
    assert len(PAGE.split()) < 1_250
    for page in ("docs/about.md", "build_scripts/render/templates/data.md.j2"):
        assert re.search(r'en\.md|href="\.\./en/"', (ROOT / page).read_text(encoding="utf-8")), page
