"""How well made-up reports are read, whose truth is known: ``python -m tests.generated --reports 60``.

Printed are precision and recall of value with unit, and of links; the share of right subjects, themes, qualifiers and
changes among the figures found; the share of right particulars (title, agency, region, dates …); families (how many
figures have one, how many of these count the commonest kind of thing of their family) and indicators; false alarms.
``--seed`` makes other reports, ``--errors`` prints every miss.
"""

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from build_scripts.demo import DemoReport, demo_reports
from build_scripts.demo.truths import Page, Truth
from build_scripts.models import Result, Source
from build_scripts.pipeline import process_raw
from build_scripts.read.text_file import read_text_file
from build_scripts.render.report_json import report_object
from build_scripts.rules.units import units_agree
from tests.wild_checks import holds, is_one_of

ALARMS = frozenset({"sum-mismatch", "rate-mismatch", "percent-over-100", "contradictory-figures"})

Figure = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """What was found of what is there, over many reports."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    errors: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        """Return one count as a share of another; 1 where there was nothing to find."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0

    def f1(self, right: str, found: str, wanted: str) -> tuple[float, float, float]:
        """Return precision, recall and their harmonic mean."""
        p, r = self.share(right, found), self.share(right, wanted)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def pair_figures(page: Page, figures: list[Figure]) -> list[Figure | None]:
    """Return for each truth the figure of its place, value and unit, the one with its words first; each figure once."""
    left = list(figures)
    found: list[Figure | None] = []
    for truth in page.truths:
        fitting = sorted(
            (m for m in left if _is_same(m, truth)), key=lambda m: not holds(m["subject"], list(truth.words))
        )
        found.append(fitting[0] if fitting else None)
        if fitting:
            left.remove(fitting[0])
    return found


def _is_same(figure: Figure, truth: Truth) -> bool:
    units = [truth.unit, *(["人"] if truth.unit == "名" else [])]
    return (
        figure["start"] < truth.end
        and figure["end"] > truth.start
        and is_one_of(figure["value"], str(truth.value))
        and (truth.unit is None or figure["unit"] in units)
    )


def source_of(demo: DemoReport) -> Source:
    """Return the source of a made-up report as if it lay in its folder."""
    code, name = demo.path.split("/")
    year, department = name.removesuffix(".txt").split("-", 1)
    return Source(
        path=Path(demo.path),
        sha256=hashlib.sha256(demo.data).hexdigest(),
        media_type="text/plain",
        record=demo.record,
        region_code=code,
        year=int(year),
        department=department,
    )


def read_demo(demo: DemoReport) -> Result:
    """Return all that is known of a made-up report in its folder."""
    return process_raw(read_text_file(source_of(demo), demo.data))


def score_report(demo: DemoReport, score: Score) -> None:
    """Read a report and add up what is right; an alarm is false where no sum was made so."""
    page, report = demo.page, report_object(read_demo(demo))
    figures: list[Figure] = report["metrics"]  # type: ignore[assignment]
    pairs = pair_figures(page, figures)
    met = [(t, m) for t, m in zip(page.truths, pairs, strict=True) if m]
    score.counts.update(truths=len(page.truths), figures=len(figures), met=len(met))
    ids = [m["id"] if m else None for m in pairs]
    score.errors += _score_meta(page, report["meta"], score)  # type: ignore[arg-type]
    score.counts["links found"] += sum(m["parent"] is not None for m in figures)
    for truth, figure in zip(page.truths, pairs, strict=True):
        score.errors += _score_figure(truth, figure, ids, score)
    score.errors += [f"extra {_told(m)}" for m in figures if m["id"] not in ids]
    findings: list[Figure] = report["findings"]  # type: ignore[assignment]
    alarms = [f for f in findings if f["code"] in ALARMS and not demo.flaws & {"false-sum", "false-rate"}]
    score.counts["alarms"] += len(alarms)
    score.errors += [f"alarm {f['code']}: {f['message']}" for f in alarms]


