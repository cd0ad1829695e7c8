"""The benchmark of whole sites: its arithmetic, its page and its way of measuring, on made-up figures. No clock."""

import doctest
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks import growth, growth_page, growth_process, growth_ratios, growth_stages
from benchmarks.growth_outlook import outlook_rows
from benchmarks.growth_page import bars, render_page
from benchmarks.growth_peers import peer_command, write_peer_docs
from benchmarks.growth_process import CommandError, Cost, find_family, run_measured
from benchmarks.growth_ratios import exponents, ratio_to
from benchmarks.growth_ratios import growth as grown
from benchmarks.growth_stages import CONVERSION, INDEX, PAGES, REST, SITE, stage_shares
from build_scripts.commands import run_benchmark
from build_scripts.errors import UsageError

ROOT = Path(__file__).parents[1]


def line(size: int, *, power: float = 1.0, start: float = 2.0) -> float:
    return start + 0.1 * float(size**power)


@pytest.mark.parametrize("module", [growth_ratios, growth_page, growth_process, growth_stages])
def test_examples_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_a_line_grows_with_the_first_power_whatever_the_start() -> None:
    for start in (0.0, 2.0, 50.0):
        told = exponents({size: line(size, start=start) for size in (5, 105, 1005, 10005)})
        assert told == {(105, 1005): pytest.approx(1), (1005, 10005): pytest.approx(1)}


def test_a_square_is_found() -> None:
    told = exponents({size: line(size, power=2) for size in (5, 1000, 10000)})
    assert told[1000, 10000] == pytest.approx(2, abs=0.01)


def test_a_step_that_cannot_be_told_is_left_out() -> None:
    assert exponents({5: 3.0, 100: 3.0, 1000: 9.0}) == {}
    assert exponents({5: 3.0}) == {}


def test_ratios_are_taken_without_the_start() -> None:
    assert ratio_to({5: 12.0, 105: 412.0}, {5: 1.0, 105: 101.0}) == {105: 4.0}
    assert ratio_to({5: 12.0}, {5: 1.0}) == {}


def test_growth_needs_both_sizes() -> None:
    costs = {5: 1.0, 1000: 11.0, 10000: 111.0}
    assert grown(costs, 1000, 10000) == 11.0
    assert grown(costs, 100, 10000) is None
    assert grown({}, 1000, 10000) is None


def run(size: int, *, peers: bool = True) -> dict[str, Any]:
    cost = {"cpu": line(size), "wall": line(size) / 2, "memory": 10**8}
    costs = {"cold": cost, "unchanged": cost | {"cpu": 1.0}, "changed": cost | {"cpu": 1.5}}
    others = {name: cost | {"cpu": 2 * line(size)} for name in ("material", "zensical")} if peers else {}
    kinds = ("pages", "originals", "json", "index", "data", "site", "store", "largest_report_page")
    sizes = dict.fromkeys(kinds, 1000 * size) | {"files": 9, "report_pages": size, "largest_page": 200_000}
    shares = {CONVERSION: 0.3, PAGES: 0.2, INDEX: 0.1, SITE: 0.35, REST: 0.05}
    lines = [{"function": "mkdocs/a.py:1 f|g", "part": 0.5}]
    return {
        "date": "2026-01-02",
        "turns": 1,
        "ratios": [5.104, 7.0],
        "load": 3.5 if size == 10_000 else 0.2,
        "cut": {"cpu": 0.02 * size, "texts": size, "characters": 4000 * size},
        "costs": costs | others,
        "bytes": sizes,
        "stages": {"shares": shares, "slowest": SITE, "lines": lines},
    }


def results(*sizes: int) -> dict[str, Any]:
    versions = {"mkdocs": "1", "mkdocs-material": "9", "jieba": "0", "zensical": "0"}
    runs = {str(size): run(size, peers=size <= 1000) for size in sizes}
    return {"python": "3", "processors": 2, "versions": versions, "runs": runs}


def test_the_page_tells_multiples_first() -> None:
    page = render_page(results(5, 100, 1000, 10000))
    heads = [text for text in page.splitlines() if text.startswith("## ")]
    assert heads[0].startswith("## 几倍")
    # 0.1 a report against 0.02 of the unit; the others cost twice as much and are not measured at 10,000.
    assert "<td>本站：全部</td><td>5</td><td>5</td><td>5</td>" in page
    assert "<td>MkDocs Material 默认配置</td><td>10</td><td>10</td><td>—</td>" in page
    assert "<td>从头建成</td><td>1</td><td>1</td>" in page
    assert "各轮从头建成的倍数（含启动）：5 份 5.1、7；100 份" in page
    assert "<code>mkdocs/a.py:1 f|g</code>" in page
    assert page.endswith("\n")
    assert "平均负载：10,000 份（3.5）" in page


