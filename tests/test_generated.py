"""Three made-up reports: made alike each time, true to themselves, and read."""

from collections import Counter
from random import Random

import pytest

from tests.generated import commonest_kind, score_reports
from tests.generated_reports import fill, make_report, parse_slot, templates


def sentences() -> list[str]:
    data = templates()
    groups = [data["general"], *(d["sentences"] for d in data["departments"])]
    return [sentence for group in groups for lines in group.values() for sentence in lines]


def test_one_seed_makes_one_report() -> None:
    assert make_report(Random(4)).text == make_report(Random(4)).text  # noqa: S311 - no secret
    assert make_report(Random(4)).text != make_report(Random(5)).text  # noqa: S311 - no secret


@pytest.mark.parametrize("seed", range(3))
def test_a_report_is_true_to_itself(seed: int) -> None:
    page = make_report(Random(seed))  # noqa: S311 - no secret
    assert [t for t in page.truths if not 0 <= t.start < t.end <= len(page.text)] == []
    assert [t for t in page.truths if t.parent is not None and t.value > page.truths[t.parent].value] == []
    plain = [t for t in page.truths if t.unit and page.text[t.start : t.end] == f"{t.value}{t.unit}"]
    assert len(plain) * 2 > len(page.truths)


def test_the_words_of_a_figure_stand_in_its_sentence() -> None:
    dice = Random(1)  # noqa: S311 - no secret
    pages = [fill(sentence, dice) for sentence in sentences()]
    apart = [(t.words, p.text) for p in pages for t in p.truths for w in t.words if not _stands(w, p.text)]
    assert apart == []


def _stands(words: str, text: str) -> bool:
    return any(word in text for word in words.split("|"))


def test_a_mark_that_says_too_little_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough"):
        parse_slot("件 处罚")


def test_made_up_reports_are_read() -> None:
    score = score_reports(reports=3, seed=1)
    assert score.f1("met", "figures", "truths")[2] > 0.9
    assert score.share("subject", "met") > 0.9


def test_every_figure_counts_a_kind_of_thing() -> None:
    dice = Random(2)  # noqa: S311 - no secret
    pages = [fill(sentence, dice) for sentence in sentences()] + [make_report(dice) for _ in range(9)]
    assert [(t.words, p.text) for p in pages for t in p.truths if not t.kind] == []


def test_families_of_made_up_reports_are_pure() -> None:
    kinds = Counter({("检查对象", "家次"): 6, ("检查对象", "家"): 3, ("抽检", "批"): 1})
    assert commonest_kind(kinds) == 9
    assert commonest_kind(kinds, units=True) == 6
