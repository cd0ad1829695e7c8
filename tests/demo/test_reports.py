"""Made-up reports: alike each time, whatever comes before or after; at places that there are; of many kinds."""

from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random
from statistics import mean
from typing import cast

import pytest

from build_scripts.demo import demo_reports
from build_scripts.demo.agencies import demo_places
from build_scripts.demo.broken import BROKEN, broken_reports, made_up_identity_number
from build_scripts.demo.copying import copied
from build_scripts.demo.plain_sentences import prose, word
from build_scripts.demo.truths import Page
from build_scripts.errors import ReportError
from build_scripts.models import Result, Severity
from build_scripts.rules.departments import classify_department, load_departments
from build_scripts.rules.loading import parse_yaml
from build_scripts.rules.regions import load_regions, region_of_code
from build_scripts.sources import is_changed
from tests.generated import read_demo, source_of

pytestmark = pytest.mark.heavy

RULES = Path(__file__).parents[2] / "build_scripts" / "rules"
COUNTIES = 6  # digits


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def test_one_seed_makes_one_report_whatever_comes_after() -> None:
    few, more = list(demo_reports(20, 4)), list(demo_reports(40, 4))
    assert more[:20] == few
    assert [demo.data for demo in demo_reports(20, 5)] != [demo.data for demo in few]


def test_no_two_reports_are_alike_or_have_one_address() -> None:
    reports = list(demo_reports(300, 1))
    assert len({demo.path for demo in reports}) == len({demo.data for demo in reports}) == 300


def test_places_are_those_of_their_year_in_every_province() -> None:
    places = list(islice(demo_places(1), 2000))
    regions = [(p, region_of_code(load_regions(), p.body.code, p.year)) for p in places]
    assert [
        p.address.id for p, region in regions if region is None or not region.name.endswith(p.body.region)
    ] == []
    assert len({p.body.code[:2] for p in places[:300]}) == 31
    assert len({p.body.slug for p in places[:300]}) > 25
    names = {p.body.agency: p.body.slug for p in places}
    known = {agency: classify_department(load_departments(), agency) for agency in names}
    assert {a: k for a, k in known.items() if k is None or k.slug != names[a]} == {}


def test_there_are_places_for_many_reports_each_once() -> None:
    addresses = [place.address for place in islice(demo_places(2), 12_000)]
    assert len(set(addresses)) == 12_000


def test_bodies_report_for_several_years_and_have_neighbours() -> None:
    places = list(islice(demo_places(1), 300))
    years = Counter((p.body.code, p.body.slug) for p in places)
    assert sum(n > 1 for n in years.values()) > 40
    near = Counter((p.body.code[:4], p.body.slug, p.year) for p in places if len(p.body.code) == COUNTIES)
    assert sum(n > 1 for n in near.values()) > 40


def test_figures_of_a_body_go_on_from_year_to_year() -> None:
    series = [demo.page for demo in demo_reports(4, 1)]
    found = [{(t.words, t.unit): t.value for t in page.truths} for page in series]
    both = found[0].keys() & found[1].keys()
    assert len(both) * 2 > len(found[0])
    assert any(found[0][key] != found[1][key] for key in both)


def test_reports_are_as_long_as_real_ones() -> None:
    reports = list(demo_reports(200, 3))
    lengths, figures = [len(d.page.text) for d in reports], [len(d.page.truths) for d in reports]
    assert min(lengths) > 1500
    assert max(lengths) < 9000
    assert 3500 < mean(lengths) < 4600
    assert 50 < mean(figures) < 65
    assert Counter(flaw for d in reports for flaw in d.flaws).keys() == {"late", "false-sum", "false-rate"}
    assert {d.page.meta.get("title") is None for d in reports} == {True, False}


@pytest.fixture(scope="module")
def results() -> list[Result]:
    """Return what is read of every third of the first 300."""
    return [read_demo(demo) for demo in islice(demo_reports(300, 1), 0, 300, 3)]


def test_whole_reports_can_be_published(results: list[Result]) -> None:
    held = [r.report.clean.raw.source.path for r in results if not r.publishable]
    assert len(held) * 100 <= 3 * len(results)


def rules(name: str) -> dict[str, object]:
    book = cast("dict[str, dict[str, object]]", parse_yaml((RULES / f"{name}.yml").read_text("utf-8")))
    return book[name]


def test_families_and_indicators_nearly_all_occur(results: list[Result]) -> None:
    metrics = [m for r in results for m in r.metrics]
    for file, found in (
        ("families", {m.family for m in metrics}),
        ("indicators", {m.indicator for m in metrics}),
    ):
        known = set(rules(file))
        assert len(known - found) * 20 <= len(known), known - found


def test_the_flaws_are_found() -> None:
    flawed = [demo for demo in demo_reports(160, 1) if demo.flaws]
    codes = {"late": "late-publication", "false-sum": "sum-mismatch", "false-rate": "percent-over-100"}
    found = Counter((f, codes[f] in {x.code for x in read_demo(d).findings}) for d in flawed for f in d.flaws)
    assert found["late", True] > 4 * found["late", False]
    assert found["false-sum", True] > found["false-sum", False]
    assert found["false-rate", True] > found["false-rate", False]


def test_broken_files_are_each_of_a_kind_and_held_back() -> None:
    broken = list(broken_reports(len(BROKEN), 1, after=10))
    assert [d.flaws for d in broken] == [{kind} for kind in BROKEN]
    assert [d.path for d in broken] == [d.path for d in islice(demo_reports(20, 1), 10, 10 + len(BROKEN))]
    told: dict[str, object] = {}
    for demo in broken:
        (kind,) = demo.flaws
        try:
            result = read_demo(demo)
        except ReportError as error:
            told[kind] = error.code
        else:
            codes = [f.code for f in result.findings if f.severity is Severity.ERROR]
            told[kind] = "changed" if is_changed(source_of(demo)) else codes
    assert told == {
        "empty": "unreadable",
        "not-a-text": "unreadable",
        "statute": ["not-a-report"],
        "news": ["not-a-report"],
        "private-data": ["private-data"],
        "changed": "changed",
    }


def test_the_identity_number_is_nobodys() -> None:
    assert made_up_identity_number("130131")[6:14] == "99991231"


def test_a_figure_is_where_it_was_after_copying() -> None:
    for demo in demo_reports(40, 1):
        again = copied(demo.page, 0, dice(1))
        for before, after in zip(demo.page.truths, again.truths, strict=True):
            was, is_now = demo.page.text[before.start : before.end], again.text[after.start : after.end]
            assert "".join(is_now.split()).startswith("".join(was.split())[:1])


def test_copying_takes_nothing_away_and_cuts_no_number() -> None:
    text = "坚持依法行政，开展检查20次，" * 9 + "处罚12345件。"
    copies = [copied(Page(text), 0, dice(seed)).text for seed in range(30)]
    assert {"".join(c.split()) for c in copies} == {text}
    assert len(set(copies)) > 5
    assert all("12345" in copy for copy in copies)


def test_prose_has_no_figure_and_no_choice_left() -> None:
    names = {"field": "水利", "law": "《中华人民共和国水法》"}
    wordings = [word(line, dice(n), names) for n in range(20) for lines in prose().values() for line in lines]
    assert [w for w in wordings if set(w) & set("[]<>|0123456789")] == []
    assert all(w.endswith("。") for w in wordings)
