"""Which data files there are, and that each year's holds the reports of that year alone."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from build_scripts.models import Count
from build_scripts.render import data_layout
from build_scripts.render.data_layout import CLEAN, LIMIT, SIZED, data_files, province_files
from build_scripts.store import ListQueries, connect
from tests.render.sample import sample_result
from tests.render.test_site import with_source
from tests.sites import render_site, write_site


def names(**sizes: list[int]) -> list[str]:
    """Return the files where the texts of each name have so many bytes in 2021, 2022, ..."""
    counts = {
        name.replace("_", "."): [Count(f"{2021 + n}", 1, size) for n, size in enumerate(of)]
        for name, of in sizes.items()
    }
    return [file.name for file in data_files(lambda text, _: counts.get(text, ()))]


def test_a_file_is_split_past_its_limit_alone() -> None:
    assert "metrics.csv" in names(metrics_csv=[LIMIT])
    assert "metrics.csv" in names(metrics_csv=[LIMIT // 2, LIMIT // 2])
    told = names(metrics_csv=[LIMIT // 2, LIMIT // 2 + 1])
    assert [name for name in told if name.startswith("metrics") and name.endswith("csv")] == [
        "metrics-2021.csv",
        "metrics-2022.csv",
    ]
    assert "metrics.json" in told


def test_each_year_has_its_own_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_layout, "LIMIT", 10_000)
    years = {
        year: with_source(sample_result(), year=year, path=Path(f"440704/{year}-health.txt"))
        for year in (2022, 2023)
    }
    pages = {path.name: data for path, data in render_site(years.values()).items() if path.parts[0] == "data"}
    assert "metrics.json" not in pages
    for year in years:
        rows = json.loads(pages[f"metrics-{year}.json"])
        assert {row["report_year"] for row in rows} == {year}
        assert pages[f"metrics-{year}.csv"].count(b"\n") == len(rows) + 1
        assert f"metrics-{year}.json" in pages["index.md"].decode()
    assert len(json.loads(pages["reports.json"])) == len(years)


def test_sizes_are_those_of_the_files(tmp_path: Path) -> None:
    places = write_site([sample_result()], tmp_path)
    connection, _ = connect(places.store)
    with closing(connection):
        source = ListQueries(connection, lambda path, _: path)
        for name in {*SIZED} - {CLEAN}:
            (count,) = source.text_sizes(name, "")
            framed = (places.docs / "data" / name).stat().st_size
            assert 0 <= framed - count.figures < 1_000


def test_a_province_past_the_limit_is_split_by_year() -> None:
    large, small = [Count("2022", 9, 40_000_000), Count("2023", 9, 4_500_000)], [Count("2023", 9, 1)]

    def sizes(_: str, region: str) -> list[Count]:
        return large if region == "44" else small

    assert [file.path for file in province_files("440704", sizes)] == [
        "regions/440000/440000-2022.xlsx",
        "regions/440000/440000-2023.xlsx",
    ]
    assert [file.path for file in province_files("653226", sizes)] == ["regions/650000/650000.xlsx"]