def _score_meta(page: Page, meta: Figure, score: Score) -> Iterator[str]:
    right = {name: is_one_of(meta[name], wanted) for name, wanted in page.meta.items()}
    score.counts.update({"meta": len(right), "meta right": sum(right.values())})
    wrong = [name for name in right if not right[name]]
    yield from (f"{name} {meta[name]!r}, wanted {page.meta[name]!r}" for name in wrong)


def _score_figure(truth: Truth, figure: Figure | None, ids: list[object], score: Score) -> Iterator[str]:
    total = None if truth.parent is None else ids[truth.parent]
    score.counts["links"] += truth.parent is not None
    if figure is None:
        yield f"missed {truth.value} {truth.unit} {truth.words}"
        return
    score.kinds[figure["family"] or ""][truth.kind, figure["unit"]] += 1
    score.counts["indicators"] += figure["indicator"] is not None
    told = {
        "subject": holds(figure["subject"], list(truth.words)),
        "theme": figure["theme"] in truth.themes,
        "qualifier": figure["qualifier"] == truth.qualifier and is_one_of(figure["value_max"], _top(truth)),
        "change": figure["change"] == truth.change,
        "link": figure["parent"] == total,
    }
    score.counts.update(k for k, right in told.items() if right)
    score.counts["links right"] += total is not None and figure["parent"] == total
    if wrong := [k for k, right in told.items() if not right]:
        yield f"{', '.join(wrong)}: {_told(figure)}; wanted {truth.words} {'|'.join(truth.themes)}"


def _top(truth: Truth) -> str | None:
    return None if truth.value_max is None else str(truth.value_max)


def _told(figure: Figure) -> str:
    return (
        f"{figure['value']} {figure['unit']} {figure['subject']} ({figure['theme']}) in {figure['sentence']}"
    )


def score_reports(reports: int, seed: int) -> Score:
    """Read so many reports made from ``seed``."""
    score = Score()
    for demo in demo_reports(reports, seed):
        score_report(demo, score)
    return score


def print_score(score: Score) -> None:
    """Print the shares, a line each."""
    p, r, f = score.f1("met", "figures", "truths")
    print(f"value + unit  precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}  ({score.counts['truths']} figures)")
    p, r, f = score.f1("links right", "links found", "links")
    print(f"links         precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}  ({score.counts['links']} links)")
    for part in ("subject", "theme", "qualifier", "change"):
        print(f"{part:13} {score.share(part, 'met'):.3f}")
    print(f"particulars   {score.share('meta right', 'meta'):.3f}")
    named = [kinds for family, kinds in score.kinds.items() if family]
    of_all = sum(k.total() for k in named)
    pure, strict = (sum(commonest_kind(k, units=u) for k in named) / max(of_all, 1) for u in (False, True))
    covered = of_all / max(score.counts["met"], 1)
    print(
        f"families      {covered:.3f} of the figures have one, purity {pure:.3f}, with like units {strict:.3f}"
    )
    print(f"indicators    {score.share('indicators', 'met'):.3f} of the figures have one")
    print(f"false alarms  {score.counts['alarms']}")


def commonest_kind(kinds: Counter[tuple[str, str]], *, units: bool = False) -> int:
    """Return how many figures of a family count its commonest kind of thing.

    With ``units`` only those whose unit agrees with the usual one of their kind: 家次 is then no 家.
    """
    usual: dict[str, str] = {}
    for (kind, unit), _ in kinds.most_common():
        usual.setdefault(kind, unit)
    alike = Counter[str]()
    for (kind, unit), n in kinds.items():
        alike[kind] += n * (not units or units_agree(usual[kind], unit))
    return max(alike.values())


def main() -> None:
    """Read the arguments, print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    asked = parser.parse_args()
    score = score_reports(asked.reports, asked.seed)
    if asked.errors:
        print("\n".join(score.errors))
    print_score(score)


if __name__ == "__main__":
    main()
