"""The way of a figure as ``explain`` tells it: its kind, its total and what speaks for that, what is unsure."""

import dataclasses

import pytest

from build_scripts.models import Doubt, Metric, Relation
from build_scripts.render.explanation import render_explanation
from tests.render.sample import sample_result


def told_of(**changes: object) -> str:
    """Return what is told of the first part of the sample's total, so changed."""
    result = sample_result()
    part: Metric = next(m for m in result.metrics if m.id == result.sums[0].parts[0])
    changed = dataclasses.replace(part, **changes)  # type: ignore[arg-type]
    metrics = tuple(changed if m.id == part.id else m for m in result.metrics)
    return render_explanation(dataclasses.replace(result, metrics=metrics), part.id)


@pytest.mark.parametrize(
    ("relation", "evidence", "told"),
    [
        (
            Relation.PART,
            ("of-which +3", "one-mark +1"),
            "的分项，依据：“其中”一类的话（of-which +3）、各项之间标点一致（one-mark +1）",
        ),
        (Relation.OUTCOME, ("exact-sum +2",), "的结果，依据：加起来正好（exact-sum +2）"),
        (Relation.PART, (), "的分项\n"),
    ],
)
def test_a_link_tells_its_kind_and_its_evidence(
    relation: Relation, evidence: tuple[str, ...], told: str
) -> None:
    assert told in told_of(relation=relation, evidence=evidence)


def test_a_figure_of_no_total_says_so() -> None:
    assert "合计    不属于任何合计" in told_of(parent=None)


def test_family_and_indicator_are_told_with_their_names() -> None:
    told = told_of(family="penalty-money", indicator="penalty-amount")
    assert "类别 处罚金额（penalty-money）；指标 penalty-amount" in told
    assert "类别 无；指标 无" in told_of()


def test_what_is_unsure_is_told_in_words_and_code() -> None:
    told = told_of(doubts=(Doubt.SUBJECT_UNSURE, Doubt.TABLE_REBUILT))
    assert "拿不准  数的是什么取自前文（subject-unsure）；由拆散的表格还原（table-rebuilt）" in told
    assert "拿不准" not in told_of()