def test_what_many_more_would_want_is_reckoned_from_the_most_that_was_measured() -> None:
    rows = {name: (each, all_) for name, each, all_ in outlook_rows({5: run(5), 1000: run(1000)})}
    # 0.1 s of CPU and a kilobyte a report, nine files for a thousand.
    assert rows["从头建成，CPU 小时"] == ("100 毫秒", "11.1（32 核约 0.3 小时）")
    assert rows["网站，GB"] == ("1 kB", "0")
    assert rows["文件数"] == ("0.0", "3,600")
    assert rows["　检索索引的大段"][1].startswith("16，")
    assert not outlook_rows({5: run(5)})
    assert "推算" in render_page(results(5, 1000))


@pytest.mark.parametrize("sizes", [(5,), (5, 100)])
def test_few_sizes_make_a_page_too(sizes: tuple[int, ...]) -> None:
    page = render_page(results(*sizes))
    assert "nan" not in page
    assert "None" not in page


def test_bars_say_what_falls_short() -> None:
    runs = {int(size): measured for size, measured in results(5, 1000)["runs"].items()}
    told = {name: got for name, _, got in bars(runs)}
    assert told["1,000 份从头建成，是结巴分词的几倍"] == pytest.approx(5)
    assert told["1,000 份从头建成，是 Material 默认配置的几倍"] == pytest.approx(0.5)
    assert not told["10,000 份从头建成，分钟"]
    # 101 seconds cold and 1.5 with a change, of which 1 is start-up.
    assert told["1,000 份改动一份，是从头建成的几倍（启动不计）"] == pytest.approx(0.5 / (line(1000) - 1))
    measured = results(5, 1000)
    assert "没有达到" not in render_page(measured)
    measured["runs"]["1000"]["costs"]["unchanged"]["cpu"] = 60.0
    page = render_page(measured)
    assert "<strong>没有达到</strong>" in page
    assert "达到</td>" in page


def test_others_of_another_day_are_no_measure() -> None:
    runs = {5: run(5), 1000: run(1000) | {"others_date": "2026-01-01"}}
    told = {name: got for name, _, got in bars(runs)}
    assert told["1,000 份从头建成，是 Material 默认配置的几倍"] is None
    page = render_page(results(5, 1000) | {"runs": {str(size): one for size, one in runs.items()}})
    assert "<td>MkDocs Material 默认配置</td><td>10</td>" not in page
    assert "<td>1,000</td><td>MkDocs Material 默认配置</td>" in page


def test_bars_of_few_reports_are_those_of_the_projects_own() -> None:
    measured = results(5, 1000)
    assert "本项目自己的" not in "".join(name for name, _, _ in bars({5: run(5)}))
    costs = {"cold": {"wall": 5.25}, "unchanged": {"wall": 0.75}}
    page = render_page(measured | {"own": {"date": "2026-01-03", "reports": 7, "costs": costs}})
    assert "量于 2026-01-02、2026-01-03；" in page
    row = "<tr><td>本项目自己的 7 份报告{}，秒</td><td>≤ {}</td><td>{}</td><td>{}</td></tr>"
    assert row.format("从头建成", 5, 5.25, "<strong>没有达到</strong>") in page
    assert row.format("没有改动", 1.5, 0.75, "达到") in page


@pytest.mark.heavy
def test_the_projects_own_reports_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "_TURNS", {100: 1})
    ground = growth.Ground(ROOT, tmp_path / "demo", tmp_path / "peers", tmp_path / "logs")
    own = growth.measure_own(ground, lambda _: None)
    files = [file for file in (ROOT / "source_reports").rglob("*.txt") if file.parent.name.isdigit()]
    assert own["reports"] == len(files)
    assert own["costs"]["cold"]["cpu"] > own["costs"]["unchanged"]["cpu"] > 0
    assert f"已发布 {len(files)}" in (tmp_path / "logs" / "cold.log").read_text(encoding="utf-8")
    assert not ground.demo.exists()


