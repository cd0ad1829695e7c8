"""Datasette shows the database by the metadata beside it: facets, search that finds Chinese, views, queries."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from build_scripts.rules.data_columns import FIGURES, REPORTS
from tests.downloads.filled import READERS, demos, fill_folder

pytestmark = pytest.mark.heavy

Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_folder(tmp_path_factory.mktemp("datasette"), demos())[0]


@pytest.fixture
def ask(data: Path) -> Ask:
    """Give what Datasette answers at an address below the database, as JSON."""
    # Not at the top: each process that collects tests would load it for 0.4 s.
    from datasette.app import Datasette  # noqa: PLC0415

    async def answer(address: str) -> Any:  # noqa: ANN401 - whatever JSON says
        metadata = json.loads((data / "metadata.json").read_text(encoding="utf-8"))
        shown = Datasette(files=[str(data / "reports.sqlite")], metadata=metadata)
        await shown.invoke_startup()
        told = await shown.client.get(address)
        assert told.status_code == 200, told.text
        return told.json() if ".json" in address else told.text

    def in_a_thread(address: str) -> Any:  # noqa: ANN401 - whatever JSON says
        # Where a browser is driven by this process, a loop runs in its own thread.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(answer(f"/reports/{address}"))).result()

    return in_a_thread


def with_words(data: Path, table: str, columns: tuple[str, ...], words: str) -> int:
    rows = READERS["sqlite"](data, table)
    return sum(any(words in str(row[column] or "") for column in columns) for row in rows)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("words", ["行政执法", "法治政府建设", "培训班", "没有这句话"])
def test_search_finds_what_holds_the_words(ask: Ask, data: Path, words: str) -> None:
    for table, columns in (
        (FIGURES, ("subject", "sentence")),
        (REPORTS, ("title", "agency", "region_name", "text")),
    ):
        told = ask(f"{table}.json?_search={quote(words)}&_shape=objects&_size=max")
        assert told["filtered_table_rows_count"] == with_words(data, table, columns, words), table


@pytest.mark.filterwarnings("ignore")
def test_facets_views_queries_and_meanings(ask: Ask, data: Path) -> None:
    figures = ask(f"{FIGURES}.json?_shape=objects")
    assert list(figures["facet_results"])[:4] == ["report_year", "province", "department_name", "theme"]
    assert sum(one["count"] for one in figures["facet_results"]["report_year"]["results"]) == with_words(
        data, FIGURES, ("report_id",), "-"
    )
    assert "所在的句子，照原文" in ask(FIGURES)
    for view in ("indicator_values", "indicator_years", "required_parts"):
        assert ask(f"{view}.json?_shape=array")
    found = ask(f"find_reports.json?words={quote('执法')}&_shape=array")
    assert len(found) == with_words(data, REPORTS, ("text",), "执法") > 0
    assert ask("findings.json?_shape=objects")["facet_results"]["severity"]["results"]