def test_the_page_in_docs_is_made_from_the_results_beside_it() -> None:
    told = json.loads((ROOT / "benchmarks/growth_results.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs/benchmark.md").read_text(encoding="utf-8") == render_page(told)


def test_what_is_not_measured_again_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("benchmarks", "docs"):
        (tmp_path / folder).mkdir()
    growth.write_results(tmp_path, results(5, 1000))
    monkeypatch.setattr(growth, "measure_own", lambda _ground, _say: {})
    monkeypatch.setattr(growth, "measure_size", lambda _ground, size, _plan, _say: run(size))
    page = growth.main(tmp_path, growth.Plan((100,)), lambda _: None)
    assert list(growth.read_results(tmp_path)["runs"]) == ["5", "100", "1000"]
    assert page.is_file()


def test_the_first_time_there_is_nothing_to_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("benchmarks", "docs"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(growth, "measure_own", lambda _ground, _say: {})
    monkeypatch.setattr(growth, "measure_size", lambda _ground, size, *_: run(size))
    assert growth.main(tmp_path, growth.Plan((100,)), lambda _: None).is_file()
    assert list(growth.read_results(tmp_path)["runs"]) == ["100"]


def test_what_others_cost_is_kept_where_only_ours_is_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("benchmarks", "docs"):
        (tmp_path / folder).mkdir()
    growth.write_results(tmp_path, results(100, 1000))
    monkeypatch.setattr(growth, "measure_own", lambda _ground, _say: {})
    again = run(1000, peers=False) | {"date": "2026-03-04"}
    monkeypatch.setattr(growth, "measure_size", lambda *_: again)
    for asked, kept in ((100, True), (1000, False)):
        page = growth.main(tmp_path, growth.Plan((1000,), asked), lambda _: None).read_text(encoding="utf-8")
        assert ("<td>1,000</td><td>MkDocs Material 默认配置</td>" in page) is kept
        assert ("不是同一次量的，机器快慢不同，不作比较：1,000 份（2026-01-02）。" in page) is kept


def test_its_own_work_is_not_told_as_that_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("benchmarks", "docs"):
        (tmp_path / folder).mkdir()
    loads = iter([0.26, 1.9, 1.9])
    monkeypatch.setattr(os, "getloadavg", lambda: (next(loads), 0.0, 0.0))
    monkeypatch.setattr(growth, "measure_own", lambda _ground, _say: {})
    monkeypatch.setattr(growth, "measure_size", lambda _ground, size, *_: run(size))
    page = growth.main(tmp_path, growth.Plan((100, 1000)), lambda _: None)
    assert [one["load"] for one in growth.read_results(tmp_path)["runs"].values()] == [0.3, 0.3]
    assert "别的程序在忙" not in page.read_text(encoding="utf-8")


def test_what_serves_all_counts_for_the_file_at_work() -> None:
    clean, search, tool = "a/build_scripts/clean/x.py", "a/build_scripts/search/x.py", "/lib/mkdocs/a.py"
    looks = [
        (clean, "/lib/python3.11/re/__init__.py:3 sub", 3.0),
        (clean, f"/{clean}:1 f", 1.0),
        (search, "/lib/python3.11/re/__init__.py:3 sub", 1.0),
        (tool, f"{tool}:7 render", 2.0),
        ("", "<frozen importlib._bootstrap>:1 load", 1.0),
    ]
    shares = stage_shares(looks)
    assert shares == {CONVERSION: 0.5, PAGES: 0, INDEX: 0.125, SITE: 0.25, REST: 0.125}
    assert growth_stages.slowest_lines(looks, CONVERSION) == [
        {"function": "python3.11/re/__init__.py:3 sub", "part": 0.75},
        {"function": "build_scripts/clean/x.py:1 f", "part": 0.25},
    ]


@pytest.mark.heavy
def test_a_command_is_measured_with_its_children(tmp_path: Path) -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))'])"
    cost = run_measured([sys.executable, "-c", child], tmp_path, tmp_path / "log")
    alone = run_measured([sys.executable, "-c", "pass"], tmp_path, tmp_path / "log")
    assert cost.cpu > alone.cpu
    assert cost.wall > 0


def test_another_tool_that_fails_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "demo/docs/reports/440704/health/2023/index.md"
    (tmp_path / "logs").mkdir()
    page.parent.mkdir(parents=True)
    page.write_text("# 报告\n", encoding="utf-8")
    monkeypatch.setattr(growth, "_build", lambda _ground, _name: Cost(1, 1, 1))
    monkeypatch.setattr(growth, "_make_reports", lambda _ground, _size: None)
    cuts = iter([{"cpu": 0.25, "texts": 5}, {"cpu": 0.75, "texts": 5}])
    monkeypatch.setattr(growth, "_cut", lambda _ground: next(cuts))
    monkeypatch.setattr(growth, "change_one", lambda _: None)
    monkeypatch.setattr(growth, "peers", lambda: ["material"])
    monkeypatch.setattr(growth, "peer_command", lambda _: [sys.executable, "-c", "raise SystemExit('坏了')"])
    ground, told = (
        growth.Ground(tmp_path, tmp_path / "demo", tmp_path / "peers", tmp_path / "logs"),
        list[str](),
    )
    turn = growth._take_turn(ground, 5, growth.Plan(), told.append)
    assert turn.costs.keys() == {"cold", "unchanged", "changed"}
    # The unit is the mean of the cuts before and after the build from nothing.
    assert turn.cut == {"cpu": 0.5, "texts": 5}
    assert turn.ratio == 2
    assert told[-1].endswith("坏了")


def test_a_command_that_fails_says_how(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('没有了'); raise SystemExit(3)"]
    with pytest.raises(CommandError, match="没有了"):
        run_measured(command, tmp_path, tmp_path / "log", env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    assert run_measured(command, tmp_path, tmp_path / "log", allowed=(3,)).cpu > 0


def test_the_family_of_a_process_is_found() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        assert {os.getpid(), child.pid} <= set(find_family(os.getpid()))
    finally:
        child.communicate()
    # One that ends while it is looked at is no reason to stop measuring.
    assert list(find_family(child.pid)) == [child.pid]


@pytest.mark.heavy
def test_every_process_is_looked_into(tmp_path: Path) -> None:
    busy = "import time\ndef work(n):\n    while time.process_time() < n: pass\n"
    (tmp_path / "busy.py").write_text(busy, encoding="utf-8")
    main = "from concurrent.futures import ProcessPoolExecutor as P\nimport busy\n"
    main += "if __name__ == '__main__':\n with P(1) as pool: pool.submit(busy.work, 0.4).result()\n"
    (tmp_path / "main.py").write_text(main, encoding="utf-8")
    folder = tmp_path / "profiles"
    looks = growth_stages.look_into([sys.executable, "main.py"], tmp_path, folder, tmp_path / "log")
    assert len(list(folder.iterdir())) == 2
    seen = sum(seconds for _, name, seconds in looks if name.endswith(" work"))
    assert 0.2 < seen < 0.6


def test_the_middle_turn_counts_whole() -> None:
    turns = [
        growth.Turn({"cpu": cut}, {"cold": Cost(cold, cold, 1)}) for cut, cold in ((1, 9), (2, 10), (4, 16))
    ]
    assert growth.middle_of(turns) == turns[1]
    assert growth.middle_of(turns[:2]) == turns[0]
    assert growth.middle_of(turns[1:2]) == turns[1]


def test_of_the_projects_own_reports_the_better_figures_count() -> None:
    assert Cost(1, 9, 5).least(Cost(2, 3, 4)) == Cost(1, 3, 4)


def test_one_report_is_changed_with_its_record(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
        (tmp_path / f"{name}.txt.yml").write_text("title: x\nsha256: 0\n", encoding="utf-8")
    growth.change_one(tmp_path)
    changed = tmp_path / "b.txt"
    assert changed.read_text(encoding="utf-8").startswith("b\n")
    digest = sha256(changed.read_bytes()).hexdigest()
    assert (tmp_path / "b.txt.yml").read_text(encoding="utf-8") == f"title: x\nsha256: {digest}\n"
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "a"


def test_others_get_the_reports_alone(tmp_path: Path) -> None:
    page = tmp_path / "docs/reports/440704/health/2023/index.md"
    for file in (page, page.parent / "original/index.md", tmp_path / "docs/regions/440704/index.md"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# 报告\n", encoding="utf-8")
    assert write_peer_docs(tmp_path / "docs", tmp_path / "peers") == 1
    copied = [
        f.relative_to(tmp_path / "peers/docs").as_posix() for f in (tmp_path / "peers/docs").rglob("*.md")
    ]
    assert sorted(copied) == ["index.md", "reports/440704/health/2023/index.md"]
    assert peer_command("material")[-1] == "material.yml"


@pytest.mark.parametrize("sizes", ["", "4", "5,x", "5;100", "100001"])
def test_sizes_that_make_no_sense_are_refused(sizes: str) -> None:
    if sizes:
        assert growth.Plan.of(sizes, None) is None
        with pytest.raises(UsageError, match="--sizes"):
            run_benchmark(ROOT, sizes, None, print)
    else:
        assert growth.Plan.of(None, None) == growth.Plan()


@pytest.mark.heavy
def test_the_cut_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("开展检查。".encode("gb18030"))
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.growth_cut", str(tmp_path)]
    told = json.loads(subprocess.check_output(command, cwd=ROOT))
    assert told["texts"] == 1
    assert told["characters"] == 5
